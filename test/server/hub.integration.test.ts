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

  it('answers the import run of a canceled import from the database', async () => {
    const { json } = await server.query('mutation { cancelImport(id: "00000000-0000-4000-8000-000000000001") { ... on ImportCanceled { id } } }', {}, { authorization: `Bearer ${token}` });
    expect(json).toEqual({ data: { cancelImport: { id: '00000000-0000-4000-8000-000000000001' } } });
  });
});
