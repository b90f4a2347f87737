// Datasets as they were stored: the record with its long lists put back from their rows (the opposite of the COPY rows), a batch at a time.
import type { ClientBase } from 'pg';
import type { z } from 'zod';
import { datasetSchemas, type DatasetNoun, type RowNoun } from '../../model/noun.ts';
import { fieldGroup, type FieldGroup } from '../../model/field-group.ts';
import { recordSeen } from './access.ts';
import { givenGroups, mayBeGiven } from './given.ts';
import type { Reader } from './plan.ts';
import type { Column, Table } from '../tables/column.ts';
import { rowFields } from '../tables/dataset-columns.ts';
import { unwrap } from '../tables/schema-path.ts';
import { nounTables } from '../tables/tables.ts';

type Json = Record<string, unknown>;

export interface StoredDataset {
  noun: DatasetNoun;
  record: Json & { id: string };
  /** Made from what other datasets say of it. */
  derived: boolean;
  /** Format and name of the file it was read from; undefined for what was made in the hub. */
  format: string | undefined;
  file: string | undefined;
  /** Groups of fields that the record restricts and the reader got, where there are any. */
  given?: readonly FieldGroup[];
}

/** Columns that hold a field of a row; what is more than they hold stands in `detail` as whole fields. */
const fieldColumns = (table: Table): Column[] => table.columns.filter((c) => c.path !== undefined);

/** Where a column stands in a record: the steps to its holder, and its key there. */
interface Field { name: string; steps: readonly string[]; key: string }

function fieldOf({ name, path }: Column): Field {
  const steps = path!.split('.');
  return { name, steps: steps.slice(0, -1), key: steps.at(-1)! };
}

/** The row as the model has it. */
function rowRecord(fields: readonly Field[], row: Json): Json {
  const record: Json = {};
  for (const { name, steps, key } of fields) {
    const value = row[name];
    if (value === null) continue;
    let holder = record;
    for (const step of steps) holder = (holder[step] ??= {}) as Json;
    holder[key] = value;
  }
  // A reference of which columns hold all is of the kind that its column points to.
  if (typeof record['flow'] === 'object') record['flow'] = { type: 'flow', ...(record['flow'] as Json) };
  return row['detail'] === null ? record : Object.assign(record, JSON.parse(row['detail'] as string));
}

async function addRows(client: ClientBase, noun: RowNoun, field: string, owners: ReadonlyMap<string, Json>): Promise<void> {
  const table = nounTables[noun];
  const columns = fieldColumns(table);
  const fields = columns.map(fieldOf);
  const owner = table.owner!.column;
  const names = columns.map((c) => (c.type === 'uuid' ? `${c.name}::text` : `"${c.name}"`));
  const found = await client.query<Json>(`select ${owner}::text as "owner key", ${names.join(', ')}, detail from ${table.name} where ${owner} = any($1::bigint[]) order by ${owner}, position`, [[...owners.keys()]]);
  for (const row of found.rows) ((owners.get(row['owner key'] as string)![field] ??= []) as Json[]).push(rowRecord(fields, row));
}

/** Loads datasets of a noun by their keys, in the order of the keys, as far as they are open to the reader. Keys that are not there are left out. */
export async function loadDatasets(client: ClientBase, noun: DatasetNoun, keys: readonly string[], reader: Reader): Promise<StoredDataset[]> {
  const table = nounTables[noun];
  const given = table.closed !== undefined && mayBeGiven(reader) ? givenGroups(table, 'd', { groups: fieldGroup.options }, reader) : 'null';
  const found = await client.query<{ key: string; record: Json & { id: string }; given: FieldGroup[] | null; derived: boolean; format: string | null; file: string | null }>(
    `select d.key::text, ${recordSeen(table, 'd', reader)} as record, ${given} as given, d.derived, s.format, s.name as file from ${table.name} d left join source_document s on s.key = d.source_document where d.key = any($1::bigint[])`, [keys]);
  // A group of fields may be all of an object that a footprint must have.
  if (noun === 'footprint') for (const { record } of found.rows) record['quality'] ??= {};
  const byKey = new Map(found.rows.map((row) => [row.key, row]));
  const shape = (unwrap(datasetSchemas[noun]) as z.ZodObject).shape as Record<string, z.ZodType>;
  const owners = new Map(found.rows.map((row) => [row.key, row.record]));
  for (const field of rowFields(noun)) await addRows(client, shape[field]!.meta()!['rows'] as RowNoun, field, owners);
  return keys.flatMap((key) => {
    const row = byKey.get(key);
    return row === undefined ? [] : [{ noun, record: row.record, derived: row.derived, format: row.format ?? undefined, file: row.file ?? undefined, ...(row.given === null ? {} : { given: row.given }) }];
  });
}
