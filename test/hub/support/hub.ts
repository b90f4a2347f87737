// A migrated database with the hub's schema on it, run by graphql-js and by graphql-jit.
import { execute, getVariableValues, Kind, parse, validate, visit, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import type pg from 'pg';
import { buildSchemaSync } from 'type-graphql';
import { migrate } from '../../../src/database/migrate.ts';
import { makePool } from '../../../src/database/pool.ts';
import { ReadDatabase, type StatementLog } from '../../../src/database/read/read-database.ts';
import { makeContext, type Principal } from '../../../src/hub/graphql/context.ts';
import { finishSchema } from '../../../src/hub/graphql/declare-resolver.ts';
import { buildHubResolvers } from '../../../src/hub/schema.ts';
import { freshDatabase } from '../../support/database.ts';

export const hubSchema = (): GraphQLSchema => finishSchema(buildSchemaSync({ resolvers: buildHubResolvers() as never, validate: false }));

export type Engine = 'graphql-js' | 'graphql-jit';

export interface Answer {
  // oxlint-disable-next-line typescript/no-explicit-any -- results of any query
  data: any;
  errors: ExecutionResult['errors'];
  statements: StatementLog[];
}

export interface Hub {
  schema: GraphQLSchema;
  pool: pg.Pool;
  ask(query: string, variables?: Record<string, unknown>, options?: { role?: Principal['role']; engine?: Engine; maxPage?: number }): Promise<Answer>;
  close(): Promise<void>;
}

/** Opens a hub on a fresh database; `close` drops it. */
export async function openHub(): Promise<Hub> {
  const database = await freshDatabase();
  await migrate(database.url);
  const pool = makePool(database.url, { size: 4 });
  const schema = hubSchema();
  const documents = new Map<string, DocumentNode>();
  return {
    schema, pool,
    async ask(query, variables = {}, { role = 'anonymous', engine = 'graphql-js', maxPage = 500 } = {}) {
      let document = documents.get(query);
      if (!document) documents.set(query, document = parse(query));
      const invalid = validate(schema, document);
      if (invalid.length > 0) throw new Error(invalid.map((e) => e.message).join('\n'));
      const db = new ReadDatabase(pool);
      db.log = [];
      const contextValue = makeContext(db, { role }, { maxPage });
      const result = await run(schema, document, variables, contextValue, engine);
      return { data: result.data, errors: result.errors, statements: db.log };
    },
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}

async function run(schema: GraphQLSchema, document: DocumentNode, variables: Record<string, unknown>, contextValue: object, engine: Engine): Promise<ExecutionResult> {
  if (engine === 'graphql-js') return execute({ schema, document, variableValues: variables, contextValue });
  // graphql-jit 0.8.9 unfolds the types of variables until memory ends where an input type holds itself, as filters do:
  // graphql-js reads the variables, and jit is told that they are JSON.
  const operation = document.definitions.find((d) => d.kind === Kind.OPERATION_DEFINITION);
  const values = getVariableValues(schema, operation!.variableDefinitions ?? [], variables);
  if (values.errors) return { errors: values.errors };
  const untyped = visit(document, { VariableDefinition: (node) => ({ ...node, defaultValue: undefined, type: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: 'JSON' } } }) });
  const compiled = compileQuery(schema, untyped, undefined);
  if (!isCompiledQuery(compiled)) return compiled;
  return compiled.query({}, contextValue, values.coerced) as Promise<ExecutionResult>;
}
