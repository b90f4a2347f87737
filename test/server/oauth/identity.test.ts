// The small parts of identity by themselves: options, addresses, counting, sealing, scopes.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import fc from 'fast-check';
import { isLoopback, readConfig } from '../../../src/config.ts';
import { grantedScopes } from '../../../src/hub/access/scopes.ts';
import { FailedAttempts } from '../../../src/server/oauth/attempts.ts';
import { cookieName, readCookie } from '../../../src/server/oauth/cookies.ts';
import { clientAddress, publicBase } from '../../../src/server/oauth/public-base.ts';
import { keyFor } from '../../../src/server/oauth/secret-key.ts';
import { seal, unseal } from '../../../src/hub/access/seal.ts';
import { backPath } from '../../../src/server/oauth/sign-in.ts';

const request = (headers: Record<string, string>, remoteAddress = '203.0.113.9'): IncomingMessage => ({ headers, socket: { remoteAddress } }) as unknown as IncomingMessage;

describe('options', () => {
  it.each([
    [{ TANLU_PUBLIC_URL: 'hub.example' }, /TANLU_PUBLIC_URL/], [{ TANLU_PUBLIC_URL: 'ftp://hub.example' }, /TANLU_PUBLIC_URL/], [{ TANLU_PUBLIC_URL: 'https://hub.example/?a=1' }, /no query/],
    [{ TANLU_SECRET_KEY: 'password' }, /32 random bytes/], [{ TANLU_OIDC_ISSUER: 'http://provider.example', TANLU_OIDC_CLIENT_ID: 'x' }, /https/], [{ TANLU_OIDC_ISSUER: 'https://provider.example' }, /TANLU_OIDC_CLIENT_ID: is needed/],
    [{ TANLU_OIDC_ROLES: 'admins=root' }, /"admins=root" must be value=role/], [{ TANLU_OIDC_ROLES: 'admins=anonymous' }, /value=role/], [{ TANLU_OIDC_SCOPE: 'profile' }, /must contain openid/], [{ TANLU_TOKEN_SECONDS: '5' }, /TANLU_TOKEN_SECONDS/],
  ])('refuse %j', (environment, words) => { expect(() => readConfig(environment)).toThrow(words); });

  it('are read as they are meant', () => {
    expect(readConfig({ TANLU_PUBLIC_URL: 'https://hub.example/pcf/' }).TANLU_PUBLIC_URL).toBe('https://hub.example/pcf');
    expect(readConfig({ TANLU_OIDC_ROLES: 'cn=admins;ou=x=administrator, b=reader,' }).TANLU_OIDC_ROLES).toEqual({ 'cn=admins;ou=x': 'administrator', b: 'reader' });
    expect(readConfig({ TANLU_SECRET_KEY: randomBytes(32).toString('base64') }).TANLU_SECRET_KEY).toHaveLength(44);
  });

  it('know this machine', () => {
    expect(['localhost', '127.0.0.1', '127.8.9.1', '::1', '[::1]', 'LOCALHOST'].filter((host) => !isLoopback(host))).toEqual([]);
    expect(['0.0.0.0', '::', 'localhost.example', '127.0.0.1.example', '10.0.0.1', '::ffff:10.0.0.1', ''].filter(isLoopback)).toEqual([]);
  });
});

