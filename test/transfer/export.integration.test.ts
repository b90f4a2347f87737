// Exports from a real database: what goes in comes out again in the same format, other formats are valid, licenses are obeyed, nothing half-written stays.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anyone, everything } from '../../src/database/read/access.ts';
import { migrate } from '../../src/database/migrate.ts';
import { createPackage } from '../../src/formats/archive/write-package.ts';
import { connect } from '../../src/database/connect.ts';
import { fates } from '../../src/transfer/convert/account.ts';
import { convertPackage } from '../../src/transfer/convert/convert-package.ts';
import { comparePackages, type DocumentDifference } from '../../src/transfer/diff/compare-packages.ts';
import type { Selection } from '../../src/transfer/export/choose.ts';
import { exportDatasets, exportFormats, type ExportOptions } from '../../src/transfer/export/export.ts';
import { reportCsv, reportText } from '../../src/transfer/export/report.ts';
import { loadGeographies } from '../../src/transfer/geographies.ts';
import { importPackages } from '../../src/transfer/import/import.ts';
import { validatePackages } from '../../src/transfer/validate/validate.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';
import { basics, flow, flowId, packageOf, process as processOf, processId } from './support/ilcd-package.ts';

let database: FreshDatabase;
let client: pg.Client;
const folder = mkdtempSync(join(tmpdir(), 'tanlu-export-'));
const fixtures = fileURLToPath(new URL('../fixtures/', import.meta.url));
const tables = 'process, exchange, parameter, flow, flow_property, unit_group, source, contact, impact_method, impact_category, characterization_factor, source_document, dataset_reference, import_run, import_issue';
let number = 0;
const fresh = (ending = ''): string => join(folder, `${(number += 1)}${ending}`);

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url);
  const setUp = await connect(database.url, 'test');
  await loadGeographies(setUp);
  await setUp.end();
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => { await client.query(`TRUNCATE ${tables}`); });

const load = (...paths: string[]) => importPackages({ databaseUrl: database.url, paths, adapterVersion: 'test', workers: 1 });
async function loadFiles(files: Record<string, string>): Promise<string> {
  const path = fresh('.zip');
  writeFileSync(path, packageOf(files));
  await load(path);
  return path;
}
async function exportTo(format: string, selection: Partial<Selection> = {}, more: Partial<ExportOptions> & { out?: string } = {}) {
  const out = more.out ?? fresh();
  const to = exportFormats().find((a) => a.name === format)!;
  const report = await exportDatasets({ databaseUrl: database.url, selection: { noun: 'process', ...selection }, to, reader: everything, output: () => createPackage(out), ...more });
  return { out, report };
}
const filesOf = (out: string): string[] => readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((f) => /\.\w+$/.test(f)).map((f) => f.replaceAll('\\', '/')).sort();
async function lossesOf(a: string, b: string) {
  const differences: DocumentDifference[] = [];
  const { leaves, onlyA } = await comparePackages(a, b, { onDifference: (d) => differences.push(d) });
  return { lost: leaves.a - leaves.same, onlyA, differences: differences.filter((d) => d.kind !== 'only-b').slice(0, 20) };
}

const rubber = () => ({ ...basics(), 'ILCD/flows/f1.xml': flow(1, 'Latex', { zh: '胶乳' }), 'ILCD/flows/f2.xml': flow(2, 'Block rubber', { zh: '标准胶' }), 'ILCD/processes/p2.xml': processOf(2, 'Block rubber production', { zh: '标准胶生产', inputs: [1] }) });

describe('an export in the format of the records', () => {
  it('of a small ILCD package gives back every leaf', async () => {
    const a = await loadFiles(rubber());
    const { out, report } = await exportTo('ilcd');
    expect(report.selection).toEqual({ selected: 1, referred: 4, forbidden: 0, notPublic: 0, placeholders: 0 });
    expect(await lossesOf(a, out)).toEqual({ lost: 0, onlyA: [], differences: [] });
    expect(filesOf(out)).toEqual([
      `ILCD/flowproperties/93a60a56-a3c8-11da-a746-0800200b9a66.xml`, `ILCD/flows/${flowId(1)}.xml`, `ILCD/flows/${flowId(2)}.xml`,
      `ILCD/processes/${processId(2)}.xml`, `ILCD/unitgroups/93a60a57-a4c8-11da-a746-0800200c9a66.xml`,
    ]);
  });

  it.each(['unit-process', 'product-flow', 'elementary-flow', 'flow-property', 'unit-group', 'source', 'contact', 'lcia-method', 'epd'])('of the ILCD fixture %s gives back every leaf', async (name) => {
    const noun = ({ 'unit-process': 'process', epd: 'process', 'product-flow': 'flow', 'elementary-flow': 'flow', 'flow-property': 'flowProperty', 'unit-group': 'unitGroup', 'lcia-method': 'impactCategory' } as const)[name as 'epd'] ?? name as 'source';
    const from = onlyXml(`${fixtures}ilcd/${name}`);
    await load(from);
    const { out } = await exportTo('ilcd', { noun });
    expect(await lossesOf(from, out)).toMatchObject({ lost: 0, onlyA: [] });
  });

  it.each(['complete/complete.spold', 'linking/linked.spold', 'flows/formulas.spold', 'flows/uncertainty.spold', 'texts/comments.spold'])('of the EcoSpold 2 fixture %s gives back every leaf', async (name) => {
    await load(`${fixtures}ecospold2/${name}`);
    await client.query(`UPDATE process SET redistribution = 'ALLOWED'`);
    const { out } = await exportTo('ecospold2');
    const { lost, onlyA, differences } = await lossesOf(`${fixtures}ecospold2/${name}`, out);
    expect({ lost, onlyA, differences }).toEqual({ lost: 0, onlyA: [], differences: [] });
  });

  it('of EcoSpold 2 carries the master data that the dataset refers to, persons with their company, and no other', async () => {
    const from = `${fixtures}ecospold2/xml/user-master-data-after.spold`;
    await load(from);
    await client.query(`UPDATE process SET redistribution = 'ALLOWED'`);
    const { out } = await exportTo('ecospold2');
    const { lost, differences } = await lossesOf(from, out);
    // A source (id, type, year, first author, title) and a product (id, unit id, name and unit with their languages) that nothing names: 5 + 6.
    expect(lost).toBe(11);
    expect(new Set(differences.map((d) => d.path.split('/')[2]))).toEqual(new Set(['source', 'intermediateExchanges']));
  });
});

