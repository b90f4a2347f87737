// Tables of access: partners, what they are granted, and who was given what is restricted.
import type { Noun } from '../../model/noun.ts';
import { field, type Column, type ColumnType, type Table } from './column.ts';

const plain = (name: string, type: ColumnType, more: Partial<Column> = {}): Column => ({ name, type, nullable: true, ...more });
const key = plain('key', 'bigint', { nullable: false, identity: true });
const id = plain('id', 'uuid', { nullable: false, default: 'gen_random_uuid()' });
const fields = (noun: Noun, required: readonly string[], optional: readonly string[]): Column[] =>
  [...required.map((path) => ({ ...field(noun, path), nullable: false })), ...optional.map((path) => field(noun, path))];
const now = (column: Column): Column => ({ ...column, nullable: false, default: 'now()' });
const list = (column: Column): Column => ({ ...column, nullable: false, default: `'{}'` });

export const partnerTable: Table = {
  name: 'partner', noun: 'partner', versioned: false,
  columns: [
    key, id, ...fields('partner', ['name', 'kind'], []), { ...field('partner', 'status'), nullable: false, default: `'ACTIVE'` },
    ...fields('partner', [], ['organizationId', 'baseUrl', 'authUrl', 'pactVersion', 'sources', 'contacts', 'syncMinutes', 'nextSyncAt', 'lastSyncAt', 'lastSyncError', 'note']), { ...field('partner', 'tellsChanges'), nullable: false, default: 'false' },
    now(field('partner', 'createdAt')), now(field('partner', 'updatedAt')),
    plain('sync_state', 'jsonb'), // validators and times of the last pull, for the next to ask only for what is new
    plain('client_id', 'text'), // what the hub signs in with at the host of the partner
    plain('client_secret', 'bytea', { secret: true }), // sealed; see src/hub/access/seal.ts
  ],
  indexes: [
    { name: 'partner_id', on: 'id', unique: true }, { name: 'partner_name', on: 'lower(name)', unique: true },
    { name: 'partner_organization', on: 'organization_id', where: 'organization_id is not null' },
  ],
};

export const accessGrantTable: Table = {
  name: 'access_grant', noun: 'accessGrant', versioned: false,
  columns: [
    key, id, ...fields('accessGrant', ['target', 'targetId', 'grantedBy'], ['partnerId', 'organizationId', 'ownerId', 'noun', 'validUntil', 'reason', 'revokedAt', 'revokedBy']),
    list(field('accessGrant', 'fieldGroups')), now(field('accessGrant', 'grantedAt')),
  ],
  indexes: [
    { name: 'access_grant_id', on: 'id', unique: true },
    { name: 'access_grant_partner', on: 'partner_id, target, target_id', where: 'partner_id is not null and revoked_at is null' },
    { name: 'access_grant_organization', on: 'organization_id, target, target_id', where: 'organization_id is not null and revoked_at is null' },
    { name: 'access_grant_target', on: 'target_id' }, { name: 'access_grant_owner', on: 'owner_id, key', where: 'owner_id is not null' },
  ],
};

export const accessEventTable: Table = {
  name: 'access_event', noun: 'accessEvent', versioned: false,
  columns: [
    key, id, now(field('accessEvent', 'at')), ...fields('accessEvent', ['actor', 'noun', 'path'], ['partnerId']), list(field('accessEvent', 'recordIds')), list(field('accessEvent', 'fieldGroups')),
  ],
  indexes: [
    { name: 'access_event_id', on: 'id', unique: true }, { name: 'access_event_records', using: 'gin', on: 'record_ids' },
    { name: 'access_event_partner', on: 'partner_id, key', where: 'partner_id is not null' },
  ],
};
