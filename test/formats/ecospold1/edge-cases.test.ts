// The numbered cases of ecospold.md §4.4 that concern EcoSpold 1.
import { describe, expect, it } from 'vitest';
import { TanluError } from '../../../src/errors.ts';
import { ecospold1 } from '../../../src/formats/ecospold1/adapter.ts';
import { recognize } from '../../../src/formats/registry.ts';
import type { Process } from '../../../src/model/process.ts';
import { datasetText, codesOf, documentText, exchangeOf, exchangeText, fixture, issuesOf, processOf, readDataset, readFixture, readText, recordsOf, reference, written } from './support.ts';

const elementary = { category: 'air', subCategory: 'unspecified', name: 'Carbon dioxide, fossil' };

describe('signs and groups', () => {
  it('E1 a reference with a negative amount is waste that is treated; its sign stays', () => {
    const reading = readDataset({ flowData: exchangeText(1, 'o0', { meanValue: '-1' }) });
    expect(exchangeOf(reading, '1')).toMatchObject({ amount: '-1', isReference: true, flowKind: 'WASTE' });
    expect(issuesOf(reading, 'reference-flow-missing')).toEqual([]);
  });
  it('E2 a negative input keeps its sign and is no avoided product', () => {
    const found = exchangeOf(readDataset({ flowData: reference + exchangeText(2, 'i5', { name: 'waste', meanValue: '-2' }) }), '2');
    expect(found.amount).toBe('-2');
    expect(found.isAvoided).toBeUndefined();
  });
  it('E4 output group 1 is an avoided product, and none of the products', () => {
    const reading = readDataset({ flowData: reference + exchangeText(2, 'o1', { name: 'heat' }) });
    expect(exchangeOf(reading, '2')).toMatchObject({ group: 'AVOIDED_PRODUCT', direction: 'OUTPUT', isAvoided: true, isReference: false });
    expect(written(reading)[0]).toContain('<outputGroup>1</outputGroup>');
  });
  it('E5 no reference product, or one without amount, is a draft with an error', () => {
    const none = readDataset({ flowData: exchangeText(2, 'o2', { name: 'slag' }) });
    expect(issuesOf(none, 'reference-flow-missing')[0]!.params).toEqual({ candidates: 'slag' });
    expect(processOf(none).referenceFlows).toBeUndefined();
    expect(codesOf(readDataset({ flowData: exchangeText(1, 'o0', { meanValue: '0' }) }))).toEqual(['reference-amount-zero']);
  });
  it('E6 a reference amount other than 1 is kept as it is', () => {
    const reading = readDataset({ function: 'name="steel" localName="steel" infrastructureProcess="false" amount="1000" unit="kg" category="metals" subCategory="x" localCategory="metals" localSubCategory="x"', flowData: exchangeText(1, 'o0', { meanValue: '1000' }) });
    expect(processOf(reading).declaredQuantity).toEqual({ value: '1000', unit: 'kg' });
    expect(codesOf(reading)).toEqual([]);
  });
  it('E7 several reference products are kept, the one of the reference function first', () => {
    const reading = readDataset({ type: '5', flowData: exchangeText(8, 'o0', { name: 'slag' }) + exchangeText(9, 'o0') + exchangeText(10, 'o2', { name: 'gas' }) });
    expect(processOf(reading).referenceFlows).toEqual(['9', '8']);
    expect(issuesOf(reading, 'reference-flow-multiple')[0]!.params).toEqual({ count: 2 });
  });
  it('E8 of two groups the reference product counts where name and unit are those of the reference function, else the input', () => {
    const reading = readDataset({ flowData: exchangeText(1, 'i5 o0') + exchangeText(2, 'i5 o0', { name: 'coal' }) });
    expect([exchangeOf(reading, '1').group, exchangeOf(reading, '2').group]).toEqual(['REFERENCE_PRODUCT', 'FROM_TECHNOSPHERE']);
    expect(issuesOf(reading, 'group-both')).toHaveLength(2);
    expect(written(reading)[0]!.match(/<(in|out)putGroup>/g)).toHaveLength(4);
  });
  it('E9 without a group, a compartment makes an elementary flow, anything else a product input', () => {
    const reading = readDataset({ flowData: reference + exchangeText(2, '', elementary) + exchangeText(3, '', { category: 'resource', subCategory: 'in ground', name: 'Iron' }) + exchangeText(4, '', { category: 'metals', name: 'coke' }) });
    expect(['2', '3', '4'].map((n) => exchangeOf(reading, n).group)).toEqual(['TO_ENVIRONMENT', 'FROM_ENVIRONMENT', 'FROM_TECHNOSPHERE']);
    expect(issuesOf(reading, 'group-missing').map((i) => i.params['used'])).toEqual(['TO_ENVIRONMENT', 'FROM_ENVIRONMENT', 'FROM_TECHNOSPHERE']);
  });
  it('E10 a direction that does not fit the compartment is told and kept', () => {
    const reading = readDataset({ flowData: reference + exchangeText(2, 'i4', { ...elementary, name: 'Carbon dioxide, in air' }) });
    expect(exchangeOf(reading, '2').direction).toBe('INPUT');
    expect(issuesOf(reading, 'compartment-direction')[0]!.params).toEqual({ direction: 'INPUT', path: 'air/unspecified' });
  });
  it('E11 E12 E13 negative emissions, the same flow twice and the own product as input are legal', () => {
    const reading = readDataset({ flowData: reference + exchangeText(2, 'o4', { ...elementary, meanValue: '-3' }) + exchangeText(3, 'o4', elementary) + exchangeText(4, 'i5', { meanValue: '0.1', location: 'CN' }) });
    expect(processOf(reading).exchanges!.map((e) => e.amount)).toEqual(['1', '-3', '1', '0.1']);
    expect(exchangeOf(reading, '4').provider?.id).toBe(processOf(reading).id);
    expect(codesOf(reading)).toEqual([]);
  });
});

