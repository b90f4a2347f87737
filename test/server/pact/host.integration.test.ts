// The PACT host over HTTP: who is let in, one footprint, events, errors in the words of each version, closed records and fields (pact.md §1.3–1.8, §1.11, §2.1).
import { request as httpRequest } from 'node:http';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../../src/config.ts';
import { accessEventTable, accessGrantTable } from '../../../src/database/tables/access.ts';
import { TanluError } from '../../../src/errors.ts';
import { AccessTokens } from '../../../src/server/oauth/access-tokens.ts';
import { signingKeys } from '../../../src/server/oauth/identity.ts';
import { aProduct, anOrganization, uuidOf } from '../../hub/support/records.ts';
import { insertDataset, insertValues } from '../../hub/support/rows.ts';
import { accessToken, askToken, secret } from '../support/identity-server.ts';
import { adminToken, bottle, pactHub, readAsked, type Asked, type PactHub } from './support/pact-hub.ts';

let hub: PactHub;
let buyer: Awaited<ReturnType<PactHub['partner']>>;
let granted: Awaited<ReturnType<PactHub['partner']>>;
let receive: (text: string) => Promise<void> = async () => undefined;
const received: { partnerId: string; version: string; text: string }[] = [];
const pf = (n: number): string => uuidOf(2, n);
const versions = ['2', '3'] as const;

beforeAll(async () => {
  hub = await pactHub({ TANLU_TOKEN_SECONDS: '60' }, { receiveEvent: async (partnerId, version, text) => { await receive(text); received.push({ partnerId, version, text }); } });
  const { pool } = hub;
  buyer = await hub.partner(1);
  granted = await hub.partner(2);
  await insertDataset(pool, 'organization', anOrganization(1));
  await insertDataset(pool, 'product', aProduct(1, { classifications: [{ scheme: 'CPC', code: '24310' }] }));
  await insertDataset(pool, 'footprint', bottle(1));
  await insertDataset(pool, 'footprint', bottle(2, { visibility: 'BUYER' }));
  await insertDataset(pool, 'footprint', bottle(3, { visibility: 'PRIVATE' }));
  await insertDataset(pool, 'footprint', bottle(4, { status: 'DEPRECATED' }));
  await insertDataset(pool, 'footprint', bottle(5, { declaredUnit: 'h', declaredAmount: '3' })); // version 2 has no hours
  await insertDataset(pool, 'footprint', bottle(6, {
    quality: { primaryDataSharePercent: '61.50' }, assurance: { state: 'THIRD_PARTY', verifier: 'Example Verifiers', completedAt: '2026-01-20' }, restrictions: [{ group: 'QUALITY', visibility: 'BUYER' }, { group: 'VERIFICATION', visibility: 'PARTNER' }],
  }));
  await insertValues(pool, accessGrantTable, [2, 6].map((n) => ({ granted_by: 'test', partner_id: granted.id, target: 'RECORD', noun: 'footprint', target_id: pf(n), field_groups: ['QUALITY'] })));
  await hub.refresh();
});
afterAll(() => hub.close());

const post = async (path: string, body: string, headers: Record<string, string> = {}): Promise<Asked> =>
  readAsked(await fetch(hub.url + path, { method: 'POST', body, headers: { authorization: `Bearer ${buyer.token}`, 'content-type': 'application/cloudevents+json; charset=UTF-8', ...headers } }));
const refusal = ({ status, code, headers, text }: Asked): unknown[] => [status, code, headers.get('content-type'), Object.keys(JSON.parse(text) as object)];
const refused = (status: number, code: string): unknown[] => [status, code, 'application/json', ['code', 'message']];

