// The GraphQL object type of a noun, and where each of its fields comes from.
import { ID } from 'type-graphql';
import type { z } from 'zod';
import { fieldGroupPaths, type FieldGroup } from '../../model/field-group.ts';
import { datasetSchemas, nounSchemas, type Noun } from '../../model/noun.ts';
import { allOpen, whereOpen } from '../../database/read/access.ts';
import { column, type Expression } from '../../database/read/plan.ts';
import { rowFields } from '../../database/tables/dataset-columns.ts';
import { kindOf, unwrap } from '../../database/tables/schema-path.ts';
import { nounTables } from '../../database/tables/tables.ts';
import { descriptors } from '../descriptors.ts';
import { declareField, declareObject, type TypeClass } from './declare.ts';
import { relationTo, type Descriptor } from './descriptor.ts';
import type { FieldSource, FieldSources } from './field-source.ts';
import { Dataset, declareCommonFields, Node, Provenance } from './interfaces.ts';
import { declareModelFields } from './model-types.ts';

export interface NounType {
  type: TypeClass;
  sources: FieldSources;
}

const types = new Map<Noun, NounType>();

/** Model fields that the common fields of datasets show already. */
const shownElsewhere = new Set(['id', 'version', 'name', 'visibility']);
const isDataset = (noun: Noun): boolean => noun in datasetSchemas;
const rowId = (noun: Noun): Expression => (alias) => `'${noun}-' || ${alias}.key`;


const provenance: FieldSource = {
  kind: 'group',
  fields: {
    adapter: { kind: 'value', sql: column('adapter') },
    importedAt: { kind: 'value', sql: column('recorded_from') },
    issues: { kind: 'value', sql: (alias) => `coalesce(${alias}.issues, '[]')` },
    sourceDocument: { kind: 'one', relation: { table: nounTables.sourceDocument, local: 'source_document', foreign: 'key', provenance: true }, to: 'sourceDocument' },
    importRun: { kind: 'one', relation: { table: nounTables.importRun, local: 'import_run', foreign: 'key', provenance: true }, to: 'importRun' },
  },
};

const identity = { property: '$id', sql: column('id') };
const commonSources: FieldSources = {
  id: { kind: 'value', sql: column('id') },
  version: { kind: 'value', sql: column('version') },
  revision: { kind: 'value', sql: column('revision') },
  recordedFrom: { kind: 'value', sql: column('recorded_from') },
  recordedTo: { kind: 'value', sql: column('recorded_to') },
  changeReason: { kind: 'value', sql: column('change_reason') },
  name: { kind: 'text', sql: column('name') },
  isPlaceholder: { kind: 'value', sql: column('placeholder') },
  isDerived: { kind: 'value', sql: column('derived') },
  license: { kind: 'value', sql: column('license') },
  visibility: { kind: 'value', sql: column('visibility') },
  provenance,
  supersedes: { kind: 'computed', needs: [{ property: '$supersedes', sql: column('supersedes') }] },
  versions: { kind: 'computed', needs: [identity] },
};

/** Source of a model field: its own column, else the JSON that holds what has none. */
function modelSource(descriptor: Descriptor, field: string, schema: z.ZodType): FieldSource {
  const { table, noun } = descriptor;
  const json = (alias: string): string => (isDataset(noun) ? `${alias}.record` : `${alias}.detail::json`);
  const computed = descriptor.values[field];
  if (computed) return { kind: 'value', sql: computed };
  const own = table.columns.find((c) => c.path === field);
  if (own) return kindOf(schema) === 'LocalizedText' ? { kind: 'text', sql: column(own.name) } : { kind: 'value', sql: column(own.name) };
  const kind = kindOf(schema);
  const whole: Expression = (alias) => `${json(alias)} -> '${field}'`;
  if (!isDataset(noun) && field === 'flow') {
    return { kind: 'value', sql: (alias) => `coalesce(${alias}.detail::json -> 'flow', json_strip_nulls(json_build_object('type', 'flow', 'id', ${alias}.flow_id, 'version', ${alias}.flow_version, 'name', ${alias}.flow_name)))` };
  }
  if (kind === 'LocalizedText') return { kind: 'text', sql: whole };
  // Columns stand in for an object only where it must be there: else null and {} would look the same.
  if (kind === 'Object' && !schema.isOptional()) {
    const shape = (unwrap(schema) as z.ZodObject).shape as Record<string, z.ZodType>;
    const leaves = Object.fromEntries(table.columns.filter((c) => c.path?.startsWith(`${field}.`) && c.path.split('.').length === 2).map((c) => [c.path!.slice(field.length + 1), column(c.name)]));
    return { kind: 'embedded', sql: whole, leaves, required: Object.keys(shape).filter((k) => !shape[k]!.isOptional()) };
  }
  const asText = kind === 'String' || kind === 'Enum' || kind === 'Decimal' || kind === 'Date' || kind === 'DateTime' || kind === 'ID';
  return { kind: 'value', sql: asText ? (alias) => `${json(alias)} ->> '${field}'` : whole };
}

