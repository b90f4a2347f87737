// Who was given what is restricted: every role, every group of fields, every way it may leave by; nothing where nothing restricted was given, and no answer where it cannot be written down.
import type pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { connect } from '../../src/database/connect.ts';
import { makePool } from '../../src/database/pool.ts';
import { loadDatasets } from '../../src/database/read/stored-datasets.ts';
import { ReadDatabase } from '../../src/database/read/read-database.ts';
import { accessGrantTable, partnerTable } from '../../src/database/tables/access.ts';
import { AccessEventService } from '../../src/hub/access-event/access-event.service.ts';
import { readerOf } from '../../src/hub/access/policy.ts';
import { administrator, type Principal } from '../../src/hub/access/principal.ts';
import { makeContext } from '../../src/hub/graphql/context.ts';
import { fieldGroup, type FieldGroup } from '../../src/model/field-group.ts';
import { buildGraphqlSchema } from '../../src/server/graphql/schema.ts';
import type { HubServices } from '../../src/server/graphql/context.ts';
import { testServer, token, type TestServer } from '../server/support/running-server.ts';
import { openHub, type Hub } from './support/hub.ts';
import { aFootprint, anOrganization, aProduct, uuidOf } from './support/records.ts';
import { insertDataset, insertValues } from './support/rows.ts';

const [mine, theirs] = [uuidOf(5, 1), uuidOf(5, 2)];
const [granted, other] = [uuidOf(20, 1), uuidOf(20, 2)];
const owner = (id: string) => ({ owner: { type: 'organization' as const, id } });
const principals = {
  anonymous: { role: 'anonymous' }, reader: { role: 'reader', person: { id: uuidOf(30, 1), name: 'R' } },
  'enterprise of the owner': { role: 'enterprise', person: { id: uuidOf(30, 2), name: 'E' }, organization: theirs },
  'enterprise of another': { role: 'enterprise', person: { id: uuidOf(30, 3), name: 'F' }, organization: mine },
  'partner with a grant': { role: 'partnerService', partner: { id: granted, clientId: 'buyer' } }, 'partner without': { role: 'partnerService', partner: { id: other, clientId: 'other' } },
  operator: { role: 'operator', person: { id: uuidOf(30, 5), name: 'O' } }, administrator: { role: 'administrator' },
} as const satisfies Record<string, Principal>;
const all = fieldGroup.options;
const open: Record<keyof typeof principals, readonly FieldGroup[]> = {
  anonymous: [], reader: [], 'enterprise of another': [], 'enterprise of the owner': all, 'partner with a grant': ['GASES', 'QUALITY', 'STAGES'], 'partner without': ['STAGES'], operator: all, administrator: all,
};
const actors = { 'enterprise of the owner': `person ${uuidOf(30, 2)} (enterprise)`, 'partner with a grant': `partner ${granted} (client buyer)`, 'partner without': `partner ${other} (client other)`, operator: `person ${uuidOf(30, 5)} (operator)`, administrator: 'administrator' };