/** A folder with the documents of a fixture only. */
function onlyXml(from: string): string {
  const to = fresh();
  mkdirSync(to);
  for (const file of readdirSync(from)) if (file.endsWith('.xml')) writeFileSync(join(to, file), readFileSync(join(from, file)));
  return to;
}

const errorsIn = async (path: string): Promise<string[]> => (await validatePackages({ paths: [path] })).issues.filter((issue) => issue.severity === 'error').map((issue) => issue.code);

describe('an export in another format', () => {
  it.each([['ilcd', 'convert/ecospold2-to-ilcd/electricity.spold'], ['ecospold2', 'small ILCD package']])('%s accounts for every value and is valid: %s', async (format, name) => {
    if (format === 'ilcd') await load(`${fixtures}${name}`);
    else await loadFiles(rubber());
    const { out, report } = await exportTo(format);
    expect(report.datasets).toMatchObject({ refused: 0, left: format === 'ilcd' ? 0 : 2 }); // EcoSpold 2 has no unit groups and flow properties
    expect(report.byNoun['process']).toBe(1);
    expect(report.values.kept).toBeGreaterThan(0);
    for (const fate of fates) expect(report.values[fate]).toBe(report.paths.reduce((sum, p) => sum + p[fate], 0));
    expect(await errorsIn(out)).toEqual([]);
    expect(reportText(report)).toContain('selection  1 selected');
    expect(reportCsv(report)).toContain('selection,selected,,1,');
  });

  it('gives the same amounts as the conversion of the same file', async () => {
    const from = `${fixtures}convert/ecospold2-to-ilcd/electricity.spold`;
    await load(from);
    const [{ out }, converted] = [await exportTo('ilcd'), fresh()];
    await convertPackage({ path: from, to: exportFormats().find((a) => a.name === 'ilcd')!, out: converted });
    expect(await lossesOf(converted, out)).toEqual({ lost: 0, onlyA: [], differences: [] });
  });
});

describe('a selection', () => {
  const three = () => ({ ...rubber(), 'ILCD/flows/f3.xml': flow(3, 'Steel'), 'ILCD/processes/p3.xml': processOf(3, 'Steel making') });
  const processesIn = (out: string) => filesOf(out).filter((f) => f.includes('/processes/')).map((f) => f.slice(-40, -4));

  it('by identifier, words and place gives those alone, with what they refer to', async () => {
    await loadFiles(three());
    const byId = await exportTo('ilcd', { ids: [processId(3)] });
    expect(filesOf(byId.out).filter((f) => f.includes('/flows/'))).toEqual([`ILCD/flows/${flowId(3)}.xml`]);
    expect(byId.report.selection).toMatchObject({ selected: 1, referred: 3 });
    expect(processesIn((await exportTo('ilcd', { search: '标准胶' })).out)).toEqual([processId(2)]);
    expect((await exportTo('ilcd', { geography: 'CN' })).report.selection.selected).toBe(2);
    await expect(exportTo('ilcd', { geography: 'TH' })).rejects.toMatchObject({ code: 'EXPORT_NOTHING', kind: 'usage' });
    await expect(exportTo('ilcd', { noun: 'flow', geography: 'CN' })).rejects.toMatchObject({ code: 'EXPORT_FILTER' });
  });

  it('by class takes the classes below it', async () => {
    await loadFiles(three());
    await client.query(`UPDATE process SET classification = array['=HS:400122', 'HS:400122', 'HS:4001', 'HS:40'] WHERE id = $1`, [processId(2)]);
    expect((await exportTo('ilcd', { classification: { scheme: 'hs', code: '4001' } })).report.selection.selected).toBe(1);
  });

  it('tells which identifiers are not there', async () => {
    await loadFiles(three());
    const { report } = await exportTo('ilcd', { ids: [processId(3), processId(9)] });
    expect(report.issues.filter((i) => i.code === 'export-not-found').map((i) => i.dataset)).toEqual([`process ${processId(9)}`]);
  });

  it('gives the current version, not a past one', async () => {
    await loadFiles(three());
    await loadFiles({ 'ILCD/processes/p3.xml': processOf(3, 'Steel making, revised', { version: '02.00.000' }) });
    const { out, report } = await exportTo('ilcd', { ids: [processId(3)] });
    expect(report.selection.selected).toBe(1);
    expect(readFileSync(join(out, `ILCD/processes/${processId(3)}.xml`), 'utf8')).toContain('Steel making, revised');
  });

  it('above the limit is refused before anything is written', async () => {
    await loadFiles(three());
    const out = fresh('.zip');
    await expect(exportTo('ilcd', {}, { limit: 3, out })).rejects.toMatchObject({ code: 'EXPORT_TOO_LARGE' });
    expect((await exportTo('ilcd', {}, { limit: 7 })).report.selection).toMatchObject({ selected: 2, referred: 5 });
    expect(existsSync(out)).toBe(false);
  });
});

