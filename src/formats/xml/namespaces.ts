// Names as adapters see them: the namespace counts, never the prefix a file happens to use (Namespaces in XML 1.0; E36, ILCD 52).
import { NotWellFormed } from './failure.ts';
import { attributeOf, type AttributeList, type Prefixes } from './sink.ts';

type Bindings = ReadonlyMap<string, string>;

const xsi = 'http://www.w3.org/2001/XMLSchema-instance';
const schemaHints = new Set(['schemaLocation', 'noNamespaceSchemaLocation', 'type']);

/** The names under one set of prefix declarations. A document has one, plus one per element that declares others. */
export class NamespaceScope {
  readonly #elements = new Map<string, string>();
  readonly #bindings: Bindings;
  readonly #prefixes: Prefixes;
  readonly #assumed: string | undefined;

  /** `assumed` is the namespace of names that have none, and makes canonical prefixes known without declaration. */
  constructor(bindings: Bindings, prefixes: Prefixes, assumed?: string) {
    this.#bindings = bindings;
    this.#prefixes = prefixes;
    this.#assumed = assumed;
  }

  /** Canonical name of an element. */
  element(raw: string): string {
    const known = this.#elements.get(raw);
    if (known !== undefined) return known;
    const name = ownCopy(raw);
    const resolved = ownCopy(this.#canonical(this.uriOf(name), name.slice(name.indexOf(':') + 1)));
    if (this.#elements.size >= rememberedNames) this.#elements.clear();
    this.#elements.set(name, resolved);
    return resolved;
  }

  /** Namespace of an element name, '' for none. */
  uriOf(raw: string): string {
    const colon = raw.indexOf(':');
    return colon < 0 ? (this.#bindings.get('') || this.#assumed) ?? '' : this.#bound(raw.slice(0, colon), raw);
  }

  /** Attributes under canonical names, without namespace declarations and schema hints. */
  attributes(stated: AttributeList): AttributeList {
    const named: string[] = [];
    const qualified: number[] = [];
    for (let at = 0; at < stated.length; at += 2) {
      const raw = stated[at]!;
      if (declaredPrefix(raw) !== undefined) continue;
      if (raw.startsWith('xml:') || !raw.includes(':')) named.push(raw, stated[at + 1]!);
      else qualified.push(at);
    }
    const expanded = new Set<string>();
    for (const at of qualified) {
      const raw = stated[at]!;
      const colon = raw.indexOf(':');
      const uri = this.#bound(raw.slice(0, colon), raw);
      const local = raw.slice(colon + 1);
      if (uri === xsi && schemaHints.has(local)) continue;
      const full = `{${uri}}${local}`;
      if (expanded.has(full)) throw new NotWellFormed(`the attribute ${raw} stands twice in one tag, under two prefixes of the same namespace`);
      expanded.add(full);
      // <e id="1" es:id="2"/>: two attributes, although the canonical prefix of es is none.
      const name = this.#canonical(uri, local);
      named.push(attributeOf(named, name) === undefined ? name : full, stated[at + 1]!);
    }
    return named;
  }

  /** The scope inside an element with these attributes: this one, unless they bind a prefix to another namespace. */
  inside(attributes: AttributeList): NamespaceScope {
    let bindings: Map<string, string> | undefined;
    for (let at = 0; at < attributes.length; at += 2) {
      const prefix = declaredPrefix(attributes[at]!);
      if (prefix === undefined) continue;
      const uri = attributes[at + 1]!.trim();
      if ((this.#bindings.get(prefix) ?? '') === uri) continue;
      bindings ??= new Map(this.#bindings);
      bindings.set(prefix, uri);
    }
    return bindings === undefined ? this : scopeFor(bindings, this.#prefixes, this.#assumed);
  }

  /** The same scope for a document whose root is in no namespace. */
  assuming(namespace: string): NamespaceScope {
    return scopeFor(this.#bindings, this.#prefixes, namespace);
  }

  #bound(prefix: string, raw: string): string {
    const uri = this.#bindings.get(prefix);
    if (uri) return uri;
    if (this.#assumed !== undefined && prefix !== '') {
      for (const [known, canonical] of Object.entries(this.#prefixes)) if (canonical === prefix) return known;
    }
    throw new NotWellFormed(`the prefix of ${raw} is not declared (xmlns:${prefix}="…" is missing)`);
  }

  #canonical(uri: string, local: string): string {
    const prefix = Object.hasOwn(this.#prefixes, uri) ? this.#prefixes[uri] : undefined;
    if (prefix === undefined) return `{${uri}}${local}`;
    return prefix === '' ? local : `${prefix}:${local}`;
  }
}

/** The prefix that an attribute declares, '' for the default namespace; undefined for other attributes. */
function declaredPrefix(attribute: string): string | undefined {
  if (attribute === 'xmlns') return '';
  return attribute.startsWith('xmlns:') ? attribute.slice(6) : undefined;
}

const rememberedNames = 10_000;
const rememberedScopes = 100;
const remembered = new WeakMap<Prefixes, Map<string, NamespaceScope>>();
const outermost = new WeakMap<Prefixes, NamespaceScope>();

// The files of a package declare the same prefixes: their names are resolved once, not once per file.
function scopeFor(bindings: Bindings, prefixes: Prefixes, assumed: string | undefined): NamespaceScope {
  let scopes = remembered.get(prefixes);
  if (scopes === undefined) remembered.set(prefixes, (scopes = new Map()));
  let key = assumed === undefined ? '' : `\n${assumed}`;
  for (const [prefix, uri] of bindings) key += `\n${prefix}=${uri.length}:${uri}`;
  let scope = scopes.get(key);
  if (scope === undefined) {
    if (scopes.size >= rememberedScopes) scopes.clear();
    const own = new Map([...bindings].map(([prefix, uri]) => [ownCopy(prefix), ownCopy(uri)]));
    scopes.set(ownCopy(key), (scope = new NamespaceScope(own, prefixes, assumed)));
  }
  return scope;
}

/** The scope before the root element. */
export function outermostScope(prefixes: Prefixes): NamespaceScope {
  let scope = outermost.get(prefixes);
  if (scope === undefined) outermost.set(prefixes, (scope = new NamespaceScope(new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]), prefixes)));
  return scope;
}

// A piece of a parsed text keeps the whole text alive; what outlives the file must be a copy.
function ownCopy(piece: string): string {
  return Buffer.from(piece).toString();
}
