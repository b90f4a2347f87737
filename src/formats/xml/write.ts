// Elements → text of an XML document: prefixes declared at the root, two blanks a level, nothing else added.
import type { WrittenElement } from '../../mapping/written.ts';
import type { Prefixes } from './sink.ts';

export interface WriteOptions {
  /** Namespace URI → canonical prefix, as the names of the elements have them. */
  prefixes: Prefixes;
  /** Namespace of names without prefix. */
  namespace: string;
  /** Elements below which names without prefix are of another one. */
  inside?: Readonly<Record<string, string>>;
}

// oxlint-disable-next-line no-control-regex -- the characters that XML cannot carry, and those that need another spelling
const special = /[&<>"\0-\x1f\ufffe\uffff]/;
// oxlint-disable-next-line no-control-regex -- the characters that XML cannot carry
const forbidden = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g;

function escapeText(text: string): string {
  return special.test(text) ? text.replaceAll(forbidden, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('\r', '&#13;') : text;
}

/** Line ends and tabs would come back as blanks. */
function escapeAttribute(text: string): string {
  if (!special.test(text)) return text;
  return text.replaceAll(forbidden, '').replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;').replaceAll('\t', '&#9;').replaceAll('\n', '&#10;').replaceAll('\r', '&#13;');
}

/** The document as text. Characters that XML forbids are left out, as reading leaves them out. */
export function writeXml(root: WrittenElement, options: WriteOptions): string {
  return new DocumentText(options).text(root);
}

/** What all documents of a table of prefixes have in common: URI by prefix, and names as they stand in tags. */
interface Spellings { readonly uris: ReadonlyMap<string, string>; readonly tags: Map<string, Tag>; readonly keys: Map<string, Key> }

const spellings = new WeakMap<Prefixes, Spellings>();
const mostNames = 10_000;

function spellingsOf(prefixes: Prefixes): Spellings {
  const known = spellings.get(prefixes);
  if (known !== undefined) return known;
  const uris = new Map<string, string>();
  for (const [uri, prefix] of Object.entries(prefixes)) if (prefix !== '' && !uris.has(prefix)) uris.set(prefix, uri);
  const made = { uris, tags: new Map(), keys: new Map() };
  spellings.set(prefixes, made);
  return made;
}

const indents: string[] = [];
/** Line break and blanks before an element; none inside mixed content, which has the depth -1. */
const indentOf = (depth: number): string => depth < 0 ? '' : (indents[depth] ??= `\n${'  '.repeat(depth)}`);

/** Number of the document in which a name stood last, and the prefix that it needs declared there. */
interface Spelling { document: number; readonly prefix: string | undefined }
/** What begins and ends an element. */
interface Tag extends Spelling { readonly open: string; readonly close: string }
/** What stands before the value of an attribute: of the first, and of the next, where the one before ends. */
interface Key extends Spelling { readonly first: string; readonly next: string }

let documents = 0;

class DocumentText {
  #out = '';
  readonly #number = ++documents;
  readonly #options: WriteOptions;
  /** URI by prefix: those of the table that occur, and made-up ones for names with a namespace of their own. */
  readonly #declared = new Map<string, string>();
  readonly #known: Spellings;
  /** Namespace of names without prefix where the walk is. */
  #namespace: string;
  /** Of names with a namespace of their own, which documents spell in different ways. */
  readonly #ownTags = new Map<string, Tag>();
  readonly #ownKeys = new Map<string, Key>();

  constructor(options: WriteOptions) {
    this.#options = options;
    this.#namespace = options.namespace;
    this.#known = spellingsOf(options.prefixes);
  }

  text(root: WrittenElement): string {
    const { open, close } = this.#tag(root.name);
    this.#content(root, 0, '', close);
    let declarations = ` xmlns="${escapeAttribute(this.#options.namespace)}"`;
    for (const [prefix, uri] of this.#declared) declarations += ` xmlns:${prefix}="${escapeAttribute(uri)}"`;
    // The part of a text is cut out of all of it in one piece: joined once and now, while the thousands of pieces are young.
    return `\n<?xml version="1.0" encoding="UTF-8"?>\n${open}${declarations}${this.#out}\n`.slice(1);
  }

  /** Documents inside one of another namespace bring theirs; the declaration of it. */
  #enter(name: string, inside: Readonly<Record<string, string>>): string {
    const own = inside[name] ?? this.#options.namespace;
    if (own !== this.#namespace) this.#ownTags.clear();
    this.#namespace = own;
    return own === this.#options.namespace ? '' : ` xmlns="${escapeAttribute(own)}"`;
  }

  /** Pieces that always stand together are joined beforehand: of documents with millions of attributes, every joining counts. */
  #element(element: WrittenElement, depth: number): void {
    const { name } = element;
    const declaration = depth === 1 && this.#options.inside !== undefined ? this.#enter(name, this.#options.inside) : '';
    const { open, close } = this.#tag(name);
    this.#content(element, depth, indentOf(depth) + open + declaration, close);
  }

  /** The element from behind its name on, which has `begun`. */
  #content({ attributes, children, text }: WrittenElement, depth: number, begun: string, close: string): void {
    let out = begun;
    for (let at = 0; at < attributes.length; at += 2) {
      const key = attributes[at]!;
      const { first, next } = this.#key(key);
      out += (at === 0 ? first : next) + escapeAttribute(attributes[at + 1]!);
    }
    if (children.length === 0) {
      if (text !== '') out += (attributes.length > 0 ? '">' : '>') + escapeText(text) + close;
      else out += attributes.length > 0 ? '"/>' : '/>';
      this.#out += out;
      return;
    }
    // Blanks beside a text would become part of it.
    const isMixed = text !== '' || depth < 0;
    this.#out += out + (attributes.length > 0 ? '">' : '>') + escapeText(text);
    for (let i = 0; i < children.length; i++) this.#element(children[i]!, isMixed ? -1 : depth + 1);
    this.#out += (isMixed ? '' : indentOf(depth)) + close;
  }

  #tag(canonical: string): Tag {
    let tag = this.#known.tags.get(canonical) ?? this.#ownTags.get(canonical);
    if (tag === undefined) {
      const name = this.#qualify(canonical, false);
      tag = { open: `<${name}`, close: `</${name}>`, document: 0, prefix: this.#prefixOf(canonical) };
      keep(canonical, tag, this.#known.tags, this.#ownTags);
    }
    if (tag.document !== this.#number) this.#meet(tag);
    return tag;
  }

  #key(canonical: string): Key {
    let key = this.#known.keys.get(canonical) ?? this.#ownKeys.get(canonical);
    if (key === undefined) {
      const name = this.#qualify(canonical, true);
      key = { first: ` ${name}="`, next: `" ${name}="`, document: 0, prefix: this.#prefixOf(canonical) };
      keep(canonical, key, this.#known.keys, this.#ownKeys);
    }
    if (key.document !== this.#number) this.#meet(key);
    return key;
  }

  /** Notes the first time that a name stands in this document. */
  #meet(spelling: Spelling): void {
    spelling.document = this.#number;
    if (spelling.prefix !== undefined) this.#declared.set(spelling.prefix, this.#known.uris.get(spelling.prefix)!);
  }

  /** The prefix of the table that a name has. */
  #prefixOf(canonical: string): string | undefined {
    const prefix = canonical.slice(0, Math.max(0, canonical.indexOf(':')));
    return !isOwn(canonical) && this.#known.uris.has(prefix) && prefix !== 'xml' ? prefix : undefined;
  }

  #qualify(canonical: string, isAttribute: boolean): string {
    if (!isOwn(canonical)) return canonical;
    const end = canonical.lastIndexOf('}');
    const uri = canonical.slice(1, end);
    const local = canonical.slice(end + 1);
    if (uri === '' && !isAttribute) return local; // no namespace inside a document that has one: read back by the same tables all the same
    if (uri === this.#namespace && !isAttribute) return local;
    return uri === '' ? local : `${this.#prefixFor(uri)}:${local}`;
  }

  #prefixFor(uri: string): string {
    for (const [prefix, known] of this.#declared) if (known === uri) return prefix;
    let number = 1;
    while (this.#declared.has(`ns${number}`) || this.#known.uris.has(`ns${number}`)) number += 1;
    this.#declared.set(`ns${number}`, uri);
    return `ns${number}`;
  }
}

/** Whether a name has a namespace of its own, which no table knows. */
const isOwn = (canonical: string): boolean => canonical.startsWith('{');

/** Keeps a spelling for all documents, or for this one alone. */
function keep<T>(canonical: string, spelling: T, forAll: Map<string, T>, own: Map<string, T>): void {
  if (isOwn(canonical)) own.set(canonical, spelling);
  else {
    if (forAll.size >= mostNames) forAll.clear();
    forAll.set(canonical, spelling);
  }
}
