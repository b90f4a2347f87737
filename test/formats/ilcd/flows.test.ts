// ILCD §4.3, cases 29–36 and 47: flows, units, compartments, classes, places.
import { describe, expect, it } from 'vitest';
import { issueOf, keptAt, keptTexts, only, readElementary, readFixture, readProcess, readProduct } from './fixture.ts';

const mass = /<flowProperty dataSetInternalID="2">[^]*?<\/flowProperty>/;

describe('ILCD units and flow properties', () => {
  it('ILCD 4.3 #28: factors come from the file: one group, read from two lists, is days in one and years in the other', () => {
    const unitsOf = (...edits: Parameters<typeof readFixture>[1][]) => {
      const { record } = only(readFixture('unit-group/unit-group.xml', ...edits), 'unitGroup');
      return { id: record.id, unit: record.unit, factors: Object.fromEntries(record.units!.map((u) => [u.symbol, u.factor])) };
    };
    const id = 'af638906-3ec7-4314-8de7-f76039f2dd01';
    expect(unitsOf()).toEqual({ id, unit: 'a', factors: { d: '1', a: '365.0' } });
    expect(unitsOf(['<referenceToReferenceUnit>1<', '<referenceToReferenceUnit>0<'])).toEqual({ id, unit: 'd', factors: { d: '1', a: '365.0' } });
    expect(unitsOf(['<name>d</name>', '<name>h</name>'], ['<referenceToReferenceUnit>1<', '<referenceToReferenceUnit>0<'], ['365.0', '8760'])).toEqual({ id, unit: 'h', factors: { h: '1', a: '8760' } });
  });

  it('ILCD 4.3 #29: a reference unit with a factor other than 1 is told; factors stay as stated', () => {
    const { record, issues } = only(readFixture('unit-group/unit-group.xml'), 'unitGroup');
    expect(record).toMatchObject({ referenceUnit: '1', unit: 'a', units: [{ symbol: 'd', factor: '1', position: 0 }, { symbol: 'a', factor: '365.0', position: 1 }] });
    expect(issueOf(issues, 'reference-factor-not-one')?.params).toEqual({ what: 'unit', factor: '365.0' });
  });

  it('ILCD 4.3 #29: a reference property with a factor other than 1 is told', () => {
    const { record, issues } = readProduct();
    expect(record.referenceProperty).toBe('1');
    expect(record.flowProperties!.map((p) => p.mean)).toEqual(['2', '50']);
    expect(issueOf(issues, 'reference-factor-not-one')?.params).toEqual({ what: 'flow property', factor: '2' });
    expect(readElementary().codes).toEqual([]);
  });

  it('ILCD 4.3 #30: the only property of a flow is its reference, whatever the file says', () => {
    const dangling = readElementary(['<referenceToReferenceFlowProperty>0<', '<referenceToReferenceFlowProperty>7<']);
    expect(dangling.record.referenceProperty).toBe('0');
    expect(keptTexts(dangling.record)).toContain('7');
    expect(issueOf(dangling.issues, 'reference-property-repaired')?.params).toEqual({ id: '7' });
    const unnamed = readElementary([' dataSetInternalID="0"', '']);
    expect(unnamed.record.referenceProperty).toBe(unnamed.record.flowProperties![0]!.internalId);
  });

  it('ILCD 4.3 #30: of several properties none is guessed', () => {
    const { record, issues } = readProduct(['<referenceToReferenceFlowProperty>1<', '<referenceToReferenceFlowProperty>7<']);
    expect(record.referenceProperty).toBe('7');
    expect(issueOf(issues, 'reference-property-dangling')).toMatchObject({ severity: 'error', params: { id: '7' } });
  });

  it('ILCD 4.3 #30: a reference unit that does not exist is an error', () => {
    const { record, codes } = only(readFixture('unit-group/unit-group.xml', ['<referenceToReferenceUnit>1<', '<referenceToReferenceUnit>9<']), 'unitGroup');
    expect(record.unit).toBeUndefined();
    expect(codes).toEqual(['reference-unit-dangling']);
  });

  it('ILCD 4.3 #31: a flow without flow property is kept', () => {
    const { record, codes } = readElementary([/<flowProperties>[^]*<\/flowProperties>/, '']);
    expect(record.flowProperties).toBeUndefined();
    expect(codes).toEqual(['flow-without-property']);
  });

  it('a property without number is left out and kept beside', () => {
    const { record, codes } = readProduct([mass, '<flowProperty dataSetInternalID="2"><referenceToFlowPropertyDataSet type="flow property data set" refObjectId="93a60a56-a3c8-11da-a746-0800200b9a66"/></flowProperty>']);
    expect(record.flowProperties).toHaveLength(1);
    expect(codes).toContain('value-missing');
    expect(keptTexts(record).join()).toContain('93a60a56-a3c8-11da-a746-0800200b9a66');
  });
});

