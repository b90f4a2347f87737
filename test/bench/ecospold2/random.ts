// Pseudo-random numbers that are the same on every machine: sfc32 (Doty-Humphrey, PractRand), seeded by numbers.

export class Random {
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  /** The same numbers give the same sequence. */
  constructor(...seed: readonly number[]) {
    this.#a = seed[0] ?? 0;
    this.#b = seed[1] ?? 0x9e3779b9;
    this.#c = seed[2] ?? 0x243f6a88;
    for (let i = 0; i < 12; i += 1) this.next();
  }

  /** 32 random bits. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter) | 0;
    this.#counter = (this.#counter + 1) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return sum >>> 0;
  }

  /** In [0, 1). */
  unit(): number {
    return this.next() / 2 ** 32;
  }

  /** Whole number in [0, n). */
  below(n: number): number {
    return Math.floor(this.unit() * n);
  }

  /** Whole number, both ends included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)]!;
  }

  /** In [0, n), small numbers far more often: density falls as 1/x. */
  skewed(n: number): number {
    return Math.min(n - 1, Math.floor((n + 1) ** this.unit()) - 1);
  }

  /** Over several orders of magnitude, with `digits` significant digits. */
  amount(digits: number): number {
    return Number((10 ** (this.unit() * 9 - 6)).toPrecision(digits));
  }

  uuid(): string {
    const hex = [this.next(), this.next(), this.next(), this.next()].map((n) => n.toString(16).padStart(8, '0')).join('');
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${'89ab'[this.below(4)]}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }
}
