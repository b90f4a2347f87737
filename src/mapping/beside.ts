// What stands beside a record: leaves of its document that the model has no place for, and marks that say how the document stood.
import { holderOf, type ElementNode, type Leaf } from './compile.ts';
import { resolveLanguage } from './tables/languages.ts';
import type { RawRecord } from './transform.ts';

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

/** A document that is a list of datasets: its root element and the leaves in it that belong to none of them. */
export interface DatasetList { root: string; around: readonly [string, string][] }

/** Path under which a dataset remembers the element that held it, where that is not the usual one. */
export const HELD_BY = '..';

/** Path under which a record stands as its rows filled it: what is made of it does not say how it stood there. */
export const WHOLE = '.=';

/** Path under which a text remembers of which elements its lines were made: their name, the attribute that numbers them (where one does), and number, language, lines and stated language of each. */
export const LAYOUT = '.#';

/** Last step of a path whose element was not there: the text beside it was taken in its place, and it is not written while it still has that text. */
export const ABSENT = '.-';

/** Number of values in a record. */
export function leavesIn(value: unknown): number {
  if (value === null || value === undefined) return 0;
  return typeof value === 'object' ? Object.values(value).reduce((sum: number, inner) => sum + leavesIn(inner), 0) : 1;
}

/** Number of values that the list of a leaf holds so far. */
export const countOf = ({ parents, key }: Leaf, record: RawRecord): number => (holderOf(record, parents)[key] as unknown[] | undefined)?.length ?? 0;

/** Which of several elements of one name is open, where an attribute without a place must find it again. */
export function whichOf(node: ElementNode, attributes: readonly string[], record: RawRecord): string {
  if (node.text?.localized === true) {
    const at = attributes.indexOf('xml:lang');
    return `[@xml:lang=${resolveLanguage(at < 0 || at % 2 > 0 ? undefined : attributes[at + 1]).code}]`;
  }
  if (node.text?.many === true) return `[${countOf(node.text, record) + 1}]`;
  // Its attributes are read in turn: the value that fills the list may be in it already.
  for (const [name, leaf] of node.attributes) {
    if (leaf.many) return `[${Math.max(1, countOf(leaf, record) + (attributes.includes(name) ? 0 : 1))}]`;
  }
  return '';
}
