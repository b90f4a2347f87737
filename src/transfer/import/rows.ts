// Datasets as COPY lines. What does not depend on keys is made once, hashed, and completed with keys when the decision is made.
import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { binaryRows, setOwner, type BinaryRows } from '../../database/bulk/copy-binary.ts';
import { copyBytes, copyLines } from '../../database/bulk/copy.ts';
import { copyEscape, copyValue } from '../../database/bulk/copy-text.ts';
import { rowFields } from '../../database/tables/dataset-columns.ts';
import type { Column, RowContext } from '../../database/tables/column.ts';
import { importExchangeTable } from '../../database/tables/provenance.ts';
import { datasetReferenceTable } from '../../database/tables/rows.ts';
import { nounTables } from '../../database/tables/tables.ts';
import { classAncestors, resolveScheme } from '../../mapping/tables/classes.ts';
import type { DatasetNoun, RowNoun } from '../../model/noun.ts';
import { datasetSchemas } from '../../model/noun.ts';
import type { Exchange, Process } from '../../model/process.ts';
import { uuidPattern } from '../../model/scalar.ts';
import type { Classification } from '../../model/value.ts';
import { referencesOf } from './references.ts';

/** A dataset as COPY takes it: its record as text, the rows of its long lists as bytes without the key of their owner. */
export interface DatasetText {
  record: string;
  lists: { noun: RowNoun; rows: BinaryRows }[];
  /** Role, noun and identifier of everything the record refers to, as COPY text. */
  references: string[];
  exchanges: number;
  /** The exchanges as narrow rows for the link step, as COPY text after the key of their process. */
  facts: string[];
  /** First half of the SHA-256 of all of it: the same for the same content, whatever the bytes of the file were. */
  hash: Buffer;
}

/** Columns of a row table that come from the record, after the key of the owner. */
interface RowColumns { table: string; names: readonly string[]; columns: readonly Column[] }

const rowColumns = new Map<RowNoun, RowColumns>();

function rowColumnsOf(noun: RowNoun): RowColumns {
  let found = rowColumns.get(noun);
  if (found === undefined) {
    const table = nounTables[noun];
    const columns = table.columns.filter((c) => c.from !== undefined && !c.identity && c.name !== table.owner!.column);
    found = { table: table.name, names: [table.owner!.column, ...columns.map((c) => c.name)], columns };
    rowColumns.set(noun, found);
  }
  return found;
}

const longListsOf = new Map<DatasetNoun, { field: string; noun: RowNoun }[]>();

/** The long lists of a noun with the row noun that holds them. */
function longLists(noun: DatasetNoun): { field: string; noun: RowNoun }[] {
  let lists = longListsOf.get(noun);
  if (lists === undefined) {
    const shape = datasetSchemas[noun].shape as Record<string, { meta(): { rows?: string } | undefined }>;
    lists = rowFields(noun).map((field) => ({ field, noun: shape[field]!.meta()!.rows as RowNoun }));
    longListsOf.set(noun, lists);
  }
  return lists;
}

/**
 * Makes the text of a dataset and takes the long lists out of its record: as text they are small, as objects they would
 * outlive their file and cost the collector more than the reading.
 */
export function datasetText(noun: DatasetNoun, record: Record<string, unknown>): DatasetText {
  const references: string[] = [];
  for (const { role, target } of referencesOf(noun, record)) if (target.id !== undefined) references.push(`\t${role}\t${target.type}\t${target.id}\n`);
  const facts = noun === 'process' ? exchangeFacts((record as Partial<Process>).exchanges ?? []) : [];
  const lists = longLists(noun).map((list) => {
    const { columns } = rowColumnsOf(list.noun);
    const rows = binaryRows(columns, (record[list.field] as unknown[] | undefined) ?? []);
    delete record[list.field];
    return { noun: list.noun, rows };
  });
  const text = copyEscape(JSON.stringify(record));
  const hash = createHash('sha256').update(text);
  for (const list of lists) hash.update(list.rows.bytes);
  return { record: text, lists, references, facts, exchanges: facts.length, hash: hash.digest().subarray(0, 16) };
}

