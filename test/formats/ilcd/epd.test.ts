// ILCD §4.3, cases 58–62: environmental product declarations are read as processes; their modules, scenarios and statements are fields, and come back.
import { describe, expect, it } from 'vitest';
import { checkProcessAgainstFlows } from '../../../src/mapping/check-process.ts';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { issueOf, keptAt, only, readFixture, readText } from './fixture.ts';

const read = (...edits: readonly (readonly [string, string])[]) => only(readFixture('epd/process.xml', ...edits), 'process');

describe('ILCD+EPD', () => {
  it('is a process of type EPD with its scenarios, and says what it stands for', () => {
    const { record } = read();
    expect(record.type).toBe('EPD');
    expect(record.scenarios).toEqual([{ name: 'landfill', isDefault: true, description: { en: 'all to landfill' } }, { name: 'incineration' }]);
    expect(record.epd).toEqual({ formatVersion: '1.2', subtype: 'specific dataset' });
  });

  it('ILCD 4.3 #58: aggregated and split modules stand side by side and are never summed', () => {
    const indicator = read().record.exchanges![1]!;
    expect(indicator.amount).toBeUndefined();
    expect(indicator.modules!.slice(0, 2)).toEqual([{ module: 'A1', amount: '1.5' }, { module: 'A1-A3', amount: '4.5' }]);
  });

  it('ILCD 4.3 #59: scenarios of a module are kept apart; an empty amount is not declared, and not zero', () => {
    expect(read().record.exchanges![1]!.modules!.slice(2)).toEqual([{ module: 'C4', scenario: 'landfill', amount: '0.25' }, { module: 'C4', scenario: 'incineration', notDeclared: true }]);
  });

  it('ILCD 4.3 #59: several scenarios without a default ask for a choice; one described twice, and one not described, are told', () => {
    expect(read([' epd:default="true"', '']).codes).toContain('scenario-default-missing');
    expect(read(['epd:name="incineration"', 'epd:name="landfill"']).issues.filter((i) => i.code.startsWith('scenario'))).toMatchObject([
      { code: 'scenario-duplicate', params: { scenario: 'landfill', count: 2 } }, { code: 'scenario-undeclared', params: { scenario: 'incineration' } },
    ]);
  });

  it('tells a module that an indicator states twice for one scenario, and keeps both', () => {
    const { record, issues } = read(['epd:scenario="incineration"', 'epd:scenario="landfill"']);
    expect(record.exchanges![1]!.modules).toHaveLength(4);
    expect(issueOf(issues, 'module-repeated')).toMatchObject({ path: 'exchanges/exchange[2]', params: { module: 'C4', count: 2 } });
  });

  it('ILCD 4.3 #60: an indicator is known by its identifier, whatever its unit is called', () => {
    expect(read().record.impactResults![0]).toEqual({
      category: { type: 'impactCategory', id: 'a7ea142a-9749-11ed-a8fc-0242ac120002' }, amount: '0', modules: [{ module: 'A1-A3', amount: '3.2' }],
      unitGroup: { type: 'unitGroup', id: '1ebf3012-d0db-4de2-aefd-ef30cedb0be1', name: { de: 'kg CO_(2)-Äq.' } },
    });
  });

  it('ILCD 4.3 #61: compliance (EF 3.0) and indicator (EF 3.1) are both kept where they disagree, and told', () => {
    const { record, issues } = read();
    expect(record.compliances![0]!.system!.id).toBe('c0016b33-8cf7-415c-ac6e-deba0d21440d');
    expect(record.impactResults![0]!.category.id).toBe('a7ea142a-9749-11ed-a8fc-0242ac120002');
    expect(issueOf(issues, 'indicator-edition-differs')!.params).toEqual({ stated: 'EF 3.0', used: 'EF 3.1' });
    expect(read(['c0016b33-8cf7-415c-ac6e-deba0d21440d', 'd4aa3ec7-b1d7-4a4a-a6cb-37af88dcc902']).codes).not.toContain('indicator-edition-differs');
  });

  it('ILCD 4.3 #62: a reference exchange without direction is an output', () => {
    const { record, issues } = read();
    expect(record.exchanges![0]).toMatchObject({ isReference: true, direction: 'OUTPUT', amount: '1.0' });
    expect(issueOf(issues, 'direction-missing')!.params).toEqual({ used: 'OUTPUT' });
    expect(checkProcessAgainstFlows(record, () => 'OTHER')).toEqual([]);
  });

  it('ILCD 4.3 #19: only the declared unit of an EPD needs an amount', () => {
    const { codes } = read(['<meanAmount>1.0</meanAmount>', '']);
    expect(codes.filter((code) => code === 'amount-missing')).toHaveLength(1);
  });

  it('ILCD 4.3 #34: oekobau.dat and UN CPC stand side by side', () => {
    expect(read().record.classifications!.map((c) => [c.scheme, c.code])).toEqual([['oekobau.dat', '6'], ['CPC', '369']]);
  });
});

