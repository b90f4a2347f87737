// The account PostgreSQL runs as: ourselves, or an unprivileged one when we are root, as PostgreSQL refuses to run as root.
import { lchown, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { TanluError } from '../../errors.ts';
import { run } from './run.ts';

export interface Account {
  uid: number;
  gid: number;
  name: string;
}

async function knownAccounts(): Promise<Account[]> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '');
  return text.split('\n').map((line) => line.split(':')).filter((f) => f.length >= 4)
    .map((f) => ({ name: f[0]!, uid: Number(f[2]) | 0, gid: Number(f[3]) | 0 })); // macOS writes nobody as -2
}

/**
 * The account for a server on these folders (existing cluster first, then the data folder): the owner of the first that
 * is not root's, else "nobody". Undefined when we are not root and PostgreSQL runs as ourselves.
 */
export async function serverAccount(folders: string[]): Promise<Account | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const known = await knownAccounts();
  for (const folder of folders) {
    const owner = await stat(folder).catch(() => undefined);
    const account = known.find((a) => owner !== undefined && a.uid === (owner.uid | 0));
    if (account !== undefined && account.uid !== 0) return account;
  }
  const nobody = known.find((a) => a.name === 'nobody') ?? known.find((a) => a.uid === 65534);
  if (nobody !== undefined) return nobody;
  throw new TanluError('DATABASE_ACCOUNT', 'Tanlu runs as root, PostgreSQL refuses to, and there is no account "nobody" in /etc/passwd for it. '
    + 'Start Tanlu as an ordinary user, or set DATABASE_URL to a PostgreSQL server.', { kind: 'unavailable' });
}

/** Never through a symbolic link: the folder may belong to somebody who plants one for root. */
export async function giveTo(account: Account | undefined, path: string): Promise<void> {
  if (account) await lchown(path, account.uid, account.gid);
}

/** Whether the account can enter the folder and everything above it. */
export async function canEnter(folder: string, account: Account | undefined): Promise<boolean> {
  if (account === undefined) return true;
  return (await run('/bin/sh', ['-c', 'test -x "$1"', 'sh', folder], account)).code === 0;
}

/** The uppermost folder on the path that the account cannot enter. */
export async function closedFolder(folder: string, account: Account): Promise<string> {
  const parent = dirname(folder);
  return parent === folder || (await canEnter(parent, account)) ? folder : closedFolder(parent, account);
}
