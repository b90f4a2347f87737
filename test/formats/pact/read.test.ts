// What is received: every field finds its place, every rule of PACT that is broken is told, and nothing that cannot be used comes in (pact.md; #n are its traps of §0).
import { describe, expect, it } from 'vitest';
import { recognize } from '../../../src/formats/registry.ts';
import { readFootprints } from '../../../src/formats/pact/pact.ts';
import { issueText } from '../../../src/model/issue.ts';
import { footprint as footprintSchema } from '../../../src/model/footprint.ts';
import { organization as organizationSchema } from '../../../src/model/organization.ts';
import { product as productSchema } from '../../../src/model/product.ts';
import { codesOf, errorsOf, fixture, fixtureText, readOne, small2, small3, type Json } from './support/documents.ts';

describe('a footprint of version 2', () => {
  const { footprint, product, owner, issues } = readOne(fixtureText('bottle-v2.3'));
  it('#1 is for the declared amount: 12 litres, times 12', () => {
    expect(footprint).toMatchObject({ declaredUnit: 'l', declaredAmount: '12', massPerUnit: '18', version: '3', status: 'PUBLISHED' });
    expect(footprint!.result).toEqual({
      totalExcludingUptake: '9.468', total: '8.400', fossil: '8.4', fossilCarbonContent: '0.6', storedCarbon: '0.3', landUseChange: '0.12', landManagement: '0.36', biogenicEmissions: '0.588',
      landCarbonLeakage: '0.024', biogenicUptake: '-1.068', aircraft: '0', packaging: '1.2',
    });
  });
  it('keeps days, and moments that days do not tell', () => {
    expect(footprint!.referencePeriod).toEqual({ start: '2024-01-01', startsAt: '2024-01-01T00:00:00+08:00', end: '2024-12-31' });
    expect(footprint!.validity).toEqual({ start: '2025-01-01', end: '2027-06-30', endsAt: '2027-06-30T16:00:00Z' });
    expect(footprint).toMatchObject({ createdAt: '2025-02-01T08:00:00Z', updatedAt: '2025-03-01T09:30:00Z', precedingIds: ['0a1b2c3d-4e5f-4a6b-8c7d-9e0f1a2b3c4d'], statusComment: { en: 'Factor of the grid corrected' } });
  });
  it('#2 keeps numbers by their text, and ratings with their scale', () => {
    expect(footprint!.scope).toMatchObject({ boundary: 'CRADLE_TO_GATE', cutOffPercent: '0.50', includesPackaging: true, cutOffDescription: { en: 'Labels' } });
    expect(footprint!.quality).toMatchObject({ ratingScale: 'ONE_TO_THREE', technology: '1.5', time: '1', geography: '2', completeness: '2.5', reliability: '3', coveragePercent: '90', primaryDataSharePercent: '61.25' });
    expect(footprint!.assurance).toEqual({ state: 'THIRD_PARTY', coverage: 'PRODUCT_LINE', level: 'LIMITED', boundary: 'CRADLE_TO_GATE', verifier: 'Example Verifiers', completedAt: '2025-02-20T00:00:00Z', standardName: 'ISO 14064-3', comments: { en: 'No findings' } });
  });
  it('has a product and an owner of its own', () => {
    expect(footprint!.product.id).toBe(product!.id);
    expect(product).toMatchObject({ name: { en: 'Coconut water, 12 bottles' }, producer: { id: owner!.id }, identifiers: [{ scheme: 'GTIN', value: '6901234567892' }, { scheme: 'URN', value: 'urn:pathfinder:product:customcode:vendor-assigned:CW-12' }] });
    expect(product!.classifications).toEqual([{ scheme: 'CPC', code: '24490', statedId: 'urn:pact:productclassification:un-cpc:24490' }, { scheme: 'ECLASS', code: '16-02-02-03' }]);
    expect(owner).toMatchObject({ name: { en: 'Example Beverages' }, identifiers: [{ scheme: 'LEI', value: '5299000J2N45DDNE4Y28' }, { scheme: 'URN', value: 'urn:example:company:beverages' }] });
  });
  it('lies in Hainan, which is not Henan', () => expect(footprint!.geography).toEqual({ code: 'CN-HI', system: 'pact', stated: 'CN-HI' }));
  it('says what version 2 defines otherwise, and nothing else', () => expect(codesOf(issues)).toEqual(['pact-definition-differs']));
  it('is a record of the model', () => {
    expect(footprintSchema.parse(footprint)).toEqual(footprint);
    expect(productSchema.parse(product)).toEqual(product);
    expect(organizationSchema.parse(owner)).toEqual(owner);
  });
});

