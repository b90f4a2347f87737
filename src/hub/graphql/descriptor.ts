// A noun as the API shows it: derived from its table and its model schema, plus what those cannot tell (names of lists, inverse relations).
import type { z } from 'zod';
import type { Expression, Relation } from '../../database/read/plan.ts';
import type { Predicate } from '../../database/read/predicate.ts';
import { nounSchemas, type Noun } from '../../model/noun.ts';
import { camelCase, type Column, type Table } from '../../database/tables/column.ts';
import { metaOf, schemaAt, unwrap } from '../../database/tables/schema-path.ts';
import { nounTables } from '../../database/tables/tables.ts';
import type { TypeThunk } from './declare.ts';

/** A condition of a noun's filter. */
export interface Condition {
  type: TypeThunk;
  description: string;
  // oxlint-disable-next-line typescript/no-explicit-any -- the shape of the input is that of `type`
  predicate: (value: any, depth: number) => Predicate;
}

export interface ToOne {
  to: Noun;
  local: string;
  /** Column that tells rows apart: at most one has a value. */
  foreign: 'id' | 'key' | 'flow_id';
  description: string;
}

export interface ToMany {
  to: Noun;
  local: 'id' | 'key';
  foreign: string;
  description: string;
}

export interface Descriptor {
  noun: Noun;
  type: string;
  single: string;
  plural: string;
  description: string;
  table: Table;
  toOne: Record<string, ToOne>;
  toMany: Record<string, ToMany>;
  /** Top-level references of the model that give their name to a relation: field → name of the plain reference. */
  renamed: Record<string, string>;
  /** Columns between which a record is valid. */
  validity?: { from: string; to: string };
  /** Text columns of decimals that are compared through a number column beside them. */
  numbers: Record<string, string>;
  /** Model fields whose value is neither a column nor in the record. */
  values: Record<string, Expression>;
  /** Filter conditions that only this noun has, or has otherwise than others. */
  conditions: Record<string, Condition>;
}

export interface DescriptorOptions {
  plural?: string;
  /** Relations besides those of the table's reference columns. */
  toOne?: Record<string, ToOne>;
  toMany?: Record<string, { from: Noun; column: string; by?: 'id' | 'key'; description: string }>;
  validity?: { from: string; to: string };
  numbers?: Record<string, string>;
  values?: Record<string, Expression>;
  conditions?: Record<string, Condition>;
}

/** The relation of a noun to another, as reads follow it. */
export const relationTo = ({ table }: Descriptor, { to, local, foreign }: Pick<ToOne | ToMany, 'to' | 'local' | 'foreign'>): Relation => ({ table: nounTables[to], from: table, local, foreign });

const pluralOf = (noun: string): string => (noun.endsWith('y') ? `${noun.slice(0, -1)}ies` : noun.endsWith('s') ? `${noun}es` : `${noun}s`);

function referenceRelations(noun: Noun, table: Table): Record<string, ToOne> {
  const relations: Record<string, ToOne> = {};
  for (const column of table.columns) {
    if (!column.to) continue;
    const steps = column.path!.split('.').slice(0, -1);
    relations[camelCase(column.name.replace(/_id$/, ''))] = { to: column.to, local: column.name, foreign: 'id', description: metaOf(schemaAt(nounSchemas[noun], steps)).description ?? '' };
  }
  return relations;
}

/** Describes a noun. What is not said follows from the table (src/database/tables) and the model (src/model). */
export function defineDescriptor(noun: Noun, options: DescriptorOptions = {}): Descriptor {
  const table = nounTables[noun];
  const schema = nounSchemas[noun];
  const shape = (unwrap(schema) as z.ZodObject).shape as Record<string, z.ZodType>;
  const toOne = { ...referenceRelations(noun, table), ...options.toOne };
  const renamed = Object.fromEntries(Object.keys(toOne).filter((name) => shape[name] !== undefined).map((name) => [name, `${name}Reference`]));
  const toMany = Object.fromEntries(Object.entries(options.toMany ?? {})
    .map(([name, many]) => [name, { to: many.from, local: many.by ?? 'id', foreign: many.column, description: many.description }]));
  const meta = metaOf(schema);
  return {
    noun, type: meta.id!, single: noun, plural: options.plural ?? pluralOf(noun), description: meta.description!, table, toOne, toMany, renamed,
    ...(options.validity && { validity: options.validity }), numbers: options.numbers ?? {}, values: options.values ?? {}, conditions: options.conditions ?? {},
  };
}

/** Columns that are plain texts in these tables and something else in others. */
const shown: Readonly<Record<string, string>> = { parameter: 'name', source_document: 'name', flow_mapping: 'flow_name', partner: 'name' };

/** Columns that people may filter and sort by. */
export function comparable(table: Table): Column[] {
  const hidden = ['search', 'detail', 'classification', 'content', 'content_hash', 'sha256', 'source_document', 'import_run', 'process_key', 'impact_category_key', 'life_cycle_model_key', 'supersedes', 'key', 'name', 'amount_value', 'value_number', 'multiplication_factor_value', 'flow_name', 'geography', 'visibility', 'recorded_to', 'restricted', 'client_id'];
  const named = new Set(hidden.filter((name) => shown[table.name] !== name));
  return table.columns.filter((c) => c.type !== 'jsonb' && c.type !== 'bytea' && !named.has(c.name));
}
