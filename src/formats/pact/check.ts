// Rules of PACT beyond its schemas (v3 OpenAPI comments, v2.3 prose): what is received is checked by them, because the schemas alone let nonsense pass.
import type { ReadContext } from '../../mapping/transform.ts';
import type { Footprint } from '../../model/footprint.ts';
import { absolute, compare, difference, halfUnit, sum } from './decimal.ts';
import { compareMoments, threeYearsAfter, writePeriod } from './moment.ts';
import { isWithinRange, ruleOf } from './scalar.ts';
import type { Major } from './versions.ts';

/** The terms of the footprint without biogenic uptake. The technological ones count where they are stated. */
const terms = ['fossil', 'landUseChange', 'landManagementBiogenicCo2Emissions', 'landManagementBiogenicCo2Removals', 'biogenicNonCo2'] as const;
const technological = ['technologicalRemovals', 'carbonCapture'] as const;

export interface SumFinding { field: string; stated: string; terms: string; computed: string }

/** Sums that do not hold (PACT 3). Blank is unknown: a sum is checked only where its terms are stated; rounding of the stated figures is allowed for. */
export function wrongSums({ result }: Pick<Footprint, 'result'>): SumFinding[] {
  const { total, totalExcludingUptake, biogenicUptake } = result;
  const found: SumFinding[] = [];
  const check = (field: string, stated: string | undefined, fields: readonly (keyof typeof result)[]): void => {
    const values = fields.map((name) => result[name] as string | undefined);
    if (stated === undefined || values.some((value) => value === undefined)) return;
    const computed = sum(values as string[]);
    const tolerance = sum([stated, ...values as string[]].map(halfUnit));
    if (compare(absolute(difference(stated, computed)), tolerance) > 0) found.push({ field, stated, terms: fields.join(' + '), computed });
  };
  check('pcfExcludingBiogenicUptake', totalExcludingUptake, [...terms, ...technological.filter((name) => result[name] !== undefined)]);
  if (biogenicUptake !== undefined) check('pcfIncludingBiogenicUptake', total, ['totalExcludingUptake', 'biogenicUptake']);
  return found;
}

function checkPeriods({ referencePeriod, validity }: Footprint, major: Major, context: ReadContext): void {
  const reference = writePeriod(referencePeriod);
  const valid = writePeriod(validity);
  for (const [field, { start, end }] of [['referencePeriod', reference], ['validityPeriod', valid]] as const) {
    if (start !== undefined && end !== undefined && compareMoments(start, end) >= 0) context.issue('footprint-period-reversed', { field, start, end }, field === 'referencePeriod' ? 'pcf/referencePeriodEnd' : 'validityPeriodEnd');
  }
  if (major === 2 && (valid.start === undefined) !== (valid.end === undefined)) context.issue('pact-field-expected', { field: valid.start === undefined ? 'validityPeriodStart' : 'validityPeriodEnd', version: 2, when: 'where the other end of the period is stated' });
  const base = reference.end;
  if (base === undefined) return;
  const isEarly = valid.start !== undefined && compareMoments(valid.start, base) < 0;
  const isLate = valid.end !== undefined && compareMoments(valid.end, threeYearsAfter(base)) > 0;
  if (isEarly || isLate) context.issue('pact-validity-outside', { start: valid.start ?? '', end: valid.end ?? '', base }, isEarly ? 'validityPeriodStart' : 'validityPeriodEnd');
}

function checkForbidden({ scope, result, method }: Footprint, context: ReadContext): void {
  const forbidden: [field: string, value: unknown, reason: string, holds: boolean][] = [
    ['pcf/packagingGhgEmissions', result.packaging, 'packagingEmissionsIncluded is false', scope.includesPackaging === false],
    ['pcf/ccsTechnologicalCO2Capture', result.carbonCapture, 'ccsTechnologicalCO2CaptureIncluded is false', scope.includesCarbonCapture === false],
    ['pcf/technologicalCO2Removals', result.technologicalRemovals, 'ccsTechnologicalCO2CaptureIncluded is false', scope.includesCarbonCapture === false],
    ['pcf/technologicalCO2CaptureOrigin', method.carbonCaptureOrigin, 'ccsTechnologicalCO2CaptureIncluded is false', scope.includesCarbonCapture === false],
    ['pcf/ccuCreditCertification', method.ccuCreditCertification, 'ccuCalculationApproach is not Credit', method.ccuApproach !== 'CREDIT'],
  ];
  for (const [field, value, reason, holds] of forbidden) if (value !== undefined && holds) context.issue('pact-field-forbidden', { field, reason }, field);
  for (const { operator, otherOperator } of method.productRules ?? []) {
    const field = 'pcf/productOrSectorSpecificRules';
    if (operator === 'OTHER' && otherOperator === undefined) context.issue('pact-field-expected', { field: 'otherOperatorName', version: 'v2 and v3', when: 'where the operator is Other' }, field);
    if (operator !== 'OTHER' && otherOperator !== undefined) context.issue('pact-field-forbidden', { field: 'otherOperatorName', reason: 'the operator is not Other' }, field);
  }
}

