// The role and the database of the application, made by the superuser at the first start.
import { Client } from 'pg';
import type { Credentials } from './cluster.ts';
import { markLeakproof, readerRole } from '../reader-role.ts';
import { databaseUrl, type Endpoint } from './endpoint.ts';

/** Opens a connection, runs `work`, closes it. Errors are node-postgres'. */
export async function connected<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000, ssl: false, application_name: 'tanlu-start' });
  client.on('error', () => undefined); // a server that stops meanwhile shows in the query
  try {
    await client.connect();
    return await work(client);
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function applicationUrl(endpoint: Endpoint, credentials: Credentials): string {
  return databaseUrl(endpoint, 'tanlu', credentials.tanlu, 'tanlu');
}

/**
 * Makes role and database `tanlu` unless they are there. The role owns its database and may create others (tests do), but
 * is no superuser, so that nothing works here that would fail on a server reached by DATABASE_URL.
 */
export async function ensureDatabase(endpoint: Endpoint, credentials: Credentials): Promise<void> {
  try {
    if (await connected(applicationUrl(endpoint, credentials), async (client) => (await client.query('select from pg_roles where rolname = $1', [readerRole])).rowCount === 1)) return;
  } catch (error) {
    const code = (error as { code?: string }).code;
    if (code !== '28P01' && code !== '28000' && code !== '3D000') throw error;
  }
  await connected(databaseUrl(endpoint, 'postgres', credentials.postgres, 'postgres'), async (client) => {
    const has = async (sql: string) => ((await client.query(sql)).rowCount ?? 0) > 0;
    if (!(await has("select from pg_roles where rolname = 'tanlu'"))) await client.query('create role tanlu');
    await client.query(`alter role tanlu login createdb password ${client.escapeLiteral(credentials.tanlu)}`);
    await client.query('grant pg_monitor, pg_checkpoint to tanlu');
    if (!(await has("select from pg_database where datname = 'tanlu'"))) await client.query("create database tanlu owner tanlu encoding 'UTF8'");
    if (!(await has(`select from pg_roles where rolname = '${readerRole}'`))) await client.query(`create role ${readerRole} nologin`);
    await client.query(`grant ${readerRole} to tanlu`);
  });
  for (const database of ['template1', 'tanlu']) await connected(databaseUrl(endpoint, 'postgres', credentials.postgres, database), markLeakproof);
}