/** Fields of a footprint with the groups that they belong to. */
const fields: Record<FieldGroup, string> = {
  STAGES: 'scope { stages { code } }', GASES: 'result { gases { gas } }', QUALITY: 'quality { rating }', METHOD: 'method { software }', PROCESS: 'installations { stated }', VERIFICATION: 'assurance { verifier }',
};
const restricted = { STAGES: 'PARTNER', GASES: 'BUYER', QUALITY: 'PRIVATE', METHOD: 'BUYER', PROCESS: 'BUYER', VERIFICATION: 'BUYER' } as const;
const [closed, second, free] = [uuidOf(2, 1), uuidOf(2, 2), uuidOf(2, 3)];
const full = (n: number, product: number, restrictions: object[]) => aFootprint(n, product, String(n), {
  ...owner(theirs), process: { type: 'process', id: uuidOf(4, 1) }, installations: [{ code: 'CN-HI', system: 'iso', stated: 'CN-HI' }], result: { total: String(n), gases: [{ gas: 'CO2', amount: { value: '1', unit: 'kg' } }] },
  scope: { boundary: 'CRADLE_TO_GATE', stages: [{ code: 'A1', value: '1' }] }, quality: { rating: '2' }, method: { ...aFootprint(1, 1, '1').method, software: 'S' }, assurance: { state: 'THIRD_PARTY', verifier: 'V' },
  extensions: { pact: [['x', 'y']] }, restrictions: restrictions as never,
});

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  const { pool } = hub;
  for (const n of [1, 2]) await insertDataset(pool, 'organization', anOrganization(n));
  for (const n of [1, 2]) await insertDataset(pool, 'product', aProduct(n));
  await insertDataset(pool, 'process', { id: uuidOf(4, 1), version: '01.00.000', name: { en: 'P' }, type: 'UNIT_PROCESS', exchanges: [] });
  await insertDataset(pool, 'footprint', full(1, 1, Object.entries(restricted).map(([group, visibility]) => ({ group, visibility }))));
  await insertDataset(pool, 'footprint', full(2, 2, [{ group: 'STAGES', visibility: 'PARTNER' }, { group: 'GASES', visibility: 'PUBLIC' }]));
  await insertDataset(pool, 'footprint', full(3, 2, []));
  await insertValues(pool, partnerTable, [granted, other].map((id, i) => ({ id, name: `Partner ${i}`, kind: 'BUYER' })));
  await insertValues(pool, accessGrantTable, [{ granted_by: 'test', partner_id: granted, target: 'RECORD', noun: 'footprint', target_id: closed, field_groups: ['GASES', 'QUALITY'] }]);
});
afterAll(() => hub.close());
beforeEach(() => hub.pool.query('delete from access_event'));

const events = async (): Promise<Record<string, unknown>[]> => (await hub.pool.query<Record<string, unknown>>('select actor, partner_id as partner, noun, path, record_ids as ids, field_groups as groups from access_event order by key')).rows;
/** Groups that were written down for an operation, by record. */
async function groupsOf(query: string, principal: Principal, variables: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  await hub.pool.query('delete from access_event');
  const { errors } = await hub.ask(query, variables, { principal });
  expect(errors).toBeUndefined();
  return Object.fromEntries((await events()).flatMap(({ ids, groups }) => (ids as string[]).map((id) => [id, groups])));
}
const one = (selection: string): string => `query ($id: ID!) { footprint(id: $id) { id ${selection} } }`;

describe.each(Object.entries(principals))('%s', (name, principal) => {
  const may = open[name as keyof typeof principals];

  it.each(Object.entries(fields))('and %s', async (group, selection) => {
    expect(await groupsOf(one(selection), principal, { id: closed })).toEqual(may.includes(group as FieldGroup) ? { [closed]: [group] } : {});
  });

  it('is named with all that one operation gave', async () => {
    await hub.ask(one(Object.values(fields).join(' ')), { id: closed }, { principal });
    expect(await events()).toEqual(may.length === 0 ? [] : [{ actor: actors[name as keyof typeof actors], partner: 'partner' in principal ? principal.partner.id : null, noun: 'footprint', path: 'graphql', ids: [closed], groups: [...may].sort() }]);
  });

  it('is given nothing restricted with what is no part of a group', async () => {
    expect(await groupsOf(one('declaredAmount scope { boundary } result { total } method { gwpSet } assurance { state } product { id } owner { id }'), principal, { id: closed })).toEqual({});
  });

  it('leaves no trace with a record that restricts nothing, or only to all', async () => {
    expect(await groupsOf(one(Object.values(fields).join(' ')), principal, { id: free })).toEqual({});
    expect(await groupsOf(one(fields.GASES), principal, { id: second })).toEqual({});
  });

  it('is written down for datasets as they are exported', async () => {
    const client = await connect(hub.url, 'test');
    try {
      const { rows } = await client.query<{ key: string }>('select key::text from footprint order by key');
      const stored = await loadDatasets(client, 'footprint', rows.map(({ key }) => key), readerOf(principal));
      const stages = may.includes('STAGES') ? ['STAGES'] : undefined;
      expect(stored.map(({ given }) => given)).toEqual([may.length === 0 ? undefined : all.filter((group) => may.includes(group)), stages, undefined]);
    } finally {
      await client.end();
    }
  });
});

