// What a package may cost to open. Far above every real package (ecoinvent: 20,000 entries, 2.6 GB), far below what a bomb needs.
import { TanluError } from '../../errors.ts';

export interface ArchiveLimits {
  maxEntries: number;
  /** Bytes of one entry, unpacked. */
  maxEntryLength: number;
  /** Bytes of all entries, unpacked. */
  maxTotalLength: number;
  /** Unpacked bytes per packed byte, of one entry and of all together. */
  maxRatio: number;
  /** Bytes up to which the ratio does not matter: a short text of blanks is no bomb. */
  ratioFrom: number;
}

export const defaultArchiveLimits: ArchiveLimits = {
  maxEntries: 200_000,
  maxEntryLength: 1024 ** 3,
  maxTotalLength: 64 * 1024 ** 3,
  maxRatio: 200,
  ratioFrom: 1024 ** 2,
};

/** Adds up a package entry by entry and throws `archive-unsafe` at the first that is too much. */
export class Allowance {
  #entries = 0;
  #packed = 0;
  #unpacked = 0;
  readonly #path: string;
  readonly #limits: ArchiveLimits;

  constructor(path: string, limits: ArchiveLimits) {
    this.#path = path;
    this.#limits = limits;
  }

  /** `packed` equals `unpacked` for what is not compressed. */
  add(entry: string, packed: number, unpacked: number): void {
    const { maxEntryLength, maxTotalLength, maxRatio, ratioFrom } = this.#limits;
    this.expect(this.#entries + 1);
    this.#entries++;
    this.#packed += packed;
    this.#unpacked += unpacked;
    if (unpacked > maxEntryLength) throw unsafe(this.#path, `${entry} unpacks to ${unpacked} bytes, more than the ${maxEntryLength} allowed for one entry`, entry);
    if (this.#unpacked > maxTotalLength) throw unsafe(this.#path, `its entries unpack to more than the ${maxTotalLength} bytes allowed in all`, entry);
    if (unpacked > ratioFrom && unpacked > packed * maxRatio) throw unsafe(this.#path, `${entry} unpacks to ${Math.round(unpacked / Math.max(1, packed))} times its size; more than ${maxRatio} times is taken for a bomb`, entry);
    if (this.#unpacked > ratioFrom && this.#unpacked > this.#packed * maxRatio) throw unsafe(this.#path, `it unpacks to more than ${maxRatio} times its size and is taken for a bomb`, entry);
  }

  /** Refuses a number of entries before they are read. */
  expect(entries: number): void {
    if (entries > this.#limits.maxEntries) throw unsafe(this.#path, `it has more than the ${this.#limits.maxEntries} entries allowed`);
  }
}

/** Refusal of a whole package that could do harm. */
export function unsafe(path: string, reason: string, entry?: string): TanluError {
  return new TanluError('archive-unsafe', `${path} was refused: ${reason}. Ask its sender for a clean package.`, { params: { file: path, entry, reason } });
}
