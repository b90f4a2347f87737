// What openLCA can measure: units, groups and properties that a package lacks come from the tables where their identifiers are known there; else the dataset is refused with the reason.
import { describe, expect, it } from 'vitest';
import type { Find } from '../../../src/formats/adapter.ts';
import { olcaPackaging } from '../../../src/formats/olca/packaging.ts';
import type { WriteContext } from '../../../src/mapping/transform.ts';
import type { Flow, FlowProperty, UnitGroup } from '../../../src/model/flow.ts';
import type { Process } from '../../../src/model/process.ts';

const id = (n: number): string => `00000000-0000-4000-8000-00000000000${n}`;
const base = (n: number) => ({ id: id(n), version: '01.00.000', name: { en: `x${n}` } });
/** The group "Units of mass" of ILCD, and its property. */
const mass = { group: '93a60a57-a4c8-11da-a746-0800200c9a66', property: '93a60a56-a3c8-11da-a746-0800200b9a66' };

function complete<T extends object>(noun: 'unitGroup' | 'flowProperty' | 'flow' | 'process', record: T, inPackage: [string, object][] = []) {
  const issues: [string, unknown][] = [];
  const known = new Map(inPackage);
  const find: Find = (wanted, wantedId) => known.get(`${wanted} ${wantedId}`);
  const context: WriteContext = { format: 'olca', issue: (code, params) => void issues.push([code, params]) };
  return { done: olcaPackaging.complete(noun, record, context, find), needed: olcaPackaging.referenceData(noun, record, find), issues };
}

describe('what openLCA can measure', () => {
  it('a unit group without units gets those that the tables know by its identifier', () => {
    const { done, issues } = complete('unitGroup', { ...base(1), id: mass.group } as UnitGroup);
    expect(done!.units!.find((u) => u.internalId === done!.referenceUnit)).toMatchObject({ symbol: 'kg', factor: '1' });
    expect(done!.units!.find((u) => u.symbol === 't')).toMatchObject({ factor: '1000' });
    expect(done!.units!.every((u) => /^[0-9a-f-]{36}$/.test(u.internalId!))).toBe(true);
    expect(issues.map(([code]) => code)).toEqual(['field-defaulted']);
  });

  it('one that nobody knows is refused, and so is what is measured by it', () => {
    const group = base(1) as UnitGroup;
    const property = { ...base(2), unitGroup: { type: 'unitGroup', id: id(1) } } as FlowProperty;
    const flow = { ...base(3), kind: 'PRODUCT', flowProperties: [{ internalId: '1', position: 0, mean: '1', flowProperty: { type: 'flowProperty', id: id(2) } }], referenceProperty: '1' } as Flow;
    const all: [string, object][] = [[`unitGroup ${id(1)}`, group], [`flowProperty ${id(2)}`, property], [`flow ${id(3)}`, flow]];
    for (const [noun, record] of [['unitGroup', group], ['flowProperty', property], ['flow', flow]] as const) {
      const { done, issues } = complete(noun, record as object, all);
      expect([noun, done, issues.map(([code]) => code)]).toEqual([noun, undefined, ['required-missing']]);
    }
    const process = { ...base(4), exchanges: [{ internalId: '1', position: 0, direction: 'OUTPUT', isReference: true, amount: '1', flow: { type: 'flow', id: id(3) } }] } as Process;
    const { done, issues } = complete('process', process, all);
    expect(done!.exchanges).toEqual([]);
    expect(issues).toEqual([['exchange-unwritable', { exchange: '1', reason: 'its flow has nothing that measures it and was not written' }]]);
  });

  it('a flow without properties and without unit is refused; one with a unit is measured by it', () => {
    const flow = { ...base(1), kind: 'PRODUCT' } as Flow;
    expect(complete('flow', flow)).toMatchObject({ done: undefined, issues: [['required-missing', { format: 'openLCA' }]] });
    const { done, needed, issues } = complete('flow', { ...flow, unit: 'MJ' });
    expect(done!.flowProperties).toMatchObject([{ mean: '1', internalId: '1', flowProperty: { id: 'f6811440-ee37-11de-8a39-0800200c9a66' } }]);
    expect(done!.referenceProperty).toBe('1');
    expect(needed.map(({ noun }) => noun).sort()).toEqual(['flowProperty', 'unitGroup']);
    expect(issues).toEqual([]);
  });

  it('a property brings the unit group that it names, from the tables', () => {
    const property = { ...base(2), unitGroup: { type: 'unitGroup', id: mass.group } } as FlowProperty;
    const { done, needed } = complete('flowProperty', property);
    expect(done).toBeDefined();
    expect(needed).toMatchObject([{ noun: 'unitGroup', record: { id: mass.group, unit: 'kg' } }]);
  });

  it('a factor for a property that nobody knows is left out; the others stay', () => {
    const factor = (n: number, property: string, mean: string) => ({ internalId: String(n), position: n - 1, mean, flowProperty: { type: 'flowProperty', id: property } });
    const { done, issues } = complete('flow', { ...base(1), kind: 'PRODUCT', flowProperties: [factor(1, id(9), '5'), factor(2, mass.property, '2')], referenceProperty: '2' } as Flow);
    expect(done!.flowProperties).toMatchObject([{ mean: '1', flowProperty: { id: mass.property } }]);
    expect(done!.flowProperties!.map((p) => p.internalId)).toContain(done!.referenceProperty);
    expect(issues.map(([code]) => code)).toEqual(['flow-property-unwritable']);
  });
});
