// Pulling from hosts on loopback, good and bad: whole pages or nothing, the next pull goes on, a killed one loses and doubles nothing.
import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { specimen2, specimen3 } from '../../../src/transfer/pact/check/specimen.ts';
import type { PactContext } from '../../../src/transfer/pact/context.ts';
import { pullFootprints, pullPartner, type PullReport } from '../../../src/transfer/pact/sync/pull.ts';
import { markInterruptedPulls } from '../../../src/transfer/pact/sync/sync-run.ts';
import { makeAuthority, selfSigned } from './support/certificates.ts';
import { conformantHost } from './support/conformant-host.ts';
import { json, littleServer, type LittleServer, type Seen } from './support/little-server.ts';
import { network, partnerHub, type Json, type PartnerHub } from './support/partner-hub.ts';

let hub: PartnerHub;
beforeAll(async () => { hub = await partnerHub(); });
afterAll(() => hub.close());

const many = (count: number): Json[] => Array.from({ length: count }, specimen3);
const runOf = async (report: PullReport): Promise<Json> => (await hub.rows('select state, trigger, version, pages, seen, added, changed, unchanged, refused, message, issues, finished_at is not null as finished from sync_run where id = $1', [report.run]))[0];
const partnerRow = async (id: string): Promise<Json> => (await hub.rows('select last_sync_at, last_sync_error, next_sync_at, extract(epoch from next_sync_at - now())::float as "inSeconds", sync_state from partner where id = $1', [id]))[0];
const stored = async (documents: readonly Json[]): Promise<number> => (await hub.rows('select count(*)::int as n from footprint where id = any($1)', [documents.map((each) => each['id'])]))[0].n;

/** A host that serves pages of 10; what it answers to a page may be something else. */
async function pagedHost(documents: Json[], instead: (page: number, request: Seen, response: ServerResponse) => boolean | Promise<boolean> = () => false): Promise<LittleServer> {
  const server = await littleServer(async (request, response) => {
    if (request.url.endsWith('/auth/token')) return json(response, 200, { access_token: 'good' });
    if (request.url.includes('/.well-known/')) return json(response, 404, {});
    const page = Number(new URL(request.url, 'http://x').searchParams.get('page') ?? 1);
    if (await instead(page, request, response)) return;
    const next: Record<string, string> = page * 10 < documents.length ? { link: `<${server.url}/3/footprints?page=${page + 1}>; rel="next"` } : {};
    json(response, 200, { data: documents.slice((page - 1) * 10, page * 10) }, next);
  });
  return server;
}

describe('a conformant host', () => {
  it('v3: all pages, then only what is new', async () => {
    const footprints3 = many(250);
    await using host = await conformantHost({ footprints3 });
    const partner = await hub.partner('Conformant 3', { base_url: host.url, sync_minutes: 60 });
    const progress: number[] = [];
    const first = await pullPartner(hub.context, partner.id, 'SCHEDULE', { onProgress: ({ seen }) => progress.push(seen) });
    expect(first).toMatchObject({ state: 'COMPLETED', version: '3.0', pages: 3, seen: 250, added: 250, changed: 0, unchanged: 0, refused: 0, issueCounts: {} });
    expect(progress).toEqual([100, 200, 250]);
    expect(await runOf(first)).toEqual({ state: 'COMPLETED', trigger: 'SCHEDULE', version: '3.0', pages: 3, seen: 250, added: 250, changed: 0, unchanged: 0, refused: 0, message: null, issues: null, finished: true });
    const row = await partnerRow(partner.id);
    expect(row).toMatchObject({ last_sync_error: null, last_sync_at: expect.any(String) as string });
    expect(row['inSeconds']).toBeGreaterThan(3500);
    expect(row['inSeconds']).toBeLessThanOrEqual(3600);
    const [old] = footprints3;
    footprints3[0] = { ...old, status: 'Deprecated' };
    footprints3.push({ ...specimen3(), precedingPfIds: [old!['id']] });
    expect(await pullPartner(hub.context, partner.id, 'PERSON')).toMatchObject({ state: 'COMPLETED', seen: 251, added: 1, changed: 1, unchanged: 249 });
    expect(await pullPartner(hub.context, partner.id, 'PERSON')).toMatchObject({ state: 'COMPLETED', seen: 251, added: 0, changed: 0, unchanged: 251 });
  });

  it.each(['2.0', '2.1', '2.2', '2.3'])('v%s', async (version) => {
    const footprints2 = Array.from({ length: 120 }, () => specimen2(`${version}.0`));
    await using host = await conformantHost({ footprints2 });
    const partner = await hub.partner(`Conformant ${version}`, { base_url: host.url, pact_version: version });
    expect(await pullPartner(hub.context, partner.id, 'PERSON')).toMatchObject({ state: 'COMPLETED', version, pages: 2, added: 120, refused: 0 });
    footprints2[0] = { ...footprints2[0], version: 2, updated: new Date().toISOString(), comment: 'better' };
    expect(await pullPartner(hub.context, partner.id, 'PERSON')).toMatchObject({ added: 0, changed: 1, unchanged: 119 });
  });

  it('over https with an authority of its own', async () => {
    const authority = await makeAuthority();
    await using host = await conformantHost({ footprints3: many(3) }, await authority.issue());
    const partner = await hub.partner('Secure', { base_url: host.url });
    expect(await pullPartner({ ...hub.context, network: { allowPrivate: true, ca: authority.ca } }, partner.id, 'PERSON')).toMatchObject({ state: 'COMPLETED', added: 3 });
  });

  it('nonsense on its list is refused and told, the rest taken', async () => {
    const footprints3 = many(5);
    (footprints3[2]!['pcf'] as Json)['fossilGhgEmissions'] = 'abc';
    await using host = await conformantHost({ footprints3 });
    const partner = await hub.partner('Careless', { base_url: host.url });
    const report = await pullPartner(hub.context, partner.id, 'PERSON');
    expect(report).toMatchObject({ state: 'COMPLETED', added: 4, refused: 1 });
    expect(await stored([footprints3[2]!])).toBe(0);
    expect((await runOf(report))['issues']).toMatchObject([{ code: 'number-invalid', severity: 'error', params: { value: 'abc' } }, { code: 'field-absent' }]);
    footprints3[2] = { ...footprints3[2], pcf: specimen3()['pcf'] };
    expect(await pullPartner(hub.context, partner.id, 'PERSON')).toMatchObject({ added: 1, unchanged: 4, refused: 0 });
  });
});

