// Rules of a footprint, each with numbers computed by hand and each made to fail once.
import { describe, expect, it } from 'vitest';
import { checkElectricityFactor, checkFootprint, isLandBased, isPublishable, type FootprintContext, type FootprintDraft } from '../../src/model/footprint-rules.ts';
import { footprint } from '../../src/model/footprint.ts';
import { issueText } from '../../src/model/issue.ts';
import type { Factor } from '../../src/model/product.ts';

const uuid = (digit: number) => `00000000-0000-4000-8000-00000000000${digit}`;

/** Baisha green tea: 11.41 + 0 + 0 + 3.50 = 14.91; 14.91 + 0 − 24.13 = −9.22 (O6). */
function tea(): FootprintDraft {
  return {
    id: uuid(1), version: '01.00.000', name: { en: 'tea' }, status: 'PUBLISHED',
    product: { type: 'product', id: uuid(2) },
    declaredUnit: 'kg', declaredAmount: '1',
    referencePeriod: { start: '2024-01-01', end: '2024-12-31' },
    validity: { start: '2025-01-01', end: '2026-12-31' },
    scope: { boundary: 'CRADLE_TO_GRAVE' },
    result: {
      total: '-9.22', gross: '14.91', fossil: '11.41', biogenicUptake: '0', biogenicEmissions: '0', landUseChange: '0', landManagement: '3.50',
      removals: '-24.13', locationBased: '-9.22',
    },
    method: { standard: { type: 'standard', id: uuid(3), version: '01.00.000' }, gwpSet: 'IPCC-AR6-GWP100', allocation: 'none', electricity: 'LOCATION' },
    quality: { primaryDataSharePercent: '60' },
    assurance: { state: 'SELF_DECLARED' },
  };
}

/** The tea with other values at some paths; undefined takes a field away. */
function variant(changes: Record<string, unknown>): FootprintDraft {
  const record = tea() as Record<string, unknown>;
  for (const [path, value] of Object.entries(changes)) {
    const names = path.split('.');
    const last = names.pop()!;
    const holder = names.reduce((object, name) => object[name] as Record<string, unknown>, record);
    if (value === undefined) delete holder[last];
    else holder[last] = value;
  }
  return record;
}

function codesOf(changes: Record<string, unknown>, context: FootprintContext = {}): string[] {
  return checkFootprint(variant(changes), context).map(({ code }) => code);
}

const factor = (kind: Factor['kind']): Factor => ({
  id: uuid(4), version: '01.00.000', name: { en: 'grid' }, kind, value: '0.5306', numerator: 'kgCO2', activityUnit: 'kWh', gasBasis: 'CO2',
});

describe('a complete footprint', () => {
  it('is publishable, negative total and all', () => {
    expect(footprint.safeParse(tea()).success).toBe(true);
    expect(checkFootprint(tea(), { landBased: true })).toEqual([]);
    expect(isPublishable(tea(), { landBased: true })).toBe(true);
  });
});

describe('what must be stated', () => {
  it.each([
    ['product', 'product.id', undefined],
    ['declaredUnit', 'declaredUnit', ' '],
    ['declaredAmount', 'declaredAmount', undefined],
    ['scope.boundary', 'scope', undefined],
    ['result.total', 'result.total', undefined],
    ['referencePeriod.start', 'referencePeriod.start', undefined],
    ['referencePeriod.end', 'referencePeriod.end', undefined],
    ['validity.start', 'validity.start', undefined],
    ['validity.end', 'validity.end', undefined],
    ['method.standard', 'method.standard', undefined],
    ['method.gwpSet', 'method.gwpSet', ''],
    ['method.electricity', 'method.electricity', undefined],
    ['method.allocation', 'method.allocation', ''],
    ['quality.primaryDataSharePercent', 'quality.primaryDataSharePercent', undefined],
    ['assurance.state', 'assurance', undefined],
  ])('%s', (field, path, value) => {
    const record = variant({ [path]: value });
    expect(checkFootprint(record).map((issue) => [issue.code, issue.path])).toEqual([['footprint-field-missing', field]]);
    expect(isPublishable(record)).toBe(false);
  });

  it('lets a reason stand for the share of primary data', () => {
    expect(codesOf({ quality: { primaryDataShareAbsent: 'country default' } })).toEqual([]);
  });

  it('names the record and says it in two languages', () => {
    const [found] = checkFootprint(variant({ declaredUnit: undefined }));
    expect(found!.dataset).toBe(`footprint ${uuid(1)}`);
    expect(issueText(found!)).toBe('The footprint does not state declaredUnit; without it, it cannot be published.');
    expect(issueText(found!, 'zh')).toBe('产品碳足迹未声明 declaredUnit，不能发布。');
  });

  it('does not stumble over an empty form', () => {
    expect(checkFootprint({}).length).toBe(15);
  });
});