describe('a footprint of version 3', () => {
  const { footprint, issues } = readOne(fixtureText('panel-v3'));
  it('is read as stated', () => {
    expect(footprint).toMatchObject({ declaredUnit: 'Item(s)', declaredAmount: '3', massPerUnit: '4.5', geography: { code: '030', stated: 'Eastern Asia' } });
    expect(footprint!.result).toEqual({
      totalExcludingUptake: '2.61', total: '-5.4', fossilCarbonContent: '0', storedCarbon: '2.16', recycledCarbonContent: '0.9', fossil: '2.25', landUseChange: '0', landCarbonLeakage: '0.09', landManagementFossil: '0.45',
      landManagementBiogenicCo2Emissions: '0.36', landManagementBiogenicCo2Removals: '-0.18', biogenicUptake: '-8.01', biogenicNonCo2: '0.18', landOccupation: '6.3', aircraft: '0', packaging: '0.27',
      packagingBiogenicCarbonContent: '0.045', outboundLogistics: '0.135', carbonCapture: '0', technologicalRemovals: '0', ccuCarbonContent: '0.018',
    });
    expect(footprint!.method).toMatchObject({ ccuApproach: 'CREDIT', ccuCreditCertification: 'https://example.org/credit/1', carbonCaptureOrigin: 'none', crossSectoralStandards: ['ISO14067', 'PAS2050', 'PACT-3.0'], productRules: [{ operator: 'EPD_INTERNATIONAL', names: ['PCR 2019:14'] }] });
    expect(footprintSchema.parse(footprint)).toEqual(footprint);
  });
  it('breaks no rule', () => expect(issues).toEqual([]));
});