describe('conditional requests', () => {
  it('an unchanged list of one page is not read; one of several pages is, since only its first page is known to be the same', async () => {
    const documents = many(4);
    const tag = () => `"${documents.length}"`;
    let answers304 = 0;
    await using host = await pagedHost(documents, (page, request, response) => {
      if (page !== 1) return false;
      if (request.headers['if-none-match'] === tag()) {
        answers304 += 1;
        response.writeHead(304).end();
        return true;
      }
      response.setHeader('etag', tag());
      return false;
    });
    const partner = await hub.partner('Conditional', { base_url: host.url });
    const pull = () => pullPartner(hub.context, partner.id, 'SCHEDULE');
    expect(await pull()).toMatchObject({ state: 'COMPLETED', added: 4, notModified: false });
    expect(await pull()).toMatchObject({ state: 'COMPLETED', seen: 0, pages: 0, notModified: true });
    documents.push(specimen3());
    expect(await pull()).toMatchObject({ added: 1, unchanged: 4, notModified: false });
    await hub.pool.query(`update partner set sync_state = jsonb_set(sync_state, '{readAt}', '"2026-01-01T00:00:00Z"') where id = $1`, [partner.id]);
    expect(await pull()).toMatchObject({ unchanged: 5, notModified: false });
    documents.push(...many(10));
    expect(await pull()).toMatchObject({ pages: 2, added: 10 });
    expect(await pull()).toMatchObject({ pages: 2, unchanged: 15, notModified: false });
    expect(answers304).toBe(1);
  });
});