describe('ILCD 4.3 #19: what stands in place of an amount', () => {
  const amountOf = (text: string) => {
    const { record, codes } = read(['>1.5<', `>${text}<`]);
    return { ...record.exchanges![1]!.modules![0], codes: codes.filter((code) => code.startsWith('number')) };
  };
  it.each(['MND', 'mnd', 'ND', 'MNR', 'INA', '-'])('%s is not declared', (word) => expect(amountOf(word)).toEqual({ module: 'A1', notDeclared: true, statedAs: word, codes: [] }));
  it.each(['', '  '])('nothing ("%s") is not declared', (blank) => expect(amountOf(blank)).toEqual({ module: 'A1', notDeclared: true, codes: [] }));
  it('zero is zero', () => expect(amountOf('0')).toEqual({ module: 'A1', amount: '0', codes: [] }));
  it('a decimal comma is repaired', () => expect(amountOf('1,5')).toEqual({ module: 'A1', amount: '1.5', codes: ['number-repaired'] }));
  it.each(['see annex', '1.2.3', 'INF'])('%s is no number: told and kept as it stands', (word) => expect(amountOf(word)).toEqual({ module: 'A1', statedAs: word, codes: ['number-invalid'] }));
});

describe('ILCD+EPD 1.3', () => {
  const { record, codes } = only(readFixture('epd/version-1.3.xml'), 'process');

  it('states validity, publisher, products, manufacturers, content, safety margin', () => {
    expect(codes).toEqual([]);
    expect(record.epd).toEqual({
      formatVersion: '1.3', subtype: 'average dataset', publicationDate: '2025-05-08', validUntil: '2030-05-07', safetyMargin: '12.5', safetyMarginDescription: { en: 'on all results' },
      productIds: [{ type: 'GTIN', value: '6900000000017' }, { value: 'HN-7' }],
      manufacturers: [{ isProvidingData: true, contact: { type: 'contact', id: '44444444-0000-4000-8000-000000000021', name: { zh: '海南纤维厂' } }, sites: [{ name: 'Haikou works', openLocationCode: '7PJ8C222+22', geoCode: 'CN' }] }],
      originals: [{ type: 'source', id: '33333333-0000-4000-8000-000000000021' }],
      publishers: [{ type: 'contact', id: '44444444-0000-4000-8000-000000000022', name: { en: 'Programme of Hainan' } }],
      components: [{
        name: { en: 'board' }, weightPercent: { value: '96' }, mass: { value: '14.4' },
        materials: [{
          name: { en: 'coconut fibre', zh: '椰纤维' }, renewablePercent: '100', recycledPercent: '0', recyclablePercent: '95.5', weightPercent: { lower: '90', upper: '95' }, comment: { en: 'from Wenchang' },
          substances: [{ name: { en: 'cellulose' }, casStated: '009004-34-6', ecNumber: '232-674-9', hazardCode: 'none', weightPercent: { upper: '50' } }],
        }],
      }],
      materials: [{ name: { en: 'paper' }, isPackaging: true, weightPercent: { value: '4' } }],
    });
    expect(record.administration!.registrationNumber).toBe('EPD-HN-0007');
  });

  it('keeps beside what the model has no place for', () => {
    expect(record.extensions!['ilcd']!.map(([path]) => path.split('/').at(-1))).toEqual(['@version', '@epd24:present', '@epd24:type', '@epd24:variation', '.-']);
    expect(keptAt(record, 'processInformation/dataSetInformation/common:other/epd24:SVHC/@epd24:present')).toBe('false');
  });

  it('has GWP total, fossil, biogenic and luluc per module: the parts sum to the total wherever all are declared', () => {
    const [total, ...parts] = record.impactResults!.map((r) => r.modules!);
    expect(total!.map(({ module, scenario }) => [module, scenario])).toEqual([['A1-A3', undefined], ['B1', undefined], ['C3', 'recycling'], ['C3', 'incineration'], ['D', 'recycling'], ['D', 'incineration']]);
    expect(total!.map(({ amount }) => amount)).toEqual(['-0.35', undefined, '0.2', '1.70', '-0.5', '-0.25']);
    const sums = total!.map((_, at) => (parts.every((p) => p[at]!.amount !== undefined) ? parts.reduce((sum, p) => sum + Number(p[at]!.amount), 0).toFixed(9) : undefined));
    // A1–A3: 1.1 − 1.5 + 0.05; C3 by incineration: 0.2 + 1.5 + 0
    expect(sums.map((s) => (s === undefined ? undefined : Number(s)))).toEqual([-0.35, undefined, 0.2, 1.7, -0.5, -0.25]);
  });
});

