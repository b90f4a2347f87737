// ILCD §4.3, cases 9–18, 41, 42: what a process produces, and to whom its burdens belong.
import { describe, expect, it } from 'vitest';
import { checkProcessAgainstFlows, isInventory, referenceRole, type FlowKindLookup } from '../../../src/mapping/check-process.ts';
import { issueOf, readProcess } from './fixture.ts';

const output0 = /(<exchange dataSetInternalID="0">[^]*?<exchangeDirection>)Output/;
const references = (process: ReturnType<typeof readProcess>['record']) => process.exchanges!.filter((e) => e.isReference).map((e) => e.internalId);

describe('ILCD quantitative reference', () => {
  it('marks the exchange that the quantitative reference names, and no other', () => {
    const { record, codes } = readProcess();
    expect(record.referenceFlows).toEqual(['0']);
    expect(references(record)).toEqual(['0']);
    expect(codes).toEqual([]);
  });

  it('ILCD 4.3 #9: without quantitative reference nothing is guessed; outputs that count are candidates', () => {
    const { record, issues } = readProcess([/<quantitativeReference[^]*<\/quantitativeReference>/, '']);
    expect(references(record)).toEqual([]);
    expect(issueOf(issues, 'reference-flow-missing')).toMatchObject({ severity: 'error', params: { candidates: '0, 2, 3' } });
  });

  it('ILCD 4.3 #10: several reference flows are all marked', () => {
    const { record, issues } = readProcess(['<referenceToReferenceFlow>0<', '<referenceToReferenceFlow>0</referenceToReferenceFlow><referenceToReferenceFlow>3<']);
    expect(references(record)).toEqual(['0', '3']);
    expect(issueOf(issues, 'reference-flow-multiple')?.params).toEqual({ count: 2 });
  });

  it('ILCD 4.3 #11: a reference to an exchange that does not exist is an error', () => {
    const { record, issues } = readProcess(['<referenceToReferenceFlow>0<', '<referenceToReferenceFlow>99<']);
    expect(references(record)).toEqual([]);
    expect(record.referenceFlows).toEqual(['99']);
    expect(issueOf(issues, 'reference-flow-dangling')).toMatchObject({ severity: 'error', params: { id: '99' } });
  });

  it('an internal id used twice means its first exchange, and a missing one gets a free number', () => {
    const { record, issues } = readProcess(['dataSetInternalID="3"', 'dataSetInternalID="0"'], ['dataSetInternalID="4"', '']);
    expect(record.exchanges!.map((e) => [e.internalId, e.isReference])).toEqual([['0', true], ['1', false], ['2', false], ['0', false], ['3', false]]);
    expect(issueOf(issues, 'internal-id-duplicate')?.params).toEqual({ id: '0', count: 2 });
    expect(issueOf(issues, 'internal-id-missing')?.params).toEqual({ used: '3' });
  });

  it('a reference amount of zero is an error', () => {
    const { issues } = readProcess([/<meanAmount>1<\/meanAmount>\s*<resultingAmount>1</, '<meanAmount>0</meanAmount><resultingAmount>0<']);
    expect(issueOf(issues, 'reference-amount-zero')).toMatchObject({ path: 'exchanges/exchange[1]' });
  });
});