describe('suppliers', () => {
  const input = (number: number, attributes: Record<string, string>) => exchangeText(number, 'i5', { infrastructureProcess: 'false', ...attributes });
  const coal = (number: number, location: string) => datasetText({ number, name: 'coal', location, flowData: exchangeText(number, 'o0', { name: 'coal', location }) });

  it('E18 a supplier is found by place, name and unit; by name and unit alone with an issue; never where there are several', () => {
    const steel = datasetText({ number: 10, flowData: reference + input(2, { name: 'coal', location: 'CN' }) + input(3, { name: 'coal' }) + input(4, { name: 'ore', location: 'ZZ' }) + input(5, { name: 'coke', location: 'CN' }) });
    const ore = datasetText({ number: 30, name: 'ore', flowData: exchangeText(30, 'o0', { name: 'ore', location: 'CN' }) });
    const reading = readText(documentText(steel, coal(20, 'CN'), coal(21, 'DE'), ore));
    const [, coalOfChina, , oreOfChina] = recordsOf(reading, 'process');
    expect(['2', '3', '4', '5'].map((n) => exchangeOf(reading, n).provider?.id)).toEqual([coalOfChina!.id, undefined, oreOfChina!.id, undefined]);
    expect(issuesOf(reading, 'link-ambiguous').map((i) => i.params)).toEqual([{ flow: 'coal', count: 2 }]);
    expect(issuesOf(reading, 'link-by-name').map((i) => i.params)).toEqual([{ flow: 'ore', id: oreOfChina!.id }]);
  });
  it('E18 the number of an input is that of its supplier only where the name agrees', () => {
    const alike = [coal(20, 'CN'), coal(21, 'CN')];
    const right = readText(documentText(datasetText({ flowData: reference + input(21, { name: 'coal', location: 'CN' }) }), ...alike));
    expect(exchangeOf(right, '21').provider?.id).toBe(processOf(right, 2).id);
    const wrong = readText(documentText(datasetText({ flowData: reference + input(21, { name: 'lime', location: 'CN' }) }), ...alike));
    expect(exchangeOf(wrong, '21').provider).toBeUndefined();
  });
  it('E18 in a file with one dataset, the supplier has the identifier that its own file will give it', () => {
    const alone = readText(documentText(datasetText({ flowData: reference + input(2, { name: 'coal', location: 'DE' }) })));
    expect(exchangeOf(alone, '2').provider?.id).toBe(processOf(readText(documentText(coal(21, 'DE')))).id);
  });
  it('datasets of one file that share name, place, unit and kind are told apart by their numbers', () => {
    const reading = readText(documentText(coal(20, 'CN'), coal(21, 'CN'), coal(22, 'DE')));
    expect(new Set(recordsOf(reading, 'process').map((p) => p.id)).size).toBe(3);
    expect(issuesOf(reading, 'identity-shared').map((i) => [i.params['number'], i.dataset])).toEqual([0, 1].map((n) => [String(20 + n), `process ${processOf(reading, n).id}`]));
    expect(processOf(reading, 2).id).toBe(processOf(readText(documentText(coal(22, 'DE')))).id);
  });
  it('E19 the prefix CUTOFF stays in the name, and is left out where names are compared', () => {
    const reading = readText(documentText(datasetText({ flowData: reference + input(2, { name: 'CUTOFF coal', location: 'CN' }) }), coal(20, 'CN')));
    expect(exchangeOf(reading, '2')).toMatchObject({ isCutOff: true, flow: { name: { en: 'CUTOFF coal' } }, provider: { id: processOf(reading, 1).id } });
  });
  it('E20 E21 RoW is neither GLO nor a country; long codes stay as they are', () => {
    expect(processOf(readDataset({ location: 'RoW' })).geography).toMatchObject({ code: 'RoW', stated: 'RoW' });
    const long = readDataset({ location: 'Europe without Switzerland', flowData: reference });
    expect(processOf(long).geography?.stated).toBe('Europe without Switzerland');
    expect(written(long)[0]).toContain('location="Europe without Switzerland"');
  });
});

