// Flow maps applied to a process: conditions, factors worked by hand, units, uncertainty, shares, what is never mapped; known pain points by their number.
import { describe, expect, it } from 'vitest';
import { applyFlowMap } from '../../../src/mapping/flow-maps/apply.ts';
import { addCoverage, coverageStatistics, emptyCoverage } from '../../../src/mapping/flow-maps/coverage.ts';
import type { FlowMapRow } from '../../../src/mapping/flow-maps/flow-map.ts';
import { keyGen } from '../../../src/mapping/flow-maps/map-index.ts';
import { makeScale, scaleUncertainty } from '../../../src/mapping/flow-maps/scale-exchange.ts';
import type { Exchange } from '../../../src/model/process.ts';
import { makeExchange, makeIndex, makeProcess, makeRow } from './rows.ts';

const a = '0a0a0a0a-0000-4000-8000-000000000001';
const b = '0b0b0b0b-0000-4000-8000-000000000002';
const c = '0c0c0c0c-0000-4000-8000-000000000003';
const air = { system: 'ecoinvent', path: ['air', 'unspecified'] };

function map(exchange: Partial<Exchange>, ...rows: FlowMapRow[]) {
  const { value, issues, coverage } = applyFlowMap(makeProcess(makeExchange({ flow: { type: 'flow', id: a }, ...exchange })), [makeIndex(...rows)]);
  return { exchanges: value.exchanges!, exchange: value.exchanges![0]!, issues, codes: issues.map(({ code }) => code), statistics: coverageStatistics(coverage) };
}

describe('conditions', () => {
  const row = (rest: Partial<FlowMapRow>): FlowMapRow => makeRow({ id: a, name: 'NO2', unit: 'kg' }, { id: b, name: 'NOx', unit: 'kg', context: ['air', 'unspecified'] }, rest);

  it('= is applied silently: flow, name, compartment; direction, sign and digits of the amount stay', () => {
    const { exchange, issues, statistics } = map({ amount: '-1.50E-3', unit: 'kg', direction: 'INPUT', flow: { type: 'flow', id: a, version: '01.00.000', name: { en: 'Nitrogen dioxide' } } }, row({}));
    expect(exchange).toMatchObject({ flow: { type: 'flow', id: b, name: { en: 'NOx' } }, amount: '-1.50E-3', unit: 'kg', direction: 'INPUT', compartment: { code: 'air/unspecified', path: ['air', 'unspecified'] } });
    expect(exchange.flow.version).toBeUndefined();
    expect(issues.filter(({ code }) => code.startsWith('flow-map'))).toEqual([]);
    expect(statistics.exchanges).toMatchObject({ userFile: 1, unmapped: 0, total: 1 });
  });

  it.each([['<', 'flow-mapped-narrower'], ['~', 'flow-mapped-proxy']] as const)('%s is applied with a warning for each exchange', (condition, code) => {
    const process = makeProcess(...['1', '2'].map((amount) => makeExchange({ flow: { type: 'flow', id: a }, amount, unit: 'kg', cas: '10102-44-0' })));
    const { value, issues } = applyFlowMap(process, [makeIndex(row({ condition }))]);
    expect(value.exchanges!.map(({ flow, cas }) => [flow.id, cas])).toEqual([[b, undefined], [b, undefined]]);
    expect(issues.map((issue) => [issue.code, issue.severity, issue.path])).toEqual([[code, 'warning', 'exchanges/exchange[1]'], [code, 'warning', 'exchanges/exchange[2]']]);
  });

  it.each<[string, Partial<FlowMapRow>]>([['>', { condition: '>' }], ['<>', { condition: '<>' }], ['unknown', { condition: '?' }], ['N/A', { factor: null }], ['NO_MAPPING', { mapType: 'NO_MAPPING' }], ['NO_FLOW_MATCH_MANUAL', { mapType: 'NO_FLOW_MATCH_MANUAL' }]])('%s is never applied: the exchange stays, the flow is told with its candidate', (_what, rest) => {
    const { exchange, codes, statistics } = map({ amount: '1', unit: 'kg' }, row(rest));
    expect(exchange).toMatchObject({ flow: { id: a }, amount: '1' });
    expect(exchange.extensions).toBeUndefined();
    expect(codes).toEqual(['flow-mapping-refused']);
    expect(statistics.unmapped).toMatchObject([{ id: a, exchanges: 1, candidates: [{ id: b, name: 'NOx' }] }]);
  });

  it('a map type of a proxy makes = a proxy', () => {
    expect(map({ amount: '1', unit: 'kg' }, row({ mapType: 'CAS(PROXY)' })).codes).toEqual(['flow-mapped-proxy']);
  });

  it('the best condition counts; two targets of the same condition are ambiguous and unmapped', () => {
    const other = makeRow({ id: a, unit: 'kg' }, { id: c, name: 'other', unit: 'kg' });
    expect(map({ amount: '1', unit: 'kg' }, row({ condition: '~' }), other).exchange.flow.id).toBe(c);
    const { exchange, codes, statistics } = map({ amount: '1', unit: 'kg' }, row({}), other);
    expect([exchange.flow.id, codes]).toEqual([a, ['flow-mapping-ambiguous']]);
    expect(statistics.unmapped[0]!.candidates!.map(({ id }) => id)).toEqual([b, c]);
    expect(map({ amount: '1', unit: 'kg' }, row({}), row({})).exchange.flow.id).toBe(b);
  });

  it('the first map that names the flow decides', () => {
    const process = makeProcess(makeExchange({ flow: { type: 'flow', id: a }, amount: '1', unit: 'kg' }));
    const refusing = makeIndex(row({ mapType: 'NO_MAPPING' }));
    expect(applyFlowMap(process, [refusing, makeIndex(row({}))]).value.exchanges![0]!.flow.id).toBe(a);
    expect(applyFlowMap(process, [makeIndex(), makeIndex(row({}))]).value.exchanges![0]!.flow.id).toBe(b);
  });
});

