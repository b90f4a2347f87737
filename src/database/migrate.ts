// Brings a database up to date: from empty or any earlier state, and when several processes start at once.
import { messageOf, TanluError } from '../errors.ts';
import { connect } from './connect.ts';

// Any number will do as long as nobody else in the database uses it: "tanlu" as bytes.
const lockNumber = '499850341493';

/**
 * Runs all pending migrations and gives their names. A second process waits for the first, then finds nothing to do.
 * Throws `unavailable` where the server is older than PostgreSQL 15 or a migration fails (nothing of it is kept).
 */
export async function migrate(url: string): Promise<string[]> {
  const lock = await connect(url, 'tanlu migrate');
  try {
    const { rows } = await lock.query<{ server_version_num: string }>('show server_version_num');
    const version = Number(rows[0]!.server_version_num);
    if (version < 150_000) {
      throw new TanluError('DATABASE_TOO_OLD', `The database server is PostgreSQL ${Math.floor(version / 10_000)}; Tanlu needs 15 or newer.`, { kind: 'unavailable' });
    }
    await lock.query('select pg_advisory_lock($1)', [lockNumber]);
    const { makeOrm } = await import('./orm.ts'); // loads in half a second, and most commands do not migrate
    const orm = await makeOrm(url);
    try {
      return (await orm.migrator.up()).map((done) => done.name);
    } catch (cause) {
      throw new TanluError('MIGRATION_FAILED', `The database could not be brought up to date: ${messageOf(cause)}`, { kind: 'unavailable', cause });
    } finally {
      await orm.close();
    }
  } finally {
    await lock.end().catch(() => undefined); // where the connection is gone the error above tells
  }
}
