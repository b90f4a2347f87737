// The client against real little hosts on loopback: pages, retries, conditional requests, broken hosts, events.
import { describe, expect, it } from 'vitest';
import { PactClient, type PactHost } from '../../../src/transfer/pact/client/client.ts';
import { odataOf } from '../../../src/transfer/pact/client/filters.ts';
import type { FootprintPage, ReceivedFootprint } from '../../../src/transfer/pact/client/pages.ts';
import { json, littleServer, type Handler, type LittleServer } from './support/little-server.ts';

const rules = { allowPrivate: true, allowHttp: 'private', timeout: 2000 } as const;
const fast = { retries: 2, firstPause: 5, longestPause: 1000 };
const clientOf = (server: LittleServer, host: Partial<PactHost> = {}) => new PactClient({ baseUrl: server.url, clientId: 'id', clientSecret: 'secret', version: '3', ...host }, rules, fast);

/** A host with a token endpoint that answers only access_token and has no discovery; the rest is the test's. */
const host = (handler: Handler) => littleServer((request, response) => {
  if (request.url.endsWith('/auth/token')) return json(response, 200, { access_token: 'good' });
  if (request.url.includes('/.well-known/')) return json(response, 404, {});
  return handler(request, response);
});
const error = async (work: Promise<unknown>): Promise<Record<string, unknown>> => work.then(() => { throw new Error('no error came'); }, (thrown: unknown) => thrown as Record<string, unknown>);
async function pagesOf(pages: AsyncIterable<FootprintPage>): Promise<FootprintPage[]> {
  const all: FootprintPage[] = [];
  for await (const page of pages) all.push(page);
  return all;
}
const ids = (all: ReceivedFootprint[]): unknown[] => all.map(({ exact }) => exact.members.get('id'));
async function everything(client: PactClient, ...args: Parameters<PactClient['listFootprints']>): Promise<ReceivedFootprint[]> {
  const all: ReceivedFootprint[] = [];
  for await (const page of client.listFootprints(...args)) all.push(...page.footprints);
  return all;
}

