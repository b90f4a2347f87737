// Which of the elements of one name in A is which in B: by identity, else by content, else in order.
import { hash } from 'node:crypto';
import { keysOf, languageOf } from './identity.ts';
import type { Rules } from './schema-facts.ts';
import { isBare, localName, type Tree } from './tree.ts';
import { canonicalValue } from './values.ts';

export interface Matching {
  pairs: [a: number, b: number][];
  onlyA: number[];
  onlyB: number[];
  /** What stands behind the name in a path: '' where the element is alone, [@id=3], or [2] for its position. */
  labels: { a: string[]; b: string[] };
  /** Elements without identity stand in another order. */
  moved: boolean;
}

/** Beyond this many comparisons, elements that differ are matched in order. */
const maxComparisons = 40_000;
/** Elements of different identity are taken for the same when they share at least this part of their leaves. */
const alike = 0.5;

/** Matches the elements of one name below one parent. */
export function matchGroup(a: readonly Tree[], b: readonly Tree[], rules: Rules): Matching {
  if (a.length === 1 && b.length === 1) return matchSole(a[0]!, b[0]!, rules);
  const keys = keysOf(a, b, rules);
  const bucketsA = bucketsOf(keys.a);
  const bucketsB = bucketsOf(keys.b);
  const pairs: [number, number][] = [];
  let moved = false;
  for (const [key, inA] of bucketsA) {
    const inB = bucketsB.get(key);
    if (inB === undefined) continue;
    if (inA.length === 1 && inB.length === 1) pairs.push([inA[0]!, inB[0]!]);
    else {
      const found = matchByContent(a, b, inA, inB, rules, 0);
      if ((key === '' || !keys.identified) && found.some(([, j], n) => n > 0 && j < found[n - 1]![1])) moved = true;
      pairs.push(...found);
    }
  }
  const left = leftOver(pairs, a.length, b.length);
  // What is left under other keys may be the same thing, renumbered.
  pairs.push(...matchByContent(a, b, left.a, left.b, rules, alike));
  const rest = leftOver(pairs, a.length, b.length);
  return { pairs: pairs.sort(([i], [j]) => i - j), onlyA: rest.a, onlyB: rest.b, labels: { a: labelled(keys.a, keys.labels.a), b: labelled(keys.b, keys.labels.b) }, moved };
}

function matchSole(a: Tree, b: Tree, rules: Rules): Matching {
  const labels = { a: [''], b: [''] };
  const [inA, inB] = [languageOf(a, rules), languageOf(b, rules)];
  if (inA === inB || inA === undefined || inB === undefined) return { pairs: [[0, 0]], onlyA: [], onlyB: [], labels, moved: false };
  return { pairs: [], onlyA: [0], onlyB: [0], labels: { a: [`[@xml:lang=${inA}]`], b: [`[@xml:lang=${inB}]`] }, moved: false };
}

function bucketsOf(keys: readonly string[]): Map<string, number[]> {
  const buckets = new Map<string, number[]>();
  keys.forEach((key, at) => {
    const bucket = buckets.get(key);
    if (bucket === undefined) buckets.set(key, [at]);
    else bucket.push(at);
  });
  return buckets;
}

function leftOver(pairs: readonly [number, number][], lengthA: number, lengthB: number): { a: number[]; b: number[] } {
  const [usedA, usedB] = [new Set(pairs.map(([i]) => i)), new Set(pairs.map(([, j]) => j))];
  return { a: count(lengthA).filter((i) => !usedA.has(i)), b: count(lengthB).filter((j) => !usedB.has(j)) };
}

const count = (length: number): number[] => Array.from({ length }, (_, i) => i);

function labelled(keys: readonly string[], labels: readonly string[]): string[] {
  if (keys.length === 1 && labels[0] === '') return [''];
  const seen = new Map<string, number>();
  for (const key of keys) seen.set(key, (seen.get(key) ?? 0) + 1);
  return keys.map((key, at) => `${labels[at] === '' ? '' : `[${labels[at]!}]`}${key === '' || seen.get(key)! > 1 ? `[${at + 1}]` : ''}`);
}

