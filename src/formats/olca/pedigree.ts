// Pedigree scores of openLCA: entries such as (1;3;2;5;1) of the data quality system of ecoinvent (Weidema et al. 2013); other systems mean other things.
import type { Uncertainty } from '../../model/documentation.ts';

type Pedigree = NonNullable<Uncertainty['pedigree']>;

/** The data quality system "ecoinvent data quality system" that openLCA brings along; its indicators are the five of the pedigree matrix, in this order. */
export const pedigreeSystem = { id: '70bf370f-9912-4ec1-baa3-fbd4eaf85a10', name: 'ecoinvent data quality system' } as const;

const indicators = ['reliability', 'completeness', 'temporal', 'geographical', 'technology'] as const;
const entry = /^\(\s*([1-5])\s*;\s*([1-5])\s*;\s*([1-5])\s*;\s*([1-5])\s*;\s*([1-5])\s*\)$/;

/** Names of the indicators, in the order of an entry. */
export const pedigreeIndicators = ['Reliability', 'Completeness', 'Temporal correlation', 'Geographical correlation', 'Further technological correlation'] as const;

/** The scores of an entry; undefined where one of the five is missing or not 1–5. */
export function readPedigree(text: string): Pedigree | undefined {
  const found = entry.exec(text);
  return found === null ? undefined : Object.fromEntries(indicators.map((indicator, n) => [indicator, found[n + 1]!]));
}

/** The entry of five scores; undefined where one is missing. */
export function writePedigree(pedigree: Pedigree | undefined): string | undefined {
  const scores = indicators.map((indicator) => pedigree?.[indicator]);
  const text = `(${scores.join(';')})`;
  return scores.every((score) => score !== undefined) && entry.test(text) ? text : undefined;
}
