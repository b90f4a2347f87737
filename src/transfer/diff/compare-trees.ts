// Every difference in meaning between two trees, with its place; and how many leaves of A stand in B unchanged.
import { matchGroup } from './match.ts';
import type { Rules } from './schema-facts.ts';
import { attributeOf } from '../../formats/xml/sink.ts';
import { countLeaves, isBare, localName, type Tree } from './tree.ts';
import { sameValue } from './values.ts';

export type DifferenceKind = 'changed' | 'only-a' | 'only-b' | 'order';

export interface Difference {
  kind: DifferenceKind;
  /** With positions: processDataSet/exchanges/exchange[@dataSetInternalID=3]/meanAmount. */
  path: string;
  /** The same without positions, to be counted by. */
  pattern: string;
  /** The value as stated; absent where there is none. */
  a?: string;
  b?: string;
}

/** Leaves are attributes, texts, and elements that hold nothing. */
export interface LeafCounts {
  a: number;
  b: number;
  /** Leaves of A that B states in the same meaning, or that are the default where B is silent. */
  same: number;
}

export interface Comparison {
  rules: Rules;
  /** Called for each pair before it is compared; returns what to take for B (units). */
  prepare?: (a: Tree, b: Tree) => Tree;
  found(difference: Difference): void;
}

interface Place {
  parent: Place | undefined;
  name: string;
  label: string;
}

/** Compares two elements that are the same thing. */
export function compareTrees(a: Tree, b: Tree, comparison: Comparison): LeafCounts {
  const counts: LeafCounts = { a: countLeaves(a), b: countLeaves(b), same: 0 };
  compare(a, b, a.name === '' ? undefined : { parent: undefined, name: localName(a.name), label: '' }, comparison, counts);
  return counts;
}

function compare(a: Tree, stated: Tree, place: Place | undefined, comparison: Comparison, counts: LeafCounts): void {
  const b = comparison.prepare?.(a, stated) ?? stated;
  const { rules } = comparison;
  const tell = (kind: DifferenceKind, name: string, valueA?: string, valueB?: string) => comparison.found({
    kind, path: textOf(place, name, true), pattern: textOf(place, name, false), ...(valueA === undefined ? {} : { a: valueA }), ...(valueB === undefined ? {} : { b: valueB }),
  });
  compareAttributes(a, b, rules, counts, tell);
  compareTexts(a, b, rules, counts, tell);
  if (a.children.length === 0 && b.children.length === 0) return;

  const groupsA = groupsOf(a);
  const groupsB = groupsOf(b);
  for (const [name, inA] of groupsA) {
    const inB = groupsB.get(name);
    if (inB === undefined) {
      tellGroup(name, inA, 'only-a', place, comparison);
      continue;
    }
    const { pairs, onlyA, onlyB, labels, moved } = matchGroup(inA, inB, rules);
    const local = localName(name);
    if (moved) tell('order', local, pairs.map(([i]) => i + 1).join(' '), pairs.map(([, j]) => j + 1).join(' '));
    for (const [i, j] of pairs) compare(inA[i]!, inB[j]!, { parent: place, name: local, label: labels.a[i]! }, comparison, counts);
    for (const i of onlyA) tellAll(inA[i]!, 'only-a', { parent: place, name: local, label: labels.a[i]! }, comparison);
    for (const j of onlyB) tellAll(inB[j]!, 'only-b', { parent: place, name: local, label: labels.b[j]! }, comparison);
  }
  for (const [name, inB] of groupsB) if (!groupsA.has(name)) tellGroup(name, inB, 'only-b', place, comparison);
}

type Tell = (kind: DifferenceKind, name: string, valueA?: string, valueB?: string) => void;

function compareAttributes(a: Tree, b: Tree, rules: Rules, counts: LeafCounts, tell: Tell): void {
  for (let at = 0; at < a.attributes.length; at += 2) {
    const name = a.attributes[at]!;
    const value = a.attributes[at + 1]!;
    const other = attributeOf(b.attributes, name) ?? rules.defaultOf(a, name);
    if (other === undefined) tell('only-a', `@${localName(name)}`, value);
    else if (sameValue(value, other, rules.kindOf(a, name))) counts.same++;
    else tell('changed', `@${localName(name)}`, value, other);
  }
  for (let at = 0; at < b.attributes.length; at += 2) {
    const name = b.attributes[at]!;
    if (attributeOf(a.attributes, name) !== undefined) continue;
    const value = b.attributes[at + 1]!;
    const meant = rules.defaultOf(b, name);
    if (meant === undefined) tell('only-b', `@${localName(name)}`, undefined, value);
    else if (!sameValue(meant, value, rules.kindOf(b, name))) tell('changed', `@${localName(name)}`, meant, value);
  }
}

function compareTexts(a: Tree, b: Tree, rules: Rules, counts: LeafCounts, tell: Tell): void {
  const bareA = isBare(a);
  const [inA, inB] = [a.text !== '' || a.type !== undefined, b.text !== '' || b.type !== undefined];
  if (inA && inB) {
    if (a.type === b.type && sameValue(a.text, b.text, rules.kindOf(a))) counts.same += a.stands ?? 1;
    else tell('changed', '', shown(a), shown(b));
  } else if (inA) tell(isBare(b) ? 'changed' : 'only-a', '', shown(a), isBare(b) ? '' : undefined);
  else if (inB) tell(bareA ? 'changed' : 'only-b', '', bareA ? '' : undefined, shown(b));
  else if (bareA) counts.same++;
}

/** In JSON, "1" and 1 are two values. */
const shown = (tree: Tree): string => (tree.type === 'string' ? JSON.stringify(tree.text) : tree.text);

function tellAll(tree: Tree, kind: 'only-a' | 'only-b', place: Place, comparison: Comparison): void {
  const tell = (name: string, value: string) => comparison.found({ kind, path: textOf(place, name, true), pattern: textOf(place, name, false), ...(kind === 'only-a' ? { a: value } : { b: value }) });
  for (let at = 0; at < tree.attributes.length; at += 2) tell(`@${localName(tree.attributes[at]!)}`, tree.attributes[at + 1]!);
  if (tree.text !== '' || isBare(tree)) tell('', shown(tree));
  for (const [name, group] of groupsOf(tree)) tellGroup(name, group, kind, place, comparison);
}

function tellGroup(name: string, group: readonly Tree[], kind: 'only-a' | 'only-b', place: Place | undefined, comparison: Comparison): void {
  const labels = group.length === 1 ? [''] : matchGroup(group, [], comparison.rules).labels.a;
  group.forEach((tree, at) => tellAll(tree, kind, { parent: place, name: localName(name), label: labels[at]! }, comparison));
}

function groupsOf(tree: Tree): Map<string, Tree[]> {
  const groups = new Map<string, Tree[]>();
  for (const child of tree.children) {
    const group = groups.get(child.name);
    if (group === undefined) groups.set(child.name, [child]);
    else group.push(child);
  }
  return groups;
}

function textOf(place: Place | undefined, name: string, labelled: boolean): string {
  const parts = name === '' ? [] : [name];
  for (let at = place; at !== undefined; at = at.parent) parts.unshift(labelled ? at.name + at.label : at.name);
  return parts.join('/');
}
