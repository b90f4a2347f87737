// Projection into each version: pairs of documents with figures computed by hand, every rule of the conversion, and every reason for which there is no value (pact.md §2.3, §3; #n are its traps of §0).
import { describe, expect, it } from 'vitest';
import { pactVersions, projectFootprint, type FootprintSet, type PactVersion, type Projection } from '../../../src/formats/pact/pact.ts';
import { issueText } from '../../../src/model/issue.ts';
import { codesOf, errorsOf, fixture, fixtureText, readOne, setOf, small2, small3, type Json } from './support/documents.ts';

const project = (version: PactVersion, document: object | string): Projection => projectFootprint(version, setOf(document));
const pcfOf = ({ value }: Projection): Json => value!['pcf'] as Json;
const droppedIn = ({ issues }: Projection): string[] => issues.filter(({ code }) => code === 'pact-field-dropped').map(({ params }) => String(params['field'])).sort();

describe('pairs of documents', () => {
  it.each([
    ['12 litres, v2.3 → v3', 'bottle-v2.3', '3.0', 'bottle-v3'], ['3 pieces of 4.5 kg, v3 → v2.3', 'panel-v3', '2.3', 'panel-v2.3'], ['1,000 kWh, v2.3 → v3', 'electricity-v2.3', '3.0', 'electricity-v3'],
    ['v2.3 → v2.3', 'bottle-v2.3', '2.3', 'bottle-v2.3'], ['v3 → v3', 'panel-v3', '3.0', 'panel-v3'], ['v3 → v3', 'bottle-v3', '3.0', 'bottle-v3'], ['v3 → v3', 'electricity-v3', '3.0', 'electricity-v3'],
  ] as const)('%s: %s', (_name, from, version, to) => {
    const { value, text, issues } = project(version, fixtureText(from));
    expect(errorsOf(issues)).toEqual([]);
    expect(value).toEqual(fixture(to));
    // Keys stand in the order of the specification, numbers with the digits of the source.
    const compact = fixtureText(to).replace(/"(?:[^"\\]|\\.)*"|\s+/g, (part) => (part.startsWith('"') ? part : ''));
    expect(text).toBe(compact);
  });

  it('from version 2 over 3 and back have the figures of version 2', () => {
    const there = project('3.0', fixtureText('bottle-v2.3')).text!;
    const { value } = project('2.3', there);
    const pcf = value!['pcf'] as Json;
    const figures = Object.entries(fixture('bottle-v2.3')['pcf'] as Json).filter(([field]) => /Emissions$|Content$|pCf|Withdrawal|Mass/.test(field));
    expect(figures.map(([field]) => [field, pcf[field]])).toEqual(figures);
  });

  it('from version 3 over 2 and back have the figures that version 2 has', () => {
    const { value } = project('3.0', project('2.3', fixtureText('electricity-v3')).text!);
    expect(value).toEqual(fixture('electricity-v3'));
  });
});

