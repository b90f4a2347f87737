// The whole hub as its user starts it: one command, GraphQL over HTTP, an upload as background job, data kept over a restart.
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser } from '../server/support/browser.ts';
import { basics, flow, packageOf, process as ilcdProcess } from '../transfer/support/ilcd-package.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'tanlu-start-'));
let hub: { child: ChildProcess; url: string; output: string };
const browser = new Browser();
const whoAsks = '{ viewer { role name organization { name { en } } } }';

/** Starts the hub on a free port and waits until it says that it is ready and how it ends. */
function start(environment: Record<string, string> = {}): Promise<typeof hub> {
  const child = spawn(join(root, 'node_modules/.bin/node'), [join(root, 'src/main.ts'), 'start'], { cwd: folder, env: { ...process.env, TANLU_DATA: join(folder, 'data'), PORT: '0', TANLU_LOG: 'warn', DATABASE_URL: '', ...environment } });
  return new Promise((resolve, reject) => {
    let output = '';
    const hear = (chunk: Buffer) => {
      output += chunk.toString();
      const ready = /is ready at (http:\/\/\S+)/.exec(output);
      if (ready !== null && output.includes('Ctrl-C')) resolve({ child, url: ready[1]!, output });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.on('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
}

function stop(signal: NodeJS.Signals): Promise<number | null> {
  hub.child.removeAllListeners('exit');
  const ended = new Promise<number | null>((resolve) => { hub.child.once('exit', (code) => resolve(code)); });
  hub.child.kill(signal);
  return ended;
}

async function ask(query: string, headers: Record<string, string> = {}): Promise<{ data?: Record<string, never>; errors?: unknown[] }> {
  const response = await fetch(`${hub.url}/graphql`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify({ query }) });
  return await response.json() as never;
}

function upload(content: Buffer, headers: Record<string, string>): Promise<Response> {
  const body = new FormData();
  body.set('operations', JSON.stringify({ query: 'mutation($file: Upload!) { importPackage(file: $file) { __typename ... on ImportStarted { id } ... on Problem { message } } }', variables: { file: null } }));
  body.set('map', '{"0":["variables.file"]}');
  body.set('0', new Blob([new Uint8Array(content)]), 'package.zip');
  return fetch(`${hub.url}/graphql`, { method: 'POST', headers: { 'apollo-require-preflight': 'true', ...headers }, body });
}

beforeAll(async () => { hub = await start(); });
afterAll(async () => {
  await stop('SIGTERM');
  rmSync(folder, { recursive: true, force: true });
});

describe('npm start', () => {
  it('answers a question about demonstration products with their footprints', async () => {
    const { data, errors } = await ask('{ products(filter: { search: "椰汁" }) { nodes { code footprints(orderBy: null) { nodes { declaredUnit result { total } illustrative } } } } }');
    expect(errors).toBeUndefined();
    expect(JSON.stringify(data)).toContain('0.5973315');
  });

  it('serves GraphiQL and the schema', async () => {
    for (const [path, type] of [['/', 'text/html'], ['/graphiql', 'text/html'], ['/schema.graphql', 'application/graphql'], ['/readyz', 'application/json']] as const) {
      const response = await fetch(hub.url + path);
      expect([path, response.status, response.headers.get('content-type')?.split(';')[0]]).toEqual([path, 200, type]);
    }
  });

  it('imports an upload in the background, for administrators only', async () => {
    // Mass and its units are in the demonstration data already: three datasets are new.
    const content = packageOf({ ...basics(), 'f1.xml': flow(1, 'Latex', { zh: '胶乳' }), 'f2.xml': flow(2, 'Block rubber'), 'p.xml': ilcdProcess(2, 'Block rubber production', { zh: '标准胶生产', inputs: [1] }) });
    const refused = await upload(content, {});
    expect(await refused.text()).toMatch(/administrator|not allowed|token/i);

    const token = readFileSync(join(folder, 'data/admin-token'), 'utf8').trim();
    const answer = await (await upload(content, { authorization: `Bearer ${token}` })).json() as { data: { importPackage: { __typename: string; id: string } } };
    expect(answer.data.importPackage.__typename).toBe('ImportStarted');
    const question = `{ importRun(id: "${answer.data.importPackage.id}") { state origin datasetsNew datasetsRefused exchanges filesDone filesTotal bytesDone message } }`;
    let run: { state: string } | undefined;
    for (let i = 0; i < 100 && run?.state !== 'COMPLETED' && run?.state !== 'FAILED'; i += 1) {
      await new Promise((resolve) => { setTimeout(resolve, 200); });
      run = (await ask(question, { authorization: `Bearer ${token}` })).data?.['importRun'];
    }
    expect(run).toMatchObject({ state: 'COMPLETED', datasetsNew: 3, datasetsRefused: 0, exchanges: 2, filesDone: 5, filesTotal: 5, message: null });
    const found = await ask('{ processes(filter: { search: "标准胶生产" }) { nodes { name { zh } exchanges { nodes { amount unit flow { name { zh en } } } } } } }');
    expect(JSON.stringify(found.data)).toContain('"unit":"kg","flow":{"name":{"zh":"胶乳","en":"Latex"}}');
  });

  it('registers a partner whose program gets a token and asks with it', async () => {
    const authorization = `Bearer ${readFileSync(join(folder, 'data/admin-token'), 'utf8').trim()}`;
    const registered = await ask('mutation { registerPartner(input: { name: "Buyer", kind: BUYER }) { ... on PartnerSaved { partner { id } } } }', { authorization }) as unknown as { data: { registerPartner: { partner: { id: string } } } };
    const { id } = registered.data.registerPartner.partner;
    const issued = await ask(`mutation { issueCredential(partnerId: "${id}", clientId: "buyer") { ... on CredentialIssued { secret } } }`, { authorization }) as unknown as { data: { issueCredential: { secret: string } } };
    const basic = `Basic ${Buffer.from(`buyer:${issued.data.issueCredential.secret}`).toString('base64')}`;
    const token = await (await fetch(`${hub.url}/auth/token`, { method: 'POST', headers: { authorization: basic }, body: new URLSearchParams({ grant_type: 'client_credentials' }) })).json() as { access_token: string };
    expect((await ask('{ viewer { role } partners { nodes { name } } }', { authorization: `Bearer ${token.access_token}` })).data).toEqual({ viewer: { role: 'PARTNER_SERVICE' }, partners: { nodes: [{ name: 'Buyer' }] } });
  });

  it('signs in demonstration people, and tells how', async () => {
    expect(hub.output).toContain(`sign in    ${hub.url}/auth/login`);
    expect(hub.output).toMatch(/provider for development.*TANLU_OIDC_ISSUER/);
    const page = await browser.signIn(hub.url, 'enterprise', readFileSync(join(folder, 'data/admin-token'), 'utf8').trim(), '/graphiql');
    expect([page.status, page.url]).toEqual([200, `${hub.url}/graphiql`]);
    expect((await browser.query(hub.url, whoAsks)).json.data).toEqual({ viewer: { role: 'ENTERPRISE', name: 'Example Enterprise 示例企业', organization: { name: { en: 'Wenchang Example Coconut Foods Co., Ltd.' } } } });
    expect(statSync(join(folder, 'data/secret-key')).mode & 0o777).toBe(0o600);
  });

  it('keeps its data over a crash and a restart', async () => {
    await stop('SIGKILL');
    const { port } = new URL(hub.url);
    hub = await start({ PORT: port });
    // The session goes on: keys are kept, and so is who has signed in.
    expect((await browser.query(hub.url, whoAsks)).json.data).toMatchObject({ viewer: { role: 'ENTERPRISE' } });
    expect(hub.output).not.toContain('demonstration records');
    const { data } = await ask('{ products { totalCount } processes(filter: { search: "Block rubber production" }) { totalCount } }');
    expect(data).toEqual({ products: { totalCount: 32 }, processes: { totalCount: 1 } });
  });

  it('ends cleanly when asked to', async () => {
    expect(await stop('SIGTERM')).toBe(0);
    hub = await start();
  });
});
