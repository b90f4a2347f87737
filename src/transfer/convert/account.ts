// The loss account: what became of every value of a record, found by reading back what was written, never kept by hand (design: the mapping language).
import { isOrigin } from '../../formats/origin.ts';
import { ABSENT } from '../../mapping/beside.ts';
import { canonicalNumber } from '../diff/values.ts';
import { fates, noCounts, PathCounts, type Counts, type Fate } from './path-counts.ts';

export { fates, noCounts, type Counts, type Fate } from './path-counts.ts';

/** Counts by noun and path; list positions are left out of the path. */
export class LossAccount {
  readonly #nouns = new Map<string, PathCounts>();

  get total(): Counts {
    const total = noCounts();
    for (const counts of this.#all()) for (const fate of fates) total[fate] += counts[fate];
    return total;
  }

  /** Counts by path. */
  get paths(): ReadonlyMap<string, Counts> {
    return new Map([...this.#all()].map(({ path, kept, derived, approximated, lost }) => [path, { kept, derived, approximated, lost }]));
  }

  /**
   * Accounts for a record. `completed` is what was to be written, `back` what was read again of the output; undefined where nothing was written.
   */
  add(noun: string, record: object, completed: object | undefined, back: object | undefined): void {
    account(this.#top(noun), record, completed, back);
  }

  /** Leaves that no record has: of a dataset that could not be used, of a list that only the file holds; kept where that file is written again. */
  lose(path: string, leaves: number, fate: Fate = 'lost'): void {
    if (leaves !== 0) this.#top(path)[fate] += leaves;
  }

  *#all(): Iterable<PathCounts> {
    for (const noun of this.#nouns.values()) yield* noun.all();
  }

  #top(path: string): PathCounts {
    let counts = this.#nouns.get(path);
    if (counts === undefined) this.#nouns.set(path, (counts = new PathCounts(path)));
    return counts;
  }
}

function account(counts: PathCounts, value: unknown, completed: unknown, back: unknown): void {
  if (value === undefined || value === null) return;
  if (back === undefined || back === null) lose(counts, value);
  else if (typeof value !== 'object') counts[fateOf(value, completed, back)] += 1;
  else if (Array.isArray(value)) accountForList(counts, value, completed, back);
  else accountForFields(counts, value as Json, completed, back);
}

function accountForList(counts: PathCounts, list: readonly unknown[], completed: unknown, back: unknown): void {
  const find = alignment(list, completed, back);
  for (let i = 0; i < list.length; i++) {
    if (find === undefined) account(counts, list[i], itemOf(completed, i), itemOf(back, i));
    else account(counts, list[i], ...find(list[i], i));
  }
}

function accountForFields(counts: PathCounts, value: Json, completed: unknown, back: unknown): void {
  let field: PathCounts | undefined;
  for (const key in value) {
    field = counts.child(key, field);
    if (field.holds === 'nothing') continue;
    const inner = value[key];
    const again = memberOf(back, key);
    if (field.holds === 'leaves') accountForLeaves(counts, inner as Extensions, again as Extensions | undefined, true);
    // Most values are texts that stand there as they were.
    else if (typeof inner === 'string' && inner === again) field.kept += 1;
    else if (again === undefined || again === null) lose(field, inner);
    else account(field, inner, memberOf(completed, key), again);
  }
}

/** Nothing stands there any more: most of what one format has in its exchanges and another has not goes this way, millions of values in a large package. */
function lose(counts: PathCounts, value: unknown): void {
  if (typeof value !== 'object') {
    if (value !== undefined) counts.lost += 1;
  } else if (Array.isArray(value)) {
    for (let i = 0; i < value.length; i++) lose(counts, value[i]);
  } else if (value !== null) {
    let field: PathCounts | undefined;
    for (const key in value) {
      field = counts.child(key, field);
      if (field.holds === 'nothing') continue;
      const inner = (value as Json)[key];
      if (field.holds === 'leaves') accountForLeaves(counts, inner as Extensions, undefined, false);
      else if (typeof inner === 'string') field.lost += 1;
      else lose(field, inner);
    }
  }
}

/** `isWritten`: what a mark of origin tells stands in fields again, or in another mark. */
function accountForLeaves(counts: PathCounts, stated: Extensions, back: Extensions | undefined, isWritten: boolean): void {
  for (const format in stated) {
    const standsAgain = matching(stated[format]!, back?.[format] ?? []);
    for (const [i, leaf] of stated[format]!.entries()) {
      if (leaf[0].endsWith(ABSENT)) continue; // says that something was not there
      const path = leaf[0].includes('[') ? leaf[0].replace(/\[[^\]]*\]/g, '') : leaf[0];
      counts.besideAt(path)[standsAgain(leaf, i) ? 'kept' : isWritten && isOrigin(...leaf) ? 'derived' : 'lost'] += 1;
    }
  }
}

/** Tells, leaf by leaf, whether one like it stands there again that is no other's. Most stand in the same order: those before the first that does not are not looked up. */
function matching(leaves: readonly Leaf[], again: readonly Leaf[]): (leaf: Leaf, i: number) => boolean {
  let alike = 0;
  while (alike < leaves.length && alike < again.length && leaves[alike]![0] === again[alike]![0] && leaves[alike]![1] === again[alike]![1]) alike++;
  const found = new Map<string, number>();
  for (const leaf of again.slice(alike)) {
    const key = textOf(leaf);
    found.set(key, (found.get(key) ?? 0) + 1);
  }
  return (leaf, i) => {
    if (i < alike || found.size === 0) return i < alike;
    const key = textOf(leaf);
    const left = found.get(key) ?? 0;
    if (left > 0) found.set(key, left - 1);
    return left > 0;
  };
}

type Json = Record<string, unknown>;
type Leaf = [path: string, text: string];
type Extensions = Record<string, Leaf[]>;

/** A leaf as text to compare: of records kept as JSON, the order of the keys says nothing. */
function textOf([path, text]: Leaf): string {
  if (!text.startsWith('{')) return `${path}\n${text}`;
  try {
    return `${path}\n${JSON.stringify(JSON.parse(text, (_key, value: unknown) => (typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1))) : value)))}`;
  } catch {
    return `${path}\n${text}`; // a text that only begins like a record
  }
}

function fateOf(value: unknown, completed: unknown, back: unknown): Fate {
  if (back === undefined || back === null || typeof back === 'object') return 'lost';
  if (back === value || same(value, back)) return 'kept';
  return completed !== value && (completed === back || same(completed, back)) ? 'derived' : 'approximated';
}

/** Numbers spelled otherwise are the same; texts but for blanks at their ends. */
function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'string' || typeof b !== 'string') return false;
  if (a.trim() === b.trim()) return true;
  const number = canonicalNumber(a);
  return number !== undefined && number === canonicalNumber(b);
}

