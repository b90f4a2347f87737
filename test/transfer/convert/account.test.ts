// The loss account on values counted by hand.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fates, LossAccount } from '../../../src/transfer/convert/account.ts';

function fatesOf(record: object, completed: object | undefined, back: object | undefined) {
  const account = new LossAccount();
  account.add('process', record, completed, back);
  return { total: account.total, paths: Object.fromEntries([...account.paths].map(([path, counts]) => [path, fates.filter((fate) => counts[fate] > 0).map((fate) => `${fate} ${counts[fate]}`).join(', ')])) };
}

describe('the loss account', () => {
  it('tells kept, derived, approximated and lost apart', () => {
    const record = { name: { en: 'n', zh: '名' }, amount: '2', unit: 'kWh', year: 2023, exchanges: [{ id: 'a', amount: '1.0' }, { id: 'b', amount: '3' }] };
    const completed = { ...record, amount: '7.2', unit: 'MJ', exchanges: [{ id: '0', amount: '1.0' }, { id: '1', amount: '3' }] };
    const back = { name: { en: 'n' }, amount: '7.20', unit: 'MJ', year: 2024, exchanges: [{ id: '0', amount: '1' }, { id: '1' }] };
    expect(fatesOf(record, completed, back)).toEqual({
      total: { kept: 2, derived: 4, approximated: 1, lost: 2 },
      paths: {
        'process.name.en': 'kept 1', 'process.name.zh': 'lost 1', 'process.amount': 'derived 1', 'process.unit': 'derived 1', 'process.year': 'approximated 1',
        'process.exchanges.id': 'derived 2', 'process.exchanges.amount': 'kept 1, lost 1',
      },
    });
  });

  it('counts what stands beside a record one by one', () => {
    const beside = (leaves: [string, string][]) => ({ extensions: { x: leaves } });
    expect(fatesOf(beside([['a/@b', '1'], ['a/@b', '1'], ['c[2]', '']]), undefined, beside([['a/@b', '1']])).paths).toEqual({ 'process beside: a/@b': 'kept 1, lost 1', 'process beside: c': 'lost 1' });
  });

  it('tells what stands beside apart from a field of the same name', () => {
    expect(fatesOf({ comment: { en: 'a' }, extensions: { x: [['comment', 'b']] } }, undefined, { comment: { en: 'a' } }).paths).toEqual({ 'process.comment.en': 'kept 1', 'process beside: comment': 'lost 1' });
  });

  it('finds what stands beside a record in whatever order it comes back', () => {
    const beside = (...leaves: [string, string][]) => ({ extensions: { x: leaves } });
    expect(fatesOf(beside(['a', '1'], ['b', '2'], ['c', '3'], ['c', '3']), undefined, beside(['a', '1'], ['c', '3'], ['b', '2'], ['d', '4'])).total).toMatchObject({ kept: 3, lost: 1 });
  });

  it('takes records beside a record for the same whatever the order of their keys', () => {
    const beside = (text: string) => ({ extensions: { x: [['f', text]] } });
    expect(fatesOf(beside('{"a":1,"b":{"c":2,"d":3}}'), undefined, beside('{"b":{"d":3,"c":2},"a":1}')).total).toMatchObject({ kept: 1, lost: 0 });
    expect(fatesOf(beside('{"a":1}'), undefined, beside('{"a":2}')).total).toMatchObject({ kept: 0, lost: 1 });
  });

  it('finds exchanges where they stand, in whatever order they come back', () => {
    const exchange = (internalId: string, position: number, amount: string) => ({ internalId, position, amount });
    const record = { exchanges: [exchange('a', 0, '1'), exchange('b', 1, '2'), exchange('c', 2, '3')] };
    const completed = { exchanges: [exchange('0', 0, '1'), exchange('1', 1, '2'), exchange('2', 2, '3')] };
    const paths = { 'process.exchanges.internalId': 'derived 3', 'process.exchanges.amount': 'kept 3' };
    expect(fatesOf(record, completed, completed).paths).toEqual(paths);
    expect(fatesOf(record, completed, { exchanges: [exchange('2', 0, '3'), exchange('0', 1, '1'), exchange('1', 2, '2')] }).paths).toEqual(paths);
    expect(fatesOf(record, { exchanges: completed.exchanges.toReversed() }, completed).paths).toEqual(paths);
  });

  it('tells exchanges of one identifier apart by their place', () => {
    const exchange = (position: number, amount: string) => ({ internalId: '7', position, amount });
    const record = { exchanges: [exchange(0, '1'), exchange(1, '2')] };
    expect(fatesOf(record, record, { exchanges: [exchange(1, '2'), exchange(0, '1')] }).paths['process.exchanges.amount']).toBe('kept 2');
  });

  it('counts by path whatever keys records have, in whatever order', () => {
    const account = new LossAccount();
    const records = [{ a: '1', b: '2', c: '3' }, { c: '3', a: '1' }, { a: '1', g: '7' }, { a: '1', b: '2', d: '4', e: '5', f: '6', g: '7' }, { b: '2' }, { f: '6', g: '7' }];
    for (const record of records) account.add('process', record, record, 'a' in record ? record : undefined);
    expect(Object.fromEntries([...account.paths].map(([path, { kept, lost }]) => [path, `${kept} ${lost}`]))).toEqual({
      'process.a': '4 0', 'process.b': '2 1', 'process.c': '2 0', 'process.d': '1 0', 'process.e': '1 0', 'process.f': '1 1', 'process.g': '2 1',
    });
  });

  it('loses all where nothing was written', () => expect(fatesOf({ a: '1', b: [{ c: true }] }, undefined, undefined).total).toEqual({ kept: 0, derived: 0, approximated: 0, lost: 2 }));

  it('adds up to the number of values, whatever came back', () => {
    const count = (value: unknown): number => (value === null || value === undefined ? 0 : typeof value === 'object' ? Object.entries(value).reduce((sum, [key, inner]) => sum + (key === 'position' ? 0 : count(inner)), 0) : 1);
    const value = fc.letrec((tie) => ({ node: fc.oneof({ depthSize: 'small' }, fc.string(), fc.boolean(), fc.integer(), fc.array(tie('node'), { maxLength: 3 }), fc.dictionary(fc.constantFrom('a', 'b', 'name'), tie('node'), { maxKeys: 3, noNullPrototype: true })) })).node;
    fc.assert(fc.property(value, value, value, (record, completed, back) => {
      const { total } = fatesOf({ it: record }, { it: completed }, { it: back });
      expect(fates.reduce((sum, fate) => sum + total[fate], 0)).toBe(count(record));
    }));
  });
});
