// Who sees what: role × visibility × path, all cells; by the conditions of statements alone, by row-level security alone, and field group by field group.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Principal } from '../../src/hub/access/principal.ts';
import { readerOf } from '../../src/hub/access/policy.ts';
import { makeContext } from '../../src/hub/graphql/context.ts';
import { connect } from '../../src/database/connect.ts';
import { readAs } from '../../src/database/reader-role.ts';
import { sessionOf } from '../../src/database/read/access.ts';
import { loadDatasets } from '../../src/database/read/stored-datasets.ts';
import { ReadDatabase } from '../../src/database/read/read-database.ts';
import { accessGrantTable, partnerTable } from '../../src/database/tables/access.ts';
import { choose } from '../../src/transfer/export/choose.ts';
import { openHub, type Hub } from './support/hub.ts';
import { aFootprint, anOrganization, aProduct, uuidOf } from './support/records.ts';
import { insertDataset, insertValues } from './support/rows.ts';

const [mine, theirs] = [uuidOf(5, 1), uuidOf(5, 2)];
const [partnerId, otherPartner, suspended] = [uuidOf(20, 1), uuidOf(20, 2), uuidOf(20, 3)];
const levels = ['PUBLIC', 'PARTNER', 'BUYER', 'PRIVATE'] as const;
const owner = (id: string) => ({ owner: { type: 'organization' as const, id } });

// Footprints 1–4 of my organization, 5–8 of another, of each visibility; 9 BUYER and 10 PRIVATE of the other with a grant for the record to my partner;
// 11 BUYER and 12 PRIVATE of product 2, with a grant for the product to my partner; 13 BUYER of the other organization, granted to my organization;
// 14 and 15 BUYER with a grant that has run out, and one that was revoked. A grant for product 1 to my partner that my organization gave: it reaches 3, which is its own, and none of the other organization.
const visible: Record<string, readonly number[]> = {
  anonymous: [1, 5],
  reader: [1, 5],
  'enterprise of mine': [1, 2, 3, 4, 5, 13],
  'enterprise of none': [1, 5],
  'certificationBody of mine': [1, 2, 3, 4, 5, 13],
  partner: [1, 2, 3, 5, 6, 9, 10, 11],
  'partner of my organization': [1, 2, 3, 4, 5, 6, 13],
  operator: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
  administrator: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15],
};
const principals: Record<string, Principal> = {
  anonymous: { role: 'anonymous' },
  reader: { role: 'reader', person: { id: uuidOf(30, 1), name: 'R' } },
  'enterprise of mine': { role: 'enterprise', person: { id: uuidOf(30, 2), name: 'E' }, organization: mine },
  'enterprise of none': { role: 'enterprise', person: { id: uuidOf(30, 3), name: 'N' } },
  'certificationBody of mine': { role: 'certificationBody', person: { id: uuidOf(30, 4), name: 'C' }, organization: mine },
  partner: { role: 'partnerService', partner: { id: partnerId, clientId: 'p' } },
  'partner of my organization': { role: 'partnerService', partner: { id: otherPartner, clientId: 'q' }, organization: mine },
  operator: { role: 'operator', person: { id: uuidOf(30, 5), name: 'O' } },
  administrator: { role: 'administrator' },
};
const cases = Object.entries(principals).map(([name, principal]) => ({ name, principal, ids: visible[name]!.map((n) => uuidOf(2, n)) }));
const sorted = (ids: readonly string[]): string[] => [...ids].sort();

