// The cascade identifier → CAS number and compartment → name and compartment; what it refuses; the hub's maps and the cascade applied to a process.
import { describe, expect, it } from 'vitest';
import { applyFlowMap } from '../../../src/mapping/flow-maps/apply.ts';
import { composeFlowMaps } from '../../../src/mapping/flow-maps/compose-maps.ts';
import { coverageStatistics } from '../../../src/mapping/flow-maps/coverage.ts';
import { makeFlowList, resolveFlow, type ListedFlow } from '../../../src/mapping/flow-maps/flow-list.ts';
import { composeConditions, invertCondition } from '../../../src/mapping/flow-maps/flow-map.ts';
import { mayLead, originOfName } from '../../../src/mapping/flow-maps/flow-origin.ts';
import { ownFlowList } from '../../../src/mapping/flow-maps/own-maps.ts';
import { makeExchange, makeProcess, makeRow } from './rows.ts';

const listed = (id: string, name: string, rest: Partial<ListedFlow> = {}): ListedFlow => ({ id, name, context: 'air/unspecified', unit: 'kg', ...rest });
const list = makeFlowList('test', undefined, [
  listed('n2o', 'Nitrous oxide', { cas: '10024-97-2', synonyms: ['Dinitrogen monoxide', '氧化亚氮'] }),
  listed('so2', 'Sulfur dioxide', { cas: '7446-09-5' }), listed('so2-old', 'sulphur dioxide', { cas: '7446-09-5', preferred: false }),
  listed('x1', 'Xylene, meta', { cas: '1330-20-7' }), listed('x2', 'Xylenes', { cas: '1330-20-7' }),
  listed('co2f', 'Carbon dioxide, fossil', { cas: '124-38-9' }), listed('co2b', 'Carbon dioxide, non-fossil', { cas: '124-38-9' }),
  listed('river', 'Water, river', { cas: '7732-18-5', context: 'resource/water', unit: 'm3' }),
  listed('peat', 'Peat', { context: 'resource/ground', unit: 'MJ' }),
  listed('coal', 'Coal, hard', { context: 'resource/ground/non-renewable-energy', unit: 'MJ' }),
  listed('pb-lt', 'Lead', { cas: '7439-92-1', context: 'air/unspecified-long-term' }),
]);
const found = (sought: Parameters<typeof resolveFlow>[0]) => {
  const resolution = resolveFlow(sought, list);
  return resolution.method === 'none' ? [resolution.reason, ...resolution.candidates.map(({ id }) => id)] : [resolution.method, resolution.flow.id, resolution.condition];
};