/** Since 2025 footprints of PACT 2 state what they did not need to before: where the reference period includes the beginning of 2025 or later. */
function check2025({ referencePeriod, result, quality, method }: Footprint, context: ReadContext): void {
  const { end } = writePeriod(referencePeriod);
  const isLater = end !== undefined && compareMoments(end, '2025-01-01T00:00:00Z') > 0;
  const when = 'for reference periods that reach into 2025 or later';
  const expected: [string, unknown][] = [
    ['pCfIncludingBiogenic', result.total], ['dLucGhgEmissions', result.landUseChange], ['landManagementGhgEmissions', result.landManagement], ['otherBiogenicGhgEmissions', result.biogenicEmissions],
    ['biogenicCarbonWithdrawal', result.biogenicUptake], ['biogenicAccountingMethodology', method.biogenicAccounting], ['primaryDataShare', quality.primaryDataSharePercent], ['dqi', quality.technology],
  ];
  if (isLater) for (const [field, value] of expected) if (value === undefined) context.issue('pact-field-expected', { field: `pcf/${field}`, version: 2, when }, `pcf/${field}`);
  if (!isLater && quality.primaryDataSharePercent === undefined && quality.technology === undefined) context.issue('pact-field-expected', { field: 'pcf/primaryDataShare', version: 2, when: 'where there is no dqi' }, 'pcf');
}

const mandatory3: readonly (readonly [string, (footprint: Footprint) => unknown])[] = [
  ['productMassPerDeclaredUnit', ({ massPerUnit }) => massPerUnit], ['fossilCarbonContent', ({ result }) => result.fossilCarbonContent],
  ['ipccCharacterizationFactors', ({ method }) => method.ipccReports], ['crossSectoralStandards', ({ method }) => method.crossSectoralStandards], ['exemptedEmissionsPercent', ({ scope }) => scope.cutOffPercent],
];
const mandatory2: typeof mandatory3 = [
  ['fossilCarbonContent', ({ result }) => result.fossilCarbonContent], ['biogenicCarbonContent', ({ result }) => result.storedCarbon], ['characterizationFactors', ({ method }) => method.ipccReports],
  ['crossSectoralStandardsUsed', ({ method }) => method.crossSectoralStandards], ['exemptedEmissionsPercent', ({ scope }) => scope.cutOffPercent], ['packagingEmissionsIncluded', ({ scope }) => scope.includesPackaging],
];

/** Tells every rule that a footprint as received does not keep. Nothing is changed. */
export function checkFootprintRules(footprint: Footprint, major: Major, context: ReadContext): void {
  for (const [field, valueOf] of major === 3 ? mandatory3 : mandatory2) if (valueOf(footprint) === undefined) context.issue('field-absent', { field: `pcf/${field}`, what: 'footprint' }, `pcf/${field}`);
  checkPeriods(footprint, major, context);
  checkForbidden(footprint, context);
  const { cutOffPercent } = footprint.scope;
  if (major === 2 && cutOffPercent !== undefined && compare(cutOffPercent, '5') > 0) context.issue('pact-range-doubtful', { field: 'exemptedEmissionsPercent', value: cutOffPercent, rule: 'between 0 and 5' }, 'pcf/exemptedEmissionsPercent');
  if (major === 3 && cutOffPercent !== undefined && !isWithinRange(cutOffPercent, 'percent')) context.issue('pact-range-doubtful', { field: 'exemptedEmissionsPercent', value: cutOffPercent, rule: ruleOf('percent') }, 'pcf/exemptedEmissionsPercent');
  if (major === 2) check2025(footprint, context);
  else for (const found of wrongSums(footprint)) context.issue('pact-sum', { ...found }, `pcf/${found.field}`);
}
