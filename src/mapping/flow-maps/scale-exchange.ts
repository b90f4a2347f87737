// Exchange times factor: amount, limits, formula and every measure of uncertainty that has the unit of the amount (EcoSpold 2 and ILCD 1.1 parameterizations).
import { Decimal } from 'decimal.js';
import type { Uncertainty } from '../../model/documentation.ts';
import { decimalPattern } from '../../model/scalar.ts';
import type { Exchange } from '../../model/process.ts';
import { rescale } from '../tables/fraction.ts';
import type { Unit } from '../tables/units.ts';

const Wide = Decimal.clone({ precision: 34 });

/** A factor and what it makes of a number. */
export interface Scale {
  /** The factor itself, above zero; rounded to 34 digits where it has no end. */
  factor: string;
  /** The text times the factor, exact where the result is a finite decimal; texts that are no numbers stay as stated. */
  of(text: string): string;
}

/**
 * Times `factor` (an exact decimal), and from one unit to another of the same quantity.
 * The units are converted last, so that the result is rounded once at most.
 */
export function makeScale(factor: string, from?: Unit, to?: Unit): Scale {
  const converts = from?.factor !== undefined && to?.factor !== undefined && from.symbol !== to.symbol;
  const of = (text: string): string => {
    if (!decimalPattern.test(text)) return text;
    const scaled = factor === '1' ? text : rescale(text, factor, '1');
    return converts ? rescale(scaled, from.factor!, to.factor!) : scaled;
  };
  return { factor: of('1'), of };
}

/** Measures in the unit of the amount, whatever the distribution. */
const linear = ['mean', 'mode', 'minimum', 'maximum'] as const;
/** Spreads: relative for lognormal distributions, in the unit of the amount for all others. */
const spread = ['relativeStandardDeviation95', 'standardDeviation95', 'sigma'] as const;
const variance = ['variance', 'varianceWithPedigree'] as const;

/**
 * The uncertainty of the scaled amount. Lognormal: the spread is a ratio and stays, the mean of the logarithms grows by the logarithm of the factor (to 34 digits).
 * Others: spreads grow with the factor, variances with its square. Numbers of trials and probabilities stay: they have no unit.
 */
export function scaleUncertainty(stated: Uncertainty, scale: Scale): Uncertainty {
  if (scale.factor === '1') return stated;
  const scaled: Uncertainty = { ...stated };
  for (const field of linear) if (scaled[field] !== undefined) scaled[field] = scale.of(scaled[field]);
  if (stated.distribution === 'LOGNORMAL') {
    if (stated.mu !== undefined && decimalPattern.test(stated.mu)) scaled.mu = new Wide(stated.mu).plus(new Wide(scale.factor).ln()).toString();
    return scaled;
  }
  if (scaled.mu !== undefined) scaled.mu = scale.of(scaled.mu);
  for (const field of spread) if (scaled[field] !== undefined) scaled[field] = scale.of(scaled[field]);
  for (const field of variance) if (scaled[field] !== undefined) scaled[field] = scale.of(scale.of(scaled[field]));
  // Gamma: the shape has no unit, the scale has that of the amount.
  if (scaled.scale !== undefined) scaled.scale = scale.of(scaled.scale);
  return scaled;
}

/** The exchange with all amounts times the factor. The sign stays, because factors are above zero. The formula is multiplied as text. */
export function scaleExchange(exchange: Exchange, scale: Scale): Exchange {
  if (scale.factor === '1') return exchange;
  const scaled: Exchange = { ...exchange };
  for (const field of ['amount', 'meanAmount', 'minimum', 'maximum'] as const) if (scaled[field] !== undefined) scaled[field] = scale.of(scaled[field]);
  if (exchange.formula !== undefined) scaled.formula = `(${exchange.formula}) * ${scale.factor}`;
  if (exchange.uncertainty !== undefined) scaled.uncertainty = scaleUncertainty(exchange.uncertainty, scale);
  return scaled;
}