describe('cascade', () => {
  it('identifier first, also of a duplicate', () => {
    expect(found({ id: 'SO2-OLD', cas: '10024-97-2', context: 'air/unspecified' })).toEqual(['id', 'so2-old', '=']);
  });

  it('CAS number with compartment, then name or synonym with compartment, in any language', () => {
    expect(found({ names: ['whatever'], cas: '10024-97-2', context: 'air/unspecified', unit: 'kg' })).toEqual(['cas', 'n2o', '=']);
    expect(found({ names: ['dinitrogen  MONOXIDE'], context: 'air/unspecified' })).toEqual(['name', 'n2o', '=']);
    expect(found({ names: ['氧化亚氮'], context: 'air/unspecified' })).toEqual(['name', 'n2o', '=']);
  });

  it('E25 names change between releases: identifier before CAS number with compartment, both before names; biogenic is non-fossil', () => {
    expect(found({ id: 'n2o', names: ['Azane oxide'], context: 'air/unspecified' })).toEqual(['id', 'n2o', '=']);
    expect(found({ names: ['Azane oxide'], cas: '10024-97-2', context: 'air/unspecified' })).toEqual(['cas', 'n2o', '=']);
    expect(found({ names: ['Azane oxide'], context: 'air/unspecified' })).toEqual(['unknown']);
    expect(found({ names: ['Carbon dioxide, biogenic'], context: 'air/unspecified' })).toEqual(['name', 'co2b', '=']);
  });

  it('E27 a wrong CAS number leads nowhere: carbon monoxide with the number of carbon dioxide, methane with that of another gas, a name whose number is another', () => {
    expect(found({ names: ['Carbon monoxide, from soil or biomass stock'], cas: '124-38-9', context: 'air/unspecified' })).toEqual(['origin', 'co2f', 'co2b']);
    expect(found({ names: ['Methane'], cas: '10024-97-2', context: 'air/unspecified' })).toEqual(['origin', 'n2o']);
    expect(found({ names: ['Nitrous oxide'], cas: '14493-06-2', context: 'air/unspecified' })).toEqual(['unknown']);
  });

  it('never without a compartment, never in another medium, and a duplicate is never chosen', () => {
    expect(found({ names: ['Nitrous oxide'], cas: '10024-97-2' })).toEqual(['unknown']);
    expect(found({ names: ['Nitrous oxide'], cas: '10024-97-2', context: 'water/unspecified' })).toEqual(['unknown']);
    expect(found({ names: ['sulphur dioxide'], context: 'air/unspecified' })).toEqual(['unknown']);
  });

  it('the next wider compartment is <, an inexact one ~; long-term is left, never entered', () => {
    expect(found({ cas: '10024-97-2', context: 'air/non-urban-low-stack' })).toEqual(['cas', 'n2o', '<']);
    expect(found({ cas: '10024-97-2', context: 'air/unspecified-long-term' })).toEqual(['cas', 'n2o', '<']);
    expect(found({ cas: '10024-97-2', context: 'air/unspecified', contextExact: false })).toEqual(['cas', 'n2o', '~']);
    expect(found({ cas: '7439-92-1', context: 'air/unspecified' })).toEqual(['unknown']);
  });

  it('several that fit are none, and all are named; the name decides among those of one number', () => {
    expect(found({ names: ['m-Xylene'], cas: '1330-20-7', context: 'air/unspecified' })).toEqual(['ambiguous', 'x1', 'x2']);
    expect(found({ names: ['xylenes'], cas: '1330-20-7', context: 'air/unspecified' })).toEqual(['cas', 'x2', '=']);
  });

  it('never across the origin of carbon, in whatever words it is told', () => {
    expect(found({ names: ['carbon dioxide (biogenic)'], cas: '124-38-9', context: 'air/unspecified' })).toEqual(['cas', 'co2b', '=']);
    expect(found({ names: ['Carbon dioxide (fossil)'], context: 'air/unspecified' })).toEqual(['name', 'co2f', '=']);
    expect(found({ names: ['carbon dioxide (land use change)'], cas: '124-38-9', context: 'air/unspecified' })).toEqual(['origin', 'co2f', 'co2b']);
    expect(found({ names: ['carbon dioxide'], cas: '124-38-9', context: 'air/unspecified' })).toEqual(['origin', 'co2f', 'co2b']);
  });

  it('water: green and blue share a number and are never mixed by it', () => {
    expect(found({ names: ['Water, rain'], cas: '7732-18-5', context: 'resource/water', unit: 'm3' })).toEqual(['unknown']);
    expect(found({ names: ['water, river'], cas: '7732-18-5', context: 'resource/water', unit: 'm3' })).toEqual(['name', 'river', '=']);
  });

  it('ecoinvent/lcia 4: peat in kg is not peat in MJ; in kWh it is', () => {
    expect(found({ names: ['Peat'], context: 'resource/ground', unit: 'kg' })).toEqual(['unit', 'peat']);
    expect(found({ names: ['Peat'], context: 'resource/ground', unit: 'kWh' })).toEqual(['name', 'peat', '=']);
  });

  it('resources that only ILCD splits by kind are found in both directions', () => {
    expect(found({ names: ['Coal, hard'], context: 'resource/ground', unit: 'MJ' })).toEqual(['name', 'coal', '=']);
    expect(found({ names: ['Peat'], context: 'resource/ground/non-renewable-energy', unit: 'MJ' })).toEqual(['name', 'peat', '=']);
  });

  it('names of old refrigerants that begin with methane are no methane', () => {
    expect(originOfName('Methane, bromochlorodifluoro-, Halon 1211').stated).toBeUndefined();
    expect(originOfName('Methane, non-fossil')).toEqual({ flowable: 'methane', stated: { gas: 'CH4', origin: 'biogenic' } });
    expect(originOfName('Carbon dioxide, in air').stated).toEqual({ gas: 'CO2', origin: 'biogenic', movement: 'uptake' });
    expect(mayLead(originOfName('methane (biogenic)').stated, originOfName('Methane').stated, '<')).toBe(true);
    expect(mayLead(originOfName('carbon dioxide (biogenic)').stated, originOfName('Carbon dioxide').stated, '<')).toBe(false);
  });
});

