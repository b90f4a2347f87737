// Formulas: read, computed by hand beside, and bounded (ilcd.md §4.3, case 24; ecospold.md §2.8).
import { describe, expect, it } from 'vitest';
import { evaluateFormula, FormulaFailure, valueText } from '../../../src/mapping/formulas/evaluate.ts';
import { parseFormula } from '../../../src/mapping/formulas/parse.ts';
import { limits, variablesOf } from '../../../src/mapping/formulas/syntax.ts';
import { FormulaSyntaxError } from '../../../src/mapping/formulas/tokens.ts';
import { unitFactor } from '../../../src/mapping/formulas/unit-factor.ts';

const values: Readonly<Record<string, number>> = { a: 3, b: 4, zero: 0, größe: 7 };
const scope = { variable: (name: string) => (Object.hasOwn(values, name.toLowerCase()) ? values[name.toLowerCase()] : undefined), unitFactor };
const value = (text: string): number => evaluateFormula(parseFormula(text), scope);

function failure(text: string): [string, string] {
  try {
    value(text);
  } catch (error) {
    if (error instanceof FormulaFailure) return [error.kind, error.what];
    throw error;
  }
  throw new Error(`${text} has a value`);
}

function syntax(text: string): { at: number; message: string } {
  try {
    parseFormula(text);
  } catch (error) {
    if (error instanceof FormulaSyntaxError) return { at: error.at, message: error.message };
    throw error;
  }
  throw new Error(`${text} can be read`);
}

describe('formulas', () => {
  it.each([
    ['1+2*3', 7], ['(1+2)*3', 9], ['2-3-4', -5], ['24/4/3', 2], ['2^3^2', 64], ['-2^2', 4], ['2^-1', 0.5], ['--3', 3], ['1e-3*2E3', 2], ['.5+5.', 5.5],
    ['17 mod 5', 2], ['17 div 5', 3], ['2**3', 8], ['50%', 0.5], ['a*10%', 0.3],
  ])('computes %s = %d', (text, expected) => expect(value(text)).toBeCloseTo(expected, 14));

  it.each([
    ['A + B', 7], ['a^2+b^2', 25], ['größe*2', 14], ['if(a<b;1;2)', 1], ['IF(a>=b;1;2)', 2], ['iif(a<>b and b=4;10;20)', 10], ['a>1 & zero', 0], ['zero | b>3', 1], ['1 xor 1', 0],
    ['and(a>1;b>1;zero)', 0], ['not(zero)', 1], ['if(1/b>0;a;1/zero)', 3],
  ])('computes %s = %d with a = 3, b = 4', (text, expected) => expect(value(text)).toBeCloseTo(expected, 14));

  it.each([
    ['ABS(-2)', 2], ['SQRT(16)', 4], ['ln(exp(2))', 2], ['log(1000)', 3], ['Power(2;10)', 1024], ['pow(2,10)', 1024], ['SUM(1;2;3)', 6], ['AVERAGE(1;2;6)', 3], ['avg(1,2,6)', 3],
    ['max(a;b;2)', 4], ['min(a,b,2)', 2], ['round(2.5)', 3], ['int(-2.7)', -2], ['sin(pi/2)', 1], ['cotan(pi/4)', 1], ['product(2;3;4)', 24], ['e', Math.E], ['true+true', 2],
    ["UnitConversion(2;'MJ';'kWh')", 2 / 3.6],
  ])('knows the functions of openLCA, EcoSpold 2 and spreadsheets: %s', (text, expected) => expect(value(text)).toBeCloseTo(expected, 12));

  it('#24 tells a decimal comma from a separating one by the rest of the formula', () => {
    expect(value('1,5*2')).toBe(3);
    expect(value('(1,5+0,5)*2')).toBe(4);
    expect(value('max(1,5; 2)')).toBe(2);
    expect(value('max(1,5)')).toBe(5);
    expect(value('max(1.5,1)')).toBe(1.5);
  });

  it('reads what is seen in the wild: leading zeros, line breaks, blanks', () => {
    expect(value('-05 +\n  014000000')).toBe(13999995);
    expect(value('  a\r\n*\tb ')).toBe(12);
  });

  it('says where a formula cannot be read, and why', () => {
    expect(syntax('1+')).toEqual({ at: 3, message: 'something is missing at its end' });
    expect(syntax('2*(a+b')).toEqual({ at: 7, message: '")" is missing' });
    expect(syntax('a $ b')).toEqual({ at: 3, message: '"$" is not understood' });
    expect(syntax('a b')).toEqual({ at: 3, message: '"b" does not belong here' });
    expect(syntax("Ref('x)")).toEqual({ at: 5, message: 'a text is not closed' });
    expect(syntax('')).toEqual({ at: 1, message: 'something is missing at its end' });
  });

  it('says what has no value: absent names, divisions by zero, roots and logarithms of nothing, spreadsheets', () => {
    expect(failure('a+gone')).toEqual(['unknown', 'gone']);
    expect(failure('a/zero')).toEqual(['undefined', 'division by zero']);
    expect(failure('a mod zero')).toEqual(['undefined', 'division by zero']);
    expect(failure('ln(zero)')).toEqual(['undefined', 'ln']);
    expect(failure('sqrt(-1)')).toEqual(['undefined', 'sqrt']);
    expect(failure('10^999')).toEqual(['undefined', '^']);
    expect(failure("LiveLink('book';'A1')")).toEqual(['external', 'LiveLink']);
    expect(failure('PARENTVALUE*2')).toEqual(['external', 'PARENTVALUE']);
    expect(failure('frobnicate(1)')).toEqual(['function', 'frobnicate']);
    expect(failure('sqrt(1;2)')).toEqual(['function', 'sqrt with 2 arguments']);
    expect(failure("UnitConversion(1;'kg';'m')")).toEqual(['function', 'UnitConversion']);
  });

  it('never reaches what a name means to the program', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'process', 'globalThis']) expect(failure(name)).toEqual(['unknown', name]);
    for (const name of ['constructor', 'eval', 'Function', 'hasOwnProperty', 'valueOf']) expect(failure(`${name}(1)`)).toEqual(['function', name]);
    expect(syntax('a["b"]').at).toBe(2);
  });

  it('is bounded: length, parts and depth', () => {
    expect(syntax('1'.repeat(limits.characters + 1)).message).toContain('longer');
    expect(syntax(Array.from({ length: limits.tokens }, () => '1').join('+')).message).toContain('parts');
    expect(syntax(`${'('.repeat(limits.depth + 1)}1${')'.repeat(limits.depth + 1)}`).message).toContain('nested');
    expect(value(Array.from({ length: 1_000 }, () => '1').join('+'))).toBe(1_000);
    expect(value(`${'-'.repeat(2_000)}1`)).toBe(1);
  });

  it('names its variables once each', () => expect(variablesOf(parseFormula('a*B + sum(A; c)'))).toEqual(['a', 'B', 'c']));

  it('writes values with fifteen digits', () => {
    expect(valueText(0.1 * 3)).toBe('0.3');
    expect(valueText(1 / 3)).toBe('0.333333333333333');
    expect(valueText(6.02214076e23)).toBe('6.02214076e+23');
  });
});