describe('documents', () => {
  const adapterOf = (document: unknown): string | undefined => { const found = recognize(Buffer.from(JSON.stringify(document)), 'x.json'); return 'adapter' in found ? found.adapter.name : undefined; };
  it('are recognized by content: one footprint, lists, answers of GetFootprint', () => {
    for (const document of [small3(), small2(), { data: [small3(), small3()] }, { data: [small2()] }, { data: small2() }]) expect(adapterOf(document)).toBe('pact');
    for (const document of [{ data: [] }, { data: { footprints: [] } }, { pcf: 1 }, {}, { '@type': 'Process', '@id': 'x' }]) expect(adapterOf(document)).not.toBe('pact');
    expect(readFootprints({ data: [] })).toEqual([]);
    expect(readFootprints({ data: small2() })[0]!.footprint!.id).toBe(small2()['id']);
  });
  it('of a list are read each by itself, whatever version they are of', () => {
    const read = readFootprints({ data: [small3(), { nonsense: true }, small2({ id: 'x' }), small2()] });
    expect(read.map(({ footprint }) => footprint?.version)).toEqual(['00.00.000', undefined, undefined, '1']);
    expect(codesOf(read[1]!.issues)).toEqual(['file-unreadable']);
    expect(codesOf(read[2]!.issues)).toEqual(['field-absent', 'pact-id-invalid']);
    expect(read[2]!.issues.map((issue) => issueText(issue))).toContain('"x" is not a UUID, which identifiers of footprints must be.');
  });
  it('of the same company and product meet in one record', () => {
    const [a, b] = [readOne(small3()), readOne(small2({ companyIds: ['URN:EXAMPLE:company:oil', 'urn:pact:company:customcode:buyer-assigned:1'] }))];
    expect(b.owner!.id).toBe(a.owner!.id);
    expect(b.product!.id).toBe(a.product!.id);
    expect(readOne(small3({ companyIds: ['urn:example:company:other'] })).owner!.id).not.toBe(a.owner!.id);
  });
  it('with codes that companies give themselves meet within a company only', () => {
    const coded = (company: string) => readOne(small3({ companyIds: [`urn:example:company:${company}`], productIds: ['urn:pathfinder:product:customcode:vendor-assigned:1'] })).product!.id;
    expect(coded('a')).toBe(coded('a'));
    expect(coded('a')).not.toBe(coded('b'));
  });
  it('that name what this hub named keep its records', () => {
    const [product, owner] = ['aaaaaaaa-0000-4000-8000-000000000001', 'aaaaaaaa-0000-4000-8000-000000000002'];
    const document = small3({ productIds: [`urn:pact:hub.example.org:product-id:${product}`], companyIds: [`urn:pact:hub.example.org:company-id:${owner}`] });
    const [own] = readFootprints(document, { issuer: 'hub.example.org' });
    expect([own!.product!.id, own!.footprint!.product.id, own!.owner!.id, own!.footprint!.owner!.id, own!.product!.producer!.id]).toEqual([product, product, owner, owner, owner]);
    expect(readFootprints(document, { issuer: 'other.example.org' })[0]!.product!.id).not.toBe(product);
  });
  it('keep properties that nobody knows, and data model extensions, beside the record', () => {
    const beside = readOne(small3({ 'pcf.ownFigure': { a: [1.10, null] }, extensions: [{ specVersion: '1', dataSchema: 'https://example.org', data: { x: 1 } }] })).footprint!.extensions!['pact'];
    expect(beside).toEqual(expect.arrayContaining([['pcf/ownFigure', '{"a":[1.1,null]}'], ['extensions', '[{"specVersion":"1","dataSchema":"https://example.org","data":{"x":1}}]']]));
  });
  it('#4 with null say nothing there', () => {
    const { footprint, issues } = readOne(small3({ comment: null, precedingPfIds: null, 'pcf.landCarbonLeakage': null, 'pcf.verification': null, 'pcf.geographyCountry': null }));
    expect(issues).toEqual([]);
    expect([footprint!.description, footprint!.precedingIds, footprint!.result.landCarbonLeakage, footprint!.assurance]).toEqual([undefined, undefined, undefined, {}]);
  });
  it('with unknown and zero stay apart', () => {
    expect(readOne(small3({ 'pcf.landUseChangeGhgEmissions': '0' })).footprint!.result.landUseChange).toBe('0');
    expect(readOne(small3()).footprint!.result.landUseChange).toBeUndefined();
  });
  it('in two keys of one name are told', () => {
    const { issues } = readOne(JSON.stringify(small3()).replace('"status":"Active"', '"status":"Active","status":"Deprecated"'));
    expect(codesOf(issues)).toEqual(['json-key-duplicate']);
  });
});

