// Text of an XML document → events under canonical names: saxes without its own namespaces, with limits, failures in plain words and repair of control characters.
import { SaxesParser } from 'saxes';
import { TanluError } from '../../errors.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { removeControlCharacters } from './control-characters.ts';
import { diagnose, locate, notWellFormed, NotWellFormed } from './failure.ts';
import { outermostScope, type NamespaceScope, type Prefixes } from './namespaces.ts';
import { isBlank, scanProlog } from './prolog.ts';

/**
 * Receives a document. Names are canonical: `prefix:local` by the table of prefixes, `local` where that prefix is '', `{uri}local` for an
 * unknown namespace and `{}local` for none. Element names are the same string object each time. Attributes have no prototype.
 */
export interface EventSink {
  open(name: string, attributes: Record<string, string>): void;
  /** All text up to the next tag, CDATA included; not called when it is white space only. */
  text(value: string): void;
  close(name: string): void;
}

export interface XmlLimits {
  maxDepth: number;
  /** Characters of one text. */
  maxTextLength: number;
  maxAttributeLength: number;
}

const defaultLimits: XmlLimits = { maxDepth: 200, maxTextLength: 50_000_000, maxAttributeLength: 10_000_000 };

export interface XmlOptions {
  file: string;
  /** Namespace URI → canonical prefix, '' for none. A constant per format. */
  prefixes: Prefixes;
  /** Namespace to read names in that have none, when the root has none (issue `namespace-missing`). */
  assumeNamespace?: string;
  limits?: Partial<XmlLimits>;
}

/**
 * Sends the document to the sink and returns what was repaired. Errors of the sink pass through.
 * Throws TanluError `xml-not-well-formed` { file, line, column, reason }, `xml-doctype`, `xml-text-too-long`, `xml-too-deep`; the sink may
 * have received part of the document by then.
 */
export function parseXml(text: string, options: XmlOptions, sink: EventSink): Issue[] {
  const { file } = options;
  const { doctypeAt } = scanProlog(text);
  if (doctypeAt >= 0) throw refuseDoctype(file, text, doctypeAt);

  const first = new Pass(text, options, sink);
  const failure = first.run();
  if (failure === undefined) return first.issues;

  const cleaned = failure === 'disallowed character.' || failure === 'malformed character entity.' ? removeControlCharacters(text) : undefined;
  if (cleaned === undefined || cleaned.count === 0) throw notWellFormed(file, text, diagnose(failure, text, first.position, first.openName));

  // What the sink has received came from before the first such character and comes again: it is left out.
  const second = new Pass(cleaned.text, options, after(first.events, sink));
  const again = second.run();
  if (again !== undefined) {
    const found = diagnose(again, cleaned.text, second.position, second.openName);
    throw notWellFormed(file, text, { reason: found.reason, offset: cleaned.originalOffset(found.offset) });
  }
  return [...second.issues, makeIssue('xml-control-character', { file }, { count: cleaned.count })];
}

// Pieces let a text without end be noticed early. As a piece of a string is slower to read than a string, nearly all files are one piece.
const largestPiece = 33_554_432;
const smallestPiece = 65_536;

/** One run over a text. */
class Pass {
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

function after(count: number, sink: EventSink): EventSink {
  let left = count;
  return {
    open: (name, attributes) => (left > 0 ? void left-- : sink.open(name, attributes)),
    text: (value) => (left > 0 ? void left-- : sink.text(value)),
    close: (name) => (left > 0 ? void left-- : sink.close(name)),
  };
}

function refuseDoctype(file: string, text: string, at: number): TanluError {
  const { line, column } = locate(text, at);
  return new TanluError('xml-doctype', `${file} declares a document type (DOCTYPE, line ${line}). Entities could read other files or grow without end, so it is refused: remove the declaration.`, { params: { file, line, column } });
}
