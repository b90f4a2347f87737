// Brings a database up to date: from empty or any earlier state, and when several processes start at once.
import { messageOf, TanluError } from '../errors.ts';
import { connect } from './connect.ts';
import { prepareReaderRole } from './reader-role.ts';

// Any number will do as long as nobody else in the database uses it: "tanlu" as bytes.
const lockNumber = '499850341493';

/** SQLSTATE insufficient_privilege: since PostgreSQL 15 only the owner of a database may make tables in it. */
const hintOf = (cause: unknown): string => ((cause as { code?: string }).code === '42501'
  ? '. Give the user of DATABASE_URL a database of its own (createdb --owner=USER NAME), or: GRANT CREATE ON SCHEMA public TO USER' : '');

/**
 * Runs all pending migrations and gives their names. A second process waits for the first, then finds nothing to do.
 * Throws `unavailable` where the server is older than PostgreSQL 15, the database is not UTF-8 or a migration fails (nothing of it is kept).
 */
export async function migrate(url: string): Promise<string[]> {
  const lock = await connect(url, 'tanlu migrate');
  try {
    const { rows } = await lock.query<{ server_version_num: string }>('show server_version_num');
    const version = Number(rows[0]!.server_version_num);
    if (version < 150_000) {
      throw new TanluError('DATABASE_TOO_OLD', `The database server is PostgreSQL ${Math.floor(version / 10_000)}; Tanlu needs 15 or newer.`, { kind: 'unavailable' });
    }
    const encoding = (await lock.query<{ server_encoding: string }>('show server_encoding')).rows[0]!.server_encoding;
    if (encoding !== 'UTF8') {
      throw new TanluError('DATABASE_ENCODING', `The database keeps text as ${encoding}; Tanlu needs UTF8, since names are in Chinese and other scripts. Make one with: createdb --encoding=UTF8 --template=template0 NAME`, { kind: 'unavailable', params: { encoding } });
    }
    await lock.query('select pg_advisory_lock($1)', [lockNumber]);
    const { makeOrm } = await import('./orm.ts'); // loads in half a second, and most commands do not migrate
    const orm = await makeOrm(url);
    try {
      const done = (await orm.migrator.up()).map((each) => each.name);
      await prepareReaderRole(lock);
      return done;
    } catch (cause) {
      throw new TanluError('MIGRATION_FAILED', `The database could not be brought up to date: ${messageOf(cause)}${hintOf(cause)}`, { kind: 'unavailable', cause });
    } finally {
      await orm.close();
    }
  } finally {
    await lock.end().catch(() => undefined); // where the connection is gone the error above tells
  }
}
