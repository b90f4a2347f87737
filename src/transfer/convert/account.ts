// The loss account: what became of every value of a record, found by reading back what was written, never kept by hand (design: the mapping language).
import { isOrigin } from '../../formats/origin.ts';
import { ABSENT } from '../../mapping/beside.ts';
import { canonicalNumber } from '../diff/values.ts';

export const fates = ['kept', 'derived', 'approximated', 'lost'] as const;
/**
 * kept: stands in the output as it was. derived: stated in another form from which it can be computed again (another unit, another number of
 * an exchange). approximated: stands there changed. lost: does not stand there.
 */
export type Fate = (typeof fates)[number];
export type Counts = Record<Fate, number>;

export const noCounts = (): Counts => ({ kept: 0, derived: 0, approximated: 0, lost: 0 });

/** A path with its counts. A tree of them spares making the same text for every value. */
class PathNode {
  readonly path: string;
  /** What stands under the key: values, no value of the source, or leaves beside the record. */
  readonly holds: 'values' | 'nothing' | 'leaves';
  counts: Counts | undefined;
  readonly children = new Map<string, PathNode>();
  /** Key asked for at a place among the keys of an object, and the node found: records of a kind have the same keys at the same places, so most need no looking up. */
  readonly #keys: string[] = [];
  readonly #nodes: PathNode[] = [];
  /** Paths of what stands beside: of the same names as fields. */
  readonly beside = new Map<string, PathNode>();

  constructor(path: string, key = '') {
    this.path = path;
    this.holds = isNoValue(key) ? 'nothing' : key === 'extensions' ? 'leaves' : 'values';
  }

  /** The node of a key; `place` is where it stands among the keys of its object. */
  child(key: string, place: number): PathNode {
    if (this.#keys[place] === key) return this.#nodes[place]!;
    let found = this.children.get(key);
    if (found === undefined) this.children.set(key, (found = new PathNode(`${this.path}.${key}`, key)));
    if (place <= this.#keys.length) {
      this.#keys[place] = key;
      this.#nodes[place] = found;
    }
    return found;
  }

  besideAt(key: string): PathNode {
    let found = this.beside.get(key);
    if (found === undefined) this.beside.set(key, (found = new PathNode(`${this.path} beside: ${key}`)));
    return found;
  }
}

/** Counts by noun and path; list positions are left out of the path. */
export class LossAccount {
  readonly total = noCounts();
  readonly #nouns = new Map<string, PathNode>();

  /** Counts by path. */
  get paths(): ReadonlyMap<string, Counts> {
    const found = new Map<string, Counts>();
    const visit = (node: PathNode): void => {
      if (node.counts !== undefined) found.set(node.path, node.counts);
      for (const child of node.children.values()) visit(child);
      for (const child of node.beside.values()) visit(child);
    };
    for (const node of this.#nouns.values()) visit(node);
    return found;
  }

  /**
   * Accounts for a record. `completed` is what was to be written, `back` what was read again of the output; undefined where nothing was written.
   */
  add(noun: string, record: object, completed: object | undefined, back: object | undefined): void {
    this.#walk(this.#top(noun), record, completed, back);
  }

  /** Leaves that no record has: of a dataset that could not be used, of a list that only the file holds; kept where that file is written again. */
  lose(path: string, leaves: number, fate: Fate = 'lost'): void {
    if (leaves === 0) return;
    (this.#top(path).counts ??= noCounts())[fate] += leaves;
    this.total[fate] += leaves;
  }

  #top(path: string): PathNode {
    let node = this.#nouns.get(path);
    if (node === undefined) this.#nouns.set(path, (node = new PathNode(path)));
    return node;
  }

  #walk(node: PathNode, value: unknown, completed: unknown, back: unknown): void {
    if (value === undefined || value === null) return;
    if (back === undefined || back === null) return this.#lose(node, value);
    if (typeof value !== 'object') return this.#count(node, fateOf(value, completed, back));
    if (Array.isArray(value)) {
      const find = alignment(value, completed, back);
      for (let i = 0; i < value.length; i++) {
        if (find === undefined) {
          this.#walk(node, value[i], itemOf(completed, i), itemOf(back, i));
          continue;
        }
        const [done, again] = find(value[i], i);
        this.#walk(node, value[i], done, again);
      }
      return;
    }
    let place = 0;
    for (const key in value) {
      const child = node.child(key, place++);
      if (child.holds === 'nothing') continue;
      const inner = (value as Record<string, unknown>)[key];
      if (child.holds === 'leaves') this.#beside(node, inner as Extensions, memberOf(back, key) as Extensions | undefined, true);
      else this.#walk(child, inner, memberOf(completed, key), memberOf(back, key));
    }
  }

