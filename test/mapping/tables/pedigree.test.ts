// Variances of pedigree scores against exchanges with published basic variance, scores and total (ecospold.md §3.3).
import { Decimal } from 'decimal.js';
import { describe, expect, it } from 'vitest';
import { pedigreeIndicators, pedigreeVariance } from '../../../src/mapping/tables/pedigree.ts';

const scores = (text: string) => Object.fromEntries(text.split(',').map((score, i) => [pedigreeIndicators[i]!, score]));

describe('pedigree', () => {
  it.each([['0.0006', '3,3,5,3,3', '0.0513'], ['0.03', '1,3,5,3,1', '0.0707'], ['0.27', '4,5,5,5,5', '0.448'], ['0.04', '2,2,4,1,1', '0.0487']])('basic variance %s and scores (%s) make %s', (basic, stated, total) => {
    expect(new Decimal(basic).plus(pedigreeVariance(scores(stated))!).toString()).toBe(total);
  });
  it('the best scores add nothing', () => expect(pedigreeVariance(scores('1,1,1,1,1'))).toBe('0'));
  it('without all five scores there is no sum', () => {
    expect(pedigreeVariance({ reliability: '3' })).toBeUndefined();
    expect(pedigreeVariance(scores('1,2,3,4,6'))).toBeUndefined();
  });
});
