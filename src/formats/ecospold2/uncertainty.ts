// Uncertainty of EcoSpold 2: what is stated is kept, the standard deviation is derived from the variance with pedigree (ecospold.md §3).
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import { decimalPattern } from '../../model/scalar.ts';
import type { Uncertainty } from '../../model/documentation.ts';
import type { LocalizedText } from '../../model/value.ts';

type Stated = Partial<Record<'mean' | 'mode' | 'minimum' | 'maximum' | 'mu' | 'variance' | 'varianceWithPedigree' | 'standardDeviation95' | 'shape' | 'scale' | 'trials' | 'probability', string>>;
interface RawUncertainty { raw?: Record<string, Stated>; pedigree?: Uncertainty['pedigree']; comment?: LocalizedText }

const distributions: Record<string, Uncertainty['distribution']> = {
  lognormal: 'LOGNORMAL', normal: 'NORMAL', triangular: 'TRIANGULAR', uniform: 'UNIFORM', beta: 'BETA', gamma: 'GAMMA', binomial: 'BINOMIAL', undefined: 'UNDEFINED',
};

const numberOf = (text: string | undefined): number | undefined => (text !== undefined && decimalPattern.test(text) ? Number(text) : undefined);

/** Above this, the standard deviation of the logarithms is an error of the exporter and no knowledge. */
const largestSigma = 25;

/** Standard deviation; openLCA leaves the variance with pedigree of normal distributions at zero and states the variance alone. */
function sigmaOf(stated: Stated): number | string {
  const total = numberOf(stated.varianceWithPedigree);
  const basic = numberOf(stated.variance);
  const variance = total === undefined || (total === 0 && basic !== undefined) ? basic : total;
  if (variance === undefined) return 'there is no variance that is a number';
  if (variance < 0) return 'the variance is negative';
  return Math.sqrt(variance);
}

function boundsReason({ minimum, maximum, mode }: Stated): string | undefined {
  const [low, high, middle] = [numberOf(minimum), numberOf(maximum), numberOf(mode)];
  if (low === undefined || high === undefined) return 'a bound is no number';
  if (low > high) return 'the minimum is above the maximum';
  if (mode === undefined) return undefined;
  if (middle === undefined) return 'the mode is no number';
  return middle < low || middle > high ? 'the mode lies outside the bounds' : undefined;
}

function readUncertainty(record: RawRecord, context: ReadContext): Uncertainty | undefined {
  const { raw, pedigree, comment } = record as RawUncertainty;
  let name = 'undefined';
  let stated: Stated = {};
  let several = false;
  for (const kind in raw) {
    if (several) {
      context.issue('field-repeated', {}, kind);
      for (const [field, value] of Object.entries(raw[kind]!)) context.setAside(`${kind}/${field}`, value);
    } else {
      name = kind;
      stated = raw[kind]!;
      several = true;
    }
  }
  if (raw === undefined && pedigree === undefined && comment === undefined) return undefined;

  const found: Uncertainty = { distribution: distributions[name]!, ...stated };
  let reason: string | undefined;
  if (name === 'lognormal' || name === 'normal') {
    const sigma = sigmaOf(stated);
    if (typeof sigma === 'string') reason = sigma;
    else if (name === 'lognormal' && sigma > largestSigma) reason = `the standard deviation of the logarithms is ${sigma}`;
    else if (sigma > 0) found.sigma = String(sigma);
  } else if (name === 'triangular' || name === 'uniform' || name === 'beta') reason = boundsReason(stated);
  if (reason !== undefined) context.issue('uncertainty-invalid', { distribution: found.distribution, reason }, name);
  if (pedigree !== undefined) found.pedigree = pedigree;
  if (comment !== undefined) found.comment = comment;
  return found;
}

export const uncertainty: StructuralTransform<Uncertainty> = {
  name: 'uncertainty', about: 'The distribution stated, with the standard deviation that calculations use.',
  read: readUncertainty,
  write({ distribution, sigma: _derived, pedigree, comment, relativeStandardDeviation95: _foreign, ...stated }) {
    return { raw: { [distribution.toLowerCase()]: stated }, pedigree, comment };
  },
};

/** A lognormal distribution around zero cannot be: what is derived from it is taken back (§3.2). */
export function withoutSigmaAtZero(found: Uncertainty, amount: string | undefined, context: ReadContext): Uncertainty {
  if (found.distribution !== 'LOGNORMAL' || found.sigma === undefined || numberOf(amount) !== 0) return found;
  context.issue('uncertainty-invalid', { distribution: found.distribution, reason: 'the amount is zero' }, 'uncertainty');
  const { sigma: _impossible, ...rest } = found;
  return rest;
}