  /** Nothing stands there any more: most of what one format has in its exchanges and another has not goes this way, millions of values in a large package. */
  #lose(node: PathNode, value: unknown): void {
    if (value === undefined || value === null) return;
    if (typeof value !== 'object') {
      (node.counts ??= noCounts()).lost += 1;
      this.total.lost += 1;
      return;
    }
    if (Array.isArray(value)) {
      for (let i = 0; i < value.length; i++) this.#lose(node, value[i]);
      return;
    }
    let place = 0;
    for (const key in value) {
      const child = node.child(key, place++);
      if (child.holds === 'nothing') continue;
      const inner = (value as Record<string, unknown>)[key];
      if (child.holds === 'leaves') this.#beside(node, inner as Extensions, undefined, false);
      else this.#lose(child, inner);
    }
  }

  /** `isWritten`: what a mark of origin tells stands in fields again, or in another mark. */
  #beside(node: PathNode, stated: Extensions, back: Extensions | undefined, isWritten: boolean): void {
    for (const format in stated) {
      const again = back?.[format] ?? [];
      const found = new Map<string, number>();
      for (const leaf of again) {
        const key = textOf(leaf);
        found.set(key, (found.get(key) ?? 0) + 1);
      }
      for (const leaf of stated[format]!) {
        if (leaf[0].endsWith(ABSENT)) continue; // says that something was not there
        let left = 0;
        if (again.length > 0) {
          const key = textOf(leaf);
          left = found.get(key) ?? 0;
          if (left > 0) found.set(key, left - 1);
        }
        const path = leaf[0].includes('[') ? leaf[0].replace(/\[[^\]]*\]/g, '') : leaf[0];
        this.#count(node.besideAt(path), left > 0 ? 'kept' : isWritten && isOrigin(...leaf) ? 'derived' : 'lost');
      }
    }
  }

  #count(node: PathNode, fate: Fate): void {
    const counts = (node.counts ??= noCounts());
    if (fate === 'kept') {
      counts.kept += 1;
      this.total.kept += 1;
    } else {
      counts[fate] += 1;
      this.total[fate] += 1;
    }
  }
}

type Extensions = Record<string, [string, string][]>;

/** A leaf as text to compare: of records kept as JSON, the order of the keys says nothing. */
function textOf([path, text]: [string, string]): string {
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

/** The order of a list, and the words in which a format has its formulas: no values of the source. */
const isNoValue = (key: string): boolean => key === 'position' || key === 'formulaDialect';

type Item = { internalId?: string; position?: number };
const isNumbered = (item: unknown): item is Item => typeof item === 'object' && item !== null && typeof (item as Item).internalId === 'string' && typeof (item as Item).position === 'number';

/** Which items belong together: those with internal ids by their place in the source and the id they were written under, as formats group exchanges in their own order; others by their order, for which nothing is answered. */
function alignment(list: readonly unknown[], completed: unknown, back: unknown): ((item: unknown, i: number) => [unknown, unknown]) | undefined {
  if (!Array.isArray(completed) || !Array.isArray(back) || !list.every(isNumbered)) return undefined;
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
