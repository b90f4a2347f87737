// openLCA processes: exchanges, signs, uncertainty, scores, allocation, documentation; numbers by hand in test/fixtures/olca/README.md.
import { describe, expect, it } from 'vitest';
import type { Exchange } from '../../../src/model/process.ts';
import { keptAt, readOldProcess, readProcess } from './fixture.ts';

const at = (exchanges: readonly Exchange[] | undefined, id: string): Exchange => exchanges!.find((e) => e.internalId === id)!;

describe('an openLCA process', () => {
  const { record, codes } = readProcess();
  const exchange = (id: string) => at(record.exchanges, id);

  it('keeps amounts with all their digits', () => {
    expect(record.exchanges!.map((e) => e.amount)).toEqual(['1.000', '50', '1200.0', '1400.0000000000000001', '20', '30']);
  });

  it('knows its reference exchange', () => {
    expect(record.referenceFlows).toEqual(['1']);
    expect(record.exchanges!.filter((e) => e.isReference).map((e) => e.internalId)).toEqual(['1']);
  });

  it('leaves avoided products as inputs with the amount stated, and waste as it enters (signs)', () => {
    expect(exchange('5')).toMatchObject({ direction: 'INPUT', isAvoided: true, amount: '20', flowKind: 'PRODUCT' });
    expect(exchange('6')).toMatchObject({ direction: 'INPUT', isAvoided: false, amount: '30', flowKind: 'WASTE', isCutOff: true });
    const negative = readProcess(['"amount": 20,', '"amount": -20,']).record;
    expect(at(negative.exchanges, '5')).toMatchObject({ direction: 'INPUT', isAvoided: true, amount: '-20' });
  });

  it('names units as stated, with their identifier', () => {
    expect(exchange('1')).toMatchObject({ unit: 't', unitId: '5454b231-270e-45e6-89b2-7f4f3e482245' });
    expect(exchange('3')).toMatchObject({ unit: 'kWh' });
    const unknown = readProcess(['"@id": "86ad2244-1f0e-4912-af53-7865283103e4", "name": "kWh"', '"name": "furlong"']);
    expect(unknown.codes).toContain('unit-unknown');
    expect(at(unknown.record.exchanges, '3').unit).toBe('furlong');
  });

  it('take the flow property from the unit, and keep another one beside', () => {
    expect(keptAt(exchange('1'), 'flowProperty')).toBeUndefined();
    expect(keptAt(exchange('3'), 'flowProperty/refUnit')).toBe('"MJ"');
    expect(JSON.parse(keptAt(exchange('4'), 'flowProperty')!)).toEqual({ kind: 'FlowProperty', id: '93a60a56-a3c8-11da-a746-0800200b9a66', name: 'Masse' });
  });

  it('derives standard deviations from geometric ones by the logarithm', () => {
    expect(exchange('3').uncertainty).toEqual({ distribution: 'LOGNORMAL', mean: '1200.0', standardDeviation: '1.2', sigma: '0.1823215567939546', pedigree: { reliability: '1', completeness: '3', temporal: '2', geographical: '5', technology: '1' } });
    expect(exchange('5').uncertainty).toEqual({ distribution: 'NORMAL', mean: '20', standardDeviation: '2.50', sigma: '2.50' });
    expect(exchange('4').uncertainty).toEqual({ distribution: 'TRIANGULAR', minimum: '1300', mode: '1400', maximum: '1600' });
    expect(exchange('6').uncertainty).toEqual({ distribution: 'UNIFORM', minimum: '25', maximum: '35' });
  });

  it('tells distributions that cannot be', () => {
    const issue = (from: string, to: string) => readProcess([from, to]).issues.find((i) => i.code === 'uncertainty-invalid');
    expect(issue('"geomSd": 1.2', '"geomSd": 0')).toMatchObject({ path: 'exchanges[3]/uncertainty/distributionType', params: { reason: 'the standard deviation 0 is below 1' } });
    expect(issue('"maximum": 1600', '"maximum": 1200')).toMatchObject({ params: { reason: 'minimum 1300 is above maximum 1200' } });
    expect(readProcess(['"LOG_NORMAL_DISTRIBUTION"', '"BETA_DISTRIBUTION"']).codes).toContain('code-unknown');
  });

  it('reads scores as pedigree only in the system of ecoinvent, and keeps incomplete ones as they are', () => {
    expect(exchange('4').uncertainty?.pedigree).toBeUndefined();
    expect(keptAt(exchange('4'), 'dqEntry')).toBe('(1;n.a.;2;5;1)');
    const foreign = readProcess(['70bf370f-9912-4ec1-baa3-fbd4eaf85a10', '70bf370f-9912-4ec1-baa3-fbd4eaf85a11']).record;
    expect(at(foreign.exchanges, '3').uncertainty?.pedigree).toBeUndefined();
    expect(keptAt(at(foreign.exchanges, '3'), 'dqEntry')).toBe('(1;3;2;5;1)');
  });

  it('shares out the process to its products by the factors of each method', () => {
    const shares = (id: string) => (exchange(id).allocations ?? []).map(({ coProduct, percent, method }) => `${coProduct} ${percent} ${method!.slice(0, 4)}`);
    expect(shares('3')).toEqual(['1 97 ECON', '2 3 ECON']);
    expect(shares('4')).toEqual(['1 97 ECON', '2 3 ECON', '1 90 CAUS', '2 10 CAUS']);
    expect(shares('5')).toEqual(['1 97 ECON', '2 3 ECON']);
    for (const coProduct of ['1', '2', '6']) expect(shares(coProduct)).toEqual([]);
    expect(codes).not.toContain('allocation-sum');
  });

  it('keeps factors beside that are formulas or name what is not there, and tells sums that are not 1', () => {
    expect(JSON.parse(keptAt(record, 'allocationFactors[5]')!)).toMatchObject({ method: 'PHYSICAL_ALLOCATION', formula: 'm1 / m2', value: '0.95' });
    const wrong = readProcess(['"value": 0.97', '"value": 0.9']);
    expect(wrong.issues.filter((i) => i.code === 'allocation-sum').map((i) => i.params['sum'])).toEqual([93]);
    const dangling = readProcess(['"internalId": 4 }, "product"', '"internalId": 44 }, "product"']).record;
    expect(at(dangling.exchanges, '4').allocations).toHaveLength(3);
  });

  it('has providers, places, parameters with their formulas', () => {
    expect(exchange('3')).toMatchObject({ provider: { type: 'process', id: '0a000000-0000-4000-8000-000000000009' }, formula: 'power * hours', location: { code: 'CN', stated: 'China' } });
    expect(record.geography).toEqual({ code: 'CN', system: 'openlca', stated: 'China', statedId: '7efdfc94-655a-35dc-aa3e-c85e9bb703fa', description: { en: 'Plant in Hainan.' } });
    expect(record.parameters).toMatchObject([{ name: 'power', value: '100', position: 0, uncertainty: { distribution: 'UNIFORM' } }, { name: 'hours', formula: '24 / 2', value: '12.0', position: 1 }]);
  });

  it('has the documentation', () => {
    expect(record).toMatchObject({
      type: 'UNIT_PROCESS', tags: ['steel', 'demo'], cutOff: { en: 'Flows below 1 % left out.' }, period: { start: '2025-01-01', end: '2025-12-31' },
      rights: { copyright: true, redistribution: 'UNKNOWN', owner: { type: 'contact' } }, methodPrinciple: 'Attributional', dataSources: [{ type: 'source' }],
      administration: { generators: [{ id: '0c000000-0000-4000-8000-000000000002' }], enteredBy: { id: '0c000000-0000-4000-8000-000000000001' }, createdAt: '2026-01-02T03:04:05Z', revisedAt: '2026-03-01T08:00:00Z' },
      reviews: [{ type: 'Independent external review', scopes: [{ name: 'Raw data', methods: ['Mass balance', 'Expert judgement'] }], dataQuality: [{ name: 'Technological representativeness', value: 'Good' }], details: { en: 'Sound.' } }],
      compliances: [{ system: { type: 'source' }, overall: 'Fully compliant' }], completenessStatements: [{ type: 'Climate change' }],
    });
    expect(keptAt(record, 'processDocumentation/complianceDeclarations/comment')).toBe('"Checked once."');
    expect(keptAt(record, 'unknown%2fkey%5b1%5d')).toBe('{"deep":[1.50,true,null,"x"]}');
  });
});

