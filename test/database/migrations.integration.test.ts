// Migrations: from empty, again, two at once; and what they made is what the table definitions say.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type pg from 'pg';
import { migrations } from '../../migrations/migrations.ts';
import { migrate } from '../../src/database/migrate.ts';
import { makeOrm } from '../../src/database/orm.ts';
import { makePool } from '../../src/database/pool.ts';
import { createTable } from '../../src/database/tables/ddl.ts';
import { allTables } from '../../src/database/tables/tables.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';

const columns = `select table_schema as schema, table_name as table, column_name as name, udt_name as type, is_nullable as nullable, is_identity as identity, column_default as fallback
  from information_schema.columns where table_schema = any($1) and table_name <> 'migration' order by table_name, column_name`;
const indexes = `select schemaname as schema, tablename as table, indexname as name, indexdef as definition from pg_indexes where schemaname = any($1) and tablename <> 'migration' order by tablename, indexname`;

let database: FreshDatabase;
let pool: pg.Pool;
let first: string[][];

beforeAll(async () => {
  database = await freshDatabase();
  first = await Promise.all([migrate(database.url), migrate(database.url)]);
  pool = makePool(database.url, { size: 1 });
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe('migrate', () => {
  it('lets one of two processes do the work', () => {
    expect(first.flat()).toEqual(migrations.map((m) => m.name));
    expect(first.some((names) => names.length === 0)).toBe(true);
  });

  it('finds nothing to do the second time', async () => {
    expect(await migrate(database.url)).toEqual([]);
  });

  it('makes exactly the tables that are defined', async () => {
    await pool.query('create schema defined');
    await pool.query('set search_path to defined, public'); // functions of indexes are those of the migrations
    for (const table of allTables) for (const statement of createTable(table)) await pool.query(statement);
    await pool.query('set search_path to public');
    const seen = async (sql: string, schema: string) => (await pool.query(sql, [[schema]])).rows
      .map((row) => JSON.parse(JSON.stringify({ ...row, schema: '' }).replaceAll('defined.', '').replaceAll('public.', '')) as object);
    expect(await seen(columns, 'public')).toEqual(await seen(columns, 'defined'));
    expect(await seen(indexes, 'public')).toEqual(await seen(indexes, 'defined'));
  });

  it('stores source documents uncompressed and out of line', async () => {
    const { rows } = await pool.query(`select attstorage from pg_attribute where attrelid = 'public.source_document'::regclass and attname = 'content'`);
    expect(rows[0].attstorage).toBe('e');
  });
});

describe('databases that will not do', () => {
  it('refuses another encoding than UTF-8 before anything is made', async () => {
    await pool.query(`create database tanlu_latin_${process.pid} encoding 'LATIN1' locale 'C' template template0`);
    const url = new URL(database.url);
    url.pathname = `/tanlu_latin_${process.pid}`;
    await expect(migrate(url.toString())).rejects.toThrow(/keeps text as LATIN1; Tanlu needs UTF8.*createdb --encoding=UTF8/);
    await pool.query(`drop database tanlu_latin_${process.pid} with (force)`);
  });
});

describe('entities', () => {
  it('write and read back through MikroORM', async () => {
    const orm = await makeOrm(database.url);
    try {
      const em = orm.em.fork();
      em.persist(em.create('ImportRun' as never, { state: 'RUNNING', origin: 'a.zip', adapterVersion: '0.1.0' } as never));
      await em.flush();
      const [run] = await orm.em.fork().find('ImportRun' as never, {}) as { key: unknown; filesDone: unknown }[];
      expect(run).toMatchObject({ key: 1, filesDone: 0, origin: 'a.zip', issueCounts: {} });
    } finally {
      await orm.close();
    }
  });
});
