// CAS numbers: leading zeros and check digits.
import { describe, expect, it } from 'vitest';
import { canonicalCas, paddedCas } from '../../src/model/cas.ts';

describe('canonicalCas', () => {
  it.each([['000124-38-9', '124-38-9'], [' 124-38-9 ', '124-38-9'], ['7732-18-5', '7732-18-5'], ['50-00-0', '50-00-0'], ['0000050-00-0', '50-00-0']])('%s → %s', (text, cas) => expect(canonicalCas(text)).toBe(cas));
  it.each(['124-38-8', '-', '', '000000-00-0', '124389', '7705-08', '12345678-12-1'])('refuses %s', (text) => expect(canonicalCas(text)).toBeUndefined());
});

describe('paddedCas', () => {
  it.each([['124-38-9', '000124-38-9'], ['1239945-88-7', '1239945-88-7']])('%s → %s', (cas, padded) => expect(paddedCas(cas)).toBe(padded));
});