describe('ways to a field', () => {
  const { operator } = principals;
  const partner = principals['partner with a grant'];
  it.each<[string, string, Record<string, FieldGroup[]>]>([
    ['a list', `{ footprints { nodes { ${fields.STAGES} } } }`, { [closed]: ['STAGES'], [second]: ['STAGES'] }],
    ['edges', `{ footprints { edges { node { ${fields.STAGES} } } } }`, { [closed]: ['STAGES'], [second]: ['STAGES'] }],
    ['a page', `{ footprints(first: 1, orderBy: [{ field: TOTAL, direction: DESC }], filter: { total: { lt: "3" } }) { nodes { ${fields.STAGES} } pageInfo { hasNextPage } } }`, { [second]: ['STAGES'] }],
    ['a short nested list', `{ products { nodes { footprints(first: 5) { nodes { ${fields.STAGES} } } } } }`, { [closed]: ['STAGES'], [second]: ['STAGES'] }],
    ['a long nested list', `{ products { nodes { footprints(first: 50) { totalCount nodes { ${fields.STAGES} } } } } }`, { [closed]: ['STAGES'], [second]: ['STAGES'] }],
    ['a node', `{ node(id: "${closed}") { ... on Footprint { ${fields.STAGES} } } }`, { [closed]: ['STAGES'] }],
    ['nodes', `{ nodes(ids: ["${closed}", "${second}"]) { ...f } } fragment f on Footprint { ${fields.STAGES} }`, { [closed]: ['STAGES'], [second]: ['STAGES'] }],
    ['a reference back', `{ footprint(id: "${second}") { product { footprints { nodes { ${fields.STAGES} } } } } }`, { [second]: ['STAGES'] }],
    ['a version', `{ footprint(id: "${closed}", version: "01.00.000") { ${fields.STAGES} } }`, { [closed]: ['STAGES'] }],
    ['aliases', `{ a: footprint(id: "${closed}") { s: ${fields.STAGES} } b: footprint(id: "${closed}") { g: ${fields.GASES} } c: footprint(id: "${closed}") { ${fields.GASES} } }`, { [closed]: ['GASES', 'STAGES'] }],
    ['a directive that leaves it out', `{ footprint(id: "${closed}") { id ${fields.STAGES.replace(' ', ' @skip(if: true) ')} } }`, {}],
  ])('%s', async (_way, query, expected) => {
    expect(await groupsOf(query, partner)).toEqual(expected);
    expect(await groupsOf(query, operator)).toEqual(expected);
  });

  it('the process behind a footprint, from both ends, and what stands beside the record', async () => {
    expect(await groupsOf(one('process { id }'), operator, { id: closed })).toEqual({ [closed]: ['PROCESS'] });
    expect(await groupsOf(one('processReference { id }'), operator, { id: closed })).toEqual({ [closed]: ['PROCESS'] });
    expect(await groupsOf('{ processes { nodes { footprints { nodes { id } } } } }', operator)).toEqual({ [closed]: ['PROCESS'] });
    expect(await groupsOf('{ processes { nodes { footprints { nodes { id } } } } }', partner)).toEqual({});
    expect(await groupsOf(one('extensions'), operator, { id: closed })).toEqual({ [closed]: [...all].sort() });
    expect(await groupsOf(one('extensions'), partner, { id: closed })).toEqual({});
  });

  it('one operation writes one row for the records whose same groups it gave', async () => {
    await hub.ask('{ footprints { nodes { scope { stages { code } } } } products { nodes { footprints { nodes { scope { stages { code } } } } } } }', {}, { principal: partner });
    expect(await events()).toEqual([{ actor: actors['partner with a grant'], partner: granted, noun: 'footprint', path: 'graphql', ids: [closed, second], groups: ['STAGES'] }]);
  });

  it('is seen by the operator, and by the partner its own', async () => {
    await hub.ask(one(fields.STAGES), { id: closed }, { principal: partner });
    await hub.ask(one(fields.STAGES), { id: closed }, { principal: operator });
    const seen = async (principal: Principal): Promise<number> => (await hub.ask('{ accessEvents { totalCount } }', {}, { principal })).data.accessEvents.totalCount;
    expect([await seen(operator), await seen(partner), await seen(principals['partner without']), await seen(principals.anonymous)]).toEqual([2, 1, 0, 0]);
  });

  it('costs no statement more where nothing restricted is read', async () => {
    for (const principal of [operator, partner]) {
      const { statements } = await hub.ask(`{ footprints(filter: { total: { eq: "3" } }) { nodes { ${Object.values(fields).join(' ')} } } }`, {}, { principal });
      expect(statements).toHaveLength(1);
      const nothing = await hub.ask('{ footprints { nodes { id } } }', {}, { principal });
      expect(nothing.statements.map(({ text }) => text).join()).not.toContain('array_remove');
    }
    const { statements } = await hub.ask(`{ footprints { nodes { ${fields.STAGES} } } }`);
    expect(statements.map(({ text }) => text).join()).not.toContain('array_remove');
    expect(await events()).toEqual([]);
  });
});

