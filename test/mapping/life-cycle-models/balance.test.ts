// ILCD §4.3, case 65: stated factors are verified against the processes, and computed where none are stated. Numbers by hand, as in fixtures/ilcd/README.md.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { checkBalance } from '../../../src/mapping/life-cycle-models/check-balance.ts';
import type { ModelExchange, ModelProcess } from '../../../src/mapping/life-cycle-models/model-process.ts';
import { solveModel, Unsolvable } from '../../../src/mapping/life-cycle-models/solve-model.ts';
import type { LifeCycleModel } from '../../../src/model/life-cycle-model.ts';

const flow = (n: number) => `55555555-0000-4000-8000-0000000000${n}`;
const process = (n: number) => `66666666-0000-4000-8000-0000000000${n}`;
const [sheet, latex, power, waste] = [30, 31, 33, 34].map(flow);

type Row = [direction: 'INPUT' | 'OUTPUT', flow: string | undefined, amount: string, unit?: string];
const made = (id: number, ...rows: Row[]): [string, ModelProcess] => [process(id), {
  id: process(id), exchanges: rows.map(([direction, id_, amount, unit = 'kg'], position): ModelExchange => ({ internalId: String(position + 1), position, direction, flow: { type: 'flow', id: id_! }, amount, unit, isReference: position === 0 })),
}];

const processes = new Map([
  made(11, ['OUTPUT', sheet, '1'], ['INPUT', latex, '2.5'], ['INPUT', power, '0.5', 'MJ'], ['OUTPUT', waste, '4']),
  made(12, ['OUTPUT', latex, '1'], ['INPUT', power, '0.2', 'MJ']),
  made(13, ['OUTPUT', power, '1', 'kWh']),
  made(14, ['INPUT', waste, '10']),
]);
const find = (id: string) => processes.get(id);

/** The model of the fixture, in which latex has one identifier at both ends. */
function model(edit: (text: string) => string = (text) => text): LifeCycleModel {
  const text = readFileSync(new URL('../../fixtures/ilcd/life-cycle-model/model.xml', import.meta.url), 'utf8').replaceAll(flow(32), flow(31));
  return ilcd.read(Buffer.from(edit(text)), 'model.xml').datasets[0]!.record as LifeCycleModel;
}

function found(of: LifeCycleModel, lookup = find): [string, Record<string, unknown>][] {
  const issues: [string, Record<string, unknown>][] = [];
  checkBalance(of, lookup, (code, params = {}) => issues.push([code, params]));
  return issues;
}

describe('the factors of a model', () => {
  it('ILCD 4.3 #65: that solve it are right, whatever the units: (0.5 + 2.5 × 0.2) MJ = 0.2778 × 3.6 MJ', () => {
    expect(found(model())).toEqual([]);
  });

  it('ILCD 4.3 #65: that do not are told with what is given and taken; one in a thousand is rounding', () => {
    expect(found(model((text) => text.replace('"0.27777777777777779"', '"0.2778"')))).toEqual([]);
    // 0.3 × 3.6 MJ = 1.08 MJ for 1 MJ; in kWh, the unit of the giver
    const [[code, params] = ['', {}], ...more] = found(model((text) => text.replace('"0.27777777777777779"', '"0.3"')));
    expect([code, more]).toEqual(['model-factor-unbalanced', []]);
    expect(params).toMatchObject({ flow: power, supply: 0.3, givers: '2', takers: '0, 1' });
    expect(params['demand']).toBeCloseTo(1 / 3.6, 10);
  });

  it('ILCD 4.3 #65: waste need not be treated by the model, but no more can be than there is', () => {
    expect(found(model((text) => text.replace('"4E-1"', '"0.1"')))).toEqual([]);
    expect(found(model((text) => text.replace('"4E-1"', '"1"')))).toMatchObject([['model-factor-unbalanced', { supply: 4, demand: 10 }]]);
  });

  it('ILCD 4.3 #64: an input that several give is met by all of them together', () => {
    const two = model((text) => text.replace('multiplicationFactor="2.5"', 'multiplicationFactor="1.5"').replace('<processInstance dataSetInternalID="3"', `<processInstance dataSetInternalID="4" multiplicationFactor="1.0"><referenceToProcess type="process data set" refObjectId="${process(12)}"/><connections><outputExchange flowUUID="${latex}"><downstreamProcess id="0" flowUUID="${latex}"/></outputExchange></connections></processInstance><processInstance dataSetInternalID="3"`));
    expect(found(two).filter(([, { flow: of }]) => of === latex)).toEqual([]);
  });

  it('ILCD 4.3 #63: what is absent is passed over, and a flow that a process does not have is told', () => {
    expect(found(model(), (id) => (id === process(13) ? undefined : find(id)))).toEqual([]);
    expect(found(model((text) => text.replace(`outputExchange flowUUID="${power}"`, `outputExchange flowUUID="${sheet}"`)))).toMatchObject([['model-link-flow-absent', { instance: '2', flow: sheet, direction: 'output' }]]);
  });
});

