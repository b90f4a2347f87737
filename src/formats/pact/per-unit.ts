// Figures of PACT 2 are for one declared unit, those of the hub for the declared amount: times the amount when read, divided by it when written (v2.3 CarbonFootprint).
import type { RawRecord, ReadContext, WriteContext } from '../../mapping/transform.ts';
import type { Footprint } from '../../model/footprint.ts';
import { quotient, times } from './decimal.ts';
import type { RawFootprint } from './footprint.ts';

type Result = Footprint['result'];
type Figure = { [K in keyof Result]-?: NonNullable<Result[K]> extends string ? K : never }[keyof Result];
export type PerUnit = Partial<Record<Figure | 'massPerUnit', string>>;

/** The old list names three standards in words of its own. */
const oldNames: Readonly<Record<string, string>> = { 'GHGP-Product': 'GHG Protocol Product standard', ISO14067: 'ISO Standard 14067', 'ISO14040-44': 'ISO Standard 14044' };
export const oldStandards = Object.keys(oldNames);

/** What PACT 2 defines otherwise than the field of the hub that holds it. */
const otherwise: Partial<Record<Figure, string>> = { totalExcludingUptake: 'pCfExcludingBiogenic', landCarbonLeakage: 'iLucGhgEmissions' };

function readReports(footprint: Footprint, { report }: RawFootprint, context: ReadContext): void {
  if (report === undefined) return;
  const { ipccReports } = footprint.method;
  if (ipccReports === undefined) footprint.method.ipccReports = [report];
  else if (earliest(ipccReports) !== report) context.issue('pact-reports-differ', { stated: report, used: ipccReports.join(', ') }, 'pcf/characterizationFactors');
}

/** Of several reports the old key names the earliest; it has AR5 and AR6 only. */
export const earliest = (reports: readonly string[]): string | undefined => reports.toSorted((a, b) => Number(a.slice(2)) - Number(b.slice(2)))[0];

export function fromPerUnit(footprint: Footprint, raw: RawFootprint, context: ReadContext): void {
  const result = footprint.result as Record<string, string>;
  for (const [field, value] of Object.entries(raw.perUnit ?? {})) {
    const figure = times(value, footprint.declaredAmount);
    if (field === 'massPerUnit') footprint.massPerUnit = figure;
    else result[field] = figure;
    const stated = otherwise[field as Figure];
    if (stated !== undefined) context.issue('pact-definition-differs', { field: stated, used: `result.${field}` }, `pcf/${stated}`);
  }
  readReports(footprint, raw, context);
  const standards = [...new Set([...(footprint.method.crossSectoralStandards ?? []), ...(raw.standardsUsed ?? [])])];
  if (standards.length > 0) footprint.method.crossSectoralStandards = standards;
  const { technology, geography, time, completeness, reliability, coveragePercent } = footprint.quality;
  if ([technology, geography, time, completeness, reliability, coveragePercent].some((rating) => rating !== undefined)) footprint.quality.ratingScale = 'ONE_TO_THREE';
}

/** Figures that PACT 2 has. */
const figures: readonly Figure[] = [
  'totalExcludingUptake', 'total', 'fossil', 'fossilCarbonContent', 'storedCarbon', 'landUseChange', 'landManagement', 'biogenicEmissions', 'landCarbonLeakage', 'biogenicUptake', 'aircraft', 'packaging',
];

export function toPerUnit({ result, massPerUnit, declaredAmount, method }: Footprint, raw: RawFootprint, context: WriteContext): RawRecord {
  const perUnit: PerUnit = {};
  const divide = (field: Figure | 'massPerUnit', value: string | undefined): void => {
    if (value === undefined) return;
    const { text, exact } = quotient(value, declaredAmount);
    if (!exact) context.issue('pact-quotient-rounded', { field, value, amount: declaredAmount, digits: 34 });
    perUnit[field] = text;
  };
  for (const field of figures) divide(field, result[field]);
  divide('massPerUnit', massPerUnit);
  const used = (method.crossSectoralStandards ?? []).flatMap((standard) => oldNames[standard] ?? []);
  const report = method.ipccReports === undefined ? undefined : earliest(method.ipccReports);
  return { raw: { ...raw, perUnit, ...(used.length === 0 ? {} : { standardsUsed: used }), ...(report === undefined ? {} : { report: report === 'AR5' || report === 'AR6' ? report : Number(report.slice(2)) < 5 ? 'AR5' : 'AR6' }) } };
}
