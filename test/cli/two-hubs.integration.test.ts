// Two hubs on one machine, as two operators start them: https with an authority of their own, each a partner of the other. One asks, the other approves, the footprint arrives with its provenance;
// in both directions and both versions, and once only although a process is killed in between.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type pg from 'pg';
import { Agent, fetch as ask } from 'undici';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { makePool } from '../../src/database/pool.ts';
import { anOrganization, aProduct, uuidOf } from '../hub/support/records.ts';
import { insertDataset } from '../hub/support/rows.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { makeAuthority } from '../transfer/pact/support/certificates.ts';
import { bottle } from '../transfer/pact/support/exchange.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tanlu-two-'));
const adminToken = 'token-of-both-administrators';
const file = (name: string): string => join(folder, name);

interface RunningHub { name: string; n: number; database: FreshDatabase; pool: pg.Pool; child: ChildProcess; url: string; output: () => string; partnerId: string }
const hubs: RunningHub[] = [];
let agent: Agent;

/** Starts a hub on the port it had, or on a free one, and waits until it says that it is ready. */
function start(name: string, databaseUrl: string, port = '0'): Promise<{ child: ChildProcess; url: string; output: () => string }> {
  const child = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'src/main.ts'), 'start'], {
    cwd: folder,
    env: {
      ...process.env, TANLU_DATA: file(`data-${name}`), PORT: port, TANLU_LOG: 'warn', DATABASE_URL: databaseUrl, TANLU_DEMO: 'false', TANLU_ADMIN_TOKEN: adminToken, TANLU_TLS_CERT: file('cert.pem'), TANLU_TLS_KEY: file('key.pem'),
      TANLU_PACT_CA: file('ca.pem'), TANLU_PACT_ALLOW_PRIVATE: '127.0.0.1', TANLU_PACT_ISSUER: `${name}.example.org`,
    },
  });
  return new Promise((resolve, reject) => {
    let output = '';
    const hear = (chunk: Buffer): void => {
      output += chunk.toString();
      const ready = /is ready at (https:\/\/\S+)/.exec(output);
      if (ready !== null && output.includes('Ctrl-C')) resolve({ child, url: ready[1]!, output: () => output });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`hub ${name} ended with ${code}: ${output}`)));
  });
}

const ended = (child: ChildProcess, signal: NodeJS.Signals): Promise<void> => new Promise((resolve) => {
  child.once('exit', () => resolve());
  child.kill(signal);
});

// oxlint-disable-next-line typescript/no-explicit-any -- answers of any question
async function graphql(hub: RunningHub, query: string, variables: object = {}): Promise<any> {
  const response = await ask(`${hub.url}/graphql`, { method: 'POST', body: JSON.stringify({ query, variables }), headers: { 'content-type': 'application/json', authorization: `Bearer ${adminToken}` }, dispatcher: agent });
  const { data, errors } = await response.json() as { data: unknown; errors?: unknown };
  if (errors !== undefined) throw new Error(`${JSON.stringify(errors)}\n${hub.output()}`);
  return data;
}

/** Throws where an answer is another one than hoped for, with what it says. */
function must(answer: { __typename: string }, type: string): void {
  if (answer.__typename !== type) throw new Error(JSON.stringify(answer));
}

/** Organization n, its product n, and a footprint of it that nobody sees before its owner opens it. */
async function footprintOf(hub: RunningHub, number: number): Promise<{ id: string; urn: string }> {
  const urn = `urn:example:${hub.name}:product-${number}`;
  const owner = { type: 'organization' as const, id: uuidOf(5, hub.n) };
  const kind = hub.n * 1000 + number;
  await insertDataset(hub.pool, 'product', aProduct(kind, { producer: owner, identifiers: [{ scheme: 'URN', value: urn }], classifications: [{ scheme: 'CPC', code: '24490' }] }));
  await insertDataset(hub.pool, 'footprint', bottle(kind, kind, { owner, visibility: 'BUYER' }));
  return { id: uuidOf(2, kind), urn };
}

async function request(from: RunningHub, urn: string): Promise<string> {
  const { requestFootprints: sent } = await graphql(from, 'mutation ($p: ID!, $c: RequestCriteriaInput!) { requestFootprints(partnerId: $p, criteria: $c, comment: "for our declaration") { __typename ... on FootprintsRequested { request { id } } ... on Problem { message } } }', { p: from.partnerId, c: { productIds: [urn] } });
  must(sent, 'FootprintsRequested');
  return sent.request.id;
}

