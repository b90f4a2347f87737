// Names of variables as each format allows them, and the table from the names of one to those of another (ILCD 1.1, MatV; ilcd.md §4.3, case 25; ecospold.md §2.8).
import { reserved } from './functions.ts';
import { nameKey, type Dialect } from './syntax.ts';

interface Rule { pattern: RegExp; longest: number }

/** openLCA begins with a letter; ILCD allows 50 characters; EcoSpold 2 allows 40. */
const rules: Readonly<Record<Dialect, Rule>> = {
  ilcd: { pattern: /^[A-Za-z_]\w*$/, longest: 50 },
  openlca: { pattern: /^[A-Za-z]\w*$/, longest: 200 },
  ecospold2: { pattern: /^[A-Za-z_]\w*$/, longest: 40 },
};

/** Characters that a name may have. */
export const longestName = (dialect: Dialect): number => rules[dialect].longest;

/** The name, cut to what is allowed, with a number at its end where it is taken. */
export function freeName(name: string, dialect: Dialect, isTaken: (used: string) => boolean): string {
  const longest = longestName(dialect);
  let used = name.slice(0, longest);
  for (let n = 2; isTaken(used); n++) used = `${name.slice(0, longest - 1 - String(n).length)}_${n}`;
  return used;
}

export const isNameIn = (name: string, dialect: Dialect): boolean => rules[dialect].pattern.test(name) && name.length <= rules[dialect].longest && !reserved.has(nameKey(name));

/** Gives every declared name one that the target allows, each its own. Names that are allowed stay. */
export class NameTable {
  readonly #to: Dialect;
  readonly #byName = new Map<string, string>();
  readonly #taken = new Set<string>();

  constructor(names: readonly string[], to: Dialect) {
    this.#to = to;
    for (const stated of names) {
      const name = stated.trim();
      if (!isNameIn(name, to) || this.#byName.has(nameKey(name))) continue;
      this.#byName.set(nameKey(name), name);
      this.#taken.add(nameKey(name));
    }
    for (const name of names) if (!this.#byName.has(nameKey(name))) this.#byName.set(nameKey(name), this.free(name));
  }

  /** The name in the target; undefined where it is not declared. */
  find(name: string): string | undefined {
    return this.#byName.get(nameKey(name));
  }

  /** A name made of another one that nobody has, which is then taken. */
  free(name: string): string {
    const plain = name.trim().normalize('NFKD').replace(/\p{M}/gu, '').replace(/\W+/g, '_').replace(/^(?![A-Za-z])/, 'p_').replace(/__+/g, '_');
    const used = freeName(plain, this.#to, (each) => this.#taken.has(nameKey(each)) || reserved.has(nameKey(each)));
    this.#taken.add(nameKey(used));
    return used;
  }
}
