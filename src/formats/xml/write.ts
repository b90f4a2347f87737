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

// The characters that XML cannot carry, and those that need another spelling. Line ends and tabs of attributes would come back as blanks.
// oxlint-disable-next-line no-control-regex
const inText = /[&<>\0-\x08\x0b-\x1f\ufffe\uffff]/;
// oxlint-disable-next-line no-control-regex
const inAttribute = /[&<"\0-\x1f\ufffe\uffff]/;
const everyInText = new RegExp(inText, 'g');
const everyInAttribute = new RegExp(inAttribute, 'g');

const spelled: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\t': '&#9;', '\n': '&#10;', '\r': '&#13;' };
const spell = (character: string): string => spelled[character] ?? '';

const escapeText = (text: string): string => (inText.test(text) ? text.replace(everyInText, spell) : text);
const escapeAttribute = (text: string): string => (inAttribute.test(text) ? text.replace(everyInAttribute, spell) : text);

/** The document as text. Characters that XML forbids are left out, as reading leaves them out. */
export function writeXml(root: WrittenElement, options: WriteOptions): string {
  return new DocumentText(options).text(root);
}

/** What all documents of a table of prefixes have in common: URI by prefix, and names as they stand in tags. */
interface Spellings { readonly uris: ReadonlyMap<string, string>; readonly tags: Map<string, Tag>; readonly keys: Map<string, Key>; readonly root: Begin }

const spellings = new WeakMap<Prefixes, Spellings>();
const mostNames = 10_000;
const mostLanguages = 100;

function spellingsOf(prefixes: Prefixes): Spellings {
  const known = spellings.get(prefixes);
  if (known !== undefined) return known;
  const uris = new Map<string, string>();
  for (const [uri, prefix] of Object.entries(prefixes)) if (prefix !== '' && !uris.has(prefix)) uris.set(prefix, uri);
  const made = { uris, tags: new Map(), keys: new Map(), root: newBegin('') };
  spellings.set(prefixes, made);
  return made;
}

const indents: string[] = [];
/** Line break and blanks before an element; none inside mixed content, which has the depth -1. */
const indentOf = (depth: number): string => depth < 0 ? '' : (indents[depth] ??= `\n${'  '.repeat(depth)}`);

/** Number of the document in which a name stood last, and the prefix that it needs declared there. */
interface Spelling { document: number; readonly prefix: string | undefined }
/** What begins and ends an element, the beginning by depth. */
interface Tag extends Spelling { readonly open: string; readonly close: string; readonly begins: Begin[] }
/** What begins an element at a depth: up to its attributes, and up to its text where it has none, or states a language alone. */
interface Begin { readonly open: string; readonly bare: string; readonly inLanguage: Map<string, string>; key: string; first: Key | undefined; upToValue: string }
/** What stands before the value of an attribute: of the first, and of the next, where the one before ends. */
interface Key extends Spelling { readonly first: string; readonly next: string }

let documents = 0;

/** In one piece: the parts of what is joined are visited each time that it is part of something. */
const flat = (text: string): string => Buffer.from(text).toString();

const newBegin = (open: string): Begin => ({ open: flat(open), bare: flat(`${open}>`), inLanguage: new Map(), key: '', first: undefined, upToValue: '' });

function inLanguage(begin: Begin, language: string): string {
  let found = begin.inLanguage.get(language);
  if (found === undefined) {
    if (begin.inLanguage.size >= mostLanguages) begin.inLanguage.clear();
    begin.inLanguage.set(language, (found = flat(`${begin.open} xml:lang="${escapeAttribute(language)}">`)));
  }
  return found;
}

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
    this.#content(root, 0, this.#known.root, close);
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

  #element(element: WrittenElement, depth: number): void {
    const { name } = element;
    const declaration = depth === 1 && this.#options.inside !== undefined ? this.#enter(name, this.#options.inside) : '';
    const tag = this.#tag(name);
    const begin = declaration === '' ? (tag.begins[depth + 1] ??= newBegin(indentOf(depth) + tag.open)) : newBegin(indentOf(depth) + tag.open + declaration);
    this.#content(element, depth, begin, tag.close);
  }

  /** The element from its beginning on. Pieces that always stand together are joined beforehand: of documents with millions of attributes, every joining counts. */
  #content({ attributes, children, text }: WrittenElement, depth: number, begin: Begin, close: string): void {
    const isEmpty = children.length === 0 && text === '';
    let out = isEmpty ? this.#opened(begin, attributes) + (attributes.length > 0 ? '"/>' : '/>')
      : attributes.length === 0 ? begin.bare
        : attributes.length === 2 && attributes[0] === 'xml:lang' ? inLanguage(begin, attributes[1]!)
          : `${this.#opened(begin, attributes)}">`;
    if (text !== '') out += escapeText(text);
    if (children.length === 0) {
      this.#out += isEmpty ? out : out + close;
      return;
    }
    this.#out += out;
    // Blanks beside a text would become part of it.
    const isMixed = text !== '' || depth < 0;
    for (let i = 0; i < children.length; i++) this.#element(children[i]!, isMixed ? -1 : depth + 1);
    this.#out += isMixed ? close : indentOf(depth) + close;
  }

  /** Up to the last value. */
  #opened(begin: Begin, attributes: readonly string[]): string {
    if (attributes.length === 0) return begin.open;
    let out = this.#upToValue(begin, attributes[0]!) + escapeAttribute(attributes[1]!);
    for (let at = 2; at < attributes.length; at += 2) out += this.#key(attributes[at]!).next + escapeAttribute(attributes[at + 1]!);
    return out;
  }

  #upToValue(begin: Begin, name: string): string {
    if (begin.key === name) {
      if (begin.first!.document !== this.#number) this.#meet(begin.first!);
      return begin.upToValue;
    }
    const first = this.#key(name);
    if (isOwn(name)) return begin.open + first.first;
    begin.key = name;
    begin.first = first;
    return (begin.upToValue = flat(begin.open + first.first));
  }

  #tag(canonical: string): Tag {
    let tag = this.#known.tags.get(canonical) ?? this.#ownTags.get(canonical);
    if (tag === undefined) {
      const name = this.#qualify(canonical, false);
      tag = { open: `<${name}`, close: `</${name}>`, begins: [], document: 0, prefix: this.#prefixOf(canonical) };
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
