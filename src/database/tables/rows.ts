// Tables of the long lists of datasets, and of the references between datasets.
import { nounSchemas, type RowNoun } from '../../model/noun.ts';
import type { z } from 'zod';
import { valueAt, type Column, type ColumnType, type RowContext, type Table } from './column.ts';
import { storable } from './storable.ts';

type Json = Record<string, unknown>;

const column = (name: string, type: ColumnType, path: string, more: Partial<Column> = {}): Column => {
  const steps = path.split('.');
  return { name, type, nullable: true, path, from: ((record: Json) => storable(type, valueAt(record, steps))) as Column['from'], ...more };
};

const key: Column = { name: 'key', type: 'bigint', nullable: false, identity: true, from: (_: never, c: RowContext) => c.key };

/** The fields of a row that no column holds in full. Of `references`, by field and kind, the columns hold those that are plain. */
function detail(noun: RowNoun, held: readonly string[], references: Record<string, string> = {}): Column {
  const rest = Object.keys((nounSchemas[noun] as z.ZodObject).shape).filter((k) => !held.includes(k));
  return {
    name: 'detail', type: 'text', nullable: true, // the text of JSON: only whole fields of it are asked for, and to have each judged again as JSON took a twentieth of an import
    from: ((record: Json) => {
      let fields = rest;
      for (const name in references) if (!plainReference(record[name], references[name]!)) fields = [...fields, name];
      return textOf(fields, record);
    }) as Column['from'],
  };
}

function textOf(fields: readonly string[], record: Json): string | null {
  let found: Json | null = null;
  for (const field of fields) if (record[field] !== undefined) (found ??= {})[field] = record[field];
  return found === null ? null : JSON.stringify(found);
}

// A reference that is no more than id, version and name is held by columns; anything else it says must stand in the detail as well.
const plainReference = (value: unknown, type: string): boolean =>
  value === undefined || Object.keys(value as Json).every((k) => k === 'id' || k === 'version' || k === 'name' || (k === 'type' && (value as Json)['type'] === type));

const double = (text: unknown): number | null => {
  const value = typeof text === 'string' && text !== '' ? Number(text) : Number.NaN;
  return Number.isFinite(value) ? value : null;
};

/** Identifier of a reference that points to the noun; a supplier may be a model. */
const idOf = (value: unknown, type: string): unknown => ((value as Json | undefined)?.['type'] === type ? (value as Json)['id'] : undefined);

const owner = (name: string): Column => ({ name, type: 'bigint', nullable: false, from: (_: never, c: RowContext) => c.owner });

export const rowTables: Record<RowNoun, Table> = {
  exchange: {
    name: 'exchange', noun: 'exchange', versioned: false, owner: { column: 'process_key', table: 'process' },
    columns: [
      key, owner('process_key'), column('position', 'integer', 'position', { nullable: false }), column('internal_id', 'text', 'internalId'),
      column('direction', 'text', 'direction'), column('flow_id', 'uuid', 'flow.id', { to: 'flow' }), column('flow_version', 'text', 'flow.version'),
      column('flow_name', 'jsonb', 'flow.name'), column('is_reference', 'boolean', 'isReference', { nullable: false, default: 'false' }), column('function', 'text', 'function'),
      column('amount', 'text', 'amount'),
      { name: 'amount_value', type: 'double precision', nullable: true, from: ((r: Json) => double(r['amount'])) as Column['from'] },
      column('unit', 'text', 'unit'), column('provider_id', 'uuid', 'provider.id', { to: 'process', from: ((r: Json) => storable('uuid', idOf(r['provider'], 'process'))) as Column['from'] }), column('location', 'text', 'location.code'),
      detail('exchange', ['position', 'internalId', 'direction', 'flow', 'isReference', 'function', 'amount', 'unit'], { flow: 'flow' }),
    ],
    indexes: [
      { name: 'exchange_process', on: 'process_key, "position"' },
      { name: 'exchange_flow', on: 'flow_id, key' },
      { name: 'exchange_provider', on: 'provider_id, key', where: 'provider_id is not null' },
      { name: 'exchange_without_unit', on: 'flow_id', where: 'unit is null' },
    ],
  },
  parameter: {
    name: 'parameter', noun: 'parameter', versioned: false, owner: { column: 'process_key', table: 'process' },
    columns: [
      key, owner('process_key'), column('position', 'integer', 'position', { nullable: false }), column('name', 'text', 'name', { nullable: false }),
      column('formula', 'text', 'formula'), column('value', 'text', 'value'), detail('parameter', ['position', 'name', 'formula', 'value']),
    ],
    indexes: [{ name: 'parameter_process', on: 'process_key, "position"' }],
  },
  characterizationFactor: {
    name: 'characterization_factor', noun: 'characterizationFactor', versioned: false, owner: { column: 'impact_category_key', table: 'impact_category' },
    columns: [
      key, owner('impact_category_key'), column('position', 'integer', 'position', { nullable: false }), column('flow_id', 'uuid', 'flow.id', { to: 'flow' }),
      column('flow_version', 'text', 'flow.version'), column('flow_name', 'jsonb', 'flow.name'), column('direction', 'text', 'direction', { nullable: false }),
      column('location', 'text', 'location.code'), column('value', 'text', 'value', { nullable: false }),
      { name: 'value_number', type: 'double precision', nullable: true, from: ((r: Json) => double(r['value'])) as Column['from'] },
      detail('characterizationFactor', ['position', 'flow', 'direction', 'value'], { flow: 'flow' }),
    ],
    indexes: [
      { name: 'characterization_factor_category', on: 'impact_category_key, "position"' },
      { name: 'characterization_factor_flow', on: 'flow_id, key' },
    ],
  },
  processInstance: {
    name: 'process_instance', noun: 'processInstance', versioned: false, owner: { column: 'life_cycle_model_key', table: 'life_cycle_model' },
    columns: [
      key, owner('life_cycle_model_key'), column('position', 'integer', 'position', { nullable: false }), column('internal_id', 'text', 'internalId', { nullable: false }),
      { name: 'process_id', type: 'uuid', nullable: true, from: ((r: Json) => storable('uuid', idOf(r['process'], 'process'))) as Column['from'] },
      column('multiplication_factor', 'text', 'multiplicationFactor'),
      { name: 'multiplication_factor_value', type: 'double precision', nullable: true, from: ((r: Json) => double(r['multiplicationFactor'])) as Column['from'] },
      detail('processInstance', ['position', 'internalId', 'multiplicationFactor']),
    ],
    indexes: [
      { name: 'process_instance_model', on: 'life_cycle_model_key, "position"' },
      { name: 'process_instance_process', on: 'process_id, key', where: 'process_id is not null' },
    ],
  },
};

/** References that no column of the noun's own table holds; who refers to a source or a contact is answered from here. */
export const datasetReferenceTable: Table = {
  name: 'dataset_reference', versioned: false,
  columns: [
    key,
    { name: 'from_noun', type: 'text', nullable: false }, { name: 'from_key', type: 'bigint', nullable: false },
    { name: 'role', type: 'text', nullable: false }, { name: 'to_noun', type: 'text', nullable: false }, { name: 'to_id', type: 'uuid', nullable: false },
  ],
  indexes: [
    { name: 'dataset_reference_from', on: 'from_key, from_noun' },
    { name: 'dataset_reference_to', on: 'to_id, to_noun, key' },
  ],
};
