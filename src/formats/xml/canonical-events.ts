// What a parser finds → what a sink receives: canonical names, whole texts, limits.
import { TanluError } from '../../errors.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { outermostScope, type NamespaceScope } from './namespaces.ts';
import { isBlank } from './prolog.ts';
import { defaultLimits, type AttributeList, type EventSink, type XmlLimits, type XmlOptions } from './sink.ts';

/** The name of an element as it stands in documents, which remembers what it meant in the scope of prefixes where it stood last. */
export interface ElementName { readonly text: string; canonical: string; scope: NamespaceScope | undefined }

/** Feed it the tags and texts of one document as they stand there. Throws `xml-text-too-long`, `xml-too-deep`, NotWellFormed for a prefix without declaration, and what the sink throws. */
export class CanonicalEvents {
  readonly issues: Issue[] = [];
  readonly limits: XmlLimits;
  /** Number of events sent. */
  count = 0;
  depth = 0;
  readonly #options: XmlOptions;
  readonly #sink: EventSink;
  readonly #names: string[] = [];
  readonly #outer: { scope: NamespaceScope; depth: number }[] = [];
  #scope: NamespaceScope;
  #scopeDepth = 0;
  #pending = '';

  constructor(options: XmlOptions, sink: EventSink) {
    this.#options = options;
    this.#sink = sink;
    this.#scope = outermostScope(options.prefixes);
    this.limits = { ...defaultLimits, ...options.limits };
  }

  /** Canonical name of the element at a depth, 0 for the root; it may just have been closed. */
  nameAt(depth: number): string {
    return this.#names[depth] ?? '';
  }

  /** A piece of text with its references resolved. Pieces between two tags become one. */
  text(piece: string): void {
    this.#pending = this.#pending === '' ? piece : this.#pending + piece;
  }

  /** `qualified` says whether an attribute has a prefix other than xml or declares one. */
  open(raw: string, stated: AttributeList, qualified: boolean): void {
    this.openNamed({ text: raw, canonical: '', scope: undefined }, stated, qualified);
  }

  /** The same, for who keeps one object per name. */
  openNamed(raw: ElementName, stated: AttributeList, qualified: boolean): void {
    if (this.#pending !== '') this.#flush();
    const { depth } = this;
    if (depth >= this.limits.maxDepth) throw this.#tooDeep();
    let attributes = stated;
    if (qualified || depth === 0) {
      this.#enter(raw.text, stated);
      attributes = this.#scope.attributes(stated);
    }
    if (raw.scope !== this.#scope) {
      raw.canonical = this.#scope.element(raw.text);
      raw.scope = this.#scope;
    }
    const name = raw.canonical;
    this.#names[depth] = name;
    this.depth = depth + 1;
    this.count++;
    this.#sink.open(name, attributes);
  }

  close(): void {
    if (this.#pending !== '') this.#flush();
    this.count++;
    const depth = --this.depth;
    this.#sink.close(this.#names[depth]!);
    if (depth === this.#scopeDepth && this.#outer.length > 0) ({ scope: this.#scope, depth: this.#scopeDepth } = this.#outer.pop()!);
  }

  tooLong(limit: number): TanluError {
    const { file } = this.#options;
    return new TanluError('xml-text-too-long', `${file} has a text or attribute of more than ${limit} characters. Shorten it, or raise the limit; nothing of the file was read.`, { params: { file, limit } });
  }

  #flush(): void {
    const text = this.#pending;
    if (text.length > this.limits.maxTextLength) throw this.tooLong(this.limits.maxTextLength);
    if (this.depth > 0 && !isWhite(text)) {
      this.count++;
      this.#sink.text(text);
    }
    this.#pending = '';
  }

  #enter(raw: string, stated: AttributeList): void {
    let scope = this.#scope.inside(stated);
    const { assumeNamespace, file } = this.#options;
    if (this.depth === 0 && assumeNamespace !== undefined && !raw.includes(':') && scope.uriOf(raw) === '') {
      this.issues.push(makeIssue('namespace-missing', { file }, { root: raw }));
      scope = scope.assuming(assumeNamespace);
    }
    if (scope === this.#scope) return;
    this.#outer.push({ scope: this.#scope, depth: this.#scopeDepth });
    this.#scope = scope;
    this.#scopeDepth = this.depth;
  }

  #tooDeep(): TanluError {
    const { file } = this.#options;
    const limit = this.limits.maxDepth;
    return new TanluError('xml-too-deep', `${file} has elements nested more than ${limit} deep, which no dataset has. Nothing of the file was read.`, { params: { file, limit } });
  }
}

function isWhite(text: string): boolean {
  for (let at = 0; at < text.length; at++) if (!isBlank(text.charCodeAt(at))) return false;
  return true;
}
