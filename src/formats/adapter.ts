// What every format adapter is: its tables, its transforms, how it recognizes its documents, how it reads and writes one; for formats of XML and of JSON.
import { TanluError } from '../errors.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import type { DatasetNoun } from '../model/noun.ts';
import { compileFormat, type CompiledFormat } from '../mapping/compile.ts';
import type { FormatDefinition } from '../mapping/field-table.ts';
import { loadFormatDefinition, loadFormatTables, type FormatTables } from '../mapping/load-tables.ts';
import { once } from '../mapping/tables/table.ts';
import { type LeafAccount } from '../mapping/beside.ts';
import { DocumentReader } from '../mapping/reader.ts';
import type { ReadDataset, TransformSet, WriteContext } from '../mapping/transform.ts';
import { RecordWriter, type Companion } from '../mapping/writer.ts';
import type { DatasetList } from '../mapping/beside.ts';
import { decodeXml } from './xml/decode.ts';
import { parseXml } from './xml/events.ts';
import type { AttributeList, EventSink, Prefixes } from './xml/sink.ts';
import { writeXml } from './xml/write.ts';
import { giveBack, type OriginRoom } from './origin.ts';
import { parseJson } from './json/parse.ts';
import type { JsonHead } from './json/sniff.ts';
import { JsonObject, leavesIn, scalarText } from './json/value.ts';
import { walkJson } from './json/walk.ts';
import { writeJson } from './json/write.ts';
import type { WrittenElement } from '../mapping/written.ts';

/** What was read from one document. */
export interface DocumentReading {
  datasets: ReadDataset[];
  /** Datasets that cannot be used, with the number of their exchanges and of all their leaves. */
  refused: { noun: DatasetNoun; exchanges: number; leaves: number }[];
  /** Issues of the document as a whole; those of a dataset stand with it. */
  issues: Issue[];
  account: LeafAccount;
  /** Version of the format as the document states it. */
  formatVersion: string | undefined;
  /** Set where the document is a list of datasets. */
  list?: DatasetList;
}

export interface FormatAdapter {
  readonly name: string;
  readonly title: string;
  readonly capabilities: { readonly read: readonly DatasetNoun[]; readonly write: readonly DatasetNoun[] };
  readonly definition: FormatDefinition;
  readonly syntax: 'xml' | 'json';
  /** For JSON: the key at the top of a document that tells what it is, and the root that the values there tell. */
  readonly kindKey?: string;
  readonly rootOf?: (head: JsonHead, inside?: JsonHead) => string | undefined;
  /** For JSON: key of the list that a document may be instead, or of the only one in it. */
  readonly listKey?: string;
  /** Read and compiled when first asked for: who reads one format does not wait for the others. */
  readonly tables: FormatTables;
  readonly compiled: CompiledFormat;
  /** Whether a file of a package holds datasets that others refer to: lower ranks are read first. A hint only; content decides. */
  rank(fileName: string): number;
  /** `surroundings` are the facts that the package has for the format, as gathered by it. */
  read(bytes: Uint8Array, file: string, surroundings?: unknown): DocumentReading;
  /** What documents of the format need of other files of their package. */
  readonly surroundings: PackageFacts | undefined;
  /** The document of a record, with those of its companions that the format has room for; `foreign` ones are shortened where the format demands it, `beside` is put beside them. Its issues tell what could not be written as it is; without text the record cannot be written at all. @throws TanluError FORMAT_CANNOT_WRITE */
  write(noun: DatasetNoun, record: object, companions?: readonly Companion[], foreign?: boolean, beside?: readonly (readonly [string, string])[]): WrittenDocument;
  /** One document with several records of this format, as they were found in one; undefined where it has no such document. */
  writeList(list: DatasetList, records: readonly Companion[]): WrittenDocument | undefined;
  /** How a package of the format is made; absent where it cannot be made of records of other formats yet. */
  readonly packaging: Packaging | undefined;
}

