// What every format adapter is: its tables, its transforms, how it recognises its documents, and how it reads one.
import { TanluError } from '../errors.ts';
import { makeIssue, type Issue } from '../model/issue.ts';
import type { DatasetNoun } from '../model/noun.ts';
import { compileFormat, type CompiledFormat } from '../mapping/compile.ts';
import type { FormatDefinition } from '../mapping/field-table.ts';
import { loadFormatDefinition, loadFormatTables, type FormatTables } from '../mapping/load-tables.ts';
import { once } from '../mapping/tables/table.ts';
import { DocumentReader, type LeafAccount } from '../mapping/reader.ts';
import type { ReadDataset, TransformSet } from '../mapping/transform.ts';
import { RecordWriter, type Companion } from '../mapping/writer.ts';
import { decodeXml } from './xml/decode.ts';
import { parseXml } from './xml/events.ts';
import type { AttributeList } from './xml/sink.ts';
import { writeXml } from './xml/write.ts';

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
  write(noun: DatasetNoun, record: object, companions?: readonly Companion[]): { text: string | undefined; issues: Issue[] };
}

export interface XmlAdapterDefinition {
  name: string;
  capabilities: FormatAdapter['capabilities'];
  transforms: (tables: FormatTables) => TransformSet;
  rank: (fileName: string) => number;
  /** Namespace that names without one belong to where the root has none. */
  assumeNamespace?: string;
  /** Version of the format, from the attributes of the root element. */
  formatVersion?: (attributes: AttributeList) => string | undefined;
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
    write(noun, record, companions) {
      const { root, issues } = writer().write(noun, record, companions);
      const namespace = root && (format.rootNamespaces?.[root.name] ?? Object.keys(prefixes).find((uri) => prefixes[uri] === '')!);
      return { text: root && writeXml(root, { prefixes, namespace: namespace! }), issues };
    },
    read(bytes, file) {
      const compiled = compile();
      const decoded = decodeXml(bytes, file);
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
      const options = { file, prefixes, ...(definition.assumeNamespace === undefined ? {} : { assumeNamespace: definition.assumeNamespace }) };
      const xmlIssues = parseXml(decoded.text, options, sink);
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
    },
  };
}

/** The issue for a document whose root has a known name in a foreign namespace. */
export function unknownNamespace(file: string, root: { localName: string; namespace: string }, expected: readonly string[]): Issue {
  return makeIssue('namespace-unknown', { file }, { root: root.localName, namespace: root.namespace, expected: expected.join(', ') });
}