describe('the address of the hub', () => {
  const own = (environment: Record<string, string>, headers: Record<string, string>): string | undefined => publicBase(readConfig(environment))(request(headers))?.url;
  it('is the configured one, or the Host', () => {
    expect(own({ TANLU_PUBLIC_URL: 'https://hub.example/pcf' }, { host: 'evil.example' })).toBe('https://hub.example/pcf');
    expect(own({}, { host: 'hub.example:8080', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https' })).toBe('http://hub.example:8080');
    expect(own({ TANLU_TRUST_PROXY: 'true' }, { host: 'inner:4000', 'x-forwarded-host': 'evil.example, hub.example', 'x-forwarded-proto': 'http, https' })).toBe('https://hub.example');
    expect(own({ TANLU_TRUST_PROXY: 'true' }, { host: 'inner:4000', 'x-forwarded-proto': 'gopher' })).toBe('http://inner:4000');
    expect(own({}, { host: '[::1]:4000' })).toBe('http://[::1]:4000');
  });
  it.each(['', 'a b', 'user@host', 'host/path', 'host:99999', 'host?x', '[::1', 'ho"st'])('is none for the Host %j', (host) => { expect(own({}, { host })).toBeUndefined(); });
});

describe('the address of a caller', () => {
  const of = (headers: Record<string, string>, remote: string, trust = 'false'): string => clientAddress(readConfig({ TANLU_TRUST_PROXY: trust }))(request(headers, remote));
  it('is what the trusted proxy saw; of IPv6 the network', () => {
    expect(of({ 'x-forwarded-for': '192.0.2.1' }, '203.0.113.9')).toBe('203.0.113.9');
    expect(of({ 'x-forwarded-for': '10.0.0.1, 192.0.2.1' }, '203.0.113.9', 'true')).toBe('192.0.2.1');
    expect(of({}, '::ffff:192.0.2.1')).toBe('192.0.2.1');
    expect([of({}, '2001:db8:1:2:3::4'), of({}, '2001:db8:1:2:ffff:ffff:ffff:ffff'), of({}, '2001:db8:1::9'), of({}, '::1')]).toEqual(['2001:db8:1:2::/64', '2001:db8:1:2::/64', '2001:db8:1:0::/64', '0:0:0:0::/64']);
  });
});

describe('failed attempts', () => {
  it('make the next wait, for a while', () => {
    let now = 0;
    const attempts = new FailedAttempts({ most: 2, windowMs: 10_000, clock: () => now });
    attempts.failed('a');
    expect(attempts.waitSeconds('a')).toBe(0);
    now = 4000;
    attempts.failed('a');
    expect([attempts.waitSeconds('a'), attempts.waitSeconds('b')]).toEqual([6, 0]);
    now = 10_000;
    expect(attempts.waitSeconds('a')).toBe(0);
    attempts.failed('a');
    expect(attempts.waitSeconds('a')).toBe(0);
  });

  it('are forgotten rather than fill the memory, the oldest first', () => {
    const attempts = new FailedAttempts({ most: 1, windowMs: 10_000, size: 100, clock: () => 0 });
    attempts.failed('first');
    for (let i = 0; i < 99; i += 1) attempts.failed(`key ${i}`);
    expect(attempts.waitSeconds('first')).toBe(10);
    attempts.failed('first'); // the least recent is another now
    attempts.failed('one more');
    expect([attempts.waitSeconds('first'), attempts.waitSeconds('key 0')]).toEqual([10, 0]);
  });
});

describe('sealing', () => {
  it('opens what it sealed, in its place, with its key, unchanged', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.string(), fc.nat(), (text, place, at) => {
      const key = randomBytes(32);
      const sealed = seal(key, text, place);
      expect(unseal(key, sealed, place)).toBe(text);
      expect(() => unseal(key, sealed, `${place}x`)).toThrow(/authenticate/);
      expect(() => unseal(randomBytes(32), sealed, place)).toThrow(/authenticate/);
      const bytes = Buffer.from(sealed.split('.')[2]!, 'base64url');
      bytes[at % bytes.length]! ^= 1;
      expect(() => unseal(key, sealed.replace(sealed.split('.')[2]!, bytes.toString('base64url')), place)).toThrow(/authenticate/);
    }));
  });

  it('has another key for every purpose', () => {
    const secret = randomBytes(32);
    expect(keyFor(secret, 'a')).not.toEqual(keyFor(secret, 'b'));
    expect(keyFor(secret, 'a')).toHaveLength(32);
  });
});

describe('small things', () => {
  it('grant the scopes that are asked for, or all', () => {
    expect([grantedScopes(undefined), grantedScopes(''), grantedScopes('openid'), grantedScopes('footprint:read  x'), grantedScopes('footprint:readx')].map((s) => s.length)).toEqual([2, 2, 2, 1, 2]);
  });

  it('read one cookie of several', () => {
    expect(readCookie(request({ cookie: 'a=1; tanlu=x=y; tanlu2=z' }), 'tanlu')).toBe('x=y');
    expect(readCookie(request({ cookie: 'xtanlu=1;tanlu' }), 'tanlu')).toBeUndefined();
    expect([cookieName('s', 'http://h:4000'), cookieName('s', 'https://h'), cookieName('s', 'https://h:8443')]).toEqual(['s_4000', '__Host-s', '__Host-s_8443']);
  });

  it('never lead away from the hub', () => {
    fc.assert(fc.property(fc.string(), (text) => { expect(new URL(backPath(text), 'https://hub.example').origin).toBe('https://hub.example'); }));
    fc.assert(fc.property(fc.string(), (text) => { expect(new URL(backPath(`/${text}`), 'https://hub.example').origin).toBe('https://hub.example'); }));
    expect(backPath('/graphiql?a=1#b')).toBe('/graphiql?a=1#b');
  });
});