describe('ILCD compartments and classes', () => {
  const categorization = /<common:elementaryFlowCategorization>[^]*<\/common:elementaryFlowCategorization>/;

  it('finds compartment and carbon origin of carbon dioxide to air', () => {
    const { record } = readElementary();
    expect(record.compartment).toEqual({
      code: 'air/unspecified', system: 'ilcd', statedId: '1.3.4',
      path: ['Emissions', 'Emissions to air', 'Emissions to air, unspecified'], pathIds: ['1', '1.3', '1.3.4'],
    });
    expect(record).toMatchObject({ carbonOrigin: 'FOSSIL', kind: 'ELEMENTARY', ecNumber: '204-696-9' });
  });

  it('finds the compartment by category id where the names say nothing', () => {
    const { record } = readElementary([categorization, '<common:elementaryFlowCategorization><common:category level="0" catId="1.1.2">Meer</common:category></common:elementaryFlowCategorization>']);
    expect(record.compartment).toMatchObject({ path: ['Meer'], statedId: '1.1.2' });
    expect(record.compartment!.code).toMatch(/^water\//);
  });

  it('keeps an unknown compartment as stated', () => {
    const { record, issues } = readElementary([categorization, '<common:elementaryFlowCategorization><common:category level="0">Emissions to cheese</common:category></common:elementaryFlowCategorization>']);
    expect(record.compartment).toEqual({ system: 'ilcd', path: ['Emissions to cheese'] });
    expect(issueOf(issues, 'compartment-unknown')?.params).toEqual({ path: 'Emissions to cheese' });
  });

  it('of two categorizations the known one counts, the other is kept beside', () => {
    const own = '<common:elementaryFlowCategorization name="Own"><common:category level="0" catId="x">To the air</common:category></common:elementaryFlowCategorization>';
    const { record } = readElementary([categorization, `${own}$&`]);
    expect(record.compartment!.code).toBe('air/unspecified');
    expect(keptTexts(record)).toEqual(expect.arrayContaining([JSON.stringify({ name: 'Own', levels: [{ level: 0, id: 'x', label: 'To the air' }] })]));
  });

  it('ILCD 4.3 #32: an elementary flow with classes only takes its compartment from them; with both, the categorization counts', () => {
    const classes = '<common:classification name="ILCD"><common:class level="0">Emissions</common:class><common:class level="1">Emissions to water</common:class><common:class level="2">Emissions to sea water</common:class></common:classification>';
    const only = readElementary([categorization, classes]).record;
    expect(only.compartment!.code).toMatch(/^water\//);
    expect(only.classifications).toHaveLength(2);
    expect(readElementary([categorization, `$&${classes}`]).record.compartment!.code).toBe('air/unspecified');
    expect(readElementary([categorization, classes], ['Elementary flow<', 'Product flow<']).record.compartment).toBeUndefined();
  });

  it('ILCD 4.3 #33: levels are sorted', () => {
    const { record, issues } = readProduct();
    expect(record.classifications![0]).toEqual({ scheme: 'GaBiCategories', code: 'c', name: { en: 'Sheets' }, path: ['Materials', 'Rubber', 'Sheets'], pathCodes: ['a', 'b', 'c'] });
    expect(issueOf(issues, 'category-unsorted')?.params).toEqual({ scheme: 'GaBiCategories' });
  });

  it('ILCD 4.3 #33: a level without number keeps its place, a repeated one its order', () => {
    const plain = readElementary(['<common:category level="1" ', '<common:category ']);
    expect(plain.record.compartment!.code).toBe('air/unspecified');
    expect(plain.codes).toEqual(['category-unsorted']);
    const twice = readProduct(['level="2"', 'level="1"']).record;
    expect(twice.classifications![0]!.path).toEqual(['Materials', 'Sheets', 'Rubber']);
  });

  it('ILCD 4.3 #34: all classification systems are kept, and texts stay whole', () => {
    expect(readProcess().record.classifications!.map((c) => [c.scheme, c.code])).toEqual([['ILCD', '2.4'], ['CPC', '36']]);
    expect(readProduct().record.classifications![1]!.name).toEqual({ en: '7f2a1c55-9d1e-4d53-8a55-0f7e2f1f9a10 Bygg' });
  });

  it('ILCD 4.3 #34: a system known by another name keeps the stated one beside', () => {
    const { record } = readProcess(['name="CPC"', 'name="UN CPC"']);
    expect(record.classifications![1]!.scheme).toBe('CPC');
    expect(keptAt(record, 'processInformation/dataSetInformation/classificationInformation/common:classification[2]/@name')).toBe('UN CPC');
  });
});

describe('ILCD places', () => {
  it('ILCD 4.3 #35: a Chinese sub-region is found and stays as stated', () => {
    expect(readProcess().record.subLocations).toEqual([{ code: 'CN-SD', system: 'ilcd', stated: 'SD-CN' }]);
    const city = readProcess(['subLocation="SD-CN"', 'subLocation="SZ-JS-CN"']).record.subLocations![0];
    expect(city).toEqual({ code: 'CN-JS', system: 'ilcd', stated: 'SZ-JS-CN' });
  });

  it('ILCD 4.3 #35: a private code is kept as stated', () => {
    const { record, issues } = readProcess(['subLocation="SD-CN"', 'subLocation="Plant 7"']);
    expect(record.subLocations).toEqual([{ system: 'ilcd', stated: 'Plant 7' }]);
    expect(issueOf(issues, 'place-unknown')?.params).toEqual({ code: 'Plant 7', system: 'ilcd' });
  });

  it('reads coordinates, and keeps those that are none', () => {
    expect(readProcess().record.geography).toEqual({ code: 'CN', system: 'ilcd', stated: 'CN', latitude: '19.5', longitude: '109.5', description: { en: 'West of the island' } });
    const { record, codes } = readProcess(['19.5; 109.5', '119.5; 109.5']);
    expect(record.geography!.latitude).toBeUndefined();
    expect(codes).toEqual(['number-invalid']);
    expect(keptTexts(record)).toContain('119.5; 109.5');
  });

  it('ILCD 4.3 #36: the location of a flow is free text', () => {
    const { record, codes } = readProduct();
    expect(record.location).toEqual({ en: 'CN and neighbours' });
    expect(codes).not.toContain('place-unknown');
  });
});

describe('ILCD CAS numbers', () => {
  it.each([['000124-38-9', '124-38-9', '000124-38-9'], ['124-38-9', '124-38-9', undefined], ['1333860-38-0', '1333860-38-0', undefined], ['1333860-38-1', undefined, '1333860-38-1'], ['124-38-8', undefined, '124-38-8'], ['-', undefined, '-']])('ILCD 4.3 #47: %s', (stated, cas, kept) => {
    const { record, codes } = readElementary(['>000124-38-9<', `>${stated}<`]);
    expect([record.cas, record.casStated]).toEqual([cas, kept]);
    expect(codes).toEqual(cas === undefined ? ['cas-invalid'] : []);
  });
});
