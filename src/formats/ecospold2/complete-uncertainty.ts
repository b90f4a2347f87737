// Uncertainty of other formats in the terms of EcoSpold 2 (ecospold.md §3.2): variances instead of standard deviations, bounds and mode inside the distribution.
import { pedigreeVariance } from '../../mapping/tables/pedigree.ts';
import type { Exchange } from '../../model/process.ts';
import type { Uncertainty } from '../../model/documentation.ts';

/** The distribution around an amount; undefined where it cannot be stated (log-normal around zero, no deviation): the format has no scores or remarks without one. */
export function statedPedigreeFree(exchange: Exchange, amount: string): Uncertainty | undefined {
  const { uncertainty } = exchange;
  if (uncertainty === undefined) return undefined;
  const { distribution, sigma, pedigree, comment, varianceWithPedigree } = uncertainty;
  // A matrix has all five scores, and stands beside a distribution only.
  const whole = pedigree !== undefined && Object.values(pedigree).filter((score) => /^[1-5]$/.test(score)).length === 5;
  const more = { ...(whole ? { pedigree } : {}), ...(comment === undefined ? {} : { comment }) };
  if (varianceWithPedigree !== undefined) return uncertainty;
  const value = Number(amount);
  if (sigma !== undefined && (distribution === 'NORMAL' || (distribution === 'LOGNORMAL' && value !== 0))) {
    const total = shortest(Number(sigma) ** 2);
    const mu = distribution === 'LOGNORMAL' ? { mu: shortest(Math.log(Math.abs(value))) } : {};
    const variance = distribution === 'LOGNORMAL' && whole ? basicOf(total, pedigree) : total;
    return { distribution, mean: amount, ...mu, ...(variance === undefined ? {} : { variance }), varianceWithPedigree: total, ...more };
  }
  const minimum = uncertainty.minimum ?? exchange.minimum;
  const maximum = uncertainty.maximum ?? exchange.maximum;
  if (minimum !== undefined && maximum !== undefined && Number(minimum) <= Number(maximum)) {
    if (distribution === 'UNIFORM') return { distribution, minimum, maximum, ...more };
    if (distribution === 'TRIANGULAR') {
      const mode = uncertainty.mode ?? shortest(Math.min(Math.max(3 * value - Number(minimum) - Number(maximum), Number(minimum)), Number(maximum)));
      return { distribution, minimum, mode, maximum, ...more };
    }
  }
  return undefined;
}

/** The total without what the scores add; undefined where they would add more than there is. */
function basicOf(total: string, pedigree: NonNullable<Uncertainty['pedigree']>): string | undefined {
  const basic = Number(total) - Number(pedigreeVariance(pedigree));
  return basic >= 0 ? shortest(basic) : undefined;
}

/** Twelve digits: what a double holds without the noise of its last bits. */
const shortest = (value: number): string => String(Number(value.toPrecision(12)));