/** Equal content first, then the most similar, then (where nothing need be alike) in order. Pairs are sorted by A. */
function matchByContent(a: readonly Tree[], b: readonly Tree[], listA: readonly number[], listB: readonly number[], rules: Rules, threshold: number): [number, number][] {
  if (listA.length === 0 || listB.length === 0) return [];
  const digestsA = listA.map((i) => digestOf(a[i]!, rules));
  const digestsB = listB.map((j) => digestOf(b[j]!, rules));
  const pairs: [number, number][] = [];
  let start = 0;
  let [endA, endB] = [listA.length, listB.length];
  while (start < endA && start < endB && digestsA[start] === digestsB[start]) pairs.push([listA[start]!, listB[start++]!]);
  while (endA > start && endB > start && digestsA[endA - 1] === digestsB[endB - 1]) pairs.push([listA[--endA]!, listB[--endB]!]);
  const waiting = new Map<string, number[]>();
  for (let j = endB - 1; j >= start; j--) {
    const same = waiting.get(digestsB[j]!);
    if (same === undefined) waiting.set(digestsB[j]!, [listB[j]!]);
    else same.push(listB[j]!);
  }
  const changedA: number[] = [];
  for (let i = start; i < endA; i++) {
    const j = waiting.get(digestsA[i]!)?.pop();
    if (j === undefined) changedA.push(listA[i]!);
    else pairs.push([listA[i]!, j]);
  }
  const changedB = [...waiting.values()].flat().sort((i, j) => i - j);
  pairs.push(...matchChanged(a, b, changedA, changedB, rules, threshold));
  return pairs.sort(([i], [j]) => i - j);
}

function matchChanged(a: readonly Tree[], b: readonly Tree[], listA: readonly number[], listB: readonly number[], rules: Rules, threshold: number): [number, number][] {
  const pairs: [number, number][] = [];
  const [usedA, usedB] = [new Set<number>(), new Set<number>()];
  if (listA.length * listB.length <= maxComparisons) {
    const leavesA = listA.map((i) => leavesOf(a[i]!, rules));
    const leavesB = listB.map((j) => leavesOf(b[j]!, rules));
    const scores = listA.flatMap((i, n) => listB.map((j, m) => ({ i, j, score: similarity(leavesA[n]!, leavesB[m]!), apart: Math.abs(n - m) })));
    scores.sort((x, y) => y.score - x.score || x.apart - y.apart || x.i - y.i);
    for (const { i, j, score } of scores) {
      if (score < threshold || score === 0 || usedA.has(i) || usedB.has(j)) continue;
      usedA.add(i);
      usedB.add(j);
      pairs.push([i, j]);
    }
  }
  if (threshold > 0) return pairs;
  const rest = { a: listA.filter((i) => !usedA.has(i)), b: listB.filter((j) => !usedB.has(j)) };
  for (let n = 0; n < Math.min(rest.a.length, rest.b.length); n++) pairs.push([rest.a[n]!, rest.b[n]!]);
  return pairs;
}

/** Part of the leaves that both have. */
function similarity(a: ReadonlyMap<string, number>, b: ReadonlyMap<string, number>): number {
  let [shared, sizeA, sizeB] = [0, 0, 0];
  for (const [leaf, n] of a) {
    sizeA += n;
    shared += Math.min(n, b.get(leaf) ?? 0);
  }
  for (const n of b.values()) sizeB += n;
  return shared / Math.max(sizeA, sizeB, 1);
}

function leavesOf(tree: Tree, rules: Rules, path = '', leaves = new Map<string, number>()): Map<string, number> {
  const add = (leaf: string) => leaves.set(leaf, (leaves.get(leaf) ?? 0) + 1);
  for (const [name, value] of attributesOf(tree, rules)) add(`${path}@${name}=${value}`);
  if (tree.text !== '' || isBare(tree)) add(`${path}=${canonicalValue(tree.text, rules.kindOf(tree))}`);
  for (const child of tree.children) leavesOf(child, rules, `${path}/${localName(child.name)}`, leaves);
  return leaves;
}

/** Attributes in canonical spelling, sorted, without those that state a default. */
function attributesOf(tree: Tree, rules: Rules): [name: string, value: string][] {
  const stated: [string, string][] = [];
  for (let at = 0; at < tree.attributes.length; at += 2) {
    const name = tree.attributes[at]!;
    const value = canonicalValue(tree.attributes[at + 1]!, rules.kindOf(tree, name));
    if (value !== rules.defaultOf(tree, name)) stated.push([name, value]);
  }
  return stated.sort(([x], [y]) => (x < y ? -1 : 1));
}

const digests = new WeakMap<Tree, string>();

/** The same for elements of the same content; children of different names may stand in any order. */
function digestOf(tree: Tree, rules: Rules): string {
  const known = digests.get(tree);
  if (known !== undefined) return known;
  const children = tree.children.map((child, at) => ({ name: child.name, at, digest: digestOf(child, rules) }));
  children.sort((x, y) => (x.name < y.name ? -1 : x.name > y.name ? 1 : x.at - y.at));
  const content = JSON.stringify([tree.name, tree.type, attributesOf(tree, rules), canonicalValue(tree.text, rules.kindOf(tree)), children.map((c) => c.digest)]);
  const digest = content.length <= 64 ? content : hash('sha256', content, 'base64');
  digests.set(tree, digest);
  return digest;
}
