// What holds for any two trees: the account of leaves adds up, both directions agree, and order of names does not matter.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareTrees, type Difference, type LeafCounts } from '../../../src/transfer/diff/compare-trees.ts';
import { Rules } from '../../../src/transfer/diff/schema-facts.ts';
import type { Tree } from '../../../src/transfer/diff/tree.ts';

const value = fc.constantFrom('1', '2', 'x', 'y', '');
const attributes = fc.dictionary(fc.constantFrom('id', 'name', 'xml:lang', 'unit', 'dataSetInternalID'), value).map((d) => Object.entries(d).flat());

const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    name: fc.constantFrom('a', 'b', 'c'), attributes, text: value,
    children: fc.oneof({ depthSize: 'small', maxDepth: 4 }, fc.constant<Tree[]>([]), fc.array(tie('tree'), { maxLength: 5 })),
  }),
}));
const pair = fc.tuple(tree, tree).map(([a, b]) => [{ ...a, name: 'root' }, { ...b, name: 'root' }] as const);

function compare(a: Tree, b: Tree): { counts: LeafCounts; differences: Difference[] } {
  const differences: Difference[] = [];
  return { counts: compareTrees(a, b, { rules: new Rules(undefined), found: (d) => differences.push(d) }), differences };
}

/** Children of different names in another order, those of one name as they were; attributes in reverse. */
function reordered(from: Tree): Tree {
  const pairs = Array.from({ length: from.attributes.length / 2 }, (_, i) => from.attributes.slice(2 * i, 2 * i + 2));
  return { ...from, attributes: pairs.toReversed().flat(), children: from.children.toSorted((x, y) => (x.name < y.name ? 1 : x.name > y.name ? -1 : 0)).map(reordered) };
}

describe('any two trees', () => {
  it('every leaf of A is preserved, changed or only in A', () => {
    fc.assert(fc.property(pair, ([a, b]) => {
      const { counts, differences } = compare(a, b);
      expect(counts.same + differences.filter((d) => d.kind === 'changed' || d.kind === 'only-a').length).toBe(counts.a);
    }), { numRuns: 1000 });
  });

  it('are the same in both directions or in none', () => {
    fc.assert(fc.property(pair, ([a, b]) => { expect(compare(a, b).differences.length === 0).toBe(compare(b, a).differences.length === 0); }), { numRuns: 1000 });
  });

  it('a tree equals itself, with names and attributes in any order', () => {
    fc.assert(fc.property(tree, (a) => { expect(compare(a, reordered(a)).differences).toEqual([]); }), { numRuns: 1000 });
  });

  it('one more letter anywhere is found', () => {
    fc.assert(fc.property(tree, fc.nat(), (a, seed) => {
      let left = seed % count(a);
      const change = (t: Tree): Tree => ({ ...t, text: left-- === 0 ? `${t.text}z` : t.text, children: t.children.map(change) });
      expect(compare(a, change(a)).differences.length).toBeGreaterThan(0);
    }), { numRuns: 1000 });
  });
});

const count = (t: Tree): number => t.children.reduce((sum, c) => sum + count(c), 1);