describe('own maps and cascade on a process', () => {
  const target = ownFlowList('ecoinvent');
  const ilcdAir = { system: 'ilcd', path: ['Emissions', 'Emissions to air', 'Emissions to air, unspecified'] };
  const run = (...exchanges: Parameters<typeof makeExchange>[0][]) => applyFlowMap(makeProcess(...exchanges.map((exchange) => makeExchange({ amount: '2', unit: 'kg', ...exchange }))), [], { target });

  it('ILCD to ecoinvent: by own map, by CAS number, by name; unmapped stays as it is', () => {
    const { value, coverage, issues } = run(
      { flow: { type: 'flow', id: '08a91e70-3ddc-11dd-923d-0050c2490048' } },
      { flow: { type: 'flow', id: '0f0f0f0f-0000-4000-8000-000000000000', name: { en: 'Carbon dioxide (fossil)' } }, cas: '124-38-9', compartment: ilcdAir, unit: 'g' },
      { flow: { type: 'flow', id: '0f0f0f0f-0000-4000-8000-000000000001', name: { en: 'methane (biogenic)' } }, compartment: ilcdAir },
      { flow: { type: 'flow', id: '0f0f0f0f-0000-4000-8000-000000000002', name: { en: 'unobtainium' } }, compartment: ilcdAir },
      { flow: { type: 'flow', id: '349b29d1-3e58-4c66-98b9-9d1a076efd2e' } },
    );
    expect(value.exchanges!.map(({ flow, amount, unit }) => [flow.id, amount, unit])).toEqual([
      ['349b29d1-3e58-4c66-98b9-9d1a076efd2e', '2', 'kg'], ['349b29d1-3e58-4c66-98b9-9d1a076efd2e', '0.002', 'kg'], ['da1157e2-7593-4dfd-80dd-a3449b37a4d8', '2', 'kg'],
      ['0f0f0f0f-0000-4000-8000-000000000002', '2', 'kg'], ['349b29d1-3e58-4c66-98b9-9d1a076efd2e', '2', 'kg'],
    ]);
    expect(value.exchanges![1]!.compartment).toEqual({ code: 'air/unspecified', system: 'ecoinvent', path: ['air', 'unspecified'], statedId: '7011f0aa-f5f9-4901-8c10-884ad8296812' });
    expect(coverageStatistics(coverage).exchanges).toEqual({ userFile: 0, id: 2, cas: 1, name: 1, unmapped: 1, total: 5 });
    expect(issues.map(({ code }) => code)).toEqual(['flow-amount-converted', 'flow-unmapped']);
  });

  it('GLAD 15: carbon dioxide without an origin is in no list with origins and stays unmapped, with its candidates', () => {
    const { value, coverage } = run({ flow: { type: 'flow', id: '0f0f0f0f-0000-4000-8000-000000000003', name: { en: 'carbon dioxide' } }, cas: '124-38-9', compartment: ilcdAir });
    expect(value.exchanges![0]!.flow.id).toBe('0f0f0f0f-0000-4000-8000-000000000003');
    const [unmapped] = coverageStatistics(coverage).unmapped;
    expect([unmapped!.reason, unmapped!.candidates!.length]).toEqual(['origin', 3]);
  });

  it('the Federal list states no origin: refused with the candidate, also by name', () => {
    const { value, issues } = run({ flow: { type: 'flow', id: 'b6f010fb-a764-3063-af2d-bcb8309a97b7', name: { en: 'Carbon dioxide' } }, compartment: { system: 'fedefl', path: ['emission', 'air'] } });
    expect(value.exchanges![0]!.flow.id).toBe('b6f010fb-a764-3063-af2d-bcb8309a97b7');
    expect(issues).toMatchObject([{ code: 'flow-mapping-refused', params: { to: 'Carbon dioxide, fossil 349b29d1-3e58-4c66-98b9-9d1a076efd2e' } }]);
  });

  it('carbon stored in soil: output becomes input, the amount keeps its sign, with a warning each', () => {
    const { value, issues } = applyFlowMap(makeProcess(makeExchange({ flow: { type: 'flow', id: '375bc95e-6596-4aa1-9716-80ff51b9da77' }, group: 'TO_ENVIRONMENT', amount: '2', unit: 'kg' })), [], { target: ownFlowList('ilcd') });
    expect(value.exchanges![0]).toMatchObject({ flow: { id: 'b3d7c693-6465-4aec-86cb-68b4e457fc98' }, direction: 'INPUT', group: 'FROM_ENVIRONMENT', amount: '2', unit: 'kg' });
    expect(issues.map(({ code }) => code)).toEqual(['flow-mapped-proxy', 'flow-direction-reversed']);
  });

  it('kind, names and CAS number may come from the flow dataset (ILCD states none in the exchange)', () => {
    const exchange = makeExchange({ flow: { type: 'flow', id: '0f0f0f0f-0000-4000-8000-000000000004' }, amount: '1', unit: 'kg' });
    delete exchange.flowKind;
    const flowOf = () => ({ kind: 'ELEMENTARY' as const, name: { en: 'Dinitrogen oxide' }, cas: '10024-97-2', compartment: ilcdAir });
    const { value, coverage } = applyFlowMap(makeProcess(exchange), [], { target, flowOf });
    expect(value.exchanges![0]!.flow.id).toBe('20185046-64bb-4c09-a8e7-e8a9e144ca98');
    expect(coverageStatistics(coverage).exchanges.cas).toBe(1);
    expect(coverageStatistics(applyFlowMap(makeProcess(exchange), [], { target, flowOf: () => ({ kind: 'PRODUCT', name: { en: 'x' } }) }).coverage)).toMatchObject({ untouched: 1, exchanges: { total: 0 } });
  });
});