/** Facts of a package that single documents of it do not have. */
export interface PackageFacts {
  /** Whether a file may have such facts, by its name: a hint only, content decides. */
  wants(fileName: string): boolean;
  /** Plain data made of these files, which are read one by one. */
  gather(documents: readonly (() => Uint8Array)[]): unknown;
}

/** Key of a document's scratch space where the facts of the package stand. */
export const SURROUNDINGS = 'surroundings';

/** A document as written. */
export interface WrittenDocument {
  text: string | undefined;
  issues: Issue[];
  /** Reads what was written, as anyone will who gets it. */
  back(): DocumentReading;
}

/** Package rules of writing. */
export interface Packaging {
  /** Path of a dataset inside a package. */
  fileName(noun: DatasetNoun, record: object): string;
  /** A record of another format with all that this one demands; undefined where something is missing that nobody may invent, which an issue tells. `find` gives what it refers to. */
  complete<T extends object>(noun: DatasetNoun, record: T, context: WriteContext, find: Find): T | undefined;
  /** Records that completed ones refer to and that no other format has, by what the records say and the package has. */
  referenceData(noun: DatasetNoun, record: object, find: Find): Companion[];
  /** What a record as read back says by way of the datasets that it refers to: of an exchange, the unit and the compartment of its flow. */
  resolve?(noun: DatasetNoun, back: object, find: Find): void;
  /** Nouns whose documents say what others say of them: they are made when all others are known, one for each identifier where they are derived. */
  readonly late?: readonly DatasetNoun[];
  /** Files that stand once in a package and hold no dataset. */
  readonly headers?: readonly PackageFile[];
  /** Files that a completed record refers to and that are no datasets of the hub; each stands once in a package. */
  filesBeside?(noun: DatasetNoun, record: object): readonly PackageFile[];
  /** Where a document tells what its dataset was called in the format that it came from. */
  readonly originRoom?: OriginRoom;
  /** A file of the same format that holds no dataset, as it stands in a new package; the bytes given where nothing changes. */
  passOn?(bytes: Uint8Array, file: string, surroundings: unknown): Uint8Array | string;
  /** Nouns that have no document of their own and stand in the documents of those that name them. */
  readonly companions?: readonly DatasetNoun[];
}

/** A file of a package that is no dataset. */
export interface PackageFile { name: string; text: string }

/** A record of the package by noun and identifier; all of a noun that are known by now. */
export interface Find {
  (noun: DatasetNoun, id: string): object | undefined;
  all?(noun: DatasetNoun): Iterable<object>;
}

/** What every adapter says of itself, whatever its documents are written in. */
interface AdapterDefinition {
  name: string;
  capabilities: FormatAdapter['capabilities'];
  transforms: (tables: FormatTables) => TransformSet;
  rank: (fileName: string) => number;
  packaging?: Packaging;
  surroundings?: PackageFacts;
  /** Last look at all datasets of a document. */
  afterDocument?: (reading: DocumentReading, reader: DocumentReader) => void;
}

export interface XmlAdapterDefinition extends AdapterDefinition {
  /** Namespace that names without one belong to where the root has none. */
  assumeNamespace?: string;
  /** Prefixes by namespace where the content of a document decides them, and not its namespace alone. */
  prefixesOf?: (text: string, prefixes: Prefixes) => Prefixes | undefined;
  /** Version of the format, from the attributes of the root element. */
  formatVersion?: (attributes: AttributeList) => string | undefined;
}

export interface JsonAdapterDefinition extends AdapterDefinition {
  /** Key at the top of a document that tells what it is. */
  kindKey: string;
  /** Root, as format.yaml names it, of a document by the plain values at its top; undefined where it is none of this format. */
  rootOf: (head: JsonHead, inside?: JsonHead) => string | undefined;
  /** Key of the list that a document may be instead; the first object in it is what `inside` is the head of. */
  listKey?: string;
  /** Version of the format, from the same values. */
  formatVersion?: (head: JsonHead, inside?: JsonHead) => string | undefined;
  /** Changes a document of an older version before its tables read it, and tells whether it was one. */
  upgrade?: (document: JsonObject, surroundings: unknown) => boolean;
}