describe('ILCD process against the kinds of its flows', () => {
  const kinds = (kind: ReturnType<FlowKindLookup>): FlowKindLookup => (flow) => (flow.id === '55555555-0000-4000-8000-000000000001' ? kind : undefined);
  const codes = (process: Parameters<typeof checkProcessAgainstFlows>[0], lookup: FlowKindLookup) => checkProcessAgainstFlows(process, lookup).map((i) => i.code);

  it('ILCD 4.3 #12: reference exchange is a product input', () => {
    const { record } = readProcess([output0, '$1Input']);
    expect(record.exchanges![0]).toMatchObject({ direction: 'INPUT', isReference: true, amount: '1' });
    expect(codes(record, kinds('PRODUCT'))).toEqual(['reference-flow-is-input']);
    expect(codes(readProcess().record, kinds('PRODUCT'))).toEqual([]);
  });

  it('ILCD 4.3 #13: an elementary or waste output as reference is told, a waste input is a treatment service', () => {
    const output = readProcess().record;
    const input = readProcess([output0, '$1Input']).record;
    expect(checkProcessAgainstFlows(output, kinds('ELEMENTARY'))).toMatchObject([{ code: 'reference-flow-elementary', params: { kind: 'elementary output' } }]);
    expect(codes(output, kinds('WASTE'))).toEqual(['reference-flow-elementary']);
    expect(codes(input, kinds('WASTE'))).toEqual([]);
    expect(codes(output, kinds(undefined))).toEqual([]);
  });

  it('ILCD 4.3 #14: several product outputs need allocation or an approach', () => {
    const approaches = [/<LCIMethodApproaches>.*<\/LCIMethodApproaches>/g, ''] as const;
    const bare = readProcess(approaches, [/<allocations>[^]*<\/allocations>/, '']).record;
    const all: FlowKindLookup = () => 'PRODUCT';
    // Outputs 0, 2 and 3; the reminder flow does not count.
    expect(checkProcessAgainstFlows(bare, all)).toMatchObject([{ code: 'multi-output-unallocated', params: { count: 3 } }]);
    expect(codes(readProcess(approaches).record, all)).toEqual([]);
    expect(codes(readProcess([/<allocations>[^]*<\/allocations>/, '']).record, all)).toEqual([]);
    expect(codes(readProcess([/<LCIMethodApproaches>.*<\/LCIMethodApproaches>/g, '<LCIMethodApproaches>Not applicable</LCIMethodApproaches>'], [/<allocations>[^]*<\/allocations>/, '']).record, all)).toEqual(['multi-output-unallocated']);
  });

  it('ILCD 4.3 #15: without any product output the reference tells what the process is', () => {
    const { record } = readProcess([/<exchangeDirection>Output/g, '<exchangeDirection>Input']);
    expect(referenceRole(record.exchanges![0]!, 'PRODUCT')).toBe('USE');
    expect(codes(record, () => 'PRODUCT')).toEqual(['reference-flow-is-input']);
    expect(referenceRole(record.exchanges![0]!, 'WASTE')).toBe('TREATMENT');
  });

  it('ILCD 4.3 #41: a waste input as reference is treatment, a waste output is generation; amounts keep their sign', () => {
    const { record } = readProcess([output0, '$1Input'], [/<meanAmount>1<\/meanAmount>\s*<resultingAmount>1</, '<meanAmount>-1</meanAmount><resultingAmount>-1<']);
    expect(referenceRole(record.exchanges![0]!, 'WASTE')).toBe('TREATMENT');
    expect(referenceRole({ direction: 'OUTPUT' }, 'WASTE')).toBe('WASTE');
    expect(record.exchanges![0]!.amount).toBe('-1');
  });
});

describe('ILCD allocation and functions', () => {
  it('reads shares in percent', () => {
    expect(readProcess().record.exchanges![1]!.allocations).toEqual([{ coProduct: '0', percent: '60' }, { coProduct: '3', percent: '40' }]);
  });

  it.each([['60', '30', 'allocation-sum'], ['0.6', '0.4', 'allocation-scale'], ['33.33', '66.66', undefined], ['60', '39.5', 'allocation-sum']])('ILCD 4.3 #16: shares %s and %s', (a, b, code) => {
    const { record, codes } = readProcess(['allocatedFraction="60"', `allocatedFraction="${a}"`], ['allocatedFraction="40"', `allocatedFraction="${b}"`]);
    expect(codes).toEqual(code === undefined ? [] : [code]);
    expect(record.exchanges![1]!.allocations!.map((x) => x.percent)).toEqual([a, b]);
  });

  it('ILCD 4.3 #16: the sum is told', () => {
    expect(readProcess(['allocatedFraction="40"', 'allocatedFraction="30"']).issues[0]!.params).toEqual({ exchange: '1', sum: 90 });
  });

  it('ILCD 4.3 #17: an allocation to an unknown co-product is an error', () => {
    const { issues } = readProcess(['internalReferenceToCoProduct="3"', 'internalReferenceToCoProduct="33"']);
    expect(issueOf(issues, 'allocation-dangling')).toMatchObject({ severity: 'error', params: { exchange: '1', id: '33' } });
  });

  it('ILCD 4.3 #18: a reminder flow stays in the document and out of the inventory', () => {
    const { record } = readProcess();
    expect(record.exchanges![4]).toMatchObject({ function: 'ALLOCATION_REMINDER', amount: '7' });
    expect(record.exchanges!.filter(isInventory).map((e) => e.internalId)).toEqual(['0', '1', '2', '3']);
  });

  it('ILCD 4.3 #42: avoided products keep their flag and sign', () => {
    const { record } = readProcess(
      ['Unit process, single operation', 'Avoided product system'],
      ['xmlns:common=', 'xmlns:o="http://openlca.org/ilcd-extensions" xmlns:common='],
      ['dataSetInternalID="2"', 'dataSetInternalID="2" o:avoidedProduct="true" o:defaultProvider="11111111-0000-4000-8000-000000000009"'],
    );
    expect(record.type).toBe('AVOIDED_PRODUCT_SYSTEM');
    expect(record.exchanges![2]).toMatchObject({ isAvoided: true, amount: '-0.5', direction: 'OUTPUT', provider: { type: 'process', id: '11111111-0000-4000-8000-000000000009' } });
    expect(record.exchanges![3]!.isAvoided).toBeUndefined();
  });
});
