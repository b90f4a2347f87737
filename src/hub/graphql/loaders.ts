// Per-request loaders for what cannot be joined: references inside records, and versions. Each batches all rows of a field into one statement.
import DataLoader from 'dataloader';
import type { GraphQLResolveInfo } from 'graphql';
import { compilePage } from '../../database/read/compile-page.ts';
import { column } from '../../database/read/plan.ts';
import { Parameters } from '../../database/read/parameters.ts';
import { runPage } from '../../database/read/run-page.ts';
import { visible } from '../../database/read/visibility.ts';
import { datasetSchemas, type DatasetNoun, type Noun } from '../../model/noun.ts';
import { descriptors } from '../descriptors.ts';
import { scopeOf, type GraphqlContext } from './context.ts';
import { asOfOf, planRows } from './resolve.ts';

type Row = Record<string, unknown>;

/** A loader of this request, made at first use. `load` gets all keys of a moment; a key missing from its map is null. */
export function loader<K, V>(context: GraphqlContext, owner: object | string, name: string, load: (keys: readonly K[]) => Promise<Map<K, V>>, maxBatchSize = 1000): DataLoader<K, V | null> {
  let named = context.loaders.get(owner) as Map<string, DataLoader<K, V | null>> | undefined;
  if (!named) context.loaders.set(owner, named = new Map());
  let found = named.get(name);
  if (!found) {
    found = new DataLoader<K, V | null>(async (keys) => {
      const values = await load(keys);
      return keys.map((key) => values.get(key) ?? null);
    }, { maxBatchSize });
    named.set(name, found);
  }
  return found;
}

/** The dataset of a noun with this id or key, shaped by the selection of the field. */
export function loadDataset(context: GraphqlContext, info: GraphQLResolveInfo, noun: Noun, by: 'id' | 'key', value: string | number): Promise<Row | null> {
  const asOf = asOfOf(context, info);
  return loader<string | number, Row>(context, info.fieldNodes[0]!, `${noun} ${by} ${asOf ?? ''}`, async (values) => {
    const plan = planRows(context, info, noun, { op: 'in', sql: column(by), type: by === 'id' ? 'uuid' : 'bigint', values }, values.length);
    plan.row.members.outputs.push({ property: '$by', sql: column(by) });
    const page = await runPage(context.db, compilePage(plan, scopeOf(context, asOf)));
    return new Map((page.nodes as Row[]).map((row) => [row['$by'] as string | number, row]));
  }).load(value);
}

const versionColumns = ['key', 'id', 'version', 'revision', 'recorded_from', 'recorded_to', 'change_reason'];

async function versionsWhere(context: GraphqlContext, noun: DatasetNoun, by: 'id' | 'key', values: readonly (string | number)[]): Promise<Row[]> {
  const { table } = descriptors[noun];
  const parameters = new Parameters();
  const wanted = parameters.add([...values], by === 'id' ? 'uuid[]' : 'bigint[]');
  const conditions = [`t.${by} = any(${wanted})`, ...visible(table, 't', scopeOf(context), parameters, { anyVersion: true })];
  const rows = await context.db.rows({
    text: `select ${versionColumns.map((name) => `t.${name}`).join(', ')} from ${table.name} t where ${conditions.join(' and ')} order by t.recorded_from desc, t.recorded_to desc, t.key desc`,
    values: parameters.values,
  });
  return rows.map(([key, id, version, revision, recordedFrom, recordedTo, changeReason]) => ({ key, id, version, revision, recordedFrom, recordedTo, changeReason }));
}

/** All versions of a dataset, newest first. */
export async function loadVersions(context: GraphqlContext, noun: DatasetNoun, id: string): Promise<Row[]> {
  const found = await loader<string, Row[]>(context, 'versions', noun, async (ids) =>
    Map.groupBy(await versionsWhere(context, noun, 'id', ids as string[]), (row) => row['id'] as string)).load(id);
  return found ?? [];
}

/** The version with this key. */
export function loadVersion(context: GraphqlContext, noun: DatasetNoun, key: number): Promise<Row | null> {
  return loader<number, Row>(context, 'version', noun, async (keys) =>
    new Map((await versionsWhere(context, noun, 'key', keys as number[])).map((row) => [row['key'] as number, row]))).load(key);
}

export const isDatasetNoun = (noun: string): noun is DatasetNoun => noun in datasetSchemas;