let hub: Hub;
beforeAll(async () => {
  hub = await openHub();
  const { pool } = hub;
  for (const n of [1, 2]) await insertDataset(pool, 'organization', anOrganization(n));
  for (const n of [1, 2]) await insertDataset(pool, 'product', aProduct(n));
  for (const [i, visibility] of levels.entries()) await insertDataset(pool, 'footprint', aFootprint(1 + i, 1, String(1 + i), { visibility, ...owner(mine) }));
  for (const [i, visibility] of levels.entries()) await insertDataset(pool, 'footprint', aFootprint(5 + i, 1, String(5 + i), { visibility, ...owner(theirs) }));
  const more: [number, number, 'BUYER' | 'PRIVATE'][] = [[9, 1, 'BUYER'], [10, 1, 'PRIVATE'], [11, 2, 'BUYER'], [12, 2, 'PRIVATE'], [13, 1, 'BUYER'], [14, 1, 'BUYER'], [15, 1, 'BUYER']];
  for (const [n, product, visibility] of more) await insertDataset(pool, 'footprint', aFootprint(n, product, String(n), { visibility, ...owner(theirs) }));
  await insertValues(pool, partnerTable, [partnerId, otherPartner, suspended].map((id, i) => ({ id, name: `Partner ${i}`, kind: 'BUYER', ...(i === 1 && { organization_id: mine }) })));
  const grant = { granted_by: 'test', partner_id: partnerId };
  const record = (n: number, extra: object = {}) => ({ ...grant, target: 'RECORD', noun: 'footprint', target_id: uuidOf(2, n), ...extra });
  await insertValues(pool, accessGrantTable, [
    record(9), record(10), { ...grant, target: 'PRODUCT', target_id: uuidOf(1, 2) },
    { target: 'RECORD', noun: 'footprint', target_id: uuidOf(2, 13), granted_by: 'test', organization_id: mine },
    record(14, { valid_until: '2026-01-01T00:00:00Z' }), record(15, { revoked_at: '2026-01-01T00:00:00Z' }),
    { ...grant, partner_id: suspended, target: 'OWNER', target_id: theirs },
    // A product of the same identifier as a footprint is another record.
    record(7, { noun: 'product' }),
    // Given by the owner of a product, and for a record that has another owner by now.
    { ...grant, target: 'PRODUCT', target_id: uuidOf(1, 1), owner_id: mine }, record(7, { owner_id: mine }),
  ]);
});
afterAll(() => hub.close());

const ask = async (query: string, principal: Principal, variables: Record<string, unknown> = {}) => {
  const { data, errors } = await hub.ask(query, variables, { principal });
  expect(errors).toBeUndefined();
  return data;
};

describe.each(cases)('$name', ({ principal, ids }) => {
  it('sees them in lists, and their count', async () => {
    const { footprints } = await ask('{ footprints(first: 50) { totalCount nodes { id } } }', principal);
    expect(sorted(footprints.nodes.map((n: { id: string }) => n.id))).toEqual(sorted(ids));
    expect(footprints.totalCount).toBe(ids.length);
  });

  it('sees them one by one, as nodes, by version and in the past', async () => {
    for (let n = 1; n <= 15; n++) {
      const id = uuidOf(2, n);
      const data = await ask('query ($id: ID!, $now: DateTime!) { footprint(id: $id) { id } node(id: $id) { id } old: footprint(id: $id, version: "01.00.000") { id } past: footprint(id: $id, asOf: $now) { id } }', principal, { id, now: new Date().toISOString() });
      const expected = ids.includes(id) ? { id } : null;
      expect(data, `footprint ${n}`).toEqual({ footprint: expected, node: expected, old: expected, past: expected });
    }
  });

  it('sees them in nested lists, in filters and in counts of filters', async () => {
    const { products } = await ask('{ products(orderBy: [{ field: CODE }]) { nodes { footprints(first: 50) { totalCount nodes { id } } } } }', principal);
    expect(sorted(products.nodes.flatMap((p: { footprints: { nodes: { id: string }[] } }) => p.footprints.nodes.map((n) => n.id)))).toEqual(sorted(ids));
    for (let n = 1; n <= 15; n++) {
      const found = await ask('query ($t: Decimal!) { some: products(filter: { footprints: { some: { total: { eq: $t } } } }) { totalCount } none: products(filter: { footprints: { none: { total: { eq: $t } } } }) { totalCount } }', principal, { t: String(n) });
      const isSeen = ids.includes(uuidOf(2, n));
      expect([found.some.totalCount, found.none.totalCount], `footprint ${n}`).toEqual(isSeen ? [1, 1] : [0, 2]);
    }
    const mineFirst = ids.filter((id) => Number(id.slice(-2)) < 11 || Number(id.slice(-2)) > 12).length;
    expect((await ask('query ($n: Int!) { products(filter: { footprints: { count: { eq: $n } } }) { nodes { code } } }', principal, { n: mineFirst })).products.nodes).toContainEqual({ code: 'P1' });
  });

  it('takes them along in exports', async () => {
    const client = await connect(hub.url, 'test');
    try {
      await client.query('begin');
      await readAs(client, readerOf(principal));
      const choice = await choose(client, { noun: 'footprint' }, { reader: readerOf(principal), onIssue: () => undefined });
      const stored = await loadDatasets(client, 'footprint', choice.keys.get('footprint')!, readerOf(principal));
      expect(sorted(stored.map(({ record }) => record.id))).toEqual(sorted(ids));
    } finally {
      await client.end();
    }
  });

  it('is held back by the conditions of the statement alone, without row-level security', async () => {
    const context = makeContext(new ReadDatabase(hub.pool), principal);
    const { errors, data } = await hub.askWith('{ footprints(first: 50) { totalCount nodes { id } } }', context);
    expect(errors).toBeUndefined();
    expect(sorted(data.footprints.nodes.map((n: { id: string }) => n.id))).toEqual(sorted(ids));
  });

  it('is held back by row-level security alone, with no condition in the statement', async () => {
    const client = await hub.pool.connect();
    try {
      await client.query('begin');
      await client.query(sessionOf(readerOf(principal), true));
      await client.query('set local role tanlu_reader');
      const { rows } = await client.query<{ id: string }>('select id from footprint');
      expect(sorted(rows.map((row) => row.id))).toEqual(sorted(ids));
      expect((await client.query('select count(*) as n, sum(total) as sum from footprint')).rows[0].n).toBe(ids.length);
      await expect(client.query('select client_secret from partner')).rejects.toThrow(/permission denied/);
    } finally {
      await client.query('rollback');
      client.release();
    }
  });
});

