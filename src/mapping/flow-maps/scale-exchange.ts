// Exchange times factor: amount, limits, formula and every measure of uncertainty that has the unit of the amount (EcoSpold 2 and ILCD 1.1 parameterizations).
import { Decimal } from 'decimal.js';
import type { Uncertainty } from '../../model/documentation.ts';
import { decimalPattern } from '../../model/scalar.ts';
import type { Exchange } from '../../model/process.ts';
import { rescale } from '../tables/fraction.ts';

const Wide = Decimal.clone({ precision: 34 });

/** The text times a factor (decimal or fraction), exactly; texts that are no numbers stay as stated. */
export function scaleText(text: string, factor: string): string {
  return factor === '1' || !decimalPattern.test(text) ? text : rescale(text, factor, '1');
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
export function scaleUncertainty(stated: Uncertainty, factor: string): Uncertainty {
  if (factor === '1') return stated;
  const scaled: Uncertainty = { ...stated };
  for (const field of linear) if (scaled[field] !== undefined) scaled[field] = scaleText(scaled[field], factor);
  if (stated.distribution === 'LOGNORMAL') {
    if (stated.mu !== undefined && decimalPattern.test(stated.mu)) scaled.mu = new Wide(stated.mu).plus(new Wide(rescale('1', factor, '1')).ln()).toString();
    return scaled;
  }
  if (scaled.mu !== undefined) scaled.mu = scaleText(scaled.mu, factor);
  for (const field of spread) if (scaled[field] !== undefined) scaled[field] = scaleText(scaled[field], factor);
  for (const field of variance) if (scaled[field] !== undefined) scaled[field] = scaleText(scaleText(scaled[field], factor), factor);
  // Gamma: the shape has no unit, the scale has that of the amount.
  if (scaled.scale !== undefined) scaled.scale = scaleText(scaled.scale, factor);
  return scaled;
}

/** The exchange with all amounts times the factor. The sign stays, because factors are above zero. The formula is multiplied as text. */
export function scaleExchange(exchange: Exchange, factor: string): Exchange {
  if (factor === '1') return exchange;
  const scaled: Exchange = { ...exchange };
  for (const field of ['amount', 'meanAmount', 'minimum', 'maximum'] as const) if (scaled[field] !== undefined) scaled[field] = scaleText(scaled[field], factor);
  if (exchange.formula !== undefined) scaled.formula = `(${exchange.formula}) * ${factor}`;
  if (exchange.uncertainty !== undefined) scaled.uncertainty = scaleUncertainty(exchange.uncertainty, factor);
  return scaled;
}