describe('amounts', () => {
  it('of 3 litres have quotients without end: 10 ÷ 3, told', () => {
    const projection = project('2.3', small3({
      productClassifications: ['urn:cpc:21529'], 'pcf.declaredUnitOfMeasurement': 'liter', 'pcf.declaredUnitAmount': '3', 'pcf.pcfExcludingBiogenicUptake': '10', 'pcf.fossilGhgEmissions': '9', 'pcf.biogenicCarbonContent': '0',
      'pcf.packagingEmissionsIncluded': true,
    }));
    expect(pcfOf(projection)).toMatchObject({ declaredUnit: 'liter', unitaryProductAmount: '3', pCfExcludingBiogenic: '3.333333333333333333333333333333333', fossilGhgEmissions: '3' });
    expect(projection.issues.filter(({ code }) => code === 'pact-quotient-rounded').map(({ params }) => params['field'])).toEqual(['totalExcludingUptake', 'massPerUnit']);
  });
  it('of 3 litres from version 2 give back what was stated: 0.1 × 3 ÷ 3', () => {
    const source = small2({ 'pcf.declaredUnit': 'liter', 'pcf.unitaryProductAmount': '3', 'pcf.fossilGhgEmissions': '0.10', 'pcf.pCfExcludingBiogenic': '0.3333' });
    expect(setOf(source).footprint.result).toMatchObject({ fossil: '0.30', totalExcludingUptake: '0.9999' });
    expect(pcfOf(project('2.3', source))).toMatchObject({ fossilGhgEmissions: '0.10', pCfExcludingBiogenic: '0.3333' });
  });
  it('in tonnes are stated in kilograms, and no figure changes', () => {
    const set = setOf(small3());
    set.footprint = { ...set.footprint, declaredUnit: 't', declaredAmount: '0.5', massPerUnit: '500' };
    const projection = projectFootprint('3.0', set);
    expect(pcfOf(projection)).toMatchObject({ declaredUnitOfMeasurement: 'kilogram', declaredUnitAmount: '500', productMassPerDeclaredUnit: '500', fossilGhgEmissions: '1.75' });
    expect(codesOf(projection.issues)).toContain('unit-converted');
  });
  it.each([['kilogram', '2', '2'], ['kilowatt hour', '1', '0'], ['megajoule', '1', '0'], ['ton kilometer', '1', '0'], ['hour', '1', '0'], ['megabit second', '1', '0']])('of %s tell the mass: %s → %s kg', (unit, amount, mass) => {
    const set = setOf(small3({ 'pcf.declaredUnitOfMeasurement': unit, 'pcf.declaredUnitAmount': amount }));
    delete set.footprint.massPerUnit;
    const projection = projectFootprint('3.0', set);
    expect(pcfOf(projection)['productMassPerDeclaredUnit']).toBe(mass);
    expect(codesOf(projection.issues)).toContain('pact-value-derived');
  });
  it.each(['liter', 'cubic meter', 'square meter', 'piece'])('of %s do not tell the mass: there is no value, and never 0', (unit) => {
    const set = setOf(small3({ 'pcf.declaredUnitOfMeasurement': unit }));
    delete set.footprint.massPerUnit;
    expect(projectFootprint('3.0', set)).toMatchObject({ issues: [{ code: 'pact-mass-unknown', severity: 'error' }] });
    expect(projectFootprint('3.0', set).value).toBeUndefined();
  });
});