describe('what may not leave', () => {
  it('by its license is left out with what only it refers to, and counted', async () => {
    const restricted = processOf(3, 'Steel making').replace('</common:dataSetVersion>', '</common:dataSetVersion><common:licenseType>License fee</common:licenseType>');
    await loadFiles({ ...rubber(), 'ILCD/flows/f3.xml': flow(3, 'Steel'), 'ILCD/processes/p3.xml': restricted });
    const { out, report } = await exportTo('ilcd');
    expect(report.selection).toEqual({ selected: 1, referred: 4, forbidden: 1, notPublic: 0, placeholders: 0 });
    expect(report.issueCounts['export-forbidden']).toBe(1);
    expect(filesOf(out).join()).not.toContain(processId(3));
    expect(filesOf(out).join()).not.toContain(flowId(3));
  });

  it('is left out of other formats as well, and what is unknown is written and told', async () => {
    await loadFiles(rubber());
    await client.query(`UPDATE flow SET redistribution = 'FORBIDDEN' WHERE id = $1`, [flowId(1)]);
    const { report } = await exportTo('ecospold2');
    expect(report.selection.forbidden).toBe(1);
    expect(report.issueCounts).toMatchObject({ 'export-forbidden': 1, 'export-license-unknown': 4 }); // process, other flow, flow property, unit group
  });

  it('is not public: out of a public export, selected or referred to; in an export of the operator', async () => {
    await loadFiles(rubber());
    await client.query(`UPDATE flow SET visibility = 'PRIVATE' WHERE id = $1`, [flowId(1)]);
    const { out, report } = await exportTo('ilcd', {}, { reader: anyone });
    expect(report.selection).toMatchObject({ selected: 1, notPublic: 1 });
    expect(filesOf(out).join()).not.toContain(flowId(1));
    expect((await exportTo('ilcd')).report.selection).toMatchObject({ notPublic: 0, referred: 4 });
    await client.query(`UPDATE process SET visibility = 'PRIVATE'`);
    await expect(exportTo('ilcd', {}, { reader: anyone })).rejects.toMatchObject({ code: 'EXPORT_NOTHING' });
  });

  it('placeholders are told, not written', async () => {
    const { [`ILCD/flows/f1.xml`]: _missing, ...rest } = rubber();
    await loadFiles(rest);
    const { out, report } = await exportTo('ilcd');
    expect(report.selection.placeholders).toBe(1);
    expect(report.issues.find((i) => i.code === 'export-placeholder')!.dataset).toBe(`flow ${flowId(1)}`);
    expect(filesOf(out).join()).not.toContain(flowId(1));
  });
});

describe('an export that does not end well', () => {
  it.each(['', '.zip'])('leaves nothing behind when it is interrupted (%s)', async (ending) => {
    await loadFiles(rubber());
    const controller = new AbortController();
    const out = join(fresh(), `package${ending}`);
    await expect(exportTo('ilcd', {}, { out, signal: controller.signal, onProgress: ({ datasets }) => { if (datasets === 2) controller.abort(); } })).rejects.toMatchObject({ code: 'EXPORT_CANCELED' });
    expect(readdirSync(join(out, '..'))).toEqual([]);
  });

  it('does not write over something', async () => {
    await loadFiles(rubber());
    const out = fresh('.zip');
    writeFileSync(out, 'mine');
    await expect(exportTo('ilcd', {}, { out })).rejects.toMatchObject({ code: 'output-exists' });
    expect(readFileSync(out, 'utf8')).toBe('mine');
  });

  it('gives the same bytes again', async () => {
    await loadFiles(rubber());
    const [a, b] = [fresh('.zip'), fresh('.zip')];
    await exportTo('ilcd', {}, { out: a });
    await exportTo('ilcd', {}, { out: b });
    expect(readFileSync(a).equals(readFileSync(b))).toBe(true);
  });
});
