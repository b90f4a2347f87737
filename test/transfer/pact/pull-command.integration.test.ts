// tanlu pact pull and request as a person has them: a child process on the database of the hub. Exit codes, reports, the row of the run.
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seal } from '../../../src/hub/access/seal.ts';
import { keyFor } from '../../../src/server/oauth/secret-key.ts';
import { specimen3 } from '../../../src/transfer/pact/check/specimen.ts';
import { secretPlace } from '../../../src/hub/partner/host-secret.ts';
import { conformantHost, credentials } from './support/conformant-host.ts';
import { partnerHub, type Json, type PartnerHub } from './support/partner-hub.ts';

const folder = mkdtempSync(join(tmpdir(), 'tanlu-pull-'));
const secretKey = '07'.repeat(32);
let hub: PartnerHub;
beforeAll(async () => { hub = await partnerHub(); });
afterAll(async () => {
  await hub.close();
  rmSync(folder, { recursive: true, force: true });
});

function tanlu(args: string[], env: Record<string, string> = {}): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(resolve('node_modules/.bin/node'), [resolve('src/main.ts'), ...args], {
    env: { ...process.env, DATABASE_URL: hub.url, TANLU_DATA: folder, TANLU_SECRET_KEY: secretKey, TANLU_PACT_ALLOW_PRIVATE: 'true', TANLU_PACT_ALLOW_HTTP: 'private', TANLU_PUBLIC_URL: 'https://hub.example.org', ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => { stderr += text; });
  return new Promise((done) => { child.on('close', (code) => done({ code, stdout, stderr })); });
}

/** A partner as the commands find it: its secret is sealed for the key of the configuration. */
async function partner(name: string, url: string): Promise<string> {
  const { id } = await hub.partner(name, { base_url: url });
  await hub.pool.query('update partner set client_secret = $2 where id = $1', [id, Buffer.from(seal(keyFor(Buffer.from(secretKey, 'hex'), 'partners'), credentials.clientSecret, secretPlace(id)))]);
  return id;
}

describe('tanlu pact pull', () => {
  it('0: by name in any case or by identifier; text and JSON', async () => {
    await using host = await conformantHost({ footprints3: Array.from({ length: 3 }, specimen3) });
    const id = await partner('Rubber Works', host.url);
    const first = await tanlu(['pact', 'pull', 'rubber works']);
    expect(first).toMatchObject({ code: 0, stdout: expect.stringMatching(/^Rubber Works, PACT 3\.0: complete\n {2}footprints 3 on 1 pages: 3 new, 0 changed, 0 unchanged, 0 refused\n/) as string });
    const second = await tanlu(['pact', 'pull', id, '--json']);
    expect(second.code).toBe(0);
    expect(JSON.parse(second.stdout)).toMatchObject({ partner: { id, name: 'Rubber Works' }, state: 'COMPLETED', unchanged: 3 });
    expect(await hub.rows('select trigger, state from sync_run where partner_id = $1', [id])).toEqual([{ trigger: 'PERSON', state: 'COMPLETED' }, { trigger: 'PERSON', state: 'COMPLETED' }]);
  });

  it('1: footprints were refused, and why', async () => {
    await using host = await conformantHost({ footprints3: [specimen3(), { ...specimen3(), pcf: { ...(specimen3()['pcf'] as Json), fossilGhgEmissions: 'abc' } }] });
    await partner('Careless', host.url);
    expect(await tanlu(['pact', 'pull', 'Careless'])).toMatchObject({ code: 1, stdout: expect.stringMatching(/1 new, 0 changed, 0 unchanged, 1 refused[\s\S]*"abc" is not a number/) as string });
  });

  it('2: no such partner; 3: nobody answers', async () => {
    expect(await tanlu(['pact', 'pull', 'Nobody'])).toMatchObject({ code: 2, stdout: '', stderr: expect.stringContaining('There is no partner Nobody') as string });
    await partner('Silent', 'http://localhost:1');
    expect(await tanlu(['pact', 'pull', 'Silent'])).toMatchObject({ code: 3, stdout: expect.stringMatching(/failed[\s\S]*cannot be reached/) as string });
  });
});

describe('tanlu pact request', () => {
  it('puts the request into the outbox; 2 where it asks for nothing', async () => {
    const id = await partner('Supplier of latex', 'https://latex.example');
    const sent = await tanlu(['pact', 'request', 'Supplier of latex', '--product', 'urn:example:p1', '--product', 'urn:example:p2', '--geography', 'CN-HI', '--comment', 'For 2025', '--json']);
    expect(sent.code).toBe(0);
    const { id: request } = JSON.parse(sent.stdout) as { id: string };
    expect(await hub.rows('select r.criteria, r.comment, r.source, d.state from footprint_request r join delivery d on d.request_id = r.id where r.id = $1 and r.partner_id = $2', [request, id])).toEqual([
      { criteria: { productIds: ['urn:example:p1', 'urn:example:p2'], geographies: ['CN-HI'] }, comment: 'For 2025', source: 'https://hub.example.org', state: 'PENDING' }]);
    expect(await tanlu(['pact', 'request', 'Supplier of latex'])).toMatchObject({ code: 2, stderr: expect.stringContaining('name a product') as string });
  });
});
