// One run of saxes over a text: its events become those of the sink, under canonical names and within the limits.
import { SaxesParser } from 'saxes';
import { TanluError } from '../../errors.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { NotWellFormed } from './failure.ts';
import { outermostScope, type NamespaceScope } from './namespaces.ts';
import { isBlank } from './prolog.ts';
import { defaultLimits, type EventSink, type XmlLimits, type XmlOptions } from './sink.ts';

// Pieces let a text without end be noticed early. As a piece of a string is slower to read than a string, nearly all files are one piece.
const largestPiece = 33_554_432;
const smallestPiece = 65_536;

/** The state of one run; `run` may be called once. */
export class Pass {
  readonly issues: Issue[] = [];
  events = 0;
  position = 0;
  openName = '';
  readonly #text: string;
  readonly #options: XmlOptions;
  readonly #limits: XmlLimits;
  readonly #sink: EventSink;
  readonly #scopes: { scope: NamespaceScope; depth: number }[] = [];
  #scope: NamespaceScope;

  constructor(text: string, options: XmlOptions, sink: EventSink) {
    this.#text = text;
    this.#options = options;
    this.#limits = { ...defaultLimits, ...options.limits };
    this.#sink = sink;
    this.#scope = outermostScope(options.prefixes);
  }

  /** The message of what is not well-formed, undefined when all went well. */
  run(): string | undefined {
    const parser = new SaxesParser({ xmlns: false, position: false, forceXMLVersion: true, defaultXMLVersion: '1.0' });
    const names: string[] = [];
    const sink = this.#sink;
    const { maxDepth, maxTextLength, maxAttributeLength } = this.#limits;
    let depth = 0;
    let scopeDepth = 0;
    let pending = '';
    let qualified = false;

    const collect = (value: string): void => {
      pending = pending === '' ? value : pending + value;
    };
    const flush = (): void => {
      if (pending.length > maxTextLength) throw this.#tooLong(maxTextLength);
      if (depth > 0 && !isWhite(pending)) {
        this.events++;
        sink.text(pending);
      }
      pending = '';
    };

    parser.on('error', (error) => {
      throw new NotWellFormed(error.message);
    });
    parser.on('text', collect);
    parser.on('cdata', collect);
    parser.on('attribute', ({ name, value }) => {
      if (value.length > maxAttributeLength) throw this.#tooLong(maxAttributeLength);
      if (!qualified) qualified = name === 'xmlns' || (name.includes(':') && !name.startsWith('xml:'));
    });
    parser.on('opentag', (tag) => {
      if (pending !== '') flush();
      if (depth >= maxDepth) throw this.#tooDeep();
      let attributes = tag.attributes;
      if (qualified || depth === 0) {
        qualified = false;
        const scope = this.#enter(tag.name, attributes, depth);
        if (scope !== this.#scope) {
          this.#scopes.push({ scope: this.#scope, depth: scopeDepth });
          this.#scope = scope;
          scopeDepth = depth;
        }
        attributes = scope.attributes(attributes);
      }
      const name = this.#scope.element(tag.name);
      names[depth++] = name;
      this.events++;
      sink.open(name, attributes);
    });
    parser.on('closetag', () => {
      if (pending !== '') flush();
      this.events++;
      const name = names[--depth]!;
      sink.close(name);
      if (depth === scopeDepth && this.#scopes.length > 0) ({ scope: this.#scope, depth: scopeDepth } = this.#scopes.pop()!);
    });

    try {
      this.#feed(parser);
      return undefined;
    } catch (error) {
      if (!(error instanceof NotWellFormed)) throw error;
      this.position = parser.position;
      // A closing tag that does not fit has left the list already, but its name stands there still.
      const open = names[error.message === 'unexpected close tag.' ? depth : depth - 1] ?? '';
      this.openName = open.replace(/^\{.*\}/, '');
      return error.message;
    }
  }

  #feed(parser: SaxesParser): void {
    const text = this.#text;
    const { maxTextLength } = this.#limits;
    const length = Math.max(smallestPiece, Math.min(largestPiece, maxTextLength));
    let eventsBefore = -1;
    let silence = 0;
    for (let at = 0; at < text.length; at += length) {
      parser.write(text.length <= length ? text : text.slice(at, at + length));
      silence = this.events === eventsBefore ? silence + length : 0;
      eventsBefore = this.events;
      if (silence > maxTextLength) throw this.#tooLong(maxTextLength);
    }
    parser.close();
  }

  #enter(raw: string, attributes: Record<string, string>, depth: number): NamespaceScope {
    const scope = this.#scope.inside(attributes);
    const { assumeNamespace, file } = this.#options;
    if (depth > 0 || assumeNamespace === undefined || raw.includes(':') || scope.uriOf(raw) !== '') return scope;
    this.issues.push(makeIssue('namespace-missing', { file }, { root: raw }));
    return scope.assuming(assumeNamespace);
  }

  #tooLong(limit: number): TanluError {
    const { file } = this.#options;
    return new TanluError('xml-text-too-long', `${file} has a text or attribute of more than ${limit} characters. Shorten it, or raise the limit; nothing of the file was read.`, { params: { file, limit } });
  }

  #tooDeep(): TanluError {
    const { file } = this.#options;
    const limit = this.#limits.maxDepth;
    return new TanluError('xml-too-deep', `${file} has elements nested more than ${limit} deep, which no dataset has. Nothing of the file was read.`, { params: { file, limit } });
  }
}

function isWhite(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!isBlank(text.charCodeAt(at))) return false;
  return true;
}
