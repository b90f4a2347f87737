// The server over the hub's real schema and an empty, migrated database: what GraphiQL opens with runs, and so does the import run of an answer.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { makePool } from '../../src/database/pool.ts';
import { ReadDatabase } from '../../src/database/read/read-database.ts';
import { makeContext } from '../../src/hub/graphql/context.ts';
import { buildGraphqlSchema } from '../../src/server/graphql/schema.ts';
import { examples } from '../../src/web/examples.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { testServer, token, type TestServer } from './support/running-server.ts';

let database: FreshDatabase;
let pool: ReturnType<typeof makePool>;
let server: TestServer;

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url);
  pool = makePool(database.url, { size: 2 });
  const db = new ReadDatabase(pool);
  const schema = buildGraphqlSchema();
  const id = '00000000-0000-4000-8000-000000000001';
  server = await testServer({ schema, hubContext: (principal) => makeContext(db, principal), imports: { start: async () => ({ id }), cancel: async () => true } });
});
afterAll(async () => {
  await server.close();
  await pool.end();
  await database.drop();
});

describe('the hub through the server', () => {
  it.each(examples.map(({ title, query }) => [title, query]))('runs the example %s', async (_title, query) => {
    const { status, json } = await server.query(query);
    expect([status, json.errors]).toEqual([200, undefined]);
    expect(JSON.stringify(json.data)).toContain('"nodes":[]');
  });

  it('refuses a page above the cap with the hub\'s message', async () => {
    const { json } = await server.query('{ products(first: 501) { totalCount } }');
    expect(json.errors![0]!.extensions['code']).toBe('BAD_USER_INPUT');
  });

  it('answers four levels upstream within the limits', async () => {
    const up = (levels: number): string => (levels === 0 ? 'name { en }' : `name { en } exchanges(first: 5, filter: { direction: { eq: INPUT } }) { nodes { amount unit provider { ${up(levels - 1)} } } }`);
    const { json } = await server.query(`{ products(first: 1) { nodes { process { ${up(4)} } } } }`);
    expect(json).toEqual({ data: { products: { nodes: [] } } });
  });

  it('reckons the cost of nodes by the number of identifiers', async () => {
    const query = 'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on Process { exchanges(first: 100) { nodes { id } } } } }';
    const ids = Array.from({ length: 400 }, (_, i) => `exchange-${i + 1}`);
    expect((await server.query(query, { ids: ids.slice(0, 10) })).json.errors).toBeUndefined();
    expect((await server.query(query, { ids })).json.errors![0]!.extensions).toMatchObject({ code: 'LIMIT_EXCEEDED', limit: 'cost', actual: expect.any(Number) });
    expect((await server.query(`{ nodes(ids: ${JSON.stringify(ids)}) { ... on Process { exchanges(first: 100) { nodes { id } } } } }`)).json.errors![0]!.extensions['limit']).toBe('cost');
  });

  it('says that there are no subscriptions', async () => {
    const { status, json } = await server.query('subscription { products { totalCount } }');
    expect([status, json.errors![0]!.extensions['code']]).toEqual([200, 'OPERATION_RESOLUTION_FAILURE']);
    expect(json.errors![0]!.message).toContain('importRun');
  });

  it('says so when the database does not answer', async () => {
    const nowhere = makePool('postgresql://nobody@127.0.0.1:1/none');
    const lost = new ReadDatabase(nowhere);
    const adrift = await testServer({ schema: buildGraphqlSchema(), hubContext: (principal) => makeContext(lost, principal) });
    const { json, text } = await adrift.query('{ products { totalCount } node(id: "00000000-0000-4000-8000-000000000001") { id } }');
    expect(json.errors!.map(({ extensions }) => extensions['code'])).toEqual(['SERVICE_UNAVAILABLE']);
    expect(text).toContain('/readyz');
    expect(text).not.toContain('127.0.0.1');
    expect(adrift.logged.some((line) => JSON.stringify(line).includes('ECONNREFUSED'))).toBe(true);
    await adrift.close();
    await nowhere.end();
  });

  it('answers the import run of a canceled import from the database', async () => {
    const { json } = await server.query('mutation { cancelImport(id: "00000000-0000-4000-8000-000000000001") { ... on ImportCanceled { id } } }', {}, { authorization: `Bearer ${token}` });
    expect(json).toEqual({ data: { cancelImport: { id: '00000000-0000-4000-8000-000000000001' } } });
  });
});
