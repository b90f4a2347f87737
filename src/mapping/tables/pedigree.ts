// Pedigree: what scores add to the variance of the logarithms of an amount (ecospold.md §3.3).
import { Decimal } from 'decimal.js';
import { z } from 'zod';
import type { Uncertainty } from '../../model/documentation.ts';
import { once, readCsvTable } from './table.ts';

type Pedigree = NonNullable<Uncertainty['pedigree']>;
export const pedigreeIndicators = ['reliability', 'completeness', 'temporal', 'geographical', 'technology'] as const;

const row = z.object({ indicator: z.enum(pedigreeIndicators), score: z.string().regex(/^[1-5]$/), variance: z.string().regex(/^\d+(\.\d+)?$/) });
const keyOf = (indicator: string, score: string): string => `${indicator} ${score}`;
const variances = once(() => new Map(readCsvTable('pedigree/variances.csv', row, (r) => keyOf(r.indicator, r.score)).map((r) => [keyOf(r.indicator, r.score), r.variance])));

/** Sum over the five scores, exactly; undefined where one is missing or none of 1–5. */
export function pedigreeVariance(pedigree: Pedigree): string | undefined {
  const parts = pedigreeIndicators.map((indicator) => variances().get(keyOf(indicator, pedigree[indicator] ?? '')));
  return parts.every((part) => part !== undefined) ? Decimal.sum(...(parts as string[])).toString() : undefined;
}
