// What every format adapter is: its tables, its transforms, how it recognises its documents, and how it reads one.
import { TanluError } from '../errors.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import type { DatasetNoun } from '../model/noun.ts';
import { compileFormat, type CompiledFormat } from '../mapping/compile.ts';
import type { FormatDefinition } from '../mapping/field-table.ts';
import { loadFormatDefinition, loadFormatTables, type FormatTables } from '../mapping/load-tables.ts';
import { once } from '../mapping/tables/table.ts';
import { DocumentReader, type LeafAccount } from '../mapping/reader.ts';
import type { ReadDataset, TransformSet, WriteContext } from '../mapping/transform.ts';
import { RecordWriter, type Companion } from '../mapping/writer.ts';
import { decodeXml } from './xml/decode.ts';
import { parseXml } from './xml/events.ts';
import type { AttributeList, EventSink } from './xml/sink.ts';
import { writeXml } from './xml/write.ts';
import type { WrittenElement } from '../mapping/written.ts';

/** What was read from one document. */
export interface DocumentReading {
  datasets: ReadDataset[];
  /** Datasets that cannot be used, with the number of their exchanges. */
  refused: { noun: DatasetNoun; exchanges: number }[];
  /** Issues of the document as a whole; those of a dataset stand with it. */
  issues: Issue[];
  account: LeafAccount;
  /** Version of the format as the document states it. */
  formatVersion: string | undefined;
}

export interface FormatAdapter {
  readonly name: string;
  readonly title: string;
  readonly capabilities: { readonly read: readonly DatasetNoun[]; readonly write: readonly DatasetNoun[] };
  readonly definition: FormatDefinition;
  /** Read and compiled when first asked for: who reads one format does not wait for the others. */
  readonly tables: FormatTables;
  readonly compiled: CompiledFormat;
  /** Whether a file of a package holds datasets that others refer to: lower ranks are read first. A hint only; content decides. */
  rank(fileName: string): number;
  read(bytes: Uint8Array, file: string): DocumentReading;
  /** The document of a record, with those of its companions that the format has room for. Its issues tell what could not be written as it is; without text the record cannot be written at all. @throws TanluError FORMAT_CANNOT_WRITE */
  write(noun: DatasetNoun, record: object, companions?: readonly Companion[]): WrittenDocument;
  /** How a package of the format is made; absent where it cannot be made of records of other formats yet. */
  readonly packaging: Packaging | undefined;
}

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
  /** Records that completed ones refer to and that no other format has, by what the records say. */
  referenceData(noun: DatasetNoun, record: object): Companion[];
  /** What a record as read back says by way of the datasets that it refers to: of an exchange, the unit and the compartment of its flow. */
  resolve?(noun: DatasetNoun, back: object, find: Find): void;
  /** Nouns that have no document of their own and stand in the documents of those that name them. */
  readonly companions?: readonly DatasetNoun[];
}

/** A record of the package by noun and identifier. */
export type Find = (noun: DatasetNoun, id: string) => object | undefined;

export interface XmlAdapterDefinition {
  name: string;
  capabilities: FormatAdapter['capabilities'];
  transforms: (tables: FormatTables) => TransformSet;
  rank: (fileName: string) => number;
  /** Namespace that names without one belong to where the root has none. */
  assumeNamespace?: string;
  /** Version of the format, from the attributes of the root element. */
  formatVersion?: (attributes: AttributeList) => string | undefined;
  packaging?: Packaging;
  /** Last look at all datasets of a document. */
  afterDocument?: (reading: DocumentReading, reader: DocumentReader) => void;
}

/** Makes an adapter for a format of XML documents from its mapping folder of the same name. */
export function xmlAdapter(definition: XmlAdapterDefinition): FormatAdapter {
  const format = loadFormatDefinition(definition.name);
  const tables = once(() => loadFormatTables(definition.name));
  const compile = once(() => compileFormat(tables(), definition.transforms(tables())));
  const writer = once(() => new RecordWriter(compile()));
  const prefixes = format.namespaces;
  return {
    name: definition.name,
    title: format.title,
    capabilities: definition.capabilities,
    definition: format,
    get tables() { return tables(); },
    get compiled() { return compile(); },
    rank: definition.rank,
    packaging: definition.packaging,
    write(noun, record, companions) {
      const { root, issues } = writer().write(noun, record, companions);
      const namespace = root && (format.rootNamespaces?.[root.name] ?? Object.keys(prefixes).find((uri) => prefixes[uri] === '')!);
      const back = (): DocumentReading => readEvents('written', { text: '', issues: [] }, (sink) => {
        sendElement(root!, sink);
        return [];
      });
      return { text: root && writeXml(root, { prefixes, namespace: namespace! }), issues, back };
    },
    read(bytes, file) {
      const decoded = decodeXml(bytes, file);
      const options = { file, prefixes, ...(definition.assumeNamespace === undefined ? {} : { assumeNamespace: definition.assumeNamespace }) };
      return readEvents(file, decoded, (sink) => parseXml(decoded.text, options, sink));
    },
  };

  /** One reading of a document, whose events `send` gives. */
  function readEvents(file: string, decoded: { text: string; issues: Issue[] }, send: (sink: EventSink) => Issue[]): DocumentReading {
    const compiled = compile();
    const reader = new DocumentReader(compiled, file);
    let formatVersion: string | undefined;
    let atRoot = true;
    const sink = {
      open(name: string, attributes: AttributeList) {
        if (atRoot) {
          atRoot = false;
          formatVersion = definition.formatVersion?.(attributes);
          if (!compiled.roots.has(name)) throw new TanluError('ROOT_UNKNOWN', `${file}: the root element ${name} is not known to ${definition.name}.`, { params: { file, root: name } });
        }
        reader.open(name, attributes);
      },
      text: (value: string) => reader.text(value),
      close: () => reader.close(),
    };
    const xmlIssues = send(sink);
    const own = new Set(reader.datasets.flatMap((d) => d.issues));
    const reading: DocumentReading = {
      datasets: reader.datasets,
      refused: reader.refused,
      issues: [...decoded.issues, ...xmlIssues, ...reader.issues.filter((i) => !own.has(i))],
      account: reader.account,
      formatVersion,
    };
    definition.afterDocument?.(reading, reader);
    return reading;
  }
}

/** The events of a written element, as a parser would send them. */
function sendElement(element: WrittenElement, sink: EventSink): void {
  sink.open(element.name, element.attributes);
  if (element.text.trim() !== '') sink.text(element.text);
  for (const child of element.children) sendElement(child, sink);
  sink.close(element.name);
}

/** The issue for a document whose root has a known name in a foreign namespace. */
export function unknownNamespace(file: string, root: { localName: string; namespace: string }, expected: readonly string[]): Issue {
  return makeIssue('namespace-unknown', { file }, { root: root.localName, namespace: root.namespace, expected: expected.join(', ') });
}