describe('over HTTP', () => {
  let server: TestServer;
  let writing: pg.Pool;
  const headers = { authorization: `Bearer ${token}` };
  const start = async (pool: pg.Pool): Promise<TestServer> => {
    const services = { accessEvents: new AccessEventService(pool) } as HubServices;
    return testServer({ schema: buildGraphqlSchema(), services, databaseUrl: hub.url, hubContext: (principal) => makeContext(new ReadDatabase(hub.pool), principal, undefined, services) });
  };
  beforeAll(async () => { server = await start(writing = makePool(hub.url, { size: 1 })); });
  afterAll(async () => {
    await server.close();
    await writing.end();
  });

  it('is written before the answer', async () => {
    const { json } = await server.query(one(fields.STAGES), { id: closed }, headers);
    expect(json.data).toEqual({ footprint: { id: closed, scope: { stages: [{ code: 'A1' }] } } });
    expect(await events()).toEqual([{ actor: 'administrator', partner: null, noun: 'footprint', path: 'graphql', ids: [closed], groups: ['STAGES'] }]);
  });

  it('is written for exports', async () => {
    const answer = await fetch(`${server.url}/export?format=ilcd&noun=footprint&report=true`, { headers });
    expect(answer.status).toBe(200);
    expect(await events()).toEqual([
      { actor: 'administrator', partner: null, noun: 'footprint', path: 'export', ids: [closed], groups: [...all].sort() },
      { actor: 'administrator', partner: null, noun: 'footprint', path: 'export', ids: [second], groups: ['STAGES'] },
    ]);
    await hub.pool.query('delete from access_event');
    expect((await fetch(`${server.url}/export?format=ilcd&noun=footprint&report=true`)).status).toBe(200);
    expect(await events()).toEqual([]);
  });

  it('nothing leaves when it cannot be written down; what is not restricted does', async () => {
    const refusing = makePool(hub.url, { size: 1, role: 'tanlu_reader' }); // may read, not write
    const mute = await start(refusing);
    try {
      const refused = await mute.query(one(fields.STAGES), { id: closed }, headers);
      expect([refused.status, refused.text]).toEqual([503, expect.not.stringContaining('A1')]);
      expect(refused.json.errors![0]).toMatchObject({ message: expect.stringContaining('Try again'), extensions: { code: 'SERVICE_UNAVAILABLE', reason: 'AUDIT_UNAVAILABLE' } });
      expect((await mute.query(one(fields.STAGES), { id: free }, headers)).json.data).toMatchObject({ footprint: { id: free } });
      const exported = await fetch(`${mute.url}/export?format=ilcd&noun=footprint&report=true`, { headers });
      expect([exported.status, await exported.text()]).toEqual([503, expect.stringContaining('written down')]);
      await expect(new AccessEventService(refusing).record(administrator, 'test', [{ noun: 'footprint', id: closed, groups: ['STAGES'] }])).rejects.toMatchObject({ code: 'AUDIT_UNAVAILABLE' });
    } finally {
      await mute.close();
      await refusing.end();
    }
  });
});
