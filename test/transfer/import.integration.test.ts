// Imports into a real database: what is stored, what a second import changes, what placeholders and versions do.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { importPackages } from '../../src/transfer/import/import.ts';
import type { ImportReport } from '../../src/transfer/import/report.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { basics, flow, flowId, packageOf, process, processId } from './support/ilcd-package.ts';

let database: FreshDatabase;
let client: pg.Client;
const folder = mkdtempSync(join(tmpdir(), 'tanlu-import-'));

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => {
  await client.query('TRUNCATE process, exchange, flow, flow_property, unit_group, source, contact, source_document, dataset_reference, import_run, import_issue');
});

async function importOf(files: Record<string, string>): Promise<ImportReport> {
  const path = join(folder, 'package.zip');
  writeFileSync(path, packageOf(files));
  return importPackages({ databaseUrl: database.url, paths: [path], adapterVersion: 'test', workers: 2 });
}

const rows = async (sql: string, values: unknown[] = []) => (await client.query(sql, values)).rows;
const codes = (report: ImportReport) => Object.keys(report.issueCounts).sort();

const rubber = () => ({ ...basics(), 'a/f1.xml': flow(1, 'Latex', { zh: '胶乳' }), 'a/f2.xml': flow(2, 'Block rubber', { zh: '标准胶' }), 'a/p2.xml': process(2, 'Block rubber production', { zh: '标准胶生产', inputs: [1] }) });

describe('an import', () => {
  it('stores every dataset and accounts for every exchange', async () => {
    const report = await importOf(rubber());
    expect(report.byNoun).toMatchObject({ process: { new: 1 }, flow: { new: 2 }, flowProperty: { new: 1 }, unitGroup: { new: 1 } });
    expect(report.exchanges).toEqual({ total: 2, stored: 2, unchanged: 0, refused: 0, dangling: 0 });
    expect(await rows('SELECT internal_id, direction, amount, unit, is_reference FROM exchange ORDER BY position')).toEqual([
      { internal_id: '0', direction: 'OUTPUT', amount: '1.0', unit: 'kg', is_reference: true },
      { internal_id: '1', direction: 'INPUT', amount: '0.10', unit: 'kg', is_reference: false },
    ]);
    expect(await rows('SELECT name, declared_unit, declared_amount::text, geography FROM process')).toEqual([
      { name: { en: 'Block rubber production', zh: '标准胶生产' }, declared_unit: 'kg', declared_amount: '1.0', geography: 'CN' },
    ]);
  });

  it('of the same package changes nothing', async () => {
    await importOf(rubber());
    const before = await rows('SELECT key, id, revision, recorded_from FROM process UNION ALL SELECT key, id, revision, recorded_from FROM flow ORDER BY id');
    const again = await importOf(rubber());
    expect(again.datasets).toEqual({ new: 0, updated: 0, unchanged: 5, refused: 0, derived: 0 });
    expect(again.exchanges).toMatchObject({ total: 2, unchanged: 2 });
    expect(await rows('SELECT key, id, revision, recorded_from FROM process UNION ALL SELECT key, id, revision, recorded_from FROM flow ORDER BY id')).toEqual(before);
  });

  it('of the same data in other bytes changes nothing', async () => {
    await importOf(rubber());
    const spaced = Object.fromEntries(Object.entries(rubber()).map(([name, xml]) => [`other/${name}`, xml.replaceAll('><', '>\n <')]));
    expect((await importOf(spaced)).datasets).toMatchObject({ new: 0, updated: 0, unchanged: 5 });
  });

  it('shows progress that ends where the package does', async () => {
    const path = join(folder, 'progress.zip');
    writeFileSync(path, packageOf(rubber()));
    const seen: { filesDone: number; filesTotal: number; bytesDone: number; bytesTotal: number }[] = [];
    await importPackages({ databaseUrl: database.url, paths: [path], adapterVersion: 'test', onProgress: (p) => { seen.push({ ...p }); } });
    const bytes = Object.values(rubber()).reduce((sum, xml) => sum + Buffer.byteLength(xml), 0);
    expect(seen.at(-1)).toMatchObject({ filesDone: 5, filesTotal: 5, bytesDone: bytes, bytesTotal: bytes });
  });

  it('keeps the bytes of every file as source document of its records', async () => {
    await importOf(rubber());
    const [document] = await rows('SELECT d.name, d.format, d.encoding, d.byte_length FROM process p JOIN source_document d ON d.key = p.source_document');
    expect(document).toEqual({ name: 'a/p2.xml', format: 'ilcd', encoding: 'deflate-raw', byte_length: String(Buffer.byteLength(rubber()['a/p2.xml'])) });
  });
});

