// A dataset with every element and attribute of EcoSpold 1: where each of them goes (ecospold.md §1.2–1.6), with numbers worked out by hand.
import { describe, expect, it } from 'vitest';
import { uuidV5 } from '../../../src/model/identity.ts';
import { nounSchemas } from '../../../src/model/noun.ts';
import { codesOf, exchangeOf, processOf, readFixture, recordsOf } from './support.ts';

const reading = readFixture('complete/complete.xml');
const process = processOf(reading);

describe('a process with every field', () => {
  it('raises no issue, and leaves beside only what is called lost', () => {
    expect(codesOf(reading)).toEqual([]);
    expect([...reading.account.unmapped.keys()].map((key) => key.replace(/^.*[/:] ?/, ''))).toEqual([
      '@validationId', '@validationStatus', '@validCompanyCodes', '@validRegionalCodes', '@validCategories', '@validUnits', '@infrastructureIncluded', '@qualityNetwork', '@countryCode',
    ]);
    for (const { noun, record } of reading.datasets) expect(nounSchemas[noun].safeParse(record).error).toBeUndefined();
  });

  it('says what it is', () => {
    expect(process).toMatchObject({
      id: uuidV5('ecospold1/process/["natural rubber, dried, at plant","cn","kg","",""]'), version: '1.3.53.03', sourceId: '1201', type: 'UNIT_PROCESS', isInfrastructure: false,
      name: { en: 'natural rubber, dried, at plant', de: 'Naturkautschuk, getrocknet, ab Werk' }, synonyms: { en: 'caoutchouc; NR' },
      includedTo: { en: 'From latex to dried rubber.' }, description: { en: 'One plant in Hainan.' }, technology: { en: 'Crêpe drying.' }, periodDescription: { en: 'Two years of operation.' },
      geography: { code: 'CN', system: 'ecoinvent', stated: 'CN', description: { en: 'One plant.' } }, period: { start: '2020-01-01', end: '2022-02-28' }, validForEntirePeriod: true,
      energyValues: 'net', supplyCoveredPercent: '12.5', annualVolume: { en: 'About 40 kt a year.' }, sampling: { en: 'Measured.' }, dataTreatment: { en: 'None.' }, uncertaintyAdjustments: { en: 'None.' },
      classifications: [
        { scheme: 'EcoSpold01Categories', path: ['chemicals', 'organics'], name: { en: 'chemicals/organics', de: 'Chemikalien/Organisch' } },
        { scheme: 'EcoSpold01StatisticalClassification', code: '25134' },
      ],
      referenceFlows: ['1201'], declaredQuantity: { value: '1', unit: 'kg' },
    });
  });

  it('names its people and sources', () => {
    const [wang, report] = process.dataSources!;
    expect(process.administration).toMatchObject({
      enteredBy: { type: 'contact', externalKey: '1', name: { en: 'Li Na' } }, generators: [{ externalKey: '2', name: { en: 'Wang Lei' } }], publication: { type: 'source', externalKey: '11', id: wang!.id },
      publishedIn: 'published entirely', accessLevel: 'licensees', companyCode: 'RUBBER', pages: '4', generator: 'by hand', fileWrittenAt: '2026-11-22T10:00:00', revisedAt: '2023-03-01T08:30:00', defaultLanguage: 'en',
    });
    expect(process.administration?.contacts?.map((c) => c.externalKey)).toEqual(['1', '2', '3', '4']);
    expect(process.reviews).toEqual([{ details: { en: 'Passed.' }, otherDetails: { en: 'Twice.' }, reviewers: [expect.objectContaining({ externalKey: '3', name: { en: 'Chen Mei' } })] }]);
    expect(process.rights).toEqual({ copyright: true, redistribution: 'FORBIDDEN' });
    expect(report!.name).toEqual({ en: 'Zhao (2020)' });
    const contact = recordsOf(reading, 'contact').find((c) => c.id === process.administration?.enteredBy?.id);
    expect(contact).toMatchObject({ name: { en: 'Li Na' }, address: { en: 'Haikou' }, telephone: '+86 898 1', telefax: '+86 898 2', email: 'li@example.org', companyId: 'RUBBER', country: 'CN' });
    expect(recordsOf(reading, 'source').find((s) => s.id === wang!.id)).toMatchObject({
      name: { en: 'Wang L. (2023)' }, type: 'article', title: 'Rubber of the south', firstAuthor: 'Wang L.', additionalAuthors: 'Li N.', year: '2023', pages: '1-20', editors: 'Chen', anthology: 'Crops',
      placeOfPublication: 'Haikou', publisher: 'A press', journal: 'A journal', volume: '12', issue: '3', description: { en: 'In English.' },
    });
  });

  it('has its exchanges with units, places, compartments and classes', () => {
    expect(process.exchanges?.map((e) => [e.internalId, e.direction, e.group, e.flowKind, e.amount, e.unit, e.location?.code, e.compartment?.code])).toEqual([
      ['1201', 'OUTPUT', 'REFERENCE_PRODUCT', 'PRODUCT', '1', 'kg', 'CN', undefined],
      ['401', 'INPUT', 'FROM_TECHNOSPHERE', 'PRODUCT', '0.250', 'kWh', 'CN-HI', undefined],
      ['402', 'INPUT', 'FROM_TECHNOSPHERE', 'PRODUCT', '1.5E-9', 'Item(s)', 'GLO', undefined],
      ['403', 'INPUT', 'FROM_TECHNOSPHERE', 'PRODUCT', '0.1', 't*km', 'CN', undefined],
      ['404', 'INPUT', 'FROM_ENVIRONMENT', 'ELEMENTARY', '0.02', 'm3', undefined, 'resource/water'],
      ['405', 'OUTPUT', 'TO_ENVIRONMENT', 'ELEMENTARY', '0.3', 'kg', undefined, 'air/urban-close-to-ground'],
      ['406', 'INPUT', 'MATERIALS', 'PRODUCT', '-0.01', 'kg', undefined, undefined],
    ]);
    expect(exchangeOf(reading, '402').isInfrastructure).toBe(true);
    expect(exchangeOf(reading, '405')).toMatchObject({ cas: '124-38-9', chemicalFormula: 'CO2', flow: { name: { en: 'Carbon dioxide, fossil', de: 'Kohlendioxid, fossil' } }, compartment: { system: 'ecospold1', path: ['air', 'high population density'] } });
    expect(exchangeOf(reading, '401').sources).toEqual([expect.objectContaining({ externalKey: '12', name: { en: 'Zhao (2020)' }, parts: ['7'] })]);
  });

  it('states uncertainty, with the standard deviation derived: ln(1.21) / 2 = 0.09531018, 1E-9 / 2 = 5E-10', () => {
    const lognormal = exchangeOf(reading, '401').uncertainty!;
    expect(lognormal).toMatchObject({ distribution: 'LOGNORMAL', standardDeviation95: '1.21', pedigree: { reliability: '2', completeness: '3', temporal: '1', geographical: '1', technology: '1' } });
    expect(Number(lognormal.sigma)).toBeCloseTo(0.09531018, 8);
    expect(exchangeOf(reading, '402').uncertainty).toEqual({ distribution: 'NORMAL', standardDeviation95: '1E-9', sigma: '5e-10' });
    expect(exchangeOf(reading, '403').uncertainty).toEqual({ distribution: 'TRIANGULAR', minimum: '0.05', maximum: '0.2', mode: '0.08' });
    expect(exchangeOf(reading, '404').uncertainty).toEqual({ distribution: 'UNIFORM', minimum: '0.01', maximum: '0.03' });
    expect(exchangeOf(reading, '405').uncertainty).toEqual({ distribution: 'UNDEFINED', standardDeviation95: '1.1' });
    expect(exchangeOf(reading, '406')).toMatchObject({ minimum: '-0.02', maximum: '-0.005' });
    expect(exchangeOf(reading, '406').uncertainty).toBeUndefined();
  });

  it('hands over the flows of its exchanges, once each', () => {
    const flows = recordsOf(reading, 'flow');
    expect(flows).toHaveLength(7);
    expect(flows.find((f) => f.name['en'] === 'Carbon dioxide, fossil')).toMatchObject({
      id: uuidV5('ecospold1/elementary/["carbon dioxide, fossil","kg","air","high population density"]'), kind: 'ELEMENTARY', unit: 'kg', cas: '124-38-9', chemicalFormula: 'CO2', compartment: { code: 'air/urban-close-to-ground' },
    });
    expect(flows.find((f) => f.name['en'] === 'rubber plant')).toMatchObject({ id: uuidV5('ecospold1/product/["rubber plant","item(s)","infrastructure"]'), kind: 'PRODUCT', isInfrastructure: true });
  });
});

