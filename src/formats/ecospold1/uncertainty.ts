// Uncertainty of EcoSpold 1: type, standardDeviation95 and bounds as stated, the standard deviation derived; pedigree from comments (ecospold.md §3).
import type { ReadContext } from '../../mapping/transform.ts';
import { decimalPattern } from '../../model/scalar.ts';
import type { Uncertainty } from '../../model/documentation.ts';

export interface StatedUncertainty { distribution?: Uncertainty['distribution']; standardDeviation95?: string; minimum?: string; maximum?: string; mode?: string }

const numberOf = (text: string | undefined): number | undefined => (text !== undefined && decimalPattern.test(text.trim()) ? Number(text) : undefined);

/** Standard deviation, or why there is none. standardDeviation95 is exp(2σ) of a lognormal and 2·SD of a normal distribution. */
function sigmaOf({ distribution, standardDeviation95 }: StatedUncertainty, amount: string | undefined): number | string {
  const stated = numberOf(standardDeviation95);
  if (stated === undefined) return 'there is no standardDeviation95 that is a number';
  if (distribution === 'NORMAL') return stated < 0 ? 'standardDeviation95 is negative' : stated / 2;
  if (stated < 1) return 'standardDeviation95 is below 1';
  return numberOf(amount) === 0 ? 'the amount is zero' : Math.log(stated) / 2;
}

function boundsReason({ distribution, minimum, maximum, mode }: StatedUncertainty, amount: string | undefined): string | undefined {
  const [low, high, mean] = [numberOf(minimum), numberOf(maximum), numberOf(amount)];
  if (low === undefined || high === undefined) return 'a bound is no number';
  if (low > high) return 'the minimum is above the maximum';
  if (distribution === 'UNIFORM') return undefined;
  // ecoinvent leaves the most likely value empty: the mean is a third of the sum of the three.
  const middle = mode === undefined ? (mean === undefined ? undefined : 3 * mean - low - high) : numberOf(mode);
  if (middle === undefined) return 'the most likely value is no number';
  const slack = 1e-9 * Math.max(Math.abs(low), Math.abs(high));
  return middle < low - slack || middle > high + slack ? 'the most likely value lies outside the bounds' : undefined;
}

const score = String.raw`(\d|na|n\.a\.)`;
const pedigreePattern = new RegExp(String.raw`^\s*\(\s*${score}\s*,\s*${score}\s*,\s*${score}\s*,\s*${score}\s*,\s*${score}\s*(?:,\s*${score}\s*)?(?:,[^)]*)?\)`);

/** Pedigree scores that a comment begins with; the sixth, sample size, has no place in other formats. "na" is no score. */
export function pedigreeIn(comment: string | undefined): Uncertainty['pedigree'] {
  const found = comment === undefined ? null : pedigreePattern.exec(comment);
  if (found === null) return undefined;
  const keys = ['reliability', 'completeness', 'temporal', 'geographical', 'technology'] as const;
  const scores = keys.map((key, i) => [key, found[i + 1]!] as const).filter(([, value]) => /^[1-5]$/.test(value));
  return scores.length === 0 ? undefined : Object.fromEntries(scores);
}

/** The comment with the scores at its beginning, where it has none yet. */
export function withPedigree(comment: string | undefined, pedigree: Uncertainty['pedigree']): string | undefined {
  if (pedigree === undefined || (comment !== undefined && pedigreePattern.test(comment))) return comment;
  const scores = [pedigree.reliability, pedigree.completeness, pedigree.temporal, pedigree.geographical, pedigree.technology].map((s) => s ?? 'na');
  return `(${scores.join(',')},na)${comment === undefined ? '' : ` ${comment}`}`;
}

/** What is stated, with the standard deviation that calculations use. Without a type there is no distribution. */
export function readUncertainty(stated: StatedUncertainty, amount: string | undefined, comment: string | undefined, context: ReadContext): Uncertainty | undefined {
  const { distribution, standardDeviation95, minimum, maximum, mode } = stated;
  const pedigree = pedigreeIn(comment);
  if (distribution === undefined) {
    if (standardDeviation95 !== undefined) context.setAside('@standardDeviation95', standardDeviation95);
    if (mode !== undefined) context.setAside('@mostLikelyValue', mode);
    return pedigree === undefined ? undefined : { distribution: 'UNDEFINED', pedigree };
  }
  const found: Uncertainty = { distribution };
  if (mode !== undefined) found.mode = mode;
  if (minimum !== undefined) found.minimum = minimum;
  if (maximum !== undefined) found.maximum = maximum;
  if (standardDeviation95 !== undefined) found.standardDeviation95 = standardDeviation95;
  let reason: string | undefined;
  if (distribution === 'LOGNORMAL' || distribution === 'NORMAL') {
    const sigma = sigmaOf(stated, amount);
    if (typeof sigma === 'string') reason = sigma;
    else if (sigma > 0) found.sigma = String(sigma);
  } else if (distribution !== 'UNDEFINED') reason = boundsReason(stated, amount);
  if (reason !== undefined) context.issue('uncertainty-invalid', { distribution, reason }, '@uncertaintyType');
  if (pedigree !== undefined) found.pedigree = pedigree;
  // With scores alone, a type of 0 says what the absence of a type says.
  if (isImplied(found)) context.keep('@uncertaintyType', '0');
  return found;
}

const hasValues = (u: Uncertainty): boolean => [u.standardDeviation95, u.minimum, u.maximum, u.mode].some((value) => value !== undefined);

/** Whether only the scores make the uncertainty. */
const isImplied = (u: Uncertainty): boolean => u.distribution === 'UNDEFINED' && u.pedigree !== undefined && !hasValues(u);

const powerOf = (variance: string | undefined): number | undefined => {
  const found = numberOf(variance);
  return found === undefined || found < 0 ? undefined : 2 * Math.sqrt(found);
};

/** The statement of another format in that of EcoSpold 1; what it states itself is never replaced. */
function standardDeviation95Of(u: Uncertainty): string | undefined {
  if (u.standardDeviation95 !== undefined || (u.distribution !== 'LOGNORMAL' && u.distribution !== 'NORMAL')) return u.standardDeviation95;
  const double = u.sigma === undefined ? powerOf(u.varianceWithPedigree ?? u.variance) : 2 * Number(u.sigma);
  if (double === undefined) return u.relativeStandardDeviation95;
  return String(u.distribution === 'LOGNORMAL' ? Math.exp(double) : double);
}

export function statedUncertainty(u: Uncertainty | undefined): StatedUncertainty & { unwritable?: string } {
  if (u === undefined) return {};
  if (u.distribution === 'BETA' || u.distribution === 'GAMMA' || u.distribution === 'BINOMIAL') return { unwritable: u.distribution };
  if (isImplied(u)) return {};
  const stated: StatedUncertainty = { distribution: u.distribution };
  const deviation = standardDeviation95Of(u);
  if (deviation !== undefined) stated.standardDeviation95 = deviation;
  if (u.minimum !== undefined) stated.minimum = u.minimum;
  if (u.maximum !== undefined) stated.maximum = u.maximum;
  if (u.mode !== undefined) stated.mode = u.mode;
  return stated;
}