describe('§3.1 product footprint', () => {
  const bottle = setOf(fixtureText('bottle-v2.3'));
  const energy = fixture('electricity-v2.3');
  it('#3 keeps the identifier, or takes the one that it is given', () => {
    expect(project('3.0', energy).value!['id']).toBe(energy['id']);
    const pact = { id: 'aaaaaaaa-1111-4111-8111-aaaaaaaaaaaa', precedingIds: [String(small2()['id'])], created: '2026-01-01T00:00:00Z' };
    expect(projectFootprint('3.0', { ...setOf(energy), pact }).value).toMatchObject({ id: pact.id, precedingPfIds: pact.precedingIds, created: pact.created });
  });
  it('makes the last change of version 2 the creation of version 3', () => {
    expect(projectFootprint('3.0', bottle).value!['created']).toBe('2025-03-01T09:30:00Z');
    expect(project('3.0', energy).value!['created']).toBe('2025-01-15T00:00:00Z');
    expect(projectFootprint('2.3', bottle).value).toMatchObject({ created: '2025-02-01T08:00:00Z', updated: '2025-03-01T09:30:00Z', version: 3 });
  });
  it('counts version 1 in version 2, and 2 with the moment when it is deprecated', () => {
    const set = setOf(small3({ productClassifications: ['urn:cpc:1'], 'pcf.biogenicCarbonContent': '0', 'pcf.packagingEmissionsIncluded': false }));
    const first = projectFootprint('2.3', set).value!;
    expect([first['version'], first['updated'], first['status']]).toEqual([1, undefined, 'Active']);
    expect(projectFootprint('2.3', { ...set, pact: { deprecatedAt: '2026-05-01T00:00:00Z' } }).value).toMatchObject({ version: 2, updated: '2026-05-01T00:00:00Z', status: 'Deprecated' });
    expect(projectFootprint('3.0', { ...set, pact: { deprecatedAt: '2026-05-01T00:00:00Z' } }).value).toMatchObject({ status: 'Deprecated', created: '2025-06-01T00:00:00Z' });
  });
  it.each(pactVersions)('states the specification of %s', (version) => {
    const stated = String(projectFootprint(version, bottle).value!['specVersion']);
    expect(stated.startsWith(`${version}.`)).toBe(true);
  });
  it('shows withdrawn footprints as deprecated, and drafts not at all', () => {
    const set = setOf(small3());
    expect(projectFootprint('3.0', { ...set, footprint: { ...set.footprint, status: 'WITHDRAWN' } }).value!['status']).toBe('Deprecated');
    for (const status of ['DRAFT', 'IN_REVIEW'] as const) expect(projectFootprint('3.0', { ...set, footprint: { ...set.footprint, status } })).toMatchObject({ issues: [{ code: 'pact-status-unwritable', severity: 'error' }] });
  });
  it('leaves out a bound of the validity that PACT does not allow; version 2 has both or none', () => {
    const early = setOf(small3({ validityPeriodStart: '2024-06-01T00:00:00Z', validityPeriodEnd: '2026-06-01T00:00:00Z', productClassifications: ['urn:cpc:1'], 'pcf.biogenicCarbonContent': '0', 'pcf.packagingEmissionsIncluded': false }));
    const in3 = projectFootprint('3.0', early);
    expect([in3.value!['validityPeriodStart'], in3.value!['validityPeriodEnd']]).toEqual([undefined, '2026-06-01T00:00:00Z']);
    expect(codesOf(in3.issues)).toContain('pact-validity-dropped');
    const in2 = projectFootprint('2.3', early).value!;
    expect([in2['validityPeriodStart'], in2['validityPeriodEnd']]).toEqual(['2025-01-01T00:00:00Z', '2026-06-01T00:00:00Z']);
    const neither = projectFootprint('2.3', setOf(small2())).value!;
    expect([neither['validityPeriodStart'], neither['validityPeriodEnd']]).toEqual([undefined, undefined]);
  });
  it('needs a class of the CPC in version 2', () => {
    const set = setOf(small3({ productClassifications: ['urn:eclass:28070000'], 'pcf.biogenicCarbonContent': '0', 'pcf.packagingEmissionsIncluded': false }));
    expect(errorsOf(projectFootprint('2.3', set).issues)).toEqual(['pact-cpc-missing']);
    expect(projectFootprint('3.0', set).value!['productClassifications']).toEqual(['urn:eclass:28070000']);
    const other = setOf(small3({ productClassifications: ['urn:eclass:1', 'urn:pact:productclassification:un-cpc:1234'], 'pcf.biogenicCarbonContent': '0', 'pcf.packagingEmissionsIncluded': false }));
    expect(projectFootprint('2.3', other).value).toMatchObject({ productCategoryCpc: '1234', productClassifications: ['urn:eclass:1', 'urn:pact:productclassification:un-cpc:1234'] });
    expect(projectFootprint('2.2', other).value!['productClassifications']).toBeUndefined();
  });
  it('has a comment in version 2 always, in version 3 where there is one', () => {
    expect(project('2.3', small2()).value!['comment']).toBe('');
    expect(project('3.0', energy).value).not.toHaveProperty('comment');
  });
  it('hands data model extensions through, and other properties back into their own version only', () => {
    const source = small3({ ownProperty: 'x', 'pcf.ownFigure': '7', extensions: [{ specVersion: '1', dataSchema: 'https://example.org', data: { amount: 1 } }], productClassifications: ['urn:cpc:1'], 'pcf.biogenicCarbonContent': '0', 'pcf.packagingEmissionsIncluded': false });
    const in3 = project('3.0', source);
    expect(in3.value).toMatchObject({ ownProperty: 'x', extensions: source['extensions'], pcf: { ownFigure: '7' } });
    const in2 = project('2.3', source);
    expect(in2.value).toMatchObject({ extensions: source['extensions'] });
    expect([in2.value!['ownProperty'], pcfOf(in2)['ownFigure']]).toEqual([undefined, undefined]);
    expect(droppedIn(in2)).toEqual(expect.arrayContaining(['ownProperty', 'pcf/ownFigure']));
  });
  it('never takes a figure of another version for its own: unknown keys of version 2 are none of version 3', () => {
    const projection = project('3.0', small2({ 'pcf.pCfIncludingBiogenic': '2', 'pcf.biogenicCarbonWithdrawal': '0', 'pcf.ccuCarbonContent': '5', 'pcf.unitaryProductAmount': '12' }));
    expect(pcfOf(projection)).not.toHaveProperty('ccuCarbonContent');
  });
  it('leaves out identifiers that are no URNs, and tells them', () => {
    const projection = project('3.0', small3({ companyIds: ['https://example.org/oil', 'urn:example:company:oil'] }));
    expect(projection.value!['companyIds']).toEqual(['urn:example:company:oil']);
    expect(droppedIn(projection)).toEqual(['owner.identifiers (URN https://example.org/oil)']);
  });
  it('knows where a footprint came from that does not state its version', () => {
    const projection = project('3.0', small2({ specVersion: undefined, 'pcf.pCfIncludingBiogenic': '2', 'pcf.ccuCarbonContent': '5' }));
    expect(pcfOf(projection)).not.toHaveProperty('ccuCarbonContent');
    expect(pcfOf(projection)['crossSectoralStandards']).toEqual(['ISO14067', 'PACT-2.0']);
  });
  it.each([
    ['a figure that is none', { 'pcf.aircraftGhgEmissions': '12abc' }, 'pcf/aircraftGhgEmissions'], ['an object for a text', { comment: { en: 'x' } }, 'comment/en'],
    ['a property of the verification', { 'pcf.verification': { providerName: 'V', own: 1 } }, 'pcf/verification/own'], ['a property beside no ratings', { 'pcf.dqi': { own: '1' } }, 'pcf/dqi/own'],
    ['an extension without data', { extensions: [{ specVersion: '1', dataSchema: 'https://example.org' }] }, 'extensions'], ['a report that is none', { 'pcf.ipccCharacterizationFactors': ['AR6', 'SAR'] }, 'pcf/ipccCharacterizationFactors[+2]'],
  ])('never writes what could not be used, and tells it: %s', (_name, changes, path) => {
    const projection = project('3.0', small3(changes));
    const { value, issues } = project('3.0', projection.text!);
    expect([value, errorsOf(issues)]).toEqual([projection.value, []]);
    expect(droppedIn(projection)).toEqual([path]);
  });
});

