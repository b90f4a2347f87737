// POST /auth/token and the documents that lead to it, over real HTTP (RFC 6749 §4.4 and §5.2, RFC 7523, RFC 8414).
import { randomUUID } from 'node:crypto';
import { request as httpRequest } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { accessToken, askToken, identityDatabase, identityServer, partnerId, type IdentityDatabase, type IdentityServer } from '../support/identity-server.ts';

let database: IdentityDatabase;
let server: IdentityServer;
let secret: string;

beforeAll(async () => {
  database = await identityDatabase();
  server = await identityServer(database, { TANLU_TRUST_PROXY: 'true', TANLU_TOKEN_SECONDS: '900' });
  ({ secret } = await server.identity.credentials.issue({ partnerId, clientId: 'buyer' }));
});
afterAll(async () => {
  await server.close();
  await database.close();
});

/** Each test asks from an address of its own, so that its failures count for it alone. */
let addresses = 0;
const from = (): Record<string, string> => { addresses += 1; return { 'x-forwarded-for': `192.0.2.${addresses}` }; };
const send = (body: string | URLSearchParams, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${server.url}/auth/token`, { method: 'POST', body, headers: { ...(typeof body === 'string' && { 'content-type': 'application/x-www-form-urlencoded' }), ...from(), ...headers } });
const answer = async (response: Response): Promise<[number, Record<string, unknown>]> => [response.status, await response.json() as Record<string, unknown>];

describe('a token is given', () => {
  it('for Basic, and is not kept by anyone on the way', async () => {
    const response = await askToken(server, 'buyer', secret);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('content-type')).toMatch(/^application\/json/);
    expect(await answer(response)).toEqual([200, { access_token: expect.stringMatching(/^ey[\w-]+\.[\w-]+\.[\w-]+$/), token_type: 'Bearer', expires_in: 900, scope: 'footprint:list footprint:read' }]);
  });

  it('for identifier and secret in the body', async () => {
    expect((await send(new URLSearchParams({ grant_type: 'client_credentials', client_id: 'buyer', client_secret: secret }))).status).toBe(200);
  });

  it('for Basic whose halves are percent-encoded, as the standard demands', async () => {
    const encoded = [...`${secret}`].map((c) => `%${c.charCodeAt(0).toString(16).padStart(2, '0')}`).join('');
    const response = await send(new URLSearchParams({ grant_type: 'client_credentials' }), { authorization: `Basic ${Buffer.from(`%62uyer:${encoded}`).toString('base64')}` });
    expect(response.status).toBe(200);
  });

  it('with scope, audience and resource as other hosts want them', async () => {
    const form = new URLSearchParams({ grant_type: 'client_credentials', scope: 'api://other/.default', audience: 'https://other.example' });
    form.append('resource', 'https://one.example');
    form.append('resource', 'https://two.example');
    form.append('client_id', 'buyer'); // beside Basic, and the same
    const response = await send(form, { authorization: `Basic ${Buffer.from(`buyer:${secret}`).toString('base64')}` });
    expect(await answer(response)).toMatchObject([200, { scope: 'footprint:list footprint:read' }]);
    expect(await answer(await askToken(server, 'buyer', secret, { scope: 'footprint:read openid' }))).toMatchObject([200, { scope: 'footprint:read' }]);
  });

  it('for each of several secrets while they overlap, and for none that is revoked or over', async () => {
    const { credentials } = server.identity;
    const first = await credentials.issue({ partnerId, clientId: 'rotating' });
    const second = await credentials.rotate('rotating', 60);
    expect([(await askToken(server, 'rotating', first.secret)).status, (await askToken(server, 'rotating', second.secret)).status]).toEqual([200, 200]);
    const third = await credentials.rotate('rotating', 0);
    // Both were believed a moment ago; that they are over counts all the same.
    expect([(await askToken(server, 'rotating', first.secret, {}, from())).status, (await askToken(server, 'rotating', second.secret, {}, from())).status]).toEqual([401, 401]);
    expect((await askToken(server, 'rotating', third.secret)).status).toBe(200);
    expect(await credentials.revoke(third.credential.id)).toBe(true);
    expect((await askToken(server, 'rotating', third.secret, {}, from())).status).toBe(401);
  });

  it('at a second call without another slow hash', async () => {
    const { secret: fresh } = await server.identity.credentials.issue({ partnerId, clientId: 'often' });
    const times: number[] = [];
    for (let i = 0; i < 10; i += 1) {
      const begun = performance.now();
      await accessToken(server, 'often', fresh);
      times.push(performance.now() - begun);
    }
    expect(Math.min(...times)).toBeLessThan(times[0]! / 3);
  });
});

describe('several processes of one hub', () => {
  it('take each other\'s tokens, whoever of them rotated the keys', async () => {
    const environment = { TANLU_PUBLIC_URL: 'https://hub.example' };
    const [one, two] = [await identityServer(database, environment), await identityServer(database, environment)];
    try {
      for (const [asked, other] of [[one, two], [two, one]] as const) {
        const token = await accessToken(asked, 'buyer', secret);
        expect((await other.query('{ viewer { role name } }', {}, { authorization: `Bearer ${token}` })).json.data).toEqual({ viewer: { role: 'PARTNER_SERVICE', name: 'buyer' } });
        await asked.identity.keys.rotate();
      }
    } finally {
      await one.close();
      await two.close();
    }
  });
});

describe('no token is given', () => {
  const basic = { authorization: `Basic ${Buffer.from('buyer:wrong').toString('base64')}` };
  const grant = 'grant_type=client_credentials';
  it.each<[string, string, Record<string, string>, number, string]>([
    ['a wrong secret', grant, basic, 401, 'invalid_client'],
    ['an unknown client', `${grant}&client_id=nobody&client_secret=x`, {}, 401, 'invalid_client'],
    ['no client at all', grant, {}, 401, 'invalid_client'],
    ['a client without secret', `${grant}&client_id=buyer`, {}, 401, 'invalid_client'],
    ['another scheme', grant, { authorization: 'Bearer abc' }, 401, 'invalid_client'],
    ['Basic without a colon', grant, { authorization: `Basic ${Buffer.from('buyer').toString('base64')}` }, 401, 'invalid_client'],
    ['a client identifier that cannot be one', `${grant}&client_id=a%00b&client_secret=x`, {}, 401, 'invalid_client'],
    ['Basic and body at once', `${grant}&client_id=buyer&client_secret=x`, basic, 400, 'invalid_request'],
    ['Basic of one client and identifier of another', `${grant}&client_id=other`, basic, 400, 'invalid_request'],
    ['Basic and an assertion', `${grant}&client_assertion=a.b.c`, basic, 400, 'invalid_request'],
    ['a parameter twice', `${grant}&${grant}`, basic, 400, 'invalid_request'],
    ['no grant type', 'client_id=buyer', basic, 400, 'invalid_request'],
    ['an empty grant type', 'grant_type=', basic, 400, 'invalid_request'],
    ['another grant type', 'grant_type=password&username=a&password=b', basic, 400, 'unsupported_grant_type'],
    ['an assertion of another type', `${grant}&client_assertion_type=saml&client_assertion=x`, {}, 400, 'invalid_request'],
    ['an assertion that is none', `${grant}&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=x`, {}, 401, 'invalid_client'],
    ['JSON', '{"grant_type":"client_credentials"}', { ...basic, 'content-type': 'application/json' }, 400, 'invalid_request'],
    ['a body above the limit', `${grant}&scope=${'a'.repeat(30_000)}`, basic, 413, 'invalid_request'],
  ])('for %s', async (_what, body, headers, status, error) => {
    const response = await send(body, headers);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('www-authenticate')).toBe(status === 401 ? 'Basic realm="tanlu", charset="UTF-8"' : null);
    expect(await answer(response)).toEqual([status, { error, error_description: expect.any(String) }]);
  });

  it('by GET', async () => {
    const response = await fetch(`${server.url}/auth/token?grant_type=client_credentials`);
    expect([response.status, response.headers.get('allow')]).toEqual([405, 'POST, OPTIONS']);
  });

  it('to a page of a browser, which may not send Authorization', async () => {
    const response = await fetch(`${server.url}/auth/token`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization' } });
    expect(response.headers.get('access-control-allow-headers')).not.toMatch(/authorization/i);
  });

  it('to an unknown client any sooner than to a wrong secret', async () => {
    const best: Record<string, number> = { buyer: Infinity, 'no-such-client': Infinity };
    for (let i = 0; i < 6; i += 1) {
      for (const clientId of Object.keys(best)) { // by turns, and the best of each: what else the machine does counts little
        const begun = performance.now();
        expect((await askToken(server, clientId, `${secret.slice(0, -6)}${i}wrong`, {}, from())).status).toBe(401);
        best[clientId] = Math.min(best[clientId]!, performance.now() - begun);
      }
    }
    const [known, unknown] = [best['buyer']!, best['no-such-client']!];
    expect(unknown / known).toBeGreaterThan(0.5);
    expect(unknown / known).toBeLessThan(2);
  });

  it('for a while after many failures, to this client from this address', async () => {
    const address = from();
    for (let i = 0; i < 60; i += 1) expect((await askToken(server, 'buyer', 'wrong', {}, address)).status).toBe(401);
    const refused = await askToken(server, 'buyer', secret, {}, address);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect(await answer(refused)).toMatchObject([429, { error: 'temporarily_unavailable' }]);
    expect((await askToken(server, 'buyer', secret, {}, from())).status).toBe(200); // nobody is locked out from elsewhere
  });
});

describe('private_key_jwt', () => {
  let sign: (changes?: Record<string, unknown>, alg?: string) => Promise<string>;
  beforeAll(async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const rsa = await generateKeyPair('RS256', { extractable: true });
    await server.identity.credentials.register({ partnerId, clientId: 'signer', jwks: { keys: [await exportJWK(publicKey), await exportJWK(rsa.publicKey)] } });
    sign = (changes = {}, alg = 'ES256') => {
      const now = Math.floor(Date.now() / 1000);
      return new SignJWT({ iss: 'signer', sub: 'signer', aud: `${server.url}/auth/token`, jti: randomUUID(), iat: now, exp: now + 60, ...changes }).setProtectedHeader({ alg }).sign(alg === 'ES256' ? privateKey : rsa.privateKey);
    };
  });
  const ask = async (assertion: string, more: Record<string, string> = {}, url = server.url): Promise<Response> => fetch(`${url}/auth/token`, {
    method: 'POST', headers: from(),
    body: new URLSearchParams({ grant_type: 'client_credentials', client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer', client_assertion: assertion, ...more }),
  });

  it('proves a client by its keys', async () => {
    for (const assertion of [await sign(), await sign({ aud: server.url }), await sign({}, 'RS256')]) expect((await ask(assertion, { client_id: 'signer' })).status).toBe(200);
  });

  it('is taken once, also by another process', async () => {
    const assertion = await sign();
    const other = await identityServer(database);
    try {
      const both = await Promise.all([ask(assertion), ask(assertion), ask(assertion)]);
      expect(both.map(({ status }) => status).toSorted()).toEqual([200, 401, 401]);
      expect((await ask(assertion, {}, other.url)).status).toBe(401);
    } finally {
      await other.close();
    }
  });

  it.each<[string, Record<string, unknown>]>([
    ['meant for another host', { aud: 'https://other.example/auth/token' }],
    ['of another issuer', { iss: 'somebody' }],
    ['of another client', { sub: 'buyer', iss: 'buyer' }],
    ['expired', { exp: Math.floor(Date.now() / 1000) - 60 }],
    ['valid for longer than ten minutes', { exp: Math.floor(Date.now() / 1000) + 3600 }],
    ['without an end', { exp: undefined }],
    ['without an identifier', { jti: undefined }],
    ['with an identifier that is no text', { jti: 5 }],
  ])('is refused when it is %s', async (_what, changes) => {
    expect(await answer(await ask(await sign(changes)))).toMatchObject([401, { error: 'invalid_client' }]);
  });

  it('is refused when signed with another key, or not with a key pair', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: 'signer', sub: 'signer', aud: server.url, jti: randomUUID(), exp: now + 60 };
    expect((await ask(await new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(privateKey))).status).toBe(401);
    expect((await ask(await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new TextEncoder().encode('signer-signer-signer-signer-signer')))).status).toBe(401);
    expect((await ask(`${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.`)).status).toBe(401);
  });
});

describe('discovery', () => {
  const get = async (path: string, headers: Record<string, string> = {}): Promise<Record<string, unknown>> => {
    const body = await new Promise<string>((resolve, reject) => {
      httpRequest(`${server.url}${path}`, { headers }, (response) => { let text = ''; response.on('data', (chunk: Buffer) => { text += chunk.toString(); }).on('end', () => { resolve(text); }); }).on('error', reject).end();
    });
    return JSON.parse(body) as Record<string, unknown>;
  };

  it('leads a client from the address of the hub to a token', async () => {
    for (const path of ['/.well-known/openid-configuration', '/.well-known/oauth-authorization-server']) {
      const document = await get(path);
      expect(document).toMatchObject({ issuer: server.url, token_endpoint: `${server.url}/auth/token`, jwks_uri: `${server.url}/auth/jwks`, grant_types_supported: ['client_credentials'] });
    }
  });

  it('tells the address that the caller used, through a proxy that is trusted', async () => {
    expect(await get('/.well-known/openid-configuration', { 'x-forwarded-host': 'evil.example, hub.example', 'x-forwarded-proto': 'https' })).toMatchObject({ issuer: 'https://hub.example' });
    const untrusting = await identityServer(database);
    try {
      const response = await fetch(`${untrusting.url}/.well-known/openid-configuration`, { headers: { 'x-forwarded-host': 'hub.example', 'x-forwarded-proto': 'https' } });
      expect(await response.json()).toMatchObject({ issuer: untrusting.url });
    } finally {
      await untrusting.close();
    }
  });

  it('refuses a Host that is none', async () => {
    expect(await get('/.well-known/openid-configuration', { host: 'a b', 'x-forwarded-host': 'x/y?z' })).toMatchObject({ errors: [{ extensions: { code: 'BAD_REQUEST' } }] });
  });

  it('works under a public address with a path, whether the proxy passes the path on or not', async () => {
    const hub = await identityServer(database, { TANLU_PUBLIC_URL: 'https://hub.example/pcf/' });
    try {
      for (const path of ['/pcf/.well-known/openid-configuration', '/.well-known/openid-configuration', '/.well-known/oauth-authorization-server/pcf']) {
        expect(await (await fetch(hub.url + path)).json()).toMatchObject({ issuer: 'https://hub.example/pcf', token_endpoint: 'https://hub.example/pcf/auth/token' });
      }
      expect((await fetch(`${hub.url}/pcf`)).status).toBe(200);
      expect((await fetch(`${hub.url}/pcfx/auth/jwks`)).status).toBe(404);
      const token = await accessToken({ url: `${hub.url}/pcf` }, 'buyer', secret);
      expect(JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString())).toMatchObject({ iss: 'https://hub.example/pcf' });
      const { json } = await hub.query('{ viewer { role } }', {}, { authorization: `Bearer ${token}` });
      expect(json.data).toEqual({ viewer: { role: 'PARTNER_SERVICE' } });
      // A token of this address is none for the same hub under another one.
      expect((await server.query('{ viewer { role } }', {}, { authorization: `Bearer ${token}` })).status).toBe(401);
    } finally {
      await hub.close();
    }
  });
});