describe('values', () => {
  it('E26 CAS numbers are read padded, bare or with "CAS"; what is none stays beside and is told', () => {
    const stated = ['000124-38-9', '124389', 'CAS 124-38-9', '124-38-8', 'n.a.', 'NaN'];
    const reading = readDataset({ flowData: reference + stated.map((CASNumber, i) => exchangeText(i + 2, 'o4', { ...elementary, CASNumber })).join('') });
    expect(processOf(reading).exchanges!.slice(1).map((e) => e.cas)).toEqual(['124-38-9', '124-38-9', '124-38-9', undefined, undefined, undefined]);
    expect(issuesOf(reading, 'cas-invalid').map((i) => i.params['value'])).toEqual(['124-38-8', 'n.a.', 'NaN']);
    for (const cas of stated) expect(written(reading)[0]).toContain(`CASNumber="${cas}"`);
  });
  it('E31 spellings of units mean units of the table; each is written as it was', () => {
    const stated = ['tkm', 't*km', 'pkm', 'm2a', 'Nm3', 'p', 'unit', 'kBq', 'furlong'];
    const reading = readDataset({ flowData: reference + stated.map((unit, i) => exchangeText(i + 2, 'i5', { name: 'x', unit })).join('') });
    expect(processOf(reading).exchanges!.slice(1).map((e) => e.unit)).toEqual(['t*km', 't*km', 'p*km', 'm2*a', 'm3', 'Item(s)', 'Item(s)', 'kBq', 'furlong']);
    expect(issuesOf(reading, 'unit-unknown').map((i) => i.params['unit'])).toEqual(['furlong']);
    for (const unit of stated) expect(written(reading)[0]).toContain(`unit="${unit}"`);
  });
  it('E34 formula is the chemical formula, never one of the amount', () => {
    const found = exchangeOf(readDataset({ flowData: reference + exchangeText(2, 'o4', { ...elementary, formula: 'CO2' }) }), '2');
    expect(found).toMatchObject({ chemicalFormula: 'CO2' });
    expect(found.formula).toBeUndefined();
  });
  it('E42 numbers keep their text; decimal commas are repaired, words are no numbers', () => {
    const stated = ['1.5E-03', '0.250', '0,5', 'INF', '1abc', ''];
    const reading = readDataset({ flowData: reference + stated.map((meanValue, i) => exchangeText(i + 2, 'i5', { name: 'x', meanValue })).join('') });
    expect(processOf(reading).exchanges!.slice(1).map((e) => e.amount)).toEqual(['1.5E-03', '0.250', '0.5', undefined, undefined, undefined]);
    expect(issuesOf(reading, 'number-invalid')).toHaveLength(2);
    expect(issuesOf(reading, 'amount-missing')).toHaveLength(3);
  });
  it.each([['1', true], ['True', true], ['0', false]])('E43 boolean %s', (text, value) => {
    expect(exchangeOf(readDataset({ flowData: exchangeText(1, 'o0', { infrastructureProcess: text }) }), '1').isInfrastructure).toBe(value);
  });
  it.each([
    ['<startYear>2020</startYear><endYear>2021</endYear>', { start: '2020-01-01', end: '2021-12-31' }],
    ['<startYearMonth>2020-03</startYearMonth><endYearMonth>2024-02</endYearMonth>', { start: '2020-03-01', end: '2024-02-29' }],
    ['<startDate>2020-01-01</startDate><endDate>2021-06-30</endDate>', { start: '2020-01-01', end: '2021-06-30' }],
    ['<startDate>2003-12-31-07:00</startDate><endDate>9998-12-31-07:00</endDate>', { start: '2003-12-31', end: '9998-12-31' }],
  ])('E44 %s', (period, expected) => {
    const reading = readDataset({ period, flowData: reference });
    expect(processOf(reading).period).toEqual(expected);
    expect(written(reading)[0]!.replace(/>\s+</g, '><')).toContain(period);
  });
  it('E44 two-digit years and days that do not exist stay beside, with an issue', () => {
    const reading = readDataset({ period: '<startYear>98</startYear><endDate>2021-02-30</endDate>', flowData: reference });
    expect(processOf(reading).period).toBeUndefined();
    expect(issuesOf(reading, 'date-invalid')).toHaveLength(2);
    expect(written(reading)[0]).toContain('<startYear>98</startYear>');
  });
  it('E58 E59 a time stamp without seconds is kept; a period that ends before it starts is told', () => {
    const reading = readDataset({ period: '<startYear>2021</startYear><endYear>2019</endYear>' });
    expect(issuesOf(reading, 'period-reversed')).toHaveLength(1);
    expect(processOf(readFixture('multi-output/multi-output.xml')).administration?.revisedAt).toBe('2023-03-01T08:30');
  });
  it.each([
    ['1', '0.0', 'standardDeviation95 is below 1'], ['1', 'x', 'there is no standardDeviation95 that is a number'], ['2', '-1', 'standardDeviation95 is negative'],
  ])('§3 distribution %s with standardDeviation95 %s is kept and told', (uncertaintyType, standardDeviation95, reason) => {
    const reading = readDataset({ flowData: reference + exchangeText(2, 'i5', { name: 'x', uncertaintyType, standardDeviation95 }) });
    expect(exchangeOf(reading, '2').uncertainty).toMatchObject({ standardDeviation95 });
    expect(exchangeOf(reading, '2').uncertainty?.sigma).toBeUndefined();
    expect(issuesOf(reading, 'uncertainty-invalid')[0]!.params['reason']).toBe(reason);
  });
  it('§3 a lognormal distribution around zero, crossed bounds and a mode outside them are told', () => {
    const reading = readDataset({ flowData: reference + exchangeText(2, 'i5', { name: 'x', meanValue: '0', uncertaintyType: '1', standardDeviation95: '1.2' })
      + exchangeText(3, 'i5', { name: 'x', uncertaintyType: '4', minValue: '2', maxValue: '1' }) + exchangeText(4, 'i5', { name: 'x', meanValue: '5', uncertaintyType: '3', minValue: '1', maxValue: '2' }) });
    expect(issuesOf(reading, 'uncertainty-invalid').map((i) => i.params['reason'])).toEqual(['the amount is zero', 'the minimum is above the maximum', 'the most likely value lies outside the bounds']);
  });
  it.each([['(2,3,1,1,1,5)', '2'], [' ( 4, n.a., na,5,5, na , BU:1.05) words', '4'], ['(2,3,1,1,1,5,BU:1.05)', '2'], ['(see table 2)', undefined], ['about (1,2,3,4,5)', undefined]])('§3.3 pedigree in "%s"', (generalComment, reliability) => {
    const found = exchangeOf(readDataset({ flowData: reference + exchangeText(2, 'i5', { name: 'x', uncertaintyType: '1', standardDeviation95: '1.2', generalComment }) }), '2');
    expect(found.uncertainty?.pedigree?.reliability).toBe(reliability);
    expect(found.comment).toEqual({ en: generalComment });
  });
});

