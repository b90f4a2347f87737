// The hub's own maps between ILCD/EF 3.1, ecoinvent and the Federal Elementary Flow List: well-formed, invertible where they say =, carbon origin kept (facts from the published lists).
import { describe, expect, it } from 'vitest';
import { checkFlowMap } from '../../../src/mapping/flow-maps/check-map.ts';
import { refusalOf, type FlowMapRow } from '../../../src/mapping/flow-maps/flow-map.ts';
import { originOf, sameOrigin } from '../../../src/mapping/flow-maps/flow-origin.ts';
import { findOwnMap, loadOwnMap, ownFlowList, ownMaps } from '../../../src/mapping/flow-maps/own-maps.ts';
import { compartmentOf, resolveCompartment } from '../../../src/mapping/tables/compartments.ts';
import { rescale } from '../../../src/mapping/tables/fraction.ts';
import { gasOfFlow } from '../../../src/mapping/tables/gases.ts';

const rowsOf = (name: string): FlowMapRow[] => loadOwnMap(findOwnMap(name)!).rows;
const rowOf = (name: string, id: string): FlowMapRow | undefined => rowsOf(name).find((row) => row.from.id === id);

describe('own maps', () => {
  it('all six ways, each with its rows', () => {
    expect(ownMaps.map(({ name }) => [name, rowsOf(name).length])).toEqual([['ilcd-ecoinvent', 334], ['ilcd-fedefl', 1013], ['ecoinvent-ilcd', 242], ['ecoinvent-fedefl', 231], ['fedefl-ilcd', 726], ['fedefl-ecoinvent', 221]]);
  });

  it.each(ownMaps.map((own) => [own.name, own] as const))('%s: the check of mapping files finds nothing', (_name, own) => {
    expect(checkFlowMap(loadOwnMap(own))).toEqual([]);
  });

  it.each(ownMaps.map((own) => [own.name, own] as const))('%s: both flows are of the lists named, the same gas, and in the compartment that the row states', (_name, own) => {
    const wrong = loadOwnMap(own).rows.filter(({ from, to }) => {
      const [source, target] = [gasOfFlow(from.id!), gasOfFlow(to.id!)];
      return source?.system !== own.from || target?.system !== own.to || source.gas !== target.gas
        || resolveCompartment(own.from, from.context!)?.code !== source.compartment || resolveCompartment(own.to, to.context!)?.code !== target.compartment;
    });
    expect(wrong).toEqual([]);
  });

  it('= never changes the origin of carbon, the movement or the compartment; its factor is the inverse of the way back', () => {
    let checked = 0;
    for (const own of ownMaps) {
      for (const row of loadOwnMap(own).rows.filter(({ condition }) => condition === '=')) {
        const [source, target] = [gasOfFlow(row.from.id!)!, gasOfFlow(row.to.id!)!];
        expect([target.origin, target.movement]).toEqual([source.origin, source.movement]);
        // ILCD alone splits resources by kind; the medium is the same.
        expect(target.compartment.startsWith(source.compartment) || source.compartment.startsWith(target.compartment)).toBe(true);
        const back = rowOf(`${own.to}-${own.from}`, row.to.id!);
        expect([row.from.id, back?.condition]).toEqual([row.from.id, '=']);
        expect(rescale(row.factor!, back!.factor!, '1')).toBe('1');
        checked++;
      }
    }
    expect(checked).toBe(266 + 666 + 236 + 126 + 606 + 126);
  });

  it('a narrower target is never entered: < leads to a wider compartment or an open origin', () => {
    for (const own of ownMaps) for (const row of loadOwnMap(own).rows.filter(({ condition }) => condition === '<')) {
      const [source, target] = [gasOfFlow(row.from.id!)!, gasOfFlow(row.to.id!)!];
      const wider = new Set<string>();
      for (let at = compartmentOf(source.compartment)?.parent; at !== undefined; at = compartmentOf(at)?.parent) wider.add(at);
      expect(wider.has(target.compartment) || (target.compartment === source.compartment && target.origin === 'unspecified' && source.origin !== 'unspecified')).toBe(true);
      expect(target.compartment.endsWith('long-term') && !source.compartment.endsWith('long-term')).toBe(false);
    }
  });

  it('carbon dioxide, methane: fossil, biogenic and land use change each to their own (identifiers from the lists)', () => {
    const pairs: [string, string][] = [['349b29d1-3e58-4c66-98b9-9d1a076efd2e', '08a91e70-3ddc-11dd-923d-0050c2490048'], ['eba59fd6-f37e-41dc-9ca3-c7ea22d602c7', '08a91e70-3ddc-11dd-9c15-0050c2490048'], ['e4e9febc-07c1-403d-8d3a-6707bb4d96e6', 'adcb79f3-89cf-45fb-b0b2-65558cb2af26']];
    for (const [ecoinvent, ilcd] of pairs) {
      expect(rowOf('ecoinvent-ilcd', ecoinvent)).toMatchObject({ to: { id: ilcd }, condition: '=', factor: '1' });
      expect(rowOf('ilcd-ecoinvent', ilcd)).toMatchObject({ to: { id: ecoinvent }, condition: '=' });
    }
  });

  it('to the Federal list: fossil carbon dioxide and all methane as <, biogenic carbon dioxide and its uptake not at all', () => {
    expect(rowOf('ilcd-fedefl', '08a91e70-3ddc-11dd-923d-0050c2490048')).toMatchObject({ to: { id: 'b6f010fb-a764-3063-af2d-bcb8309a97b7' }, condition: '<' });
    expect(rowOf('ilcd-fedefl', 'fe0acd60-3ddc-11dd-a8e8-0050c2490048')?.condition).toBe('<');
    for (const name of ['ilcd-fedefl', 'ecoinvent-fedefl']) expect(rowsOf(name).filter(({ from }) => originOf(from)?.gas === 'CO2' && (originOf(from)?.origin === 'biogenic' || originOf(from)?.movement === 'uptake'))).toEqual([]);
  });

  it('from the Federal list: what states no origin is never applied by itself', () => {
    for (const name of ['fedefl-ilcd', 'fedefl-ecoinvent']) {
      const open = rowsOf(name).filter(({ from, to }) => !sameOrigin(originOf(from), originOf(to)));
      expect(open.length).toBeGreaterThan(7);
      expect(new Set(open.map(refusalOf))).toEqual(new Set(['broader']));
    }
  });

  it('carbon dioxide to soil or biomass stock becomes the resource with the factor −1, the other way round and with a warning', () => {
    for (const id of ['375bc95e-6596-4aa1-9716-80ff51b9da77', '259cf8d6-6ea8-4ccf-84b7-23c930a5b2b3']) expect(rowOf('ecoinvent-ilcd', id)).toMatchObject({ to: { id: 'b3d7c693-6465-4aec-86cb-68b4e457fc98' }, condition: '~', reversed: true, factor: '1' });
    expect(ownMaps.flatMap((own) => loadOwnMap(own).rows.filter(({ reversed }) => reversed))).toHaveLength(5);
  });

  it('duplicates of EF 3.1 lead to one flow, and back only to the preferred one', () => {
    const ilcd = ownFlowList('ilcd').byId;
    const duplicates = rowsOf('ilcd-ecoinvent').filter(({ from, condition }) => condition === '=' && ilcd.get(from.id!)!.preferred === false);
    expect(duplicates.length).toBeGreaterThan(10);
    for (const { from, to } of duplicates) {
      const back = rowOf('ecoinvent-ilcd', to.id!)!.to.id!;
      expect([back === from.id, ilcd.get(back)!.preferred]).toEqual([false, true]);
    }
  });

  it('the flows of each list: every one by its identifier, duplicates never by name', () => {
    expect((['ilcd', 'ecoinvent', 'fedefl'] as const).map((system) => ownFlowList(system).byId.size)).toEqual([1110, 242, 762]);
    const chosen = [...ownFlowList('ilcd').byName.values()].flat();
    expect(chosen.every(({ preferred }) => preferred)).toBe(true);
  });
});
