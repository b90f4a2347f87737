// The conformance check against a host that keeps to PACT, and against the same host with one thing wrong at a time.
import { beforeAll, expect, it } from 'vitest';
import { checkHost, type CheckReport } from '../../../src/transfer/pact/check/check.ts';
import type { Status } from '../../../src/transfer/pact/check/case.ts';
import { cases } from '../../../src/transfer/pact/check/cases.ts';
import { pactVersions, type PactVersion } from '../../../src/formats/pact/versions.ts';
import { makeAuthority, type Identity } from './support/certificates.ts';
import { conformantHost, credentials, type Behavior } from './support/conformant-host.ts';
import { freePort } from './support/free-port.ts';

let ca: string;
let identity: Identity;
beforeAll(async () => {
  const authority = await makeAuthority();
  ca = authority.ca;
  identity = await authority.issue();
});

async function check(change: Partial<Behavior> = {}, versions: PactVersion[] = ['3.0'], { callbacks = true, maxWait = 1 } = {}): Promise<CheckReport> {
  const port = await freePort();
  const callbackUrl = `http://127.0.0.1:${port}`;
  await using host = await conformantHost(change, identity, callbacks ? [callbackUrl] : []);
  return await checkHost({
    baseUrl: host.url, ...credentials, versions, maxWait, settle: 0.1, network: { allowPrivate: true, ca, timeout: 5000 },
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
  expect(withStatus(report, 'not run').toSorted()).toEqual(['L12']);
}, 60_000);

it('cases that nothing could be asked for are not run, with the reason, and never passed', async () => {
  const alone = await check({}, ['3.0'], { callbacks: false });
  expect(alone.results.filter(({ id, status }) => id.startsWith('C') && status !== 'not run')).toEqual([]);
  expect(alone.results.find(({ id }) => id === 'C1')!.got).toContain('--callback-listen');
  const empty = await check({ footprints3: [], footprints2: [] }, ['3.0', '2.3'], { maxWait: 0.2 });
  for (const id of ['L4', 'F1', 'F17', 'G1', 'W1', 'E2', 'C1']) expect(empty.results.filter((one) => one.id === id && one.status !== 'not run')).toEqual([]);
}, 30_000);

it('a host that nobody reaches, and one that is not trusted, is told at once', async () => {
  const port = await freePort();
  await expect(checkHost({ baseUrl: `https://localhost:${port}`, ...credentials, versions: ['3.0'], network: { allowPrivate: true } })).rejects.toMatchObject({ code: 'PACT_UNREACHABLE' });
  await using host = await conformantHost({}, identity);
  await expect(checkHost({ baseUrl: host.url, ...credentials, versions: ['3.0'], network: { allowPrivate: true } })).rejects.toMatchObject({ code: 'PACT_CERTIFICATE' });
  await expect(checkHost({ baseUrl: host.url, ...credentials, versions: ['3.0'] })).rejects.toMatchObject({ code: 'PACT_ADDRESS_REFUSED' });
});

it('plain http is noticed in every case H', async () => {
  await using host = await conformantHost({});
  const report = await checkHost({ baseUrl: host.url, ...credentials, versions: ['3.0'], only: ['h'], network: { allowPrivate: true, allowHttp: 'private' } });
  expect(withStatus(report, 'failed')).toEqual(['H1', 'H2', 'H3', 'H4', 'H5']);
});

it('a host that answers nonsense is told, never a crash of the check', async () => {
  const odd = [{}, { id: 7, productIds: 'x', companyIds: {}, pcf: [], created: 5, version: 'x' }, { id: 'a', pcf: null, productIds: [null], precedingPfIds: 'x' }, { id: 'b', productIds: [{}], pcf: { referencePeriodEnd: 'never', dqi: 'x', productOrSectorSpecificRules: [7] } }];
  const report = await check({ footprints3: odd, footprints2: odd, link: () => '<http://[>; rel="next"' }, ['3.0', '2.0', '2.3'], { maxWait: 0.2 });
  expect(report.conformant).toBe(false);
  expect(withStatus(report, 'failed')).toEqual(expect.arrayContaining(['W1', 'W2', 'W3', 'L5', 'L6']));
}, 60_000);

it('where good events and tokens are refused, nothing is said about bad ones', async () => {
  const closed = await check({ instead: (path, _, response) => {
    if (!path.startsWith('/3/')) return false;
    response.writeHead(401).end();
    return true;
  } }, ['3.0'], { maxWait: 0.2 });
  expect(closed.results.filter(({ id, status }) => /^(A1[0-6]|E[234])/.test(id) && id !== 'E42' && status === 'passed')).toEqual([]);
  const strict = await check({}, ['3.0'], { callbacks: false });
  expect(strict.results.find(({ id }) => id === 'E25')!.status).toBe('passed');
}, 60_000);
