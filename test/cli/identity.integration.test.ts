// tanlu keys and tanlu person on a database: what the operator sees and decides.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { keysCommand } from '../../src/cli/keys.command.ts';
import { personCommand } from '../../src/cli/person.command.ts';
import { connect } from '../../src/database/connect.ts';
import { migrate } from '../../src/database/migrate.ts';
import { makePool } from '../../src/database/pool.ts';
import { PersonService } from '../../src/hub/person/person.service.ts';
import { demoId } from '../../src/transfer/demo/demo-data.ts';
import { loadDemo } from '../../src/transfer/demo/load-demo.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';

const folder = mkdtempSync(join(tmpdir(), 'tanlu-identity-cli-'));
let database: FreshDatabase;
let pool: ReturnType<typeof makePool>;
let people: PersonService;

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url);
  const client = await connect(database.url, 'test');
  await loadDemo(client, 'test');
  await client.end();
  pool = makePool(database.url, { size: 1 });
  people = new PersonService(pool);
});
afterAll(async () => {
  await pool.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});
afterEach(() => { vi.restoreAllMocks(); vi.unstubAllEnvs(); });

async function run(...words: string[]): Promise<string> {
  vi.stubEnv('DATABASE_URL', database.url);
  vi.stubEnv('TANLU_DATA', join(folder, 'data'));
  let said = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => { said += String(chunk); return true; });
  const program = new Command().exitOverride();
  keysCommand(program);
  personCommand(program);
  await program.parseAsync(words, { from: 'user' });
  vi.restoreAllMocks();
  return said;
}
/** States of the keys as they are printed, and their identifiers. */
const rowsOf = (text: string): { kid: string; state: string }[] => text.trim().split('\n').map((line) => { const [kid = '', state = ''] = line.split(/ +/); return { kid, state }; });

describe('tanlu keys', () => {
  it('lists, rotates and revokes', async () => {
    expect(await run('keys', 'list')).toContain('No key has been made yet');
    expect(rowsOf(await run('keys', 'rotate')).map(({ state }) => state)).toEqual(['NEXT', 'ACTIVE']);
    const rotated = rowsOf(await run('keys', 'rotate'));
    expect(rotated.map(({ state }) => state)).toEqual(['NEXT', 'ACTIVE', 'RETIRED']);
    const revoked = rowsOf(await run('keys', 'revoke', rotated[1]!.kid));
    expect(revoked.map(({ state }) => state)).toEqual(['NEXT', 'ACTIVE', 'REVOKED', 'RETIRED']);
    expect(revoked[1]!.kid).toBe(rotated[0]!.kid);
    expect(rowsOf(await run('keys', 'revoke', '--all')).map(({ state }) => state)).toEqual(['NEXT', 'ACTIVE', 'REVOKED', 'REVOKED', 'REVOKED', 'REVOKED']);
  });

  it('wants one key or all', async () => {
    await expect(run('keys', 'revoke')).rejects.toThrow(/Name one key/);
    await expect(run('keys', 'revoke', 'x', '--all')).rejects.toThrow(/Name one key/);
    await expect(run('keys', 'revoke', 'x')).rejects.toThrow(/There is no key x/);
  });
});

describe('tanlu person', () => {
  it('shows people and changes what they are', async () => {
    expect(await run('person', 'list')).toContain('Nobody has signed in yet');
    const { id } = await people.signIn({ issuer: 'https://provider.example', subject: '1', name: 'Wei', email: 'wei@example.org' });
    expect(await run('person', 'list')).toMatch(new RegExp(`^${id}  reader  ACTIVE  Wei <wei@example.org>\\n  no organization, last seen 20.*, of https://provider.example`));
    const coconut = demoId('organization', 'COCONUT');
    expect(await run('person', 'set', id, '--role', 'enterprise', '--organization', coconut)).toContain(`organization ${coconut}`);
    expect(await run('person', 'set', id, '--suspend')).toContain('enterprise  SUSPENDED');
    expect(await run('person', 'set', id, '--activate', '--organization', 'none')).toMatch(/enterprise {2}ACTIVE[^]*no organization/);
    // A sign-in that tells no role leaves it.
    expect(await people.signIn({ issuer: 'https://provider.example', subject: '1', name: 'Wei', email: null })).toMatchObject({ id, role: 'enterprise' });
  });

  it('refuses what is not there', async () => {
    const { id } = (await people.list())[0]!;
    await expect(run('person', 'set', id, '--role', 'partnerService')).rejects.toThrow(/role must be one of reader/);
    await expect(run('person', 'set', id, '--organization', '00000000-0000-4000-8000-000000000000')).rejects.toThrow(/no organization/);
    await expect(run('person', 'set', id, '--organization', 'x')).rejects.toThrow(/organizationId must be a UUID/);
    await expect(run('person', 'set', 'nobody', '--role', 'reader')).rejects.toThrow(/No person "nobody" has signed in/);
    await expect(run('person', 'set', id, '--suspend', '--activate')).rejects.toThrow(/not both/);
  });
});