describe.each(versions)('who is let in, version %s (§1.3, §1.8, §1.11)', (major) => {
  const everywhere = async (token: string | null): Promise<unknown[][]> => [
    refusal(await hub.get(`/${major}/footprints`, token)), refusal(await hub.get(`/${major}/footprints/${pf(1)}`, token)),
    refusal(await post(`/${major}/events`, '{}', token === null ? { authorization: '' } : { authorization: `Bearer ${token}` })),
  ];
  const nowhere = (code: string): unknown[][] => Array(3).fill(refused(401, code)) as unknown[][];

  it('nobody without a token, and with a challenge', async () => {
    expect(await everywhere(null)).toEqual(nowhere('BadRequest'));
    expect((await hub.get(`/${major}/footprints`, null)).headers.get('www-authenticate')).toMatch(/^Bearer/);
  });

  it.each(['not-a-token', 'a.b.c'])('nobody with the token %s: BadRequest, which every version\'s check wants', async (token) => {
    expect(await everywhere(token)).toEqual(nowhere('BadRequest'));
  });

  it('no token of another issuer, nor one signed by somebody else', async () => {
    const { privateKey } = await generateKeyPair('ES256');
    const payload = JSON.parse(Buffer.from(buyer.token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>;
    const header = JSON.parse(Buffer.from(buyer.token.split('.')[0]!, 'base64url').toString()) as { kid: string };
    const foreign = await new SignJWT(payload).setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: header.kid }).sign(privateKey);
    const keys = signingKeys({ pool: hub.pool, secret, config: readConfig({}) });
    const elsewhere = await new AccessTokens(keys, 60).issue({ clientId: buyer.clientId, partnerId: buyer.id, scopes: ['footprint:list', 'footprint:read'] }, 'https://other.example');
    for (const token of [foreign, elsewhere]) expect(await everywhere(token)).toEqual(nowhere('BadRequest'));
  });

  it('no token with algorithm none, nor one that uses a public key as a shared secret', async () => {
    const [, payload] = buyer.token.split('.') as [string, string];
    const none = `${Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url')}.${payload}.`;
    const jwks = await (await fetch(`${hub.url}/auth/jwks`)).json() as { keys: Record<string, unknown>[] };
    const { publicKey } = await generateKeyPair('ES256', { extractable: true });
    const shared = Buffer.from(JSON.stringify(jwks.keys[0] ?? await exportJWK(publicKey)));
    const confused = await new SignJWT(JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>).setProtectedHeader({ alg: 'HS256', typ: 'at+jwt', kid: String(jwks.keys[0]!['kid']) }).sign(shared);
    for (const token of [none, confused]) expect(await everywhere(token)).toEqual(nowhere('BadRequest'));
  });

  it('an expired token is told as TokenExpired', async () => {
    const keys = signingKeys({ pool: hub.pool, secret, config: readConfig({}) });
    const expired = await new AccessTokens(keys, -60).issue({ clientId: buyer.clientId, partnerId: buyer.id, scopes: ['footprint:list', 'footprint:read'] }, hub.url);
    expect(await everywhere(expired)).toEqual(nowhere('TokenExpired'));
  });

  it('a token for reading one does not list, and the other way round: 403 AccessDenied', async () => {
    const scoped = async (scope: string): Promise<string> => ((await (await askToken(hub, buyer.clientId, buyer.clientSecret, { scope })).json()) as { access_token: string }).access_token;
    const [reading, listing] = [await scoped('footprint:read'), await scoped('footprint:list')];
    expect([refusal(await hub.get(`/${major}/footprints`, reading)), (await hub.get(`/${major}/footprints/${pf(1)}`, reading)).status]).toEqual([refused(403, 'AccessDenied'), 200]);
    expect([(await hub.get(`/${major}/footprints`, listing)).status, refusal(await hub.get(`/${major}/footprints/${pf(1)}`, listing))]).toEqual([200, refused(403, 'AccessDenied')]);
    expect((await post(`/${major}/events`, '{}', { authorization: `Bearer ${listing}` })).status).toBe(200);
  });

  it('the administrator may read, and sends no events', async () => {
    expect((await hub.get(`/${major}/footprints`, adminToken)).ids).toHaveLength(major === '3' ? 6 : 5);
    expect(refusal(await post(`/${major}/events`, '{}', { authorization: `Bearer ${adminToken}` }))).toEqual(refused(403, 'AccessDenied'));
  });

  it('"bearer" in any case', async () => {
    const response = await fetch(`${hub.url}/${major}/footprints`, { headers: { authorization: `bearer ${buyer.token}` } });
    expect(response.status).toBe(200);
  });

  it('a partner that is suspended no more', async () => {
    const other = await hub.partner(major === '2' ? 8 : 9, { status: 'ACTIVE' });
    await hub.pool.query(`update partner set status = 'SUSPENDED' where id = $1`, [other.id]);
    await expect.poll(async () => (await hub.get(`/${major}/footprints`, other.token)).status, { timeout: 8000, interval: 500 }).toBe(401);
  });
});

