// Loads the demonstration data into a hub that holds nothing yet.
import type { ClientBase } from 'pg';
import { allTables } from '../../database/tables/tables.ts';
import { loadDatasets } from '../load-datasets.ts';
import { demoDatasets } from './demo-data.ts';

/** Loads the demonstration data where there is no product and no process. Returns the number of records, or undefined where data are there already. */
export async function loadDemo(client: ClientBase, adapterVersion: string): Promise<number | undefined> {
  await client.query('SELECT pg_advisory_lock(7211045)');
  try {
    const found = await client.query<{ any: boolean }>('SELECT EXISTS (SELECT 1 FROM product) OR EXISTS (SELECT 1 FROM process) AS any');
    if (found.rows[0]!.any) return undefined;
    const loaded = await loadDatasets(client, demoDatasets(), { origin: 'Tanlu demonstration data', adapterVersion });
    // So few rows are never counted by autovacuum, and without counts nested filters get plans that take seconds.
    await client.query(`ANALYZE ${allTables.map((table) => table.name).join(', ')}`);
    return loaded;
  } finally {
    await client.query('SELECT pg_advisory_unlock(7211045)');
  }
}
