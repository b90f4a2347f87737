// A lock file between processes of one machine; the lock of a dead process is taken over.
import { randomBytes } from 'node:crypto';
import { link, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { TanluError } from '../../errors.ts';
import { processToken, tokenIsAlive } from './processes.ts';

const codeOf = (error: unknown) => (error as NodeJS.ErrnoException).code;

/** Removes a lock whose owner died. Only one of several waiters can move the file; a living lock moved by mistake goes back. */
async function removeIfDead(file: string): Promise<void> {
  const seen = await readFile(file, 'utf8').catch(() => undefined);
  if (seen === undefined) return;
  // An empty file is being written, unless its writer died within that instant.
  const age = Date.now() - (await stat(file).catch(() => ({ mtimeMs: Date.now() }))).mtimeMs;
  if (seen === '' ? age < 5000 : await tokenIsAlive(seen)) return;
  const aside = `${file}.${process.pid}-${randomBytes(4).toString('hex')}`;
  await rename(file, aside).catch(() => undefined);
  const moved = await readFile(aside, 'utf8').catch(() => seen);
  if (moved !== seen) await link(aside, file).catch(() => undefined);
  await rm(aside, { force: true });
}

/** Runs `work` while this process alone holds the file. Throws `unavailable` when another process keeps it longer than `timeoutMs`. */
export async function withLock<T>(file: string, timeoutMs: number, work: () => Promise<T>): Promise<T> {
  const token = `${await processToken()} ${randomBytes(4).toString('hex')}`;
  const end = Date.now() + timeoutMs;
  for (;;) {
    try {
      await writeFile(file, token, { flag: 'wx', mode: 0o600 });
      break;
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    await removeIfDead(file);
    if (Date.now() > end) {
      const owner = await readFile(file, 'utf8').catch(() => '?');
      throw new TanluError('DATABASE_LOCKED', `Process ${owner.split(' ')[0]} has been starting or stopping the database for ${Math.round(timeoutMs / 1000)} s. `
        + `Wait for it, or end it and start again. (Lock: ${file})`, { kind: 'unavailable', params: { file } });
    }
    await sleep(25);
  }
  try {
    return await work();
  } finally {
    if ((await readFile(file, 'utf8').catch(() => '')) === token) await rm(file, { force: true });
  }
}
