// The note of the flow that an exchange was mapped from: whatever a map did is undone by it, digit by digit; what was changed since is computed; what is broken tells nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyFlowMap } from '../../../src/mapping/flow-maps/apply.ts';
import { makeFlowList } from '../../../src/mapping/flow-maps/flow-list.ts';
import { restoreOrigin } from '../../../src/mapping/flow-maps/origin-note.ts';
import type { Exchange } from '../../../src/model/process.ts';
import { makeExchange, makeIndex, makeProcess, makeRow } from './rows.ts';

const [a, b, c] = ['aaaaaaaa-0000-4000-8000-000000000001', 'bbbbbbbb-0000-4000-8000-000000000002', 'cccccccc-0000-4000-8000-000000000003'] as const;
const list = makeFlowList('first', 'ecoinvent', [{ id: a, name: 'flow' }]);
const air = { code: 'air/unspecified', system: 'ecoinvent', path: ['air', 'unspecified'] };
const stated: Partial<Exchange> = { flow: { type: 'flow', id: a, version: '01.00.000', name: { en: 'old', zh: '旧 "流"' } }, compartment: air, amount: '1.50', unit: 'kg', comment: { en: 'a remark\nof two lines' } };
const mapped = (exchange: Partial<Exchange>, ...rows: Parameters<typeof makeRow>[]): Exchange =>
  rows.reduce((process, row) => applyFlowMap(process, [makeIndex(makeRow(...row))]).value, makeProcess(makeExchange(exchange))).exchanges![0]!;
/** What beside notes tells of it in the hub itself stays: a format has no place for it. */
const bare = ({ extensions: _beside, ...exchange }: Exchange): object => exchange;

describe('note of the origin', () => {
  it('gives the exchange back as it was: 1.50 kg became 1500 g and is 1.50 kg again', () => {
    const there = mapped(stated, [{ id: a, unit: 'kg' }, { id: b, name: 'new', context: ['air', 'urban air close to ground'], unit: 'g' }, { factor: '1000', condition: '<' }]);
    expect(there).toMatchObject({ amount: '1500', unit: 'g', comment: { en: expect.stringMatching(/^a remark\nof two lines\nFlow mapped \(<\) from \{/) } });
    expect(bare(restoreOrigin(there, list)!)).toEqual({ ...makeExchange(stated), internalId: there.internalId });
  });

  it('whatever the amount, the factor and the uncertainty', () => {
    const decimal = fc.tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.integer({ min: 0, max: 9999 })).map(([whole, rest]) => `${whole}.${rest}`);
    fc.assert(fc.property(decimal, fc.constantFrom('1', '1000', '0.001', '3.6', '0.25'), fc.constantFrom<'=' | '<' | '~'>('=', '<', '~'), (amount, factor, condition) => {
      const exchange = { ...stated, amount, minimum: amount, uncertainty: { distribution: 'NORMAL' as const, mean: '2', sigma: '0.5' } };
      const back = restoreOrigin(mapped(exchange, [{ id: a, unit: 'kg' }, { id: b, name: 'new', unit: 'g' }, { factor, condition }]), list)!;
      expect(back.amount).toBe(amount);
      expect(back.unit).toBe('kg');
      expect(Number(back.minimum)).toBe(Number(amount));
      expect([back.uncertainty?.mean, back.uncertainty?.sigma].map(Number)).toEqual([2, 0.5]);
    }));
  });

  it('of two mappings it tells the first flow, and the factor of both', () => {
    const there = mapped(stated, [{ id: a, unit: 'kg' }, { id: b, name: 'new', unit: 'g' }, { factor: '1000' }], [{ id: b, unit: 'g' }, { id: c, name: 'newest', unit: 'g' }, { factor: '2', condition: '~' }]);
    expect(there.amount).toBe('3000');
    expect(there.comment!['en']!.match(/Flow mapped/g)).toHaveLength(1);
    expect(bare(restoreOrigin(there, list)!)).toMatchObject({ flow: { id: a }, amount: '1.50', unit: 'kg', comment: stated.comment });
  });

  it('an amount that was changed or converted since is divided by the factor', () => {
    const there = mapped(stated, [{ id: a, unit: 'kg' }, { id: b, name: 'new', unit: 'g' }, { factor: '1000' }]);
    expect(restoreOrigin({ ...there, amount: '3000' }, list)).toMatchObject({ amount: '3', unit: 'kg' });
    expect(restoreOrigin({ ...there, amount: '3', unit: 'kg' }, list)).toMatchObject({ amount: '3', unit: 'kg' });
    expect(restoreOrigin({ ...there, unit: 'kBq' }, list)).toBeUndefined();
  });

  it('tells nothing where the flow is not of the list, or where the note was shortened or broken', () => {
    const there = mapped(stated, [{ id: a, unit: 'kg' }, { id: b, unit: 'kg' }]);
    expect(restoreOrigin(there, makeFlowList('other', undefined, [{ id: c, name: 'x' }]))).toBeUndefined();
    const text = there.comment!['en']!;
    for (const broken of [text.slice(0, -3), text.replace('"factor":"1"', '"factor":"0"'), text.replace('"factor":"1"', '"factor":1'), `${text} and more`, 'Flow mapped (=) from {}']) expect(restoreOrigin({ ...there, comment: { en: broken } }, list)).toBeUndefined();
  });
});