const uuidOrNull = (id: string | undefined): string => (id !== undefined && uuidPattern.test(id) ? id : '\\N');
const textOrNull = (text: string | undefined): string => (text === undefined ? '\\N' : copyEscape(text));

function exchangeFacts(exchanges: readonly Exchange[]): string[] {
  return exchanges.map((x) => `\t${uuidOrNull(x.flow.id)}\t${uuidOrNull(x.provider?.type === 'process' ? x.provider.id : undefined)}\t${x.direction ?? '\\N'}\t${x.isReference ? 't' : 'f'}\t${textOrNull(x.unit)}\t${x.isReference ? textOrNull(x.amount) : '\\N'}\n`);
}

/** Classification entries of a record: each class with all that are above it, and '=' before the class itself. */
export function classesOf(record: unknown): string[] {
  const entries = new Set<string>();
  for (const { scheme, code } of (record as { classifications?: Classification[] }).classifications ?? []) {
    if (code === undefined) continue;
    const [own, ...above] = classAncestors(resolveScheme(scheme), code);
    if (own === undefined) continue;
    entries.add(`=${own}`).add(own);
    for (const entry of above) entries.add(entry);
  }
  return [...entries];
}

/** What is to be copied, by table: lines of text for datasets and references, bytes for rows. */
export class CopyBook {
  readonly #lines = new Map<string, { columns: readonly string[]; lines: string[] }>();
  readonly #bytes = new Map<string, { columns: readonly string[]; chunks: Buffer[] }>();

  /** A dataset with its long lists and references, under a reserved key. */
  addDataset(noun: DatasetNoun, record: Record<string, unknown>, text: DatasetText, context: RowContext & { key: string }): void {
    const table = nounTables[noun];
    const columns = table.columns.filter((c) => c.from !== undefined);
    const full: RowContext = { ...context, classification: classesOf(record) };
    const line = columns.map((c) => (c.name === 'record' ? text.record : copyValue(c.type, c.from!(record as never, full)))).join('\t');
    this.#of(table.name, () => columns.map((c) => c.name)).push(`${line}\n`);
    for (const list of text.lists) {
      const { table: name, names } = rowColumnsOf(list.noun);
      if (list.rows.keys.length === 0) continue;
      setOwner(list.rows, context.key);
      let entry = this.#bytes.get(name);
      if (entry === undefined) this.#bytes.set(name, (entry = { columns: names, chunks: [] }));
      entry.chunks.push(list.rows.bytes);
    }
    if (text.facts.length > 0) {
      const facts = this.#of(importExchangeTable.name, () => importExchangeTable.columns.map((c) => c.name));
      for (const fact of text.facts) facts.push(context.key + fact);
    }
    const references = this.#of(datasetReferenceTable.name, () => ['from_noun', 'from_key', 'role', 'to_noun', 'to_id']);
    for (const reference of text.references) references.push(`${noun}\t${context.key}${reference}`);
  }

  /** Copies everything. */
  async copyTo(client: ClientBase): Promise<void> {
    for (const [table, { columns, lines }] of this.#lines) if (lines.length > 0) await copyLines(client, table, columns, joined(lines));
    for (const [table, { columns, chunks }] of this.#bytes) await copyBytes(client, table, columns, chunks);
  }

  #of(table: string, columns: () => readonly string[]): string[] {
    let entry = this.#lines.get(table);
    if (entry === undefined) this.#lines.set(table, (entry = { columns: columns(), lines: [] }));
    return entry.lines;
  }
}

/** Joins lines to chunks of about 256 kB: fewer, larger writes. */
function* joined(lines: readonly string[]): Iterable<string> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length > 262_144) {
      yield chunk;
      chunk = '';
    }
  }
  if (chunk !== '') yield chunk;
}
