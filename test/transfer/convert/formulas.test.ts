// Formulas on their way between formats, on the package of fixtures/convert/formulas; numbers by hand as in its README (ilcd.md §4.3, cases 20, 21, 24, 25; ecospold.md §4.4).
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import type { FormatAdapter } from '../../../src/formats/adapter.ts';
import { ecospold2 } from '../../../src/formats/ecospold2/adapter.ts';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { olca } from '../../../src/formats/olca/adapter.ts';
import { listPackage, openEntries } from '../../../src/formats/archive/archive.ts';
import { gatherSurroundings } from '../../../src/formats/surroundings.ts';
import type { Process } from '../../../src/model/process.ts';
import { convertThrough } from './support/through.ts';

const work = mkdtempSync(join(tmpdir(), 'tanlu-formulas-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });
const plant = fileURLToPath(new URL('../../fixtures/convert/formulas/plant.spold', import.meta.url));

async function through(path: string, ...targets: FormatAdapter[]) {
  const { folder: from, report } = await convertThrough(work, path, targets);
  const last = targets.at(-1)!;
  const files = readdirSync(from, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(xml|spold|json)$/.test(file));
  const found = files.flatMap((file) => last.read(readFileSync(join(from, file)), file).datasets).find((d) => d.noun === 'process')!;
  return { process: found.record as Process, issues: found.issues, report, folder: from };
}

const amounts = ({ exchanges }: Process) => exchanges!.map((e) => e.amount);
const parameters = (process: Process) => Object.fromEntries(process.parameters!.map(({ name, value, formula }) => [name, formula === undefined ? value : [value, formula]]));

describe('formulas of EcoSpold 2', () => {
  const { record, issues } = ecospold2.read(readFileSync(plant), 'plant.spold').datasets.find((d) => d.noun === 'process')!;

  it('EcoSpold 4.4 #51: are computed beside what is stated, which counts; only what differs or has no value is told', () => {
    expect(amounts(record as Process)).toEqual(['2', '45', '99', '0.9', '3', '7']);
    expect(issues.filter((i) => i.code.startsWith('formula')).map(({ code, path, params }) => [code, path, params])).toEqual([
      ['formula-external', 'activityDataset[1]/flowData/elementaryExchange[3]/@mathematicalRelation', { formula: "LiveLink('book';'A1')", name: 'LiveLink' }],
      ['formula-stale', 'activityDataset[1]/flowData/elementaryExchange[4]/@mathematicalRelation', { formula: 'coal_in/5', stated: '7', computed: '9' }],
    ]);
  });

  it('become parameters in ILCD, which exchanges name: mean amount times parameter is the amount', async () => {
    const { process, issues: again, report } = await through(plant, ilcd);
    expect(amounts(process)).toEqual(['7.2', '45', '99', '0.9', '3', '7']);
    expect(process.exchanges!.map((e) => [e.meanAmount, e.variable])).toEqual([['3.6', 'out'], ['1', 'coal_in'], ['1', 'amount_3'], ['1', 'amount_4'], ['3', undefined], ['1', 'amount_6']]);
    expect(parameters(process)).toEqual({
      e_2: '0.4', heat: ['22.5', 'if(e_2>0;9/e_2;0)'], out: '2', carbon: '0.6', coal_in: ['45', 'heat*out'],
      amount_3: ['99', 'coal_in*carbon*44/12'], amount_4: ['0.9', 'coal_in*(2/100)'], amount_6: ['7', 'coal_in/5'],
    });
    // What was stale is stale, and nothing else differs.
    expect(again.map((i) => i.code)).toEqual(['formula-stale']);
    expect(process.exchanges![4]!.comment).toEqual({ en: "Formula (EcoSpold 2): LiveLink('book';'A1')" });
    expect(report.issueCounts).toMatchObject({ 'variable-renamed': 1, 'formula-unwritable': 1 });
    const formulas = report.paths.find((p) => p.path === 'process.exchanges.formula');
    expect(formulas).toMatchObject({ lost: 1, approximated: 0 });
    expect(report.paths.find((p) => p.path === 'process.parameters.formula')).toMatchObject({ derived: 1, lost: 0 });
    expect(report.paths.find((p) => p.path === 'process.parameters.value')).toMatchObject({ kept: 2, lost: 0 });
  });

  it('stand with the exchanges in openLCA; what formulas use of other places becomes a parameter', async () => {
    const { process, issues: again } = await through(plant, olca);
    expect(amounts(process)).toEqual(['2', '45', '99', '0.9', '3', '7']);
    expect(process.exchanges!.map((e) => e.formula)).toEqual(['out', 'coal_in', 'coal_in*carbon*44/12', 'coal_in*(2/100)', undefined, 'coal_in/5']);
    expect(parameters(process)).toEqual({ e_2: '0.4', heat: ['22.5', 'if(e_2>0;9/e_2;0)'], out: '2', carbon: '0.6', coal_in: ['45', 'heat*out'] });
    expect(again.map((i) => i.code).filter((code) => code.startsWith('formula') || code.startsWith('variable'))).toEqual(['formula-stale']);
  });

  it.each([['ILCD', ilcd], ['openLCA', olca]])('come back from %s with the same values', async (_name, by) => {
    const { process, issues: again } = await through(plant, by, ecospold2);
    // In the reference unit of energy, MJ, with the formula as well.
    expect(process.exchanges!.map((e) => Number(e.amount))).toEqual([7.2, 45, 99, 0.9, 3, 7]);
    expect(process.exchanges![0]!.formula).toMatch(/^(3\.6\*out|\(out\) \* 3\.6)$/);
    expect(again.filter((i) => i.code.startsWith('formula') || i.code.startsWith('variable')).map((i) => i.code)).toEqual(['formula-stale']);
    expect(parameters(process)['heat']).toEqual(['22.5', expect.stringContaining('if(e_2>0;9/e_2;0)') as string]);
  });
});

describe('names with blanks around them', () => {
  it('are those that formulas mean, and lose the blanks on their way', async () => {
    const path = join(work, 'blanks.spold');
    writeFileSync(path, readFileSync(plant, 'utf8').replace('variableName="heat"', 'variableName="heat "').replace('variableName="carbon"', 'variableName=" carbon"'));
    const found = ecospold2.read(readFileSync(path), 'blanks.spold').datasets.find((d) => d.noun === 'process')!;
    expect(found.issues.filter((i) => i.code === 'variable-undeclared')).toEqual([]);
    const { process, report } = await through(path, olca);
    expect(Object.keys(parameters(process)).sort()).toEqual(['carbon', 'coal_in', 'e_2', 'heat', 'out']);
    expect(report.issueCounts['variable-renamed']).toBe(1);
  });
});

describe('amounts of ILCD made of a variable', () => {
  const source = fileURLToPath(new URL('../../fixtures/ilcd/unit-process/process.xml', import.meta.url));
  it('ILCD 4.3 #20: are a formula in openLCA and EcoSpold 2', async () => {
    const { process } = await through(source, olca);
    const found = process.exchanges!.find((e) => e.formula !== undefined)!;
    expect([found.formula, found.amount]).toEqual(['1.1*latex_factor', '2.75']);
  });
});

describe('global parameters of openLCA', () => {
  const folder = join(work, 'globals');
  const process = (formula: string) => JSON.stringify({
    '@type': 'Process', '@id': '0a000000-0000-4000-8000-0000000000aa', name: 'p', processType: 'UNIT_PROCESS', version: '01.00.000',
    parameters: [{ '@type': 'Parameter', name: 'own', formula: 'share_global*10', isInputParameter: false }],
    exchanges: [{ '@type': 'Exchange', internalId: 1, isInput: false, isQuantitativeReference: true, amount: 5, amountFormula: formula, flow: { '@type': 'Flow', '@id': '0f000000-0000-4000-8000-000000000001', name: 'x' } }],
  });

  it('are found by formulas, after those of the process; without them the name is not known', async () => {
    mkdirSync(join(folder, 'parameters'), { recursive: true });
    writeFileSync(join(folder, 'parameters', '1.json'), JSON.stringify({ '@type': 'Parameter', '@id': '1', name: 'Share_global', value: 0.5, isInputParameter: true, parameterScope: 'GLOBAL_SCOPE' }));
    mkdirSync(join(folder, 'processes'));
    writeFileSync(join(folder, 'processes', '1.json'), process('own'));
    const reader = openEntries();
    const surroundings = gatherSurroundings((await listPackage(folder)).entries, reader).get('olca');
    reader.close();
    const read = (facts: unknown) => olca.read(Buffer.from(process('own')), 'p.json', facts).datasets[0]!;
    // 0.5 × 10 = 5, which is the amount
    expect((read(surroundings).record as Process).parameters).toMatchObject([{ value: '5', calculated: true }]);
    expect(read(surroundings).issues.map((i) => i.code)).toEqual(['value-derived']);
    expect(read(undefined).issues.map((i) => [i.code, i.params['name']])).toEqual([['variable-undeclared', 'share_global']]);
  });
});
