// Every limit refuses with a code, its name, both numbers and what to do; what is within the limits is answered.
import { getIntrospectionQuery } from 'graphql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { abortedOperations, startedOperations } from './support/shop-schema.ts';
import { testServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
beforeAll(async () => { server = await testServer({}, { TANLU_MAX_DEPTH: '7', TANLU_MAX_COST: '1000', TANLU_TIMEOUT_MS: '200', TANLU_MAX_QUERY_BYTES: '20000' }); });
afterAll(() => server.close());

const strict = { accept: 'application/graphql-response+json' };
const nested = (levels: number): string => '{ items { nodes '.repeat(levels) + '{ id }' + ' } }'.repeat(levels);
const repeat = (count: number, each: (i: number) => string): string => Array.from({ length: count }, (_, i) => each(i)).join(' ');

describe('limits', () => {
  it.each([
    ['depth', nested(4), { max: 7, actual: 9 }],
    ['depth', `query { ...A } fragment A on Query { items { nodes { ...B } } } fragment B on Item { items { nodes { items { nodes { items { nodes { id } } } } } } }`, { max: 7 }],
    ['cost', '{ items(first: 300) { nodes { id items { nodes { id } } } } }', { max: 1000 }],
    ['cost', '{ items(last: 600) { nodes { id } } }', { max: 1000 }],
    ['cost', '{ items(last: 2000000000) { nodes { id } } }', { max: 1000 }],
    ['aliases', `{ ${repeat(1000, (i) => `a${i}: hello`)} }`, { max: 100, actual: 1000 }],
    ['directives', `{ ${repeat(60, () => 'hello @skip(if: false)')} }`, { max: 50, actual: 60 }],
    ['fragments', `{ ...F0 } ${repeat(60, (i) => `fragment F${i} on Query { ${i < 59 ? `...F${i + 1}` : 'hello'} }`)}`, { max: 50, actual: 60 }],
  ])('%s: %#', async (limit, query, numbers) => {
    const { status, json } = await server.query(query, {}, strict);
    expect(status).toBe(400);
    const error = json.errors!.find((each) => each.extensions['limit'] === limit)!;
    expect(error.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit, ...numbers });
    expect(error.message.length).toBeGreaterThan(20);
  });

  it('refuses introspection that multiplies itself', async () => {
    const deep = await server.query('{ __schema { types { fields { type { fields { type { fields { type { fields { name } } } } } } } } } }');
    expect(deep.json.errors![0]!.message).toContain('introspection depth');
    const wide = await server.query(`{ ${repeat(90, (i) => `a${i}: __schema { types { fields { args { name type { name } } } } }`)} }`);
    expect(wide.json.errors![0]!.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'introspection' });
  });

  it('takes the page size of a variable into the cost', async () => {
    const query = 'query ($n: Int) { items(first: $n) { nodes { id } } }';
    expect((await server.query(query, { n: 100 })).json).toHaveProperty('data.items.nodes.length', 3);
    const { json } = await server.query(query, { n: 100_000 });
    expect(json.errors![0]!.extensions).toEqual({ code: 'LIMIT_EXCEEDED', limit: 'cost', max: 1000, actual: 200_001 });
    expect((await server.query(query)).json).toHaveProperty('data.items.nodes.length', 3);
  });

  it('counts the doubling of nested fragments without walking it', async () => {
    const fragments = repeat(40, (i) => `fragment F${i} on Item { ${i < 39 ? `...F${i + 1} ...F${i + 1}` : 'id'} }`);
    const started = performance.now();
    const { json } = await server.query(`{ items { nodes { ...F0 } } } ${fragments}`);
    expect(performance.now() - started).toBeLessThan(15_000);
    expect(json.errors?.[0]?.extensions['limit']).toBe('cost');
  });

  it('refuses long documents, many tokens, large variables, large bodies and batches', async () => {
    const long = await server.query(`{ hello(name: "${'x'.repeat(20_000)}") }`);
    expect([long.status, long.json.errors![0]!.extensions]).toMatchObject([413, { code: 'LIMIT_EXCEEDED', limit: 'document', max: 20_000 }]);
    const tokens = await server.query(`{ ${'hello '.repeat(3000)} }`.slice(0, 19_000));
    expect(tokens.json.errors![0]!.extensions['code']).toMatch(/GRAPHQL_/);
    const dense = await server.query(`{${'a:b '.repeat(4900)}}`);
    expect(dense.json.errors![0]!.message).toContain('5000 tokens');
    const variables = await server.query('query ($n: String!) { hello(name: $n) }', { n: 'x'.repeat(100_001) });
    expect([variables.status, variables.json.errors![0]!.extensions]).toMatchObject([413, { limit: 'variables' }]);
    const body = await server.post(JSON.stringify({ query: '{ hello }', extensions: { x: 'x'.repeat(300_000) } }));
    expect([body.status, body.json.errors![0]!.extensions]).toMatchObject([413, { limit: 'body' }]);
    const batch = await server.post([{ query: '{ hello }' }, { query: '{ hello }' }]);
    expect([batch.status, batch.json.errors![0]!.extensions]).toMatchObject([400, { limit: 'batch', actual: 2 }]);
  });

  it('ends an operation whose time is over and tells its resolvers', async () => {
    const before = abortedOperations();
    const { status, json } = await server.query('{ slow(ms: 5000) }');
    expect(status).toBe(503);
    expect(json.errors![0]).toMatchObject({ message: expect.stringContaining('200 ms'), extensions: { code: 'TIMEOUT' } });
    expect(abortedOperations()).toBe(before + 1);
  });

  it('ends an operation whose client has gone', async () => {
    const patient = await testServer();
    const [begun, ended] = [startedOperations(), abortedOperations()];
    const controller = new AbortController();
    const asked = fetch(`${patient.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{"query":"{ slow(ms: 9000) }"}', signal: controller.signal })
      .catch((error: unknown) => error);
    await expect.poll(startedOperations, { timeout: 5000 }).toBe(begun + 1);
    controller.abort();
    expect(await asked).toBeInstanceOf(Error);
    await expect.poll(abortedOperations, { timeout: 5000 }).toBe(ended + 1);
    await patient.close();
  });

  it('answers the standard introspection query whatever the depth limit', async () => {
    const { json } = await server.query(getIntrospectionQuery({ inputValueDeprecation: true, specifiedByUrl: true }));
    expect(json.errors).toBeUndefined();
    expect(json).toHaveProperty('data.__schema.types');
  });

  it('answers what is within the limits', async () => {
    expect((await server.query(nested(1))).json.errors).toBeUndefined();
    expect((await server.query(`{ ${repeat(100, (i) => `a${i}: hello`)} }`)).json.errors).toBeUndefined();
  });
});
