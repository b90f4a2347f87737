// What many datasets of a package state alike is made once: a bounded memory whose values hold no piece of a file's text alive.

/** Remembers what `make` makes per key. Values are plain data, shared by all who ask: never change them. */
export class Remembered<T> {
  readonly #known = new Map<string, T>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: string): T | undefined {
    return this.#known.get(key);
  }

  /** Stores copies of key and value, and returns that of the value. A slice of a parsed text would keep the whole text in memory. */
  set(key: string, value: T): T {
    const [ownKey, own] = JSON.parse(JSON.stringify([key, value])) as [string, T];
    if (this.#known.size >= this.#limit) this.#known.clear();
    this.#known.set(ownKey, own);
    return own;
  }
}
