// Rules over packages: references, units, products, duplicates, files; each with the line where it is, and each able to fail.
import { afterEach, describe, expect, it } from 'vitest';
import type { Issue } from '../../../src/model/issue.ts';
import { findingsOf, validationCsv, validationText, type ValidationReport } from '../../../src/transfer/validate/report.ts';
import { validatePackages } from '../../../src/transfer/validate/validate.ts';
import { temporaryFolder, type TemporaryFolder } from '../../formats/support/temporary-folder.ts';
import { basics, flow, flowId, flowProperty, MASS, MASS_UNITS, packageOf, process, processId, unitGroup } from '../support/ilcd-package.ts';
import { schemaFolder } from './schemas.ts';

let folder: TemporaryFolder | undefined;
afterEach(() => folder?.remove());

/** Checks files as a folder. */
async function check(files: Record<string, string>, schemas?: string): Promise<ValidationReport> {
  folder = temporaryFolder();
  for (const [name, content] of Object.entries(files)) folder.write(`p/${name}`, content);
  return await validatePackages({ paths: [`${folder.path}/p`], ...(schemas === undefined ? {} : { schemas }) });
}

const of = (report: ValidationReport, code: Issue['code']): Issue[] => report.issues.filter((i) => i.code === code);
const codes = (report: ValidationReport) => Object.keys(report.issueCounts).sort();

/** A clean package: product 1 made of product 2. */
const sound = (): Record<string, string> => ({
  ...basics(), [`ILCD/flows/${flowId(1)}.xml`]: flow(1, 'steel'), [`ILCD/flows/${flowId(2)}.xml`]: flow(2, 'ore'),
  [`ILCD/processes/${processId(1)}_01.00.000.xml`]: process(1, 'steel making', { inputs: [2] }).replace('<meanAmount>0.10</meanAmount><resultingAmount>0.10', '<meanAmount>1.6</meanAmount><resultingAmount>1.6'),
});
const processFile = `ILCD/processes/${processId(1)}_01.00.000.xml`;

