// Access tokens against an attacker who has jose, a token of his own and our public keys (RFC 8725, RFC 9068).
import { exportJWK, exportSPKI, generateKeyPair, importJWK, SignJWT, UnsecuredJWT, type CryptoKey, type JWK } from 'jose';
import { createSecretKey } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demandScope } from '../../../src/server/oauth/access-tokens.ts';
import { TokenError } from '../../../src/server/oauth/token-error.ts';
import { accessToken, askToken, identityDatabase, identityServer, partnerId, type IdentityDatabase, type IdentityServer } from '../support/identity-server.ts';

let database: IdentityDatabase;
let server: IdentityServer;
let clientSecret: string;
let good: string;
let published: JWK;
let signing: { kid: string; key: CryptoKey };

const now = (): number => Math.floor(Date.now() / 1000);
const claims = (): Record<string, unknown> => ({ iss: server.url, aud: server.url, sub: 'attacker', client_id: 'attacker', partner_id: partnerId, scope: 'footprint:list', jti: 'x', iat: now(), exp: now() + 600 });
const viewer = async (token: string): Promise<{ status: number; code: unknown; message: string | undefined; viewer: unknown }> => {
  const { status, json } = await server.query('{ viewer { role name scopes } }', {}, { authorization: `Bearer ${token}` });
  return { status, code: json.errors?.[0]?.extensions['code'], message: json.errors?.[0]?.message, viewer: json.data?.['viewer'] };
};
/** Signed with the hub's own key: what is wrong is only what the test says. */
const signed = (changes: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> =>
  new SignJWT({ ...claims(), ...changes }).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: signing.kid, ...header }).sign(signing.key);

beforeAll(async () => {
  database = await identityDatabase();
  server = await identityServer(database);
  ({ secret: clientSecret } = await server.identity.credentials.issue({ partnerId, clientId: 'buyer' }));
  good = await accessToken(server, 'buyer', clientSecret);
  signing = await server.identity.keys.active() as never;
  published = ((await (await fetch(`${server.url}/auth/jwks`)).json()) as { keys: JWK[] }).keys.find(({ kid }) => kid === signing.kid)!;
});
afterAll(async () => {
  await server.close();
  await database.close();
});

