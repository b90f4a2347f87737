// The JSON parser: everything JSON.parse accepts and nothing else, with exact numbers, repeated keys, limits, and errors for people.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TanluError } from '../../../src/errors.ts';
import { parseJson } from '../../../src/formats/json/parse.ts';
import { JsonNumber, JsonObject, jsonText, leavesIn, type JsonValue } from '../../../src/formats/json/value.ts';

const parse = (text: string, limits = {}) => parseJson(text, { file: 'x.json', limits });

function failureOf(text: string, limits = {}): TanluError {
  try {
    parse(text, limits);
  } catch (error) {
    if (error instanceof TanluError) return error;
    throw error;
  }
  throw new Error(`${text} was read`);
}

/** The value as JSON.parse gives it. */
function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(plain);
  if (!(value instanceof JsonObject)) return value;
  const made = Object.create(null) as Record<string, unknown>;
  for (const [key, inner] of value.members) made[key] = plain(inner);
  return made;
}

describe('parseJson', () => {
  it('reads what JSON.parse reads, however it is spelled', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.nat({ max: 3 }), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent);
      expect(JSON.stringify(plain(parse(text).value))).toBe(JSON.stringify(JSON.parse(text)));
    }));
  });

  it('refuses what JSON.parse refuses', () => {
    const pieces = fc.array(fc.constantFrom('{', '}', '[', ']', ',', ':', '"a"', '"', '1', '-', '0', '.5', 'e3', 'true', 'nul', ' ', '\n', '\\', '\u0001', '\ufeff'), { maxLength: 9 });
    fc.assert(fc.property(pieces, (list) => {
      const text = list.join('');
      const isJson = (read: (t: string) => unknown): boolean => {
        try {
          read(text);
          return true;
        } catch {
          return false;
        }
      };
      expect([text, isJson(parse)]).toEqual([text, isJson(JSON.parse)]);
    }), { numRuns: 3_000 });
  });

  it('keeps the text of numbers', () => {
    const text = '[1.0,1.00e-2,-0,12345678901234567890.123456789,1E400,0.1000]';
    expect(jsonText(parse(text).value)).toBe(text);
  });

  it('keeps the order of keys, also of those that objects of JavaScript reorder or mean otherwise', () => {
    const text = '{"b":1,"2":2,"1":3,"__proto__":{"x":4},"constructor":5}';
    expect(jsonText(parse(text).value)).toBe(text);
  });

  it('resolves escapes', () => {
    expect(parse('"\\u6d77\\n\\"\\\\\\/\\b\\f\\r\\t\\ud83d\\ude00"').value).toBe('海\n"\\/\b\f\r\t😀');
  });

  it('tells a repeated key with its place, and keeps both values', () => {
    const { value, issues } = parse('{"a": 1,\n "b": {"a": 2,\n "a": [3]}}');
    expect(issues).toMatchObject([{ code: 'json-key-duplicate', file: 'x.json', params: { key: 'a', line: 3, column: 2 } }]);
    expect(jsonText(value)).toBe('{"a":1,"b":{"a":2,"a":[3]}}');
    expect(leavesIn(value)).toBe(3);
  });

  it('places many repeated keys without reading the document anew for each', () => {
    const { issues } = parse(`{"a": 0${',\n"a": 1'.repeat(50_000)}}`);
    expect(issues.at(-1)).toMatchObject({ params: { line: 50_001, column: 1 } });
    expect(parse(`{"a": 0${',"a": 1'.repeat(200_000)}}`).issues.at(-1)).toMatchObject({ params: { line: 1 } });
  });

  it.each([
    ['', 1, 1, /empty/], ['{"a": 1', 1, 8, /cut off/], ['{"a" 1}', 1, 6, /colon is missing after the key "a"/], ['{"a": 1,}', 1, 9, /comma stands before/], ['[1,\n2,]', 2, 3, /comma stands before/],
    ['[1 2]', 1, 4, /comma or "\]" is missing/], ['{a: 1}', 1, 2, /key in quotes/], ["['x']", 1, 2, /double quotes/], ['[NaN]', 1, 2, /NaN is no JSON/], ['[01]', 1, 2, /no number/], ['[1.]', 1, 2, /no number/],
    ['[-]', 1, 2, /no number/], ['["a\nb"]', 1, 4, /line end/], ['["\\x"]', 1, 3, /no escape/], ['["\\u12g4"]', 1, 3, /four hexadecimal/], ['["abc', 1, 2, /cut off or a quote/], ['{} {}', 1, 4, /after the end/], ['[tru]', 1, 2, /not "tru"/], ['{"a":', 1, 6, /cut off/],
  ])('says what is wrong with %j and where', (text, line, column, reason) => {
    const { code, message, params } = failureOf(text);
    expect(code).toBe('json-not-well-formed');
    expect(params).toMatchObject({ line, column, reason: expect.stringMatching(reason) as unknown });
    expect(message).toContain(`x.json is broken at line ${line}, column ${column}`);
  });

  it('has limits on depth and on the length of texts', () => {
    expect(failureOf('['.repeat(300) + ']'.repeat(300))).toMatchObject({ code: 'json-too-deep', params: { limit: 200 } });
    expect(parse('['.repeat(200) + ']'.repeat(200)).issues).toEqual([]);
    expect(failureOf(`["${'a'.repeat(20)}"]`, { maxTextLength: 10 })).toMatchObject({ code: 'json-text-too-long', params: { limit: 10 } });
    expect(failureOf(`["\\n${'a'.repeat(20)}"]`, { maxTextLength: 10 }).code).toBe('json-text-too-long');
    expect(failureOf('['.repeat(100_000)).code).toBe('json-too-deep');
  });
});