describe('ILCD packages', () => {
  it('finds nothing in a sound package, as folder, zip and in any order of files', async () => {
    const report = await check(sound());
    expect(report.issues).toEqual([]);
    expect(report).toMatchObject({ files: { total: 5, read: 5, left: 0, refused: 0 }, formats: { ilcd: 5 }, datasets: { unitGroup: 1, flowProperty: 1, flow: 2, process: 1 }, exchanges: 2 });
    const reversed = folder!.write('p.zip', packageOf(Object.fromEntries(Object.entries(sound()).reverse())));
    expect((await validatePackages({ paths: [reversed] })).issues).toEqual([]);
  });

  it('checks several paths together, as one package', async () => {
    folder = temporaryFolder();
    const files = sound();
    const paths = Object.entries(files).map(([name, content]) => folder!.write(name, content));
    expect((await validatePackages({ paths })).issues).toEqual([]);
    const alone = await validatePackages({ paths: [paths.at(-1)!] });
    expect(of(alone, 'reference-outside').map((i) => i.file)).toEqual([paths.at(-1), paths.at(-1)]);
  });

  it('ILCD 1 tells a flow that is not in the package once, with the number of its uses and the line of the first', async () => {
    const files = sound();
    delete files[`ILCD/flows/${flowId(2)}.xml`];
    files[processFile] = files[processFile]!.replaceAll('><', '>\n<');
    files['ILCD/processes/two.xml'] = process(2, 'mining', { inputs: [2], output: 1 });
    const report = await check(files);
    expect(report.issueCounts['reference-outside']).toBe(2);
    const [found] = of(report, 'reference-outside');
    expect(of(report, 'reference-outside')).toHaveLength(1);
    expect(found).toMatchObject({ severity: 'error', file: processFile, dataset: `process ${processId(1)}`, params: { type: 'flow', id: flowId(2), name: 'flow 2' } });
    expect(files[processFile].split('\n')[Number(found!.params['line']) - 1]).toContain(flowId(2));
  });

  it('ILCD 1 follows flows to properties to unit groups; documents are missed less than what gives amounts a meaning', async () => {
    const files = sound();
    delete files['ILCD/unitgroups/mass.xml'];
    files[`ILCD/flows/${flowId(2)}.xml`] = flow(2, 'ore').replace('</publicationAndOwnership>', `<common:referenceToOwnershipOfDataSet type="contact data set" refObjectId="${processId(7)}"/></publicationAndOwnership>`);
    const report = await check(files);
    expect(of(report, 'reference-outside').map((i) => [i.params['type'], i.params['id']])).toEqual([['unitGroup', MASS_UNITS]]);
    expect(of(report, 'documentation-outside').map((i) => [i.params['type'], i.params['id']])).toEqual([['contact', processId(7)]]);
    expect([findingsOf(report, 'error'), findingsOf(report, 'warning')]).toEqual([1, 1]);
  });

  it('ILCD 5 tells a wanted version that is not there; versions compare by number', async () => {
    const wanting = (version: string) => process(1, 'steel making', { inputs: [2] }).replace(`refObjectId="${flowId(1)}"`, `refObjectId="${flowId(1)}" version="${version}"`).replace('>0.10</meanAmount><resultingAmount>0.10<', '>1.6</meanAmount><resultingAmount>1.6<');
    expect(codes(await check({ ...sound(), [processFile]: wanting('01.00') }))).toEqual([]);
    folder!.remove();
    const report = await check({ ...sound(), [`ILCD/flows/${flowId(1)}_new.xml`]: flow(1, 'steel', { version: '03.00.000' }), [processFile]: wanting('02.00.000') });
    expect(of(report, 'reference-version-outside').map((i) => i.params)).toMatchObject([{ type: 'flow', id: flowId(1), wanted: '02.00.000', found: '03.00.000' }]);
  });

  it('ILCD 6 tells file names and folders that contradict the content', async () => {
    const report = await check({ ...sound(), [`ILCD/sources/${flowId(9)}.xml`]: flow(3, 'slag'), [`ILCD/flows/${flowId(4)}_02.00.000.xml`]: flow(4, 'dust', { version: '01.00.000' }) });
    expect(of(report, 'id-file-name-differs').map((i) => i.params['used'])).toEqual([flowId(3)]);
    expect(of(report, 'file-folder-differs').map((i) => i.params)).toMatchObject([{ folder: 'sources', used: 'flow' }]);
    expect(of(report, 'file-version-differs').map((i) => i.params)).toMatchObject([{ fileName: '02.00.000', used: '01.00.000' }]);
    expect(findingsOf(report, 'error')).toBe(0);
  });

  it('ILCD 9, 11 and 16 come from reading, with their lines', async () => {
    const files = sound();
    files[processFile] = files[processFile]!.replaceAll('><', '>\n<').replace('<referenceToReferenceFlow>0<', '<referenceToReferenceFlow>7<')
      .replace('</resultingAmount>', '</resultingAmount>\n<allocations><allocation internalReferenceToCoProduct="0" allocatedFraction="60"/><allocation internalReferenceToCoProduct="1" allocatedFraction="30"/></allocations>');
    const report = await check(files);
    const lineOf = (text: string) => files[processFile]!.split('\n').findIndex((l) => l.includes(text)) + 1;
    expect(of(report, 'reference-flow-dangling')[0]!.params).toMatchObject({ id: '7', line: lineOf('<referenceToReferenceFlow>') });
    expect(of(report, 'allocation-sum')[0]!.params).toMatchObject({ sum: 90, line: lineOf('<exchange ') });
  });

  it('ILCD 12, 13 and 14 need the kinds of the flows', async () => {
    const outputs = process(3, 'two products', { inputs: [2] }).replaceAll('Input', 'Output');
    const report = await check({
      ...sound(), 'ILCD/flows/5.xml': flow(5, 'CO2', { kind: 'Elementary flow' }), 'ILCD/flows/3.xml': flow(3, 'other'),
      'ILCD/processes/a.xml': process(2, 'use', { output: 1 }).replaceAll('Output', 'Input'), 'ILCD/processes/b.xml': process(5, 'accounting'), 'ILCD/processes/c.xml': outputs,
    });
    expect(of(report, 'reference-flow-is-input').map((i) => i.file)).toEqual(['ILCD/processes/a.xml']);
    expect(of(report, 'reference-flow-elementary').map((i) => i.file)).toEqual(['ILCD/processes/b.xml']);
    expect(of(report, 'multi-output-unallocated').map((i) => i.file)).toEqual(['ILCD/processes/c.xml']);
  });

  it('ILCD 56 looks for digital files in the package, by the path from the source', async () => {
    const source = (uri: string) => `<sourceDataSet xmlns="http://lca.jrc.it/ILCD/Source" xmlns:common="http://lca.jrc.it/ILCD/Common" version="1.1"><sourceInformation><dataSetInformation><common:UUID>${processId(8)}</common:UUID><common:shortName xml:lang="en">report</common:shortName><referenceToDigitalFile uri="../external_docs/a%20b.pdf"/><referenceToDigitalFile uri="${uri}"/><referenceToDigitalFile uri="https://example.org/c.pdf"/></dataSetInformation></sourceInformation><administrativeInformation><publicationAndOwnership><common:dataSetVersion>01.00.000</common:dataSetVersion></publicationAndOwnership></administrativeInformation></sourceDataSet>`;
    const report = await check({ 'ILCD/sources/a.xml': source('../external_docs/gone.pdf'), 'ILCD/external_docs/a b.pdf': '%PDF' });
    expect(of(report, 'digital-file-outside').map((i) => i.params['uri'])).toEqual(['../external_docs/gone.pdf']);
    expect(codes(report)).toEqual(['digital-file-outside']); // the attachment itself is no unreadable dataset
  });

  it('tells datasets that stand twice, the same or not; several versions are none', async () => {
    const report = await check({ ...sound(), 'x/again.xml': flow(1, 'steel'), 'x/other.xml': flow(2, 'ore, crushed'), 'x/newer.xml': flow(2, 'ore', { version: '02.00.000' }) });
    expect(of(report, 'dataset-repeated')).toMatchObject([{ severity: 'warning', file: 'x/again.xml', params: { id: flowId(1), other: `ILCD/flows/${flowId(1)}.xml` } }]);
    expect(of(report, 'dataset-conflicting')).toMatchObject([{ severity: 'error', file: 'x/other.xml', params: { id: flowId(2), version: '01.00.000' } }]);
    expect(codes(report)).toEqual(['dataset-conflicting', 'dataset-repeated']);
  });

  it('tells a property whose unit group measures something else', async () => {
    const report = await check({ ...basics(), 'ILCD/unitgroups/mass.xml': unitGroup().replace('<name>kg<', '<name>MJ<').replace('<name>t<', '<name>GJ<') });
    expect(of(report, 'unit-group-not-of-property')).toMatchObject([{ severity: 'error', file: 'ILCD/flowproperties/mass.xml', params: { id: MASS, unit: 'MJ', quantity: 'energy' } }]);
    expect(flowProperty()).toContain(MASS_UNITS);
  });

  it('gives a hint where masses are far from balanced: 1 kg out of 0.1 kg, and of 40 kg', async () => {
    const making = (amount: string) => ({ ...sound(), [processFile]: process(1, 'steel making', { inputs: [2] }).replaceAll('>0.10<', `>${amount}<`) });
    expect(of(await check(making('0.1')), 'mass-balance')).toMatchObject([{ severity: 'info', params: { input: 0.1, output: 1 } }]);
    folder!.remove();
    expect(of(await check(making('40')), 'mass-balance')).toMatchObject([{ params: { input: 40, output: 1 } }]);
    folder!.remove();
    expect(of(await check(making('4')), 'mass-balance')).toEqual([]);
    folder!.remove();
    // 3 kg that enter with a minus leave: 4 kg against nothing is no balance at all.
    expect(of(await check(making('-3')), 'mass-balance')).toEqual([]);
  });

  it('goes on after a file that is broken or of another kind', async () => {
    const report = await check({ ...sound(), 'broken.xml': '<processDataSet xmlns="http://lca.jrc.it/ILCD/Process"><a>', 'notes.txt': 'notes' });
    expect(of(report, 'xml-not-well-formed')).toMatchObject([{ file: 'broken.xml', params: { line: 1 } }]);
    expect(of(report, 'file-not-recognized').map((i) => i.file)).toEqual(['notes.txt']);
    expect(report.files).toEqual({ total: 7, read: 5, left: 1, refused: 1 });
  });

  it('says that an empty package is empty', async () => {
    folder = temporaryFolder();
    const report = await validatePackages({ paths: [folder.path] });
    expect(findingsOf(report, 'error')).toBe(1);
  });
});

