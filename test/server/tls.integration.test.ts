// https from certificate files: spoken, read anew, refused where it cannot be; a plain http request on the port ends.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { get as httpGet } from 'node:http';
import { get as httpsGet } from 'node:https';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { readTls } from '../../src/server/tls.ts';
import { makeAuthority, selfSigned, type Authority } from '../transfer/pact/support/certificates.ts';
import { testServer, type TestServer } from './support/running-server.ts';

let server: TestServer;
let authority: Authority;
let folder: string;
let files: { certificate: string; key: string };
const write = async ({ cert, key }: { cert: string; key: string }): Promise<void> => { await Promise.all([writeFile(files.certificate, cert), writeFile(files.key, key)]); };

beforeAll(async () => {
  authority = await makeAuthority();
  folder = await mkdtemp(join(tmpdir(), 'tanlu-tls-'));
  files = { certificate: join(folder, 'cert.pem'), key: join(folder, 'key.pem') };
  await write(await authority.issue());
  server = await testServer({}, { TANLU_TLS_CERT: files.certificate, TANLU_TLS_KEY: files.key });
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true, force: true });
});

const ask = (path = '/healthz'): Promise<{ status: number; serial: string }> => new Promise((resolve, reject) => {
  httpsGet(server.url + path, { ca: authority.ca, agent: false }, (response) => {
    const { fingerprint256 } = (response.socket as TLSSocket).getPeerCertificate();
    response.resume().on('end', () => resolve({ status: response.statusCode!, serial: fingerprint256 }));
  }).on('error', reject);
});

describe('https', () => {
  it('is spoken with the certificate of the file, which an authority vouches for', async () => {
    expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/);
    expect((await ask()).status).toBe(200);
  });

  it('takes a new certificate at SIGHUP; one that is broken leaves the one before', async () => {
    const before = (await ask()).serial;
    await write(await authority.issue());
    process.emit('SIGHUP');
    const after = (await ask()).serial;
    expect(after).not.toBe(before);
    await writeFile(files.key, (await selfSigned()).key);
    process.emit('SIGHUP');
    expect((await ask()).serial).toBe(after);
    expect(JSON.stringify(server.logged)).toContain('stays in use');
  });

  it('takes a new certificate when the file changes', async () => {
    const before = (await ask()).serial;
    await write(await authority.issue());
    await expect.poll(async () => (await ask()).serial, { timeout: 15_000, interval: 500 }).not.toBe(before);
  });

  it('a plain http request on the port ends, and the server goes on', async () => {
    const plain = new Promise<string>((resolve) => {
      httpGet(server.url.replace('https:', 'http:'), (response) => { resolve(String(response.statusCode)); }).on('error', (error: NodeJS.ErrnoException) => { resolve(error.code ?? 'closed'); });
    });
    expect(await plain).toMatch(/ECONNRESET|EPIPE|closed|HPE|400/);
    await new Promise<void>((resolve) => { connect(Number(new URL(server.url).port), '127.0.0.1', function end(this: import('node:net').Socket) { this.destroy(); resolve(); }); });
    expect((await ask()).status).toBe(200);
  });
});

describe('configuration', () => {
  it('needs certificate and key together', () => {
    expect(() => readConfig({ TANLU_TLS_CERT: 'a.pem' })).toThrow(/TANLU_TLS_KEY: is needed with TANLU_TLS_CERT/);
    expect(() => readConfig({ TANLU_TLS_KEY: 'a.pem' })).toThrow(/TANLU_TLS_CERT: is needed with TANLU_TLS_KEY/);
    expect(() => readConfig({ TANLU_PACT_PATH: 'pact' })).toThrow(/TANLU_PACT_PATH/);
    expect(() => readConfig({ TANLU_PACT_PATH: '/graphql' })).toThrow(/another part of the hub/);
  });

  it('says which file cannot be read, and which pair does not fit', async () => {
    expect(() => readTls({ certificate: join(folder, 'none.pem'), key: files.key })).toThrow(/TANLU_TLS_CERT names .*none\.pem, which cannot be read: there is no such file/);
    const other = join(folder, 'other.pem');
    await writeFile(other, (await selfSigned()).key);
    expect(() => readTls({ certificate: files.certificate, key: other })).toThrow(/cannot be used for https/);
    await expect(testServer({}, { TANLU_TLS_CERT: files.certificate, TANLU_TLS_KEY: other })).rejects.toThrow(/cannot be used for https/);
  });
});
