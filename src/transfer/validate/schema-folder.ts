// A folder of official XML schemas (XSD 1.0): which schema declares which root element, and what each needs. Nothing outside the folder is ever read, no network.
import { join, posix } from 'node:path';
import type { XmlElement } from 'libxml2-wasm';
import { TanluError } from '../../errors.ts';
import { listPackage, openEntries } from '../../formats/archive/archive.ts';
import { decodeXml } from '../../formats/xml/decode.ts';

/** libxml2 compiled to WebAssembly; loaded when a schema is asked for, as it costs time and memory. */
export type Libxml = typeof import('libxml2-wasm');

export interface Schema {
  /** Path inside the folder, with forward slashes. */
  file: string;
  text: string;
  namespace: string;
  /** Global elements of the schema itself. */
  roots: readonly string[];
  links: readonly Link[];
}

interface Link { kind: 'include' | 'import' | 'redefine'; namespace: string | undefined; location: string | undefined }

/** A root element and what else decides on the schema of its document. */
export interface DocumentKind {
  localName: string;
  namespace: string;
  /** Namespaces of its elements, extensions included. */
  used: ReadonlySet<string>;
  /** Whether it is an environmental product declaration, for which ILCD has schemas of its own. */
  isDeclaration: boolean;
}

const xsd = 'http://www.w3.org/2001/XMLSchema';
const declarations = 'http://www.iai.kit.edu/EPD/2013';

/** Every schema of a folder and below. Throws TanluError of kind usage where there is none or one cannot be read. */
export async function readSchemaFolder(path: string, libxml: Libxml): Promise<SchemaFolder> {
  const listing = await listPackage(path);
  const reader = openEntries();
  const schemas: Schema[] = [];
  try {
    for (const { name, handle } of listing.entries) {
      if (/\.xsd$/i.test(name)) schemas.push(readSchema(name, decodeXml(reader.read(handle).bytes, join(path, name)).text, libxml));
    }
  } finally {
    reader.close();
  }
  if (schemas.length === 0) throw new TanluError('SCHEMA_FOLDER_EMPTY', `${path} holds no schema (.xsd). Name the folder into which the official schemas were unpacked.`, { kind: 'usage', params: { path } });
  return new SchemaFolder(path, schemas);
}

function readSchema(file: string, text: string, libxml: Libxml): Schema {
  let document;
  try {
    document = libxml.XmlDocument.fromString(text, { encoding: 'utf-8', option: libxml.ParseOption.XML_PARSE_NO_XXE });
  } catch (error) {
    throw new TanluError('SCHEMA_UNREADABLE', `The schema ${file} is not well-formed: ${(error as Error).message.trim()}. Fetch it again.`, { kind: 'usage', params: { file }, cause: error });
  }
  try {
    const roots: string[] = [];
    const links: Link[] = [];
    for (let node = document.root.firstChild; node !== null; node = node.next) {
      if (!(node instanceof libxml.XmlElement) || node.namespaceUri !== xsd) continue;
      const element: XmlElement = node;
      if (element.name === 'element') roots.push(element.attr('name')?.value ?? '');
      else if (element.name === 'include' || element.name === 'import' || element.name === 'redefine') {
        links.push({ kind: element.name, namespace: element.attr('namespace')?.value, location: element.attr('schemaLocation')?.value });
      }
    }
    return { file, text, namespace: document.root.attr('targetNamespace')?.value ?? '', roots, links };
  } finally {
    document.dispose();
  }
}

export class SchemaFolder {
  readonly path: string;
  readonly schemas: readonly Schema[];
  readonly #byFile: ReadonlyMap<string, Schema>;
  readonly #declared = new Map<string, Schema[]>();

  constructor(path: string, schemas: readonly Schema[]) {
    this.path = path;
    this.schemas = schemas;
    this.#byFile = new Map(schemas.map((s) => [s.file, s]));
    for (const schema of schemas) {
      for (const root of this.#rootsOf(schema, new Set())) {
        const key = `${schema.namespace} ${root}`;
        this.#declared.set(key, [...(this.#declared.get(key) ?? []), schema]);
      }
    }
  }

