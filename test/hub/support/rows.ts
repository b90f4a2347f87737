// Puts records into tables by the tables' own `from`; slow and simple, for tests only.
import type pg from 'pg';
import type { DatasetNoun, RecordOf } from '../../../src/model/noun.ts';
import type { Column, RowContext, Table } from '../../../src/database/tables/column.ts';
import { rowFields } from '../../../src/database/tables/dataset-columns.ts';
import { nounTables } from '../../../src/database/tables/tables.ts';

type Client = Pick<pg.Pool, 'query'>;

const parameter = (column: Column, value: unknown): unknown => (column.type === 'jsonb' && value !== null ? JSON.stringify(value) : value);

/** Inserts rows given as values by column name; gives their keys. */
export async function insertValues(client: Client, table: Table, rows: readonly Record<string, unknown>[]): Promise<number[]> {
  const keys: number[] = [];
  for (const row of rows) {
    const columns = table.columns.filter((c) => row[c.name] !== undefined);
    const quoted = columns.map((c) => `"${c.name}"`).join(', ');
    const { rows: [found] } = await client.query(
      `insert into ${table.name} (${quoted}) values (${columns.map((c, i) => `$${i + 1}::${c.type}`).join(', ')})${table.columns.some((c) => c.name === 'key') ? ' returning key' : ''}`,
      columns.map((c) => parameter(c, row[c.name])),
    );
    keys.push(Number((found as { key?: number } | undefined)?.key));
  }
  return keys;
}

const insertRecords = (client: Client, table: Table, records: readonly object[], context: RowContext): Promise<number[]> =>
  insertValues(client, table, records.map((record) => Object.fromEntries(table.columns.map((c) => [c.name, c.from?.(record as never, context)]))));

/** Inserts a dataset with its rows; gives its key. */
export async function insertDataset<N extends DatasetNoun>(client: Client, noun: N, record: RecordOf<N>, context: RowContext = {}): Promise<number> {
  const [key] = await insertRecords(client, nounTables[noun], [record], context);
  const lists = { exchanges: nounTables.exchange, parameters: nounTables.parameter, factors: nounTables.characterizationFactor, processes: nounTables.processInstance } as Record<string, Table>;
  for (const field of rowFields(noun)) await insertRecords(client, lists[field]!, ((record as Record<string, unknown>)[field] ?? []) as object[], { owner: key! });
  return key!;
}
