// Decimal texts of PACT and their arithmetic; moments and periods.
import { describe, expect, it } from 'vitest';
import * as fc from 'fast-check';
import { plainDecimal, quotient, times } from '../../../src/formats/pact/decimal.ts';
import { compareMoments, effectiveValidity, parseMoment, readPeriod, threeYearsAfter, writePeriod } from '../../../src/formats/pact/moment.ts';

describe('decimals', () => {
  it.each([
    ['1', '1'], ['+1.50', '1.50'], ['-0', '0'], ['-0.00', '0.00'], ['007.5', '7.5'], ['1.2345e+6', '1234500'], ['5E-3', '0.005'], ['-12.3e1', '-123'], [' 4 ', '4'],
  ])('%s is %s', (stated, plain) => expect(plainDecimal(stated)).toBe(plain));

  // The first three pass the pattern of the released schema for positive figures, the next three that for negative ones.
  it.each(['12abc', 'abc0.5', '1e3x', '10.', '-5.', '5.0.0', '', 'NaN', 'Infinity', '1,5', '.5', '0x10', '1e999', '--1', '9'.repeat(501)])('"%s" is none', (stated) => expect(plainDecimal(stated)).toBeUndefined());

  it.each([['1.5', '12', '18'], ['0.789', '12', '9.468'], ['1.50', '12', '18.00'], ['-0.1', '3', '-0.3'], ['0', '12', '0'], ['0.10', '0.5', '0.050'], ['2', '0.5', '1']])('%s × %s = %s', (a, b, product) => expect(times(a, b)).toBe(product));

  it('says which quotients end', () => {
    expect(quotient('9.468', '12')).toEqual({ text: '0.789', exact: true });
    expect(quotient('10', '3')).toEqual({ text: '3.333333333333333333333333333333333', exact: false });
    expect(quotient('-2', '3')).toEqual({ text: '-0.6666666666666666666666666666666667', exact: false });
    expect(quotient('1', '1024')).toEqual({ text: '0.0009765625', exact: true });
  });

  const decimal = fc.tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.option(fc.stringMatching(/^\d{1,12}$/), { nil: undefined }))
    .map(([negative, whole, fraction]) => plainDecimal(`${negative ? '-' : ''}${whole}${fraction === undefined ? '' : `.${fraction}`}`)!);
  it('gives every factor back, digit by digit', () => {
    fc.assert(fc.property(decimal, decimal.filter((text) => /[1-9]/.test(text)), (a, b) => { expect(quotient(times(a, b), b)).toEqual({ text: a, exact: true }); }), { numRuns: 500 });
  });
});

describe('moments', () => {
  it.each([
    ['2024-01-01T00:00:00Z', '2024-01-01T00:00:00Z'], ['2024-01-01 00:00:00+08:00', '2024-01-01T00:00:00+08:00'], ['2024-01-01t05:06z', '2024-01-01T05:06:00Z'], ['2024-01-01T00:00:00.123+0800', '2024-01-01T00:00:00.123+08:00'],
  ])('%s is %s', (stated, text) => expect(parseMoment(stated)).toEqual({ text, hasZone: true }));
  it('takes UTC where no zone is stated', () => expect(parseMoment('2024-02-29')).toEqual({ text: '2024-02-29T00:00:00Z', hasZone: false }));
  it.each(['2023-02-29', '2024-13-01T00:00:00Z', '2024-01-01T25:00:00Z', 'yesterday', '', '20240101'])('"%s" is none', (stated) => expect(parseMoment(stated)).toBeUndefined());

  it('ends a period with the day before its end', () => {
    expect(readPeriod('2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z')).toEqual({ start: '2024-01-01', end: '2024-12-31' });
    expect(readPeriod('2024-01-01T08:00:00Z', '2024-12-31T23:59:59Z')).toEqual({ start: '2024-01-01', startsAt: '2024-01-01T08:00:00Z', end: '2024-12-31', endsAt: '2024-12-31T23:59:59Z' });
    expect(readPeriod('2024-01-01T00:00:00+08:00', '2025-01-01T00:00:00+08:00')).toEqual({ start: '2024-01-01', startsAt: '2024-01-01T00:00:00+08:00', end: '2024-12-31', endsAt: '2025-01-01T00:00:00+08:00' });
  });

  it('leaves out an exact moment that is not of its day any more', () => {
    expect(writePeriod({ start: '2024-02-01', startsAt: '2024-01-01T08:00:00Z', end: '2024-12-31', endsAt: '2024-06-01T00:00:00Z' })).toEqual({ start: '2024-02-01T00:00:00Z', end: '2025-01-01T00:00:00Z' });
  });

  const moment = fc.tuple(fc.date({ min: new Date('1990-01-01'), max: new Date('2090-01-01'), noInvalidDate: true }), fc.constantFrom('Z', '+08:00', '-03:30'), fc.boolean())
    .map(([date, zone, isMidnight]) => `${date.toISOString().slice(0, 10)}T${isMidnight ? '00:00:00' : date.toISOString().slice(11, 19)}${zone}`);
  it('gives every period back as stated', () => {
    fc.assert(fc.property(moment, moment, (start, end) => { expect(writePeriod(readPeriod(start, end))).toEqual({ start, end }); }), { numRuns: 300 });
  });

  it('counts three calendar years', () => {
    expect(threeYearsAfter('2025-01-01T00:00:00Z')).toBe('2028-01-01T00:00:00Z');
    expect(threeYearsAfter('2024-02-29T12:00:00Z')).toBe('2027-02-28T12:00:00Z');
    expect(compareMoments('2024-01-01T00:00:00+08:00', '2023-12-31T16:00:00Z')).toBe(0);
  });

  it('is valid from the end of the reference period for three years where nothing is stated', () => {
    const referencePeriod = { start: '2024-01-01', end: '2024-12-31' };
    expect(effectiveValidity({ referencePeriod, validity: {} })).toEqual({ start: '2025-01-01T00:00:00Z', end: '2028-01-01T00:00:00Z' });
    expect(effectiveValidity({ referencePeriod, validity: { end: '2026-05-31' } })).toEqual({ start: '2025-01-01T00:00:00Z', end: '2026-06-01T00:00:00Z' });
  });
});