describe('allocation and numbers', () => {
  const allocation = (coProduct: string, fraction: string, ...exchanges: string[]) =>
    `<allocation referenceToCoProduct="${coProduct}" allocationMethod="1" fraction="${fraction}">${exchanges.map((n) => `<referenceToInputOutput>${n}</referenceToInputOutput>`).join('')}</allocation>`;
  const products = reference + exchangeText(2, 'o2', { name: 'slag' }) + exchangeText(3, 'i5', { name: 'ore' });

  it('E46 numbers used twice are kept and told; the shares go to the first exchange of the number', () => {
    const reading = readDataset({ flowData: products + exchangeText(3, 'i5', { name: 'coal' }) + allocation('1', '100', '3') });
    expect(processOf(reading).exchanges!.map((e) => [e.internalId, e.allocations?.length])).toEqual([['1', undefined], ['2', undefined], ['3', 1], ['3', undefined]]);
    expect(issuesOf(reading, 'internal-id-duplicate').map((i) => i.params)).toEqual([{ id: '3', count: 2 }]);
    expect(processOf(readText(written(reading)[0]!)).exchanges).toEqual(processOf(reading).exchanges);
  });
  it('E47 shares that do not sum to 100 percent are told and kept', () => {
    const sums = (...shares: string[]) => codesOf(readDataset({ flowData: products + shares.map((share, i) => allocation(String(i + 1), share, '3')).join('') }));
    expect(sums('60', '40')).toEqual([]);
    expect(sums('66.66', '33.33')).toEqual([]);
    expect(sums('60', '30')).toEqual(['allocation-sum']);
    expect(sums('0.6', '0.4')).toEqual(['allocation-scale']);
    expect(sums('120', '-20')).toEqual(['allocation-implausible']);
  });
  it('E47 references to exchanges that do not exist or are no products are told, and written back', () => {
    const flowData = products + allocation('1', '50', '3', '77') + allocation('88', '50', '3') + allocation('3', '10', '2');
    const reading = readDataset({ flowData });
    expect(issuesOf(reading, 'allocation-dangling').map((i) => i.params)).toEqual([{ exchange: '77', id: '1' }, { exchange: '3', id: '88' }]);
    expect(issuesOf(reading, 'allocation-implausible').map((i) => i.params)).toEqual([{ id: '3', reason: 'the exchange is no product output' }]);
    expect(written(reading)[0]!.replace(/>\s+</g, '><')).toContain(allocation('1', '50', '3', '77') + allocation('88', '50', '3') + allocation('3', '10', '2'));
  });
  it('several flowData of a dataset are one', () => {
    expect(processOf(readText(documentText(datasetText({ flowData: `${reference}</flowData><flowData>${exchangeText(2, 'i5', { name: 'ore' })}` })))).exchanges).toHaveLength(2);
  });
});

