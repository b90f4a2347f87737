// The server's routes: methods, headers, authentication, hostile requests, pages, health, shutdown.
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { answerOf, testServer, token, type TestServer } from './support/running-server.ts';
import { webPages } from '../../src/web/pages.ts';
import { startedOperations } from './support/shop-schema.ts';

let server: TestServer;
beforeAll(async () => { server = await testServer(); });
afterAll(() => server.close());

const get = async (path: string, init?: RequestInit) => answerOf(await fetch(server.url + path, init));

describe('requests', () => {
  it.each([
    ['not JSON', '{"query":', { 'content-type': 'application/json' }, 400],
    ['no object', '"{ hello }"', { 'content-type': 'application/json' }, 400],
    ['null', 'null', { 'content-type': 'application/json' }, 400],
    ['no query', '{"variables":{}}', { 'content-type': 'application/json' }, 400],
    ['a query that is no text', '{"query":{"kind":"Document"}}', { 'content-type': 'application/json' }, 400],
    ['variables that are no object', '{"query":"{ hello }","variables":[1]}', { 'content-type': 'application/json' }, 400],
    ['text/plain', '{"query":"{ hello }"}', { 'content-type': 'text/plain' }, 415],
    ['a form', 'query={hello}', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['UTF-16', '{"query":"{ hello }"}', { 'content-type': 'application/json; charset=utf-16' }, 415],
    ['an accept header that fits nothing', '{"query":"{ hello }"}', { 'content-type': 'application/json', accept: 'image/png' }, 406],
  ])('refuses %s', async (_name, body, headers, status) => {
    const answer = await answerOf(await fetch(`${server.url}/graphql`, { method: 'POST', body, headers }));
    expect(answer.status).toBe(status);
    expect(answer.json.errors![0]!.message).toMatch(/\w+/);
  });

  it('answers GET for queries with a preflight header, refuses mutations and CSRF', async () => {
    const path = `/graphql?query=${encodeURIComponent('{ hello }')}`;
    expect((await get(path, { headers: { 'apollo-require-preflight': '1' } })).json).toEqual({ data: { hello: 'hello world' } });
    expect((await get(path)).text).toContain('Cross-Site Request Forgery');
    expect((await get(`/graphql?query=${encodeURIComponent('mutation { add(by: 1) }')}`, { headers: { 'apollo-require-preflight': '1' } })).status).toBe(405);
  });

  it('remembers persisted queries', async () => {
    const extensions = { persistedQuery: { version: 1, sha256Hash: '6a5a2c9a0b5aee2c5b0d15fb7a1d4a2c4ed3a1d9a4b0ef3b5e2c1a7b8c9d0e1f' } };
    expect((await server.post({ extensions })).json.errors![0]!.extensions['code']).toBe('PERSISTED_QUERY_NOT_FOUND');
  });

  it('answers 404 and 405 as JSON, and a preflight without Authorization', async () => {
    const missing = await get('/nothing');
    expect([missing.status, missing.json.errors![0]!.extensions['code']]).toEqual([404, 'NOT_FOUND']);
    for (const path of ['/assets/../package.json', '/assets/%2e%2e/package.json', '/node_modules/react/package.json']) expect((await get(path)).status).toBe(404);
    const wrong = await get('/schema.graphql', { method: 'DELETE' });
    expect([wrong.status, wrong.headers.get('allow')]).toEqual([405, 'GET, HEAD, OPTIONS']);
    const preflight = await get('/graphql', { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('access-control-allow-origin')]).toEqual([204, '*']);
    expect(preflight.headers.get('access-control-allow-headers')).not.toContain('authorization');
    expect(preflight.headers.get('access-control-allow-credentials')).toBeNull();
  });

  it('sends security headers everywhere', async () => {
    for (const path of ['/', '/graphiql', '/graphql', '/healthz', '/nothing']) {
      const { headers } = await get(path);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('content-security-policy')).toContain("default-src 'none'");
    }
  });

  it('survives a request that is no HTTP, and a body that breaks off', async () => {
    const { port } = new URL(server.url);
    const reply = await new Promise<string>((resolve) => {
      const socket = connect(Number(port), '127.0.0.1', () => { socket.write('NONSENSE\r\n\r\n'); });
      socket.on('data', (data) => { resolve(String(data)); });
    });
    expect(reply).toContain('400');
    await new Promise<void>((resolve) => {
      const half = request(`${server.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', 'content-length': 1000 } });
      half.on('error', () => { resolve(); });
      half.write('{"query":');
      setTimeout(() => { half.destroy(); }, 50);
    });
    expect((await server.query('{ hello }')).json.data).toEqual({ hello: 'hello world' });
  });
});

describe('authentication', () => {
  it('tells the administrator, the anonymous reader and a wrong token apart', async () => {
    expect((await server.query('{ role }')).json.data).toEqual({ role: 'anonymous' });
    expect((await server.query('{ role }', {}, { authorization: `Bearer ${token}` })).json.data).toEqual({ role: 'administrator' });
    for (const authorization of ['Bearer wrong', token, 'Basic dXNlcjpwYXNz', `Bearer ${token}x`, 'Bearer ']) {
      const { status, headers, json } = await server.query('{ role }', {}, { authorization });
      expect([status, json.errors![0]!.extensions['code']]).toEqual([401, 'UNAUTHENTICATED']);
      expect(headers.get('www-authenticate')).toContain('Bearer');
    }
  });
});

describe('pages', () => {
  it('serves the home page in both languages', async () => {
    expect((await get('/', { headers: { 'accept-language': 'zh-CN,zh;q=0.9' } })).text).toContain('海南自由贸易港');
    expect((await get('/?lang=en', { headers: { 'accept-language': 'zh' } })).text).toContain('Hainan Free Trade Port');
  });

  it('leads to sign-in only where people can sign in', async () => {
    for (const signIn of [true, false]) {
      const served = await testServer({ pages: webPages({ signIn }) });
      const texts = await Promise.all(['/', '/assets/start-graphiql.js'].map(async (path) => (await fetch(served.url + path)).text()));
      expect(texts.map((text) => text.includes('/auth/login'))).toEqual([signIn, signIn]);
      await served.close();
    }
  });

  it('serves GraphiQL with everything it loads, and nothing from another host', async () => {
    for (const path of ['/graphiql', '/']) {
      const { text } = await get(path);
      expect(text).not.toMatch(/https?:\/\//);
      expect(text).not.toMatch(/<script(?![^>]*src=)/);
      for (const [, asset] of text.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)) {
        const loaded = await get(asset!);
        expect(loaded.status).toBe(200);
        expect(loaded.text.length).toBeGreaterThan(100);
        expect(loaded.headers.get('content-type')).toMatch(asset!.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
        expect(loaded.headers.get('cache-control')).toContain('max-age');
      }
    }
    expect((await get('/graphiql')).headers.get('content-security-policy')).toMatch(/script-src 'self';/);
    expect((await get('/assets/start-graphiql.js')).text).toContain('/graphql');
  });

  it('serves the schema', async () => {
    expect((await get('/schema.graphql')).text).toContain('type Query {');
  });
});

describe('health', () => {
  it('is healthy, and ready or not with a reason', async () => {
    const health = await get('/healthz');
    expect([health.status, health.json]).toEqual([200, { status: 'ok' }]);
    const unready = await testServer({ readiness: [{ name: 'database', check: async () => undefined }, { name: 'migrations', check: async () => { throw new Error('2 migrations are not applied'); } }] });
    const answer = await answerOf(await fetch(`${unready.url}/readyz`));
    expect([answer.status, answer.json]).toEqual([503, { status: 'not ready', checks: { database: 'ok', migrations: '2 migrations are not applied' } }]);
    await unready.close();
    expect((await get('/readyz')).status).toBe(200);
  });
});

describe('shutdown', () => {
  it('lets a request end and takes no new one', async () => {
    const own = await testServer();
    const begun = startedOperations();
    const slow = own.query('{ slow(ms: 300) }');
    await expect.poll(startedOperations, { timeout: 5000 }).toBe(begun + 1);
    const closed = own.close();
    expect((await slow).json.data).toEqual({ slow: 'done' });
    await closed;
    await expect(fetch(`${own.url}/healthz`)).rejects.toThrow('fetch failed');
  });

  it('cuts what does not end in time', async () => {
    const own = await testServer();
    const begun = startedOperations();
    const slow = own.query('{ slow(ms: 9000) }').catch((error: unknown) => error);
    await expect.poll(startedOperations, { timeout: 5000 }).toBe(begun + 1);
    const started = performance.now();
    await own.close(200);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(await slow).toBeInstanceOf(Error);
  });

  it('says that a port is taken', async () => {
    await expect(testServer({}, { PORT: new URL(server.url).port })).rejects.toMatchObject({ code: 'LISTEN_FAILED', message: expect.stringContaining('Set PORT') });
  });
});