describe('§3.2 carbon footprint', () => {
  const ready = { productClassifications: ['urn:cpc:21529'], 'pcf.biogenicCarbonContent': '0.5', 'pcf.packagingEmissionsIncluded': true };
  it.each(['hour', 'megabit second'])('%s has no place in version 2', (unit) => expect(errorsOf(project('2.3', small3({ ...ready, 'pcf.declaredUnitOfMeasurement': unit, 'pcf.productMassPerDeclaredUnit': '0' })).issues)).toEqual(['pact-unit-unwritable']));
  it('pieces without mass have no place in version 2', () => expect(errorsOf(project('2.3', small3({ ...ready, 'pcf.declaredUnitOfMeasurement': 'piece', 'pcf.productMassPerDeclaredUnit': '0' })).issues)).toEqual(['pact-unit-unwritable']));
  it('a negative footprint without uptake has no place in version 2', () => {
    const set = setOf(small3({ ...ready, 'pcf.pcfExcludingBiogenicUptake': '-0.5' }));
    const { value, issues } = projectFootprint('2.3', set);
    expect([value, errorsOf(issues)]).toEqual([undefined, ['pact-sign-unwritable']]);
    expect(issueText(issues.find(({ severity }) => severity === 'error')!)).toBe('result.totalExcludingUptake is -0.5, but in PACT 2.3 it must be zero or greater. The footprint cannot be seen there.');
    expect(pcfOf(projectFootprint('3.0', set))['pcfExcludingBiogenicUptake']).toBe('-0.5');
  });
  it('a negative total survives in both', () => {
    const set = setOf(small3({ ...ready, 'pcf.pcfIncludingBiogenicUptake': '-9.22', 'pcf.declaredUnitAmount': '2', 'pcf.productMassPerDeclaredUnit': '2' }));
    expect([pcfOf(projectFootprint('3.0', set))['pcfIncludingBiogenicUptake'], pcfOf(projectFootprint('2.3', set))['pCfIncludingBiogenic']]).toEqual(['-9.22', '-4.61']);
  });
  it('a total that version 2 does not state follows only where nothing is biogenic', () => {
    expect(pcfOf(project('3.0', small2({ 'pcf.biogenicCarbonContent': '0' })))['pcfIncludingBiogenicUptake']).toBe('2');
    for (const changes of [{}, { 'pcf.biogenicCarbonContent': '0', 'pcf.biogenicCarbonWithdrawal': '-1' }, { 'pcf.biogenicCarbonContent': '0', 'pcf.dLucGhgEmissions': '0.1' }]) {
      const projection = project('3.0', small2(changes));
      expect([projection.value, projection.issues.filter(({ severity }) => severity === 'error').map(({ params }) => params['field'])]).toEqual([undefined, ['result.total']]);
    }
    expect(pcfOf(project('2.3', small2()))).not.toHaveProperty('pCfIncludingBiogenic');
  });
  const withTotal = (changes: Json) => small2({ 'pcf.pCfIncludingBiogenic': '1', ...changes });
  it.each([
    ['removals', '-0.4', 'landManagementBiogenicCO2Removals', 'landManagementBiogenicCO2Emissions'], ['emissions', '0.4', 'landManagementBiogenicCO2Emissions', 'landManagementBiogenicCO2Removals'],
    ['zero', '0', 'landManagementBiogenicCO2Emissions', 'landManagementBiogenicCO2Removals'],
  ])('land management goes by its sign: %s', (_name, figure, key, other) => {
    const projection = project('3.0', withTotal({ 'pcf.landManagementGhgEmissions': figure }));
    expect(pcfOf(projection)[key]).toBe(figure);
    expect(pcfOf(projection)).not.toHaveProperty(other);
    expect(projection.issues.map(({ params }) => params['from'])).toContain('result.landManagement');
  });
  it.each([[{ 'pcf.landManagementBiogenicCO2Emissions': '0.3', 'pcf.landManagementBiogenicCO2Removals': '-0.5' }, '-0.2'], [{ 'pcf.landManagementBiogenicCO2Removals': '-0.5' }, '-0.5'], [{ 'pcf.landManagementBiogenicCO2Emissions': '0' }, '0']])('land management of version 2 is the sum of both: %j → %s', (changes, figure) => {
    expect(pcfOf(project('2.3', small3({ ...ready, ...changes })))['landManagementGhgEmissions']).toBe(figure);
  });
  it('unknown stays unknown: no figure that is not stated is written', () => {
    const in3 = pcfOf(project('3.0', withTotal({})));
    for (const key of ['landUseChangeGhgEmissions', 'biogenicCO2Uptake', 'biogenicNonCO2Emissions', 'aircraftGhgEmissions', 'landManagementBiogenicCO2Emissions', 'ccsTechnologicalCO2CaptureIncluded']) expect(in3).not.toHaveProperty(key);
    const zero = pcfOf(project('3.0', withTotal({ 'pcf.dLucGhgEmissions': '0', 'pcf.biogenicCarbonWithdrawal': '0' })));
    expect([zero['landUseChangeGhgEmissions'], zero['biogenicCO2Uptake']]).toEqual(['0', '0']);
  });
  it.each([['pcf.biogenicCarbonContent', 'result.storedCarbon'], ['pcf.packagingEmissionsIncluded', 'scope.includesPackaging']])('what version 2 demands and is unknown is not invented: %s', (path, field) => {
    const projection = project('2.3', small3({ ...ready, [path]: undefined }));
    expect([projection.value, projection.issues.filter(({ severity }) => severity === 'error').map(({ params }) => params['field'])]).toEqual([undefined, [field]]);
  });
  it('packaging is included where its emissions are stated', () => expect(pcfOf(project('2.3', small3({ ...ready, 'pcf.packagingEmissionsIncluded': undefined, 'pcf.packagingGhgEmissions': '0.1' })))['packagingEmissionsIncluded']).toBe(true));
  it('emissions of a packaging that is not included are left out', () => {
    const projection = project('3.0', small3({ 'pcf.packagingEmissionsIncluded': false, 'pcf.packagingGhgEmissions': '0.1' }));
    expect(pcfOf(projection)).not.toHaveProperty('packagingGhgEmissions');
    expect(droppedIn(projection)).toEqual(['result.packaging']);
  });
  it.each([[['AR6', 'AR5'], 'AR5'], [['AR4', 'AR6'], 'AR5'], [['AR6'], 'AR6'], [['AR7'], 'AR6']])('the old key names the earliest report: %j → %s', (reports, report) => {
    expect(pcfOf(project('2.3', small3({ ...ready, 'pcf.ipccCharacterizationFactors': reports })))).toMatchObject({ characterizationFactors: report, ipccCharacterizationFactorsSources: reports });
  });
  it('versions 2.0 and 2.1 have the one report', () => expect(pcfOf(project('3.0', small2({ specVersion: '2.1.0', 'pcf.pCfIncludingBiogenic': '2', 'pcf.ipccCharacterizationFactorsSources': undefined })))['ipccCharacterizationFactors']).toEqual(['AR6']));
  it('standards of version 2 are those of both lists, with PACT 2.0', () => {
    const projection = project('3.0', withTotal({ 'pcf.crossSectoralStandardsUsed': ['GHG Protocol Product standard', 'ISO Standard 14067', 'ISO Standard 14044'], 'pcf.crossSectoralStandards': ['PEF', 'GHGP Product'] }));
    expect(pcfOf(projection)['crossSectoralStandards']).toEqual(['PEF', 'GHGP-Product', 'ISO14067', 'ISO14040-44', 'PACT-2.0']);
  });
  it('standards that version 2 does not know are told; without one of the three there is no honest value', () => {
    const projection = project('2.3', small3({ ...ready, 'pcf.crossSectoralStandards': ['ISO14067', 'PAS2050', 'Own'] }));
    expect(pcfOf(projection)).toMatchObject({ crossSectoralStandards: ['ISO14067'], crossSectoralStandardsUsed: ['ISO Standard 14067'] });
    expect(droppedIn(projection)).toEqual(expect.arrayContaining(['method.crossSectoralStandards (Own)', 'method.crossSectoralStandards (PAS2050)']));
    expect(errorsOf(project('2.3', small3({ ...ready, 'pcf.crossSectoralStandards': ['PAS2050'] })).issues)).toEqual(['pact-standard-missing']);
  });
  it('an empty list of rules is none', () => expect(pcfOf(project('3.0', small3({ 'pcf.productOrSectorSpecificRules': [] })))).not.toHaveProperty('productOrSectorSpecificRules'));
  it('#2 percentages are texts in version 3 and numbers in version 2, with their digits', () => {
    const set = setOf(JSON.stringify(withTotal({})).replace('"exemptedEmissionsPercent":0', '"exemptedEmissionsPercent":1e-2').replace('"primaryDataShare":50', '"primaryDataShare":50.10'));
    expect(pcfOf(projectFootprint('3.0', set))).toMatchObject({ exemptedEmissionsPercent: '0.01', primaryDataShare: '50.10' });
    expect(projectFootprint('2.3', set).text).toContain('"exemptedEmissionsPercent":0.01,');
    expect(projectFootprint('2.3', set).text).toContain('"primaryDataShare":50.10');
  });
  it('ratings of version 3 have no place in version 2', () => {
    const projection = project('2.3', small3({ ...ready, 'pcf.dqi': { technologicalDQR: '1', geographicalDQR: '2', temporalDQR: '3' } }));
    expect(pcfOf(projection)).not.toHaveProperty('dqi');
    expect(droppedIn(projection)).toEqual(expect.arrayContaining(['quality.technology', 'quality.geography', 'quality.time']));
  });
  it.each([['product level', 'product level', 'product level'], ['PCF program', 'PCF program', 'PCF system'], ['PCF calculation model', 'PCF calculation model', 'PCF system'], [undefined, undefined, undefined]])('verification of %s', (coverage, in3, in2) => {
    const set = setOf(small3({ ...ready, 'pcf.verification': { coverage, comments: 'ok' } }));
    expect(pcfOf(projectFootprint('3.0', set))['verification']).toEqual({ ...(in3 === undefined ? {} : { coverage: in3 }), comments: 'ok' });
    expect(pcfOf(projectFootprint('2.3', set))['assurance']).toEqual({ assurance: true, providerName: '', ...(in2 === undefined ? {} : { coverage: in2 }), comments: 'ok' });
  });
  it('that nobody has verified it is stated in version 2 only', () => {
    const set = setOf(withTotal({ 'pcf.assurance': { assurance: false, providerName: '' } }));
    expect(pcfOf(projectFootprint('2.3', set))['assurance']).toEqual({ assurance: false, providerName: '' });
    expect(pcfOf(projectFootprint('3.0', set))).not.toHaveProperty('verification');
    expect(pcfOf(projectFootprint('2.3', setOf(withTotal({}))))).not.toHaveProperty('assurance');
  });
  it('an empty verification says that there is one', () => expect(pcfOf(project('3.0', small3({ 'pcf.verification': {} })))['verification']).toEqual({}));
});

