// One connection to the database for work that needs a session of its own: imports, locks, migrations.
import { Client } from 'pg';
import { TanluError, messageOf } from '../errors.ts';

/** Connects, or says in words why the database cannot be reached. */
export async function connect(url: string, application: string): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: application, keepAlive: true });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return client;
  } catch (error) {
    await client.end().catch(() => undefined);
    throw new TanluError('DATABASE_UNREACHABLE', `The database cannot be reached: ${messageOf(error)}. Check that it runs and that DATABASE_URL is right.`, { kind: 'unavailable', cause: error });
  }
}

/** What to tell when the connection was lost in the middle of an import. */
export const connectionLostMessage = (error: unknown): string =>
  `The connection to the database was lost (${messageOf(error)}). Nothing is half-written: whole batches are stored. Run the import again to complete it.`;

/** Whether an error means that the connection to the database is gone. */
export function isConnectionLost(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return /^(57P0[123]|08\d{3}|ECONNRESET|ECONNREFUSED|EPIPE|ENOENT)$/.test(code) || /Connection terminated|not queryable/i.test(messageOf(error));
}