describe('partners, grants and events', () => {
  const query = '{ partners { nodes { name grants { totalCount } } } accessGrants { totalCount } accessEvents { totalCount } }';
  it.each([['anonymous', 0, 0], ['reader', 0, 0], ['enterprise of mine', 0, 3], ['partner', 1, 8], ['partner of my organization', 1, 3], ['operator', 3, 10], ['administrator', 3, 10]])('%s sees %i partners and %i grants', async (name, partners, grants) => {
    const data = await ask(query, principals[name]!);
    expect([data.partners.nodes.length, data.accessGrants.totalCount]).toEqual([partners, grants]);
  });

  it('a connection that read as one reader tells the next nothing', async () => {
    const database = new ReadDatabase(hub.reading(1));
    for (const { principal, ids } of [...cases, ...cases.toReversed()]) {
      const { data } = await hub.askWith('{ footprints(first: 50) { totalCount } }', makeContext(database, principal));
      expect(data.footprints.totalCount).toBe(ids.length);
    }
  });
});

describe('groups of fields', () => {
  const closed = uuidOf(2, 40);
  beforeAll(async () => {
    await insertDataset(hub.pool, 'footprint', aFootprint(40, 1, '40', {
      ...owner(theirs), process: { type: 'process', id: uuidOf(4, 1) }, installations: [{ code: 'CN-HI', system: 'iso', stated: 'CN-HI' }],
      result: { total: '40', gases: [{ gas: 'CO2', amount: { value: '1', unit: 'kg' } }] }, scope: { boundary: 'CRADLE_TO_GATE', stages: [{ code: 'A1', value: '40' }] },
      quality: { rating: '2', primaryDataSharePercent: '50' }, method: { ...aFootprint(1, 1, '1').method, software: 'S' }, assurance: { state: 'THIRD_PARTY', verifier: 'V' }, extensions: { pact: [['x', 'secret']] },
      restrictions: [{ group: 'STAGES', visibility: 'PARTNER' }, { group: 'GASES', visibility: 'BUYER' }, { group: 'QUALITY', visibility: 'PRIVATE' }, { group: 'PROCESS', visibility: 'BUYER' }, { group: 'METHOD', visibility: 'PUBLIC' }, { group: 'VERIFICATION', visibility: 'PARTNER' }],
    }));
    await insertDataset(hub.pool, 'process', { ...base(uuidOf(4, 1)), type: 'UNIT_PROCESS', exchanges: [] } as never);
    await insertValues(hub.pool, accessGrantTable, [{ granted_by: 'test', partner_id: otherPartner, target: 'RECORD', noun: 'footprint', target_id: closed, field_groups: ['GASES', 'QUALITY'] }]);
  });
  const base = (id: string) => ({ id, version: '01.00.000', name: { en: 'P' } });

  const open: Record<string, readonly string[]> = {
    anonymous: ['METHOD'], reader: ['METHOD'], 'enterprise of mine': ['METHOD'], partner: ['METHOD', 'STAGES', 'VERIFICATION'],
    'partner of my organization': ['METHOD', 'STAGES', 'VERIFICATION', 'GASES', 'QUALITY'], operator: ['METHOD', 'STAGES', 'VERIFICATION', 'GASES', 'QUALITY', 'PROCESS'],
  };
  it.each(Object.entries(open))('%s sees %j', async (name, groups) => {
    const principal = principals[name]!;
    const { footprint } = await ask(`query ($id: ID!) { footprint(id: $id) { result { total gases { gas } } scope { boundary stages { code } } quality { rating } method { software gwpSet } assurance { state verifier } process { id } processReference { id } installations { stated } extensions } }`, principal, { id: closed });
    const has = (group: string) => groups.includes(group);
    expect(footprint).toEqual({
      result: { total: '40', gases: has('GASES') ? [{ gas: 'CO2' }] : null }, scope: { boundary: 'CRADLE_TO_GATE', stages: has('STAGES') ? [{ code: 'A1' }] : null },
      quality: { rating: has('QUALITY') ? '2' : null }, method: { software: 'S', gwpSet: 'IPCC AR6 GWP100' }, assurance: { state: 'THIRD_PARTY', verifier: has('VERIFICATION') ? 'V' : null },
      process: has('PROCESS') ? { id: uuidOf(4, 1) } : null, processReference: has('PROCESS') ? { id: uuidOf(4, 1) } : null, installations: has('PROCESS') ? [{ stated: 'CN-HI' }] : null,
      extensions: groups.length === 6 ? { pact: [['x', 'secret']] } : null,
    });
    const whole = await ask(`query ($id: ID!) { footprint(id: $id) { quality { rating primaryDataSharePercent completeness } } }`, principal, { id: closed });
    expect(whole.footprint.quality).toEqual({ rating: has('QUALITY') ? '2' : null, primaryDataSharePercent: has('QUALITY') ? '50' : null, completeness: null });
    // Filters, orders and the way back tell no more than fields do.
    const found = await ask(`{ rated: footprints(filter: { qualityRating: { eq: "2" } }) { totalCount } unrated: footprints(filter: { not: { qualityRating: { eq: "2" } } }) { totalCount } all: footprints { totalCount }
      ordered: footprints(orderBy: [{ field: QUALITY_RATING }], first: 1) { nodes { id } } of: footprints(filter: { process: { id: { eq: "${uuidOf(4, 1)}" } } }) { totalCount } processes { nodes { footprints { totalCount nodes { id } } } } by: processes(filter: { footprints: { some: {} } }) { totalCount } }`, principal);
    expect(found.rated.totalCount).toBe(has('QUALITY') ? 1 : 0);
    expect(found.unrated.totalCount).toBe(found.all.totalCount - found.rated.totalCount);
    expect(found.ordered.nodes[0].id === closed).toBe(has('QUALITY'));
    expect(found.of.totalCount).toBe(has('PROCESS') ? 1 : 0);
    expect(found.by.totalCount).toBe(has('PROCESS') ? 1 : 0);
    expect(found.processes.nodes[0].footprints.totalCount).toBe(has('PROCESS') ? 1 : 0);
    const client = await connect(hub.url, 'test');
    try {
      const { rows } = await client.query<{ key: string }>('select key::text from footprint where id = $1', [closed]);
      const [stored] = await loadDatasets(client, 'footprint', [rows[0]!.key], readerOf(principal));
      const record = stored!.record as unknown as ReturnType<typeof aFootprint>;
      expect([record.result.gases !== undefined, record.scope.stages !== undefined, record.quality.rating !== undefined, record.process !== undefined, record.assurance.verifier !== undefined, record.method.software !== undefined, record.extensions !== undefined])
        .toEqual([has('GASES'), has('STAGES'), has('QUALITY'), has('PROCESS'), has('VERIFICATION'), true, groups.length === 6]);
    } finally {
      await client.end();
    }
  });
});
