// Sign-in of people over real HTTP: the development provider through the whole code flow, sessions and their end, writes from foreign pages.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, type Page } from '../support/browser.ts';
import { accessToken, identityDatabase, identityServer, partnerId, type IdentityDatabase, type IdentityServer } from '../support/identity-server.ts';
import { token as adminToken } from '../support/running-server.ts';

let database: IdentityDatabase;
let hub: IdentityServer;
const question = '{ viewer { role name personId scopes } }';
const viewer = async (browser: Browser, url = hub.url): Promise<Record<string, unknown> | undefined> => (await browser.query(url, question)).json.data?.['viewer'];
const wait = (ms: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, ms); });

async function signedIn(person: string, back = '/'): Promise<{ browser: Browser; page: Page }> {
  const browser = new Browser();
  return { browser, page: await browser.signIn(hub.url, person, adminToken, back) };
}

beforeAll(async () => {
  database = await identityDatabase();
  hub = await identityServer(database);
});
afterAll(async () => {
  await hub.close();
  await database.close();
});

describe('the development provider', () => {
  it.each([['reader', 'READER'], ['enterprise', 'ENTERPRISE'], ['certification-body', 'CERTIFICATION_BODY'], ['operator', 'OPERATOR'], ['administrator', 'ADMINISTRATOR']])('signs in the %s', async (person, role) => {
    const { browser, page } = await signedIn(person, '/graphiql?a=1');
    expect([page.status, page.url]).toEqual([200, `${hub.url}/graphiql?a=1`]);
    expect(await viewer(browser)).toMatchObject({ role, name: expect.stringMatching(/^Example/), personId: expect.any(String), scopes: null });
  });

  it('keeps a person the same from one sign-in to the next', async () => {
    const [first, second] = [await signedIn('operator'), await signedIn('operator')];
    expect((await viewer(first.browser))!['personId']).toBe((await viewer(second.browser))!['personId']);
    const { rows } = await database.pool.query<Record<string, unknown>>(`select issuer, subject, email, status, organization_id as organization from person where subject = 'operator'`);
    expect(rows).toEqual([{ issuer: 'urn:tanlu:development', subject: 'operator', email: 'operator@example.org', status: 'ACTIVE', organization: expect.stringMatching(/^[0-9a-f-]{36}$/) }]);
  });

  it('works under another name of this machine', async () => {
    const local = hub.url.replace('127.0.0.1', 'localhost');
    const browser = new Browser();
    expect((await browser.signIn(local, 'reader', adminToken)).url).toBe(`${local}/`);
    expect(await viewer(browser, local)).toMatchObject({ role: 'READER' });
  });

  it('lets in nobody without the administrator\'s token', async () => {
    const browser = new Browser();
    const page = await browser.go(`${hub.url}/auth/login`);
    const refused = await browser.submit(page, { person: 'administrator', token: 'guess' });
    expect([refused.status, refused.text]).toEqual([403, expect.stringContaining('not the administrator&#39;s token')]);
    expect((await browser.submit(page, { person: 'nobody', token: adminToken })).text).toContain('Choose a person');
    expect(await viewer(browser)).toMatchObject({ role: 'ANONYMOUS' });
  });

  it('answers this machine only: no proxy, no other name', async () => {
    for (const headers of [{ 'x-forwarded-for': '203.0.113.5' }, { forwarded: 'for=203.0.113.5' }, { 'x-forwarded-host': 'hub.example' }]) {
      expect((await fetch(`${hub.url}/dev-oidc/.well-known/openid-configuration`, { headers })).status).toBe(403);
    }
    const { request } = await import('node:http');
    const status = await new Promise((resolve) => { request(`${hub.url}/dev-oidc/.well-known/openid-configuration`, { headers: { host: 'rebound.example' } }, (response) => { resolve(response.statusCode); response.resume(); }).end(); });
    expect(status).toBe(403);
  });

  it.each<[string, Record<string, string>]>([
    ['another address is listened on', { HOST: '0.0.0.0' }], ['it is switched off', { TANLU_DEV_SIGN_IN: 'false' }], ['a proxy is trusted', { TANLU_TRUST_PROXY: 'true' }], ['the hub is public', { TANLU_PUBLIC_URL: 'https://hub.example' }],
  ])('is not there when %s', async (_when, environment) => {
    const server = await identityServer(database, environment);
    try {
      const url = server.url.replace('0.0.0.0', '127.0.0.1');
      expect(server.identity.signIn).toBeUndefined();
      expect((await fetch(`${url}/dev-oidc/.well-known/openid-configuration`)).status).toBe(404);
      const login = await fetch(`${url}/auth/login`);
      expect([login.status, await login.text()]).toEqual([503, expect.stringContaining('TANLU_OIDC_ISSUER')]);
    } finally {
      await server.close();
    }
  });
});