const activity = (n: number) => `00000000-0000-4000-8000-00000000a00${n}`;
const product = (n: number) => `00000000-0000-4000-8000-00000000b00${n}`;

/** An EcoSpold 2 activity that makes product `n` of the inputs given as [product, activity, unit]. */
const spold = (n: number, inputs: readonly [string, string?, string?][] = [], unit = 'kg', attributes = '') => `<?xml version="1.0" encoding="UTF-8"?>
<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"><activityDataset>
<activityDescription><activity id="${activity(n)}" activityNameId="${activity(n)}" type="1" specialActivityType="0"><activityName xml:lang="en">activity ${n}</activityName></activity>
<geography geographyId="34dbbff8-88ce-11de-ad60-0019e336be3a"><shortname xml:lang="en">GLO</shortname></geography><technology/><timePeriod startDate="2020-01-01" endDate="2020-12-31" isDataValidForEntirePeriod="true"/>
<macroEconomicScenario macroEconomicScenarioId="d9f57f0a-a01f-42eb-a57b-8f18d6635801"><name xml:lang="en">Business-as-Usual</name></macroEconomicScenario></activityDescription>
<flowData>
<intermediateExchange id="00000000-0000-4000-8000-000000000001" unitId="" amount="1" intermediateExchangeId="${product(n)}"><name xml:lang="en">product ${n}</name><unitName xml:lang="en">${unit}</unitName><outputGroup>0</outputGroup></intermediateExchange>
${inputs.map(([id, supplier, inputUnit = 'kg'], i) => `<intermediateExchange id="00000000-0000-4000-8000-00000000000${i + 2}" unitId="" amount="1" intermediateExchangeId="${id}"${supplier === undefined ? '' : ` activityLinkId="${supplier}"`}><name xml:lang="en">input</name><unitName xml:lang="en">${inputUnit}</unitName><inputGroup>5</inputGroup></intermediateExchange>`).join('\n')}
</flowData><modellingAndValidation/><administrativeInformation><dataEntryBy personId="00000000-0000-4000-8000-00000000c001" personName="A" personEmail="a@example.org"/><dataGeneratorAndPublication personId="00000000-0000-4000-8000-00000000c001" personName="A" personEmail="a@example.org" isCopyrightProtected="false"/><fileAttributes majorRelease="3" minorRelease="0" majorRevision="1" minorRevision="0" ${attributes}/></administrativeInformation>
</activityDataset></ecoSpold>`;

