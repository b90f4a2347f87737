// Tables of the exchange of footprints by PACT: what partners see, requests with their rules, the outbox, what came in, and pulls.
import type { Noun } from '../../model/noun.ts';
import { field, type Column, type ColumnType, type Table } from './column.ts';

const plain = (name: string, type: ColumnType, more: Partial<Column> = {}): Column => ({ name, type, nullable: true, ...more });
const key = plain('key', 'bigint', { nullable: false, identity: true });
const id = plain('id', 'uuid', { nullable: false, default: 'gen_random_uuid()' });
const required = (noun: Noun, ...paths: string[]): Column[] => paths.map((path) => ({ ...field(noun, path), nullable: false }));
const optional = (noun: Noun, ...paths: string[]): Column[] => paths.map((path) => field(noun, path));
const now = (noun: Noun, path: string): Column => ({ ...field(noun, path), nullable: false, default: 'now()' });
const counted = (noun: Noun, ...paths: string[]): Column[] => paths.map((path) => ({ ...field(noun, path), nullable: false, default: '0' }));
/** Lists of identifiers; an array of uuid has no type of its own here. */
const ids = (noun: Noun, ...paths: string[]): Column[] => paths.map((path) => ({ ...field(noun, path), nullable: false, default: `'{}'` }));

/** Footprints by the id and in the words of PACT: one row a version of the dataset and a version of PACT. Made anew when footprint, product or organization change. */
export const pactFootprintTable: Table = {
  name: 'pact_footprint', noun: 'pactFootprint', versioned: false,
  columns: [
    key, id, ...required('pactFootprint', 'footprintId', 'footprintVersion', 'version', 'pactId', 'status', 'expressible'), field('pactFootprint', 'ownerId'),
    plain('footprint_key', 'bigint', { nullable: false }), plain('product_id', 'uuid'), plain('visibility', 'text', { nullable: false }), plain('restricted', 'text[]'),
    plain('document', 'text', { storage: 'external' }), // the JSON that partners get; null where the version cannot state it
    plain('closed_paths', 'jsonb'), // by group of fields: what of the document belongs to it
    plain('issues', 'jsonb'),
    plain('made_by', 'text', { nullable: false }), // version of Tanlu and issuer of URNs: other ones make other rows
    plain('product_urns', 'text[]', { nullable: false, default: `'{}'` }), plain('company_urns', 'text[]', { nullable: false, default: `'{}'` }), plain('class_urns', 'text[]', { nullable: false, default: `'{}'` }),
    plain('place', 'text'), // region, country or subdivision as PACT has it, in lower case; null is global
    plain('created_at', 'timestamptz', { nullable: false }), plain('updated_at', 'timestamptz'), plain('valid_from', 'timestamptz'), plain('valid_to', 'timestamptz'),
    plain('reference_start', 'timestamptz'), plain('reference_end', 'timestamptz'), plain('cpc', 'text'),
  ],
  indexes: [
    { name: 'pact_footprint_id', on: 'id', unique: true }, { name: 'pact_footprint_pact_id', on: 'version, pact_id', unique: true }, { name: 'pact_footprint_list', on: 'version, key', where: 'document is not null' },
    { name: 'pact_footprint_footprint', on: 'footprint_id' }, { name: 'pact_footprint_owner', on: 'owner_id, key', where: 'owner_id is not null' },
    { name: 'pact_footprint_products', using: 'gin', on: 'product_urns' }, { name: 'pact_footprint_companies', using: 'gin', on: 'company_urns' }, { name: 'pact_footprint_classes', using: 'gin', on: 'class_urns' },
  ],
};

/** Footprints whose rows above are to be made anew; filled by triggers. */
export const pactPendingTable: Table = {
  name: 'pact_pending', versioned: false, internal: true,
  columns: [key, plain('footprint_id', 'uuid', { nullable: false }), plain('since', 'timestamptz', { nullable: false, default: 'now()' })],
  indexes: [],
};

export const footprintRequestTable: Table = {
  name: 'footprint_request', noun: 'footprintRequest', versioned: false,
  columns: [
    key, id, ...required('footprintRequest', 'direction', 'state', 'partnerId', 'version', 'eventId', 'criteria'), field('footprintRequest', 'comment'),
    ...ids('footprintRequest', 'productIds', 'ownerIds', 'footprintIds'), now('footprintRequest', 'receivedAt'), ...required('footprintRequest', 'deadline'),
    ...optional('footprintRequest', 'madeBy', 'decidedAt', 'decidedBy', 'reason', 'code'), plain('source', 'text', { nullable: false }),
  ],
  indexes: [
    { name: 'footprint_request_id', on: 'id', unique: true }, { name: 'footprint_request_event', on: 'direction, partner_id, event_id', unique: true },
    { name: 'footprint_request_open', on: 'deadline', where: `state in ('RECEIVED', 'SENT')` }, { name: 'footprint_request_owners', using: 'gin', on: 'owner_ids' },
  ],
};