describe('the code flow', () => {
  it('asks with code, PKCE, state and nonce', async () => {
    const response = await new Browser().once(`${hub.url}/auth/login`);
    const asked = new URL(response.headers.get('location')!).searchParams;
    expect(Object.fromEntries(asked)).toMatchObject({ response_type: 'code', code_challenge_method: 'S256', code_challenge: expect.stringMatching(/^[\w-]{43}$/), state: expect.stringMatching(/^[\w-]{43}$/), nonce: expect.stringMatching(/^[\w-]{43}$/), redirect_uri: `${hub.url}/auth/callback` });
    expect(response.headers.get('set-cookie')).toMatch(/^tanlu_sign_in_\d+=ey[^;]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax$/);
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  /** As far as the redirect back to the hub, which is not followed. */
  async function codeFor(browser: Browser): Promise<string> {
    const page = await browser.go(`${hub.url}/auth/login`);
    let response = await browser.once(page.url, { method: 'POST', body: new URLSearchParams({ person: 'reader', token: adminToken }) });
    let location = new URL(response.headers.get('location')!, page.url).href;
    while (!location.startsWith(`${hub.url}/auth/callback`)) {
      response = await browser.once(location);
      location = new URL(response.headers.get('location')!, location).href;
    }
    return location;
  }

  it('refuses a code in another browser (login CSRF)', async () => {
    const stolen = await codeFor(new Browser());
    const victim = new Browser();
    expect([(await victim.go(stolen)).status, victim.cookie('tanlu_session')]).toEqual([403, undefined]);
    await victim.once(`${hub.url}/auth/login`); // in the middle of a sign-in of its own
    const refused = await victim.go(stolen);
    expect([refused.status, refused.text, victim.cookie('tanlu_session')]).toEqual([403, expect.stringContaining('does not fit this sign-in'), undefined]);
  });

  it('takes an answer once', async () => {
    const browser = new Browser();
    const answer = await codeFor(browser);
    expect((await browser.go(answer)).status).toBe(200);
    expect(browser.cookie('tanlu_sign_in')).toBeUndefined();
    expect((await browser.go(answer)).status).toBe(403);
  });

  it('refuses a changed state, a changed code, a changed cookie and the provider\'s refusal', async () => {
    for (const [from, to, words] of [[/state=.{4}/, 'state=AAAA', 'does not fit'], [/code=.{4}/, 'code=AAAA', 'did not let you in'], [/code=[^&]+/, 'error=access_denied&error_description=Not+you', 'Not you']] as const) {
      const browser = new Browser();
      const refused = await browser.go((await codeFor(browser)).replace(from, to));
      expect([refused.status, browser.cookie('tanlu_session'), refused.text]).toEqual([403, undefined, expect.stringContaining(words)]);
    }
    const browser = new Browser();
    const answer = await codeFor(browser);
    const { name, value } = browser.cookie('tanlu_sign_in')!;
    browser.setCookie(hub.url, name, `${value.slice(0, -5)}AAAAA`);
    expect((await browser.go(answer)).status).toBe(403);
  });

  it.each([['//evil.example/x'], ['https://evil.example/x'], ['/\\evil.example'], ['javascript:alert(1)'], ['/\t/evil.example'], ['']])('goes back to no other place than this hub: %j', async (back) => {
    const { page } = await signedIn('reader', back);
    expect(new URL(page.url).origin).toBe(hub.url);
  });

  it('tells when the provider does not answer', async () => {
    const server = await identityServer(database, { TANLU_OIDC_ISSUER: 'http://127.0.0.1:1', TANLU_OIDC_CLIENT_ID: 'x' });
    try {
      const response = await fetch(`${server.url}/auth/login`, { redirect: 'manual' });
      expect([response.status, await response.text()]).toEqual([503, expect.stringContaining('http://127.0.0.1:1 does not answer')]);
    } finally {
      await server.close();
    }
  });
});

describe('a session', () => {
  it('lives in a cookie that no script reads', async () => {
    const browser = new Browser();
    const { headers } = await browser.signIn(hub.url, 'reader', adminToken);
    expect(headers.get('access-control-allow-credentials')).toBeNull();
    const { name, value } = browser.cookie('tanlu_session')!;
    expect(name).toBe(`tanlu_session_${new URL(hub.url).port}`);
    expect(JSON.parse(Buffer.from(value.split('.')[0]!, 'base64url').toString())).toMatchObject({ alg: 'ES256', typ: 'session+jwt' });
  });

  it('is for https only, and of this host only, where the hub is reached by https', async () => {
    const server = await identityServer(database, { TANLU_PUBLIC_URL: 'https://hub.example', TANLU_OIDC_ISSUER: `${hub.url}/dev-oidc`, TANLU_OIDC_CLIENT_ID: 'x' });
    try {
      const response = await fetch(`${server.url}/auth/login`, { redirect: 'manual' });
      expect(response.headers.get('set-cookie')).toMatch(/^__Host-tanlu_sign_in=[^;]+; Path=\/; Max-Age=600; HttpOnly; SameSite=Lax; Secure$/);
      expect(new URL(response.headers.get('location')!).searchParams.get('redirect_uri')).toBe('https://hub.example/auth/callback');
    } finally {
      await server.close();
    }
  });

  it('ends with signing out, in every browser, also for whoever kept the cookie', async () => {
    const [one, two] = [await signedIn('operator'), await signedIn('operator')];
    const { name, value } = one.browser.cookie('tanlu_session')!;
    expect((await one.browser.go(`${hub.url}/auth/logout`)).text).toContain('<form method="post" action="/auth/logout">');
    const out = await one.browser.go(`${hub.url}/auth/logout`, { method: 'POST', headers: { origin: hub.url } });
    expect([out.url, one.browser.cookie('tanlu_session'), await viewer(one.browser)]).toMatchObject([`${hub.url}/`, undefined, { role: 'ANONYMOUS' }]);
    const thief = new Browser();
    thief.setCookie(hub.url, name, value);
    for (const browser of [thief, two.browser]) {
      const { status, json, headers } = await browser.query(hub.url, question);
      expect([status, json.errors![0]!.extensions['code']]).toEqual([401, 'SESSION_ENDED']);
      expect(headers.get('set-cookie')).toMatch(/^tanlu_session_\d+=; Path=\/; Max-Age=0/);
      expect(await viewer(browser)).toMatchObject({ role: 'ANONYMOUS' });
    }
    expect(await viewer((await signedIn('operator')).browser)).toMatchObject({ role: 'OPERATOR' });
  });

  it('ends when the person is suspended, and follows a change of role', async () => {
    const { browser } = await signedIn('enterprise');
    expect(await viewer(browser)).toMatchObject({ role: 'ENTERPRISE' });
    await database.pool.query(`update person set role = 'reader' where subject = 'enterprise'`);
    await wait(3100);
    expect(await viewer(browser)).toMatchObject({ role: 'READER' });
    await database.pool.query(`update person set status = 'SUSPENDED' where subject = 'enterprise'`);
    await wait(3100);
    expect((await browser.query(hub.url, question)).status).toBe(403);
    const again = new Browser();
    expect([(await again.signIn(hub.url, 'enterprise', adminToken)).status, again.cookie('tanlu_session')]).toEqual([403, undefined]);
    await database.pool.query(`update person set status = 'ACTIVE' where subject = 'enterprise'`);
  });

  it('is renewed while it is used, up to its greatest age', async () => {
    const { browser } = await signedIn('reader');
    const personId = String((await viewer(browser))!['personId']);
    const { signToken } = await import('../../../src/server/oauth/access-tokens.ts');
    const session = (age: number, began: number): Promise<string> => {
      const now = Math.floor(Date.now() / 1000);
      return signToken(hub.identity.keys, 'session+jwt', { iss: hub.url, aud: 'tanlu session', sub: personId, began: Date.now() - began * 1000, iat: now - age, nbf: now - age }, 60);
    };
    const { name, value } = browser.cookie('tanlu_session')!;
    browser.setCookie(hub.url, name, await session(700, 700));
    const { headers } = await browser.query(hub.url, question);
    expect(headers.get('set-cookie')).toMatch(/Max-Age=3600/);
    expect(browser.cookie('tanlu_session')!.value).not.toBe(value);
    expect((await browser.query(hub.url, question)).headers.get('set-cookie')).toBeNull();
    browser.setCookie(hub.url, name, await session(700, 12 * 3600 - 100));
    expect(Number(/Max-Age=(\d+)/.exec((await browser.query(hub.url, question)).headers.get('set-cookie')!)![1])).toBeLessThanOrEqual(100);
  });

  it('is no access token, and an access token no session', async () => {
    const { browser } = await signedIn('administrator');
    const { name, value } = browser.cookie('tanlu_session')!;
    expect((await hub.query(question, {}, { authorization: `Bearer ${value}` })).status).toBe(401);
    const { secret } = await hub.identity.credentials.issue({ partnerId, clientId: 'buyer' });
    browser.setCookie(hub.url, name, await accessToken(hub, 'buyer', secret));
    expect((await browser.query(hub.url, question)).status).toBe(401);
  });

  it('gives way to a header', async () => {
    const { browser } = await signedIn('reader');
    expect((await browser.query(hub.url, question, { authorization: `Bearer ${adminToken}` })).json.data!['viewer']).toMatchObject({ role: 'ADMINISTRATOR' });
    expect((await browser.query(hub.url, question, { authorization: 'Bearer wrong' })).status).toBe(401);
  });

  it('of another hub on this machine is none here, and is left alone', async () => {
    const other = await identityServer(database);
    try {
      const { browser } = await signedIn('reader');
      expect(await viewer(browser, other.url)).toMatchObject({ role: 'ANONYMOUS' });
      expect(await viewer(browser)).toMatchObject({ role: 'READER' });
    } finally {
      await other.close();
    }
  });
});

describe('a foreign page with the cookie of an administrator', () => {
  let browser: Browser;
  const mutation = JSON.stringify({ query: 'mutation { cancelImport(id: "1") { __typename } }' });
  const post = async (headers: Record<string, string>, body: string | FormData = mutation): Promise<number> => (await browser.once(`${hub.url}/graphql`, { method: 'POST', body, headers })).status;
  beforeAll(async () => { ({ browser } = await signedIn('administrator')); });

  it('cannot write as forms do, whose content types need no permission', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded']) expect(await post({ 'content-type': type })).toBe(415);
    const form = new FormData();
    form.set('operations', mutation);
    form.set('map', '{}');
    expect(await post({}, form)).toBe(400);
    const get = await browser.once(`${hub.url}/graphql?query=${encodeURIComponent('mutation { cancelImport(id: "1") { __typename } }')}`);
    expect(get.status).toBeGreaterThanOrEqual(400);
  });

  it('cannot write from another origin, even with JSON', async () => {
    const json = { 'content-type': 'application/json' };
    expect(await post({ ...json, origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await post({ ...json, origin: 'http://127.0.0.1:9', 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await post({ ...json, origin: 'https://evil.example' })).toBe(403); // a browser that does not tell more
    expect(await post({ ...json, origin: hub.url, 'sec-fetch-site': 'same-origin' })).toBe(200);
    expect(await post(json)).toBe(200); // a program that keeps cookies
  });

  it('is told by the preflight that credentials are not for it', async () => {
    const response = await fetch(`${hub.url}/graphql`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' } });
    expect(response.headers.get('access-control-allow-origin')).toBe('*'); // which no request with credentials passes
    expect(response.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('cannot sign a person out', async () => {
    const response = await browser.once(`${hub.url}/auth/logout`, { method: 'POST', headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } });
    expect(response.status).toBe(403);
    expect(await viewer(browser)).toMatchObject({ role: 'ADMINISTRATOR' });
  });
});
