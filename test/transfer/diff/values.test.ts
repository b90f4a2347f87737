// When two spellings are one value.
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { canonicalNumber, canonicalValue, sameValue, trimWhite } from '../../../src/transfer/diff/values.ts';

describe('numbers', () => {
  test.each([['1.0', '1'], ['1', '1e0'], ['100', '1E+2'], ['.5', '0.50'], ['5.', '5'], ['+7', '7'], ['-0', '0.000'], ['0012.50', '12.5'], ['12e-3', '0.012']])('%s = %s', (a, b) => expect(sameValue(a, b, 'number')).toBe(true));
  test.each([
    ['0.123456789012345', '0.123456789012346'], ['1', '-1'], ['1', '10'], ['1e400', '1e401'],
    ['0.1', '0.1000000000000000055511151231257827'], // the same double, not the same number
    ['9007199254740993', '9007199254740992'],
  ])('%s ≠ %s', (a, b) => expect(sameValue(a, b, 'number')).toBe(false));
  test.each(['', '-', '.', 'e5', 'n.a.', '1,5', 'NaN', 'INF', '1e9999999999999999', '0x10'])('E42: "%s" is none and stays text', (text) => expect(canonicalNumber(text)).toBeUndefined());

  it('are the same exactly when their values are', () => {
    const Exact = Decimal.clone({ precision: 200, toExpNeg: -1e9, toExpPos: 1e9 });
    const spelled = fc.tuple(fc.constantFrom('', '-', '+'), fc.stringMatching(/^[0-9]{1,6}$/), fc.stringMatching(/^(\.[0-9]{0,6})?$/), fc.constantFrom('', 'e0', 'E1', 'e-2', 'e+3')).map((parts) => parts.join(''));
    fc.assert(fc.property(spelled, spelled, (a, b) => { expect(sameValue(a, b, 'number')).toBe(new Exact(a).eq(b)); }));
    fc.assert(fc.property(spelled, (a) => { expect([new Exact(a).toExponential(), new Exact(a).toFixed()].map((b) => sameValue(a, b, 'number'))).toEqual([true, true]); }));
  });
});

describe('other values', () => {
  test.each([
    ['2024-05-01T12:00:00Z', '2024-05-01T14:00:00+02:00'], ['2024-05-01T12:00:00.500Z', '2024-05-01T12:00:00.5+00:00'], ['2024-01-01T00:30:00+08:00', '2023-12-31T16:30:00Z'],
    ['2024-05-01T12:00:00', '2024-05-01T12:00:00.000'], ['2024-05-01Z', '2024-05-01+00:00'], ['0099-12-31T24:00:00Z', '0100-01-01T00:00:00Z'],
  ])('%s is the instant %s', (a, b) => expect(sameValue(a, b, 'dateTime')).toBe(true));
  test.each([['2024-05-01T12:00:00', '2024-05-01T12:00:00Z'], ['2024-05-01T12:00:00Z', '2024-05-01T12:00:00.001Z'], ['2024-05-01', '2024-05-02'], ['2024-05-01-07:00', '2024-05-01']])('%s is not %s', (a, b) => expect(sameValue(a, b, 'dateTime')).toBe(false));

  it('booleans have two spellings', () => {
    expect(sameValue('1', 'true', 'boolean')).toBe(true);
    expect(sameValue('0', 'false', 'boolean')).toBe(true);
    expect(sameValue('0', 'true', 'boolean')).toBe(false);
    expect(sameValue('1', 'true', 'text')).toBe(false);
  });

  it('ILCD versions without update number mean 000; languages and UUIDs have no case', () => {
    expect(sameValue('01.00', '01.00.000', 'version')).toBe(true);
    expect(sameValue('1.1', '1.1.000', 'version')).toBe(false);
    expect(sameValue('zh-CN', 'zh-cn', 'language')).toBe(true);
    expect(canonicalValue('93A60A56-A3C8-11DA-A746-0800200B9A66', 'text')).toBe('93a60a56-a3c8-11da-a746-0800200b9a66');
  });

  it('white space around a text and line ends do not matter, inside it does', () => {
    expect(sameValue('\n  one\r\ntwo\t', 'one\ntwo', 'text')).toBe(true);
    expect(sameValue('one  two', 'one two', 'text')).toBe(false);
    expect(trimWhite('\u3000 x \u00a0')).toBe('\u3000 x \u00a0');
  });
});
