// Uncertainty of openLCA: geometric mean and standard deviation of lognormal values, arithmetic ones of normal values (olca-schema Uncertainty).
import type { StructuralTransform } from '../../mapping/transform.ts';
import type { Uncertainty } from '../../model/documentation.ts';

type Field = 'geomMean' | 'geomSd' | 'maximum' | 'mean' | 'minimum' | 'mode' | 'sd';
interface RawUncertainty { raw?: { kind?: string; distribution?: string } & Partial<Record<Field, string>> }

const distributions: Readonly<Record<string, Uncertainty['distribution']>> = {
  LOG_NORMAL_DISTRIBUTION: 'LOGNORMAL', NORMAL_DISTRIBUTION: 'NORMAL', TRIANGLE_DISTRIBUTION: 'TRIANGULAR', UNIFORM_DISTRIBUTION: 'UNIFORM',
};
const terms = new Map(Object.entries(distributions).map(([term, distribution]) => [distribution, term]));

/** Where the numbers of a distribution stand in the model. What a distribution does not have stays beside. */
function placesOf(distribution: Uncertainty['distribution']): Partial<Record<Field, keyof Uncertainty>> {
  const bounds = { minimum: 'minimum', maximum: 'maximum' } as const;
  if (distribution === 'LOGNORMAL') return { geomMean: 'mean', geomSd: 'standardDeviation', ...bounds };
  if (distribution === 'NORMAL') return { mean: 'mean', sd: 'standardDeviation', ...bounds };
  return { mode: 'mode', mean: 'mean', sd: 'standardDeviation', ...bounds };
}

/** Derived standard deviation, of the logarithms for lognormal; or the reason why there is none. */
function sigmaOf({ distribution, standardDeviation }: Uncertainty): { sigma: string } | { reason: string } | undefined {
  if (distribution !== 'LOGNORMAL' && distribution !== 'NORMAL') return undefined;
  if (standardDeviation === undefined) return { reason: 'no standard deviation' };
  const value = Number(standardDeviation);
  const smallest = distribution === 'LOGNORMAL' ? 1 : 0;
  if (value < smallest) return { reason: `the standard deviation ${standardDeviation} is below ${smallest}` };
  return { sigma: distribution === 'LOGNORMAL' ? String(Math.log(value)) : standardDeviation };
}

function boundsReason({ distribution, minimum, maximum, mode }: Uncertainty): string | undefined {
  if (distribution !== 'TRIANGULAR' && distribution !== 'UNIFORM') return undefined;
  if (minimum === undefined || maximum === undefined) return 'no minimum and maximum';
  if (Number(minimum) > Number(maximum)) return `minimum ${minimum} is above maximum ${maximum}`;
  return distribution === 'TRIANGULAR' && mode !== undefined && (Number(mode) < Number(minimum) || Number(mode) > Number(maximum)) ? 'the mode lies outside the bounds' : undefined;
}

/** Standard deviation that openLCA is told where another format states none of its own: of the logarithms back to the geometric one. */
function standardDeviationOf({ distribution, standardDeviation, sigma }: Uncertainty): string | undefined {
  if (standardDeviation !== undefined || sigma === undefined) return standardDeviation;
  return distribution === 'LOGNORMAL' ? String(Math.exp(Number(sigma))) : distribution === 'NORMAL' ? sigma : undefined;
}

export const uncertainty: StructuralTransform<Uncertainty> = {
  name: 'uncertainty', about: 'The distribution stated, with the standard deviation that calculations use.',
  read(record, context) {
    const { raw = {} } = record as RawUncertainty;
    const { kind: _kind, distribution: term, ...numbers } = raw;
    if (term === undefined && Object.keys(numbers).length === 0) return undefined;
    const distribution = distributions[term ?? ''] ?? 'UNDEFINED';
    if (term !== undefined && distribution === 'UNDEFINED') {
      context.issue('code-unknown', { value: term, list: 'distributions' }, 'distributionType');
      context.keep('distributionType', term);
    }
    const found: Uncertainty = { distribution };
    const places = placesOf(distribution);
    for (const [field, text] of Object.entries(numbers) as [Field, string][]) {
      const place = places[field];
      if (place === undefined) context.setAside(field, text);
      else Object.assign(found, { [place]: text });
    }
    const derived = sigmaOf(found);
    if (derived !== undefined && 'sigma' in derived) found.sigma = derived.sigma;
    const reason = (derived !== undefined && 'reason' in derived ? derived.reason : undefined) ?? boundsReason(found);
    if (reason !== undefined) context.issue('uncertainty-invalid', { distribution, reason }, 'distributionType');
    return found;
  },
  write(value) {
    const term = terms.get(value.distribution);
    const numbers: Partial<Record<Field, string>> = {};
    const stated: Uncertainty = { ...value };
    const deviation = standardDeviationOf(value);
    if (deviation !== undefined) stated.standardDeviation = deviation;
    for (const [field, place] of Object.entries(placesOf(value.distribution)) as [Field, keyof Uncertainty][]) {
      const text = stated[place];
      if (typeof text === 'string') numbers[field] = text;
    }
    // A pedigree alone is no distribution.
    if (term === undefined && Object.keys(numbers).length === 0) return undefined;
    return { raw: { kind: 'Uncertainty', ...(term === undefined ? {} : { distribution: term }), ...numbers } };
  },
};