describe('factors and units', () => {
  it.each([
    ['kg C → kg CO2 (44.009 ÷ 12.011 to four digits: 3.664): 2.5 × 3.664 = 9.16', '2.5', 'kg', makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'kg' }, { factor: '3.664' }), '9.16', 'kg'],
    ['kg CO2 → kg C by the factor of the file: 44.009 × 0.2729 = 12.0100561', '44.009', 'kg', makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'kg' }, { factor: '0.2729' }), '12.0100561', 'kg'],
    ['fedelemflowlist 158: Bq → kBq keeps its factor: 1.25E6 × 0.001 = 1250', '1.25E6', 'Bq', makeRow({ id: a, unit: 'Bq' }, { id: b, unit: 'kBq' }, { factor: '0.001' }), '1250', 'kBq'],
    ['kBq → Bq: 0.123 × 1000 = 123', '0.123', 'kBq', makeRow({ id: a, unit: 'kBq' }, { id: b, unit: 'Bq' }, { factor: '1000' }), '123', 'Bq'],
    ['ecoinvent/lcia 4: peat kg → MJ by the stated heating value: 2 × 8.4 = 16.8', '2', 'kg', makeRow({ id: a, name: 'Peat', unit: 'kg' }, { id: b, name: 'peat', unit: 'MJ' }, { factor: '8.4' }), '16.8', 'MJ'],
    ['MJ → kWh: 9 ÷ 3.6 = 2.5, stated as 0.2777…: the file counts, 9 × 0.27778 = 2.50002', '9', 'MJ', makeRow({ id: a, unit: 'MJ' }, { id: b, unit: 'kWh' }, { factor: '0.27778' }), '2.50002', 'kWh'],
    ['an exchange in another unit of the row is converted first: 2 kWh = 7.2 MJ', '2', 'kWh', makeRow({ id: a, unit: 'MJ' }, { id: b, unit: 'MJ' }), '7.2', 'MJ'],
    ['fedelemflowlist 121: any unit of the quantity, not only one alternate: 3 lb av = 3 × 0.45359237 = 1.36077711 kg', '3', 'lb av', makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'kg' }), '1.36077711', 'kg'],
    ['endless steps on the way are rounded once, at the end: 3600 s in hours × 2 = 2', '3600', 's', makeRow({ id: a, unit: 'h' }, { id: b, unit: 'h' }, { factor: '2' }), '2', 'h'],
    ['same unit, other heating value (coal 15 → 20 MJ/kg): 8 × 0.75 = 6', '8', 'kg', makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'kg' }, { factor: '0.75' }), '6', 'kg'],
    ['more digits than a double has: 0.1 × 0.1234567890123456789012 exactly', '0.1', 'kg', makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'kg' }, { factor: '0.1234567890123456789012' }), '0.01234567890123456789012', 'kg'],
    ['units that no table knows, spelled alike', '2', 'zorkmid', makeRow({ id: a, unit: 'zorkmid' }, { id: b, unit: 'grue' }, { factor: '3' }), '6', 'grue'],
  ])('%s', (_title, amount, unit, row, expected, wanted) => {
    const { exchange } = map({ amount, unit }, row);
    expect([exchange.amount, exchange.unit, exchange.flow.id]).toEqual([expected, wanted, b]);
  });

  it('fedelemflowlist 87: same unit, other flow property (net calorific value, energy) is no error', () => {
    const { exchange, codes } = map({ amount: '5', unit: 'MJ' }, makeRow({ id: a, unit: 'MJ', property: { id: '93a60a56-a3c8-11da-a746-0800200c9a66' } }, { id: b, unit: 'MJ', property: { id: 'f6811440-ee37-11de-8a39-0800200c9a66' } }));
    expect([exchange.amount, exchange.flow.id, codes]).toEqual(['5', b, []]);
  });

  it('fedelemflowlist 158: an amount in Bq against a row in kBq is a thousandth of its number, never the same number', () => {
    const { exchange } = map({ amount: '2500', unit: 'Bq' }, makeRow({ id: a, unit: 'kBq' }, { id: b, unit: 'kBq' }));
    expect([exchange.flow.id, exchange.amount, exchange.unit]).toEqual([b, '2.5', 'kBq']);
  });

  it('fedelemflowlist 121: any unit of the quantity of a row will do, not only one: 1 t, 1000 g, 1000000 mg', () => {
    const row = makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'kg' });
    expect([['1', 't'], ['1000', 'g'], ['1000000', 'mg']].map(([amount, unit]) => map({ amount: amount!, unit: unit! }, row).exchange.amount)).toEqual(['1000', '1', '1']);
  });

  it('GLAD 14: a unit that does not convert is never forced: argon in kBq against a row in kg', () => {
    const { exchange, codes, statistics } = map({ amount: '5', unit: 'kBq' }, makeRow({ id: a, unit: 'kg' }, { id: b, name: 'argon', unit: 'kg' }));
    expect([exchange.flow.id, exchange.amount, codes]).toEqual([a, '5', ['flow-mapping-unit']]);
    expect(statistics.unmapped).toMatchObject([{ reason: 'unit' }]);
  });

  it('without unit columns the factor relates the reference units (openLCA): 500 g × 0.001 m3/kg = 0.0005 m3', () => {
    const row = makeRow({ id: a, property: { id: '93a60a56-a3c8-11da-a746-0800200b9a66' } }, { id: b, property: { id: '93a60a56-a3c8-22da-a746-0800200c9a66' } }, { factor: '0.001' });
    const { exchange } = map({ amount: '500', unit: 'g' }, row);
    expect([exchange.amount, exchange.unit]).toEqual(['0.0005', 'm3']);
    expect(map({ amount: '500', unit: 'g' }, makeRow({ id: a }, { id: b }, { factor: '2' })).codes).toEqual(['flow-mapping-unit']);
    expect(map({ amount: '500', unit: 'g' }, makeRow({ id: a }, { id: b })).exchange).toMatchObject({ amount: '500', unit: 'g', flow: { id: b } });
  });

  it('an amount without a unit is not multiplied', () => {
    expect(map({ amount: '5' }, makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'g' }, { factor: '1000' })).codes).toEqual(['flow-mapping-unit']);
    expect(map({ amount: '5' }, makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'kg' })).exchange).toMatchObject({ amount: '5', flow: { id: b } });
  });

  it('an unknown amount stays unknown', () => {
    const { exchange } = map({ unit: 'kg' }, makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'g' }, { factor: '1000' }));
    expect([exchange.amount, exchange.unit, exchange.flow.id]).toEqual([undefined, 'g', b]);
  });

  it('mean, limits, formula and uncertainty follow; the conversion is noted; a variable that formulas may read is told', () => {
    const { exchange, issues } = map({ amount: '2', minimum: '1', maximum: '3', formula: 'x + 1', variable: 'y', unit: 'kg', uncertainty: { distribution: 'NORMAL', mean: '2', varianceWithPedigree: '0.04', standardDeviation95: '0.4' } }, makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'g' }, { factor: '1000' }));
    expect(exchange).toMatchObject({ amount: '2000', minimum: '1000', maximum: '3000', formula: '(x + 1) * 1000', uncertainty: { mean: '2000', varianceWithPedigree: '40000', standardDeviation95: '400' } });
    expect(issues.map(({ code, severity }) => [code, severity])).toEqual([['flow-amount-converted', 'info'], ['flow-variable-converted', 'warning']]);
    expect(map({ amount: '6', meanAmount: '2', variable: 'v', unit: 'kg' }, makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'g' }, { factor: '1000' }))).toMatchObject({ exchange: { amount: '6000', meanAmount: '2000', variable: 'v' }, codes: ['flow-amount-converted'] });
  });

  it('uncertainty by distribution: ratios stay, spreads grow, variances grow by the square', () => {
    const scale = makeScale('10');
    expect(scaleUncertainty({ distribution: 'LOGNORMAL', mean: '2', mu: '0', variance: '0.04', relativeStandardDeviation95: '1.5', sigma: '0.2' }, scale)).toMatchObject({ mean: '20', variance: '0.04', relativeStandardDeviation95: '1.5', sigma: '0.2', mu: '2.302585092994045684017991454684364' });
    expect(scaleUncertainty({ distribution: 'TRIANGULAR', minimum: '1', mode: '2', maximum: '4' }, scale)).toMatchObject({ minimum: '10', mode: '20', maximum: '40' });
    expect(scaleUncertainty({ distribution: 'NORMAL', relativeStandardDeviation95: '0.5', sigma: '0.25', variance: '0.0625' }, scale)).toMatchObject({ relativeStandardDeviation95: '5', sigma: '2.5', variance: '6.25' });
    expect(scaleUncertainty({ distribution: 'GAMMA', shape: '2', scale: '0.5', minimum: '0' }, scale)).toMatchObject({ shape: '2', scale: '5', minimum: '0' });
    expect(map({ amount: '2', unit: 'kg', uncertainty: { distribution: 'BINOMIAL', trials: '5', probability: '0.5' } }, makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'g' }, { factor: '1000' })).codes).toContain('uncertainty-invalid');
  });
});

