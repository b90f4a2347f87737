// Tables of the bookkeeping: source documents, import runs with their issues, and the places of the hub's own list.
import { field, type Column, type ColumnType, type Table } from './column.ts';

const plain = (name: string, type: ColumnType, more: Partial<Column> = {}): Column => ({ name, type, nullable: true, ...more });
const key = plain('key', 'bigint', { nullable: false, identity: true });
const id = plain('id', 'uuid', { nullable: false, default: 'gen_random_uuid()' });
const required = (column: Column): Column => ({ ...column, nullable: false });
const counted = (path: string): Column => ({ ...field('importRun', path), type: 'bigint', nullable: false, default: '0' });

export const sourceDocumentTable: Table = {
  name: 'source_document', noun: 'sourceDocument', versioned: false,
  columns: [
    key, id, plain('sha256', 'bytea', { nullable: false }),
    required(field('sourceDocument', 'name')), required(field('sourceDocument', 'format')), field('sourceDocument', 'formatVersion'),
    { ...field('sourceDocument', 'byteLength'), type: 'bigint', nullable: false }, plain('content', 'bytea', { nullable: false, storage: 'external', secret: true }),
    plain('encoding', 'text', { nullable: false, default: `'identity'` }), { ...field('sourceDocument', 'importedAt'), nullable: false, default: 'now()' },
    plain('import_run', 'bigint'), plain('adapter', 'text'),
    plain('partner_id', 'uuid'), // who sent it, where it did not come by an import
    plain('datasets', 'integer', { nullable: false, default: '0' }), plain('exchanges', 'integer', { nullable: false, default: '0' }),
    plain('issue_counts', 'jsonb'), // exact counts by code of everything found in the file
    plain('issues', 'jsonb'), // issues of the file as a whole; those of a dataset stand with it
  ],
  indexes: [
    { name: 'source_document_id', on: 'id', unique: true }, { name: 'source_document_sha256', on: 'sha256', unique: true },
    { name: 'source_document_import_run', on: 'import_run, key', where: 'import_run is not null' },
  ],
};

export const importRunTable: Table = {
  name: 'import_run', noun: 'importRun', versioned: false,
  columns: [
    key, id, required(field('importRun', 'state')), required(field('importRun', 'origin')),
    { ...field('importRun', 'startedAt'), nullable: false, default: 'now()' }, field('importRun', 'finishedAt'), required(field('importRun', 'adapterVersion')),
    { ...field('importRun', 'filesTotal'), type: 'bigint' }, counted('filesDone'), { ...field('importRun', 'bytesTotal'), type: 'bigint' }, counted('bytesDone'),
    counted('datasetsNew'), counted('datasetsUpdated'), counted('datasetsUnchanged'), counted('datasetsRefused'), counted('exchanges'),
    field('importRun', 'message'), plain('issue_counts', 'jsonb', { nullable: false, default: `'{}'` }),
  ],
  indexes: [{ name: 'import_run_id', on: 'id', unique: true }],
};

export const importIssueTable: Table = {
  name: 'import_issue', versioned: false,
  columns: [
    key, plain('import_run', 'bigint', { nullable: false }), plain('code', 'text', { nullable: false }), plain('kind', 'text', { nullable: false }),
    plain('severity', 'text', { nullable: false }), plain('file', 'text'), plain('dataset', 'text'), plain('path', 'text'),
    plain('params', 'jsonb', { nullable: false, default: `'{}'` }),
  ],
  indexes: [{ name: 'import_issue_run', on: 'import_run, key' }],
};

/** Exchanges stored by the import that is going on, for its link step. Unlogged. */
export const importExchangeTable: Table = {
  name: 'import_exchange', versioned: false,
  columns: [
    plain('process_key', 'bigint', { nullable: false }), plain('flow_id', 'uuid'), plain('provider_id', 'uuid'), plain('direction', 'text'),
    plain('is_reference', 'boolean', { nullable: false }), plain('unit', 'text'), plain('amount', 'text'),
  ],
  indexes: [],
};

export const geographyTable: Table = {
  name: 'geography', versioned: false,
  columns: [
    plain('code', 'text', { nullable: false }), plain('kind', 'text', { nullable: false }), plain('name_en', 'text'), plain('name_zh', 'text'),
    plain('parents', 'text[]', { nullable: false, default: `'{}'` }), plain('ancestors', 'text[]', { nullable: false, default: `'{}'` }),
  ],
  indexes: [{ name: 'geography_code', on: 'code', unique: true }, { name: 'geography_ancestors', using: 'gin', on: 'ancestors' }],
};
