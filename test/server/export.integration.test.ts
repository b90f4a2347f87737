// GET /export over a real database: a zip that imports again, what is public only, refusals that say what to do.
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { comparePackages } from '../../src/transfer/diff/compare-packages.ts';
import { importPackages } from '../../src/transfer/import/import.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { basics, flow, flowId, packageOf, process as processOf, processId } from '../transfer/support/ilcd-package.ts';
import { answerOf, testServer, type TestServer } from './support/running-server.ts';

let database: FreshDatabase;
let client: pg.Client;
let server: TestServer;
const folder = mkdtempSync(join(tmpdir(), 'tanlu-export-http-'));
const source = join(folder, 'source.zip');

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
  writeFileSync(source, packageOf({ ...basics(), 'a/f1.xml': flow(1, 'Latex'), 'a/f2.xml': flow(2, 'Block rubber', { zh: '标准胶' }), 'a/p2.xml': processOf(2, 'Block rubber production', { inputs: [1] }), 'a/f3.xml': flow(3, 'Secret'), 'a/p3.xml': processOf(3, 'Secret process') }));
  await importPackages({ databaseUrl: database.url, paths: [source], adapterVersion: 'test', workers: 1 });
  await client.query(`UPDATE process SET visibility = 'PRIVATE' WHERE id = $1`, [processId(3)]);
  server = await testServer({ databaseUrl: database.url });
});
afterAll(async () => {
  await server.close();
  await client.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});

const get = (query: string, init: RequestInit = {}, of: TestServer = server) => fetch(`${of.url}/export?${query}`, init);
const refusal = async (query: string, of: TestServer = server) => {
  const { status, json } = await answerOf(await get(query, {}, of));
  return { status, code: json.errors![0]!.extensions['code'], message: json.errors![0]!.message };
};

describe('GET /export', () => {
  it('sends a zip with what is public and what it refers to, leaf for leaf', async () => {
    const response = await get('format=ilcd');
    expect([response.status, response.headers.get('content-type'), response.headers.get('content-disposition'), response.headers.get('x-content-type-options')])
      .toEqual([200, 'application/zip', 'attachment; filename="tanlu-process-ilcd.zip"', 'nosniff']);
    const out = join(folder, 'answer.zip');
    writeFileSync(out, Buffer.from(await response.arrayBuffer()));
    const { onlyA, onlyB, documents } = await comparePackages(source, out);
    expect(documents).toMatchObject({ paired: 5, different: 0 });
    expect([onlyA.map((d) => d.file).sort(), onlyB]).toEqual([['a/f3.xml', 'a/p3.xml'], []]);
  });

  it('never gives what is private, whoever asks by its identifier', async () => {
    expect(await refusal(`format=ilcd&ids=${processId(3)}`)).toMatchObject({ status: 404, code: 'EXPORT_NOTHING' });
  });

  it('takes the filters of the command line, and tells the account alone with report=true', async () => {
    const response = await get(`format=ecospold2&report=true&ids=${processId(2)}&search=${encodeURIComponent('rubber')}`);
    const report = await response.json() as { to: string; selection: object; values: object; byNoun: object };
    expect(report).toMatchObject({ to: 'ecospold2', selection: { selected: 1, referred: 4, notPublic: 0 }, byNoun: { process: 1 } });
    const flows = await (await get(`format=ilcd&report=true&noun=flow&ids=${flowId(1)}`)).json() as { byNoun: object };
    expect(flows.byNoun).toEqual({ flow: 1, flowProperty: 1, unitGroup: 1 });
  });

  it.each([
    ['', 'format must be one of: ilcd'], ['format=csv', 'format must be one of'], ['format=ilcd&noun=cat', '"cat" is no noun'], ['format=ilcd&ids=1', '"1" is not an identifier'],
    ['format=ilcd&ids=', 'ids is empty'], ['format=ilcd&classification=HS', '"HS" is no class'], ['format=ilcd&serach=x', '"serach" is no parameter'], ['format=ilcd&noun=flow&geography=CN', 'no geography'],
    ['format=ilcd&search=+', 'search is empty'], ['format=ilcd&format=ecospold2', 'format is given twice'], ['format=ilcd&report=yes', 'report must be'], ['format=ilcd&classification=HS:4%00', 'U+0000'],
  ])('refuses ?%s', async (query, message) => {
    const { status, message: said } = await refusal(query);
    expect(status).toBe(400);
    expect(said).toContain(message);
  });

  it('answers HEAD without a body, POST not at all', async () => {
    const head = await get('format=ilcd', { method: 'HEAD' });
    expect([head.status, head.headers.get('content-type'), await head.text()]).toEqual([200, 'application/zip', '']);
    expect((await get('format=ilcd', { method: 'POST' })).status).toBe(405);
  });

  it('keeps to its limits', async () => {
    const small = await testServer({ databaseUrl: database.url }, { TANLU_MAX_EXPORT: '4' });
    expect(await refusal('format=ilcd', small)).toMatchObject({ status: 400, code: 'EXPORT_TOO_LARGE' });
    await small.close();
    const hasty = await testServer({ databaseUrl: database.url }, { TANLU_EXPORT_TIMEOUT_MS: '1' });
    expect(await refusal('format=ilcd&report=true', hasty)).toMatchObject({ status: 503, code: 'EXPORT_TIMEOUT' });
    await hasty.close();
  });

  it('runs two at once and asks others to wait', async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, async () => {
      const response = await get('format=ilcd');
      await response.arrayBuffer();
      return [response.status, response.headers.get('retry-after')];
    }));
    expect(answers.filter(([status]) => status === 200).length).toBeGreaterThanOrEqual(2);
    for (const [status, after] of answers) expect([[200, null], [503, '60']]).toContainEqual([status, after]);
    expect(answers.some(([status]) => status === 503)).toBe(true);
    expect((await get('format=ilcd')).status).toBe(200);
  });

  it('says so when the database does not answer, and not where it is', async () => {
    const adrift = await testServer({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/none' });
    const { status, message } = await refusal('format=ilcd', adrift);
    expect(status).toBe(503);
    expect(message).not.toContain('127.0.0.1');
    await adrift.close();
  });

  it('leaves no file and no open transaction behind when the client goes', async () => {
    const controller = new AbortController();
    const response = get('format=ilcd', { signal: controller.signal }).catch(() => undefined);
    controller.abort();
    await response;
    await expect.poll(async () => (await client.query(`select count(*)::int as n from pg_stat_activity where application_name = 'tanlu export' and datname = current_database()`)).rows[0].n).toBe(0);
    expect(readdirSync(server.folder)).toEqual([]);
  });
});
