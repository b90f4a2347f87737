// Makes and checks the PostgreSQL data folder (`cluster`). It appears under its name only when it is complete.
import { randomBytes } from 'node:crypto';
import { appendFile, chmod, lstat, mkdir, readdir, readFile, rename, rm, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TanluError } from '../../errors.ts';
import { giveTo, type Account } from './account.ts';
import type { Binaries } from './binaries.ts';
import { run, type Outcome } from './run.ts';

/** Passwords of the superuser and of the role the application uses. Kept in `cluster/tanlu.json`, readable by the server's account and root only. */
export interface Credentials {
  postgres: string;
  tanlu: string;
}

const unfinished = 'cluster.unfinished';
const passwordFile = 'initdb-password';

// pg_trgm, full-text search and lower() ask the C library which characters are letters, unlike regular expressions, which
// ask the collation provider. With LC_CTYPE=C, trigrams drop every Chinese letter. Names differ by platform.
const letterLocales = process.platform === 'win32' ? ['en-US', 'C'] : ['C.UTF-8', 'C.utf8', 'en_US.UTF-8', 'zh_CN.UTF-8', 'UTF-8', 'C'];

/** Throws the `unavailable` error for a failed PostgreSQL program; a full disk has its own code. */
export function programFailed(code: string, what: string, folder: string, output: string): never {
  const lines = output.trim().split('\n').slice(-15).join('\n  ');
  if (/No space left on device|ENOSPC|Disk quota exceeded/i.test(output)) {
    throw new TanluError('DATABASE_DISK_FULL', `${what}: the disk of ${folder} is full. Free some space, or set TANLU_DATA to another disk.\n  ${lines}`, { kind: 'unavailable', params: { folder } });
  }
  throw new TanluError(code, `${what} in ${folder}. What PostgreSQL said:\n  ${lines}`, { kind: 'unavailable', params: { folder, output } });
}

/** The credentials of an existing cluster of ours; undefined when there is none. Throws on a foreign folder. */
export async function readCredentials(folder: string): Promise<Credentials | undefined> {
  const cluster = join(folder, 'cluster');
  if ((await lstat(cluster).catch(() => undefined)) === undefined) return undefined;
  try {
    return (JSON.parse(await readFile(join(cluster, 'tanlu.json'), 'utf8')) as { passwords: Credentials }).passwords;
  } catch (cause) {
    if ((await readdir(cluster).catch(() => ['?'])).length === 0) return undefined;
    throw new TanluError('DATABASE_FOLDER_FOREIGN', `${cluster} is not a database folder made by Tanlu, or belongs to another user; it is left untouched. `
      + 'Set TANLU_DATA to another folder.', { kind: 'unavailable', params: { cluster }, cause });
  }
}

/** Throws when another major version of PostgreSQL made the cluster. */
export async function checkVersion(folder: string, binaries: Binaries): Promise<void> {
  const found = (await readFile(join(folder, 'cluster', 'PG_VERSION'), 'utf8').catch(() => '?')).trim();
  if (found === binaries.major) return;
  throw new TanluError('DATABASE_VERSION', `The database in ${folder} was made by PostgreSQL ${found}, this Tanlu brings PostgreSQL ${binaries.major}. `
    + 'Export it with the Tanlu that made it and import it into a new folder (TANLU_DATA), or set DATABASE_URL.', { kind: 'unavailable', params: { found, major: binaries.major } });
}

async function initialize(folder: string, target: string, password: string, binaries: Binaries, account: Account | undefined): Promise<Outcome> {
  const passwords = join(folder, passwordFile);
  let outcome: Outcome = { code: null, output: '' };
  for (const locale of letterLocales) {
    await rm(target, { recursive: true, force: true });
    await mkdir(target, { mode: 0o700 });
    await giveTo(account, target);
    await writeFile(passwords, `${password}\n`, { mode: 0o600 });
    await giveTo(account, passwords);
    outcome = await run(binaries.initdb, ['-D', target, '-U', 'postgres', '--encoding=UTF8', '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C',
      `--lc-ctype=${locale}`, '--auth=scram-sha-256', `--pwfile=${passwords}`, '--no-instructions'], account);
    await rm(passwords, { force: true });
    if (!/invalid locale name|locale .*(not supported|requires)/i.test(outcome.output)) break;
  }
  return outcome;
}

/** Makes the cluster. Call with the lock held; leftovers of attempts that were killed are removed. */
export async function makeCluster(folder: string, binaries: Binaries, account: Account | undefined): Promise<Credentials> {
  for (const name of await readdir(folder)) {
    if (name.startsWith(unfinished) || name === passwordFile) await rm(join(folder, name), { recursive: true, force: true, maxRetries: 5 });
  }
  await rmdir(join(folder, 'cluster')).catch(() => undefined);
  const secret = () => randomBytes(24).toString('base64url');
  const passwords: Credentials = { postgres: secret(), tanlu: secret() };
  // An initdb whose parent was killed may still be writing: never the same name twice.
  const target = join(folder, `${unfinished}-${process.pid}-${randomBytes(3).toString('hex')}`);
  const outcome = await initialize(folder, target, passwords.postgres, binaries, account);
  if (outcome.code !== 0) {
    await rm(target, { recursive: true, force: true });
    programFailed('DATABASE_INIT_FAILED', 'The embedded database could not be made', folder, outcome.output || `initdb ended with code ${outcome.code}`);
  }
  await appendFile(join(target, 'postgresql.conf'), "\ninclude_if_exists = 'tanlu.conf'\n");
  const marker = join(target, 'tanlu.json');
  await writeFile(marker, JSON.stringify({ madeBy: 'tanlu', postgres: binaries.major, madeAt: new Date().toISOString(), passwords }, null, 2), { mode: 0o600, flush: true });
  await chmod(marker, 0o600);
  await giveTo(account, marker);
  await rename(target, join(folder, 'cluster'));
  return passwords;
}