describe.each(versions)('one footprint, version %s (§1.5)', (major) => {
  it('is given with its own JSON, also by its identifier in capital letters', async () => {
    for (const id of [pf(1), pf(1).toUpperCase()]) {
      const { status, one, headers } = await hub.get(`/${major}/footprints/${id}`);
      expect([status, one!['id'], headers.get('content-type')]).toEqual([200, pf(1), 'application/json']);
    }
    const { data } = await hub.get(`/${major}/footprints`);
    expect((await hub.get(`/${major}/footprints/${pf(1)}`)).one).toEqual(data.find(({ id }) => id === pf(1)));
  });

  it('deprecated is given as well; of version 2 with its highest version', async () => {
    const { one } = await hub.get(`/${major}/footprints/${pf(4)}`);
    expect(one!['status']).toBe('Deprecated');
  });

  it('unknown: 404 NotFound, in version 2 NoSuchFootprint', async () => {
    expect(refusal(await hub.get(`/${major}/footprints/${uuidOf(2, 99)}`))).toEqual(refused(404, major === '3' ? 'NotFound' : 'NoSuchFootprint'));
  });

  it('known and not permitted: 403 AccessDenied; with a grant it is given', async () => {
    for (const n of [2, 3]) expect(refusal(await hub.get(`/${major}/footprints/${pf(n)}`))).toEqual(refused(403, 'AccessDenied'));
    expect((await hub.get(`/${major}/footprints/${pf(2)}`, granted.token)).status).toBe(200);
    expect((await hub.get(`/${major}/footprints`)).ids).not.toContain(pf(2));
    expect((await hub.get(`/${major}/footprints`, granted.token)).ids).toContain(pf(2));
  });

  it.each(['not-a-uuid', '12345678-1234-1234-1234-12345678901', '%00', '%E0%A4%A'])('by %s: 400 BadRequest', async (id) => {
    expect(refusal(await hub.get(`/${major}/footprints/${id}`))).toEqual(refused(400, 'BadRequest'));
  });

  it('has a tag, with which it is not sent again', async () => {
    const etag = (await hub.get(`/${major}/footprints/${pf(1)}`)).headers.get('etag')!;
    for (const known of [etag, `W/${etag}`, `"other", ${etag}`, '*']) expect([(await hub.get(`/${major}/footprints/${pf(1)}`, undefined, { 'if-none-match': known })).status, known]).toEqual([304, known]);
    expect((await hub.get(`/${major}/footprints/${pf(1)}`, undefined, { 'if-none-match': '"other"' })).status).toBe(200);
  });
});

it('what version 2 cannot state is not there in version 2', async () => {
  expect([(await hub.get(`/3/footprints/${pf(5)}`)).status, (await hub.get(`/2/footprints/${pf(5)}`)).code]).toEqual([200, 'NoSuchFootprint']);
  expect((await hub.get('/2/footprints')).ids).not.toContain(pf(5));
});

describe.each(versions)('closed groups of fields, version %s', (major) => {
  const name = major === '3' ? 'verification' : 'assurance';
  const pcf = ({ one }: Asked): Record<string, unknown> => one!['pcf'] as Record<string, unknown>;
  const eventsOf = async (partner: string): Promise<unknown[]> => (await hub.pool.query(`select noun, path, record_ids, field_groups, actor from ${accessEventTable.name} where partner_id = $1 order by key`, [partner])).rows;

  it('are cut out, one by one and in lists, and exact numbers stay; what is given is written down before', async () => {
    await hub.pool.query('delete from access_event');
    for (const asked of [await hub.get(`/${major}/footprints/${pf(6)}`), { one: (await hub.get(`/${major}/footprints`)).data.find(({ id }) => id === pf(6)) } as Asked]) {
      expect(['primaryDataShare' in pcf(asked), name in pcf(asked)]).toEqual([false, true]);
    }
    const entry = { noun: 'footprint', path: `pact ${major === '3' ? '3.0' : '2.3'}`, record_ids: [pf(6)], field_groups: ['VERIFICATION'], actor: `partner ${buyer.id} (client client-1)` };
    expect(await eventsOf(buyer.id)).toEqual([entry, entry]);
    const open = await hub.get(`/${major}/footprints/${pf(6)}`, granted.token);
    expect(pcf(open)['primaryDataShare']).toBe(major === '3' ? '61.50' : 61.5);
    expect(open.text).toContain(major === '3' ? '"61.50"' : '61.5');
    expect((await eventsOf(granted.id)).map((each) => (each as { field_groups: string[] }).field_groups)).toEqual([['QUALITY', 'VERIFICATION']]);
  });

  it('nothing restricted: nothing written down', async () => {
    await hub.pool.query('delete from access_event');
    await hub.get(`/${major}/footprints/${pf(1)}`);
    expect(await eventsOf(buyer.id)).toEqual([]);
  });
});