describe('method', () => {
  it.each(['0', '-1', '0.000'])('refuses the declared amount %s', (amount) => {
    expect(codesOf({ declaredAmount: amount })).toEqual(['footprint-amount-not-positive']);
  });

  it.each(['ISO 14067', 'GB/T 24067', 'T/CGFA 012'])('refuses the standard %s without version', (name) => {
    expect(codesOf({ 'method.standard': { type: 'standard', id: uuid(3), name: { en: name } } })).toEqual(['footprint-standard-unversioned']);
  });

  it.each(['ISO 14067:2018', 'GB/T 24067-2024', 'T/CGFA 012—2025', 'EN 15804+A2'])('takes the coded standard %s', (code) => {
    expect(codesOf({ 'method.standard': { type: 'standard', externalKey: code } })).toEqual([]);
  });

  it.each(['AR6', 'ar5', 'IPCC AR6', 'IPCC-AR6', 'AR 6', 'IPCC 2021', 'FAR'])('refuses the bare GWP set %s', (gwpSet) => {
    expect(codesOf({ 'method.gwpSet': gwpSet })).toEqual(['footprint-gwp-set-bare']);
  });

  it.each(['IPCC-AR6-GWP100', 'IPCC AR5 WG1 table 8.A.1, 100 years', 'EF 3.1'])('takes the GWP set %s', (gwpSet) => {
    expect(codesOf({ 'method.gwpSet': gwpSet })).toEqual([]);
  });
});

describe('periods', () => {
  it('refuses a reversed validity and a reversed reference period, and takes a single day', () => {
    expect(codesOf({ validity: { start: '2027-01-01', end: '2026-12-31' } })).toEqual(['footprint-period-reversed']);
    expect(codesOf({ referencePeriod: { start: '2025-01-01', end: '2024-12-31' } })).toEqual(['footprint-period-reversed']);
    expect(codesOf({ referencePeriod: { start: '2024-05-01', end: '2024-05-01' } })).toEqual([]);
  });
});