type Item = { internalId?: string; position?: number };
const isNumbered = (item: unknown): item is Item => typeof item === 'object' && item !== null && typeof (item as Item).internalId === 'string' && typeof (item as Item).position === 'number';

/** Whether items belong to those at the same place, which most lists show without being looked up in: all have the position and the written id of theirs, and no two have the same. */
function isInOrder(list: readonly (Item | null | undefined)[], completed: typeof list, back: typeof list): boolean {
  if (list.length !== completed.length || list.length !== back.length) return false;
  let last = -Infinity;
  for (let i = 0; i < list.length; i++) {
    const position = list[i]?.position;
    if (typeof position !== 'number' || position <= last || completed[i]?.position !== position || back[i]?.position !== position || completed[i]?.internalId !== back[i]?.internalId) return false;
    last = position;
  }
  return true;
}

/** Which items belong together: those with internal ids by their place in the source and the id they were written under, as formats group exchanges in their own order; others by their order, for which nothing is answered. */
function alignment(list: readonly unknown[], completed: unknown, back: unknown): ((item: unknown, i: number) => [unknown, unknown]) | undefined {
  if (!Array.isArray(completed) || !Array.isArray(back) || isInOrder(list as Item[], completed, back) || !list.every(isNumbered)) return undefined;
  const byPosition = new Map((completed as Item[]).map((item) => [item.position, item]));
  // Parameters of ILCD have no identifiers: the order tells.
  if (!(back as unknown[]).some((item) => typeof (item as Item).internalId === 'string')) return (item, i) => [byPosition.get((item as Item).position), itemOf(back, i)];
  const byId = new Map<string | undefined, Item[]>();
  for (const item of back as Item[]) {
    const alike = byId.get(item.internalId);
    if (alike === undefined) byId.set(item.internalId, [item]);
    else alike.push(item);
  }
  return (item) => {
    const done = byPosition.get((item as Item).position);
    const alike = byId.get(done?.internalId);
    // Of two items with one number each is its own.
    return [done, done === undefined ? undefined : (alike === undefined || alike.length === 1 ? alike?.[0] : alike.find((a) => a.position === done.position) ?? alike[0])];
  };
}

const itemOf = (list: unknown, i: number): unknown => (Array.isArray(list) ? list[i] : undefined);
const memberOf = (object: unknown, key: string): unknown => (typeof object === 'object' && object !== null ? (object as Record<string, unknown>)[key] : undefined);
