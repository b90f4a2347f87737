// The role that reads on behalf of others, under row-level security: the second wall behind the conditions of every statement (PostgreSQL, row security policies).
import type { ClientBase } from 'pg';
import { sessionOf } from './read/access.ts';
import type { Reader } from './read/plan.ts';
import { allTables } from './tables/tables.ts';

export const readerRole = 'tanlu_reader';

/** Any number will do as long as nobody else in the database uses it: "reader" as bytes. */
const lockNumber = '125762756896114';

/** Functions of conditions that tell nothing of their arguments but the result. Row security applies a condition before its own, by an index, only where it is marked so. */
const leakproof = ['ts_match_vq', 'arrayoverlap', 'arraycontains', 'numeric_eq', 'numeric_ne', 'numeric_lt', 'numeric_le', 'numeric_gt', 'numeric_ge', 'lower', 'left', 'jsonb_object_field_text', 'starts_with'];

/** Marks functions of PostgreSQL leakproof, which only a superuser may. */
export async function markLeakproof(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace where n.nspname = 'pg_catalog' and not p.proleakproof and p.proname = any($1)`, [leakproof]);
  for (const { name } of rows) await client.query(`alter function pg_catalog.${name} leakproof`);
}

/** What the administrator of a database server runs once, where the user of DATABASE_URL may not make roles. */
export const setUpSql = (user: string): string => `create role ${readerRole} nologin; grant ${readerRole} to ${user};`;

const rights = (): string => allTables.filter((table) => table.internal !== true).map((table) => {
  const open = table.columns.filter((c) => c.secret !== true);
  return open.length === table.columns.length ? `grant select on ${table.name} to ${readerRole}` : `grant select (${open.map((c) => `"${c.name}"`).join(', ')}) on ${table.name} to ${readerRole}`;
}).join('; ');

/** Makes the role where that is possible, and gives it its rights; part of every migration. */
export async function prepareReaderRole(client: ClientBase): Promise<void> {
  const { rows: [found] } = await client.query<{ there: boolean; makes: boolean; schema: string }>(
    `select exists (select from pg_roles where rolname = $1) as there, current_schema() as schema, (select rolcreaterole or rolsuper from pg_roles where rolname = current_user) as makes`, [readerRole]);
  await client.query('begin');
  try {
    await client.query('select pg_advisory_xact_lock($1)', [lockNumber]);
    if (!found!.there && found!.makes) await client.query(`create role ${readerRole} nologin; grant ${readerRole} to current_user`);
    if (found!.there || found!.makes) await client.query(`grant usage on schema ${client.escapeIdentifier(found!.schema)} to ${readerRole}; ${rights()}`);
    await client.query('commit');
  } catch (error) {
    await client.query('rollback');
    throw error;
  }
}

const usable = `select pg_has_role(current_user, oid, 'member') and has_any_column_privilege(oid, 'process', 'select') as usable from pg_roles where rolname = '${readerRole}'`;

/** The role to read as. Undefined where it is not there: then reads have the first wall alone, and `setUpSql` says what to do. */
export async function usableReaderRole(client: Pick<ClientBase, 'query'>): Promise<string | undefined> {
  const { rows: [role] } = await client.query<{ usable: boolean }>(usable);
  return role?.usable === true ? readerRole : undefined;
}

/** For the rest of the transaction the connection reads as somebody, under row-level security where the role for it is there. */
export async function readAs(client: ClientBase, reader: Reader): Promise<void> {
  if (reader.all) return;
  await client.query(sessionOf(reader, true));
  const role = await usableReaderRole(client);
  if (role !== undefined) await client.query(`set local role ${role}`);
}
