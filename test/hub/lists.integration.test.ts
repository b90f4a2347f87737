// Lists and nested lists: at most two statements, exact results, the SQL beside them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHub, type Answer, type Engine, type Hub } from './support/hub.ts';
import { aFlow, aFootprint, anExchange, aProcess, aProduct } from './support/records.ts';
import { insertDataset } from './support/rows.ts';

let hub: Hub;

/** The SQL beside the result: the same for both engines. */
const beside = (data: unknown, statements: Answer['statements']): string =>
  `${statements.map((s) => s.text).join('\n\n')}\n\n${JSON.stringify(data, null, 1)}\n`;

beforeAll(async () => {
  hub = await openHub();
  for (let n = 1; n <= 7; n++) await insertDataset(hub.pool, 'product', aProduct(n));
  for (let n = 1; n <= 21; n++) await insertDataset(hub.pool, 'footprint', aFootprint(n, ((n - 1) % 7) + 1, `${n}.50`));
  for (let n = 1; n <= 4; n++) await insertDataset(hub.pool, 'flow', aFlow(n));
  for (let n = 1; n <= 3; n++) await insertDataset(hub.pool, 'process', aProcess(n, [anExchange(0, n), anExchange(1, n + 1), anExchange(2, 99)]));
});
afterAll(() => hub.close());

describe.each<Engine>(['graphql-js', 'tanlu'])('lists under %s', (engine) => {
  it('reads products with a short list of footprints in one statement', async () => {
    const { data, errors, statements } = await hub.ask('{ products(first: 3) { nodes { id name { en } footprints(first: 2) { nodes { id result { total } } pageInfo { hasNextPage } } } } }', {}, { engine });
    expect(errors).toBeUndefined();
    await expect(beside(data, statements)).toMatchFileSnapshot('snapshots/products-with-footprints.txt');
  });

  it('reads processes, exchanges and flows in two statements', async () => {
    const { data, errors, statements } = await hub.ask('{ processes { nodes { name { zh } exchanges { nodes { id amount unit direction isReference flow { name { en } unit } flowReference { name { en } } } } } } }', {}, { engine });
    expect(errors).toBeUndefined();
    await expect(beside(data, statements)).toMatchFileSnapshot('snapshots/processes-with-exchanges.txt');
  });

  it('reads longer or counted lists in two statements, with the same rows', async () => {
    const short = await hub.ask('{ products { nodes { id footprints(first: 2, orderBy: { field: TOTAL, direction: DESC }) { nodes { id } } } } }', {}, { engine });
    const long = await hub.ask('{ products { nodes { id footprints(first: 200, orderBy: { field: TOTAL, direction: DESC }) { nodes { id } } } } }', {}, { engine });
    expect([short.statements.length, long.statements.length]).toEqual([1, 2]);
    const cut = long.data.products.nodes.map((p: { id: string; footprints: { nodes: object[] } }) => ({ id: p.id, footprints: { nodes: p.footprints.nodes.slice(0, 2) } }));
    expect(short.data.products.nodes).toEqual(cut);
    expect(long.data.products.nodes[0].footprints.nodes).toHaveLength(3);
  });

  it('gives parents without children an empty list', async () => {
    for (const first of [2, 50]) {
      const { data } = await hub.ask(`{ flows(last: 1) { nodes { id products(first: ${first}) { nodes { id } edges { cursor } pageInfo { hasNextPage endCursor } } } } }`, {}, { engine });
      expect(data.flows.nodes[0].products).toEqual({ nodes: [], edges: [], pageInfo: { hasNextPage: false, endCursor: null } });
    }
  });

  it('keeps aliases of one list with other arguments apart', async () => {
    const { data, errors } = await hub.ask('{ products(first: 1) { nodes { few: footprints(first: 1) { totalCount nodes { id } } many: footprints(first: 3) { nodes { ...f } } } } } fragment f on Footprint { id status }', {}, { engine });
    expect(errors).toBeUndefined();
    expect(data.products.nodes[0].few).toMatchObject({ totalCount: 3, nodes: [{ id: expect.stringMatching(/01$/) }] });
    expect(data.products.nodes[0].many.nodes).toHaveLength(3);
  });

  it('goes both ways: flow, exchanges that use it, their process', async () => {
    const { data, errors, statements } = await hub.ask('{ flows(first: 3) { nodes { name { en } usedBy { nodes { amount process { name { en } referenceExchange { flow { name { en } } } } } } } } }', {}, { engine });
    expect(errors).toBeUndefined();
    expect(data.flows.nodes[1].usedBy.nodes.map((n: { process: { name: { en: string } } }) => n.process.name.en)).toEqual(['Process 1', 'Process 2']);
    expect(data.flows.nodes[1].usedBy.nodes[0].process.referenceExchange.flow.name.en).toBe('Flow 1');
    expect(statements).toHaveLength(3);
  });
});