describe('a host that fails on its third page', () => {
  const send = (status: number, headers: Record<string, string>, body: string) => (response: ServerResponse): void => { response.writeHead(status, headers).end(body); };
  const failures: [string, (response: ServerResponse, host: LittleServer) => void, string][] = [
    ['answers slowly', () => undefined, 'PACT_TIMEOUT'],
    ['sends a page without end', (response) => { response.writeHead(200, { 'content-type': 'application/json' }).write('{"data":['); }, 'PACT_TIMEOUT'],
    ['sends another content type', send(200, { 'content-type': 'text/html' }, '<p>Sign in</p>'), 'PACT_CONTENT_TYPE'],
    ['leads back to its first page', (response, host) => json(response, 200, { data: many(1) }, { link: `<${host.url}/3/footprints?page=2>; rel="next"` }), 'PACT_PAGING_LOOP'],
    ['answers 500', send(500, { 'content-type': 'application/json' }, '{"code":"InternalError","message":"broken"}'), 'PACT_STATUS'],
    ['redirects to an internal address', send(302, { location: 'http://169.254.169.254/latest/meta-data' }, ''), 'PACT_REDIRECT'],
    ['links to an internal address', (response) => json(response, 200, { data: [] }, { link: '<http://169.254.169.254/3/footprints>; rel="next"' }), 'PACT_LINK_INVALID'],
    ['breaks off in the middle of the page', (response) => { response.writeHead(200, { 'content-type': 'application/json', 'content-length': '100000' }).write(`{"data":[${JSON.stringify(specimen3())},`, () => response.destroy()); }, 'PACT_UNREACHABLE'],
    ['sends a page that ends too soon', send(200, { 'content-type': 'application/json' }, `{"data":[${JSON.stringify(specimen3())},`), 'PACT_NOT_JSON'],
    ['sends something else between the footprints', (response) => json(response, 200, { data: [specimen3(), 42] }), 'PACT_ANSWER_INVALID'],
    ['sends more than may be', send(200, { 'content-type': 'application/json' }, JSON.stringify({ data: [], filler: 'x'.repeat(300_000) })), 'PACT_TOO_LARGE'],
    ['does not take its own token any more', send(401, { 'content-type': 'application/json' }, '{"code":"AccessDenied","message":"no"}'), 'PACT_AUTH_FAILED'],
  ];

  it.each(failures)('%s: the pages before are stored, the error told, the next pull goes on', async (name, answer, code) => {
    const documents = many(35);
    let broken = true;
    const host: LittleServer = await pagedHost(documents, (page, _, response) => {
      if (page !== 3 || !broken) return false;
      answer(response, host);
      return true;
    });
    await using _ = host;
    const partner = await hub.partner(`Host that ${name}`, { base_url: host.url, sync_minutes: 5 });
    const context: PactContext = { ...hub.context, network: { ...network, timeout: 700, maxBytes: 200_000 } };
    const failed = await pullPartner(context, partner.id, 'SCHEDULE');
    expect(failed).toMatchObject({ state: 'FAILED', error: { code } });
    expect(await stored(documents)).toBe(20);
    expect(await runOf(failed)).toMatchObject({ state: 'FAILED', message: failed.error!.message, finished: true, refused: 0 });
    expect(await partnerRow(partner.id)).toMatchObject({ last_sync_error: failed.error!.message, last_sync_at: null, next_sync_at: expect.any(String) as string, sync_state: null });
    broken = false;
    expect(await pullPartner(context, partner.id, 'SCHEDULE')).toMatchObject({ state: 'COMPLETED', added: 15, unchanged: 20 });
    expect(await partnerRow(partner.id)).toMatchObject({ last_sync_error: null, last_sync_at: expect.any(String) as string });
    expect(await stored(documents)).toBe(35);
  });

  it.each<[string, () => Promise<[string, Partial<PactContext>]>, string]>([
    ['with a certificate of its own', async () => [(await conformantHost({}, await selfSigned())).url, {}], 'PACT_CERTIFICATE'],
    ['where nothing listens', async () => ['http://localhost:1', {}], 'PACT_UNREACHABLE'],
    ['at an address that is not public', async () => [(await conformantHost({})).url, { network: {} }], 'PACT_ADDRESS_REFUSED'],
    ['that does not know the hub', async () => [(await conformantHost({ tokenPath: '/elsewhere', discovery: false })).url, {}], ''],
  ])('a host %s', async (name, make, code) => {
    const [url, changes] = await make();
    const partner = await hub.partner(`Host ${name}`, { base_url: url });
    const report = await pullPartner({ ...hub.context, ...changes }, partner.id, 'PERSON');
    expect(report).toMatchObject({ state: 'FAILED', seen: 0, ...(code === '' ? {} : { error: { code } }) });
    expect(await partnerRow(partner.id)).toMatchObject({ last_sync_error: report.error!.message });
  });
});

it('a partner that is suspended, or has no credential, is not called', async () => {
  const [suspended, without] = [await hub.partner('Suspended', { status: 'SUSPENDED' }), await hub.partner('Without credential', { client_secret: null })];
  for (const { id } of [suspended, without]) expect(await pullPartner(hub.context, id, 'SCHEDULE')).toMatchObject({ state: 'FAILED', error: { code: 'PARTNER_NOT_CALLABLE' } });
  await expect(pullPartner(hub.context, randomUUID(), 'PERSON')).rejects.toMatchObject({ code: 'PARTNER_UNKNOWN', kind: 'usage' });
});

it('one pull of a partner at a time; another waits if it is told to; one that is stopped keeps whole pages', async () => {
  const documents = many(30);
  let release!: () => void;
  const held = new Promise<void>((resolve) => { release = resolve; });
  await using host = await pagedHost(documents, async (page) => {
    if (page === 3) await held;
    return false;
  });
  const partner = await hub.partner('Busy', { base_url: host.url });
  const stop = new AbortController();
  const first = pullPartner(hub.context, partner.id, 'SCHEDULE', { signal: stop.signal });
  while (await stored(documents) < 20) await pause(20);
  await expect(pullPartner(hub.context, partner.id, 'PERSON')).rejects.toMatchObject({ code: 'PULL_RUNNING' });
  stop.abort();
  expect(await first).toMatchObject({ state: 'INTERRUPTED', seen: 20 });
  release();
  const both = await Promise.all([pullPartner(hub.context, partner.id, 'PERSON', { patience: 10_000 }), pullPartner(hub.context, partner.id, 'PERSON', { patience: 10_000 })]);
  expect(both.map(({ added }) => added).toSorted()).toEqual([0, 10]);
});

