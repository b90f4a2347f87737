// tanlu partner as a program of its own beside a running hub: what it prints where, its exit codes, secrets that never stand in arguments, and that the hub knows at once.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { exportJWK, generateKeyPair } from 'jose';
import { CommanderError } from 'commander';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { makeProgram } from '../../src/cli/program.ts';
import { exitCodeOf, messageOf } from '../../src/errors.ts';
import { openHostSecret } from '../../src/hub/partner/host-secret.ts';
import { partnerKey } from '../../src/server/oauth/secret-key.ts';
import type { PactService } from '../../src/server/graphql/context.ts';
import { uuidOf } from '../hub/support/records.ts';
import { secret as sealing } from '../server/support/identity-server.ts';
import { partnerHub, type Data, type PartnerHub } from '../server/support/partner-hub.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tanlu-partner-cli-'));
let hub: PartnerHub;
beforeAll(async () => { hub = await partnerHub({} as PactService); });
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true });
});

interface Ran { code: number | null; out: string; err: string }

function run(words: readonly string[], env: Record<string, string> = {}): Promise<Ran> {
  const child = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'src/main.ts'), 'partner', ...words], {
    cwd: folder, env: { ...process.env, DATABASE_URL: hub.databaseUrl, TANLU_DATA: join(folder, 'data'), TANLU_SECRET_KEY: sealing.toString('hex'), ...env },
  });
  const ran: Ran = { code: null, out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => { ran.out += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { ran.err += chunk.toString(); });
  return new Promise((resolve) => { child.on('close', (code) => { resolve({ ...ran, code }); }); });
}
async function good(...words: string[]): Promise<Ran> {
  const ran = await run(words);
  expect(ran).toMatchObject({ code: 0 });
  return ran;
}
const json = async (...words: string[]): Promise<Data> => JSON.parse((await good(...words, '--json')).out);
/** What a command that fails gives, in this process, which is sooner done. */
async function refused(words: readonly string[]): Promise<[number, string, string]> {
  vi.stubEnv('DATABASE_URL', hub.databaseUrl);
  vi.stubEnv('TANLU_SECRET_KEY', sealing.toString('hex'));
  let out = '';
  vi.spyOn(process.stdout, 'write').mockImplementation((chunk) => { out += String(chunk); return true; });
  vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
  try {
    await makeProgram().parseAsync(['partner', ...words], { from: 'user' });
    return [0, out, ''];
  } catch (error) {
    return [error instanceof CommanderError ? 2 : exitCodeOf(error), out, messageOf(error)];
  } finally {
    vi.restoreAllMocks();
    vi.unstubAllEnvs();
  }
}
const secretIn = ({ out }: Ran): string => /^secret +(\S+)$/m.exec(out)![1]!;
const clientIn = ({ out }: Ran): string => /^client id +(\S+)$/m.exec(out)![1]!;

