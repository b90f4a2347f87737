// Uncertainty in ILCD: relativeStandardDeviation95In is the squared geometric standard deviation (log-normal) or twice the standard deviation (normal).
import { ABSENT } from '../../mapping/beside.ts';
import type { RawRecord, ReadContext } from '../../mapping/transform.ts';
import { decimalPattern } from '../../model/scalar.ts';
import type { Uncertainty } from '../../model/documentation.ts';

interface Holder {
  uncertainty?: Partial<Uncertainty>;
  minimum?: string;
  maximum?: string;
}

/** Derives sigma once, from what is stated, and tells what cannot be used (§4.3, cases 26 and 27). Stated texts stay as they are. */
export function finishUncertainty(holder: Holder, context: ReadContext): void {
  const { uncertainty } = holder;
  if (uncertainty === undefined) return;
  if (uncertainty.distribution === undefined) {
    uncertainty.distribution = 'UNDEFINED';
    context.keep(`uncertaintyDistributionType/${ABSENT}`, 'undefined');
  }
  const { distribution, relativeStandardDeviation95: stated } = uncertainty;
  if (distribution === 'LOGNORMAL' || distribution === 'NORMAL') {
    const smallest = distribution === 'LOGNORMAL' ? 1 : 0;
    if (stated === undefined) invalid('no relative standard deviation');
    else if (!decimalPattern.test(stated) || Number(stated) < smallest) invalid(`${stated} is below ${smallest} or no number`);
    else uncertainty.sigma = String(distribution === 'LOGNORMAL' ? Math.log(Number(stated)) / 2 : Number(stated) / 2);
  }
  if (distribution === 'TRIANGULAR' || distribution === 'UNIFORM') {
    if (holder.minimum === undefined || holder.maximum === undefined) invalid('no minimum and maximum');
    else if (Number(holder.minimum) > Number(holder.maximum)) invalid(`minimum ${holder.minimum} is above maximum ${holder.maximum}`);
  }

  function invalid(reason: string): void {
    context.issue('uncertainty-invalid', { distribution, reason }, 'uncertaintyDistributionType');
  }
}

/** The record with what was stated of its uncertainty, without what is derived from it. */
export function withStatedUncertainty(value: { uncertainty?: Uncertainty | undefined }): RawRecord {
  if (value.uncertainty === undefined) return { ...value };
  const { sigma: _derived, ...stated } = value.uncertainty;
  return { ...value, uncertainty: stated };
}
