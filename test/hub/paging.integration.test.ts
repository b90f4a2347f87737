// Keyset paging: forwards and backwards to the end without gaps or doubles, exact page info, hostile cursors.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCursor } from '../../src/database/read/cursor.ts';
import { openHub, type Hub } from './support/hub.ts';
import { aFootprint, aProduct } from './support/records.ts';
import { insertDataset } from './support/rows.ts';

let hub: Hub;
const count = 23;

beforeAll(async () => {
  hub = await openHub();
  await insertDataset(hub.pool, 'product', aProduct(1));
  // Every third total is unknown, the others come in threes: nulls and equals at all page borders.
  for (let n = 1; n <= count; n++) {
    const footprint = aFootprint(n, 1, String(Math.ceil(n / 3)));
    await insertDataset(hub.pool, 'footprint', n % 3 === 0 ? { ...footprint, result: {} } : footprint);
  }
});
afterAll(() => hub.close());

interface Connection { edges: { cursor: string; node: { id: string } }[]; pageInfo: { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string; endCursor: string } }
const shape = '{ edges { cursor node { id result { total } } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor } }';
const root = `query ($first: Int, $last: Int, $after: String, $before: String, $orderBy: [FootprintOrder!]) { list: footprints(first: $first, last: $last, after: $after, before: $before, orderBy: $orderBy) ${shape} }`;
const nested = `query ($first: Int, $last: Int, $after: String, $before: String, $orderBy: [FootprintOrder!]) { products { nodes { list: footprints(first: $first, last: $last, after: $after, before: $before, orderBy: $orderBy) ${shape} } } }`;

async function page(query: string, variables: object): Promise<Connection> {
  const { data, errors } = await hub.ask(query, variables as Record<string, unknown>);
  expect(errors).toBeUndefined();
  return data.list ?? data.products.nodes[0].list;
}

const orders: [string, object[] | null][] = [
  ['no order', null],
  ['ascending with unknown values', [{ field: 'TOTAL' }]],
  ['descending with unknown values', [{ field: 'TOTAL', direction: 'DESC' }]],
  ['two terms', [{ field: 'TOTAL', direction: 'DESC' }, { field: 'NAME', direction: 'ASC' }]],
  ['name', [{ field: 'NAME', direction: 'DESC' }]],
  ['time', [{ field: 'RECORDED_FROM' }]],
  ['day', [{ field: 'VALID_FROM' }]],
];

describe.each([['root', root], ['nested', nested]])('%s list', (_, query) => {
  it.each(orders)('pages through: %s', async (_, orderBy) => {
    const all = (await page(query, { first: 100, orderBy })).edges.map((e) => e.node.id);
    expect(new Set(all).size).toBe(count);
    for (const size of [1, 4, 23]) {
      const forwards: string[] = [];
      let after: string | null = null;
      for (let more = true; more;) {
        const { edges, pageInfo } = await page(query, { first: size, after, orderBy });
        expect(pageInfo.hasPreviousPage).toBe(after !== null);
        expect(pageInfo.endCursor).toBe(edges.at(-1)!.cursor);
        forwards.push(...edges.map((e) => e.node.id));
        after = pageInfo.endCursor;
        more = pageInfo.hasNextPage;
      }
      expect(forwards).toEqual(all);
      const backwards: string[] = [];
      let before: string | null = null;
      for (let more = true; more;) {
        const { edges, pageInfo } = await page(query, { last: size, before, orderBy });
        expect(pageInfo.hasNextPage).toBe(before !== null);
        backwards.unshift(...edges.map((e) => e.node.id));
        before = pageInfo.startCursor;
        more = pageInfo.hasPreviousPage;
      }
      expect(backwards).toEqual(all);
    }
  });

  it('cuts at both ends', async () => {
    const { edges } = await page(query, { first: 10 });
    const middle = await page(query, { first: 5, after: edges[2]!.cursor, before: edges[6]!.cursor });
    expect(middle.edges.map((e) => e.node.id)).toEqual(edges.slice(3, 6).map((e) => e.node.id));
    expect(middle.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: true });
  });

  it('answers a page of none', async () => {
    const { edges, pageInfo } = await page(query, { first: 0 });
    expect(edges).toEqual([]);
    expect(pageInfo).toEqual({ hasNextPage: true, hasPreviousPage: false, startCursor: null, endCursor: null });
  });

  it('refuses cursors that are not its own', async () => {
    const mine = (await page(query, { first: 1 })).pageInfo.endCursor;
    const other = (await page(query, { first: 1, orderBy: [{ field: 'TOTAL' }] })).pageInfo.endCursor;
    const forged = Buffer.from('x.[1]').toString('base64url');
    const hostile = ['', 'x', '*', `${mine}A`, mine.slice(0, -2), other, forged, 'A'.repeat(9000), Buffer.from('\0').toString('base64url'), "' or 1=1 --"];
    for (const after of hostile) {
      const { errors } = await hub.ask(query, { after });
      expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
      expect(errors![0]!.message).toMatch(/cursor/);
    }
  });

  // Made by hand with the right checksum: what no record can have must be refused before it reaches PostgreSQL.
  it.each([
    ['TOTAL', 'total', '1e999999'], ['TOTAL', 'total', '1e-20000'], ['TOTAL', 'total', 'NaN'], ['VALID_FROM', 'valid_from', '2026-02-31'], ['VALID_FROM', 'valid_from', '0000-01-01'],
    ['RECORDED_FROM', 'recorded_from', '0000-01-01T00:00:00Z'], ['RECORDED_FROM', 'recorded_from', '2026-02-30T00:00:00Z'], ['NAME', 'name', 'a\0'],
  ])('refuses a cursor of %s with %s %j', async (field, name, value) => {
    const after = writeCursor(`1 footprint ${name}+ key+`, [value, 1]);
    const { errors } = await hub.ask(query, { after, orderBy: [{ field }] });
    expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', reason: 'CURSOR_INVALID' });
    const { errors: none } = await hub.ask(query, { after: writeCursor(`1 footprint ${name}+ key+`, [{ TOTAL: '1e3', NAME: 'a' }[field] ?? (field === 'VALID_FROM' ? '2024-02-29' : '2024-02-29T23:59:59.999999Z'), 1]), orderBy: [{ field }] });
    expect(none).toBeUndefined();
  });

  it.each([[{ first: -1 }, /negative/], [{ first: 501 }, /may have 500/], [{ last: 501 }, /may have 500/], [{ first: 1, last: 1 }, /not both/]])('refuses %j', async (variables, message) => {
    const { errors } = await hub.ask(query, variables as Record<string, unknown>);
    expect(errors?.[0]?.message).toMatch(message);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('totalCount', () => {
  it('is counted only when selected', async () => {
    const counted = await hub.ask('{ footprints(first: 1, filter: { total: { gt: "5" } }) { totalCount nodes { id } } }');
    expect(counted.data.footprints.totalCount).toBe(6);
    expect(counted.statements).toHaveLength(2);
    const alone = await hub.ask('{ footprints { totalCount } products { nodes { footprints(filter: { total: { isNull: true } }) { totalCount } } } }');
    expect(alone.data).toEqual({ footprints: { totalCount: count }, products: { nodes: [{ footprints: { totalCount: 7 } }] } });
    expect(alone.statements).toHaveLength(3);
  });
});
