// Signing keys: made once by several processes, rotated without ending a token, revoked with all of theirs, sealed in the database.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AccessTokens } from '../../../src/server/oauth/access-tokens.ts';
import { SigningKeys } from '../../../src/server/oauth/signing-keys.ts';
import { SigningKeyStore } from '../../../src/server/oauth/signing-key-store.ts';
import { identityDatabase, type IdentityDatabase } from '../support/identity-server.ts';

const hub = 'https://hub.example';
const grant = { clientId: 'buyer', partnerId: '1', scopes: ['footprint:read' as const] };
const sealing = randomBytes(32);
let database: IdentityDatabase;

/** Another process of the same hub; `keptMs` far above the time of a test unless told otherwise. */
function process({ keptMs = 60_000, key = sealing, days = 90 } = {}): { keys: SigningKeys; tokens: AccessTokens } {
  const keys = new SigningKeys({ store: new SigningKeyStore(database.pool, key, days), sealing: key, longestSeconds: 3600, keptMs });
  return { keys, tokens: new AccessTokens(keys, 600) };
}
const states = async (): Promise<string[]> => (await database.pool.query<{ state: string }>('select state from signing_key order by key')).rows.map(({ state }) => state);
const wait = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

beforeAll(async () => { database = await identityDatabase(); });
afterAll(async () => { await database.close(); });

describe('signing keys', () => {
  it('are made once, whatever number of processes start', async () => {
    const actives = await Promise.all(Array.from({ length: 4 }, () => process().keys.active()));
    expect(new Set(actives.map(({ kid }) => kid)).size).toBe(1);
    expect(await states()).toEqual(['ACTIVE', 'NEXT']);
  });

  it('stand in the database sealed', async () => {
    const { rows } = await database.pool.query<{ private_jwk: string }>('select private_jwk from signing_key');
    for (const { private_jwk: text } of rows) {
      expect(text).toMatch(/^v1\.[\w-]{16}\.[\w-]{22}\.[\w-]+$/);
      expect(Buffer.from(text.split('.')[3]!, 'base64url').toString('latin1')).not.toContain('"d"');
    }
    await expect(process({ key: randomBytes(32) }).keys.active()).rejects.toThrow(/sealed with another secret.*TANLU_SECRET_KEY/);
  });

  it('do not open in the place of another', async () => {
    const { rows } = await database.pool.query<{ kid: string; private_jwk: string }>('select kid, private_jwk from signing_key order by key');
    await database.pool.query('update signing_key set private_jwk = $1 where kid = $2', [rows[1]!.private_jwk, rows[0]!.kid]);
    await expect(process().keys.active()).rejects.toThrow(/sealed with another secret/);
    await database.pool.query('update signing_key set private_jwk = $1 where kid = $2', [rows[0]!.private_jwk, rows[0]!.kid]);
  });

  it('verify until their last token has expired after rotation', async () => {
    const [one, two] = [process(), process()];
    const token = await one.tokens.issue(grant, hub);
    await two.keys.active();
    const { keys: before } = await one.keys.published();
    await one.keys.rotate();
    expect(await states()).toEqual(['RETIRED', 'ACTIVE', 'NEXT']);
    const fresh = await one.tokens.issue(grant, hub);
    // The other process has not read the keys again: the one that signs now was published before.
    expect(await two.tokens.verify(fresh, [hub])).toEqual(grant);
    expect(await two.tokens.verify(token, [hub])).toEqual(grant);
    expect(await one.tokens.verify(token, [hub])).toEqual(grant);
    expect((await one.keys.published()).keys).toHaveLength(before.length + 1);

    const { rows } = await database.pool.query<{ seconds: string }>(`select extract(epoch from verifies_until - now())::text as seconds from signing_key where state = 'RETIRED'`);
    expect(Number(rows[0]!.seconds)).toBeGreaterThan(3600);
    await database.pool.query(`update signing_key set verifies_until = now() - interval '1 second' where state = 'RETIRED'`);
    await expect(process().tokens.verify(token, [hub])).rejects.toThrow(/no longer accepts/);
  });

  it('cause one look into the database when they are not known', async () => {
    const late = process();
    await late.keys.active();
    const other = process();
    for (let i = 0; i < 3; i += 1) await other.keys.rotate(); // two keys that the late process has never seen
    const token = await other.tokens.issue(grant, hub);
    await wait(1100);
    expect(await late.tokens.verify(token, [hub])).toEqual(grant);
    let asked = 0;
    const counting = new SigningKeys({ store: Object.assign(new SigningKeyStore(database.pool, sealing, 90), { list() { asked += 1; return SigningKeyStore.prototype.list.call(this); } }), sealing, longestSeconds: 3600, keptMs: 60_000 });
    await counting.active();
    await wait(1100);
    await Promise.all(Array.from({ length: 50 }, (_, i) => counting.verifying(`unknown ${i}`)));
    for (let i = 0; i < 50; i += 1) await counting.verifying(`unknown ${i}`);
    expect(asked).toBe(2);
  });

  it('end all their tokens when they are revoked: here at once, elsewhere soon', async () => {
    const [one, two] = [process(), process({ keptMs: 200 })];
    const token = await one.tokens.issue(grant, hub);
    await two.tokens.verify(token, [hub]);
    const { kid } = await one.keys.active();
    expect(await one.keys.revoke(kid)).toBe(true);
    await expect(one.tokens.verify(token, [hub])).rejects.toThrow(/no longer accepts/);
    await wait(250);
    await expect(two.tokens.verify(token, [hub])).rejects.toMatchObject({ fault: 'invalid' });
    expect((await one.keys.active()).kid).not.toBe(kid);
    expect((await one.keys.published()).keys.map((key) => key.kid)).not.toContain(kid);
    expect(await one.tokens.verify(await one.tokens.issue(grant, hub), [hub])).toEqual(grant);
    expect(await one.keys.revoke('no such key')).toBe(false);
  });

  it('are followed by the next when their days are over', async () => {
    const before = (await process().keys.active()).kid;
    await database.pool.query(`update signing_key set activated_at = now() - interval '91 days' where state = 'ACTIVE'`);
    expect((await process({ days: 100 }).keys.active()).kid).toBe(before);
    const [one, two] = await Promise.all([process().keys.active(), process().keys.active()]);
    expect(one.kid).not.toBe(before);
    expect(two.kid).toBe(one.kid);
  });

  it('are all new when all are revoked, also where the old secret is lost', async () => {
    const key = randomBytes(32);
    await new SigningKeyStore(database.pool, key, 90).revokeAll();
    const { tokens } = process({ key });
    expect(await tokens.verify(await tokens.issue(grant, hub), [hub])).toEqual(grant);
  });
});