describe('maps one after the other', () => {
  it('conditions compose: = keeps, alike stays, everything else is unknown; swapping turns < and >', () => {
    expect([composeConditions('=', '~'), composeConditions('<', '='), composeConditions('<', '<'), composeConditions('>', '>')]).toEqual(['~', '<', '<', '>']);
    expect([composeConditions('<', '>'), composeConditions('~', '~'), composeConditions('~', '<')]).toEqual(['?', '?', '?']);
    expect((['=', '<', '>', '~', '<>'] as const).map(invertCondition)).toEqual(['=', '>', '<', '~', '<>']);
  });

  it('GLAD 11/15: a redirect of old identifiers, then a map: factors multiply through the units, 2 × 1000 × 0.5 = 1000', () => {
    const first = { source: 'old', rows: [makeRow({ id: 'o', unit: 'kg' }, { id: 'n', unit: 'kg' }, { factor: '2' }), makeRow({ id: 'p' }, { id: 'q' })] };
    const second = { target: 'new', rows: [makeRow({ id: 'n', unit: 'g' }, { id: 't', unit: 'g' }, { factor: '0.5', condition: '<' })] };
    expect(composeFlowMaps(first, second)).toEqual({ source: 'old', target: 'new', rows: [{ from: { id: 'o', unit: 'kg' }, to: { id: 't', unit: 'g' }, condition: '<', factor: '1000' }] });
  });

  it('a proxy of a proxy, and units that do not meet, are never applied by themselves', () => {
    const proxy = { rows: [makeRow({ id: 'a', unit: 'kg' }, { id: 'b', unit: 'kg' }, { condition: '~' })] };
    expect(composeFlowMaps(proxy, { rows: [makeRow({ id: 'b', unit: 'kg' }, { id: 'c', unit: 'kg' }, { condition: '~' })] }).rows[0]!.condition).toBe('?');
    expect(composeFlowMaps(proxy, { rows: [makeRow({ id: 'b', unit: 'MJ' }, { id: 'c', unit: 'MJ' })] }).rows[0]!.factor).toBeNull();
  });
});