describe('ILCD+EPD of 2019 in its older namespace', () => {
  const { record } = only(readFixture('epd/older-namespace.xml'), 'process');
  const text = ilcd.write('process', record, []).text!;

  it('fills the same fields', () => {
    expect(record.epd).toEqual({
      olderNamespace: true, publicationDate: '2020-03-01', originals: [{ type: 'source', id: '33333333-0000-4000-8000-000000000031' }],
      publishers: [{ type: 'contact', id: '44444444-0000-4000-8000-000000000031' }, { type: 'contact', id: '44444444-0000-4000-8000-000000000032' }],
    });
  });

  it('is written in the namespace it was read in', () => {
    expect(text).toContain('http://www.iai.kit.edu/EPD/2019');
    expect(text).not.toContain('http://www.indata.network/EPD/2019');
  });

  it('counts for nothing beside the newer one, and is written back all the same', () => {
    const newer = '<n:publicationDateOfEPD xmlns:n="http://www.indata.network/EPD/2019">2021-04-01</n:publicationDateOfEPD>';
    const mixed = only(readFixture('epd/older-namespace.xml', ['<epd2:publicationDateOfEPD>', `${newer}<epd2:publicationDateOfEPD>`]), 'process').record;
    expect(mixed.epd).toEqual({ publicationDate: '2021-04-01' });
    const again = ilcd.write('process', mixed, []).text!;
    expect(only(readText(again), 'process').record).toEqual(mixed);
    for (const part of ['2021-04-01', '2020-03-01', '33333333-0000-4000-8000-000000000031', '44444444-0000-4000-8000-000000000031', '44444444-0000-4000-8000-000000000032']) expect(again.split(part)).toHaveLength(2);
  });

  it('takes "A4 - by rail" as module and scenario, "A1 - A3" as module, and writes both as stated', () => {
    const modules = [{ module: 'A1 - A3', amount: '2' }, { module: 'A4', scenario: 'by rail', amount: '0.5' }, { module: 'A4', scenario: 'by road', notDeclared: true }];
    expect(record.impactResults![0]!.modules).toEqual(modules);
    expect(text).toContain('epd:module="A4 - by rail"');
    expect(text).not.toContain('epd:scenario');
    expect(only(readText(text), 'process').record.impactResults![0]!.modules).toEqual(modules);
  });
});
