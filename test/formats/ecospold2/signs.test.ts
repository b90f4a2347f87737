// Signs, groups and reference products of EcoSpold 2 (ecospold.md §4.4, cases 1–13).
import { describe, expect, it } from 'vitest';
import { codesOf, exchangeOf, flowOf, id, issuesOf, processOf, readFixture, recordsOf } from './support.ts';

describe('treatment of waste', () => {
  const reading = readFixture('signs/treatment.spold');
  const exchange = (name: string) => exchangeOf(reading, name);

  it('EcoSpold 4.4 #1: a treatment activity keeps its negative reference amount and treats a waste', () => {
    expect(exchange('reference')).toMatchObject({ amount: '-1', isReference: true, direction: 'OUTPUT', flowKind: 'WASTE' });
    expect(flowOf(reading, id(1))?.kind).toBe('WASTE');
    expect(processOf(reading).declaredQuantity).toEqual({ value: '-1', unit: 'kg' });
    expect(issuesOf(reading, 'reference-flow-missing')).toEqual([]);
  });
  it('EcoSpold 4.4 #2: a negative waste input keeps its sign and is no avoided product', () => {
    expect(exchange('ash-treated')).toMatchObject({ amount: '-0.05', direction: 'INPUT', flowKind: 'WASTE' });
    expect(exchange('ash-treated').isAvoided).toBeUndefined();
  });
  it('EcoSpold 4.4 #3: the by-product classification tells products, wastes and recyclables apart', () => {
    expect([exchange('heat'), exchange('ash'), exchange('scrap')].map((e) => e.flowKind)).toEqual(['PRODUCT', 'WASTE', 'PRODUCT']);
    expect(exchange('scrap').classifications).toEqual([{ scheme: 'By-product classification', statedId: 'a20a9e2f-b3f0-40fd-8358-f8adf7f419c4', name: { en: 'Recyclable' } }]);
    expect(flowOf(reading, id(3))?.kind).toBe('WASTE');
  });
  it('EcoSpold 4.4 #4: a negative product input and a negative by-product with a link are avoided; an unclassified one is left open', () => {
    expect(exchange('avoided')).toMatchObject({ isAvoided: true, amount: '-0.4', direction: 'INPUT' });
    expect(exchange('conditional')).toMatchObject({ isAvoided: true, amount: '-0.2', direction: 'OUTPUT' });
    expect(exchange('unclassified').isAvoided).toBeUndefined();
  });
  it('EcoSpold 4.4 #10: a direction that does not fit the compartment is told and kept', () => {
    expect(issuesOf(reading, 'compartment-direction').map((i) => [i.params['direction'], i.path])).toEqual([
      ['INPUT', 'activityDataset[1]/flowData/elementaryExchange[3]/compartment'], ['OUTPUT', 'activityDataset[1]/flowData/elementaryExchange[4]/compartment'],
    ]);
    expect(exchange('in-air')).toMatchObject({ direction: 'INPUT', group: 'FROM_ENVIRONMENT' });
    expect(flowOf(reading, 'cc6a1abb-b123-4ca6-8f16-38209df609be')?.carbonOrigin).toBe('UPTAKE');
  });
  it('EcoSpold 4.4 #11: negative elementary flows are legal', () => {
    expect(exchange('uptake-correction')).toMatchObject({ amount: '-0.7', direction: 'OUTPUT' });
    expect(flowOf(reading, '349b29d1-3e58-4c66-98b9-9d1a076efd2e')?.carbonOrigin).toBe('FOSSIL');
  });
  it('EcoSpold 4.4 #12: the same flow twice gives two exchanges and one flow', () => {
    expect([exchange('twice-a').amount, exchange('twice-b').amount]).toEqual(['0.1', '0.2']);
    expect(recordsOf(reading, 'flow').filter((f) => f.id === id(14))).toHaveLength(1);
  });
  it('EcoSpold 4.4 #13: an activity may consume its own product', () => {
    expect([exchange('heat').amount, exchange('own-use').amount]).toEqual(['3.2', '0.3']);
    expect(codesOf(reading)).toEqual(['compartment-direction']);
  });
});

describe('reference products', () => {
  it('EcoSpold 4.4 #5: zero reference amount: a draft with an error that says why it cannot be scaled', () => {
    const reading = readFixture('signs/reference-zero.spold');
    expect(issuesOf(reading, 'reference-amount-zero')).toMatchObject([{ severity: 'error', path: 'activityDataset[1]/flowData/intermediateExchange' }]);
    expect(exchangeOf(reading, 'reference')).toMatchObject({ amount: '0', isReference: true });
  });
  it('EcoSpold 4.4 #5: no reference product: a draft under the id of its activity, with the candidates', () => {
    const reading = readFixture('signs/reference-none.spold');
    expect(issuesOf(reading, 'reference-flow-missing')).toMatchObject([{ params: { candidates: 'slag' } }]);
    expect(processOf(reading).referenceFlows).toBeUndefined();
  });
  it('EcoSpold 4.4 #6: a reference amount other than one stays as it is', () => {
    const reading = readFixture('signs/reference-thousand.spold');
    expect(processOf(reading).declaredQuantity).toEqual({ value: '1000', unit: 'kg' });
    expect(exchangeOf(reading, 'emission').amount).toBe('25.0');
    expect(codesOf(reading)).toEqual([]);
  });
  it('EcoSpold 4.4 #7: of several reference products all are kept, and the first with an amount leads', () => {
    const reading = readFixture('signs/reference-several.spold');
    expect(processOf(reading).referenceFlows).toEqual(['second', 'first', 'third']);
    expect(processOf(reading).declaredQuantity).toEqual({ value: '0.6', unit: 'kg' });
    expect(issuesOf(reading, 'reference-flow-multiple')).toMatchObject([{ params: { count: 3 } }]);
    expect(issuesOf(reading, 'reference-amount-zero')).toEqual([]);
  });
});

describe('groups', () => {
  const reading = readFixture('signs/groups.spold');
  it('EcoSpold 4.4 #8: of two groups the reference product counts, else the input; the other is kept', () => {
    expect(exchangeOf(reading, 'both-reference')).toMatchObject({ group: 'REFERENCE_PRODUCT', direction: 'OUTPUT', extensions: { ecospold2: [['inputGroup', 'FROM_TECHNOSPHERE']] } });
    expect(exchangeOf(reading, 'both')).toMatchObject({ group: 'FROM_TECHNOSPHERE', direction: 'INPUT' });
    expect(issuesOf(reading, 'group-both')).toHaveLength(2);
  });
  it('EcoSpold 4.4 #9: without a group, the compartment decides', () => {
    expect(['none', 'none-air', 'none-resource'].map((e) => exchangeOf(reading, e).group)).toEqual(['FROM_TECHNOSPHERE', 'TO_ENVIRONMENT', 'FROM_ENVIRONMENT']);
    expect(issuesOf(reading, 'group-missing').map((i) => i.params['used'])).toEqual(['FROM_TECHNOSPHERE', 'TO_ENVIRONMENT', 'FROM_ENVIRONMENT']);
  });
  it('reads the group that openLCA writes for treatment', () => expect(exchangeOf(reading, 'treatment').direction).toBe('INPUT'));
});

it('EcoSpold 4.4 #45: empty flowData gives a stub with a warning', () => {
  const reading = readFixture('signs/empty.spold');
  expect(codesOf(reading)).toEqual(['inventory-empty']);
  expect(processOf(reading).exchanges).toBeUndefined();
});