describe('an openLCA process that is not right', () => {
  it('without reference exchange is a draft with its candidates (ILCD 9)', () => {
    const { issues } = readProcess(['"isQuantitativeReference": true', '"isQuantitativeReference": false']);
    expect(issues.find((i) => i.code === 'reference-flow-missing')).toMatchObject({ params: { candidates: '1, 2' } });
  });

  it('tells several references, a zero reference, missing amounts and missing directions', () => {
    expect(readProcess(['"isQuantitativeReference": false', '"isQuantitativeReference": true']).codes).toContain('reference-flow-multiple');
    expect(readProcess(['"amount": 1.000', '"amount": 0.0']).codes).toContain('reference-amount-zero');
    const missing = readProcess(['"amount": 50, ', '"amount": null, ']);
    expect(missing.codes).toContain('amount-missing');
    expect(at(missing.record.exchanges, '2').amount).toBeUndefined();
    expect(readProcess(['"isInput": true, "location"', '"location"']).issues.find((i) => i.code === 'direction-missing')).toMatchObject({ path: 'exchanges[3]/isInput' });
  });

  it('gives exchanges without internal id the lowest free number, and tells those that stand twice', () => {
    const missing = readProcess(['"internalId": 2, ', '']);
    expect(missing.record.exchanges!.map((e) => e.internalId)).toEqual(['1', '2', '3', '4', '5', '6']);
    expect(missing.codes).toContain('internal-id-missing');
    expect(readProcess(['"internalId": 2', '"internalId": 3']).codes).toContain('internal-id-duplicate');
  });

  it('keeps references that are no UUID, and providers that are no process, as they are', () => {
    const { record, codes } = readProcess(['"@id": "0f000000-0000-4000-8000-000000000003", "name": "Electricity"', '"@id": "electricity", "name": "Electricity"']);
    expect(codes).toContain('reference-not-uuid');
    expect(at(record.exchanges, '3').flow).toEqual({ type: 'flow', externalKey: 'electricity', name: { en: 'Electricity' } });
    const system = readProcess(['"@type": "Process", "@id": "0a000000-0000-4000-8000-000000000009"', '"@type": "ProductSystem", "@id": "0a000000-0000-4000-8000-000000000009"']);
    expect(at(system.record.exchanges, '3').provider).toMatchObject({ type: 'lifeCycleModel', id: '0a000000-0000-4000-8000-000000000009' });
    const result = readProcess(['"@type": "Process", "@id": "0a000000-0000-4000-8000-000000000009"', '"@type": "Result", "@id": "0a000000-0000-4000-8000-000000000009"']);
    expect(result.codes).toContain('reference-type-repaired');
    expect(keptAt(at(result.record.exchanges, '3'), 'defaultProvider/@type')).toBe('Result');
  });

  it('is refused without identifier, and has a derived one where it is no UUID', () => {
    expect(() => readProcess(['  "@id": "0a000000-0000-4000-8000-000000000001",\n', ''])).toThrow(/id-missing/);
    expect(readProcess(['"@id": "0a000000-0000-4000-8000-000000000001"', '"@id": "steel"']).codes).toContain('id-not-uuid');
  });
});

