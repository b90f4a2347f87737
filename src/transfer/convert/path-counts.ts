// Counts by path, as a tree: no text is made for a value, and most fields are found without looking up their keys.

export const fates = ['kept', 'derived', 'approximated', 'lost'] as const;
/**
 * kept: stands in the output as it was. derived: stated in another form from which it can be computed again (another unit, another number of
 * an exchange). approximated: stands there changed. lost: does not stand there.
 */
export type Fate = (typeof fates)[number];
export type Counts = Record<Fate, number>;

export const noCounts = (): Counts => ({ kept: 0, derived: 0, approximated: 0, lost: 0 });

/** Fields that a record may lack between two that it has, for which the key is compared before it is looked up. */
const mostLacking = 4;

/** A path with what became of the values there. */
export class PathCounts implements Counts {
  kept = 0;
  derived = 0;
  approximated = 0;
  lost = 0;
  readonly path: string;
  readonly key: string;
  /** What stands under the key: values, no value of the source, or leaves beside the record. */
  readonly holds: 'values' | 'nothing' | 'leaves';
  readonly #children = new Map<string, PathCounts>();
  /** Paths of what stands beside: of the same names as fields. */
  readonly #beside = new Map<string, PathCounts>();
  /** The field that records have first, and the one that they have after this: records of a kind have theirs in one order. */
  #first: PathCounts | undefined = undefined;
  #next: PathCounts | undefined = undefined;

  constructor(path: string, key = '') {
    this.path = path;
    this.key = key;
    this.holds = isNoValue(key) ? 'nothing' : key === 'extensions' ? 'leaves' : 'values';
  }

  /** The field of a key; `before` is the one that the object has before it. */
  child(key: string, before: PathCounts | undefined): PathCounts {
    let found = before === undefined ? this.#first : before.#next;
    for (let i = 0; i < mostLacking && found !== undefined; i++) {
      if (found.key === key) return found;
      found = found.#next;
    }
    found = this.#children.get(key);
    if (found === undefined) this.#children.set(key, (found = new PathCounts(`${this.path}.${key}`, key)));
    if (before === undefined) this.#first = found;
    else before.#next = found;
    return found;
  }

  besideAt(key: string): PathCounts {
    let found = this.#beside.get(key);
    if (found === undefined) this.#beside.set(key, (found = new PathCounts(`${this.path} beside: ${key}`)));
    return found;
  }

  /** The path and all below it that have counts. */
  *all(): Iterable<PathCounts> {
    if (fates.some((fate) => this[fate] !== 0)) yield this;
    for (const child of this.#children.values()) yield* child.all();
    for (const child of this.#beside.values()) yield* child.all();
  }
}

/** The order of a list, and the words in which a format has its formulas: no values of the source. */
const isNoValue = (key: string): boolean => key === 'position' || key === 'formulaDialect';
