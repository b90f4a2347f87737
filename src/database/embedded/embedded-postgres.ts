// Starts, shares and stops the embedded PostgreSQL, so that `npm start` needs no database server.
//
// Folder: cluster/ (PostgreSQL's data, closed), socket/, users/ (who uses the server), start.lock, postgres.log, and
// perhaps binaries-<version>/ or a file LOCATION that names the real folder.
import { rm, stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { messageOf, TanluError } from '../../errors.ts';
import { serverAccount, type Account } from './account.ts';
import { usableBinaries } from './binaries.ts';
import { checkVersion, makeCluster, programFailed, readCredentials, type Credentials } from './cluster.ts';
import type { Endpoint, Transport } from './endpoint.ts';
import { withLock } from './lock.ts';
import { choosePlace } from './place.ts';
import { findLive, startPostmaster, startSeconds, stopPostmaster } from './postmaster.ts';
import { applicationUrl, ensureDatabase } from './roles.ts';
import { countUsers, register } from './users.ts';

export interface EmbeddedOptions {
  /** Folder wanted for the database, made when missing. */
  dataDir: string;
  /** PostgreSQL settings over those of settings.ts. A server that already runs keeps its own. */
  settings?: Record<string, string>;
  /** Default: a Unix socket, on Windows TCP on 127.0.0.1. */
  transport?: Transport;
}

export interface EmbeddedServer {
  /** postgresql:// URL of database `tanlu`, with its password, for node-postgres and MikroORM. Do not log it. */
  url: string;
  /** Where the database really is; differs from the wanted folder when `warnings` says so. */
  dataDir: string;
  /** Whether the server already ran. */
  reused: boolean;
  /** Sentences to show to whoever started the program. */
  warnings: string[];
  /** Ends this use; the last user of all processes stops the server. Calling again does nothing. */
  stop(): Promise<void>;
}

const lockTimeoutMs = (startSeconds + 60) * 1000;

async function openServer(folder: string, account: Account | undefined, options: EmbeddedOptions): Promise<{ endpoint: Endpoint; credentials: Credentials; reused: boolean }> {
  const existing = await readCredentials(folder);
  const live = existing && (await findLive(folder, existing));
  if (live) return { endpoint: live, credentials: existing, reused: true };
  const binaries = await usableBinaries(folder, account);
  if (existing) await checkVersion(folder, binaries);
  const credentials = existing ?? (await makeCluster(folder, binaries, account));
  const transport = options.transport ?? (process.platform === 'win32' ? 'tcp' : 'socket');
  const endpoint = await startPostmaster({ folder, binaries, account, transport, settings: options.settings ?? {} });
  return { endpoint, credentials, reused: false };
}

async function closeServer(folder: string, account: Account | undefined, registration: string): Promise<void> {
  if ((await stat(folder).catch(() => undefined)) === undefined) return; // removed by its owner
  await withLock(join(folder, 'start.lock'), lockTimeoutMs, async () => {
    await rm(registration, { force: true });
    if ((await countUsers(folder)) === 0) await stopPostmaster(folder, await usableBinaries(folder, account), account);
  });
}

/**
 * Starts the embedded server on a folder, or joins the one that runs there (of another process, or left by a killed one).
 * Works as root, then PostgreSQL runs as the folder's owner or "nobody". All failures are TanluErrors of kind `unavailable`.
 */
export async function startEmbedded(options: EmbeddedOptions): Promise<EmbeddedServer> {
  const wanted = resolve(options.dataDir);
  const account = await serverAccount([join(wanted, 'cluster'), wanted]);
  const { folder, warnings } = await choosePlace(wanted, account);
  try {
    return await withLock(join(folder, 'start.lock'), lockTimeoutMs, async () => {
      const { endpoint, credentials, reused } = await openServer(folder, account, options);
      await ensureDatabase(endpoint, credentials);
      const registration = await register(folder, account);
      let stopping: Promise<void> | undefined;
      return {
        url: applicationUrl(endpoint, credentials),
        dataDir: folder,
        reused,
        warnings: reused && options.settings ? [...warnings, 'The database server was already running; its settings stay as they are until it stops.'] : warnings,
        stop: () => (stopping ??= closeServer(folder, account, registration)),
      };
    });
  } catch (error) {
    if (error instanceof TanluError) throw error;
    return programFailed('DATABASE_START_FAILED', 'The embedded database did not start', folder, messageOf(error));
  }
}
