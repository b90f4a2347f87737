// Tables of mappings: flows with what they were found to be, and the rows of the mapping tables, which are made equal to the files at every start.
import type { Noun } from '../../model/noun.ts';
import { field, type Column, type ColumnType, type Table } from './column.ts';

const plain = (name: string, type: ColumnType, more: Partial<Column> = {}): Column => ({ name, type, nullable: true, ...more });
const key = plain('key', 'bigint', { nullable: false, identity: true });
const id = plain('id', 'uuid', { nullable: false, default: 'gen_random_uuid()' });
const columns = (noun: Noun, required: readonly string[], paths: readonly string[]): Column[] => paths.map((path) => ({ ...field(noun, path), nullable: !required.includes(path) }));
/** Factors keep the text in which they are stated. */
const exact = (column: Column): Column => (column.path === 'factor' ? { ...column, type: 'text' } : column);

export const flowMappingTable: Table = {
  name: 'flow_mapping', noun: 'flowMapping', versioned: false,
  columns: [
    key, id,
    ...columns('flowMapping', ['flowId', 'state', 'method'], ['flowId', 'state', 'method', 'condition', 'factor', 'unit', 'list', 'targetId', 'targetName', 'compartment', 'reversed', 'carbonOrigin',
      'flowName', 'flowCompartment', 'flowUnit', 'reason', 'candidates', 'origin']).map(exact),
    { ...field('flowMapping', 'exchanges'), type: 'bigint', nullable: false, default: '0' }, field('flowMapping', 'decidedAt'), { ...field('flowMapping', 'updatedAt'), nullable: false, default: 'now()' },
  ],
  indexes: [
    { name: 'flow_mapping_id', on: 'id', unique: true }, { name: 'flow_mapping_flow', on: 'flow_id', unique: true },
    { name: 'flow_mapping_queue', on: 'state, exchanges desc, key' },
  ],
};

const rowPaths = ['map', 'sourceList', 'sourceId', 'sourceName', 'sourceContext', 'sourceUnit', 'condition', 'factor', 'targetList', 'targetId', 'targetName', 'targetContext', 'targetUnit', 'reversed', 'remark'];

export const flowMapRowTable: Table = {
  name: 'flow_map_row', noun: 'flowMapRow', versioned: false,
  columns: [key, ...columns('flowMapRow', rowPaths.filter((path) => path !== 'factor' && path !== 'remark'), rowPaths).map(exact)],
  indexes: [{ name: 'flow_map_row_source', on: 'source_id, key' }, { name: 'flow_map_row_target', on: 'target_id, key' }],
};

export const fieldMappingTable: Table = {
  name: 'field_mapping', noun: 'fieldMapping', versioned: false,
  columns: [key, ...columns('fieldMapping', ['format', 'table', 'path', 'occurs'], ['format', 'table', 'dataset', 'path', 'model', 'transform', 'occurs', 'lost', 'note'])],
  indexes: [{ name: 'field_mapping_format', on: 'format, key' }],
};
