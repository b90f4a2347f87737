// Conversions into ILCD, by the numbers of the edge cases that speak of writing (ilcd.md §4.3); numbers by hand.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import type { ImpactCategory } from '../../../src/model/impact.ts';
import type { Process } from '../../../src/model/process.ts';
import { convertPackage } from '../../../src/transfer/convert/convert-package.ts';
import { comparePackages } from '../../../src/transfer/diff/compare-packages.ts';
import { basics, flow, process } from '../support/ilcd-package.ts';

const work = mkdtempSync(join(tmpdir(), 'tanlu-to-ilcd-'));
afterAll(() => { rmSync(work, { recursive: true, force: true }); });
const fixtures = fileURLToPath(new URL('../../fixtures/', import.meta.url));
type Edits = Record<string, (text: string) => string>;

/** A copy of a fixture with some files changed. */
function copyOf(fixture: string, edits: Edits = {}): string {
  const folder = join(mkdtempSync(join(work, 'in-')), 'in');
  cpSync(join(fixtures, fixture), folder, { recursive: true });
  for (const [file, edit] of Object.entries(edits)) {
    const text = readFileSync(join(folder, file), 'utf8');
    const changed = edit(text);
    if (changed === text) throw new Error(`${file} of ${fixture} has nothing to change`);
    writeFileSync(join(folder, file), changed);
  }
  return folder;
}

