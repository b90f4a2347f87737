// Differences as they are found → counts per path, exact, and the first few examples of each.
import type { DocumentDifference } from './compare-packages.ts';
import type { DifferenceKind } from './compare-trees.ts';

export interface PathCount {
  /** Without positions. */
  path: string;
  total: number;
  counts: Record<DifferenceKind, number>;
  examples: DocumentDifference[];
}

export class Tally {
  readonly counts: Record<DifferenceKind, number> = { changed: 0, 'only-a': 0, 'only-b': 0, order: 0 };
  total = 0;
  readonly #paths = new Map<string, PathCount>();
  readonly #examples: number;

  constructor(examples: number) {
    this.#examples = examples;
  }

  add(difference: DocumentDifference): void {
    let path = this.#paths.get(difference.pattern);
    if (path === undefined) this.#paths.set(difference.pattern, (path = { path: difference.pattern, total: 0, counts: { changed: 0, 'only-a': 0, 'only-b': 0, order: 0 }, examples: [] }));
    path.total++;
    path.counts[difference.kind]++;
    this.total++;
    this.counts[difference.kind]++;
    if (path.examples.length < this.#examples) path.examples.push(difference);
  }

  /** Most frequent first. */
  get paths(): PathCount[] {
    return [...this.#paths.values()].sort((x, y) => y.total - x.total || (x.path < y.path ? -1 : 1));
  }
}