it('restricted fields stay where they are when it cannot be written down that they go out', async () => {
  const broken = await pactHub({}, { recordAccess: async () => { throw new Error('the disk is full'); } });
  try {
    const { token } = await broken.partner(1);
    await insertDataset(broken.pool, 'organization', anOrganization(1));
    await insertDataset(broken.pool, 'product', aProduct(1, { classifications: [{ scheme: 'CPC', code: '24310' }] }));
    await insertDataset(broken.pool, 'footprint', bottle(6, { quality: { primaryDataSharePercent: '61.50' }, restrictions: [{ group: 'QUALITY', visibility: 'PARTNER' }] }));
    await broken.refresh();
    const asked = await broken.get('/3/footprints', token);
    expect(refusal(asked)).toEqual(refused(500, 'InternalError'));
    const { message } = JSON.parse(asked.text) as { message: string };
    expect(message).not.toContain('disk');
    const id = /id ([0-9a-f]{12})/.exec(message)![1];
    expect(JSON.stringify(broken.logged)).toContain(id); // the log has what the caller is not told
  } finally {
    await broken.close();
  }
});

describe.each(versions)('events, version %s (§1.6, §0.5)', (major) => {
  it.each(['application/cloudevents+json; charset=UTF-8', 'application/cloudevents+json', 'application/json', 'application/json; charset="utf-8"'])('200 with an empty body for %s', async (type) => {
    received.length = 0;
    const { status, text } = await post(`/${major}/events`, '{"id":"9/12 ünïcode"}', { 'content-type': type });
    expect([status, text]).toEqual([200, '']);
    expect(received).toEqual([{ partnerId: buyer.id, version: major, text: '{"id":"9/12 ünïcode"}' }]);
  });

  it('is taken with a slash at the end as well', async () => {
    expect((await post(`/${major}/events/`, '{}')).status).toBe(200);
  });

  it('400 for what is no valid event, 403 for a source that is not the partner\'s, 503 where the database is away, 500 without words for all else', async () => {
    const cases: [Error, number, string][] = [
      [new TanluError('PACT_EVENT_INVALID', 'The event has no type.', { kind: 'data' }), 400, 'BadRequest'], [new TanluError('PACT_SOURCE_UNKNOWN', 'The source is not registered.', { kind: 'forbidden' }), 403, 'AccessDenied'],
      [new TanluError('DATABASE_UNREACHABLE', 'The database does not answer.', { kind: 'unavailable' }), 503, 'InternalError'], [new Error('secret detail'), 500, 'InternalError'],
    ];
    for (const [error, status, code] of cases) {
      receive = async () => { throw error; };
      const asked = await post(`/${major}/events`, '{}');
      expect(refusal(asked)).toEqual(refused(status, code));
      expect(asked.text.includes('secret')).toBe(false);
    }
    receive = async () => undefined;
  });

  it.each([['text/plain', '{}'], ['', '{}'], ['application/json; charset=utf-16', '{}'], ['application/xml', '<a/>']])('400 for the content type "%s"', async (type, body) => {
    received.length = 0;
    const bytes = Buffer.from(body);
    const response = await fetch(`${hub.url}/${major}/events`, { method: 'POST', body: bytes, headers: { authorization: `Bearer ${buyer.token}`, ...(type === '' ? {} : { 'content-type': type }) } });
    expect(refusal(await readAsked(response))).toEqual(refused(400, 'BadRequest'));
    expect(received).toEqual([]);
  });

  it('400 for a body that is not in UTF-8', async () => {
    const response = await fetch(`${hub.url}/${major}/events`, { method: 'POST', body: Buffer.from([0x7b, 0xff, 0x7d]), headers: { authorization: `Bearer ${buyer.token}`, 'content-type': 'application/json' } });
    expect(refusal(await readAsked(response))).toEqual(refused(400, 'BadRequest'));
  });

  it('413 for a body of 5 MB, with its length stated or not; the next request is answered', async () => {
    received.length = 0;
    const big = `{"a":"${'x'.repeat(5_000_000)}"}`;
    expect(refusal(await post(`/${major}/events`, big))).toEqual(refused(413, 'BadRequest'));
    const chunked = await new Promise<number>((resolve, reject) => {
      const request = httpRequest(`${hub.url}/${major}/events`, { method: 'POST', headers: { authorization: `Bearer ${buyer.token}`, 'content-type': 'application/json', 'transfer-encoding': 'chunked' } }, (response) => { response.resume(); resolve(response.statusCode!); });
      request.on('error', reject);
      request.end(big);
    });
    expect([chunked, received.length, (await post(`/${major}/events`, '{}')).status]).toEqual([413, 0, 200]);
  });
});