describe('rules', () => {
  const cases: [name: string, document: Json, errors: string[], field?: string][] = [
    ['12abc is no figure, though the pattern of the schema lets it pass', small3({ 'pcf.fossilGhgEmissions': '12abc' }), ['field-absent', 'number-invalid'], 'fossil'],
    ['abc0.5 is no amount', small3({ 'pcf.declaredUnitAmount': 'abc0.5' }), ['field-absent', 'number-invalid']],
    ['positive removals are none, though the pattern lets them pass', small3({ 'pcf.landManagementBiogenicCO2Removals': '10' }), ['pact-out-of-range'], 'landManagementBiogenicCo2Removals'],
    ['uptake of 5.0 is none', small3({ 'pcf.biogenicCO2Uptake': '5.0' }), ['pact-out-of-range'], 'biogenicUptake'],
    ['-5. is no figure', small3({ 'pcf.biogenicCO2Uptake': '-5.' }), ['number-invalid'], 'biogenicUptake'],
    ['negative emissions are none', small3({ 'pcf.aircraftGhgEmissions': '-1' }), ['pact-out-of-range'], 'aircraft'],
    ['an amount of zero is none', small3({ 'pcf.declaredUnitAmount': '0' }), ['field-absent', 'pact-out-of-range']],
    ['an end before the start', small3({ 'pcf.referencePeriodEnd': '2023-01-01T00:00:00Z' }), ['footprint-period-reversed']],
    ['a rating of 9', small3({ 'pcf.dqi': { technologicalDQR: '9', geographicalDQR: '1', temporalDQR: '5' } }), ['pact-out-of-range']],
    ['a rating of 4 in version 2', small2({ 'pcf.dqi': { coveragePercent: 1, technologicalDQR: 4, temporalDQR: 1, geographicalDQR: 1, completenessDQR: 1, reliabilityDQR: 1 } }), ['pact-out-of-range']],
    ['a negative footprint without biogenic carbon in version 2', small2({ 'pcf.pCfExcludingBiogenic': '-1' }), ['field-absent', 'pact-out-of-range'], 'totalExcludingUptake'],
    ['a company id that is no URN', small3({ companyIds: ['https://example.org/oil'] }), ['pact-urn-invalid']],
    ['an id that is no UUID', small3({ id: 'footprint-1' }), ['field-absent', 'pact-id-invalid']],
    ['a share of 120 %', small3({ 'pcf.primaryDataShare': '120' }), ['pact-out-of-range']],
    ['a missing total', small3({ 'pcf.pcfIncludingBiogenicUptake': undefined }), ['field-absent'], 'total'],
    ['a version 2 among footprints of version 3', { data: [small3(), small2()] }, []],
    ['figures of version 3 under the number of version 2', small3({ specVersion: '2.3.0' }), ['field-absent']],
  ];
  it.each(cases)('%s', (_name, document, errors, field) => {
    const { footprint, issues } = readOne(document);
    expect(errorsOf(issues)).toEqual(errors);
    expect(footprint?.result[field as 'fossil']).toBeUndefined();
  });

  const warnings: [name: string, document: Json, code: string][] = [
    ['three geographies, as in examples of the specification', small3({ 'pcf.geographyCountry': 'FR', 'pcf.geographyCountrySubdivision': 'FR-IDF', 'pcf.geographyRegionOrSubregion': 'Europe' }), 'pact-geography-multiple'],
    ['a sum that does not hold', small3({ 'pcf.pcfIncludingBiogenicUptake': '5', 'pcf.biogenicCO2Uptake': '-0.5' }), 'pact-sum'],
    ['a validity before the end of the reference period', small3({ validityPeriodStart: '2024-06-01T00:00:00Z' }), 'pact-validity-outside'],
    ['a validity of four years', small3({ validityPeriodEnd: '2029-01-01T00:00:00Z' }), 'pact-validity-outside'],
    ['one end of the validity in version 2', small2({ validityPeriodStart: '2024-06-01T00:00:00Z' }), 'pact-field-expected'],
    ['emissions of a packaging that is not included', small3({ 'pcf.packagingEmissionsIncluded': false, 'pcf.packagingGhgEmissions': '1' }), 'pact-field-forbidden'],
    ['captured carbon where none is included', small3({ 'pcf.ccsTechnologicalCO2CaptureIncluded': false, 'pcf.ccsTechnologicalCO2Capture': '-1' }), 'pact-field-forbidden'],
    ['another operator without name', small3({ 'pcf.productOrSectorSpecificRules': [{ operator: 'Other', ruleNames: ['x'] }] }), 'pact-field-expected'],
    ['a name of an operator that is not another one', small3({ 'pcf.productOrSectorSpecificRules': [{ operator: 'PEF', ruleNames: ['x'], otherOperatorName: 'y' }] }), 'pact-field-forbidden'],
    ['a set with a value twice', small3({ productIds: ['urn:a:b', 'urn:a:b'] }), 'pact-value-repeated'],
    ['a rule with a name twice', small3({ 'pcf.productOrSectorSpecificRules': [{ operator: 'PEF', ruleNames: ['x', 'x'] }] }), 'pact-value-repeated'],
    ['a version of the specification in short', small3({ specVersion: '3.0' }), 'pact-version-invalid'],
    ['an unknown region', small3({ 'pcf.geographyRegionOrSubregion': 'Atlantis' }), 'place-unknown'],
    ['exemptions above 5 % in version 2', small2({ 'pcf.exemptedEmissionsPercent': 6 }), 'pact-range-doubtful'],
    ['two different reports', small2({ 'pcf.characterizationFactors': 'AR5' }), 'pact-reports-differ'],
    ['fields that version 2 asks for since 2025', small2({ 'pcf.referencePeriodEnd': '2025-01-01T00:00:01Z' }), 'pact-field-expected'],
    ['neither share nor ratings in version 2', small2({ 'pcf.primaryDataShare': undefined }), 'pact-field-expected'],
    ['a time without zone', small3({ created: '2025-06-01T00:00:00' }), 'date-zone-assumed'],
  ];
  it.each(warnings)('tells %s, and takes the footprint', (_name, document, code) => {
    const { footprint, issues } = readOne(document);
    expect(footprint).toBeDefined();
    expect(errorsOf(issues)).toEqual([]);
    expect(codesOf(issues)).toContain(code);
  });

  it.each([
    ['a rule without names', { 'pcf.productOrSectorSpecificRules': [{ operator: 'PEF' }, { operator: 'PEF', ruleNames: ['a'] }] }, 'productRules', [{ operator: 'PEF', names: ['a'] }], ['pcf/productOrSectorSpecificRules', '{"operator":"PEF"}']],
    ['a source without version', { 'pcf.secondaryEmissionFactorSources': [{ name: 'x' }, { name: 'y', version: '1' }] }, 'emissionFactorSources', [{ name: 'y', version: '1' }], ['pcf/secondaryEmissionFactorSources', '{"name":"x"}']],
  ] as const)('do not take %s, and keep it beside', (_name, changes, field, kept, beside) => {
    const { footprint, issues } = readOne(small3(changes));
    expect(errorsOf(issues)).toEqual(['field-absent']);
    expect(footprint!.method[field]).toEqual(kept);
    expect(footprint!.extensions!['pact']).toContainEqual(beside);
  });

  it('say nothing of what keeps them', () => {
    expect(readOne(small3()).issues).toEqual([]);
    expect(codesOf(readOne(small2()).issues)).toEqual(['pact-definition-differs']);
    // Rounded figures: 1.333 + 0.333 + 0 + 0 + 0.333 = 1.999, stated as 2.00.
    expect(readOne(small3({ 'pcf.fossilGhgEmissions': '1.333', 'pcf.landUseChangeGhgEmissions': '0.333', 'pcf.landManagementBiogenicCO2Emissions': '0', 'pcf.landManagementBiogenicCO2Removals': '0', 'pcf.biogenicNonCO2Emissions': '0.333', 'pcf.pcfExcludingBiogenicUptake': '2.00' })).issues).toEqual([]);
    // Until the beginning of 2025, which does not belong to the period, nothing more is asked for.
    expect(codesOf(readOne(small2({ 'pcf.referencePeriodEnd': '2025-01-01T00:00:00Z' })).issues)).toEqual(['pact-definition-differs']);
  });

  it('accept what real hosts send: exponents, upper case, standards of any name, spellings of the prose', () => {
    const { footprint, issues } = readOne(small3({ id: 'URN:UUID:11111111-2222-4333-8444-55555555AAAA', 'pcf.fossilGhgEmissions': '1.75e+0', 'pcf.crossSectoralStandards': ['ISO14067', 'Own Standard', 'PACT Methodology 2.0'], created: '2025-06-01 00:00:00Z' }));
    expect(issues).toEqual([]);
    expect([footprint!.id, footprint!.result.fossil, footprint!.method.crossSectoralStandards, footprint!.createdAt]).toEqual(['11111111-2222-4333-8444-55555555aaaa', '1.75', ['ISO14067', 'Own Standard', 'PACT-2.0'], '2025-06-01T00:00:00Z']);
  });

  it('have texts in both languages', () => {
    for (const issue of readOne(small3({ specVersion: '3', 'pcf.biogenicCO2Uptake': '1' })).issues) for (const language of ['en', 'zh'] as const) expect(issueText(issue, language)).not.toMatch(/\{\w+\}/);
  });
});

it('the answer of a list as one file is all of its footprints', () => {
  const found = recognize(Buffer.from(JSON.stringify({ data: [fixture('bottle-v2.3'), small2()] })), 'list.json');
  if (!('adapter' in found)) throw new Error('not recognized');
  const { datasets, formatVersion } = found.adapter.read(Buffer.from(JSON.stringify({ data: [fixture('bottle-v2.3'), small2()] })), 'list.json');
  expect(datasets.filter(({ noun }) => noun === 'footprint')).toHaveLength(2);
  expect(formatVersion).toBe('2.3.0');
  // In one file figures mean one thing: a footprint of the other version is refused, and nothing of it is read.
  const mixed = found.adapter.read(Buffer.from(JSON.stringify({ data: [small2(), small3()] })), 'list.json');
  expect([mixed.datasets.filter(({ noun }) => noun === 'footprint').length, mixed.refused.length, codesOf(mixed.issues)]).toEqual([1, 1, ['pact-version-mismatch']]);
});