describe('pain points', () => {
  it('maps are per version pair: identifier first, then name with compartment, never the name alone', () => {
    const row = makeRow({ id: c, name: 'Dinitrogen  Monoxide', context: ['air', 'unspecified'], unit: 'kg' }, { id: b, name: 'x', unit: 'kg' });
    const flow = { type: 'flow' as const, id: a, name: { en: 'dinitrogen monoxide' } };
    expect(map({ flow, compartment: air, amount: '1', unit: 'kg' }, row).exchange.flow.id).toBe(b);
    expect(map({ flow, compartment: { system: 'ilcd', path: ['Emissions', 'Emissions to air', 'Emissions to air, unspecified'] }, amount: '1', unit: 'kg' }, row).exchange.flow.id).toBe(b);
    expect(map({ flow, amount: '1', unit: 'kg' }, row).exchange.flow.id).toBe(a);
    expect(map({ flow, compartment: { system: 'ecoinvent', path: ['water', 'ocean'] }, amount: '1', unit: 'kg' }, row).exchange.flow.id).toBe(a);
    expect(map({ flow, compartment: air, amount: '1', unit: 'm3' }, row).exchange.flow.id).toBe(a);
  });

  it('GLAD 11: a row without an identifier finds the one that openLCA generates', () => {
    expect(keyGen('CN-HA')).toMatch(/^c7439785-/);
    const row = makeRow({ name: 'Methane', context: ['emission', 'air'], unit: 'kg' }, { id: b, name: 'x', unit: 'kg' });
    expect(map({ flow: { type: 'flow', id: keyGen('methane', 'emission/air', 'kg') }, amount: '1', unit: 'kg' }, row).exchange.flow.id).toBe(b);
  });

  it('LCIAformatter 31: several flows that become one stay separate exchanges with their own amounts', () => {
    const process = makeProcess(makeExchange({ flow: { type: 'flow', id: a }, amount: '1', unit: 'kg' }), makeExchange({ flow: { type: 'flow', id: c }, amount: '2', unit: 'kg' }));
    const { value } = applyFlowMap(process, [makeIndex(makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'kg' }, { condition: '<' }), makeRow({ id: c, unit: 'kg' }, { id: b, unit: 'kg' }, { condition: '<' }))]);
    expect(value.exchanges!.map(({ flow, amount }) => [flow.id, amount])).toEqual([[b, '1'], [b, '2']]);
    expect(new Set(value.exchanges!.map(({ internalId }) => internalId)).size).toBe(2);
  });

  it('n:1 maps have no way back: what the exchange was stays beside it, also after a second mapping', () => {
    const stated = makeExchange({ flow: { type: 'flow', id: a, version: '01.02.003', name: { en: 'old', zh: '旧' } }, amount: '1.50', unit: 'kg', compartment: air });
    const once = applyFlowMap(makeProcess(stated), [makeIndex(makeRow({ id: a, unit: 'kg' }, { id: b, name: 'new', unit: 'g' }, { factor: '1000' }))]).value;
    const twice = applyFlowMap(once, [makeIndex(makeRow({ id: b, unit: 'g' }, { id: c, unit: 'g' }))]).value;
    expect(twice.exchanges![0]).toMatchObject({ flow: { id: c }, amount: '1500', unit: 'g' });
    expect(twice.exchanges![0]!.extensions).toEqual({ 'flow-map': [['flow/id', a], ['flow/version', '01.02.003'], ['flow/name/en', 'old'], ['flow/name/zh', '旧'], ['amount', '1.50'], ['unit', 'kg'], ['direction', 'OUTPUT'], ['compartment/system', 'ecoinvent'], ['compartment/path', 'air/unspecified']] });
  });

  it('the origin of carbon is never changed by a mapping file, and only lost by < and ~', () => {
    const fossil = { id: '349b29d1-3e58-4c66-98b9-9d1a076efd2e', name: 'Carbon dioxide, fossil', unit: 'kg' };
    const biogenic = { id: '08a91e70-3ddc-11dd-9c15-0050c2490048', name: 'carbon dioxide (biogenic)', unit: 'kg' };
    const open = { id: 'b6f010fb-a764-3063-af2d-bcb8309a97b7', name: 'Carbon dioxide', unit: 'kg' };
    const attempt = (from: typeof fossil, to: typeof fossil, condition: FlowMapRow['condition']) => map({ flow: { type: 'flow', id: from.id }, amount: '1', unit: 'kg' }, makeRow(from, to, { condition })).codes;
    for (const condition of ['=', '<', '~'] as const) expect(attempt(fossil, biogenic, condition)).toEqual(['flow-mapping-refused']);
    expect(attempt(fossil, open, '=')).toEqual(['flow-mapping-refused']);
    expect(attempt(fossil, open, '<')).toEqual(['flow-mapped-narrower']);
    expect(attempt(open, fossil, '=')).toEqual(['flow-mapping-refused']);
    expect(attempt({ id: 'x', name: 'Methane, fossil', unit: 'kg' }, { id: 'y', name: 'methane (biogenic)', unit: 'kg' }, '=')).toEqual(['flow-mapping-refused']);
    expect(attempt({ id: 'x', name: 'Methane, bromotrifluoro-, Halon 1301', unit: 'kg' }, { id: 'y', name: 'halon-1301', unit: 'kg' }, '=')).toEqual([]);
  });
});

