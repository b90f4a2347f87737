// Turns datasets into COPY lines, by the table definitions of their nouns.
import { copyRow } from '../../database/bulk/copy-text.ts';
import { rowFields } from '../../database/tables/dataset-columns.ts';
import type { RowContext, Table } from '../../database/tables/column.ts';
import { datasetReferenceTable } from '../../database/tables/rows.ts';
import { nounTables } from '../../database/tables/tables.ts';
import { classAncestors, resolveScheme } from '../../mapping/tables/classes.ts';
import type { DatasetNoun, RowNoun } from '../../model/noun.ts';
import { datasetSchemas } from '../../model/noun.ts';
import type { Classification } from '../../model/value.ts';
import { referencesOf } from './references.ts';

/** What COPY needs of a table: the columns that are given, and a function from record to line. */
export interface LineWriter {
  table: string;
  columns: readonly string[];
  line(record: unknown, context: RowContext): string;
}

const writers = new Map<string, LineWriter>();

/** The line writer of a table. Identity columns are written only where a key is given. */
export function lineWriter(table: Table, withKey: boolean): LineWriter {
  const id = `${table.name}/${withKey}`;
  let writer = writers.get(id);
  if (writer === undefined) {
    const columns = table.columns.filter((c) => c.from !== undefined && (withKey || !c.identity));
    const types = columns.map((c) => c.type);
    const froms = columns.map((c) => c.from!);
    writer = {
      table: table.name,
      columns: columns.map((c) => c.name),
      line: (record, context) => copyRow(types, froms.map((from) => from(record as never, context))),
    };
    writers.set(id, writer);
  }
  return writer;
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

const rowNounOf = new Map<DatasetNoun, { field: string; noun: RowNoun }[]>();

/** The long lists of a noun with the row noun that holds them. */
export function longLists(noun: DatasetNoun): { field: string; noun: RowNoun }[] {
  let lists = rowNounOf.get(noun);
  if (lists === undefined) {
    const shape = datasetSchemas[noun].shape as Record<string, { meta(): { rows?: string } | undefined }>;
    lists = rowFields(noun).map((field) => ({ field, noun: shape[field]!.meta()!.rows as RowNoun }));
    rowNounOf.set(noun, lists);
  }
  return lists;
}

/** COPY lines by table name. */
export class LineBook {
  readonly #lines = new Map<string, { columns: readonly string[]; lines: string[] }>();

  add(writer: LineWriter, record: unknown, context: RowContext): void {
    this.#of(writer.table, writer.columns).push(writer.line(record, context));
  }

  /** A dataset with its long lists and references, under a reserved key. */
  addDataset(noun: DatasetNoun, record: unknown, context: RowContext & { key: string }): void {
    this.add(lineWriter(nounTables[noun], true), record, { ...context, classification: classesOf(record) });
    for (const list of longLists(noun)) {
      const writer = lineWriter(nounTables[list.noun], false);
      const lines = this.#of(writer.table, writer.columns);
      const owned = { owner: context.key };
      for (const row of ((record as Record<string, unknown>)[list.field] as unknown[] | undefined) ?? []) lines.push(writer.line(row, owned));
    }
    const references = this.#of(datasetReferenceTable.name, ['from_noun', 'from_key', 'role', 'to_noun', 'to_id']);
    for (const { role, target } of referencesOf(noun, record)) {
      if (target.id !== undefined) references.push(`${noun}\t${context.key}\t${role}\t${target.type}\t${target.id}\n`);
    }
  }

  *tables(): Iterable<{ table: string; columns: readonly string[]; lines: string[] }> {
    for (const [table, { columns, lines }] of this.#lines) if (lines.length > 0) yield { table, columns, lines };
  }

  #of(table: string, columns: readonly string[]): string[] {
    let entry = this.#lines.get(table);
    if (entry === undefined) this.#lines.set(table, (entry = { columns, lines: [] }));
    return entry.lines;
  }
}