describe('tanlu partner', () => {
  it('add, rotate, revoke: secrets once on standard output, and they open the running hub', async () => {
    const added = await good('add', 'Rubber Buyers', '--kind', 'BUYER', '--contact', 'Li Wei <li@example.com>', 'Office', '--note', 'first');
    expect(added.out).toMatch(/^partner {4}[0-9a-f-]{36} {2}Rubber Buyers \(BUYER, ACTIVE\)\nclient id {2}rubber-buyers-[0-9a-f]{8}\nsecret {5}tanlu_\S+\n$/);
    expect(added.err).toMatch(/shown this once/);
    expect(added.err).not.toContain('tanlu_');
    const [client, first] = [clientIn(added), secretIn(added)];
    expect(await hub.tokenStatus(client, first)).toBe(200);
    const second = secretIn(await good('rotate', 'rubber buyers', '--overlap-hours', '1'));
    expect([await hub.tokenStatus(client, first), await hub.tokenStatus(client, second)]).toEqual([200, 200]);
    const third = await json('rotate', client, '--overlap-hours', '0');
    expect(third).toMatchObject({ partner: { name: 'Rubber Buyers' }, credential: { clientId: client, kind: 'SECRET' }, secret: expect.stringMatching(/^tanlu_/) });
    expect([await hub.tokenStatus(client, first), await hub.tokenStatus(client, second), await hub.tokenStatus(client, third.secret)]).toEqual([401, 401, 200]);
    expect((await good('revoke', third.credential.id)).out).toBe(`revoked ${third.credential.id}\n`);
    expect(await hub.tokenStatus(client, third.secret)).toBe(401);
    const shown = await good('show', 'RUBBER BUYERS');
    expect(shown.out).toMatch(/Li Wei, li@example\.com/);
    expect(shown.out.match(/^credential /gm)).toHaveLength(3);
    expect(shown.out).toMatch(/revoked 20/);
    for (const text of [shown.out, JSON.stringify(await json('show', 'rubber buyers')), (await good('list')).out]) for (const secret of [first, second, third.secret as string]) expect(text).not.toContain(secret);
    expect((await json('list')).partners.map(({ name }: Data) => name)).toEqual(['Rubber Buyers', 'The program that asks']);
  });

  it('change takes the secret for the host of a partner from a file or the environment, and seals it', async () => {
    const file = join(folder, 'secret');
    writeFileSync(file, 'from a file\n');
    const { partner } = await json('add', 'Host', '--kind', 'SUPPLIER', '--no-credential', '--base-url', 'https://pact.example.com/3', '--host-client-id', 'hub', '--host-secret-file', file, '--sync-minutes', '60');
    expect(partner).toMatchObject({ baseUrl: 'https://pact.example.com', clientId: 'hub', syncMinutes: 60 });
    const opened = async (): Promise<string> => openHostSecret(partnerKey(sealing), partner.id, (await hub.pool.query<{ sealed: Buffer }>('select client_secret as sealed from partner where id = $1', [partner.id])).rows[0]!.sealed);
    expect(await opened()).toBe('from a file');
    expect((await run(['change', 'Host', '--host-client-id', 'hub2', '--host-secret-env', 'HOST_SECRET', '--note', 'n'], { HOST_SECRET: 'from outside' })).code).toBe(0);
    expect(await opened()).toBe('from outside');
    expect((await json('change', 'host', '--clear', 'host-credential', 'note', '--name', 'Host 2', '--tell-changes')).partner).toMatchObject({ name: 'Host 2', clientId: null, note: null, tellsChanges: true, baseUrl: 'https://pact.example.com' });
    expect((await good('show', 'host 2')).out).toMatch(/^pulled {5}every 60 minutes, next 20/m);
  });

  it('grant and revoke-grant open records to the partner and close them', async () => {
    const seen = async (): Promise<string[]> => (await hub.ask('partner', '{ footprints { nodes { id } } }')).footprints.nodes.map(({ id }: Data) => id);
    const { grant } = await json('grant', 'The program that asks', '--record', `footprint:${uuidOf(2, 2)}`, '--fields', 'stages, GASES', '--until', '2099-01-01T00:00:00Z', '--reason', 'contract 7');
    expect(grant).toMatchObject({ target: 'RECORD', noun: 'footprint', targetId: uuidOf(2, 2), fieldGroups: ['STAGES', 'GASES'], reason: 'contract 7', grantedBy: 'administrator' });
    expect(await seen()).toEqual([uuidOf(2, 2)]);
    expect((await good('show', 'the program that asks')).out).toContain(`footprint ${uuidOf(2, 2)} with STAGES, GASES  valid until 2099`);
    await good('revoke-grant', grant.id);
    expect(await seen()).toEqual([]);
    expect((await good('grant', hub.partnerId, '--product', uuidOf(1, 2))).out).toMatch(/^grant {6}[0-9a-f-]{36} {2}product /);
    expect(await seen()).toEqual([uuidOf(2, 4)]);
  });

  it('keys registers public keys; suspend, resume and end change the status', async () => {
    const file = join(folder, 'keys.json');
    writeFileSync(file, JSON.stringify({ keys: [await exportJWK((await generateKeyPair('ES256', { extractable: true })).publicKey)] }));
    await good('add', 'Keys', '--kind', 'REGISTRY', '--no-credential');
    expect((await good('keys', 'Keys', file, '--client-id', 'keys-1')).out).toMatch(/keys-1 {2}keys {2}valid/);
    for (const [command, status] of [['suspend', 'SUSPENDED'], ['resume', 'ACTIVE'], ['end', 'ENDED']] as const) expect((await json(command, 'keys')).partner.status).toBe(status);
    expect(await run(['resume', 'keys'])).toMatchObject({ code: 1, err: expect.stringContaining('has ended') });
    expect(await run(['issue', 'keys'])).toMatchObject({ code: 1, out: '', err: expect.stringContaining('has ended') });
  });

  it.each<[string, string[], number, RegExp]>([
    ['an unknown partner', ['show', 'nobody'], 1, /no partner "nobody"/], ['a name that is taken', ['add', 'THE program that asks', '--kind', 'BUYER'], 1, /has this name/],
    ['an address that is none', ['add', 'X', '--kind', 'BUYER', '--base-url', 'pact'], 2, /baseUrl must be an http/], ['an unknown kind', ['add', 'X', '--kind', 'FRIEND'], 2, /Allowed choices/],
    ['a secret in an argument', ['add', 'X', '--kind', 'BUYER', '--host-secret', 's'], 2, /unknown option/], ['a file that is not there', ['add', 'X', '--kind', 'BUYER', '--host-client-id', 'a', '--host-secret-file', '/nowhere/x'], 2, /no such file/],
    ['a variable that is not there', ['change', 'The program that asks', '--host-client-id', 'a', '--host-secret-env', 'NOT_THERE'], 2, /no variable NOT_THERE/], ['pulls without a number', ['change', 'The program that asks', '--sync-minutes', 'often'], 2, /syncMinutes must be a number/],
    ['a grant for nothing', ['grant', 'The program that asks'], 2, /--record, --product and --owner/], ['a record of no kind', ['grant', 'The program that asks', '--record', uuidOf(2, 1)], 2, /noun and identifier/],
    ['unknown groups', ['grant', 'The program that asks', '--owner', uuidOf(5, 9), '--fields', 'PRICES'], 2, /fieldGroups\.0 must be of STAGES/], ['a record that is not there', ['grant', 'The program that asks', '--record', `footprint:${uuidOf(2, 77)}`], 1, /no footprint/],
    ['a credential that is not there', ['revoke', 'x'], 1, /no credential "x"/], ['an endless overlap', ['rotate', 'asking', '--overlap-hours', 'x'], 2, /0 to 8760/],
  ])('ends with a sentence for %s', async (_what, words, code, message) => {
    expect(await refused(words)).toEqual([code, '', expect.stringMatching(message)]);
  });

  it('such a sentence is all that is printed', async () => {
    expect(await run(['show', 'nobody'])).toEqual({ code: 1, out: '', err: 'error: There is no partner "nobody"; give its name or identifier. tanlu partner list shows all.\n' });
  });
});