describe('pages', () => {
  it.each([
    ['as the standard shows it', (next: string) => `<${next}>; rel="next"`],
    ['unquoted', (next: string) => `<${next}>; rel=next`],
    ['behind another parameter, among other links', (next: string) => `<https://elsewhere.example/a,b>; rel="first"; title="a, \\"b\\"; rel=next", <${next}>; title=x; REL="prev NEXT"`],
    ['relative', (next: string) => `<${new URL(next).pathname}${new URL(next).search}>;rel="next"`],
  ])('follows a link %s', async (_, spell) => {
    await using server = await host((request, response) => {
      const page = Number(new URL(request.url, 'http://x').searchParams.get('page') ?? 1);
      json(response, 200, { data: [{ id: `p${page}` }] }, page < 3 ? { link: spell(`http://${request.headers.host}/3/footprints?page=${page + 1}`) } : {});
    });
    expect(ids(await everything(clientOf(server)))).toEqual(['p1', 'p2', 'p3']);
    expect(server.seen.filter(({ url }) => url.startsWith('/3/')).every(({ headers }) => headers.authorization === 'Bearer good')).toBe(true);
  });

  it.each([
    ['another host', () => '<https://evil.example/3/footprints?page=2>; rel="next"', 'another host'],
    ['another port', (origin: string) => `<${origin.replace(/\d+$/, '1')}/3/footprints?page=2>; rel="next"`, 'another host, scheme or port'],
    ['a broken header', () => 'https://x/; rel="next"', 'RFC 8288'],
    ['an open quote', (origin: string) => `<${origin}/2>; rel="next`, 'RFC 8288'],
  ])('a link to %s ends the list with an error, after the page it stands on', async (_, link, words) => {
    await using server = await host((request, response) => json(response, 200, { data: [{ id: 'p1' }] }, { link: link(`http://${request.headers.host}`) }));
    const got: unknown[] = [];
    const failure = await error((async () => { for await (const page of clientOf(server).listFootprints()) got.push(...page.footprints); })());
    expect(failure).toMatchObject({ code: 'PACT_LINK_INVALID', message: expect.stringContaining(words) as string });
    expect(got).toHaveLength(1);
  });

  it('a host that leads in a circle: the same link, ever new links with nothing new, no end', async () => {
    const run = async (data: (n: number) => unknown[], link: (n: number) => string, options = {}) => {
      let n = 0;
      await using server = await host((request, response) => json(response, 200, { data: data(n += 1) }, { link: `<http://${request.headers.host}/3/footprints?${link(n)}>; rel="next"` }));
      return { ...(await error(everything(clientOf(server), {}, options))), asked: n };
    };
    expect(await run((n) => [{ id: n }], () => 'page=2')).toMatchObject({ code: 'PACT_PAGING_LOOP', asked: 2 });
    expect(await run(() => [{ id: 'a' }], (n) => `page=${n}`)).toMatchObject({ code: 'PACT_PAGING_LOOP', asked: 4 });
    expect(await run((n) => [{ id: `${n}` }], (n) => `page=${n}`, { maxPages: 7 })).toMatchObject({ code: 'PACT_PAGING_LOOP', asked: 7 });
  });

  it('filters of v3 repeat their key and are percent-encoded', async () => {
    await using server = await host((_, response) => json(response, 200, { data: [] }));
    await everything(clientOf(server), { productId: ['urn:a&b', 'urn:c#d'], validOn: '2025-01-01T00:00:00+08:00', status: 'Active' }, { limit: 5 });
    expect(server.seen.at(-1)!.url).toBe('/3/footprints?productId=urn%3Aa%26b&productId=urn%3Ac%23d&validOn=2025-01-01T00%3A00%3A00%2B08%3A00&status=Active&limit=5');
  });

  it('$filter of v2: quotes doubled, blanks as %20', async () => {
    expect(odataOf({ productId: ["urn:o'a", 'urn:b'], geographyCountry: 'CN', updated: ['ge', '2025-01-01T00:00:00Z'] }))
      .toBe("(productIds/any(productId:(productId eq 'urn:o''a')) or productIds/any(productId:(productId eq 'urn:b'))) and pcf/geographyCountry eq 'CN' and updated ge '2025-01-01T00:00:00Z'");
    await using server = await host((_, response) => json(response, 200, { data: [] }));
    await everything(clientOf(server, { version: '2' }), { geographyCountry: 'CN' });
    expect(server.seen.at(-1)!.url).toBe('/2/footprints?%24filter=pcf%2FgeographyCountry%20eq%20%27CN%27');
  });

  it('conditional: validators are sent with the first page alone, 304 is an empty page', async () => {
    await using server = await host((request, response) => {
      if (request.headers['if-none-match'] === '"7"') response.writeHead(304, { etag: '"7"' }).end();
      else json(response, 200, { data: [{ id: 'a' }] }, { etag: '"7"', 'last-modified': 'Sat, 01 Nov 2025 00:00:00 GMT' });
    });
    const pages = await pagesOf(clientOf(server).listFootprints());
    expect(pages[0]).toMatchObject({ notModified: false, complete: true, etag: '"7"', lastModified: 'Sat, 01 Nov 2025 00:00:00 GMT' });
    const again = await pagesOf(clientOf(server).listFootprints({}, { validators: { etag: '"7"' } }));
    expect(again).toMatchObject([{ notModified: true, footprints: [] }]);
  });

  it('202 of v2 is asked again until the list is there, and not for ever', async () => {
    let left = 2;
    await using server = await host((_, response) => {
      left -= 1;
      json(response, left >= 0 ? 202 : 200, { data: left >= 0 ? [] : [{ id: 'a' }] });
    });
    expect(ids(await everything(clientOf(server, { version: '2' })))).toEqual(['a']);
    await using never = await host((_, response) => { response.writeHead(202).end(); });
    expect(await pagesOf(clientOf(never, { version: '2' }).listFootprints({}, { polls: 2 }))).toMatchObject([{ complete: false, footprints: [] }]);
  });
});

describe('numbers', () => {
  it('keep the text that the host wrote', async () => {
    await using server = await host((_, response) => json(response, 200, '{"data":{"id":"a","version":1,"pcf":{"primaryDataShare":56.120000000000000001,"exemptedEmissionsPercent":1.0,"big":1E400}}}'));
    const { text } = await clientOf(server, { version: '2' }).getFootprint('a');
    expect(text).toBe('{"id":"a","version":1,"pcf":{"primaryDataShare":56.120000000000000001,"exemptedEmissionsPercent":1.0,"big":1E400}}');
  });
});

