// Finds, starts and stops the server process (postmaster) of a cluster.
import { constants } from 'node:fs';
import { open, readFile, rename, rm, stat, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TanluError } from '../../errors.ts';
import { giveTo, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { programFailed, type Credentials } from './cluster.ts';
import { endpointSettings, newEndpoint, type Endpoint, type Transport } from './endpoint.ts';
import { mayBePostgres, pidExists } from './processes.ts';
import { applicationUrl, connected } from './roles.ts';
import { run, type Outcome } from './run.ts';
import { configurationText, defaultSettings } from './settings.ts';

/** Recovery after a crash replays up to max_wal_size of log, so a start may take minutes. */
export const startSeconds = 300;
const stopSeconds = 60;
const largestLog = 10 * 1024 ** 2;
const parallelQueryMemory = 512 * 1024 ** 2;

const clusterOf = (folder: string) => join(folder, 'cluster');
const logOf = (folder: string) => join(folder, 'postgres.log');

/** What postmaster.pid says, line by line: pid, data folder, start time, port, socket folder. */
async function readPidFile(folder: string): Promise<{ pid: number; endpoint: Endpoint } | undefined> {
  const lines = (await readFile(join(clusterOf(folder), 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!(pid > 0)) return undefined;
  return { pid, endpoint: { host: lines[4]?.trim() || '127.0.0.1', port: Number(lines[3] ?? 0) } };
}

type Answer = 'ready' | 'busy' | 'none';

async function ask(endpoint: Endpoint, credentials: Credentials): Promise<Answer> {
  if (!(endpoint.port > 0)) return 'none';
  try {
    await connected(applicationUrl(endpoint, credentials), async () => undefined);
    return 'ready';
  } catch (error) {
    const code = (error as { code?: string }).code ?? '';
    if (code === '57P03') return 'busy'; // starting up, shutting down or in recovery
    return /^(?=.*\d)[0-9A-Z]{5}$/.test(code) ? 'ready' : 'none'; // an SQLSTATE is an answer, too
  }
}

// PostgreSQL itself only asks whether the pid exists, and would not start. It still refuses while backends of the dead server use its shared memory.
async function removePidFiles(folder: string, { host, port }: Endpoint): Promise<void> {
  await rm(join(clusterOf(folder), 'postmaster.pid'), { force: true });
  if (host.startsWith('/')) await rm(join(host, `.s.PGSQL.${port}.lock`), { force: true });
}

/**
 * The endpoint of a server that already runs on this folder, e.g. one that outlived a killed application. A server that is
 * starting or stopping is waited for. Pid files whose pid is a zombie or belongs to some other program now are removed; those
 * of a pid that is gone are left to PostgreSQL.
 */
export async function findLive(folder: string, credentials: Credentials): Promise<Endpoint | undefined> {
  const end = Date.now() + startSeconds * 1000;
  for (let silentSince = Date.now(); ;) {
    const found = await readPidFile(folder);
    if (found === undefined) return undefined;
    const answer = await ask(found.endpoint, credentials);
    if (answer === 'ready') return found.endpoint;
    if (answer === 'busy') silentSince = Date.now();
    else if (!(await mayBePostgres(found.pid))) {
      if (pidExists(found.pid)) await removePidFiles(folder, found.endpoint);
      return undefined;
    }
    if (Date.now() > end || Date.now() - silentSince > 30_000) {
      throw new TanluError('DATABASE_SILENT', `Process ${found.pid} holds the database in ${folder} but does not answer. See ${logOf(folder)}; `
        + `if it is a PostgreSQL server, stop it with "kill -INT ${found.pid}" and start Tanlu again.`, { kind: 'unavailable', params: { pid: found.pid, folder } });
    }
    await sleep(100);
  }
}

async function writeConfiguration(folder: string, endpoint: Endpoint, settings: Record<string, string>, binaries: Binaries, account: Account | undefined): Promise<void> {
  const chosen: Record<string, string> = {};
  for (const { name, value, optional } of defaultSettings) {
    if (optional && (await run(binaries.postgres, ['-D', clusterOf(folder), '-C', name, '-c', `${name}=${value}`], account)).code !== 0) continue;
    chosen[name] = value;
  }
  // Containers often have a /dev/shm of 64 MB, on which parallel queries fail.
  const shared = await statfs('/dev/shm').then((s) => s.bsize * s.blocks, () => undefined);
  if (shared !== undefined && shared < parallelQueryMemory) chosen['dynamic_shared_memory_type'] = 'mmap';
  const file = join(clusterOf(folder), 'tanlu.conf');
  await rm(file, { force: true });
  await writeFile(file, configurationText({ ...chosen, ...settings, ...endpointSettings(endpoint) }), { flag: 'wx', mode: 0o600 });
  await giveTo(account, file);
}

/** Makes the log file writable for the server and answers its length. */
async function prepareLog(folder: string, account: Account | undefined): Promise<number> {
  const log = logOf(folder);
  const size = (await stat(log).catch(() => ({ size: 0 }))).size;
  if (size > largestLog) await rename(log, `${log}.old`);
  const file = await open(log, constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | (constants.O_NOFOLLOW ?? 0), 0o600);
  await file.chmod(0o600);
  if (account) await file.chown(account.uid, account.gid);
  await file.close();
  return size > largestLog ? 0 : size;
}

/** Removes a socket folder made in the temporary folder. */
async function removeSocketFolder(folder: string, { host }: Endpoint): Promise<void> {
  if (host.startsWith('/') && host !== join(folder, 'socket')) await rm(host, { recursive: true, force: true });
}

export interface StartOptions {
  folder: string;
  binaries: Binaries;
  account: Account | undefined;
  transport: Transport;
  settings: Record<string, string>;
}

/** Starts the server and waits until it answers. Throws `unavailable` with the end of the server's log. */
export async function startPostmaster({ folder, binaries, account, transport, settings }: StartOptions): Promise<Endpoint> {
  const end = Date.now() + 15_000;
  for (;;) {
    const endpoint = await newEndpoint(folder, transport, account);
    await writeConfiguration(folder, endpoint, settings, binaries, account);
    const from = await prepareLog(folder, account);
    // pg_ctl hands these names to a shell in plain double quotes: relative ones are free of $ and ".
    const outcome = await run(binaries.pgCtl, ['start', '-D', 'cluster', '-l', 'postgres.log', '-w', '-t', String(startSeconds)], account, folder);
    if (outcome.code === 0) return endpoint;
    const log = (await readFile(logOf(folder)).catch(() => Buffer.alloc(0))).subarray(from).toString('utf8');
    await removeSocketFolder(folder, endpoint);
    // Children of a killed postmaster need a moment to notice.
    const retry = /pre-existing shared memory block|could not bind|Address already in use/i.test(log);
    if (!retry || Date.now() > end) programFailed('DATABASE_START_FAILED', 'The embedded database did not start', folder, `${outcome.output}\n${log}`);
    await sleep(250);
  }
}

/** Stops the server: open connections are ended, everything is written. When that takes too long, the next start recovers. */
export async function stopPostmaster(folder: string, binaries: Binaries, account: Account | undefined): Promise<void> {
  const stop = (mode: string, seconds: number): Promise<Outcome> =>
    run(binaries.pgCtl, ['stop', '-D', clusterOf(folder), '-m', mode, '-w', '-t', String(seconds)], account);
  const found = await readPidFile(folder);
  if (found === undefined) return;
  if ((await stop('fast', stopSeconds)).code !== 0 && (await readPidFile(folder)) !== undefined) await stop('immediate', 10);
  await removeSocketFolder(folder, found.endpoint);
}
