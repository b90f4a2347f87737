// One transaction on a connection of a pool: kept whole or not at all.
import type { Pool, PoolClient } from 'pg';

/** Runs `work` between BEGIN and COMMIT; rolls back where it throws, and throws the same. */
export async function inTransaction<T>(pool: Pool, work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const result = await work(client);
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch((lost: unknown) => { broken = lost as Error; }); // the connection is gone; the error above tells
    throw error;
  } finally {
    client.release(broken);
  }
}