/** A field of a group that a record may close: nothing of it, or what of it is no part of the group, for readers it is closed to. */
function guarded({ noun, table }: Descriptor, field: string, schema: z.ZodType, source: FieldSource): FieldSource {
  const group = noun === 'footprint' ? groupOf(field) : undefined;
  // What stands beside a record may say what one of its groups does.
  if (noun === 'footprint' && field === 'extensions' && 'sql' in source) return { ...source, guard: { beside: true }, sql: (alias, reader) => `case when ${allOpen(table, alias, reader)} then ${source.sql(alias, reader)} end` };
  if (group === undefined || !('sql' in source)) return source;
  const inner = fieldGroupPaths[group].filter((path) => path.startsWith(`${field}.`)).map((path) => path.slice(field.length + 1));
  const rest: Expression = (alias, reader) => inner.reduce((sql, name) => `${sql} - '${name}'`, `(${source.sql(alias, reader)})`);
  const sql = whereOpen(table, group, source.sql, inner.length > 0 ? rest : schema.isOptional() ? undefined : () => `'{}'::jsonb`);
  const guard = { group, ...(inner.length > 0 && { inner }) };
  return source.kind === 'embedded' && inner.length === 0 ? { ...source, guard, sql, leaves: mapValues(source.leaves, (leaf) => whereOpen(table, group, leaf)) } : { ...source, guard, sql };
}

const groupOf = (field: string): FieldGroup | undefined =>
  (Object.keys(fieldGroupPaths) as FieldGroup[]).find((group) => fieldGroupPaths[group].some((path) => path === field || path.startsWith(`${field}.`)));

const mapValues = <T>(values: Record<string, T>, change: (value: T) => T): Record<string, T> => Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)]));

function modelPart(descriptor: Descriptor, type: TypeClass, sources: FieldSources): void {
  const { noun } = descriptor;
  const schema = unwrap(nounSchemas[noun]) as z.ZodObject;
  const shape = schema.shape as Record<string, z.ZodType>;
  const long = isDataset(noun) ? rowFields(noun as keyof typeof datasetSchemas) : [];
  const fields = Object.keys(shape).filter((f) => !long.includes(f) && !(isDataset(noun) && shownElsewhere.has(f)));
  // A dataset may be a placeholder, of which only the common fields are known.
  declareModelFields(type, descriptor.type, schema, fields, { rename: descriptor.renamed, ...(isDataset(noun) && { loose: [] }) });
  for (const field of fields) sources[descriptor.renamed[field] ?? field] = guarded(descriptor, field, shape[field]!, modelSource(descriptor, field, shape[field]!));
}

function relations(descriptor: Descriptor, type: TypeClass, sources: FieldSources): void {
  for (const [name, one] of Object.entries(descriptor.toOne)) {
    declareField(type, name, () => nounType(one.to).type, { description: one.description, nullable: true });
    sources[name] = { kind: 'one', relation: relationTo(descriptor, one), to: one.to };
  }
  for (const [name, many] of Object.entries(descriptor.toMany)) {
    sources[name] = { kind: 'many', relation: relationTo(descriptor, many), to: many.to };
  }
}

/** Type and field sources of a noun, made at first use; lists of related nouns are declared in noun-resolver.ts. */
export function nounType(noun: Noun): NounType {
  const known = types.get(noun);
  if (known) return known;
  const descriptor = descriptors[noun];
  const type = declareObject(descriptor.type, descriptor.description, isDataset(noun) ? [Node, Dataset] : [Node]);
  const made: NounType = { type, sources: {} };
  types.set(noun, made);
  if (isDataset(noun)) {
    declareCommonFields(type);
    Object.assign(made.sources, commonSources);
  } else {
    declareField(type, 'id', () => ID, { description: 'Identifier.' });
    const own = descriptor.table.columns.some((c) => c.name === 'id');
    made.sources['id'] = { kind: 'value', sql: own ? column('id') : rowId(noun) };
  }
  modelPart(descriptor, type, made.sources);
  relations(descriptor, type, made.sources);
  return made;
}

declareField(Provenance, 'sourceDocument', () => nounType('sourceDocument').type, { description: 'File it was read from; null for placeholders and for records made by the hub.', nullable: true });
declareField(Provenance, 'importRun', () => nounType('importRun').type, { description: 'Import that stored it; null where none did, or where the reader may not see all that it stored.', nullable: true });
