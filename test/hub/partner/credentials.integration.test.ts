// Credentials in the database: what is stored, who may have which identifier, keys that may be registered; and whether a partner may ask.
import { generateKeyPairSync } from 'node:crypto';
import { generateKeyPair, exportJWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../../src/database/migrate.ts';
import { makePool } from '../../../src/database/pool.ts';
import { CredentialService } from '../../../src/hub/partner/credential.service.ts';
import { partnerLookup } from '../../../src/hub/partner/partner-standing.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';

const partnerId = '11111111-1111-4111-8111-111111111111';
const otherId = '22222222-2222-4222-8222-222222222222';
let database: FreshDatabase;
let pool: ReturnType<typeof makePool>;
let credentials: CredentialService;

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url);
  pool = makePool(database.url, { size: 4 });
  credentials = new CredentialService(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe('secrets', () => {
  it('are told once and stored as scrypt hashes only', async () => {
    const { secret, credential } = await credentials.issue({ partnerId, clientId: 'buyer' });
    expect(secret).toMatch(/^tanlu_[0-9a-f]{8}_[\w-]{43}$/);
    const { rows } = await pool.query<Record<string, unknown>>('select * from partner_credential where id = $1', [credential.id]);
    expect(rows[0]!['secret_hash']).toMatch(/^\$scrypt\$ln=15,r=8,p=3\$[A-Za-z0-9+/]{22}==\$[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify(rows)).not.toContain(secret.slice(15));
    expect(JSON.stringify(await credentials.verify('buyer', secret))).not.toContain('scrypt');
    expect(await credentials.verify('buyer', secret)).toMatchObject({ id: credential.id, partnerId });
    expect((await credentials.ofPartner(partnerId))[0]!.lastUsedAt).toMatch(/^20.*Z$/);
  });

  it('do not fit another client, nor with another end, nor a wrong one after a right one', async () => {
    const { secret } = await credentials.issue({ partnerId, clientId: 'one' });
    await credentials.issue({ partnerId, clientId: 'two' });
    expect(await credentials.verify('one', secret)).toBeDefined();
    expect(await credentials.verify('two', secret)).toBeUndefined();
    expect(await credentials.verify('one', `${secret.slice(0, -1)}${secret.endsWith('A') ? 'B' : 'A'}`)).toBeUndefined();
    expect(await credentials.verify('one', '')).toBeUndefined();
  });

  it('end at their date', async () => {
    const { secret, credential } = await credentials.issue({ partnerId, clientId: 'short', notAfter: new Date(Date.now() + 60_000).toISOString() });
    expect(await credentials.verify('short', secret)).toBeDefined();
    await pool.query(`update partner_credential set not_after = now() - interval '1 second' where id = $1`, [credential.id]);
    expect(await credentials.verify('short', secret)).toBeUndefined();
  });

  it('end sooner, never later, by rotation', async () => {
    const soon = new Date(Date.now() + 60_000).toISOString();
    const { credential } = await credentials.issue({ partnerId, clientId: 'turn', notAfter: soon });
    await credentials.rotate('turn', 86_400);
    const stored = (await credentials.ofPartner(partnerId)).find(({ id }) => id === credential.id)!;
    expect(Date.parse(stored.notAfter!)).toBe(Date.parse(soon));
    await expect(credentials.rotate('nobody', 60)).rejects.toThrow(/No credential was ever issued to "nobody"/);
  });

  it('answer busy rather than pile up without end', async () => {
    const results = await Promise.allSettled(Array.from({ length: 24 }, () => credentials.verify('buyer', 'wrong')));
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(12);
    expect((refused[0] as PromiseRejectedResult).reason).toMatchObject({ code: 'BUSY' });
    expect(await credentials.verify('buyer', 'wrong')).toBeUndefined();
  });
});

describe('tables of identity', () => {
  it('are closed to the role that reads for others', async () => {
    const { rows } = await pool.query<{ table: string }>(`select distinct table_name as table from information_schema.role_column_grants where grantee = 'tanlu_reader' order by 1`);
    const open = rows.map(({ table }) => table);
    expect(open).toContain('process');
    expect(open.filter((table) => ['person', 'partner_credential', 'client_assertion', 'signing_key'].includes(table))).toEqual([]);
  });
});

describe('client identifiers', () => {
  it('belong to one partner', async () => {
    await credentials.issue({ partnerId, clientId: 'mine' });
    await expect(credentials.issue({ partnerId: otherId, clientId: 'mine' })).rejects.toMatchObject({ code: 'CLIENT_ID_TAKEN' });
    const race = await Promise.allSettled([credentials.issue({ partnerId, clientId: 'race' }), credentials.issue({ partnerId: otherId, clientId: 'race' })]);
    expect(race.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  it.each(['', 'ab', 'a:b', 'a b', 'ä-client', 'a%20', '-first', 'x'.repeat(101)])('refuse %j', async (clientId) => {
    await expect(credentials.issue({ partnerId, clientId })).rejects.toMatchObject({ code: 'CLIENT_ID_INVALID' });
  });
});

describe('registered keys', () => {
  it('are refused when they are private, symmetric, weak, unreadable, or not for signatures', async () => {
    const ec = await generateKeyPair('ES256', { extractable: true });
    const [publicJwk, privateJwk] = [await exportJWK(ec.publicKey), await exportJWK(ec.privateKey)];
    const weak = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
    for (const [keys, words] of [
      [[], /no keys/], [[privateJwk], /private/], [[{ kty: 'oct', k: 'AAAA' }], /symmetric/], [[{ ...publicJwk, use: 'enc' }], /not for signatures/], [[{ kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }], /not readable/],
      [[weak], /2048/], [Array.from({ length: 11 }, () => publicJwk), /more than ten/], [[null], /no key/],
    ] as const) await expect(credentials.register({ partnerId, clientId: 'keys', jwks: { keys } })).rejects.toThrow(words);
    await expect(credentials.register({ partnerId, clientId: 'keys', jwks: 'x' })).rejects.toThrow(/no keys/);
    expect(await credentials.register({ partnerId, clientId: 'keys', jwks: { keys: [publicJwk] } })).toMatchObject({ kind: 'KEY', hint: null });
  });
});

describe('the standing of a partner', () => {
  it('is read from the table of partners and remembered for seconds', async () => {
    const one = makePool(database.url, { size: 1 }); // one connection, whose own table stands in for the hub's
    try {
      await one.query('create temp table partner (id uuid, status text, organization_id uuid, pact_version text)');
      await one.query(`insert into partner values ($1, 'ACTIVE', $2, '2.2')`, [partnerId, otherId]);
      const lookup = partnerLookup(one);
      expect(await lookup(partnerId)).toEqual({ status: 'ACTIVE', organization: otherId, pactVersion: '2.2' });
      expect(await lookup(otherId)).toBeUndefined();
      await one.query(`update partner set status = 'SUSPENDED'`);
      expect(await lookup(partnerId)).toMatchObject({ status: 'ACTIVE' });
      await new Promise((resolve) => { setTimeout(resolve, 3100); });
      expect(await lookup(partnerId)).toMatchObject({ status: 'SUSPENDED' });
    } finally {
      await one.end();
    }
  });
});
