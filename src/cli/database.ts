// Opens the database a command works on: the embedded one or that of DATABASE_URL, migrated and with its reference tables.
import { resolve } from 'node:path';
import type { Config } from '../config.ts';
import { connect } from '../database/connect.ts';
import { startEmbedded } from '../database/embedded/embedded-postgres.ts';
import { migrate } from '../database/migrate.ts';
import { loadMappings } from '../transfer/flow-maps/load-mappings.ts';
import { loadGeographies } from '../transfer/geographies.ts';
import { tell } from './output.ts';

export interface OpenDatabase { url: string; dataFolder: string; embedded: boolean; close(): Promise<void> }

/** Starts or joins the database, applies migrations. Warnings go to standard error. */
export async function openDatabase(config: Config): Promise<OpenDatabase> {
  const dataFolder = resolve(config.TANLU_DATA);
  let opened: OpenDatabase;
  if (config.DATABASE_URL === undefined) {
    const server = await startEmbedded({ dataDir: dataFolder });
    for (const warning of server.warnings) tell(`warning: ${warning}`);
    opened = { url: server.url, dataFolder, embedded: true, close: () => server.stop() };
  } else opened = { url: config.DATABASE_URL, dataFolder, embedded: false, close: async () => undefined };
  try {
    await migrate(opened.url);
    const client = await connect(opened.url, 'tanlu set-up');
    try {
      await loadGeographies(client);
      await loadMappings(client);
    } finally {
      await client.end();
    }
    return opened;
  } catch (error) {
    await opened.close();
    throw error;
  }
}