describe('hosts that fail', () => {
  it('500 twice, then good: tried again; always 500: told', async () => {
    let left = 2;
    await using server = await host((_, response) => ((left -= 1) >= 0 ? json(response, 500, { code: 'InternalError', message: 'oh' }) : json(response, 200, { data: [] })));
    expect(await everything(clientOf(server))).toEqual([]);
    await using broken = await host((_, response) => json(response, 500, { code: 'InternalError', message: 'oh' }));
    expect(await error(everything(clientOf(broken)))).toMatchObject({ code: 'PACT_STATUS', kind: 'unavailable', params: { status: 500, code: 'InternalError', message: 'oh' } });
    expect(broken.seen.filter(({ url }) => url.startsWith('/3/'))).toHaveLength(3);
  });

  it('Retry-After is obeyed, and one that is too long ends the tries at once', async () => {
    const times: number[] = [];
    await using server = await host((_, response) => (times.push(Date.now()) === 1 ? json(response, 429, {}, { 'retry-after': '1' }) : json(response, 200, { data: [] })));
    await everything(clientOf(server));
    expect(times[1]! - times[0]!).toBeGreaterThanOrEqual(990);
    await using busy = await host((_, response) => json(response, 503, {}, { 'retry-after': '3600' }));
    expect(await error(everything(clientOf(busy)))).toMatchObject({ params: { status: 503, retryAfter: '3600' } });
    expect(busy.seen.filter(({ url }) => url.startsWith('/3/'))).toHaveLength(1);
  });

  it.each<[string, Handler, string, string]>([
    ['HTML', (_, response) => { response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'); }, 'PACT_CONTENT_TYPE', 'of type text/html'],
    ['no content type', (_, response) => { response.writeHead(200).end('{"data":[]}'); }, 'PACT_CONTENT_TYPE', 'of no stated type'],
    ['packed content', (_, response) => json(response, 200, 'x', { 'content-encoding': 'gzip' }), 'PACT_CONTENT_TYPE', 'packed (gzip)'],
    ['JSON that was cut off', (_, response) => json(response, 200, '{"data": [\n  {"id": "a"'), 'PACT_NOT_JSON', 'line 2'],
    ['bytes that are no UTF-8', (_, response) => { response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from([0x22, 0xff, 0x22])); }, 'PACT_NOT_JSON', 'UTF-8'],
    ['no data', (_, response) => json(response, 200, { items: [] }), 'PACT_ANSWER_INVALID', 'without "data"'],
    ['data that is no list', (_, response) => json(response, 200, { data: null }), 'PACT_ANSWER_INVALID', 'no list'],
    ['a footprint that is none', (_, response) => json(response, 200, { data: [{ id: 'a' }, 7] }), 'PACT_ANSWER_INVALID', 'data[1]'],
    ['a redirect', (_, response) => { response.writeHead(307, { location: 'http://169.254.169.254/latest/' }).end(); }, 'PACT_REDIRECT', 'http://169.254.169.254/latest/'],
    ['a PACT error', (_, response) => json(response, 403, { code: 'AccessDenied', message: 'not yours' }), 'PACT_STATUS', 'AccessDenied: not yours'],
  ])('%s', async (_, handler, code, words) => {
    await using server = await host(handler);
    expect(await error(everything(clientOf(server)))).toMatchObject({ code, message: expect.stringContaining(words) as string });
  });

  it('a deep nest of brackets is an error, not a crash', async () => {
    await using server = await host((_, response) => json(response, 200, `{"data":${'['.repeat(100_000)}`));
    expect(await error(everything(clientOf(server)))).toMatchObject({ code: 'PACT_NOT_JSON' });
  });

  it('the caller may end it', async () => {
    await using server = await host(() => {});
    const failure = await error(everything(clientOf(server), {}, { signal: AbortSignal.timeout(50) }));
    expect(failure).toMatchObject({ name: 'TimeoutError' });
  });
});

describe('tokens', () => {
  it('a token that is no longer taken is renewed once; the second refusal is told', async () => {
    let tokens = 0;
    await using server = await littleServer((request, response) => {
      if (request.url === '/auth/token') return json(response, 200, { access_token: `t${tokens += 1}`, token_type: 'bearer', expires_in: 3600 });
      if (request.url.startsWith('/.well')) return json(response, 404, {});
      return request.headers.authorization === 'Bearer t2' ? json(response, 200, { data: [] }) : json(response, 401, { code: 'TokenExpired', message: 'late' });
    });
    const client = clientOf(server);
    expect(await everything(client)).toEqual([]);
    expect(await everything(client)).toEqual([]);
    expect(tokens).toBe(2);
    await using never = await host((_, response) => { response.writeHead(401).end(); });
    expect(await error(everything(clientOf(never)))).toMatchObject({ code: 'PACT_AUTH_FAILED', message: expect.stringContaining('has just given') as string });
    expect(never.seen.filter(({ url }) => url === '/auth/token')).toHaveLength(2);
  });

  it('renewed early, asked for once by many at a time', async () => {
    let tokens = 0;
    await using server = await littleServer((request, response) => {
      if (request.url.startsWith('/.well')) return json(response, 404, {});
      return json(response, 200, request.url === '/auth/token' ? { access_token: `t${tokens += 1}`, expires_in: 1 } : { data: [] });
    });
    const client = clientOf(server);
    await Promise.all([everything(client), everything(client), everything(client)]);
    expect(tokens).toBe(1);
    await new Promise((resolve) => { setTimeout(resolve, 950); });
    await everything(client);
    expect(tokens).toBe(2);
  });

  it('discovery under the path of the auth URL, on another base than the API; scope, audience and resource are handed on', async () => {
    await using server = await littleServer((request, response) => {
      if (request.url === '/realms/x/.well-known/openid-configuration') return json(response, 200, { token_endpoint: `http://${request.headers.host}/elsewhere/token` });
      if (request.url === '/elsewhere/token') return json(response, 200, { access_token: 'good' });
      return json(response, request.url.startsWith('/api/v/3/footprints') ? 200 : 404, { data: [] });
    });
    await everything(clientOf(server, { baseUrl: `${server.url}/api/v/`, authUrl: `${server.url}/realms/x/`, scope: 'a b', audience: 'c', resource: 'd' }));
    const asked = server.seen.find(({ url }) => url === '/elsewhere/token')!;
    expect(asked.headers).toMatchObject({ authorization: `Basic ${btoa('id:secret')}`, 'content-type': 'application/x-www-form-urlencoded' });
    expect(asked.body).toBe('grant_type=client_credentials&scope=a+b&audience=c&resource=d');
  });

  it.each<[string, Handler]>([
    ['is HTML', (_, response) => { response.writeHead(200, { 'content-type': 'text/html' }).end('<html>'); }],
    ['names no endpoint', (_, response) => json(response, 200, { issuer: 'x' })],
    ['is a redirect', (_, response) => { response.writeHead(302, { location: '/login' }).end(); }],
    ['is broken JSON', (_, response) => json(response, 200, '{')],
    ['is a 500', (_, response) => json(response, 500, {})],
  ])('discovery that %s falls back to /auth/token', async (_, discovery) => {
    await using server = await littleServer((request, response) => (request.url.startsWith('/.well') ? discovery(request, response) : json(response, 200, { access_token: 'x' })));
    expect(await clientOf(server).authenticate()).toBe('x');
  });

  it('a discovered endpoint on an internal address or an unregistered port gets no secret', async () => {
    await using inner = await littleServer((_, response) => json(response, 200, { access_token: 'x' }));
    await using server = await littleServer((_, response) => json(response, 200, { token_endpoint: `${inner.url}/token` }));
    expect(await error(clientOf(server).authenticate())).toMatchObject({ code: 'PACT_ADDRESS_REFUSED', message: expect.stringContaining('not registered') as string });
    await using other = await littleServer((_, response) => json(response, 200, { token_endpoint: 'https://169.254.169.254/token' }));
    expect(await error(clientOf(other).authenticate())).toMatchObject({ code: 'PACT_ADDRESS_REFUSED' });
    expect(inner.seen).toEqual([]);
  });

  it('secrets with special characters: as they are first, then form-encoded (RFC 6749 §2.3.1); in the body only where the metadata say so', async () => {
    const host = (good: (authorization: string | undefined, body: string) => boolean, methods?: string[]) => littleServer((request, response) => {
      if (request.url.startsWith('/.well')) return json(response, 200, { token_endpoint: `http://${request.headers.host}/token`, ...(methods === undefined ? {} : { token_endpoint_auth_methods_supported: methods }) });
      return good(request.headers.authorization, request.body) ? json(response, 200, { access_token: 'x' }) : json(response, 401, { error: 'invalid_client', error_description: 'who are you?' });
    });
    const tokens = (server: LittleServer) => server.seen.filter(({ url }) => url === '/token').length;
    await using raw = await host((authorization) => authorization === `Basic ${btoa('id:s+c/r')}`);
    expect(await clientOf(raw, { clientSecret: 's+c/r' }).authenticate()).toBe('x');
    expect(tokens(raw)).toBe(1);
    await using encoded = await host((authorization) => authorization === `Basic ${btoa('id:s%2Bc%2Fr')}`);
    expect(await clientOf(encoded, { clientSecret: 's+c/r' }).authenticate()).toBe('x');
    const inBody = (authorization: string | undefined, body: string) => authorization === undefined && body.includes('client_secret=secret');
    await using post = await host(inBody, ['client_secret_post']);
    expect(await clientOf(post).authenticate()).toBe('x');
    await using silent = await host(inBody);
    expect(await error(clientOf(silent).authenticate())).toMatchObject({ code: 'PACT_AUTH_FAILED', message: expect.stringContaining('invalid_client: who are you?') as string });
    expect(tokens(silent)).toBe(1);
  });

  it.each([[{}, 'without an access_token'], [{ access_token: 'x', token_type: 'mac' }, 'type mac'], [{ access_token: 'x\r\ny' }, 'without an access_token'], [[], 'no JSON object']])('a token answer %j is told', async (answer, words) => {
    await using server = await littleServer((request, response) => json(response, request.url === '/auth/token' ? 200 : 404, answer));
    expect(await error(clientOf(server).authenticate())).toMatchObject({ code: 'PACT_ANSWER_INVALID', message: expect.stringContaining(words) as string });
  });
});

describe('get and events', () => {
  it('an id is one part of the path, whatever stands in it', async () => {
    await using server = await host((_, response) => json(response, 404, { code: 'NoSuchFootprint', message: 'none' }));
    expect(await error(clientOf(server).getFootprint('../../x?y'))).toMatchObject({ code: 'PACT_STATUS', params: { status: 404, code: 'NoSuchFootprint' } });
    expect(server.seen.at(-1)!.url).toBe('/3/footprints/..%2F..%2Fx%3Fy');
  });

  it('an event is sent once, as it is, with the type of structured CloudEvents; any 2xx is acceptance', async () => {
    const event = { type: 'org.wbcsd.pact.ProductFootprint.PublishedEvent.3', specversion: '1.0', id: 'b7c8/14.A', source: 'https://hub.example', time: '2025-11-01T00:00:00Z', data: { pfIds: ['x'] } } as const;
    for (const status of [200, 202, 204]) {
      await using server = await host((_, response) => { response.writeHead(status).end(); });
      await clientOf(server).sendEvent(event);
      expect(server.seen.at(-1)).toMatchObject({ url: '/3/events', body: JSON.stringify(event), headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8' } });
    }
    await using failing = await host((_, response) => { response.writeHead(503).end(); });
    expect(await error(clientOf(failing, { version: '2' }).sendEvent(event))).toMatchObject({ code: 'PACT_STATUS', params: { status: 503 } });
    expect(failing.seen.filter(({ url }) => url === '/2/events')).toHaveLength(1);
  });

  it('a redirected event is told with its target', async () => {
    await using server = await host((_, response) => { response.writeHead(308, { location: 'http://10.0.0.1/' }).end(); });
    expect(await error(clientOf(server).sendEvent({ type: 'x', specversion: '1.0', id: '1', source: 'y', data: {} }))).toMatchObject({ code: 'PACT_REDIRECT', params: { target: 'http://10.0.0.1/' } });
  });
});