describe('§3.3 what is lost is told, field by field', () => {
  it('of version 3 in version 2', () => {
    expect(droppedIn(project('2.3', fixtureText('panel-v3')))).toEqual([
      'method.carbonCaptureOrigin', 'method.ccuApproach', 'method.ccuCreditCertification', 'method.crossSectoralStandards (PAS2050)', 'quality.geography', 'quality.technology', 'quality.time', 'result.carbonCapture',
      'result.ccuCarbonContent', 'result.landManagementFossil', 'result.landOccupation', 'result.outboundLogistics', 'result.packagingBiogenicCarbonContent', 'result.recycledCarbonContent', 'result.technologicalRemovals',
      'scope.includesCarbonCapture',
    ]);
  });
  it('of version 2 in version 3', () => {
    const projection = project('3.0', fixtureText('bottle-v2.3'));
    expect(droppedIn(projection)).toEqual(['quality.completeness', 'quality.coveragePercent', 'quality.reliability']);
    expect(projection.issues.filter(({ code }) => code === 'pact-noted').map(({ params }) => params['field'])).toEqual(['statusComment', 'method.biogenicAccounting', 'quality.uncertainty', 'assurance.coverage', 'assurance.level', 'assurance.boundary']);
  });
});

describe('§2.3 older versions', () => {
  it.each(['2.0', '2.1', '2.2'] as const)('%s lacks what came with 2.3', (version) => {
    const projection = project(version, fixtureText('bottle-v2.3'));
    expect(projection.value).not.toHaveProperty('productClassifications');
    for (const key of ['productMassPerDeclaredUnit', 'crossSectoralStandards']) expect(pcfOf(projection)).not.toHaveProperty(key);
    expect(pcfOf(projection)).toMatchObject({ ipccCharacterizationFactorsSources: ['AR5', 'AR6'], pCfExcludingBiogenic: '0.789' });
    expect(droppedIn(projection)).toEqual(['massPerUnit', 'product.classifications']);
  });
});

