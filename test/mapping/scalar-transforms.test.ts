// Scalar transforms: pairs that give back what they read, and issues for what they cannot read.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codeTransform, scalarTransforms } from '../../src/mapping/scalar-transforms.ts';
import type { ReadContext, ScalarTransform } from '../../src/mapping/transform.ts';

function readWith(transform: ScalarTransform, text: string, parameter?: string) {
  const codes: string[] = [];
  const context = { issue: (code: string) => { codes.push(code); }, keep: () => undefined } as unknown as ReadContext;
  return { value: transform.read(text, context, parameter), codes };
}

const named = new Map(scalarTransforms.map((t) => [t.name, t as unknown as ScalarTransform]));
const year = fc.integer({ min: 1, max: 9999 });
const day = fc.date({ min: new Date('0100-01-01'), max: new Date('9999-12-31'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
const decimalText = fc.tuple(fc.constantFrom('', '-', '+'), fc.stringMatching(/^[0-9]{1,20}$/), fc.option(fc.stringMatching(/^[0-9]{1,20}$/)), fc.option(fc.integer({ min: -300, max: 300 })))
  .map(([sign, whole, fraction, exponent]) => `${sign}${whole}${fraction === null ? '' : `.${fraction}`}${exponent === null ? '' : `E${exponent}`}`);

const values: Record<string, fc.Arbitrary<unknown>> = {
  string: fc.string(), trimmed: fc.string().map((s) => s.trim()).filter((s) => s !== ''), uuid: fc.uuid(), decimal: decimalText, integer: fc.integer(),
  boolean: fc.boolean(), date: day, year, 'year-start': year.map((y) => `${String(y).padStart(4, '0')}-01-01`), 'year-end': year.map((y) => `${String(y).padStart(4, '0')}-12-31`),
};

describe('read(write(x)) = x', () => {
  it.each([...named.keys()])('%s', (name) => {
    const transform = named.get(name)!;
    fc.assert(fc.property(values[name]!, (value) => {
      const text = transform.write(value, { format: 'test', issue: () => undefined });
      const { value: back, codes } = readWith(transform, text!);
      expect(back).toEqual(value);
      expect(codes).toEqual([]);
    }));
  });

  it('code', () => {
    const code = codeTransform(new Map([['kinds', new Map([['one', 'ONE'], ['uno', 'ONE'], ['two', 'TWO']])]])) as unknown as ScalarTransform;
    for (const value of ['ONE', 'TWO']) expect(readWith(code, code.write(value, { format: 'test', issue: () => undefined }, 'kinds')!, 'kinds').value).toBe(value);
    expect(readWith(code, 'uno', 'kinds').value).toBe('ONE');
    expect(readWith(code, 'three', 'kinds')).toEqual({ value: undefined, codes: ['code-unknown'] });
  });
});

describe('what cannot be read raises an issue and no value', () => {
  it.each([
    ['decimal', 'abc', undefined, ['number-invalid']], ['decimal', '1abc', undefined, ['number-invalid']], ['decimal', 'NaN', undefined, ['number-invalid']],
    ['decimal', 'INF', undefined, ['number-invalid']], ['decimal', 'Infinity', undefined, ['number-invalid']], ['decimal', '', undefined, []],
    ['decimal', '0,5', '0.5', ['number-repaired']], ['decimal', '1.234,5', '1234.5', ['number-repaired']], ['decimal', '1,234', undefined, ['number-invalid']],
    ['decimal', ' 1.5E-03 ', '1.5E-03', []], ['date', '2020-02-30', undefined, ['date-invalid']], ['date', '2003-12-31-07:00', '2003-12-31', ['date-zone-dropped']],
    ['date', '2022-10-10T15:14:00.999', '2022-10-10', ['date-zone-dropped']], ['year', '20', undefined, ['date-invalid']], ['boolean', 'yes', undefined, ['boolean-invalid']],
    ['uuid', '{0A1B2C3D-0000-4000-8000-000000000001}', '0a1b2c3d-0000-4000-8000-000000000001', []], ['integer', '1.5', undefined, ['number-invalid']],
  ])('%s "%s"', (name, text, value, codes) => {
    expect(readWith(named.get(name)!, text)).toEqual({ value, codes });
  });

  it('an identifier that is no UUID always becomes the same UUID', () => {
    const first = readWith(named.get('uuid')!, 'Cement');
    expect(first.codes).toEqual(['id-not-uuid']);
    expect(first.value).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab]/);
    expect(readWith(named.get('uuid')!, 'Cement').value).toBe(first.value);
  });
});
