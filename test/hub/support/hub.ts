// A migrated database with the hub's schema on it, run by graphql-js and by the executor of the server.
import { execute, parse, validate, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import type pg from 'pg';
import { buildSchemaSync } from 'type-graphql';
import { migrate } from '../../../src/database/migrate.ts';
import { makePool } from '../../../src/database/pool.ts';
import { usableReaderRole } from '../../../src/database/reader-role.ts';
import { ReadDatabase, type StatementLog } from '../../../src/database/read/read-database.ts';
import { AccessEventService } from '../../../src/hub/access-event/access-event.service.ts';
import type { Principal } from '../../../src/hub/access/principal.ts';
import { makeContext, type GraphqlContext } from '../../../src/hub/graphql/context.ts';
import { finishSchema } from '../../../src/hub/graphql/declare-resolver.ts';
import { buildHubResolvers } from '../../../src/hub/schema.ts';
import { executorOf } from '../../../src/server/graphql/execute.ts';
import { freshDatabase } from '../../support/database.ts';

export const hubSchema = (): GraphQLSchema => finishSchema(buildSchemaSync({ resolvers: buildHubResolvers() as never, validate: false }));

export type Engine = 'graphql-js' | 'tanlu';

export interface Answer {
  // oxlint-disable-next-line typescript/no-explicit-any -- results of any query
  data: any;
  errors: ExecutionResult['errors'];
  statements: StatementLog[];
}

export interface Hub {
  schema: GraphQLSchema;
  pool: pg.Pool;
  url: string;
  ask(query: string, variables?: Record<string, unknown>, options?: { role?: Principal['role']; principal?: Principal; engine?: Engine; maxPage?: number }): Promise<Answer>;
  /** With a context of its own. */
  askWith(query: string, context: GraphqlContext): Promise<Answer>;
  /** Connections that read under row-level security. */
  reading(size: number): pg.Pool;
  close(): Promise<void>;
}

/** Opens a hub on a fresh database; `close` drops it. */
export async function openHub(): Promise<Hub> {
  const database = await freshDatabase();
  await migrate(database.url);
  const pool = makePool(database.url, { size: 4 });
  const role = await usableReaderRole(pool);
  const reading = makePool(database.url, { size: 4, role });
  const schema = hubSchema();
  const accessEvents = new AccessEventService(pool);
  const pools: pg.Pool[] = [];
  const documents = new Map<string, DocumentNode>();
  return {
    schema, pool, url: database.url,
    async ask(query, variables = {}, { role = 'anonymous', principal = { role }, engine = 'graphql-js', maxPage = 500 } = {}) {
      let document = documents.get(query);
      if (!document) documents.set(query, document = parse(query));
      const invalid = validate(schema, document);
      if (invalid.length > 0) throw new Error(invalid.map((e) => e.message).join('\n'));
      const db = new ReadDatabase(reading);
      db.log = [];
      const contextValue = makeContext(db, principal, { maxPage }, { accessEvents });
      const result = await run(schema, document, variables, contextValue, engine);
      await contextValue.recordAccess();
      return { data: result.data, errors: result.errors, statements: db.log };
    },
    async askWith(query, context) {
      const db = context.db;
      db.log = [];
      const result = await run(schema, parse(query), {}, context, 'graphql-js');
      return { data: result.data, errors: result.errors, statements: db.log };
    },
    reading(size) {
      const made = makePool(database.url, { size, role });
      pools.push(made);
      return made;
    },
    async close() {
      for (const each of pools) await each.end();
      await pool.end();
      await reading.end();
      await database.drop();
    },
  };
}

async function run(schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>, contextValue: object, engine: Engine): Promise<ExecutionResult> {
  if (engine === 'graphql-js') return execute({ schema, document, variableValues: variables, contextValue });
  const timed = { ...contextValue, timeoutMs: 20_000, abort: () => undefined };
  return executorOf(schema, { cost: 1_000_000 })({ document, request: { variables }, context: timed });
}
