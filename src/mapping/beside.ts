// What stands beside a record: leaves of its document for which the model has no place, by path, and what tells how it stood there.

/** What became of the leaves of a document. Each of them stands in one count. */
export interface LeafAccount {
  /** In a field of a record, or part of what a field was made of. */
  kept: number;
  /** Without a place in the model, beside a record; by path. */
  unmapped: Map<string, number>;
  /** In no record at all: the document gave none, or they describe a list of records. Only the file has them. */
  inFile?: number;
}

/** Adds leaves to what stands beside a record. */
export function addExtensions(record: object, format: string, leaves: readonly [string, string][]): void {
  const holder = record as { extensions?: Record<string, [string, string][]> };
  holder.extensions = { ...holder.extensions, [format]: [...(holder.extensions?.[format] ?? []), ...leaves] };
}

/** Path under which a dataset remembers the element that held it, where that is not the usual one. */
export const HELD_BY = '..';

/** Path under which a record stands as its rows filled it: what is made of it does not say how it stood there. */
export const WHOLE = '.=';

/** Path under which a text remembers of which elements its lines were made: their name, the attribute that numbers them, and number, language and lines of each. */
export const LAYOUT = '.#';

/** Number of values in a record. */
export function leavesIn(value: unknown): number {
  if (value === null || value === undefined) return 0;
  return typeof value === 'object' ? Object.values(value).reduce((sum: number, inner) => sum + leavesIn(inner), 0) : 1;
}
