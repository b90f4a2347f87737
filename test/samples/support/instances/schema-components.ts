// The components of an XML schema (XSD 1.0) with all it includes and imports, as a tree to walk: elements, types, groups, attributes by their names.
import { SaxesParser, type SaxesTagNS } from 'saxes';
import type { Schema, SchemaFolder } from '../../../../src/transfer/validate/schema-folder.ts';

const xsd = 'http://www.w3.org/2001/XMLSchema';
export const xmlNamespace = 'http://www.w3.org/XML/1998/namespace';

/** An element of a schema document: its local name, attributes, what it holds, and where its names belong. */
export interface Part {
  readonly kind: string;
  readonly at: Readonly<Record<string, string>>;
  readonly parts: Part[];
  readonly scope: ReadonlyMap<string, string>;
  readonly target: string;
  readonly qualified: { readonly element: boolean; readonly attribute: boolean };
}

/** `{namespace}local`. */
export type QName = string;
export const qname = (namespace: string, local: string): QName => `{${namespace}}${local}`;
export const localOf = (name: QName): string => name.slice(name.indexOf('}') + 1);
export const namespaceOf = (name: QName): string => name.slice(1, name.indexOf('}'));
export const builtin = (local: string): QName => qname(xsd, local);
export const isBuiltin = (name: QName): boolean => name.startsWith(`{${xsd}}`);

const kinds = ['element', 'complexType', 'simpleType', 'group', 'attributeGroup', 'attribute'] as const;
type Kind = (typeof kinds)[number];

/** Type under its own name before a redefinition of it. */
const redefined = (name: QName): QName => `${name}#redefined`;

export class Components {
  readonly #of = new Map<Kind, Map<QName, Part>>(kinds.map((kind) => [kind, new Map()]));

  constructor(folder: SchemaFolder, driver: Schema) {
    const done = new Set<string>();
    /** What is included without a namespace of its own takes that of the schema that includes it. */
    const load = (schema: Schema, includer: string): void => {
      const target = schema.namespace === '' ? includer : schema.namespace;
      const key = `${schema.file} ${target}`;
      if (done.has(key)) return;
      done.add(key);
      const root = parse(schema.text, schema.file, target);
      for (const link of schema.links) {
        const next = folder.target(schema, link);
        if (next !== undefined) load(next, link.kind === 'import' ? '' : target);
      }
      for (const part of root.parts) this.#add(part);
      for (const change of root.parts.filter((p) => p.kind === 'redefine')) for (const part of change.parts) this.#redefine(part);
    };
    load(driver, '');
  }

  /** Throws where the schema names what it does not declare. */
  get(kind: Kind, name: QName): Part {
    const found = this.#of.get(kind)!.get(name);
    if (found === undefined) throw new Error(`the schema has no ${kind} ${name}`);
    return found;
  }

  has(kind: Kind, name: QName): boolean {
    return this.#of.get(kind)!.has(name);
  }

  /** Names of all global elements. */
  get elements(): readonly QName[] {
    return [...this.#of.get('element')!.keys()];
  }

  #add(part: Part): void {
    const name = part.at['name'];
    const table = this.#of.get(part.kind as Kind);
    if (table === undefined || name === undefined) return;
    const key = qname(part.target, name);
    if (!table.has(key)) table.set(key, part);
  }

  #redefine(part: Part): void {
    const table = this.#of.get(part.kind as Kind);
    const name = part.at['name'];
    if (table === undefined || name === undefined) return;
    const key = qname(part.target, name);
    table.set(redefined(key), table.get(key)!);
    table.set(key, withBase(part, key));
  }
}

/** A redefinition is based on what its name meant before. */
function withBase(part: Part, key: QName): Part {
  const isSelf = part.at['base'] !== undefined && resolve(part, part.at['base']) === key;
  return { ...part, at: isSelf ? { ...part.at, '#base': redefined(key) } : part.at, parts: part.parts.map((inner) => withBase(inner, key)) };
}

/** The name that a reference of a schema means. */
export function resolve(part: Part, reference: string): QName {
  const colon = reference.indexOf(':');
  const prefix = colon < 0 ? '' : reference.slice(0, colon);
  const namespace = part.scope.get(prefix) ?? (prefix === 'xml' ? xmlNamespace : prefix === '' ? part.target : undefined);
  if (namespace === undefined) throw new Error(`the schema binds no prefix ${prefix}`);
  return qname(namespace, reference.slice(colon + 1));
}

export const baseOf = (part: Part): QName | undefined => part.at['#base'] ?? (part.at['base'] === undefined ? undefined : resolve(part, part.at['base']));
export const partOf = (part: Part, ...names: readonly string[]): Part | undefined => part.parts.find((p) => names.includes(p.kind));

function parse(text: string, file: string, target: string): Part {
  const parser = new SaxesParser({ xmlns: true, fileName: file });
  let root: Part | undefined;
  const open: Part[] = [];
  let foreign = 0;
  parser.on('error', (error) => { throw error; });
  parser.on('opentag', (tag: SaxesTagNS) => {
    if (foreign > 0 || tag.uri !== xsd || tag.local === 'annotation') return void (foreign += 1);
    const outer = open.at(-1);
    const at: Record<string, string> = {};
    for (const { uri, local, value } of Object.values(tag.attributes)) if (uri === '') at[local] = value;
    const part: Part = {
      kind: tag.local, at, parts: [],
      scope: new Map([...(outer?.scope ?? []), ...Object.entries(tag.ns as Record<string, string>)]),
      target,
      qualified: outer?.qualified ?? { element: at['elementFormDefault'] === 'qualified', attribute: at['attributeFormDefault'] === 'qualified' },
    };
    if (outer === undefined) root = part;
    else outer.parts.push(part);
    open.push(part);
  });
  parser.on('closetag', () => { if (foreign > 0) foreign -= 1; else open.pop(); });
  parser.write(text.replace(/^\uFEFF/, '')).close();
  return root!;
}
