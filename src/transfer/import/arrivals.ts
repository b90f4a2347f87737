// Arrivals: which dataset of a package counts when several have the same identity. Decided in the order of the package, so that every run decides alike.
import type { DatasetNoun } from '../../model/noun.ts';

/** A dataset that wants to be stored. */
export interface Arrival {
  noun: DatasetNoun;
  id: string;
  version: string;
  /** Hash of its content. */
  hash: string;
  file: string;
  derived: boolean;
  /** Derived from a few facts only; a fuller derived record takes its place. */
  brief?: boolean;
}

export type Verdict =
  /** `replacesBrief`: a brief record of the same identity came before and gives way. */
  | { accepted: true; replacesBrief?: true }
  /** The same content came before, or a derived dataset that is known already: nothing to do. */
  | { accepted: false; reason: 'known' }
  /** The same identity came before with other content, in `other`. */
  | { accepted: false; reason: 'duplicate'; other: string };

/** Remembers what arrived and gives verdicts batch by batch; a batch waits for all earlier ones. */
export class Arrivals {
  readonly #seen = new Map<string, { hash: string; file: string; derived: boolean; brief: boolean }>();
  /** What came as a dataset of its own: facts derived of it have nothing to add, and storing both at once would make one wait for the other. */
  readonly #whole = new Set<string>();
  readonly #waiting = new Map<number, () => void>();
  #next = 0;

  /** Verdicts for the arrivals of batch `number` (from 0, without gaps). */
  async judge(number: number, arrivals: readonly Arrival[]): Promise<Verdict[]> {
    if (number !== this.#next) await new Promise<void>((resolve) => this.#waiting.set(number, resolve));
    const verdicts = arrivals.map((arrival) => this.#judgeOne(arrival));
    this.#next = number + 1;
    const wake = this.#waiting.get(this.#next);
    this.#waiting.delete(this.#next);
    wake?.();
    return verdicts;
  }

  #judgeOne(arrival: Arrival): Verdict {
    const identity = `${arrival.noun}/${arrival.id}`;
    if (!arrival.derived) this.#whole.add(identity);
    else if (this.#whole.has(identity)) return { accepted: false, reason: 'known' };
    const key = arrival.derived ? identity : `${identity}/${arrival.version}`;
    const before = this.#seen.get(key);
    if (before === undefined) {
      this.#seen.set(key, { hash: arrival.hash, file: arrival.file, derived: arrival.derived, brief: arrival.brief === true });
      return { accepted: true };
    }
    if (arrival.derived && before.brief && !arrival.brief) {
      before.brief = false;
      before.hash = arrival.hash;
      return { accepted: true, replacesBrief: true };
    }
    if (before.hash === arrival.hash || arrival.derived) return { accepted: false, reason: 'known' };
    return { accepted: false, reason: 'duplicate', other: before.file };
  }
}