export const requestRuleTable: Table = {
  name: 'request_rule', noun: 'requestRule', versioned: false,
  columns: [key, id, ...required('requestRule', 'ownerId', 'action', 'madeBy'), ...optional('requestRule', 'partnerId', 'productId', 'reason', 'validUntil', 'endedAt'), ...ids('requestRule', 'fieldGroups'), now('requestRule', 'madeAt')],
  indexes: [{ name: 'request_rule_id', on: 'id', unique: true }, { name: 'request_rule_owner', on: 'owner_id', where: 'ended_at is null' }],
};

export const deliveryTable: Table = {
  name: 'delivery', noun: 'delivery', versioned: false,
  columns: [
    key, id, ...required('delivery', 'partnerId', 'kind', 'version', 'eventId'), field('delivery', 'requestId'), { ...field('delivery', 'state'), nullable: false, default: `'PENDING'` }, ...counted('delivery', 'attempts'),
    now('delivery', 'createdAt'), field('delivery', 'nextAttemptAt'), ...required('delivery', 'giveUpAt'), ...optional('delivery', 'deliveredAt', 'lastError'),
    plain('event', 'text', { nullable: false, storage: 'external', secret: true }), // the event as it is sent
  ],
  indexes: [
    { name: 'delivery_id', on: 'id', unique: true }, { name: 'delivery_event', on: 'event_id', unique: true }, { name: 'delivery_partner', on: 'partner_id, key' },
    { name: 'delivery_due', on: 'next_attempt_at', where: `state = 'PENDING'` },
  ],
};

/** Events that came in: an event has its effect once, however often it is sent. */
export const receivedEventTable: Table = {
  name: 'received_event', versioned: false, internal: true,
  columns: [
    key, plain('partner_id', 'uuid', { nullable: false }), plain('source', 'text', { nullable: false }), plain('event_id', 'text', { nullable: false }), plain('kind', 'text', { nullable: false }),
    plain('version', 'text', { nullable: false }), plain('received_at', 'timestamptz', { nullable: false, default: 'now()' }), plain('attempts', 'integer', { nullable: false, default: '0' }), plain('next_attempt_at', 'timestamptz', { nullable: false, default: 'now()' }),
    plain('done_at', 'timestamptz'), plain('message', 'text'),
    plain('event', 'text', { storage: 'external', secret: true }), // kept until its effect is had
  ],
  indexes: [{ name: 'received_event_id', on: 'partner_id, source, event_id', unique: true }, { name: 'received_event_open', on: 'next_attempt_at', where: 'done_at is null' }],
};

/** Footprints that partners sent: who sent which, and in which words. What is the same as before is known by its hash. */
export const receivedFootprintTable: Table = {
  name: 'received_footprint', versioned: false, internal: true,
  columns: [
    key, plain('partner_id', 'uuid', { nullable: false }), plain('footprint_id', 'uuid', { nullable: false }),
    plain('major', 'integer', { nullable: false }), plain('version', 'text', { nullable: false }), // of PACT; of the dataset
    plain('status', 'text', { nullable: false }), // as stated last
    plain('sha256', 'bytea', { nullable: false }), // of the text that came last
    plain('body', 'bytea', { nullable: false }), // hash of what may not change under an identifier; see src/transfer/pact/received/body.ts
    plain('preceding_ids', 'text[]', { nullable: false, default: `'{}'` }),
    plain('received_at', 'timestamptz', { nullable: false, default: 'now()' }),
  ],
  indexes: [
    { name: 'received_footprint_id', on: 'footprint_id, major, version', unique: true }, { name: 'received_footprint_sha256', on: 'sha256' }, { name: 'received_footprint_partner', on: 'partner_id, key' },
    { name: 'received_footprint_preceding', using: 'gin', on: 'preceding_ids' },
  ],
};

/** What a partner calls products and organizations of the hub, beside what their records say. */
export const partnerAliasTable: Table = {
  name: 'partner_alias', versioned: false, internal: true,
  columns: [
    key, plain('partner_id', 'uuid', { nullable: false }), plain('noun', 'text', { nullable: false }),
    plain('name', 'text', { nullable: false }), // URN in lower case; of codes that a company gives with whose they are
    plain('target_id', 'uuid', { nullable: false }),
  ],
  indexes: [{ name: 'partner_alias_name', on: 'partner_id, noun, "name"', unique: true }],
};

export const syncRunTable: Table = {
  name: 'sync_run', noun: 'syncRun', versioned: false,
  columns: [
    key, id, ...required('syncRun', 'partnerId', 'trigger', 'version'), { ...field('syncRun', 'state'), nullable: false, default: `'RUNNING'` }, now('syncRun', 'startedAt'), field('syncRun', 'finishedAt'),
    ...counted('syncRun', 'pages', 'seen', 'added', 'changed', 'unchanged', 'refused'), field('syncRun', 'message'), plain('issues', 'jsonb'),
  ],
  indexes: [{ name: 'sync_run_id', on: 'id', unique: true }, { name: 'sync_run_partner', on: 'partner_id, key' }],
};

/** The same rows as the access policy sees them: as open as the footprint they state. */
export const pactFootprintAccess: Table = { ...pactFootprintTable, noun: 'footprint', recordId: 'footprint_id', belongsTo: 'owner_id', about: 'product_id' };
