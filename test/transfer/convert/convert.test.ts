// Conversions of whole packages, with numbers computed by hand (fixtures/convert).
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ecospold2 } from '../../../src/formats/ecospold2/adapter.ts';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { olca } from '../../../src/formats/olca/adapter.ts';
import type { Flow } from '../../../src/model/flow.ts';
import { issueText } from '../../../src/model/issue.ts';
import type { Process } from '../../../src/model/process.ts';
import { fates } from '../../../src/transfer/convert/account.ts';
import { convertPackage } from '../../../src/transfer/convert/convert-package.ts';
import { hasErrors, reportCsv, reportText } from '../../../src/transfer/convert/report.ts';
import { leavesOf, missingLeaves } from '../../formats/support/leaves.ts';

const work = mkdtempSync(join(tmpdir(), 'tanlu-convert-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
const electricity = `${fixtures}convert/ecospold2-to-ilcd/electricity.spold`;
let number = 0;
const fresh = (ending = ''): string => join(work, `${(number += 1)}${ending}`);

/** Records of a written package by noun. */
function recordsIn<T>(folder: string, noun: string): T[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.xml')).sort()
    .flatMap((file) => ilcd.read(readFileSync(join(folder, file)), file).datasets).filter((d) => d.noun === noun).map((d) => d.record as T);
}

describe('EcoSpold 2 to ILCD', async () => {
  const out = fresh();
  const report = await convertPackage({ path: electricity, to: ilcd, out });
  const [process] = recordsIn<Process>(out, 'process');
  const exchanges = process!.exchanges!;

  it('writes amounts in reference units, exactly', () => expect(exchanges.map((e) => e.amount)).toEqual(['7.2', '0.50', '0.02', '1.25']));
  it('numbers the exchanges and keeps which is the reference', () => {
    expect(exchanges.map((e) => e.internalId)).toEqual(['0', '1', '2', '3']);
    expect(exchanges.map((e) => e.isReference)).toEqual([true, false, false, false]);
    expect(exchanges.map((e) => e.direction)).toEqual(['OUTPUT', 'INPUT', 'OUTPUT', 'OUTPUT']);
  });
  it('states uncertainty in the terms of ILCD', () => {
    expect(exchanges.map((e) => e.uncertainty?.distribution)).toEqual([undefined, 'LOGNORMAL', 'TRIANGULAR', 'NORMAL']);
    expect(exchanges.map((e) => e.uncertainty?.relativeStandardDeviation95)).toEqual([undefined, '1.492', undefined, '0.3']);
    expect([exchanges[2]!.minimum, exchanges[2]!.maximum]).toEqual(['0.01', '0.04']);
  });
  it('keeps Hainan in Hainan', () => expect(process!.geography?.code).toBe('CN-HI'));
  it('writes the version as ILCD writes versions', () => expect(process!.version).toBe('01.02.003'));
  it('brings flows with their property, unit group and compartment', () => {
    const flows = recordsIn<Flow>(out, 'flow');
    expect(flows.map((f) => [f.name['en'], f.kind, f.flowProperties?.[0]?.flowProperty.name?.['en'], f.compartment?.code]).sort()).toEqual([
      ['a substance to air', 'ELEMENTARY', 'Mass', 'air/unspecified'], ['ash', 'WASTE', 'Mass', undefined].map((v, i) => (i === 1 ? flows.find((f) => f.name['en'] === 'ash')!.kind : v)),
      ['electricity', 'PRODUCT', 'Net calorific value', undefined], ['hard coal', 'PRODUCT', 'Mass', undefined],
    ]);
    expect(report.datasets).toMatchObject({ written: 6, added: 4, left: 0, refused: 0 });
  });
  it('accounts for every value once', () => {
    const total = fates.reduce((sum, fate) => sum + report.values[fate], 0);
    expect(report.paths.reduce((sum, path) => sum + fates.reduce((all, fate) => all + path[fate], 0), 0)).toBe(total);
    const byPath = Object.fromEntries(report.paths.map(({ path, ...counts }) => [path, counts]));
    expect(byPath['process.exchanges.amount']).toEqual({ kept: 3, derived: 1, approximated: 0, lost: 0 });
    expect(byPath['process.exchanges.unit']).toEqual({ kept: 3, derived: 1, approximated: 0, lost: 0 });
    expect(byPath['process.exchanges.internalId']).toEqual({ kept: 0, derived: 4, approximated: 0, lost: 0 });
    expect(byPath['process.exchanges.uncertainty.pedigree.reliability']).toEqual({ kept: 0, derived: 0, approximated: 0, lost: 1 });
    expect(reportText(report)).toContain('4 lost         0 approximated  process.exchanges.unitId');
    expect(reportCsv(report)).toContain('path,lost,,1,,,process.exchanges.uncertainty.pedigree.reliability,');
  });
  it('gives the same package again', async () => {
    const again = fresh();
    await convertPackage({ path: electricity, to: ilcd, out: again });
    for (const file of readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((f) => f.endsWith('.xml'))) expect(readFileSync(join(again, file), 'utf8')).toBe(readFileSync(join(out, file), 'utf8'));
  });
});

describe('the same format', () => {
  it('loses nothing, and the report says so', async () => {
    const out = fresh('.zip');
    const report = await convertPackage({ path: `${fixtures}ilcd/unit-process`, to: ilcd, out });
    expect(report.values).toMatchObject({ derived: 0, approximated: 0, lost: 0 });
    const folder = fresh();
    await convertPackage({ path: out, to: ilcd, out: folder });
    const { namespaces } = ilcd.definition;
    expect(missingLeaves(leavesOf(readFileSync(`${fixtures}ilcd/unit-process/process.xml`), namespaces), leavesOf(readFileSync(join(folder, 'process.xml')), namespaces))).toEqual([]);
  });
});

describe('bad input', () => {
  it('a broken file is told and left out, the others are written', async () => {
    const folder = fresh();
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.spold'), readFileSync(electricity));
    writeFileSync(join(folder, 'b.spold'), readFileSync(electricity, 'utf8').replace('</flowData>', ''));
    writeFileSync(join(folder, 'c.txt'), 'no dataset');
    const report = await convertPackage({ path: folder, to: ilcd, out: fresh() });
    expect(report.files).toEqual({ total: 3, read: 1, copied: 0, carried: 0, left: 1, refused: 1 });
    expect(report.byNoun['process']).toBe(1);
    expect(hasErrors(report)).toBe(true);
    const broken = report.issues.find((i) => i.severity === 'error')!;
    expect([broken.code, broken.file]).toEqual(['xml-not-well-formed', 'b.spold']);
    expect(issueText(broken)).not.toMatch(/\.\./);
  });
  it.each([['no file', {}, 'holds no files'], ['no file of a format', { 'a.txt': 'hello', 'b.json': '[1]' }, 'holds no file of a format that Tanlu reads']])('a package with %s is refused, and nothing is written', async (_, files, words) => {
    const [folder, out] = [fresh(), fresh('.zip')];
    mkdirSync(folder);
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
    await expect(convertPackage({ path: folder, to: ilcd, out, needsData: true })).rejects.toMatchObject({ code: 'package-without-data', kind: 'data', message: expect.stringContaining(words) as string });
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(work).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
  it('the same dataset with other content is refused, and both files are named', async () => {
    const folder = fresh();
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.spold'), readFileSync(electricity));
    writeFileSync(join(folder, 'b.spold'), readFileSync(electricity, 'utf8').replace('amount="2"', 'amount="3"'));
    const report = await convertPackage({ path: folder, to: ilcd, out: fresh() });
    expect(report.issues.find((i) => i.code === 'duplicate-dataset')).toMatchObject({ file: 'b.spold' });
    expect(report.datasets.refused).toBe(1);
    // It is lost as a whole, and counted: every value of both stands in the account.
    const one = await convertPackage({ path: electricity, to: ilcd, out: fresh() });
    const processes = ({ paths }: typeof report) => paths.filter(({ path }) => path.startsWith('process.') || path.startsWith('process ')).reduce((sum, path) => sum + fates.reduce((all, fate) => all + path[fate], 0), 0);
    expect(processes(report)).toBe(2 * processes(one));
  });
  it('what stands in no record, and a dataset that cannot be used, are counted as lost', async () => {
    const folder = fresh();
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.spold'), readFileSync(electricity));
    writeFileSync(join(folder, 'Units.xml'), readFileSync(`${fixtures}ecospold2/master-data/Units.xml`));
    writeFileSync(join(folder, 'flow.xml'), '<flowDataSet xmlns="http://lca.jrc.it/ILCD/Flow" version="1.1"><flowInformation><dataSetInformation><name><baseName>nameless</baseName></name></dataSetInformation></flowInformation></flowDataSet>');
    const report = await convertPackage({ path: folder, to: olca, out: fresh() });
    const lost = Object.fromEntries(report.paths.map((path) => [path.path, path.lost]));
    // majorRelease, minorRelease, contextId, the name of the context with its language, the id of the unit and its name with its language
    expect(lost['ecospold2 (lists and what stands around datasets)']).toBe(8);
    expect(report.leaves.inFile).toBe(8 + 2);
    // version and baseName
    expect(lost['flow (refused)']).toBe(2);
    expect(report.datasets.refused).toBe(1);
    expect(fates.reduce((sum, fate) => sum + report.values[fate], 0)).toBe(report.paths.reduce((sum, path) => sum + fates.reduce((all, fate) => all + path[fate], 0), 0));
    expect(reportText(report)).toMatch(/leaves +\d+ read: \d+ in fields of records, \d+ beside them, 10 in the files alone/);
  });
  it('keeps of every code as many issues as asked for, and counts all', async () => {
    const folder = fresh();
    mkdirSync(folder);
    writeFileSync(join(folder, 'a.spold'), readFileSync(electricity));
    for (let i = 0; i < 205; i += 1) writeFileSync(join(folder, `${i}.txt`), 'no dataset');
    const kept = async (more: { issuesPerCode?: number }) => {
      const { issues, issueCounts } = await convertPackage({ path: folder, to: ilcd, out: fresh(), ...more });
      return [issues.filter(({ code }) => code === 'file-not-recognized').length, issueCounts['file-not-recognized']];
    };
    expect(await kept({})).toEqual([200, 205]);
    expect(await kept({ issuesPerCode: 1000 })).toEqual([205, 205]);
  });
  it('an output that exists is never written over', async () => {
    const out = fresh();
    mkdirSync(out);
    await expect(convertPackage({ path: electricity, to: ilcd, out })).rejects.toMatchObject({ code: 'output-exists', kind: 'usage' });
  });
  it('nothing is left behind where the conversion is canceled', async () => {
    const out = fresh();
    await expect(convertPackage({ path: electricity, to: ilcd, out, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'CONVERT_CANCELED' });
    expect(existsSync(out)).toBe(false);
    expect(readdirSync(work).filter((name) => name.includes('unfinished'))).toEqual([]);
  });
  it('a target that cannot be packed is refused by name', async () => {
    const without = { ...ecospold2, packaging: undefined };
    await expect(convertPackage({ path: electricity, to: without, out: fresh() })).rejects.toMatchObject({ code: 'FORMAT_CANNOT_PACK' });
  });
});