describe('shares', () => {
  const shares = [makeRow({ id: a, unit: 'm2' }, { id: b, name: 'from', unit: 'm2' }, { allocation: '0.25', verb: 'disaggregate' }), makeRow({ id: a, unit: 'm2' }, { id: c, name: 'to', unit: 'm2' }, { allocation: '0.75', verb: 'disaggregate' })];

  it('one flow becomes several with its shares; other exchanges keep their internal ids, positions follow', () => {
    const process = makeProcess(makeExchange({ internalId: '7', flow: { type: 'flow', id: a }, amount: '8', unit: 'm2' }), makeExchange({ internalId: '7-2', flow: { type: 'flow', id: c }, amount: '1', unit: 'm2' }));
    const { value } = applyFlowMap(process, [makeIndex(...shares)]);
    expect(value.exchanges!.map(({ internalId, position, flow, amount }) => [internalId, position, flow.id, amount])).toEqual([['7', 0, b, '2'], ['7-3', 1, c, '6'], ['7-2', 2, c, '1']]);
  });

  it('a share that may not be applied refuses all: no amount is lost', () => {
    const { exchanges, codes } = map({ amount: '8', unit: 'm2' }, shares[0]!, { ...shares[1]!, condition: '>' });
    expect(exchanges.map(({ flow, amount }) => [flow.id, amount])).toEqual([[a, '8']]);
    expect(codes).toEqual(['flow-mapping-refused']);
  });

  it('ONE2MANY of GLAD gives each target the whole area', () => {
    const row = (id: string): FlowMapRow => makeRow({ id: a, unit: 'm2' }, { id, unit: 'm2' }, { mapType: 'ONE2MANY_FLOW_MANUAL' });
    expect(map({ amount: '8', unit: 'm2' }, row(b), row(c)).exchanges.map(({ flow, amount }) => [flow.id, amount])).toEqual([[b, '8'], [c, '8']]);
  });

  it('a reference flow never becomes several', () => {
    expect(map({ amount: '8', unit: 'm2', isReference: true, flowKind: 'PRODUCT' }, ...shares).codes).toEqual(['flow-mapping-refused']);
  });
});

