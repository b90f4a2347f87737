// By what a repeated element is known again: internal ids, references, languages, names. Chosen for each group of siblings by what tells them apart.
import { childOf, localName, valueOf, type Tree } from './tree.ts';
import type { Rules } from './schema-facts.ts';
import { canonicalValue, type ValueKind } from './values.ts';

interface Mark {
  /** As it is shown in a path: exchange[@dataSetInternalID=3]. */
  label: string;
  read(tree: Tree, rules: Rules): string | undefined;
}

/** Whole numbers as people write them, for the path: 10, not 1e1. */
function keyOf(canonical: string, kind: ValueKind): string {
  const whole = kind === 'number' ? /^(-?\d+)e(\d|1\d)$/.exec(canonical) : null;
  return whole === null ? canonical : whole[1]! + '0'.repeat(Number(whole[2]));
}

const attribute = (name: string): Mark => ({
  label: `@${name}`,
  read(tree, rules) {
    if (tree.type !== undefined) return undefined;
    const { attributes } = tree;
    for (let at = 0; at < attributes.length; at += 2) if (localName(attributes[at]!) === name) return keyOf(canonicalValue(attributes[at + 1]!, rules.kindOf(tree, name)), rules.kindOf(tree, name));
    return undefined;
  },
});

const language = attribute('xml:lang');

const property = (...path: string[]): Mark => ({
  label: path.join('/'),
  read(tree) {
    let at: Tree | undefined = tree;
    for (const name of path.slice(0, -1)) at = at?.children.find((c) => c.name === name);
    const value = at === undefined ? undefined : valueOf(at, path.at(-1)!);
    return value === undefined ? undefined : canonicalValue(value, 'text');
  },
});

/** The object that the only reference inside points to: results by their method, factors by their flow. */
const reference: Mark = {
  label: 'reference/@refObjectId',
  read(tree, rules) {
    const found = tree.children.filter((c) => localName(c.name).startsWith('reference') && valueOf(c, 'refObjectId') !== undefined);
    return found.length === 1 ? attribute('refObjectId').read(found[0]!, rules) : undefined;
  },
};

const element = (name: string): Mark => ({ label: name, read: (tree) => { const text = childOf(tree, name)?.text; return text === undefined ? undefined : canonicalValue(text, 'text'); } });

// The strongest first.
const marks: readonly Mark[] = [
  ...['dataSetInternalID', 'id'].map(attribute), property('@id'), property('internalId'),
  ...['number', 'refObjectId', 'index', 'propertyId', 'parameterId', 'classificationId', 'variableName', 'level', 'classId', 'catId', 'name'].map(attribute),
  language, reference,
  ...['module', 'scenario', 'type', 'uri', 'version', 'intermediateExchangeId', 'elementaryExchangeId', 'referenceToCoProduct', 'allocationMethod', 'internalReferenceToCoProduct', 'personId', 'reviewerId', 'value', 'property', 'code'].map(attribute),
  property('flow', '@id'), property('flowProperty', '@id'), property('impactCategory', '@id'), property('product', '@id'), property('exchange', 'internalId'),
  property('context', '@id'), property('name'), property('code'), ...['exchangeDirection', 'location'].map(element),
];

/** What many elements have in common: a key, but no identity. */
const sorts = new Set(['@xml:lang', '@type', '@version', '@allocationMethod', '@value', 'exchangeDirection', 'location']);

/** What tells elements apart although not all have it: an amount of an EPD module with and without scenario. */
const optional = new Set(['@scenario', 'exchange/internalId', 'location']);

/** Keys of the elements of a group, '' for those that have none; equal keys are possible where nothing tells elements apart. */
export interface GroupKeys {
  a: string[];
  b: string[];
  /** Whether more than the language or sort of the elements is stated: then their order says nothing. */
  identified: boolean;
  /** What to write in brackets behind the name. */
  labels: { a: string[]; b: string[] };
}

/**
 * The strongest single mark that tells all elements of one side apart and finds at least half of the other side again;
 * else all marks together that every element has, and the optional ones.
 */
export function keysOf(a: readonly Tree[], b: readonly Tree[], rules: Rules): GroupKeys {
  const shared: { mark: Mark; a: (string | undefined)[]; b: (string | undefined)[] }[] = [];
  let weak: (typeof shared)[number] | undefined;
  for (const mark of marks) {
    const read = { mark, a: a.map((t) => mark.read(t, rules)), b: b.map((t) => mark.read(t, rules)) };
    if (mark === language && [...read.a, ...read.b].some((v) => v !== undefined)) {
      read.a = a.map((t) => languageOf(t, rules));
      read.b = b.map((t) => languageOf(t, rules));
    }
    const [onA, onB] = [facts(read.a), facts(read.b)];
    if (onA.found === 0 && onB.found === 0) continue;
    if ((onA.full || onB.full) && onA.unique && onB.unique) {
      if (overlap(read.a, read.b) * 2 >= Math.min(a.length, b.length)) return single(read);
      weak ??= read;
    }
    if ((onA.full && onB.full) || (optional.has(mark.label) && onA.found > 0 && onB.found > 0)) shared.push(read);
  }
  if (shared.length === 0) return weak === undefined ? { a: a.map(() => ''), b: b.map(() => ''), identified: false, labels: { a: a.map(() => ''), b: b.map(() => '') } } : single(weak);
  const key = (side: 'a' | 'b', at: number) => JSON.stringify(shared.map((s) => s[side][at] ?? null));
  const label = (side: 'a' | 'b', at: number) => shared.filter((s) => s[side][at] !== undefined).slice(0, 2).map((s) => `${s.mark.label}=${short(s[side][at]!)}`).join(',');
  const identified = shared.some((s) => !sorts.has(s.mark.label));
  return { a: a.map((_, i) => key('a', i)), b: b.map((_, i) => key('b', i)), identified, labels: { a: a.map((_, i) => label('a', i)), b: b.map((_, i) => label('b', i)) } };
}

function single({ mark, a, b }: { mark: Mark; a: (string | undefined)[]; b: (string | undefined)[] }): GroupKeys {
  const label = (value: string | undefined) => (value === undefined ? '' : `${mark.label}=${short(value)}`);
  return { a: a.map((v) => v ?? ''), b: b.map((v) => v ?? ''), identified: true, labels: { a: a.map(label), b: b.map(label) } };
}

function facts(values: readonly (string | undefined)[]): { found: number; full: boolean; unique: boolean } {
  const found = values.filter((v) => v !== undefined);
  return { found: found.length, full: found.length === values.length, unique: new Set(found).size === found.length };
}

function overlap(a: readonly (string | undefined)[], b: readonly (string | undefined)[]): number {
  const known = new Set(a);
  return b.reduce((sum, v) => sum + (v !== undefined && known.has(v) ? 1 : 0), 0);
}

const short = (value: string): string => (value.length <= 60 ? value : `${value.slice(0, 57)}…`);

/** The language of a text, which may go without saying. A text in another language is another text. */
export const languageOf = (tree: Tree, rules: Rules): string | undefined => language.read(tree, rules) ?? (tree.text === '' || tree.children.length > 0 ? undefined : rules.defaultOf(tree, 'xml:lang'));
