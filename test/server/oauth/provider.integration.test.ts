// Sign-in with a provider of another house: what its claims mean here, and identity tokens that do not hold (OpenID Connect Core §3.1.3.7).
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from '../support/browser.ts';
import { identityDatabase, identityServer, type IdentityDatabase, type IdentityServer } from '../support/identity-server.ts';
import { clientSecret, startProvider, type Provider } from '../support/provider.ts';

let database: IdentityDatabase;
let provider: Provider;
let hub: IdentityServer;
const organization = '33333333-3333-4333-8333-333333333333';

const environment = (more: Record<string, string> = {}): Record<string, string> => ({
  TANLU_OIDC_ISSUER: provider.url, TANLU_OIDC_CLIENT_ID: 'hub', TANLU_OIDC_CLIENT_SECRET: clientSecret, TANLU_OIDC_SCOPE: 'openid profile groups',
  TANLU_OIDC_ROLE_CLAIM: 'realm_access.roles', TANLU_OIDC_ROLES: 'hub-operators=operator, auditors=certificationBody,hub-admins=administrator', TANLU_OIDC_ORGANIZATION_CLAIM: 'https://hub.example/organization', ...more,
});
const viewer = async (browser: Browser, url = hub.url): Promise<Record<string, unknown>> => (await browser.query(url, '{ viewer { role name } }')).json.data!['viewer']!;
const person = async (): Promise<Record<string, unknown>> => (await database.pool.query<Record<string, unknown>>('select issuer, subject, name, email, role, organization_id as organization from person')).rows[0]!;

beforeAll(async () => {
  database = await identityDatabase();
  provider = await startProvider();
  hub = await identityServer(database, environment());
});
afterEach(() => { Object.assign(provider, { idToken: {}, userinfo: {}, sign: 'right' }); });
afterAll(async () => {
  await hub.close();
  await provider.close();
  await database.close();
});

describe('a provider by configuration', () => {
  it('is asked as it should be', async () => {
    const location = new URL((await new Browser().once(`${hub.url}/auth/login`)).headers.get('location')!);
    expect([location.origin, location.pathname]).toEqual([provider.url, '/authorize']);
    expect(Object.fromEntries(location.searchParams)).toMatchObject({ client_id: 'hub', scope: 'openid profile groups', redirect_uri: `${hub.url}/auth/callback` });
    await new Browser().go(`${hub.url}/auth/login`);
    expect(provider.sent.body.get('code_verifier')).toMatch(/^[\w-]{43,128}$/);
    expect(Buffer.from(provider.sent.authorization!.split(' ')[1]!, 'base64').toString()).toBe(`hub:${clientSecret.replaceAll('-', '%2D')}`);
  });

  it('decides the role by its claim, that may most, and at every sign-in anew', async () => {
    const signIn = async (roles: unknown): Promise<unknown> => {
      provider.idToken = { name: 'Wei', realm_access: { roles } };
      const browser = new Browser();
      await browser.go(`${hub.url}/auth/login`);
      return (await viewer(browser))['role'];
    };
    expect(await signIn(['auditors', 'hub-operators', 'others'])).toBe('OPERATOR');
    expect(await signIn('auditors')).toBe('CERTIFICATION_BODY');
    expect(await signIn(['hub-admins'])).toBe('ADMINISTRATOR');
    expect(await signIn(['administrator', 'toString', '__proto__'])).toBe('READER'); // no value of the map
    expect(await signIn(undefined)).toBe('READER');
  });

  it('tells name, address and organization, in the identity token or at its userinfo endpoint', async () => {
    provider.userinfo = { preferred_username: 'wei', email: 'wei@example.org', realm_access: { roles: ['hub-operators'] }, 'https://hub.example/organization': organization.toUpperCase() };
    const browser = new Browser();
    await browser.go(`${hub.url}/auth/login`);
    expect(await viewer(browser)).toEqual({ role: 'OPERATOR', name: 'wei' });
    expect(await person()).toEqual({ issuer: provider.url, subject: 'person-1', name: 'wei', email: 'wei@example.org', role: 'operator', organization });
    provider.idToken = { name: 'Wei', 'https://hub.example/organization': 'not an identifier' };
    await browser.go(`${hub.url}/auth/login`);
    expect(await person()).toMatchObject({ name: 'Wei', organization: null });
  });

  it('leaves the role to the operator where no claim tells it', async () => {
    const plain = await identityServer(database, { TANLU_OIDC_ISSUER: provider.url, TANLU_OIDC_CLIENT_ID: 'hub' });
    try {
      await database.pool.query(`update person set role = 'certificationBody', organization_id = $1`, [organization]);
      provider.idToken = { roles: ['administrator'], realm_access: { roles: ['hub-admins'] } };
      const browser = new Browser();
      await browser.go(`${plain.url}/auth/login`);
      expect(await viewer(browser, plain.url)).toMatchObject({ role: 'CERTIFICATION_BODY' });
      expect(await person()).toMatchObject({ organization });
      expect(provider.sent.authorization).toBeUndefined(); // a public client
    } finally {
      await plain.close();
    }
  });
});

describe('an identity token that does not hold signs nobody in', () => {
  it.each<[string, Partial<Provider>]>([
    ['of another issuer', { idToken: { iss: 'https://other.example' } }],
    ['for another client', { idToken: { aud: 'another' } }],
    ['for another sign-in', { idToken: { nonce: 'replayed' } }],
    ['expired', { idToken: { exp: Math.floor(Date.now() / 1000) - 300 } }],
    ['without a signature', { sign: 'none' }],
    ['signed with the client secret', { sign: 'HS256' }],
    ['signed with another key', { sign: 'another key' }],
    ['of another person than userinfo', { userinfo: { sub: 'person-2' } }],
  ])('%s', async (_what, lie) => {
    Object.assign(provider, lie);
    const browser = new Browser();
    const page = await browser.go(`${hub.url}/auth/login`);
    expect([page.status, browser.cookie('tanlu_session')]).toEqual([403, undefined]);
    expect(page.text).toMatch(/does not fit this sign-in/);
    expect(await viewer(browser)).toMatchObject({ role: 'ANONYMOUS' });
  });
});