describe('a reference to what is absent', () => {
  it('makes a visible placeholder that a later import fills (ILCD 4.3 #1)', async () => {
    const report = await importOf({ ...basics(), 'p.xml': process(2, 'Block rubber production', { inputs: [1] }) });
    expect(report.exchanges.dangling).toBe(2);
    expect(report.issueCounts['exchange-flow-dangling']).toBe(2);
    expect(report.unmappedFlows).toEqual([{ id: flowId(1), name: 'flow 1', count: 1 }, { id: flowId(2), name: 'flow 2', count: 1 }]);
    expect(await rows('SELECT id, placeholder, name FROM flow ORDER BY id')).toEqual([
      { id: flowId(1), placeholder: true, name: { en: 'flow 1' } }, { id: flowId(2), placeholder: true, name: { en: 'flow 2' } },
    ]);

    const filled = await importOf({ 'f1.xml': flow(1, 'Latex'), 'f2.xml': flow(2, 'Block rubber') });
    expect(filled.datasets).toMatchObject({ new: 2, updated: 0 });
    expect(await rows('SELECT id, placeholder, name FROM flow ORDER BY id')).toEqual([
      { id: flowId(1), placeholder: false, name: { en: 'Latex' } }, { id: flowId(2), placeholder: false, name: { en: 'Block rubber' } },
    ]);
    expect(await rows('SELECT DISTINCT unit FROM exchange')).toEqual([{ unit: 'kg' }]);
    expect((await importOf({ 'p.xml': process(2, 'Block rubber production', { inputs: [1] }) })).exchanges.dangling).toBe(0);
  });

  it('is told again on every import while it lasts', async () => {
    const files = { ...basics(), 'p.xml': process(2, 'Block rubber production', { inputs: [1] }) };
    await importOf(files);
    const again = await importOf(files);
    expect(again.datasets.unchanged).toBe(3);
    expect(again.exchanges.dangling).toBe(2);
    expect(again.placeholders).toBe(0);
  });
});

describe('versions', () => {
  it('a higher version supersedes, the old one stays with the time of its end', async () => {
    await importOf({ ...basics(), 'f.xml': flow(1, 'Latex', { version: '01.00.000' }) });
    const report = await importOf({ 'f.xml': flow(1, 'Latex, fresh', { version: '01.01.000' }) });
    expect(report.datasets).toMatchObject({ new: 0, updated: 1 });
    expect(await rows('SELECT f.version, f.recorded_to IS NULL AS current, o.version AS supersedes, f.change_reason FROM flow f LEFT JOIN flow o ON o.key = f.supersedes ORDER BY f.version')).toEqual([
      { version: '01.00.000', current: false, supersedes: null, change_reason: null },
      { version: '01.01.000', current: true, supersedes: '01.00.000', change_reason: 'DATA' },
    ]);
  });

  it('an older version that comes late is stored as a past version', async () => {
    await importOf({ ...basics(), 'f.xml': flow(1, 'Latex', { version: '02.00.000' }) });
    const report = await importOf({ 'f.xml': flow(1, 'Latex, old', { version: '01.00.000' }) });
    expect(codes(report)).toEqual(['version-older']);
    expect(await rows('SELECT version, recorded_to IS NULL AS current, recorded_to = recorded_from AS never FROM flow ORDER BY version')).toEqual([
      { version: '01.00.000', current: false, never: true }, { version: '02.00.000', current: true, never: null },
    ]);
    expect((await importOf({ 'f.xml': flow(1, 'Latex, old', { version: '01.00.000' }) })).datasets).toMatchObject({ unchanged: 1, updated: 0 });
  });

  it('other content under the same version is a new revision, and said so', async () => {
    await importOf({ ...basics(), 'f.xml': flow(1, 'Latex') });
    const report = await importOf({ 'f.xml': flow(1, 'Latex, corrected') });
    expect(codes(report)).toEqual(['same-version-changed']);
    expect(await rows('SELECT revision, name, recorded_to IS NULL AS current FROM flow ORDER BY revision')).toEqual([
      { revision: 1, name: { en: 'Latex' }, current: false }, { revision: 2, name: { en: 'Latex, corrected' }, current: true },
    ]);
  });

  it('several versions in one package: the highest is current', async () => {
    const report = await importOf({ ...basics(), 'a.xml': flow(1, 'Latex 10', { version: '10.00.000' }), 'b.xml': flow(1, 'Latex 9', { version: '09.00.000' }), 'c.xml': flow(1, 'Latex 11', { version: '11.00.000' }) });
    expect(report.byNoun['flow']).toMatchObject({ refused: 0 });
    expect(await rows('SELECT version FROM flow WHERE recorded_to IS NULL')).toEqual([{ version: '11.00.000' }]);
    expect(await rows('SELECT count(*)::int AS n FROM flow')).toEqual([{ n: 3 }]);
  });
});

