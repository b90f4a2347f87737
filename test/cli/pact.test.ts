// tanlu pact check on the command line, as one types it: exit codes, options, reports, secrets.
import { readFileSync } from 'node:fs';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { makeProgram } from '../../src/cli/program.ts';
import { exitCodeOf } from '../../src/errors.ts';
import { temporaryFolder, type TemporaryFolder } from '../formats/support/temporary-folder.ts';
import { makeAuthority } from '../transfer/pact/support/certificates.ts';
import { conformantHost, credentials } from '../transfer/pact/support/conformant-host.ts';
import type { CheckReport } from '../../src/transfer/pact/check/check.ts';

let folder: TemporaryFolder;
let printed: string;
let told: string;

beforeEach(() => {
  folder = temporaryFolder();
  [printed, told] = ['', ''];
  vi.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed += String(text);
    return true;
  });
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
  vi.stubEnv('PACT_TEST_SECRET', credentials.clientSecret);
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  process.exitCode = undefined;
  folder.remove();
});

/** The exit code, as main would set it. */
async function run(...args: string[]): Promise<number> {
  try {
    await makeProgram().parseAsync(['pact', 'check', ...args], { from: 'user' });
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if ((error as { code?: string }).code?.startsWith('commander.') === true) return (error as { exitCode: number }).exitCode === 0 ? 0 : 2;
    told += String(error);
    return exitCodeOf(error);
  }
}
const secret = ['--client-id', credentials.clientId, '--client-secret-env', 'PACT_TEST_SECRET'];

it('0 where no rule is broken: table, JSON, report; several versions; the authority from a file', async () => {
  const authority = await makeAuthority();
  await using host = await conformantHost({}, await authority.issue());
  const ca = folder.write('ca.pem', authority.ca);
  const file = folder.write('secret', `${credentials.clientSecret}\n`);
  const report = `${folder.path}/report.csv`;
  expect(await run(host.url, '--client-id', credentials.clientId, '--client-secret-file', file, '--ca', ca, '--allow-private', '--version', '2.1', '--version', '3.0', '--only', 'L,G', '--report', report)).toBe(0);
  expect(printed).toContain('PACT 2.1');
  expect(printed).toMatch(/passed {3}L1 {3}Lists footprints/);
  expect(printed).toMatch(/not run {2}L12.*\n.*reason .*--max-wait 180/);
  expect(printed).toContain('No rule is broken in what was run.');
  expect(readFileSync(report, 'utf8')).toContain('3.0,G3,passed,must');
  printed = '';
  expect(await run(host.url, ...secret, '--ca', ca, '--allow-private', '--only', 'W', '--json')).toBe(0);
  expect((JSON.parse(printed) as CheckReport).results.every(({ version }) => version === '3.0')).toBe(true);
  expect(printed + told).not.toContain(credentials.clientSecret);
});

it('1 where a rule is broken, with what was expected and what came', async () => {
  const authority = await makeAuthority();
  await using host = await conformantHost({ unknownId: { status: 403, code: 'AccessDenied' } }, await authority.issue());
  expect(await run(host.url, ...secret, '--ca', folder.write('ca.pem', authority.ca), '--allow-private', '--only', 'g3')).toBe(1);
  expect(printed).toMatch(/FAILED {3}G3 .*\n\s+expected {2}Status 404\. \(must: .*\)\n\s+got {7}403 AccessDenied/);
});

it.each([
  [['https://localhost:1', '--client-id', 'x'], '--client-secret-env'],
  [['https://localhost:1', '--client-id', 'x', '--client-secret-env', 'NO_SUCH_VARIABLE'], 'no variable NO_SUCH_VARIABLE'],
  [['https://localhost:1', '--client-id', 'x', '--client-secret-file', '/no/such/file'], 'there is no such file'],
  [['https://localhost:1', ...secret, '--version', '1.0'], '2.3'],
  [['https://localhost:1', ...secret, '--only', 'Z9'], 'no case Z9'],
  [['https://localhost:1', ...secret, '--callback-listen', '127.0.0.1:0'], '--callback-url'],
  [['https://localhost:1', ...secret, '--callback-listen', 'nonsense'], 'HOST:PORT'],
  [['https://localhost:1', ...secret, '--max-wait', 'long'], 'seconds'],
  [['nonsense', ...secret], 'not an absolute URL'],
  [['https://user:pass@host.example', ...secret], 'user name or a password'],
])('2 for wrong usage: %j', async (args, words) => {
  expect(await run(...args)).toBe(2);
  expect(told).toContain(words);
});

it('an address that is not public is not called without --allow-private; 3 where nobody answers', async () => {
  expect(await run('https://127.0.0.1:1', ...secret)).toBe(2);
  expect(told).toMatch(/127\.0\.0\.1: a loopback address.*--allow-private/);
  expect(await run('https://127.0.0.1:1', ...secret, '--allow-private')).toBe(3);
  expect(told).toContain('nothing listens there');
});