describe('an openLCA process of version 1', () => {
  const { record, codes } = readOldProcess();

  it('reads the words of version 1', () => {
    expect(record).toMatchObject({
      type: 'UNIT_PROCESS', rights: { copyright: false, redistribution: 'ALLOWED' }, period: { start: '2010-01-01' }, geography: { code: 'RNA', stated: 'RNA' },
      classifications: [{ scheme: 'openLCA', statedId: '0c0c0000-0000-4000-8000-000000000002', name: { en: 'Steel' } }], reviews: [{ details: { en: 'Sound.' }, reviewers: [{ id: '0c000000-0000-4000-8000-000000000002' }] }],
    });
    expect(record.exchanges).toMatchObject([{ direction: 'OUTPUT', isReference: true, isAvoided: false, internalId: 'e0000000-0000-4000-8000-000000000001' }, { direction: 'INPUT', isReference: false, amount: '7e-1' }]);
    expect(codes).toEqual(['date-zone-dropped']);
  });

  it('reads pedigree scores, shares by the identifier of an exchange, exact values of parameters', () => {
    expect(record.exchanges![1]!.uncertainty).toEqual({ distribution: 'UNDEFINED', pedigree: { reliability: '1', completeness: '3', temporal: '2', geographical: '5', technology: '1' } });
    expect(record.exchanges![1]!.allocations).toEqual([{ coProduct: 'e0000000-0000-4000-8000-000000000001', percent: '100', method: 'CAUSAL_ALLOCATION' }]);
    expect(keptAt(record, 'allocationFactors[2]')).toContain('Electricity');
    expect(record.parameters).toMatchObject([{ name: 'a', value: '1042256.2079999999' }]);
  });
});
