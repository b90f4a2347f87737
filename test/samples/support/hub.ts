// A database of its own, imports into it, and questions to it through the GraphQL schema of the hub.
import 'reflect-metadata';
import { execute, parse, validate, type GraphQLSchema } from 'graphql';
import { Client } from 'pg';
import { buildSchemaSync } from 'type-graphql';
import { migrate } from '../../../src/database/migrate.ts';
import { makePool } from '../../../src/database/pool.ts';
import { ReadDatabase } from '../../../src/database/read/read-database.ts';
import { makeContext } from '../../../src/hub/graphql/context.ts';
import { buildHubResolvers } from '../../../src/hub/schema.ts';
import { importPackages } from '../../../src/transfer/import/import.ts';
import type { ImportReport } from '../../../src/transfer/import/report.ts';
import { loadGeographies } from '../../../src/transfer/geographies.ts';
import { freshDatabase } from '../../support/database.ts';

// oxlint-disable-next-line typescript/no-explicit-any -- results of any query
type Data = any;

export interface Hub {
  import(...paths: string[]): Promise<ImportReport>;
  /** Answers a query; throws on any error. */
  ask(query: string, variables?: Record<string, unknown>): Promise<Data>;
  sql<T = Record<string, unknown>>(text: string, values?: unknown[]): Promise<T[]>;
  close(): Promise<void>;
}

let schema: GraphQLSchema | undefined;

export async function openHub(): Promise<Hub> {
  const database = await freshDatabase();
  await migrate(database.url);
  const client = new Client({ connectionString: database.url });
  await client.connect();
  await loadGeographies(client);
  const pool = makePool(database.url, { size: 2 });
  schema ??= buildSchemaSync({ resolvers: buildHubResolvers() as never, validate: false });
  return {
    import: (...paths) => importPackages({ databaseUrl: database.url, paths, adapterVersion: 'samples', workers: 2 }),
    async ask(query, variables = {}) {
      const document = parse(query);
      const invalid = validate(schema!, document);
      if (invalid.length > 0) throw new Error(invalid.map((e) => e.message).join('\n'));
      const contextValue = makeContext(new ReadDatabase(pool), { role: 'anonymous' }, { maxPage: 5_000 });
      const result = await execute({ schema: schema!, document, variableValues: variables, contextValue });
      if (result.errors !== undefined) throw new Error(result.errors.map((e) => `${e.path?.join('.') ?? ''}: ${e.message}`).join('\n'), { cause: result.errors[0] });
      return result.data;
    },
    sql: async (text, values = []) => (await client.query(text, values)).rows as never,
    async close() {
      await pool.end();
      await client.end();
      await database.drop();
    },
  };
}

/** Every row of every table that an import writes, without what a run adds to itself. For comparing before and after. */
export async function fingerprint(hub: Hub): Promise<Record<string, string>> {
  const found: Record<string, string> = {};
  const tables = await hub.sql<{ name: string }>(`select table_name as name from information_schema.tables where table_schema = 'public' and table_name not in ('import_run', 'import_issue', 'geography') order by 1`);
  for (const { name } of tables) {
    const [row] = await hub.sql<{ n: string; sum: string }>(`select count(*)::text as n, coalesce(md5(string_agg(md5(t::text), '' order by md5(t::text))), '') as sum from "${name}" t`);
    found[name] = `${row!.n} rows ${row!.sum}`;
  }
  return found;
}

export interface LanguageText { language: string; text: string }
/** Texts by language, as the tree has them. */
export const byLanguage = (value: { all: LanguageText[] } | null | undefined): Record<string, string> => Object.fromEntries((value?.all ?? []).map((t) => [t.language, t.text]));
