// Uncertainty of other formats in the terms of EcoSpold 1 (ecospold.md §3.2): one deviation of its own kind; what it has no distribution for is said in a line of the remark.
import type { Uncertainty } from '../../model/documentation.ts';
import type { WriteContext } from '../../mapping/transform.ts';

interface Uncertain { uncertainty?: Uncertainty | undefined; minimum?: string | undefined; maximum?: string | undefined }

/** Twelve digits: what a double holds without the noise of its last bits. */
const shortest = (value: number): string => String(Number(value.toPrecision(12)));

const parameters: Partial<Record<Uncertainty['distribution'], readonly (keyof Uncertainty)[]>> = {
  BETA: ['minimum', 'mode', 'maximum'], GAMMA: ['shape', 'scale', 'minimum'], BINOMIAL: ['trials', 'probability'],
};

/** The distribution, and the line that tells one that the format does not have. */
export function completeUncertainty({ uncertainty: stated, minimum, maximum }: Uncertain, context: WriteContext): { uncertainty?: Uncertainty | undefined; line?: string } {
  if (stated === undefined) return {};
  const { distribution, sigma, standardDeviation95, pedigree } = stated;
  const names = parameters[distribution];
  if (names !== undefined) {
    context.issue('value-approximated', { field: 'uncertaintyType', value: distribution, used: 'UNDEFINED' });
    const values = names.flatMap((name) => (stated[name] === undefined ? [] : [`${name}=${String(stated[name])}`]));
    return { uncertainty: { distribution: 'UNDEFINED', ...(pedigree === undefined ? {} : { pedigree }) }, line: `Uncertainty: ${distribution.toLowerCase()}(${values.join('; ')})` };
  }
  // Bounds of these distributions stand beside the amount in ILCD.
  if (distribution === 'TRIANGULAR' || distribution === 'UNIFORM') {
    return { uncertainty: { ...stated, ...(stated.minimum === undefined && minimum !== undefined ? { minimum } : {}), ...(stated.maximum === undefined && maximum !== undefined ? { maximum } : {}) } };
  }
  // The squared geometric standard deviation, or twice the standard deviation: the same measure as in ILCD (§3.1).
  if (standardDeviation95 !== undefined || sigma === undefined || (distribution !== 'LOGNORMAL' && distribution !== 'NORMAL')) return { uncertainty: stated };
  return { uncertainty: { ...stated, standardDeviation95: shortest(distribution === 'LOGNORMAL' ? Math.exp(2 * Number(sigma)) : 2 * Number(sigma)) } };
}