interface Fed { issues: Issue[]; formatVersion: string | undefined }

/** How a syntax turns bytes into events and elements into text. */
interface Syntax {
  feed(bytes: Uint8Array, reader: DocumentReader, compiled: CompiledFormat): Fed;
  text(root: WrittenElement): { text: string; issues: Issue[] };
  /** Feeds what was written, as `feed` would feed its text. */
  again(root: WrittenElement, text: string, reader: DocumentReader, compiled: CompiledFormat): Fed;
}

function makeAdapter(definition: AdapterDefinition, format: FormatDefinition, syntax: Syntax, own: Pick<FormatAdapter, 'syntax' | 'kindKey' | 'rootOf' | 'listKey'>): FormatAdapter {
  const tables = once(() => loadFormatTables(definition.name));
  const compile = once(() => compileFormat(tables(), definition.transforms(tables())));
  const writer = once(() => new RecordWriter(compile()));

  /** One reading of a document, whose events `feed` gives. */
  function reading(file: string, feed: (reader: DocumentReader, compiled: CompiledFormat) => Fed, surroundings?: unknown): DocumentReading {
    const compiled = compile();
    const reader = new DocumentReader(compiled, file);
    if (surroundings !== undefined) reader.scratch.set(SURROUNDINGS, surroundings);
    const { issues, formatVersion } = feed(reader, compiled);
    const taken = new Set(reader.datasets.flatMap((d) => d.issues));
    const read: DocumentReading = {
      datasets: reader.datasets,
      refused: reader.refused,
      issues: [...issues, ...reader.issues.filter((i) => !taken.has(i))],
      account: reader.account,
      formatVersion,
      ...(reader.list === undefined ? {} : { list: reader.list }),
    };
    definition.afterDocument?.(read, reader);
    const room = definition.packaging?.originRoom;
    if (room !== undefined) giveBack(read, definition.name, room);
    return read;
  }

  function documentOf(root: WrittenElement, issues: readonly Issue[]): WrittenDocument {
    const made = syntax.text(root);
    return { text: made.text, issues: [...issues, ...made.issues], back: () => reading('written', (reader, compiled) => syntax.again(root, made.text, reader, compiled)) };
  }

  return {
    ...own,
    name: definition.name,
    title: format.title,
    capabilities: definition.capabilities,
    definition: format,
    get tables() { return tables(); },
    get compiled() { return compile(); },
    rank: definition.rank,
    packaging: definition.packaging,
    surroundings: definition.surroundings,
    write(noun, record, companions, foreign, beside) {
      const { root, issues } = writer().write(noun, record, companions, foreign, beside);
      return root === undefined ? { text: undefined, issues, back: () => { throw new Error(`nothing was written of ${noun}`); } } : documentOf(root, issues);
    },
    writeList(list, records) {
      const written = writer().writeList(list, records);
      return written === undefined ? undefined : documentOf(written.root, written.issues);
    },
    read: (bytes, file, surroundings) => reading(file, (reader, compiled) => syntax.feed(bytes, reader, compiled), surroundings),
  };
}

/** The events of a written element, as a parser would send them. */
function sendElement(element: WrittenElement, sink: EventSink): void {
  sink.open(element.name, element.attributes);
  if (element.text !== '' && element.text.trim() !== '') sink.text(element.text);
  for (const child of element.children) sendElement(child, sink);
  sink.close(element.name);
}

const rootUnknown = (file: string, root: string, format: string): TanluError =>
  new TanluError('ROOT_UNKNOWN', `${file}: the root element ${root} is not known to ${format}.`, { params: { file, root } });

