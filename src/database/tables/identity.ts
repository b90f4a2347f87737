// Tables of identity: people who sign in, credentials of partners' programs, used client assertions, keys that tokens are signed with.
import type { Column, ColumnType, Table } from './column.ts';

const plain = (name: string, type: ColumnType, more: Partial<Column> = {}): Column => ({ name, type, nullable: true, ...more });
const required = (name: string, type: ColumnType, more: Partial<Column> = {}): Column => plain(name, type, { nullable: false, ...more });
const key = required('key', 'bigint', { identity: true });
const id = required('id', 'uuid', { default: 'gen_random_uuid()' });
const now = { default: 'now()' };

export const personTable: Table = {
  name: 'person', versioned: false, internal: true,
  columns: [
    key, id, required('issuer', 'text'), required('subject', 'text'), required('name', 'text'), plain('email', 'text'),
    required('role', 'text', { default: `'reader'` }), plain('organization_id', 'uuid'), required('status', 'text', { default: `'ACTIVE'` }),
    required('created_at', 'timestamptz', now), required('last_seen', 'timestamptz', now),
    plain('signed_out_at', 'timestamptz'), // sessions that began before are over
  ],
  indexes: [{ name: 'person_id', on: 'id', unique: true }, { name: 'person_subject', on: 'issuer, subject', unique: true }],
};

export const partnerCredentialTable: Table = {
  name: 'partner_credential', versioned: false, internal: true,
  columns: [
    key, id, required('partner_id', 'uuid'), required('client_id', 'text'), required('kind', 'text'),
    plain('hint', 'text'), // beginning of the secret: tells which of several it is
    plain('secret_hash', 'text'), plain('jwks', 'jsonb'),
    required('created_at', 'timestamptz', now), plain('not_after', 'timestamptz'), plain('revoked_at', 'timestamptz'), plain('last_used_at', 'timestamptz'),
  ],
  indexes: [
    { name: 'partner_credential_id', on: 'id', unique: true }, { name: 'partner_credential_client', on: 'client_id, key' },
    { name: 'partner_credential_partner', on: 'partner_id, key' },
  ],
};

/** Identifiers of client assertions that have been used, until they expire: none is accepted twice (RFC 7523 §3). */
export const clientAssertionTable: Table = {
  name: 'client_assertion', versioned: false, internal: true,
  columns: [required('client_id', 'text'), required('jti', 'bytea'), required('expires_at', 'timestamptz')],
  indexes: [{ name: 'client_assertion_jti', on: 'client_id, jti', unique: true }, { name: 'client_assertion_expires', on: 'expires_at' }],
};

export const signingKeyTable: Table = {
  name: 'signing_key', versioned: false, internal: true,
  columns: [
    key, required('kid', 'text'), required('algorithm', 'text'), required('state', 'text'), required('public_jwk', 'jsonb'),
    required('private_jwk', 'text'), // sealed; see src/hub/access/seal.ts
    required('created_at', 'timestamptz', now), plain('activated_at', 'timestamptz'), plain('verifies_until', 'timestamptz'), plain('revoked_at', 'timestamptz'),
  ],
  indexes: [
    { name: 'signing_key_kid', on: 'kid', unique: true }, { name: 'signing_key_active', on: 'state', unique: true, where: `state = 'ACTIVE'` },
    { name: 'signing_key_next', on: 'state', unique: true, where: `state = 'NEXT'` },
  ],
};