/** The request as it lies before its owner. */
async function incoming(hub: RunningHub, urn: string): Promise<string> {
  let id: string | undefined;
  await expect.poll(async () => {
    const { footprintRequests } = await graphql(hub, '{ footprintRequests(filter: { direction: { eq: INCOMING }, state: { eq: RECEIVED } }) { nodes { id comment criteria { productIds } } } }');
    id = footprintRequests.nodes.find((each: { criteria: { productIds: string[] } }) => each.criteria.productIds[0] === urn)?.id;
    return id;
  }, { timeout: 20_000 }).toBeDefined();
  return id!;
}

async function approve(hub: RunningHub, id: string): Promise<void> {
  const { approveRequest: decided } = await graphql(hub, 'mutation ($id: ID!) { approveRequest(id: $id, reason: "supply contract") { __typename ... on Problem { message } } }', { id });
  must(decided, 'RequestDecided');
}

const stateOf = async (hub: RunningHub, id: string): Promise<string> => (await graphql(hub, 'query ($id: ID!) { footprintRequest(id: $id) { state } }', { id })).footprintRequest.state;

async function speak(version: string): Promise<void> {
  for (const hub of hubs) await graphql(hub, 'mutation ($id: ID!, $v: String!) { changePartner(id: $id, input: { pactVersion: $v }) { __typename } }', { id: hub.partnerId, v: version });
}

beforeAll(async () => {
  const authority = await makeAuthority();
  const { cert, key } = await authority.issue();
  for (const [name, text] of [['ca.pem', authority.ca], ['cert.pem', cert], ['key.pem', key]] as const) writeFileSync(file(name), text);
  agent = new Agent({ connect: { ca: authority.ca } });
  for (const [i, name] of ['hainan', 'bangkok'].entries()) {
    const database = await freshDatabase();
    await migrate(database.url);
    const pool = makePool(database.url, { size: 2 });
    await insertDataset(pool, 'organization', anOrganization(i + 1, { identifiers: [{ scheme: 'URN', value: `urn:example:company-of-${name}` }] }));
    hubs.push({ name, n: i + 1, database, pool, partnerId: '', ...await start(name, database.url) });
  }
  const secrets: { clientId: string; secret: string }[] = [];
  for (const [i, hub] of hubs.entries()) {
    const other = hubs[1 - i]!;
    const { registerPartner: saved } = await graphql(hub, 'mutation ($i: PartnerRegistration!) { registerPartner(input: $i) { __typename ... on PartnerSaved { partner { id } } ... on Problem { message } } }', { i: { name: `Hub of ${other.name}`, kind: 'REGISTRY', baseUrl: other.url } });
    must(saved, 'PartnerSaved');
    hub.partnerId = saved.partner.id;
    const { issueCredential: issued } = await graphql(hub, `mutation ($p: ID!) { issueCredential(partnerId: $p, clientId: "hub-of-${other.name}") { __typename ... on CredentialIssued { secret } ... on Problem { message } } }`, { p: hub.partnerId });
    secrets[i] = { clientId: `hub-of-${other.name}`, secret: issued.secret };
  }
  for (const [i, hub] of hubs.entries()) {
    const { clientId, secret } = secrets[1 - i]!;
    await graphql(hub, 'mutation ($id: ID!, $c: String!, $s: String!) { changePartner(id: $id, input: { clientId: $c, clientSecret: $s }) { __typename } }', { id: hub.partnerId, c: clientId, s: secret });
  }
}, 120_000);

afterAll(async () => {
  for (const { child, pool, database } of hubs) {
    child.removeAllListeners('exit');
    if (child.exitCode === null && child.signalCode === null) await ended(child, 'SIGTERM');
    await pool.end();
    await database.drop();
  }
  await agent?.close();
  rmSync(folder, { recursive: true, force: true });
}, 60_000);

const provenance = `query ($id: ID!) { footprint(id: $id) { id status visibility declaredUnit declaredAmount result { total fossil } product { name { en } identifiers { value } producer { name { en } } }
  owner { identifiers { value } } provenance { adapter sourceDocument { name format formatVersion partner { name } } } } }`;

