// The conformance check against a host that keeps to PACT, and against the same host with one thing wrong at a time.
import { createServer, type AddressInfo } from 'node:net';
import { beforeAll, expect, it } from 'vitest';
import { checkHost, type CheckReport } from '../../../src/transfer/pact/check/check.ts';
import type { Status } from '../../../src/transfer/pact/check/case.ts';
import { cases } from '../../../src/transfer/pact/check/cases.ts';
import { pactVersions, type PactVersion } from '../../../src/transfer/pact/check/versions.ts';
import { makeAuthority, type Identity } from './support/certificates.ts';
import { conformantHost, credentials, type Behavior } from './support/conformant-host.ts';

let ca: string;
let identity: Identity;
beforeAll(async () => {
  const authority = await makeAuthority();
  ca = authority.ca;
  identity = await authority.issue();
});

const freePort = (): Promise<number> => new Promise((resolve) => {
  const server = createServer().listen(0, '127.0.0.1', () => {
    const { port } = server.address() as AddressInfo;
    server.close(() => resolve(port));
  });
});

async function check(change: Partial<Behavior> = {}, versions: PactVersion[] = ['3.0'], { callbacks = true, maxWait = 1 } = {}): Promise<CheckReport> {
  const port = await freePort();
  const callbackUrl = `http://127.0.0.1:${port}`;
  await using host = await conformantHost(change, identity, callbacks ? [callbackUrl] : []);
  return await checkHost({
    baseUrl: host.url, ...credentials, versions, maxWait, network: { allowPrivate: true, ca, timeout: 5000 },
    ...(callbacks ? { callbackUrl, callbackListen: { host: '127.0.0.1', port, ...credentials } } : {}),
  });
}
const withStatus = (report: CheckReport, ...statuses: Status[]): string[] => report.results.filter(({ status }) => statuses.includes(status)).map(({ id }) => id);
const told = (report: CheckReport): string[] => report.results.filter(({ status }) => status === 'failed' || status === 'warning').map(({ id, version, status, got }) => `${version} ${id} ${status}: ${got}`);

it('every case has a number of its own in each version, and says what is done and expected', () => {
  for (const version of pactVersions) {
    const ids = cases.filter((one) => one.versions.includes(version)).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  }
  for (const one of cases) expect([one.does, one.expected, one.clause].every((words) => words.length > 3)).toBe(true);
});

it.each(pactVersions)('a host that keeps to %s passes everything; what is not run says why', async (version) => {
  const report = await check({ tokenLife: 1 }, [version], { maxWait: 1 });
  expect(told(report)).toEqual([]);
  expect(report).toMatchObject({ conformant: true, counts: { failed: 0, warning: 0 } });
  expect(withStatus(report, 'not run').toSorted()).toEqual(version === '3.0' ? ['L12'] : ['L12']);
}, 60_000);
