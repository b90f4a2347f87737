// Whatever stands in a document of openLCA: it is read with issues or refused with words, every leaf is counted, and writing it back does not fail.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TanluError } from '../../../src/errors.ts';
import { olca } from '../../../src/formats/olca/adapter.ts';
import { fixtureText } from './fixture.ts';
import { leavesOf } from './leaves.ts';

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** Puts a value in place of the n-th value of a document, counted over all levels. */
function replaced(document: Json, n: number, by: Json): Json {
  let at = 0;
  const visit = (value: Json, key: string): Json => {
    // The kind of the document stays, or another table would read it.
    if (at++ === n && key !== '' && key !== '@type' && key !== '@id') return by;
    if (Array.isArray(value)) return value.map((inner, i) => visit(inner, String(i)));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).map(([k, inner]) => [k, visit(inner, k)]));
  };
  return visit(document, '');
}

const values: fc.Arbitrary<Json> = fc.oneof(
  fc.constantFrom<Json>(null, true, 0, -1, 1e300, '', ' ', 'x', '1,5', '{', '{}', '{"a":1}', [], {}, [[]], [[1], 2], [null], ['a', 'b'], { '@id': 'x' }, { '@type': 'Flow' }, [{ value: 'x' }]),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<Json>,
);

describe.each(['process', 'flow-product', 'flow-elementary', 'unit-group', 'impact-category', 'impact-method', 'source', 'actor', 'flow-property'])('%s', (name) => {
  const document = JSON.parse(fixtureText(`steel-v2/${name}.json`)) as Json;
  const size = JSON.stringify(document).split(/[:,[]/).length;

  it('with anything in place of anything', () => {
    fc.assert(fc.property(fc.nat({ max: size }), values, (n, value) => {
      const text = JSON.stringify(replaced(document, n, value));
      try {
        const { datasets, account, issues } = olca.read(Buffer.from(text), 'x.json');
        for (const { noun, record } of datasets) expect(typeof JSON.parse(olca.write(noun, record).text!)).toBe('object');
        expect(datasets.length + issues.length).toBeGreaterThan(0);
        const stated = leavesOf(text).filter((leaf) => !/ = "\s*"$/.test(leaf)).length;
        const blank = leavesOf(text).length - stated;
        const counted = account.kept + (account.inFile ?? 0) + [...account.unmapped.values()].reduce((sum, c) => sum + c, 0);
        expect([text, counted >= stated && counted <= stated + blank]).toEqual([text, true]);
      } catch (error) {
        if (!(error instanceof TanluError)) throw error;
      }
    }), { numRuns: 400 });
  });

  it('cut off anywhere', () => {
    const text = fixtureText(`steel-v2/${name}.json`).trimEnd();
    for (let length = 0; length < text.length; length += 97) {
      expect(() => olca.read(Buffer.from(text.slice(0, length)), 'x.json')).toThrow(TanluError);
    }
  });
});