describe('a token that holds', () => {
  it('says who asks', async () => {
    expect(await viewer(good)).toMatchObject({ status: 200, viewer: { role: 'PARTNER_SERVICE', name: 'buyer', scopes: ['footprint:list', 'footprint:read'] } });
  });

  it('is a JWT access token with everything stated', async () => {
    const [header, payload] = good.split('.').slice(0, 2).map((part) => JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>);
    expect(header).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: signing.kid });
    expect(payload).toMatchObject({ iss: server.url, aud: server.url, sub: 'buyer', client_id: 'buyer', partner_id: partnerId, scope: 'footprint:list footprint:read', jti: expect.any(String) });
    expect(Number(payload!['exp']) - Number(payload!['iat'])).toBe(3600);
  });

  it('holds also under another name of this machine', async () => {
    const response = await fetch(`${server.url.replace('127.0.0.1', 'localhost')}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', authorization: `Bearer ${good}` }, body: '{"query":"{ viewer { role } }"}' });
    expect(await response.json()).toEqual({ data: { viewer: { role: 'PARTNER_SERVICE' } } });
  });

  it('publishes nothing private', async () => {
    const { keys } = await (await fetch(`${server.url}/auth/jwks`)).json() as { keys: JWK[] };
    expect(keys.map((key) => Object.keys(key).toSorted())).toEqual(keys.map(() => ['alg', 'crv', 'kid', 'kty', 'use', 'x', 'y']));
    expect(keys).toHaveLength(2);
  });
});

describe('a token that does not hold is refused with 401', () => {
  const refusal = async (token: string): Promise<unknown> => { const { status, code, message } = await viewer(token); return { status, code, message }; };
  const refused = (words: RegExp, code = 'UNAUTHENTICATED'): object => ({ status: 401, code, message: expect.stringMatching(words) as string });

  it('of another issuer', async () => { expect(await refusal(await signed({ iss: 'https://other.example' }))).toEqual(refused(/issued by another host/)); });
  it('for another audience', async () => { expect(await refusal(await signed({ aud: 'https://other.example' }))).toEqual(refused(/meant for another host/)); });
  it('expired, and says so', async () => { expect(await refusal(await signed({ iat: now() - 700, exp: now() - 10 }))).toEqual(refused(/expired/, 'TOKEN_EXPIRED')); });
  it('not valid yet', async () => { expect(await refusal(await signed({ nbf: now() + 60 }))).toEqual(refused(/not valid yet/)); });
  it('of another type: an identity token, a session', async () => {
    expect(await refusal(await signed({}, { typ: 'JWT' }))).toEqual(refused(/another type/));
    expect(await refusal(await signed({}, { typ: 'session+jwt' }))).toEqual(refused(/another type/));
  });
  it('without an end, or without a partner', async () => {
    expect(await refusal(await signed({ exp: undefined }))).toEqual(refused(/exp/));
    expect(await refusal(await signed({ partner_id: undefined }))).toEqual(refused(/partner_id/));
  });

  it('with algorithm none', async () => {
    expect(await refusal(new UnsecuredJWT(claims()).encode())).toEqual(refused(/not valid|must be signed/));
    const none = `${Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt', kid: signing.kid })).toString('base64url')}.${good.split('.')[1]}.`;
    expect(await refusal(none)).toEqual(refused(/must be signed with ES256/));
  });

  it('with HS256 and the public key as secret (confusion)', async () => {
    const publicKey = await importJWK(published, 'ES256', { extractable: true }) as CryptoKey;
    for (const text of [await exportSPKI(publicKey), JSON.stringify(published), JSON.stringify(await exportJWK(publicKey))]) {
      const token = await new SignJWT(claims()).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: signing.kid }).sign(createSecretKey(Buffer.from(text)));
      expect(await refusal(token)).toEqual(refused(/must be signed with ES256/));
    }
  });

  it('with a key of the attacker: unknown, under our kid, or brought along', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const own = (header: Record<string, unknown>): Promise<string> => new SignJWT(claims()).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header }).sign(privateKey);
    expect(await refusal(await own({ kid: 'unknown' }))).toEqual(refused(/key that this hub does not know/));
    expect(await refusal(await own({}))).toEqual(refused(/key that this hub does not know/));
    expect(await refusal(await own({ kid: signing.kid }))).toEqual(refused(/signature does not fit/));
    expect(await refusal(await own({ kid: signing.kid, jwk: await exportJWK(publicKey), jku: 'http://127.0.0.1:9/keys' }))).toEqual(refused(/signature does not fit/));
  });

  it('tampered with', async () => {
    const [header, payload, signature] = good.split('.') as [string, string, string];
    const changed = Buffer.from(JSON.stringify({ ...JSON.parse(Buffer.from(payload, 'base64url').toString()) as object, partner_id: 'another' })).toString('base64url');
    expect(await refusal(`${header}.${changed}.${signature}`)).toEqual(refused(/signature does not fit/));
    expect(await refusal(`${header}.${payload}.${signature.slice(0, -4)}AAAA`)).toEqual(refused(/signature does not fit/));
    expect(await refusal(`${header}.${payload}.`)).toEqual(refused(/signature does not fit|malformed/));
    expect(await refusal('a.b.c')).toEqual(refused(/malformed|not valid/));
    expect(await refusal(`${header}.${'A'.repeat(5000)}.${signature}`)).toEqual(refused(/too long/));
  });

  it('without the scope that is needed', async () => {
    const token = (await (await askToken(server, 'buyer', clientSecret, { scope: 'footprint:list' })).json() as { access_token: string }).access_token;
    const { viewer: asked } = await viewer(token);
    expect(asked).toMatchObject({ scopes: ['footprint:list'] });
    expect(() => demandScope((asked as { scopes: string[] }).scopes, 'footprint:list')).not.toThrow();
    expect(() => demandScope((asked as { scopes: string[] }).scopes, 'footprint:read')).toThrow(TokenError);
    expect(await viewer(await signed({ scope: '' }))).toMatchObject({ viewer: { scopes: [] } });
  });
});

describe('a partner that is suspended or ended', () => {
  it('loses the tokens it has, and gets no new ones', async () => {
    for (const status of ['SUSPENDED', 'ENDED'] as const) {
      server.partners.set(partnerId, { status, organization: null });
      expect(await viewer(good)).toMatchObject({ status: 401, code: 'UNAUTHENTICATED', message: expect.stringMatching(/suspended, or no longer/) });
      const refused = await askToken(server, 'buyer', clientSecret);
      expect([refused.status, await refused.json()]).toMatchObject([400, { error: 'unauthorized_client' }]);
    }
    server.partners.set(partnerId, { status: 'ACTIVE', organization: null });
    expect(await viewer(good)).toMatchObject({ status: 200 });
  });
});