describe('two hubs', () => {
  it.each([['3.0', 0, 1], ['3.0', 1, 0], ['2.3', 0, 1], ['2.3', 1, 0]] as const)('in version %s, hub %i asks hub %i: the owner approves, the footprint arrives and tells where it comes from', async (version, asking, asked) => {
    const [buyer, owner] = [hubs[asking]!, hubs[asked]!];
    await speak(version);
    const { id, urn } = await footprintOf(owner, version === '3.0' ? 30 + asked : 20 + asked);
    const sent = await request(buyer, urn);
    const waiting = await incoming(owner, urn);
    // Nothing leaks before the approval.
    expect([await stateOf(buyer, sent), (await graphql(buyer, provenance, { id })).footprint]).toEqual(['SENT', null]);
    await approve(owner, waiting);
    await expect.poll(() => stateOf(buyer, sent), { timeout: 20_000 }).toBe('FULFILLED');
    const { footprint } = await graphql(buyer, provenance, { id });
    expect(footprint).toMatchObject({
      id, status: 'PUBLISHED', visibility: 'PRIVATE', declaredAmount: '12', result: { total: '18', fossil: '18' },
      product: { identifiers: [{ value: urn }], producer: { name: { en: `Organization ${owner.n}` } } }, owner: { identifiers: [{ value: `urn:example:company-of-${owner.name}` }] },
      provenance: { sourceDocument: { format: 'pact', partner: { name: `Hub of ${owner.name}` } } },
    });
    expect(footprint.provenance.sourceDocument.formatVersion.startsWith(version[0]!)).toBe(true);
  }, 60_000);

  it('a hub that is killed while it answers loses nothing and does nothing twice', async () => {
    const [buyer, owner] = [hubs[0]!, hubs[1]!];
    await speak('3.0');
    const wanted = [];
    for (const n of [41, 42, 43, 44, 45]) {
      const { id, urn } = await footprintOf(owner, n);
      wanted.push({ id, sent: await request(buyer, urn), waiting: await incoming(owner, urn) });
    }
    const { port } = new URL(owner.url);
    owner.child.removeAllListeners('exit');
    // Approved, and killed before all is delivered.
    await Promise.all(wanted.map(({ waiting }) => approve(owner, waiting)));
    await ended(owner.child, 'SIGKILL');
    await owner.pool.query(`update delivery set next_attempt_at = now() where state = 'PENDING'`); // the lease of the dead process need not be waited for
    Object.assign(owner, await start(owner.name, owner.database.url, port));
    for (const { sent } of wanted) await expect.poll(() => stateOf(buyer, sent), { timeout: 30_000 }).toBe('FULFILLED');
    await expect.poll(async () => (await owner.pool.query(`select count(*)::int as n from delivery where state <> 'DELIVERED'`)).rows[0].n, { timeout: 30_000 }).toBe(0);
    const ids = wanted.map(({ id }) => id);
    expect((await buyer.pool.query('select id, count(*)::int as n from footprint where id = any($1) group by id', [ids])).rows.map((row) => row.n)).toEqual([1, 1, 1, 1, 1]);
    expect((await buyer.pool.query(`select count(*)::int as n from received_event where kind = 'requestFulfilled' and done_at is null`)).rows[0].n).toBe(0);
  }, 120_000);

  it('a hub that is killed while it pulls has each footprint once when it has pulled again', async () => {
    const [puller, owner] = [hubs[0]!, hubs[1]!];
    for (let n = 100; n < 400; n++) {
      const kind = 2000 + n;
      await insertDataset(owner.pool, 'footprint', bottle(kind, 2020, { owner: { type: 'organization', id: uuidOf(5, 2) }, visibility: 'PARTNER', product: { type: 'product', id: uuidOf(1, 2041) } }));
    }
    await expect.poll(async () => (await owner.pool.query('select count(*)::int as n from pact_pending')).rows[0].n, { timeout: 60_000 }).toBe(0);
    const { pullPartner: pulled } = await graphql(puller, 'mutation ($id: ID!) { pullPartner(id: $id) { __typename ... on PullStarted { syncRun { id } } ... on Problem { message } } }', { id: puller.partnerId });
    must(pulled, 'PullStarted');
    const { port } = new URL(puller.url);
    puller.child.removeAllListeners('exit');
    await ended(puller.child, 'SIGKILL');
    Object.assign(puller, await start(puller.name, puller.database.url, port));
    const again = await graphql(puller, 'mutation ($id: ID!) { pullPartner(id: $id) { __typename ... on PullStarted { syncRun { id } } ... on Problem { message } } }', { id: puller.partnerId });
    await expect.poll(async () => (await graphql(puller, 'query ($id: ID!) { syncRun(id: $id) { state message } }', { id: again.pullPartner.syncRun.id })).syncRun, { timeout: 60_000 }).toMatchObject({ state: 'COMPLETED' });
    const { rows } = await puller.pool.query(`select count(*)::int as rows, count(distinct id)::int as ids from footprint where id::text like '00000002-%' and id = any($1)`, [Array.from({ length: 300 }, (_, i) => uuidOf(2, 2100 + i))]);
    expect(rows[0]).toEqual({ rows: 300, ids: 300 });
    expect((await puller.pool.query(`select count(*)::int as n from sync_run where state = 'RUNNING'`)).rows[0].n).toBe(0);
  }, 180_000);
});