  /** True where more than the root element is needed to choose a schema. */
  isAmbiguous(root: { localName: string; namespace: string }): boolean {
    return (this.#declared.get(`${root.namespace} ${root.localName}`)?.length ?? 0) > 1;
  }

  /**
   * The schema of a document: one that declares its root element; of several, the one for declarations where the document is one, which
   * knows most of the namespaces used and fewest others. Names ending in _NA are variants and come last (ilcd.md §1.14).
   */
  find(document: DocumentKind): Schema | undefined {
    const ranked = (this.#declared.get(`${document.namespace} ${document.localName}`) ?? []).map((schema) => {
      const known = this.#namespacesOf(schema);
      const covered = [...document.used].filter((n) => known.has(n)).length;
      const profile = this.#isDeclarationFolder(schema) === document.isDeclaration ? 1 : 0;
      return { schema, key: [profile, covered, -known.size, /_NA\.xsd$/i.test(schema.file) ? 0 : 1] };
    });
    ranked.sort((a, b) => b.key.map((v, i) => v - a.key[i]!).find((d) => d !== 0) ?? (a.schema.file < b.schema.file ? -1 : 1));
    return ranked[0]?.schema;
  }

  /** The schema that a link leads to; undefined for an import without place. A place on the network is answered by the schema of that namespace in the folder. */
  target(from: Schema, link: Link): Schema | undefined {
    if (link.location === undefined) return undefined;
    const folder = posix.dirname(from.file);
    const near = this.#byFile.get(posix.normalize(posix.join(folder, link.location)));
    if (near !== undefined) return near;
    const others = this.schemas.filter((s) => s !== from && (link.kind === 'import' ? s.namespace === (link.namespace ?? '') : posix.basename(s.file) === posix.basename(link.location!) && (s.namespace === '' || s.namespace === from.namespace)));
    return others.find((s) => posix.dirname(s.file) === folder) ?? others[0];
  }

  /** The schema with all that it needs. Throws SCHEMA_IMPORT_MISSING where the folder lacks something. */
  closure(schema: Schema): Set<Schema> {
    const found = new Set<Schema>();
    const walk = (current: Schema): void => {
      if (found.has(current)) return;
      found.add(current);
      for (const link of current.links) {
        if (link.location === undefined) continue;
        const next = this.target(current, link);
        if (next === undefined) {
          throw new TanluError('SCHEMA_IMPORT_MISSING', `The schema ${current.file} needs ${link.location}${link.namespace === undefined ? '' : ` (${link.namespace})`}, which is not in ${this.path}. Put it there; nothing is fetched from the network.`,
            { kind: 'usage', params: { file: current.file, location: link.location } });
        }
        walk(next);
      }
    };
    walk(schema);
    return found;
  }

  #rootsOf(schema: Schema, seen: Set<Schema>): Set<string> {
    seen.add(schema);
    const roots = new Set(schema.roots);
    for (const link of schema.links) {
      if (link.kind === 'import') continue;
      const next = this.target(schema, link);
      if (next !== undefined && !seen.has(next)) for (const root of this.#rootsOf(next, seen)) roots.add(root);
    }
    return roots;
  }

  #namespacesOf(schema: Schema): Set<string> {
    const found = new Set<string>();
    const seen = new Set<Schema>();
    const walk = (current: Schema): void => {
      if (seen.has(current)) return;
      seen.add(current);
      found.add(current.namespace);
      for (const link of current.links) {
        const next = this.target(current, link);
        if (next !== undefined) walk(next);
      }
    };
    walk(schema);
    return found;
  }

  #isDeclarationFolder(schema: Schema): boolean {
    const folder = posix.dirname(schema.file);
    return this.schemas.some((s) => s.namespace === declarations && posix.dirname(s.file) === folder);
  }
}
