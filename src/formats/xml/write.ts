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

/** URI by prefix, of tables of prefixes seen before. */
const uris = new WeakMap<Prefixes, ReadonlyMap<string, string>>();

function urisOf(prefixes: Prefixes): ReadonlyMap<string, string> {
  const known = uris.get(prefixes);
  if (known !== undefined) return known;
  const byPrefix = new Map<string, string>();
  for (const [uri, prefix] of Object.entries(prefixes)) if (prefix !== '' && !byPrefix.has(prefix)) byPrefix.set(prefix, uri);
  uris.set(prefixes, byPrefix);
  return byPrefix;
}

const indents: string[] = [];
/** Line break and blanks before an element; none inside mixed content, which has the depth -1. */
const indentOf = (depth: number): string => depth < 0 ? '' : (indents[depth] ??= `\n${'  '.repeat(depth)}`);

/** What begins and ends an element. */
interface Tag { open: string; close: string }
/** What stands before the value of an attribute: of the first, and of the next, where the one before ends. */
interface Key { first: string; next: string }

class DocumentText {
  #out = '';
  readonly #options: WriteOptions;
  /** URI by prefix: those of the table that occur, and made-up ones for names with a namespace of their own. */
  readonly #declared = new Map<string, string>();
  readonly #uriOf: ReadonlyMap<string, string>;
  /** Namespace of names without prefix where the walk is. */
  #namespace: string;
  readonly #tags = new Map<string, Tag>();
  readonly #keys = new Map<string, Key>();

  constructor(options: WriteOptions) {
    this.#options = options;
    this.#namespace = options.namespace;
    this.#uriOf = urisOf(options.prefixes);
  }

  text(root: WrittenElement): string {
    this.#element(root, 0);
    let declarations = ` xmlns="${escapeAttribute(this.#options.namespace)}"`;
    for (const [prefix, uri] of this.#declared) declarations += ` xmlns:${prefix}="${escapeAttribute(uri)}"`;
    const { open } = this.#tags.get(root.name) ?? this.#tag(root.name);
    return `<?xml version="1.0" encoding="UTF-8"?>\n${open}${declarations}${this.#out.slice(1 + open.length)}\n`;
  }

  /** Documents inside one of another namespace bring theirs; the declaration of it. */
  #enter(name: string, inside: Readonly<Record<string, string>>): string {
    const own = inside[name] ?? this.#options.namespace;
    if (own !== this.#namespace) this.#tags.clear();
    this.#namespace = own;
    return own === this.#options.namespace ? '' : ` xmlns="${escapeAttribute(own)}"`;
  }

  /** Pieces that always stand together are joined beforehand: of documents with millions of attributes, every joining counts. */
  #element({ name, attributes, children, text }: WrittenElement, depth: number): void {
    const declaration = depth === 1 && this.#options.inside !== undefined ? this.#enter(name, this.#options.inside) : '';
    const { open, close } = this.#tags.get(name) ?? this.#tag(name);
    let out = indentOf(depth) + open + declaration;
    for (let at = 0; at < attributes.length; at += 2) {
      const key = attributes[at]!;
      const { first, next } = this.#keys.get(key) ?? this.#key(key);
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
    const name = this.#qualify(canonical, false);
    const tag = { open: `<${name}`, close: `</${name}>` };
    this.#tags.set(canonical, tag);
    return tag;
  }

  #key(canonical: string): Key {
    const name = this.#qualify(canonical, true);
    const key = { first: ` ${name}="`, next: `" ${name}="` };
    this.#keys.set(canonical, key);
    return key;
  }

  #qualify(canonical: string, isAttribute: boolean): string {
    if (canonical.startsWith('{')) {
      const end = canonical.lastIndexOf('}');
      const uri = canonical.slice(1, end);
      const local = canonical.slice(end + 1);
      if (uri === '' && !isAttribute) return local; // no namespace inside a document that has one: read back by the same tables all the same
      if (uri === this.#namespace && !isAttribute) return local;
      return uri === '' ? local : `${this.#prefixFor(uri)}:${local}`;
    }
    const colon = canonical.indexOf(':');
    if (colon < 0) return canonical;
    const prefix = canonical.slice(0, colon);
    if (prefix === 'xml') return canonical;
    const uri = this.#uriOf.get(prefix);
    if (uri !== undefined) this.#declared.set(prefix, uri);
    return canonical;
  }

  #prefixFor(uri: string): string {
    for (const [prefix, known] of this.#declared) if (known === uri) return prefix;
    let number = 1;
    while (this.#declared.has(`ns${number}`) || this.#uriOf.has(`ns${number}`)) number += 1;
    this.#declared.set(`ns${number}`, uri);
    return `ns${number}`;
  }
}
