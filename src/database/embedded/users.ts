// Who uses a running server: one small file for each start, named by pid, so that the last one out can stop it.
import { randomBytes } from 'node:crypto';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { giveTo, type Account } from './account.ts';
import { processToken, tokenIsAlive } from './processes.ts';

/** Registers this process as a user and answers the file that says so. */
export async function register(folder: string, account: Account | undefined): Promise<string> {
  const users = join(folder, 'users');
  await mkdir(users, { recursive: true, mode: 0o700 });
  await giveTo(account, users);
  const file = join(users, `${process.pid}-${randomBytes(3).toString('hex')}`);
  await writeFile(file, await processToken(), { mode: 0o600 });
  return file;
}

/** Number of registrations of living processes; those of dead ones are removed. */
export async function countUsers(folder: string): Promise<number> {
  const users = join(folder, 'users');
  let living = 0;
  for (const name of await readdir(users).catch(() => [])) {
    const token = await readFile(join(users, name), 'utf8').catch(() => '');
    if (await tokenIsAlive(token)) living += 1;
    else await rm(join(users, name), { force: true });
  }
  return living;
}