describe.each(versions)('other addresses and methods answer as PACT does, version %s', (major) => {
  it.each([['', 404, 'NotFound'], ['/', 404, 'NotFound'], ['/nothing', 404, 'NotFound'], [`/footprints/${uuidOf(2, 1)}/more`, 404, 'NotFound'], ['/events', 405, 'NotImplemented'], ['?a=b', 404, 'NotFound']])('GET %s', async (path, status, code) => {
    expect(refusal(await hub.get(`/${major}${path}`))).toEqual(refused(status, code));
  });

  it.each(['POST', 'PUT', 'DELETE', 'PATCH'])('%s of the list: 405, and what is possible', async (method) => {
    const asked = await readAsked(await fetch(`${hub.url}/${major}/footprints`, { method, headers: { authorization: `Bearer ${buyer.token}` }, ...(method === 'DELETE' ? {} : { body: 'x' }) }));
    expect([refusal(asked), asked.headers.get('allow')]).toEqual([refused(405, 'NotImplemented'), 'GET, HEAD, OPTIONS']);
  });

  it('HEAD has no body, and a slash at the end changes nothing', async () => {
    const head = await fetch(`${hub.url}/${major}/footprints`, { method: 'HEAD', headers: { authorization: `Bearer ${buyer.token}` } });
    expect([head.status, await head.text(), Number(head.headers.get('content-length')) > 100]).toEqual([200, '', true]);
    expect((await hub.get(`/${major}/footprints/`)).ids).toEqual((await hub.get(`/${major}/footprints`)).ids);
  });

  it('/30 and /version are none of it', async () => {
    expect([(await fetch(`${hub.url}/30`)).status, (await (await fetch(`${hub.url}/${major}0/footprints`)).json() as { errors: unknown[] }).errors.length]).toEqual([404, 1]);
  });
});

describe('under another address', () => {
  let other: PactHub;
  let token: string;
  beforeAll(async () => {
    other = await pactHub({ TANLU_PACT_PATH: '/pact/v', TANLU_TRUST_PROXY: 'true', TANLU_PACT_PAGE: '1' });
    await insertDataset(other.pool, 'organization', anOrganization(1));
    await insertDataset(other.pool, 'product', aProduct(1, { classifications: [{ scheme: 'CPC', code: '24310' }] }));
    for (const n of [1, 2]) await insertDataset(other.pool, 'footprint', bottle(n));
    await other.refresh();
    const partner = await other.partner(1);
    token = await accessToken({ url: `${other.url}/pact/v` }, partner.clientId, partner.clientSecret);
  });
  afterAll(() => other.close());

  it('host, token endpoint and discovery stand under the path; discovery leads to a token endpoint', async () => {
    expect((await other.get('/pact/v/3/footprints', token)).status).toBe(200);
    expect((await fetch(`${other.url}/3/footprints`)).status).toBe(404);
    const discovery = await (await fetch(`${other.url}/pact/v/.well-known/openid-configuration`)).json() as { token_endpoint: string };
    expect((await fetch(discovery.token_endpoint, { method: 'POST' })).status).toBe(400);
  });

  it('§1.4 links have the host that the proxy was asked for', async () => {
    expect((await other.get('/pact/v/3/footprints', token)).headers.get('link')).toMatch(new RegExp(`^<${other.url}/pact/v/3/footprints\\?cursor=[\\w-]+>; rel="next"$`));
    const proxied = { 'x-forwarded-host': 'pact.example.org:8443', 'x-forwarded-proto': 'https' };
    const asked = await readAsked(await fetch(`${other.url}/pact/v/auth/token`, {
      method: 'POST', body: 'grant_type=client_credentials', headers: { ...proxied, 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${Buffer.from(`client-1:${(await other.partner(2)).clientSecret}`).toString('base64')}` },
    }));
    expect(asked.status).toBe(401); // another client's secret
    const { clientId, clientSecret } = await other.partner(3);
    const fresh = await (await fetch(`${other.url}/pact/v/auth/token`, {
      method: 'POST', body: 'grant_type=client_credentials', headers: { ...proxied, 'content-type': 'application/x-www-form-urlencoded', authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` },
    })).json() as { access_token: string };
    expect((await other.get('/pact/v/3/footprints', fresh.access_token, proxied)).headers.get('link')).toMatch(/^<https:\/\/pact\.example\.org:8443\/pact\/v\/3\/footprints\?cursor=[\w-]+>; rel="next"$/);
  });

});
