// The columns that every dataset table has, and the builder of dataset tables.
import type { z } from 'zod';
import { datasetSchemas, type DatasetNoun } from '../../model/noun.ts';
import { searchVector } from '../search.ts';
import { snakeCase, valueAt, type Column, type Index, type Table } from './column.ts';
import { unwrap } from './schema-path.ts';

type Json = Record<string, unknown>;

const rest = (name: string, type: Column['type'], from: (record: Json, context: Parameters<NonNullable<Column['from']>>[1]) => unknown, more: Partial<Column> = {}): Column =>
  ({ name, type, nullable: true, from: from as Column['from'], ...more });

const textsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).flatMap(textsOf) : [];
};

/** All texts at a path; a list on the way stands for each of its items. */
function textsAt(value: unknown, [step, ...rest]: readonly string[]): string[] {
  if (step === undefined) return textsOf(value);
  if (Array.isArray(value)) return value.flatMap((item) => textsAt(item, [step, ...rest]));
  return value !== null && typeof value === 'object' ? textsAt((value as Json)[step], rest) : [];
}

/** Fields of a noun that are kept as rows of their own, not in its record. */
export function rowFields(noun: DatasetNoun): string[] {
  const shape = (unwrap(datasetSchemas[noun]) as z.ZodObject).shape as Record<string, z.ZodType>;
  return Object.keys(shape).filter((key) => shape[key]!.meta()?.rows !== undefined);
}

function withoutRows(noun: DatasetNoun): (record: Json) => Json {
  const long = rowFields(noun);
  if (long.length === 0) return (record) => record;
  return (record) => {
    const short = { ...record };
    for (const key of long) delete short[key];
    return short;
  };
}

function common(noun: DatasetNoun, place: string | undefined, searched: readonly string[]): Column[] {
  const steps = searched.map((path) => path.split('.'));
  return [
    rest('key', 'bigint', (_, c) => c.key, { nullable: false, identity: true }),
    rest('id', 'uuid', (r) => r['id'], { nullable: false, path: 'id' }),
    rest('version', 'text', (r) => r['version'], { nullable: false, path: 'version' }),
    rest('revision', 'integer', (_, c) => c.revision ?? 1, { nullable: false, default: '1' }),
    rest('recorded_from', 'timestamptz', (_, c) => c.recordedFrom, { nullable: false, default: 'now()' }),
    rest('recorded_to', 'timestamptz', (_, c) => c.recordedTo ?? null),
    rest('supersedes', 'bigint', (_, c) => c.supersedes ?? null),
    rest('change_reason', 'text', (_, c) => c.changeReason ?? null),
    rest('placeholder', 'boolean', (_, c) => c.placeholder ?? false, { nullable: false, default: 'false' }),
    rest('derived', 'boolean', (_, c) => c.derived ?? false, { nullable: false, default: 'false' }),
    rest('source_document', 'bigint', (_, c) => c.sourceDocument ?? null),
    rest('import_run', 'bigint', (_, c) => c.importRun ?? null),
    rest('adapter', 'text', (_, c) => c.adapter ?? null),
    rest('content_hash', 'bytea', (_, c) => c.contentHash ?? null),
    rest('visibility', 'text', (r, c) => r['visibility'] ?? c.visibility ?? 'PUBLIC', { nullable: false, default: `'PUBLIC'` }),
    rest('license', 'text', (r) => valueAt(r, ['rights', 'license']) ?? null),
    rest('redistribution', 'text', (r) => valueAt(r, ['rights', 'redistribution']) ?? null),
    rest('name', 'jsonb', (r) => r['name'] ?? {}, { nullable: false, default: `'{}'`, path: 'name' }),
    rest('search', 'tsvector', (r) => searchVector(steps.flatMap((path) => textsAt(r, path))), { nullable: false, default: `''` }),
    rest('classification', 'text[]', (_, c) => c.classification ?? [], { nullable: false, default: `'{}'` }),
    rest('geography', 'text', (r) => (place === undefined ? null : valueAt(r, [place, 'code']) ?? null)),
    rest('issues', 'jsonb', (_, c) => (c.issues && c.issues.length > 0 ? c.issues : null)),
    rest('record', 'jsonb', withoutRows(noun), { nullable: false, default: `'{}'` }),
  ];
}

/** Order by name: English before Chinese, no longer than a btree entry may be. */
export const nameOrder = (alias: string): string => `lower("left"(coalesce(${alias}name ->> 'en', ${alias}name ->> 'zh', ''), 200))`;

const commonIndexes = (table: string, place: boolean): Index[] => [
  { name: `${table}_current`, on: 'id', unique: true, where: 'recorded_to is null' },
  { name: `${table}_versions`, on: 'id, version, revision', unique: true },
  { name: `${table}_search`, using: 'gin', on: 'search' },
  { name: `${table}_classification`, using: 'gin', on: 'classification' },
  { name: `${table}_name`, on: `${nameOrder('')} collate "C", key`, where: 'recorded_to is null' },
  { name: `${table}_source_document`, on: 'source_document', where: 'source_document is not null' },
  { name: `${table}_import_run`, on: 'import_run', where: 'import_run is not null' },
  { name: `${table}_hidden`, on: 'id, import_run', where: `visibility <> 'PUBLIC'` },
  ...(place ? [{ name: `${table}_geography`, on: 'geography, key', where: 'geography is not null' }] : []),
];

export interface DatasetTableOptions {
  /** Field of the record that holds the place. */
  place?: string;
  /** Fields besides name and synonyms whose words `search` finds. */
  search?: readonly string[];
  columns: readonly Column[];
  indexes?: readonly Index[];
  belongsTo?: string;
  about?: string;
  closed?: Table['closed'];
}

/** A dataset table: the common columns, then those of the noun. Reference columns are indexed. */
export function datasetTable(noun: DatasetNoun, options: DatasetTableOptions): Table {
  const name = snakeCase(noun);
  const references = options.columns.filter((c) => c.to !== undefined)
    .map((c) => ({ name: `${name}_${c.name}`, on: `${c.name}, key`, where: `${c.name} is not null` }));
  return {
    name, noun, versioned: true, place: options.place !== undefined,
    ...(options.belongsTo !== undefined && { belongsTo: options.belongsTo }), ...(options.about !== undefined && { about: options.about }), ...(options.closed !== undefined && { closed: options.closed }),
    columns: [...common(noun, options.place, ['name', 'synonyms', ...(options.search ?? [])]), ...options.columns],
    indexes: [...commonIndexes(name, options.place !== undefined), ...references, ...(options.indexes ?? [])],
  };
}
