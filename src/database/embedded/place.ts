// Where the embedded database lives: the wanted folder or, when PostgreSQL's account cannot enter it, a stable other one.
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { access, chmod, chown, lstat, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { messageOf, TanluError } from '../../errors.ts';
import { canEnter, closedFolder, type Account } from './account.ts';

export interface Place {
  folder: string;
  warnings: string[];
}

/** /var/tmp is only for systems where root cannot write to /var/lib: some clean it. */
const otherRoots = ['/var/lib/tanlu', '/var/tmp/tanlu'];

const exists = async (path: string) => (await lstat(path).catch(() => undefined)) !== undefined;
const failure = (code: string, message: string, cause?: unknown) => new TanluError(code, message, { kind: 'unavailable', cause });

// Folders we make can be passed through whatever the umask; those that exist stay as they are.
async function makePassable(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await chmod(made, 0o711);
}

// Only the last folder is ours to open, and only for passing through; folders above it belong to the user.
async function letPass(folder: string, account: Account): Promise<void> {
  const { uid, mode } = await stat(folder);
  if (uid !== 0 || folder === homedir() || (mode & 0o001) !== 0) return;
  await chown(folder, 0, account.gid);
  await chmod(folder, (mode & 0o7777) | 0o010);
}

async function mustBeWritable(folder: string): Promise<void> {
  await access(folder, constants.W_OK | constants.X_OK).catch((cause: unknown) => {
    throw failure('DATABASE_FOLDER_NOT_WRITABLE', `The data folder ${folder} is not writable for this user: ${messageOf(cause)}. Set TANLU_DATA to a folder you can write to.`, cause);
  });
}

async function otherFolder(wanted: string): Promise<string> {
  const problems: string[] = [];
  const name = createHash('sha256').update(wanted).digest('hex').slice(0, 12);
  for (const root of otherRoots) {
    try {
      await makePassable(root);
      const found = await lstat(root);
      if (!found.isDirectory() || found.uid !== 0 || (found.mode & 0o022) !== 0) throw new Error(`${root} is not a folder that only root can write to`);
      await makePassable(join(root, name));
      return join(root, name);
    } catch (error) {
      problems.push(messageOf(error));
    }
  }
  throw failure('DATABASE_FOLDER_CLOSED', `PostgreSQL's account cannot enter ${wanted}, and no other folder could be made (${problems.join('; ')}). `
    + 'Set TANLU_DATA to a folder it can enter, or start Tanlu as an ordinary user.');
}

async function recordedFolder(wanted: string): Promise<string | undefined> {
  const text = await readFile(join(wanted, 'LOCATION'), 'utf8').catch(() => undefined);
  const folder = text?.split('\n')[0]?.trim();
  if (!folder) return undefined;
  if (await exists(folder)) return folder;
  throw failure('DATABASE_FOLDER_GONE', `${join(wanted, 'LOCATION')} says that the database lives in ${folder}, but that folder is gone. `
    + 'Restore it, or delete the file LOCATION to begin with an empty database.');
}

/** Makes the wanted folder and decides where the database goes. A database that exists is never left behind for an empty one. */
export async function choosePlace(wanted: string, account: Account | undefined): Promise<Place> {
  try {
    await (account ? makePassable(wanted) : mkdir(wanted, { recursive: true, mode: 0o700 }));
  } catch (cause) {
    throw failure('DATABASE_FOLDER_NOT_WRITABLE', `The data folder ${wanted} cannot be made: ${messageOf(cause)}. Set TANLU_DATA to a folder you can write to.`, cause);
  }
  if (await exists(join(wanted, 'PG_VERSION'))) {
    throw failure('DATABASE_FOLDER_FOREIGN', `${wanted} is itself a PostgreSQL data folder that Tanlu did not make. Set TANLU_DATA to another folder, or DATABASE_URL to its server.`);
  }
  const here = await exists(join(wanted, 'cluster'));
  if (account !== undefined && (await canEnter(dirname(wanted), account))) await letPass(wanted, account);
  if (account === undefined || (await canEnter(wanted, account))) {
    const folder = here ? wanted : (await recordedFolder(wanted)) ?? wanted;
    await mustBeWritable(folder);
    return { folder, warnings: [] };
  }
  const closed = await closedFolder(wanted, account);
  const choose = `To choose the place yourself, set TANLU_DATA to a folder that "${account.name}" can enter, or start Tanlu as an ordinary user.`;
  if (here) throw failure('DATABASE_FOLDER_CLOSED', `There is a database in ${wanted}, but the account "${account.name}" that runs PostgreSQL for root cannot enter ${closed}. Open it (chmod o+x ${closed}) or move the folder. ${choose}`);
  const folder = (await recordedFolder(wanted)) ?? (await otherFolder(wanted));
  const warning = `The database of ${wanted} lives in ${folder}: Tanlu was started as root, PostgreSQL refuses to run as root, and the account "${account.name}" it runs as cannot enter ${closed}. ${choose}`;
  await writeFile(join(wanted, 'LOCATION'), `${folder}\n\n${warning}\n`);
  return { folder, warnings: [warning] };
}
