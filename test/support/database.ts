// A database of its own for a test file, on the server that global-database.ts started.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { inject } from 'vitest';

export interface FreshDatabase {
  url: string;
  drop(): Promise<void>;
}

/** The same server and role, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${encodeURIComponent(database)}`;
  return changed.toString();
}

async function execute(url: string, sql: string): Promise<void> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** Removes a database. While autovacuum, which runs as the superuser, is at work there, nobody else may end its process: it is waited for. */
async function drop(server: string, name: string): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await execute(server, `drop database if exists ${name} with (force)`);
    } catch (error) {
      if ((error as { code?: string }).code !== '42501' || attempt === 50) throw error;
      await sleep(100);
    }
  }
}

/** Makes an empty, uniquely named UTF-8 database. `drop` ends its open connections and removes it. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const server = inject('databaseUrl');
  const name = `tanlu_test_${process.pid}_${randomBytes(4).toString('hex')}`;
  await execute(server, `create database ${name}`);
  return { url: withDatabase(server, name), drop: () => drop(server, name) };
}
