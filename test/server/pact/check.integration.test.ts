// The conformance check of the hub against its own host, over https, with events and callbacks, in every version: a partner that keeps to the specification and stumbles over nothing else.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { requestRuleTable } from '../../../src/database/tables/pact.ts';
import { seal } from '../../../src/hub/access/seal.ts';
import { checkHost } from '../../../src/transfer/pact/check/check.ts';
import { pactVersions } from '../../../src/formats/pact/pact.ts';
import { PactJobs } from '../../../src/transfer/pact/jobs.ts';
import { secretPlace } from '../../../src/hub/partner/host-secret.ts';
import { aProduct, anOrganization, uuidOf } from '../../hub/support/records.ts';
import { insertDataset, insertValues } from '../../hub/support/rows.ts';
import { makeAuthority } from '../../transfer/pact/support/certificates.ts';
import { bottle, pactHub, type PactHub } from './support/pact-hub.ts';
import { freePort } from '../../transfer/pact/support/free-port.ts';

let hub: PactHub;
let jobs: PactJobs;
let folder: string;
let ca: string;
const answered: string[] = [];

beforeAll(async () => {
  const authority = await makeAuthority();
  const { cert, key } = await authority.issue();
  ca = authority.ca;
  folder = await mkdtemp(join(tmpdir(), 'tanlu-tls-'));
  const [certificate, keyFile] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  await Promise.all([writeFile(certificate, cert), writeFile(keyFile, key)]);
  hub = await pactHub({ TANLU_TLS_CERT: certificate, TANLU_TLS_KEY: keyFile });
  const { pool } = hub;
  await insertDataset(pool, 'organization', anOrganization(1, { identifiers: [{ scheme: 'URN', value: 'urn:epc:id:sgln:4063973' }] }));
  await insertDataset(pool, 'product', aProduct(1, { producer: { type: 'organization', id: uuidOf(5, 1) }, identifiers: [{ scheme: 'URN', value: 'urn:gtin:4712345060507' }], classifications: [{ scheme: 'CPC', code: '24310' }] }));
  await insertDataset(pool, 'product', aProduct(2, { producer: { type: 'organization', id: uuidOf(5, 1) }, identifiers: [{ scheme: 'URN', value: 'urn:Example:Product:2' }], classifications: [{ scheme: 'CPC', code: '0151' }] }));
  const rich = { quality: { primaryDataSharePercent: '61.5', technological: '1', temporal: '2', geographical: '1.5' } };
  await insertDataset(pool, 'footprint', bottle(1, rich));
  await insertDataset(pool, 'footprint', bottle(2, { status: 'DEPRECATED', geography: { code: 'DE', system: 'iso', stated: 'DE' } }, 2));
  await insertDataset(pool, 'footprint', bottle(3, { precedingIds: [uuidOf(2, 2)], geography: { code: 'CN-HI', system: 'iso', stated: 'CN-HI' }, validity: { start: '2026-06-01', end: '2027-05-31' } }, 2));
  await insertValues(pool, requestRuleTable, [{ owner_id: uuidOf(5, 1), action: 'APPROVE', made_by: 'test' }]);
  await hub.refresh();
  const effect = (kind: string) => async (): Promise<void> => { answered.push(kind); };
  jobs = new PactJobs({ context: hub.context, effects: { fulfilled: effect('fulfilled'), rejected: effect('rejected'), published: effect('published') }, pull: async () => undefined });
  await jobs.start();
}, 60_000);
afterAll(async () => {
  await jobs.stop();
  await hub.close();
  await rm(folder, { recursive: true, force: true });
});

it.each(pactVersions)('version %s', async (version) => {
  const port = await freePort();
  const callbackUrl = `http://127.0.0.1:${port}`;
  const n = 10 + pactVersions.indexOf(version);
  const { clientId, clientSecret } = await hub.partner(n, { base_url: callbackUrl, pact_version: version, client_id: 'hub', client_secret: Buffer.from(seal(hub.context.secret, 'of the check', secretPlace(uuidOf(20, n)))) });
  const report = await checkHost({
    baseUrl: hub.url, clientId, clientSecret, versions: [version], maxWait: 15, network: { allowPrivate: true, ca, timeout: 10_000 },
    callbackUrl, callbackListen: { host: '127.0.0.1', port, clientId: 'hub', clientSecret: 'of the check' },
  });
  // W11: what a report should have, which is the owner's to state.
  const told = report.results.filter(({ id, status }) => (status === 'failed' || status === 'warning') && id !== 'W11').map(({ id, status, got }) => `${id} ${status}: ${got}`);
  expect(told).toEqual([]);
  // Both take longer than a test may: a token lives at least a minute, a link 180 seconds.
  expect(report.results.filter(({ status }) => status === 'not run').map(({ id, got }) => `${id} ${got}`).filter((each) => !/^(A17|L12) /.test(each))).toEqual([]);
  expect(report.counts.passed).toBeGreaterThan(70);
}, 120_000);
