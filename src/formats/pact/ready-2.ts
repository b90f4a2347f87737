// What only PACT 2 demands of a footprint, and what it says otherwise than PACT 3 and the hub (v2.3 CarbonFootprint).
import { sum } from './decimal.ts';
import { earliest, oldStandards } from './per-unit.ts';
import { dropUnverified, type Preparation } from './ready.ts';

const standardsOf2: ReadonlySet<string> = new Set(['ISO14067', 'ISO14083', 'ISO14040-44', 'GHGP-Product', 'PEF', 'PACT-1.0', 'PACT-2.0', 'PACT-3.0']);

/** The number of the dataset: as stated by version 2, else 1; a deprecation under the same identifier is one more. */
function readyVersion({ footprint, set: { pact } }: Preparation): void {
  const stated = /^\d{1,10}$/.test(footprint.version) && Number(footprint.version) < 2 ** 31 ? Number(footprint.version) : 1;
  footprint.version = String(pact?.deprecatedAt === undefined ? stated : Math.min(stated + 1, 2 ** 31 - 1));
  if (pact?.deprecatedAt !== undefined) footprint.updatedAt = pact.deprecatedAt;
}

function readyResult2(p: Preparation): void {
  const { result, scope } = p.footprint;
  const { landManagementBiogenicCo2Emissions: emitted, landManagementBiogenicCo2Removals: removed } = result;
  if (result.landManagement === undefined && (emitted ?? removed) !== undefined) {
    result.landManagement = sum([emitted ?? '0', removed ?? '0']);
    p.used.add('result.landManagementBiogenicCo2Emissions').add('result.landManagementBiogenicCo2Removals');
    p.issue('pact-field-approximated', { field: 'landManagementGhgEmissions', from: 'result.landManagementBiogenicCo2Emissions + result.landManagementBiogenicCo2Removals' }, 'result.landManagement');
  }
  if (result.biogenicEmissions === undefined && result.biogenicNonCo2 !== undefined) {
    result.biogenicEmissions = result.biogenicNonCo2;
    p.used.add('result.biogenicNonCo2');
    p.issue('pact-field-approximated', { field: 'otherBiogenicGhgEmissions', from: 'result.biogenicNonCo2' }, 'result.biogenicNonCo2');
  }
  if (!p.isFrom2) {
    if (result.landCarbonLeakage !== undefined) p.issue('pact-field-approximated', { field: 'iLucGhgEmissions', from: 'result.landCarbonLeakage' }, 'result.landCarbonLeakage');
    p.issue('pact-field-approximated', { field: 'pCfExcludingBiogenic', from: 'result.totalExcludingUptake' }, 'result.totalExcludingUptake');
  }
  if (result.storedCarbon === undefined) p.unknown('result.storedCarbon');
  if (scope.includesPackaging === undefined) p.unknown('scope.includesPackaging');
  for (const field of ['boundaryDescription', 'cutOffDescription'] as const) scope[field] ??= { en: '' };
  if (p.product.classifications?.some(({ scheme, code }) => scheme === 'CPC' && code !== undefined && code !== '') !== true) p.issue('pact-cpc-missing', {}, 'product.classifications');
}

function readyQuality2(p: Preparation): void {
  const { quality } = p.footprint;
  const ratings = ['technology', 'geography', 'time', 'completeness', 'reliability', 'coveragePercent'] as const;
  p.used.add('quality.ratingScale');
  if (quality.ratingScale === 'ONE_TO_THREE' && ratings.every((field) => quality[field] !== undefined)) return;
  for (const field of ratings) {
    if (quality[field] === undefined) continue;
    delete quality[field];
    p.dropped(`quality.${field}`);
  }
}

function readyMethod2(p: Preparation): void {
  const { method } = p.footprint;
  const stated = method.crossSectoralStandards ?? [];
  if (!stated.some((name) => oldStandards.includes(name))) p.issue('pact-standard-missing', { list: oldStandards.join(', '), stated: stated.join(', ') || '–' }, 'method.crossSectoralStandards');
  for (const name of stated) if (!standardsOf2.has(name)) p.dropped(`method.crossSectoralStandards (${name})`);
  const kept = stated.filter((name) => standardsOf2.has(name));
  if (kept.length > 0) method.crossSectoralStandards = kept;
  else delete method.crossSectoralStandards;
  const first = earliest(method.ipccReports ?? []);
  if (first !== undefined && first !== 'AR5' && first !== 'AR6') p.issue('value-approximated', { field: 'characterizationFactors', value: first, used: Number(first.slice(2)) < 5 ? 'AR5' : 'AR6' }, 'method.ipccReports');
}

function readyAssurance(p: Preparation): void {
  const { assurance } = p.footprint;
  p.used.add('assurance.state');
  if (assurance.state === undefined || assurance.state === 'SELF_DECLARED') dropUnverified(p);
  if (assurance.state === 'SECOND_PARTY') p.issue('value-approximated', { field: 'assurance', value: assurance.state, used: 'assurance' }, 'assurance.state');
  if (assurance.coverage !== 'PCF_CALCULATION_MODEL' && assurance.coverage !== 'PCF_PROGRAM') return;
  p.issue('value-approximated', { field: 'coverage', value: assurance.coverage, used: 'PCF system' }, 'assurance.coverage');
  assurance.coverage = 'PCF_SYSTEM';
}

export function readyFor2(p: Preparation): void {
  readyVersion(p);
  p.footprint.description ??= { en: '' };
  readyResult2(p);
  readyQuality2(p);
  readyMethod2(p);
  readyAssurance(p);
}