function folderOf(files: Record<string, string>): string {
  const folder = join(mkdtempSync(join(work, 'in-')), 'in');
  mkdirSync(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

async function toIlcd(path: string) {
  const out = join(mkdtempSync(join(work, 'out-')), 'out');
  const report = await convertPackage({ path, to: ilcd, out });
  const files = readdirSync(out, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.xml')).sort().map((file) => ({ file, text: readFileSync(join(out, file), 'utf8') }));
  const datasets = files.flatMap(({ file, text }) => ilcd.read(Buffer.from(text), file).datasets);
  return {
    out, report, files, codes: Object.keys(report.issueCounts),
    issue: (code: string) => report.issues.find((i) => i.code === code),
    process: datasets.find((d) => d.noun === 'process')?.record as Process,
    categories: datasets.filter((d) => d.noun === 'impactCategory').map((d) => d.record as ImpactCategory),
    textOf: (part: string) => files.find(({ text }) => text.includes(part))?.text ?? '',
  };
}

const steel = 'olca/steel-v2';

describe('records of openLCA in ILCD', () => {
  it('#25: names of parameters are at most fifty characters long, and formulas and exchanges follow', async () => {
    const long = 'power_of_the_furnace_in_the_second_hall_at_full_load_and_more';
    const { process: { parameters }, issue, textOf } = await toIlcd(copyOf(steel, {
      'process.json': (text) => text.replace('"name": "power"', `"name": "${long}"`).replace('"formula": "24 / 2"', `"formula": "${long.toUpperCase()} * 2 + 0 * ${long}"`),
    }));
    expect(parameters!.map(({ name }) => name)).toEqual(['power_of_the_furnace_in_the_second_hall_at_full_lo', 'hours']);
    expect(textOf('<processDataSet')).toContain('<formula>power_of_the_furnace_in_the_second_hall_at_full_lo*2+(0*power_of_the_furnace_in_the_second_hall_at_full_lo)</formula>');
    expect(issue('variable-renamed')?.params).toEqual({ name: long, used: 'power_of_the_furnace_in_the_second_hall_at_full_lo', format: 'ILCD' });
  });

  it('#25: without any formula names are short, stand once and are never blank; one that is allowed stays', async () => {
    const long = 'power_of_the_furnace_in_the_second_hall_at_full_load_and_more';
    const short = long.slice(0, 50);
    const parameters = [long, 'hours', 'hours', 'hours_2', short, '', 'p'].map((name, n) => ({ '@type': 'Parameter', name, isInputParameter: true, parameterScope: 'PROCESS_SCOPE', value: n + 1 }));
    const { process: { parameters: written }, report } = await toIlcd(copyOf(steel, {
      'process.json': (text) => text.replace(/"(amountFormula|costFormula|formula)": "[^"]*", /g, '').replace(/"parameters": \[[^\]]*\]/, `"parameters": ${JSON.stringify(parameters)}`),
    }));
    expect(written!.map(({ name, value }) => [name, Number(value)])).toEqual([[`${short.slice(0, 48)}_2`, 1], ['hours', 2], ['hours_3', 3], ['hours_2', 4], [short, 5], ['p_2', 6], ['p', 7]]);
    expect(report.issues.filter((i) => i.code === 'variable-renamed').map(({ params }) => params)).toEqual([
      { name: long, used: `${short.slice(0, 48)}_2`, format: 'ILCD' }, { name: 'hours', used: 'hours_3', format: 'ILCD' }, { name: '', used: 'p_2', format: 'ILCD' },
    ]);
  });

  it('#26: log-normal states the squared geometric standard deviation, normal twice the standard deviation', async () => {
    const { process: { exchanges } } = await toIlcd(copyOf(steel));
    // 1.2² = 1.44; 2 · 2.50 = 5
    expect(exchanges!.filter((e) => e.uncertainty?.relativeStandardDeviation95 !== undefined).map((e) => [e.uncertainty!.distribution, e.uncertainty!.relativeStandardDeviation95])).toEqual([['LOGNORMAL', '1.44'], ['NORMAL', '5']]);
  });

  it('#27: triangular and uniform state their bounds', async () => {
    const { process: { exchanges } } = await toIlcd(copyOf(steel));
    expect(exchanges!.filter((e) => e.minimum !== undefined).map((e) => [e.uncertainty!.distribution, e.minimum, e.maximum])).toEqual([['TRIANGULAR', '1300', '1600'], ['UNIFORM', '25', '35']]);
  });

  it('#42: a credit for an avoided product becomes a negative input, and is told', async () => {
    const { process: { exchanges }, codes } = await toIlcd(copyOf(steel));
    expect(exchanges!.find((e) => e.flow.name?.['en'] === 'Cement')).toMatchObject({ direction: 'INPUT', amount: '-20' });
    expect(codes).toContain('avoided-as-input');
  });

  it('#46: a remark of more than 500 characters begins on its exchange and stands whole in the general comment', async () => {
    const remark = `Metered. ${'By hand & by clock. '.repeat(40)}`.trim();
    const { process: { exchanges, description }, issue, textOf } = await toIlcd(copyOf(steel, { 'process.json': (text) => text.replace('"description": "Metered."', `"description": "${remark}"`) }));
    const shown = exchanges!.find((e) => e.comment !== undefined)!.comment!['en']!;
    expect(shown).toHaveLength(500);
    expect(shown).toBe(`${remark.slice(0, 499)}…`);
    expect(description!['en']).toContain(`exchanges/exchange[3]/generalComment: ${remark}`);
    expect(description!['en']).toMatch(/^Electric arc furnace/);
    expect(issue('text-moved')?.params).toMatchObject({ field: 'exchanges/exchange[3]/generalComment', limit: 500 });
    expect(textOf('<processDataSet')).not.toContain('undefined');
  });

  it('#47: CAS numbers are padded; one of seven digits has no place', async () => {
    const elementary = 'flow-elementary.json';
    const stated = /"cas": "[^"]*"/.exec(readFileSync(join(fixtures, steel, elementary), 'utf8'))![0];
    expect((await toIlcd(copyOf(steel))).textOf('<CASNumber>')).toContain('<CASNumber>000124-38-9</CASNumber>');
    // The check digit of 1000000-00: the one stands in the ninth place from the right, 9 · 1 = 9.
    const { textOf, codes } = await toIlcd(copyOf(steel, { [elementary]: (text) => text.replace(stated, '"cas": "1000000-00-9"') }));
    expect(textOf('<CASNumber>')).toBe('');
    expect(codes).toContain('cas-unwritable');
  });

  it('#16: shares are written with three digits behind the point', async () => {
    const { process: { exchanges }, issue } = await toIlcd(copyOf(steel, { 'process.json': (text) => text.replace('"value": 0.9 }', '"value": 0.9000004 }') }));
    expect(exchanges!.flatMap((e) => e.allocations ?? []).map(({ percent }) => percent)).toContain('90');
    expect(issue('value-approximated')?.params).toMatchObject({ field: 'allocatedFraction', value: '90.00004', used: '90' });
  });

  it('an indicator has the blocks that the schema demands of an LCIA method', async () => {
    const { textOf, issue } = await toIlcd(copyOf(steel));
    const method = textOf('<LCIAMethodDataSet');
    expect(['<geography/>', '<modellingAndValidation', '<dataEntryBy/>'].filter((block) => !method.includes(block))).toEqual([]);
    expect(issue('field-defaulted')?.params).toMatchObject({ field: 'dataGenerator' });
  });
});

describe('records of EcoSpold in ILCD', () => {
  it('#41: what a treatment takes in is a positive input of the waste', async () => {
    const electricity = readFileSync(join(fixtures, 'convert/ecospold2-to-ilcd/electricity.spold'), 'utf8');
    const turned = electricity.replace(/(<intermediateExchange [^>]*amount=")2(")/, '$1-2$2');
    expect(turned).not.toBe(electricity);
    const { process: { exchanges }, codes } = await toIlcd(folderOf({ 'a.spold': turned }));
    expect(exchanges!.find((e) => e.isReference)).toMatchObject({ direction: 'INPUT', amount: '7.2' });
    expect(codes).toContain('treatment-as-input');
  });

  it('#49: a point in time gets its seconds and no zone that nobody stated; a day its first second', async () => {
    const { textOf } = await toIlcd(copyOf('ecospold1/multi-output'));
    expect(textOf('<processDataSet')).toContain('T08:30:00</common:dateOfLastRevision>');
  });

  it('the name of an amount that no parameter declares is told and left out', async () => {
    const { issue, textOf } = await toIlcd(copyOf('ecospold2/complete'));
    expect(textOf('<processDataSet')).not.toContain('<referenceToVariable>out<');
    expect(issue('variable-unwritable')?.params).toMatchObject({ name: 'out' });
  });

  it('words for impact categories are those of the list; another one stays as text', async () => {
    const known = await toIlcd(copyOf('ecospold1/impact'));
    expect(known.categories.map(({ categories }) => categories)).toEqual([['Climate change'], ['Climate change']]);
    const file = readdirSync(join(fixtures, 'ecospold1/impact')).find((name) => name.endsWith('.xml'))!;
    const { categories, issue } = await toIlcd(copyOf('ecospold1/impact', { [file]: (text) => text.replaceAll('subCategory="climate change"', 'subCategory="odour"') }));
    expect(categories.map(({ categories: words, description }) => [words, Object.values(description ?? {}).join().includes('Impact category: odour')])).toEqual([[['other'], true], [['other'], true]]);
    expect(issue('value-approximated')?.params).toEqual({ field: 'impactCategory', value: 'odour', used: 'other' });
  });
});

describe('ILCD written again', () => {
  async function differences(path: string): Promise<unknown[]> {
    const found: unknown[] = [];
    const { out } = await toIlcd(path);
    const { onlyA, onlyB } = await comparePackages(path, out, { onDifference: (difference) => found.push(difference) });
    return [...found, ...onlyA, ...onlyB];
  }
  const example = process(1, 'Sheet', { inputs: [2] });

  it.each([
    ['#3: a reference by address only gets no identifier', example.replace(/refObjectId="([^"]*)"/, 'uri="../flows/$1_01.00.000.xml"')],
    ['#8: no version', example.replace(/<administrativeInformation>.*<\/administrativeInformation>/, '')],
    ['#20: no resulting amount', example.replaceAll(/<resultingAmount>[^<]*<\/resultingAmount>/g, '')],
    ['#33: levels in another order, and with gaps', example.replace('</name>', '</name><classificationInformation><common:classification name="Own"><common:class level="4">B</common:class><common:class level="2" classId="a">A</common:class></common:classification></classificationInformation>')],
    ['#45: a language twice', example.replace('</baseName>', '</baseName><baseName xml:lang="en">Sheets</baseName>')],
    ['#48: derivation stated twice', example.replace('</resultingAmount>', '</resultingAmount><dataDerivationTypeStatus>Measured</dataDerivationTypeStatus><dataDerivationTypeStatus>Calculated</dataDerivationTypeStatus>')],
    ['#62: a reference exchange without direction', example.replace('<exchangeDirection>Output</exchangeDirection>', '')],
    ['#66: documentation only', example.replace('version="1.1"', 'version="1.1" metaDataOnly="true"').replace(/<exchanges>.*<\/exchanges>/, '')],
  ])('%s', async (_what, text) => {
    expect(await differences(folderOf({ ...basics(), 'ILCD/flows/1.xml': flow(1, 'sheet'), 'ILCD/flows/2.xml': flow(2, 'ore'), 'ILCD/processes/1.xml': text }))).toEqual([]);
  });

  it('#53: a declaration states its version before the date of its revision, any other process after it', async () => {
    const block = '<publicationAndOwnership><common:dateOfLastRevision>2026-01-01T00:00:00Z</common:dateOfLastRevision>';
    const dated = example.replace('<publicationAndOwnership>', block);
    const order = async (text: string) => [...(await toIlcd(folderOf({ 'processes/1.xml': text }))).textOf('<processDataSet').matchAll(/<common:(dateOfLastRevision|dataSetVersion)>/g)].map(([, name]) => name);
    expect(await order(dated)).toEqual(['dateOfLastRevision', 'dataSetVersion']);
    expect(await order(dated.replace('>Unit process, single operation<', '>EPD<'))).toEqual(['dataSetVersion', 'dateOfLastRevision']);
    const extended = dated.replace('</resultingAmount>', '</resultingAmount><common:other><epd:amount xmlns:epd="http://www.iai.kit.edu/EPD/2013" epd:module="A1">1</epd:amount></common:other>').replace('<typeOfDataSet>Unit process, single operation</typeOfDataSet>', '');
    expect(await order(extended)).toEqual(['dataSetVersion', 'dateOfLastRevision']);
  });

  it('#67: a document of many datasets stays one', async () => {
    const path = copyOf('ilcd/wrapper');
    const { files, report } = await toIlcd(path);
    expect(files.map(({ file }) => file)).toEqual(['wrapper.xml']);
    expect(files[0]!.text).toContain('<ILCD xmlns="http://lca.jrc.it/ILCD/Wrapper"');
    expect(report.byNoun).toEqual({ contact: 2, unitGroup: 1 });
    expect(await differences(path)).toEqual([]);
  });

  it('two datasets of one identity are both written, and told; into another format the second is refused by name and counted as lost', async () => {
    const path = folderOf({ ...basics(), 'ILCD/flows/a.xml': flow(1, 'sheet'), 'ILCD/flows/b.xml': flow(1, 'plate'), 'ILCD/processes/1.xml': process(1, 'Sheet') });
    const { files, issue } = await toIlcd(path);
    expect(files.filter(({ file }) => file.includes('flows')).map(({ text }) => /baseName[^>]*>([^<]*)</.exec(text)![1])).toEqual(['sheet', 'plate']);
    expect(issue('duplicate-kept')).toMatchObject({ file: 'ILCD/flows/b.xml', params: { other: 'ILCD/flows/a.xml' } });
    expect(await differences(path)).toEqual([]);
    const { olca } = await import('../../../src/formats/olca/adapter.ts');
    const other = await convertPackage({ path, to: olca, out: join(mkdtempSync(join(work, 'out-')), 'out') });
    expect(other.issues.find((i) => i.code === 'duplicate-dataset')).toMatchObject({ file: 'ILCD/flows/b.xml', severity: 'error' });
    expect(other.datasets.refused).toBe(1);
    expect(other.paths.find(({ path: name }) => name.startsWith('flow.name.en'))).toMatchObject({ kept: 1, lost: 1 });
  });

  it('the same dataset twice is written once into another format, and told', async () => {
    const path = folderOf({ ...basics(), 'ILCD/flows/a.xml': flow(1, 'sheet'), 'ILCD/flows/b.xml': flow(1, 'sheet'), 'ILCD/processes/1.xml': process(1, 'Sheet') });
    const { olca } = await import('../../../src/formats/olca/adapter.ts');
    const report = await convertPackage({ path, to: olca, out: join(mkdtempSync(join(work, 'out-')), 'out') });
    expect(report.issueCounts['dataset-repeated']).toBe(1);
    expect(report.datasets.refused).toBe(0);
    expect(report.byNoun['flow']).toBe(1);
  });

});
