// Lists and nested lists: at most two statements, exact results, the SQL beside them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openHub, type Engine, type Hub } from './support/hub.ts';
import { aFlow, aFootprint, anExchange, aProcess, aProduct } from './support/records.ts';
import { insertDataset } from './support/rows.ts';

let hub: Hub;

beforeAll(async () => {
  hub = await openHub();
  for (let n = 1; n <= 7; n++) await insertDataset(hub.pool, 'product', aProduct(n));
  for (let n = 1; n <= 21; n++) await insertDataset(hub.pool, 'footprint', aFootprint(n, ((n - 1) % 7) + 1, `${n}.50`));
  for (let n = 1; n <= 4; n++) await insertDataset(hub.pool, 'flow', aFlow(n));
  for (let n = 1; n <= 3; n++) await insertDataset(hub.pool, 'process', aProcess(n, [anExchange(0, n), anExchange(1, n + 1), anExchange(2, 99)]));
});
afterAll(() => hub.close());

describe.each<Engine>(['graphql-js', 'graphql-jit'])('lists under %s', (engine) => {
  it('reads products with their footprints in two statements', async () => {
    const { data, errors, statements } = await hub.ask('{ products(first: 3) { nodes { id name { en } footprints(first: 2) { nodes { id result { total } } pageInfo { hasNextPage } } } } }', {}, { engine });
    expect(errors).toBeUndefined();
    expect({ data, sql: statements.map((s) => s.text) }).toMatchSnapshot('products with footprints');
  });

  it('reads processes, exchanges and flows in two statements', async () => {
    const { data, errors, statements } = await hub.ask('{ processes { nodes { name { zh } exchanges { nodes { id amount unit direction isReference flow { name { en } unit } flowReference { name { en } } } } } } }', {}, { engine });
    expect(errors).toBeUndefined();
    expect({ data, sql: statements.map((s) => s.text) }).toMatchSnapshot('processes with exchanges');
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