describe('bad input', () => {
  it('the same identity twice with different content: the later one is refused, on every run alike', async () => {
    const files = { ...basics(), 'first.xml': flow(1, 'Latex'), 'second.xml': flow(1, 'Something else') };
    for (const _run of [1, 2]) {
      const report = await importOf(files);
      expect(report.datasets.refused).toBe(1);
      expect(report.issues.find((i) => i.code === 'duplicate-dataset')).toMatchObject({ file: 'second.xml', dataset: `flow ${flowId(1)}`, params: { other: 'first.xml' } });
      expect(await rows('SELECT name FROM flow')).toEqual([{ name: { en: 'Latex' } }]);
    }
  });

  it('a broken file is refused with file, line and reason; the others are stored', async () => {
    const report = await importOf({
      ...rubber(), 'broken.xml': '<flowDataSet xmlns="http://lca.jrc.it/ILCD/Flow">\n <a>\n</flowDataSet>', 'doctype.xml': '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><flowDataSet xmlns="http://lca.jrc.it/ILCD/Flow">&e;</flowDataSet>',
      'foreign.xml': '<flowDataSet xmlns="http://example.org/other"/>', 'readme.txt': 'hello', 'page.html': '<html><body/></html>',
    });
    expect(report.datasets).toMatchObject({ new: 5, refused: 0 });
    expect(report.files).toMatchObject({ total: 10, read: 5, refused: 3, left: 2 });
    const found = Object.fromEntries(report.issues.map((i) => [i.file, i]));
    expect(found['broken.xml']).toMatchObject({ code: 'xml-not-well-formed', severity: 'error', params: { line: 3 } });
    expect(found['doctype.xml']).toMatchObject({ code: 'xml-doctype' });
    expect(found['foreign.xml']).toMatchObject({ code: 'namespace-unknown', params: { namespace: 'http://example.org/other' } });
    expect(found['readme.txt']).toMatchObject({ code: 'file-not-recognized', severity: 'warning' });
  });

  it('a unit that does not measure the flow is told with process, flow and unit', async () => {
    await importOf({ ...basics(), 'f1.xml': flow(1, 'Latex') });
    const activity = `<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"><activityDataset><activityDescription><activity id="${processId(5)}" activityNameId="${processId(6)}" type="1" specialActivityType="0"><activityName>Tapping</activityName></activity><geography geographyId="0c40fa1e-7d7e-11de-9ae2-0019e336be3a"><shortname>CN</shortname></geography><technology/><timePeriod startDate="2024-01-01" endDate="2024-12-31" isDataValidForEntirePeriod="true"/><macroEconomicScenario macroEconomicScenarioId="d9f57f0a-a01f-42eb-a57b-8f18d6635801"><name>BAU</name></macroEconomicScenario></activityDescription><flowData><intermediateExchange id="${processId(7)}" unitId="77ae64fa-7e74-4252-9c3b-889c1cd20bfc" amount="1" intermediateExchangeId="${flowId(1)}"><name>Latex</name><unitName>kWh</unitName><outputGroup>0</outputGroup></intermediateExchange></flowData></activityDataset></ecoSpold>`;
    const report = await importOf({ 'a.spold': activity });
    expect(report.issues.find((i) => i.code === 'unit-not-of-property')).toMatchObject({ severity: 'error', path: 'exchanges/unit', params: { unit: 'kWh', flow: flowId(1), property: 'mass' } });
    expect(await rows('SELECT unit, amount FROM exchange')).toEqual([{ unit: 'kWh', amount: '1' }]);
  });

  it('a circle of references is stored (ILCD 4.3 #57)', async () => {
    const contact = (n: number, parent: number) => `<contactDataSet xmlns="http://lca.jrc.it/ILCD/Contact" xmlns:common="http://lca.jrc.it/ILCD/Common" version="1.1"><contactInformation><dataSetInformation><common:UUID>${processId(n)}</common:UUID><common:shortName xml:lang="en">C${n}</common:shortName><referenceToContact type="contact data set" refObjectId="${processId(parent)}"/></dataSetInformation></contactInformation><administrativeInformation><publicationAndOwnership><common:dataSetVersion>01.00.000</common:dataSetVersion></publicationAndOwnership></administrativeInformation></contactDataSet>`;
    const report = await importOf({ 'a.xml': contact(1, 2), 'b.xml': contact(2, 1) });
    expect(report.datasets).toMatchObject({ new: 2 });
    expect(report.placeholders).toBe(0);
    expect(await rows(`SELECT count(*)::int AS n FROM dataset_reference WHERE to_noun = 'contact'`)).toEqual([{ n: 2 }]);
  });

  it('a dataset without identifier is refused and named', async () => {
    const report = await importOf({ ...basics(), 'f.xml': flow(1, 'Latex').replace(/<common:UUID>.*?<\/common:UUID>/, '') });
    expect(report.datasets).toMatchObject({ new: 2, refused: 1 });
    expect(report.issues[0]).toMatchObject({ code: 'id-missing', file: 'f.xml' });
  });

  it('a truncated zip is refused as a whole', async () => {
    const path = join(folder, 'cut.zip');
    writeFileSync(path, packageOf(rubber()).subarray(0, 700));
    await expect(importPackages({ databaseUrl: database.url, paths: [path], adapterVersion: 'test' })).rejects.toThrow(/cut\.zip/);
    expect(await rows('SELECT count(*)::int AS n FROM flow')).toEqual([{ n: 0 }]);
  });

  it('a path that does not exist is a usage error', async () => {
    await expect(importPackages({ databaseUrl: database.url, paths: [join(folder, 'nothing')], adapterVersion: 'test' })).rejects.toMatchObject({ kind: 'usage' });
  });
});

