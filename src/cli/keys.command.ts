// tanlu keys list | rotate | revoke: the keys that tokens of programs and sessions of people are signed with.
import type { Command } from 'commander';
import { readConfig, type Config } from '../config.ts';
import { TanluError } from '../errors.ts';
import { makePool } from '../database/pool.ts';
import type { SigningKeyStore } from '../server/oauth/signing-key-store.ts';
import { secretKey } from '../server/oauth/secret-key.ts';
import { openDatabase } from './database.ts';
import { print } from './output.ts';

/** `longestSeconds`: how long a key verifies after it has been retired. */
async function withStore(work: (store: SigningKeyStore, longestSeconds: number) => Promise<void>): Promise<void> {
  const config: Config = readConfig();
  const database = await openDatabase(config);
  const pool = makePool(database.url, { size: 1 });
  try {
    const { signingKeys } = await import('../server/oauth/identity.ts');
    const { store, retiredSeconds } = signingKeys({ pool, secret: await secretKey(config), config });
    await work(store, retiredSeconds);
  } finally {
    await pool.end();
    await database.close();
  }
}

async function list(store: SigningKeyStore): Promise<void> {
  const rows = await store.list();
  if (rows.length === 0) print('No key has been made yet; the first start makes one.');
  for (const { kid, state, createdAt, activatedAt, verifiesUntil, revokedAt, spent } of rows) {
    const since = state === 'REVOKED' ? `since ${revokedAt}` : state === 'RETIRED' ? `${spent ? 'verified' : 'verifies'} until ${verifiesUntil}` : state === 'ACTIVE' ? `signs since ${activatedAt}` : `made ${createdAt}`;
    print(`${kid}  ${state.padEnd(7)}  ${since}`);
  }
}

export function keysCommand(program: Command): void {
  const keys = program.command('keys').description('Keys that tokens are signed with.');
  keys.command('list').description('Print all keys, newest first.').action(() => withStore(list));
  keys.command('rotate').description('Let the next key sign. Tokens of the old one stay valid until they expire.').action(() => withStore(async (store, longest) => {
    await store.rotate(longest);
    await list(store);
  }));
  keys.command('revoke').argument('[kid]', 'identifier of the key').option('--all', 'all keys, also those that cannot be opened any more')
    .description('End a key with all tokens and sessions that it signed. Running processes know after two seconds.')
    .action((kid: string | undefined, { all = false }: { all?: boolean }) => withStore(async (store) => {
      if ((kid === undefined) !== all) throw new TanluError('KEY_CHOICE', 'Name one key (tanlu keys list shows them), or give --all.', { kind: 'usage' });
      if (kid === undefined) await store.revokeAll();
      else if (!await store.revoke(kid)) throw new TanluError('KEY_UNKNOWN', `There is no key ${kid}; tanlu keys list shows those that are.`, { kind: 'usage' });
      await list(store);
    }));
}