it('kill -9 in the middle: what was counted is stored, the next pull brings the rest, all there once', async () => {
  const documents = many(200);
  await using host = await pagedHost(documents, async (page) => {
    if (page > 8) await pause(150);
    return false;
  });
  const partner = await hub.partner('Killed', { base_url: host.url });
  const child = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(new URL('support/pull-child.ts', import.meta.url)), hub.url, partner.id], { stdio: 'ignore' });
  const run = async (): Promise<Json | undefined> => (await hub.rows('select state, pages, seen, added from sync_run where partner_id = $1', [partner.id]))[0] as Json | undefined;
  for (const end = Date.now() + 40_000; Number((await run())?.['pages'] ?? 0) < 9;) {
    if (Date.now() > end) throw new Error('the child does not pull');
    await pause(20);
  }
  child.kill('SIGKILL');
  await once(child, 'exit');
  await pause(300); // PostgreSQL ends the session
  const dead = (await run())!;
  expect(dead).toMatchObject({ state: 'RUNNING' });
  expect(dead['added']).toBe(await stored(documents));
  expect(dead['added']).toBeGreaterThanOrEqual(90);
  expect(dead['added']).toBeLessThan(200);
  const report = await pullPartner(hub.context, partner.id, 'SCHEDULE');
  expect(report).toMatchObject({ state: 'COMPLETED', seen: 200, unchanged: dead['added'], added: 200 - Number(dead['added']) });
  expect(await stored(documents)).toBe(200);
  expect(await hub.rows('select state, message from sync_run where partner_id = $1 order by key', [partner.id])).toEqual([{ state: 'INTERRUPTED', message: expect.stringContaining('next pull goes on') as string }, { state: 'COMPLETED', message: null }]);
  expect(await hub.rows('select count(*)::int as n, count(distinct footprint_id)::int as d from received_footprint where partner_id = $1', [partner.id])).toEqual([{ n: 200, d: 200 }]);
});

it('pulls that are dead are marked at a start, those that go on are not', async () => {
  const partner = await hub.partner('Marked');
  await hub.pool.query(`insert into sync_run (partner_id, trigger, version) values ($1, 'SCHEDULE', '3.0')`, [partner.id]);
  const client = await hub.pool.connect();
  const other = await hub.pool.connect();
  try {
    await other.query('select pg_advisory_lock(7211046, $1::int)', [partner.key]);
    expect(await markInterruptedPulls(client)).toBe(0);
    await other.query('select pg_advisory_unlock(7211046, $1::int)', [partner.key]);
    expect(await markInterruptedPulls(client)).toBe(1);
  } finally {
    client.release();
    other.release();
  }
});

describe('footprints by their identifiers', () => {
  it('those the host gives are stored; one it does not give, or gives as another, is told', async () => {
    const footprints3 = many(60);
    await using host = await conformantHost({ footprints3 });
    const partner = await hub.partner('Announcing', { base_url: host.url });
    const unknown = randomUUID();
    const report = await pullFootprints(hub.context, partner.id, [...footprints3.map((each) => each['id'] as string), unknown], 'EVENT');
    expect(report).toMatchObject({ state: 'COMPLETED', seen: 61, added: 60, refused: 1, issues: [{ code: 'pact-footprint-withheld', dataset: `footprint ${unknown}`, params: { reason: '404 NotFound' } }] });
    expect(await partnerRow(partner.id)).toMatchObject({ last_sync_at: null });
    await using liar = await littleServer((request, response) => json(response, 200, request.url.endsWith('/auth/token') ? { access_token: 'x' } : { data: footprints3[0] }));
    const other = await hub.partner('Mistaken', { base_url: liar.url });
    expect(await pullFootprints(hub.context, other.id, [unknown], 'EVENT')).toMatchObject({ refused: 1, issues: [{ code: 'pact-footprint-mistaken' }] });
  });

  it('what was got before the host failed is stored', async () => {
    const documents = many(3);
    await using host = await littleServer((request, response) => {
      if (request.url.endsWith('/auth/token')) return json(response, 200, { access_token: 'x' });
      const found = documents.slice(0, 2).find((each) => request.url.endsWith(String(each['id'])));
      return found === undefined ? json(response, 501, {}) : json(response, 200, { data: found });
    });
    const partner = await hub.partner('Half', { base_url: host.url });
    expect(await pullFootprints(hub.context, partner.id, documents.map((each) => each['id'] as string), 'EVENT')).toMatchObject({ state: 'FAILED', added: 2, error: { code: 'PACT_STATUS' } });
    expect(await stored(documents)).toBe(2);
  });
});