describe('signs and sums', () => {
  it('refuses positive removals: 14.91 + 24.13 = 39.04 would even add up', () => {
    expect(codesOf({ 'result.removals': '24.13', 'result.total': '39.04' })).toEqual(['footprint-removal-positive']);
    expect(codesOf({ 'result.biogenicUptake': '1', 'result.total': '-8.22' })).toEqual(['footprint-removal-positive']);
    expect(codesOf({ 'result.carbonCapture': '1', 'result.total': '-8.22' })).toEqual(['footprint-removal-positive']);
    for (const field of ['technologicalRemovals', 'landManagementBiogenicCo2Removals']) {
      expect(codesOf({ [`result.${field}`]: '0.1' })).toEqual(['footprint-removal-positive']);
      expect(codesOf({ [`result.${field}`]: '-0.1' })).toEqual([]);
    }
  });

  it('adds the uptake to the total without it: −5.4 = 2.61 − 8.01, and −9.22 is not 1 + 0', () => {
    expect(codesOf({ 'result.totalExcludingUptake': '2.61', 'result.biogenicUptake': '-8.01', 'result.total': '-5.4', 'result.gross': undefined, 'result.locationBased': '-5.4' })).toEqual([]);
    expect(codesOf({ 'result.totalExcludingUptake': '1' })).toEqual(['footprint-sum']);
  });

  it('checks the total exactly: 14.91 − 24.13 is −9.22, not −9.2200001', () => {
    expect(codesOf({ 'result.total': '-9.2200001' })).toEqual(['footprint-sum']);
    expect(codesOf({ 'result.total': '-9.2200' })).toEqual([]);
    expect(codesOf({ 'result.total': '-922e-2' })).toEqual([]);
  });

  it('counts captured carbon: −9.22 − 1 = −10.22', () => {
    expect(codesOf({ 'result.carbonCapture': '-1', 'result.total': '-10.22' })).toEqual([]);
    expect(codesOf({ 'result.carbonCapture': '-1' })).toEqual(['footprint-sum']);
  });

  it('is not fooled by floats: 0.1 + 0.2 = 0.3, and 30 digits count', () => {
    const parts = { 'result.fossil': '0.1', 'result.landManagement': '0.2', 'result.removals': '0' };
    expect(codesOf({ ...parts, 'result.gross': '0.3', 'result.total': '0.3' })).toEqual([]);
    expect(codesOf({ ...parts, 'result.gross': '0.300000000000000000000000000001', 'result.total': '0.300000000000000000000000000001' })).toEqual(['footprint-sum']);
  });

  it('checks the gross emissions: 11.41 + 0 + 0 + 3.50 = 14.91', () => {
    const [found] = checkFootprint(variant({ 'result.fossil': '11.40' }));
    expect(found).toMatchObject({ code: 'footprint-sum', path: 'result.gross', params: { stated: '14.91', computed: '14.9' } });
    expect(issueText(found!)).toBe('gross is stated as 14.91, but fossil + biogenicEmissions + landUseChange + landManagement = 14.9.');
  });

  it('checks no sum with an unknown term: unknown is not zero', () => {
    expect(codesOf({ 'result.landUseChange': undefined, 'result.fossil': '1' })).toEqual([]);
    expect(codesOf({ 'result.biogenicUptake': undefined, 'result.total': '5' })).toEqual([]);
  });

  it('takes aircraft emissions as a part of the fossil ones', () => {
    expect(codesOf({ 'result.aircraft': '11.41' })).toEqual([]);
    const record = variant({ 'result.aircraft': '11.42' });
    expect(checkFootprint(record).map(({ code, severity }) => [code, severity])).toEqual([['footprint-aircraft-exceeds-fossil', 'warning']]);
    expect(isPublishable(record)).toBe(true);
  });
});

describe('land use change', () => {
  it('must be stated for products of the land, and zero is a statement', () => {
    expect(codesOf({ 'result.landUseChange': undefined }, { landBased: true })).toEqual(['footprint-land-use-change-missing']);
    expect(codesOf({ 'result.landUseChange': undefined }, { landBased: false })).toEqual([]);
    expect(codesOf({}, { landBased: true })).toEqual([]);
  });

  it.each([
    ['HS', '400122', true], ['HS', '090111', true], ['HS', '470329', true], ['HS', '220299', true],
    ['HS', '400219', false], ['HS', '252329', false], ['HS', '310210', false], ['CPC', '01950', true], ['CPC', '37440', false], ['ISIC', '0111', false],
  ])('%s %s: %s', (scheme, code, expected) => {
    expect(isLandBased({ classifications: [{ scheme, code }] })).toBe(expected);
  });

  it('does not guess without classes', () => {
    expect(isLandBased({})).toBe(false);
  });
});

describe('electricity', () => {
  it('refuses a contract-based result alone (C12)', () => {
    const contract = { 'method.electricity': 'CONTRACT', 'result.contractBased': '-9.30' };
    expect(codesOf(contract)).toEqual([]);
    expect(codesOf({ ...contract, 'result.locationBased': undefined })).toEqual(['footprint-location-based-missing']);
    expect(codesOf({ 'method.electricity': 'CONTRACT', 'result.locationBased': undefined })).toEqual(['footprint-location-based-missing']);
    expect(codesOf({ 'result.locationBased': undefined })).toEqual([]);
  });

  it('refuses the direct CO2 factor', () => {
    expect(checkElectricityFactor(factor('ELECTRICITY_LIFE_CYCLE'))).toBeUndefined();
    expect(checkElectricityFactor(factor('ELECTRICITY_DIRECT'))).toMatchObject({ code: 'footprint-electricity-factor-kind', severity: 'error' });
    expect(checkElectricityFactor(factor('FUEL'))).toMatchObject({ params: { kind: 'FUEL' } });
    expect(codesOf({}, { electricityFactor: factor('ELECTRICITY_DIRECT') })).toEqual(['footprint-electricity-factor-kind']);
    expect(codesOf({}, { electricityFactor: factor('ELECTRICITY_LIFE_CYCLE') })).toEqual([]);
  });
});