describe('documents', () => {
  it('E33 E60 long names stay whole; a blank name is told, and one that says nothing at all is refused', () => {
    const long = 'x'.repeat(300);
    expect(processOf(readDataset({ name: long })).name['en']).toBe(long);
    const blank = readDataset({ name: ' ', flowData: reference });
    expect(issuesOf(blank, 'text-blank')).toHaveLength(1);
    expect(processOf(blank).name).toEqual({ en: 'steel' });
    const nameless = readText(documentText('<dataset generator="x" timestamp="y"><metaInformation/><flowData/></dataset>'));
    expect(nameless.refused).toHaveLength(1);
    expect(codesOf(nameless)).toContain('id-missing');
  });
  it('E35 bytes that are not UTF-8 are read as what they declare', () => {
    const text = documentText(datasetText({ name: 'Grün' })).replace('UTF-8', 'ISO-8859-1');
    expect(processOf(readText(Buffer.from(text, 'latin1'))).name['en']).toBe('Grün');
  });
  it('E36 prefixes do not matter; without any namespace the elements tell the format', () => {
    expect(processOf(readFixture('dialects/prefixed.xml'))).toEqual(processOf(readFixture('complete/complete.xml')));
    const bytes = fixture('dialects/no-namespace.xml');
    expect(recognize(bytes, 'x.xml')).toMatchObject({ adapter: { name: 'ecospold1' } });
    const reading = readFixture('dialects/no-namespace.xml');
    expect(codesOf(reading)).toEqual(['namespace-missing']);
    expect(processOf(reading)).toEqual(processOf(readFixture('complete/complete.xml')));
  });
  it('E38 line breaks and signs in attributes survive', () => {
    const reading = readDataset({ flowData: reference + exchangeText(2, 'i5', { name: 'x', generalComment: 'a&#10;b &lt; c &amp; &quot;d&quot;' }) });
    expect(exchangeOf(reading, '2').comment).toEqual({ en: 'a\nb < c & "d"' });
    expect(exchangeOf(readText(written(reading)[0]!), '2').comment).toEqual({ en: 'a\nb < c & "d"' });
  });
  it('E40 a document type is refused', () => {
    expect(() => readText(documentText(datasetText()).replace('?>', '?><!DOCTYPE x [<!ENTITY a "b">]>'))).toThrow(/xml-doctype|DOCTYPE/);
  });
  it('E48 a file holds any number of datasets', () => {
    const reading = readText(documentText(...Array.from({ length: 50 }, (_, i) => datasetText({ number: i + 1, name: `steel ${i}` }))));
    expect(recordsOf(reading, 'process').map((p) => p.sourceId)).toEqual(Array.from({ length: 50 }, (_, i) => String(i + 1)));
    expect([recordsOf(reading, 'contact').length, recordsOf(reading, 'source').length]).toEqual([1, 1]);
  });
  it.each([['complete/complete.xml', 'x_EcoSpold02.spold'], ['impact/impact.xml', 'lcia.spold'], ['elementary/elementary.xml', 'ElementaryFlows.xml'], ['lists/categories.xml', 'categories.xml']])('E49 %s is known by content, as %s', (path, file) => {
    expect(recognize(fixture(path), file)).toMatchObject({ adapter: { name: 'ecospold1' } });
  });
  it('E49 impact categories and lists of flows in the namespace of processes are what their type says', () => {
    const inProcesses = (path: string) => readText(fixture(path).toString().replace(/EcoSpold01(Impact|Elementary)"/, 'EcoSpold01"'));
    expect(recordsOf(inProcesses('impact/impact.xml'), 'impactCategory')).toEqual(recordsOf(readFixture('impact/impact.xml'), 'impactCategory'));
    expect(recordsOf(inProcesses('elementary/elementary.xml'), 'flow')).toEqual(recordsOf(readFixture('elementary/elementary.xml'), 'flow'));
  });
  it.each(['lists/categories.xml', 'lists/units.xml'])('%s holds no dataset, which is told', (path) => {
    const reading = readFixture(path);
    expect(reading.datasets).toEqual([]);
    expect(codesOf(reading)).toEqual(['file-no-dataset']);
  });
  it('E50 sources and persons are kept as lists; what they lack stays away', () => {
    const reading = readText(documentText(datasetText().replace(' year="2020"', '').replace(' countryCode="CN"', '')));
    expect(recordsOf(reading, 'source')[0]).toMatchObject({ name: { en: 'Zhao' } });
    expect(recordsOf(reading, 'contact')[0]!.country).toBeUndefined();
    expect(written(reading)[0]).not.toContain('9999');
  });
  it('E55 languages with three letters or a region are read as two letters', () => {
    const reading = readDataset({ information: 'languageCode="ger" localLanguageCode="zh-CN"', function: 'name="Stahl" localName="钢" infrastructureProcess="false" amount="1" unit="kg" category="m" subCategory="x" localCategory="m" localSubCategory="x" generalComment="Ein Text"', flowData: exchangeText(1, 'o0', { name: 'Stahl', localName: '钢', generalComment: 'Noch einer' }) });
    expect(processOf(reading)).toMatchObject({ name: { de: 'Stahl', zh: '钢' }, description: { de: 'Ein Text' }, administration: { defaultLanguage: 'ger' } });
    expect(exchangeOf(reading, '1')).toMatchObject({ flow: { name: { de: 'Stahl', zh: '钢' } }, comment: { de: 'Noch einer' } });
    expect(issuesOf(reading, 'language-unknown').map((i) => i.params['used'])).toEqual(['de', 'zh']);
    expect(written(reading)[0]).toContain('languageCode="ger" localLanguageCode="zh-CN"');
  });
});

describe('records of other formats', () => {
  const foreign = (): Process => ({
    id: '00000000-0000-4000-8000-000000000001', version: '01.02.003', name: { en: 'steel', zh: '钢', fr: 'acier' }, geography: { code: 'CN', system: 'iso', stated: 'CN' }, period: { start: '2020-01-01', end: '2021-12-31' },
    supplyCoveredPercent: '100', technology: { en: 'A furnace.', de: 'Ein Ofen.' },
    exchanges: [
      { internalId: '0', position: 0, direction: 'OUTPUT', flow: { type: 'flow', name: { en: 'steel' } }, flowKind: 'PRODUCT', isReference: true, amount: '1', unit: 'kg' },
      {
        internalId: '1', position: 1, direction: 'OUTPUT', flow: { type: 'flow', name: { en: 'carbon dioxide' } }, flowKind: 'ELEMENTARY', isReference: false, amount: '2', unit: 'kg', cas: '124-38-9',
        compartment: { code: 'air/urban-close-to-ground', system: 'ecoinvent', path: ['air', 'urban air close to ground'] },
        uncertainty: { distribution: 'LOGNORMAL', varianceWithPedigree: '0.01', sigma: '0.1', pedigree: { reliability: '2', completeness: '3', temporal: '1', geographical: '1', technology: '1' } }, comment: { en: 'measured' },
        allocations: [{ coProduct: '0', percent: '100' }],
      },
    ],
  });

  it('get what the schema asks for, each told; exchanges are numbered from 1', () => {
    const { text, issues } = ecospold1.write('process', foreign());
    const back = processOf(readText(text!));
    expect(back.exchanges!.map((e) => [e.internalId, e.group, e.amount, e.unit, e.compartment?.code])).toEqual([['1', 'REFERENCE_PRODUCT', '1', 'kg', undefined], ['2', 'TO_ENVIRONMENT', '2', 'kg', 'air/urban-close-to-ground']]);
    expect(back.exchanges![1]!.allocations).toEqual([{ coProduct: '1', percent: '100' }]);
    expect(back).toMatchObject({ name: { en: 'steel', zh: '钢' }, period: { start: '2020-01-01', end: '2021-12-31' }, referenceFlows: ['1'], supplyCoveredPercent: '100.0', administration: { generator: 'Tanlu' } });
    expect(issues.filter((i) => i.code === 'language-left-out').map((i) => i.params)).toEqual([{ used: 'en, zh', left: 'fr' }, { used: 'en', left: 'de' }]);
    expect(issues.filter((i) => i.code === 'field-defaulted').map((i) => i.params['field'])).toEqual(expect.arrayContaining(['generator', 'enteredBy', 'source', 'country']));
  });
  it('§3.2 state lognormal uncertainty as exp(2σ): exp(0.2) = 1.221402758, with the scores before the comment', () => {
    const found = exchangeOf(readText(ecospold1.write('process', foreign()).text!), '2');
    expect(Number(found.uncertainty?.standardDeviation95)).toBeCloseTo(1.221402758, 9);
    expect(Number(found.uncertainty?.sigma)).toBeCloseTo(0.1, 12);
    expect(found.comment).toEqual({ en: '(2,3,1,1,1,na) measured' });
  });
  it('are refused where the format has no document for them, or cannot say what they state', () => {
    expect(() => ecospold1.write('contact', { id: '00000000-0000-4000-8000-000000000002' })).toThrow(TanluError);
    const product = ecospold1.write('flow', { id: '00000000-0000-4000-8000-000000000003', version: '1', name: { en: 'steel' }, kind: 'PRODUCT' });
    expect([product.text, product.issues.map((i) => i.code)]).toEqual([undefined, ['dataset-unwritable']]);
    const beta = foreign();
    beta.exchanges![1]!.uncertainty = { distribution: 'BETA', minimum: '1', mode: '2', maximum: '3' };
    expect(ecospold1.write('process', beta).issues.map((i) => i.code)).toContain('uncertainty-invalid');
  });
});