describe('EcoSpold 2 packages', () => {
  it('finds nothing where suppliers make what is taken of them', async () => {
    expect(codes(await check({ 'a.spold': spold(1, [[product(2), activity(2)]]), 'b.spold': spold(2) }))).toEqual([]);
  });

  it('E14 and E15 tell suppliers that are not there, and those that make something else', async () => {
    const report = await check({ 'a.spold': spold(1, [[product(2), activity(9)], [product(3), activity(2)]]), 'b.spold': spold(2) });
    expect(of(report, 'supplier-outside')).toMatchObject([{ file: 'a.spold', params: { id: activity(9), line: 8 } }]);
    expect(of(report, 'link-wrong-product')).toMatchObject([{ file: 'a.spold', params: { id: activity(2), flow: product(3) } }]);
  });

  it('E16 and E17 know an activity by itself and its product; names that contradict are told', async () => {
    const report = await check({ [`${activity(1)}_${product(1)}.spold`]: spold(1), [`${activity(2)}_${product(9)}.spold`]: spold(2) });
    expect(of(report, 'id-file-name-differs').map((i) => i.file)).toEqual([`${activity(2)}_${product(9)}.spold`]);
  });

  it('E30 tells a flow in two units: of one quantity a warning, of two an error, at the line of the exchange', async () => {
    const report = await check({ 'a.spold': spold(1), 'b.spold': spold(2, [[product(1), activity(1), 't']]), 'c.spold': spold(3, [[product(1), activity(1), 'm3']]) });
    expect(of(report, 'unit-conflict')).toMatchObject([{ file: 'b.spold', params: { flow: product(1), unit: 't', other: 'kg', line: 8 } }]);
    expect(of(report, 'unit-not-of-property')).toMatchObject([{ file: 'c.spold', severity: 'error', params: { unit: 'm3', property: 'mass', line: 8 } }]);
  });

  it('E59 tells dates in the wrong order', async () => {
    const report = await check({ 'a.spold': spold(1, [], 'kg', 'creationTimestamp="2020-02-01T00:00:00Z" lastEditTimestamp="2020-01-01T00:00:00Z"').replace('endDate="2020-12-31"', 'endDate="2019-12-31"') });
    expect(codes(report)).toEqual(['dates-reversed', 'period-reversed']);
  });
});

