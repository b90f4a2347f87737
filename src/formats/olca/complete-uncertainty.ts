// Uncertainty of other formats in the terms of openLCA: geometric standard deviation and mean, bounds inside the distribution (ecospold.md §3; olca-schema Uncertainty).
import type { WriteContext } from '../../mapping/transform.ts';
import type { Uncertainty } from '../../model/documentation.ts';

interface Around { amount?: string | undefined; minimum?: string | undefined; maximum?: string | undefined }

/** The distribution around an amount; a pedigree stays with it. Undefined where nothing is left. One that openLCA does not have, or that lacks its numbers, is told and left out. */
export function completeUncertainty(stated: Uncertainty, around: Around, context: WriteContext): Uncertainty | undefined {
  const { distribution, pedigree, sigma, standardDeviation } = stated;
  const scores = pedigree === undefined ? {} : { pedigree };
  const mean = stated.mean ?? around.amount;
  const center = mean === undefined ? {} : { mean };
  const minimum = stated.minimum ?? around.minimum;
  const maximum = stated.maximum ?? around.maximum;
  const alone = pedigree === undefined ? undefined : { distribution: 'UNDEFINED' as const, ...scores };
  if (distribution === 'UNDEFINED') return alone;
  if (distribution === 'LOGNORMAL' || distribution === 'NORMAL') {
    const deviation = standardDeviation ?? (sigma === undefined ? undefined : distribution === 'LOGNORMAL' ? String(Math.exp(Number(sigma))) : sigma);
    if (deviation !== undefined && Number.isFinite(Number(deviation))) return { distribution, ...center, standardDeviation: deviation, ...(sigma === undefined ? {} : { sigma }), ...scores };
  }
  if ((distribution === 'TRIANGULAR' || distribution === 'UNIFORM') && minimum !== undefined && maximum !== undefined) {
    if (distribution === 'UNIFORM') return { distribution, minimum, maximum, ...scores };
    const mode = stated.mode ?? (around.amount === undefined ? undefined : modeOf(Number(around.amount), Number(minimum), Number(maximum)));
    if (mode !== undefined) return { distribution, minimum, mode, maximum, ...scores };
  }
  context.issue('value-approximated', { field: 'uncertainty', value: distribution, used: pedigree === undefined ? 'none' : 'its pedigree alone' });
  return alone;
}

/** The mode of a triangle by its mean, which is a third of the sum of its corners; within the bounds. Twelve digits hold no noise of a double. */
const modeOf = (mean: number, minimum: number, maximum: number): string => String(Number(Math.min(Math.max(3 * mean - minimum - maximum, minimum), maximum).toPrecision(12)));