describe('an interrupted import', () => {
  const many = () => ({ ...basics(), ...Object.fromEntries(Array.from({ length: 1200 }, (_, i) => [`p/${i}.xml`, process(i, `Process ${i}`, { inputs: [i + 1], comment: 'x'.repeat(4000) })])) });

  it('cancelled: whole batches stay, a second run completes', async () => {
    const path = join(folder, 'many.zip');
    writeFileSync(path, packageOf(many()));
    const controller = new AbortController();
    await expect(importPackages({ databaseUrl: database.url, paths: [path], adapterVersion: 'test', signal: controller.signal, onProgress: () => controller.abort() })).rejects.toMatchObject({ code: 'IMPORT_CANCELED' });
    expect(await rows('SELECT state FROM import_run')).toEqual([{ state: 'CANCELED' }]);
    const orphans = await rows('SELECT count(*)::int AS n FROM exchange x WHERE NOT EXISTS (SELECT 1 FROM process p WHERE p.key = x.process_key)');
    expect(orphans).toEqual([{ n: 0 }]);
    const [{ n }] = await rows('SELECT count(*)::int AS n FROM process') as [{ n: number }];
    expect(n).toBeLessThan(1200);
    const report = await importPackages({ databaseUrl: database.url, paths: [path], adapterVersion: 'test' });
    expect(report.byNoun['process']).toMatchObject({ new: 1200 - n, unchanged: n });
    expect(await rows('SELECT count(*)::int AS n FROM process WHERE recorded_to IS NULL')).toEqual([{ n: 1200 }]);
  });

  it('a second import waits its turn, and is known from the start', async () => {
    const path = join(folder, 'many.zip');
    writeFileSync(path, packageOf(many()));
    let waited = false;
    const states: string[] = [];
    const first = importPackages({ databaseUrl: database.url, paths: [path], adapterVersion: 'test' });
    await new Promise((resolve) => { setTimeout(resolve, 150); });
    const second = importPackages({ databaseUrl: database.url, paths: [path], adapterVersion: 'test', onWait: () => { waited = true; }, onBegin: async (run) => { states.push((await rows('SELECT state FROM import_run WHERE id = $1', [run.id]))[0].state as string); } });
    const [one, two] = await Promise.all([first, second]);
    expect([waited, states]).toEqual([true, ['QUEUED']]);
    expect([one.byNoun['process'], two.byNoun['process']]).toMatchObject([{ new: 1200, unchanged: 0 }, { new: 0, unchanged: 1200 }]);
    expect(await rows('SELECT state FROM import_run')).toEqual([{ state: 'COMPLETED' }, { state: 'COMPLETED' }]);
  });

  it('database gone: a clear error, nothing half-written, a second run completes', async () => {
    const path = join(folder, 'many.zip');
    writeFileSync(path, packageOf(many()));
    let ended = false;
    const run = importPackages({
      databaseUrl: database.url, paths: [path], adapterVersion: 'test',
      onProgress: () => {
        if (ended) return;
        ended = true;
        void client.query(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND application_name LIKE 'tanlu import%'`);
      },
    });
    await expect(run).rejects.toMatchObject({ kind: 'unavailable' });
    const report = await importPackages({ databaseUrl: database.url, paths: [path], adapterVersion: 'test' });
    expect(report.byNoun['process']!.new + report.byNoun['process']!.unchanged).toBe(1200);
    expect(await rows('SELECT state FROM import_run ORDER BY key')).toEqual([{ state: 'INTERRUPTED' }, { state: 'COMPLETED' }]);
    expect(await rows(`SELECT count(*)::int AS n FROM exchange`)).toEqual([{ n: 2400 }]);
    expect(await rows(`SELECT id FROM process WHERE id = $1`, [processId(7)])).toHaveLength(1);
  });
});