describe('schemas and reports', () => {
  it('joins findings of schemas with those of rules', async () => {
    const schemas = schemaFolder();
    try {
      const report = await check({ 'a.xml': '<dataset xmlns="urn:test:main" version="1"><name>x</name>\n<kind>Gas</kind></dataset>', 'b.xml': '<dataset xmlns="urn:test:main" version="1"><name>x</name><kind>Waste</kind></dataset>' }, schemas.path);
      expect(report.schema).toEqual({ folder: schemas.path, valid: 1, invalid: 1, unchecked: 0, messages: 1 });
      expect(of(report, 'schema-value')).toMatchObject([{ file: 'a.xml', params: { line: 2, value: 'Gas' } }]);
      expect(validationText(report)).toContain('1 files valid, 1 not, 0 not checked');
      expect(validationText(report)).toContain("a.xml:2: kind is \"Gas\", which is not one of 'Product', 'Waste'.");
    } finally {
      schemas.remove();
    }
  });

  it('tells exact counts and the first examples; errors come first', async () => {
    const inputs = Array.from({ length: 300 }, (_, i): [string, string] => [product(2), `00000000-0000-4000-8000-0000000${String(10_000 + i)}`]);
    const report = await check({ 'a.spold': spold(1, inputs).replace('<activityName xml:lang="en">activity 1', '<activityName xml:lang="en">=1+1'), 'b.spold': spold(2).replace('amount="1"', 'amount="0"') });
    expect(report.issueCounts['supplier-outside']).toBe(300);
    expect(of(report, 'supplier-outside')).toHaveLength(200);
    const lines = validationText(report).split('\n');
    expect(lines.findIndex((l) => l.includes('reference-amount-zero'))).toBeLessThan(lines.findIndex((l) => l.includes('supplier-outside')));
    expect(lines.filter((l) => l.includes('is not in the package'))).toHaveLength(3);
    const csv = validationCsv(report).split('\r\n');
    expect(csv[0]).toBe('\uFEFFkind,code,severity,count,file,line,dataset,path,message');
    expect(csv).toContain('finding-count,supplier-outside,warning,300,,,,,');
  });
});