describe('records of the hub', () => {
  /** Rubber of the hub: 0.75 = 0.61 + 0 + 0 + 0.14; 0.75 − 1.9 = −1.15. */
  function rubber(): FootprintSet {
    const ids = { owner: 'bbbbbbbb-0000-4000-8000-000000000001', product: 'bbbbbbbb-0000-4000-8000-000000000002', standard: 'bbbbbbbb-0000-4000-8000-000000000003' };
    return {
      owner: { id: ids.owner, version: '1', name: { zh: '橡胶厂', en: 'Rubber plant' }, kinds: ['COMPANY'], identifiers: [{ scheme: 'USCC', value: '91460000MA5TEXAMP2' }] },
      product: { id: ids.product, version: '1', name: { zh: '标准胶' }, classifications: [{ scheme: 'HS', code: '400122' }, { scheme: 'CPC', code: '01921' }], identifiers: [{ scheme: 'catalog no', value: 'R 20/1' }] },
      standards: [{ id: ids.standard, version: '1', name: { en: 'ISO 14067' }, code: 'ISO 14067:2018', level: 'INTERNATIONAL', kind: 'QUANTIFICATION', state: 'IN_FORCE' }],
      footprint: {
        id: 'bbbbbbbb-0000-4000-8000-000000000004', version: '01.00.000', name: { en: 'Rubber' }, status: 'PUBLISHED', product: { type: 'product', id: ids.product }, owner: { type: 'organization', id: ids.owner },
        declaredUnit: 'kg', declaredAmount: '1', referencePeriod: { start: '2025-01-01', end: '2025-12-31' }, validity: { start: '2026-03-01', end: '2028-02-29' }, geography: { code: 'CN-HI', system: 'iso', stated: 'CN-HI' },
        scope: { boundary: 'CRADLE_TO_GATE', cutOffPercent: '1', includesPackaging: true, includesUse: false },
        result: { total: '-1.15', gross: '.75', fossil: '+0.61', biogenicUptake: '-1.90', biogenicEmissions: '0', landUseChange: '0', landManagement: '0.14', removals: '0', storedCarbon: '0.52', fossilCarbonContent: '0', locationBased: '-1.15' },
        method: { standard: { type: 'standard', id: ids.standard }, gwpSet: 'IPCC-AR6-GWP100-7.SM.7', allocation: 'None', electricity: 'LOCATION', backgroundDatabases: ['ecoinvent 3.10'], software: 'Tanlu' },
        quality: { primaryDataSharePercent: '60', technology: '2', geography: '2', time: '2' }, assurance: { state: 'SELF_DECLARED' },
      },
      pact: { created: '2026-03-01T00:00:00Z' },
    };
  }
  const options = { issuer: 'hub.example.org' };

  it('follow the words of version 3', () => {
    const { value, issues } = projectFootprint('3.0', rubber(), options);
    expect(errorsOf(issues)).toEqual([]);
    expect(value).toMatchObject({
      companyName: 'Rubber plant', companyIds: ['urn:pact:samr.gov.cn:uscc:91460000MA5TEXAMP2'], productNameCompany: '标准胶', productIds: ['urn:pact:hub.example.org:catalog-no:R%2020%2F1'],
      productClassifications: ['urn:pact:wcoomd.org:hs-code:400122', 'urn:cpc:01921'], validityPeriodStart: '2026-03-01T00:00:00Z', validityPeriodEnd: '2028-03-01T00:00:00Z',
      pcf: {
        productMassPerDeclaredUnit: '1', pcfExcludingBiogenicUptake: '0.75', pcfIncludingBiogenicUptake: '-1.15', fossilGhgEmissions: '0.61', biogenicCO2Uptake: '-1.90', biogenicNonCO2Emissions: '0',
        landManagementBiogenicCO2Emissions: '0.14', ipccCharacterizationFactors: ['AR6'], crossSectoralStandards: ['ISO14067'], geographyCountrySubdivision: 'CN-HI',
        secondaryEmissionFactorSources: [{ name: 'ecoinvent', version: '3.10' }], referencePeriodStart: '2025-01-01T00:00:00Z', referencePeriodEnd: '2026-01-01T00:00:00Z',
      },
    });
    expect(codesOf(issues)).toEqual(expect.arrayContaining(['language-left-out', 'pact-value-derived', 'pact-field-dropped']));
  });
  it('follow the words of version 2', () => {
    const { value, issues } = projectFootprint('2.3', rubber(), options);
    expect(errorsOf(issues)).toEqual([]);
    expect(value).toMatchObject({ version: 1, productCategoryCpc: '01921', pcf: { pCfExcludingBiogenic: '0.75', pCfIncludingBiogenic: '-1.15', landManagementGhgEmissions: '0.14', otherBiogenicGhgEmissions: '0', crossSectoralStandardsUsed: ['ISO Standard 14067'] } });
  });
  it('get identifiers of the hub where they have none, and have no value where the hub has no name', () => {
    const set = rubber();
    delete set.product.identifiers;
    delete set.owner.identifiers;
    expect(projectFootprint('3.0', set, options).value).toMatchObject({ companyIds: [`urn:pact:hub.example.org:company-id:${set.owner.id}`], productIds: [`urn:pact:hub.example.org:product-id:${set.product.id}`] });
    const without = projectFootprint('3.0', set);
    expect([without.value, without.issues.filter(({ severity }) => severity === 'error').map(({ code, params }) => `${code} ${String(params['what'])}`)]).toEqual([undefined, ['pact-urn-missing owner', 'pact-urn-missing product']]);
  });
  it('from cradle to grave are no footprints of PACT', () => {
    for (const boundary of ['CRADLE_TO_GRAVE', 'GATE_TO_GATE', 'MODULES'] as const) {
      const set = rubber();
      set.footprint.scope.boundary = boundary;
      expect(errorsOf(projectFootprint('3.0', set, options).issues)).toEqual(['pact-boundary-unwritable']);
    }
  });
  it.each(['fossilCarbonContent', 'fossil'] as const)('without %s have no value: unknown is not zero', (field) => {
    const set = rubber();
    delete set.footprint.result[field];
    const { value, issues } = projectFootprint('3.0', set, options);
    expect([value, issues.find(({ severity }) => severity === 'error')?.params['field']]).toEqual([undefined, `result.${field}`]);
  });
  it('without cut-off, periods, reports or creation have no value', () => {
    const set = rubber();
    delete set.footprint.scope.cutOffPercent;
    delete set.footprint.referencePeriod.end;
    delete set.footprint.method.gwpSet;
    delete set.pact;
    expect(projectFootprint('3.0', set, options).issues.filter(({ severity }) => severity === 'error').map(({ params }) => params['field']).sort()).toEqual(['createdAt', 'method.ipccReports', 'referencePeriod.end', 'scope.cutOffPercent']);
  });
  it('are not changed by it', () => {
    const set = rubber();
    const before = structuredClone(set);
    for (const version of pactVersions) projectFootprint(version, set, options);
    expect(set).toEqual(before);
  });
  it('come back as the same product and company', () => {
    const { text } = projectFootprint('3.0', rubber(), options);
    expect(readOne(text!).owner!.identifiers).toEqual([{ scheme: 'USCC', value: '91460000MA5TEXAMP2' }]);
  });
});