/** Makes an adapter for a format of XML documents from its mapping folder of the same name. */
export function xmlAdapter(definition: XmlAdapterDefinition): FormatAdapter {
  const format = loadFormatDefinition(definition.name);
  const prefixes = format.namespaces;
  return makeAdapter(definition, format, {
    text(root) {
      const namespace = format.rootNamespaces?.[root.name] ?? Object.keys(prefixes).find((uri) => prefixes[uri] === '')!;
      return { text: writeXml(root, { prefixes, namespace, ...(format.rootNamespaces === undefined ? {} : { inside: format.rootNamespaces }) }), issues: [] };
    },
    feed(bytes, reader, compiled) {
      const { file } = reader;
      const decoded = decodeXml(bytes, file);
      let formatVersion: string | undefined;
      let atRoot = true;
      const sink = {
        open(name: string, attributes: AttributeList) {
          if (atRoot) {
            atRoot = false;
            formatVersion = definition.formatVersion?.(attributes);
            if (!compiled.roots.has(name)) throw rootUnknown(file, name, definition.name);
          }
          reader.open(name, attributes);
        },
        text: (value: string) => reader.text(value),
        close: () => reader.close(),
      };
      const options = { file, prefixes: definition.prefixesOf?.(decoded.text, prefixes) ?? prefixes, ...(definition.assumeNamespace === undefined ? {} : { assumeNamespace: definition.assumeNamespace }) };
      const issues = [...decoded.issues, ...parseXml(decoded.text, options, sink)];
      return { issues, formatVersion };
    },
    again(root, _text, reader) {
      sendElement(root, reader);
      return { issues: [], formatVersion: undefined };
    },
  }, { syntax: 'xml' });
}

/** Makes an adapter for a format of JSON documents from its mapping folder of the same name. */
export function jsonAdapter(definition: JsonAdapterDefinition): FormatAdapter {
  const { kindKey, rootOf, listKey } = definition;
  const headOf = (object: JsonObject): JsonHead => new Map([...object.members].map(([key, inner]) => [key, scalarText(inner)]));
  const headInside = (object: JsonObject): JsonHead | undefined => {
    const held = listKey === undefined ? undefined : object.members.get(listKey);
    const first = Array.isArray(held) ? held[0] : held;
    return first instanceof JsonObject ? headOf(first) : undefined;
  };
  const feedText = (text: string, reader: DocumentReader, compiled: CompiledFormat): Fed => {
    const { file } = reader;
    const { value, issues } = parseJson(text, { file });
    if (!(value instanceof JsonObject)) throw rootUnknown(file, 'of a list or plain value', definition.name);
    const head = headOf(value);
    const inside = headInside(value);
    const root = rootOf(head, inside);
    const table = root === undefined ? undefined : compiled.roots.get(root);
    if (table === undefined) throw rootUnknown(file, head.get(kindKey) ?? `without ${kindKey}`, definition.name);
    const stated = definition.upgrade === undefined ? 0 : leavesIn(value);
    const isOld = definition.upgrade?.(value, reader.scratch.get(SURROUNDINGS)) === true;
    const read = isOld ? leavesIn(value) : stated;
    walkJson(value, root!, table.root, reader);
    // The account is of the leaves that the document states.
    if (reader.account.inFile === undefined) reader.account.kept += stated - read;
    else reader.account.inFile += stated - read;
    return { issues, formatVersion: definition.formatVersion?.(head, inside) };
  };
  return makeAdapter(definition, loadFormatDefinition(definition.name), {
    text: writeJson,
    feed(bytes, reader, compiled) {
      const decoded = decodeXml(bytes, reader.file);
      const fed = feedText(decoded.text, reader, compiled);
      return { ...fed, issues: [...decoded.issues, ...fed.issues] };
    },
    again: (_root, text, reader, compiled) => feedText(text, reader, compiled),
  }, { syntax: 'json', kindKey, rootOf, ...(listKey === undefined ? {} : { listKey }) });
}

/** The issue for a document whose root has a known name in a foreign namespace. */
export function unknownNamespace(file: string, root: { localName: string; namespace: string }, expected: readonly string[]): Issue {
  return makeIssue('namespace-unknown', { file }, { root: root.localName, namespace: root.namespace, expected: expected.join(', ') });
}