describe('a model without factors', () => {
  const system: LifeCycleModel = {
    id: flow(99), version: '1', name: {}, referenceInstance: '1', targetAmount: '2', targetUnit: 't',
    processes: [
      { internalId: '1', position: 0, process: { type: 'process', id: process(11) }, connections: [{ flow: { type: 'flow', id: waste! }, flowKind: 'WASTE', links: [{ instance: '4', flow: { type: 'flow', id: waste! }, exchange: '4' }] }] },
      { internalId: '2', position: 1, process: { type: 'process', id: process(12) }, connections: [{ flow: { type: 'flow', id: latex! }, links: [{ instance: '1', flow: { type: 'flow', id: latex! }, exchange: '2' }] }] },
      { internalId: '3', position: 2, process: { type: 'process', id: process(13) }, connections: [{ flow: { type: 'flow', id: power! }, links: [{ instance: '1', flow: { type: 'flow', id: power! }, exchange: '3' }, { instance: '2', flow: { type: 'flow', id: power! }, exchange: '2' }] }] },
      { internalId: '4', position: 3, process: { type: 'process', id: process(14) } },
    ],
  };

  it('ILCD 4.3 #65: is solved for its target: 2 t are 2000 times the sheet', () => {
    const factors = solveModel(system, find);
    expect([...factors.values()].map((f) => Number(f.toPrecision(12)))).toEqual([2000, 5000, Number((2000 / 3.6).toPrecision(12)), 800]);
  });

  it('ILCD 4.3 #65: is solved round a circle: latex needs 0.1 kWh a kg, and power 0.5 kg latex a kWh: 5000 / (1 − 0.05)', () => {
    const circle = new Map([...processes, made(12, ['OUTPUT', latex, '1'], ['INPUT', power, '0.1', 'kWh']), made(13, ['OUTPUT', power, '1', 'kWh'], ['INPUT', latex, '0.5']), made(11, ['OUTPUT', sheet, '1'], ['INPUT', latex, '2.5'], ['OUTPUT', sheet, '0'], ['OUTPUT', waste, '4'])]);
    const looped: LifeCycleModel = structuredClone(system);
    looped.processes![1]!.connections![0]!.links!.push({ instance: '3', flow: { type: 'flow', id: latex! }, exchange: '2' });
    looped.processes![2]!.connections![0]!.links!.shift();
    expect(solveModel(looped, (id) => circle.get(id)).get('2')).toBeCloseTo(5000 / 0.95, 6);
  });

  it('says why it cannot be solved', () => {
    const why = (of: LifeCycleModel, lookup = find): string => {
      try {
        solveModel(of, lookup);
      } catch (error) {
        if (error instanceof Unsolvable) return error.message;
        throw error;
      }
      return '';
    };
    const { referenceInstance: _none, ...headless } = system;
    expect(why(headless)).toContain('no reference process');
    expect(why(system, (id) => (id === process(12) ? undefined : find(id)))).toContain(`process ${process(12)} is not in the package`);
    const greedy = new Map([...processes, made(12, ['OUTPUT', latex, '1'], ['INPUT', power, '1', 'kWh']), made(13, ['OUTPUT', power, '1', 'kWh'], ['INPUT', latex, '2'])]);
    const looped = structuredClone(system);
    looped.processes![1]!.connections![0]!.links!.push({ instance: '3', flow: { type: 'flow', id: latex! }, exchange: '2' });
    looped.processes![2]!.connections![0]!.links![0]!.exchange = '3';
    expect(why(looped, (id) => (id === process(11) ? find(id) : greedy.get(id)))).toContain('more of each other than they give');
  });
});