describe('impact categories', () => {
  const impact = readFixture('impact/impact.xml');
  const [first, second] = recordsOf(impact, 'impactCategory');

  it('are indicators of a method, with factors', () => {
    expect(codesOf(impact)).toEqual([]);
    expect(first).toMatchObject({
      id: uuidV5('ecospold1/impact/["a method 2001","climate change","gwp 100a","glo","kg co2-eq"]'), version: '1.0.1.02', name: { en: 'GWP 100a', de: 'GWP 100a (de)' }, methodologies: ['a method 2001'], categories: ['climate change'], unit: 'kg CO2-eq',
      interventionLocation: { code: 'GLO' }, geographyDescription: { en: 'The world.' }, timeDescription: { en: '100 years.' }, period: { start: '2001-01-01', end: '2010-12-31' }, rights: { redistribution: 'ALLOWED' },
    });
    expect(recordsOf(impact, 'impactMethod')[0]).toMatchObject({ id: first!.method!.id, name: { en: 'a method 2001' } });
    expect(second!.method!.id).toBe(first!.method!.id);
    expect(first!.factors!.map((f) => [f.internalId, f.flow.name!['en'], f.direction, f.value, f.unit, f.location?.code])).toEqual([
      ['405', 'Carbon dioxide, fossil', 'OUTPUT', '1', 'kg', undefined], ['406', 'Methane, fossil', 'OUTPUT', '23', 'kg', undefined], ['407', 'Carbon dioxide, in air', 'INPUT', '-1', 'kg', 'CN'],
    ]);
    expect(first!.factors![1]).toMatchObject({ uncertainty: { distribution: 'LOGNORMAL', standardDeviation95: '1.35' }, comment: { en: 'with indirect effects' }, sources: [{ externalKey: '1', parts: ['388'] }] });
    for (const { noun, record } of impact.datasets) expect(nounSchemas[noun].safeParse(record).error).toBeUndefined();
  });

  it('characterize the flows of processes and of lists: the identifier is the same', () => {
    const list = recordsOf(readFixture('elementary/elementary.xml'), 'flow')[0]!;
    expect(list).toMatchObject({ name: { en: 'Carbon dioxide, fossil' }, kind: 'ELEMENTARY', synonyms: { en: 'CO2' }, cas: '124-38-9', description: { en: 'From coal, oil and gas.' } });
    expect([first!.factors![0]!.flow.id, second!.factors![0]!.flow.id, exchangeOf(reading, '405').flow.id]).toEqual([list.id, list.id, list.id]);
  });
});

describe('several products', () => {
  it('share the exchanges as the allocation says, in percent', () => {
    const multi = readFixture('multi-output/multi-output.xml');
    expect(codesOf(multi)).toEqual(['date-zone-dropped']);
    expect(exchangeOf(multi, '3').allocations).toEqual([
      { coProduct: '1', percent: '75.5', method: 'economic', comment: { en: 'Price.' } }, { coProduct: '2', percent: '24.5', method: 'economic', comment: { en: 'Price.' } },
    ]);
    expect(exchangeOf(multi, '4').allocations).toEqual([{ coProduct: '1', percent: '60', method: 'physical causality' }, { coProduct: '2', percent: '40', method: 'physical causality' }]);
    expect(exchangeOf(multi, '1').allocations).toBeUndefined();
    expect(processOf(multi)).toMatchObject({ type: 'UNIT_PROCESS', version: '2.0.1.0', period: { start: '2021-01-01', end: '2021-06-30' } });
  });
});