describe('process', () => {
  it('products that no map names are untouched; a mapped reference flow changes the declared quantity; the process given stays as it is', () => {
    const process = { ...makeProcess(makeExchange({ internalId: 'r', flow: { type: 'flow', id: a }, flowKind: 'PRODUCT', isReference: true, amount: '1', unit: 't' }), makeExchange({ flow: { type: 'flow', id: c }, flowKind: 'PRODUCT' })), referenceFlows: ['r'], declaredQuantity: { value: '1', unit: 't' } };
    const before = structuredClone(process);
    const { value, coverage } = applyFlowMap(process, [makeIndex(makeRow({ id: a, unit: 't' }, { id: b, unit: 'kg' }, { factor: '1000' }))]);
    expect(value.declaredQuantity).toEqual({ value: '1000', unit: 'kg' });
    expect(coverageStatistics(coverage)).toMatchObject({ untouched: 1, exchanges: { userFile: 1, total: 1 } });
    expect(process).toEqual(before);
  });

  it('coverage adds up over processes: exchanges, distinct flows, the most frequent unmapped flow first', () => {
    const total = emptyCoverage();
    const rows = makeIndex(makeRow({ id: a, unit: 'kg' }, { id: b, unit: 'kg' }));
    const flow = (id: string) => makeExchange({ flow: { type: 'flow', id, name: { en: id.slice(0, 2) } }, amount: '1', unit: 'kg' });
    addCoverage(total, applyFlowMap(makeProcess(flow(a), flow(a), flow(c)), [rows]).coverage);
    addCoverage(total, applyFlowMap(makeProcess(flow(a), flow(b), flow(c)), [rows]).coverage);
    const statistics = coverageStatistics(total);
    expect(statistics.exchanges).toEqual({ userFile: 3, id: 0, cas: 0, name: 0, unmapped: 3, total: 6 });
    expect(statistics.flows).toEqual({ userFile: 1, id: 0, cas: 0, name: 0, unmapped: 2, total: 3 });
    expect(statistics.unmapped.map(({ id, exchanges }) => [id, exchanges])).toEqual([[c, 2], [b, 1]]);
  });

  it('nothing to map with', () => {
    const process = makeProcess();
    expect(applyFlowMap(process, []).value.exchanges).toEqual([]);
    delete process.exchanges;
    expect(applyFlowMap(process, []).value).toBe(process);
  });
});
