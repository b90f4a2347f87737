// Rules of a footprint: what it must state to be published, and which sums must hold (domain §1.3, §1.4; criteria C3, C10–C12 of §4.4). No I/O.
import { Decimal } from 'decimal.js';
import type { Footprint } from './footprint.ts';
import { makeIssue, type Issue } from './issue.ts';
import type { Factor, Product } from './product.ts';
import type { Reference } from './value.ts';

/** A footprint that may still lack fields its schema requires: a form half filled in. */
export type FootprintDraft = DeepPartial<Footprint>;

type DeepPartial<T> = T extends (infer U)[] ? DeepPartial<U>[] : T extends object ? { [K in keyof T]?: DeepPartial<T[K]> } : T;

export interface FootprintContext {
  /** Whether the product grows on land, so that land use change must be stated (C10); see `isLandBased`. */
  landBased?: boolean;
  /** The electricity factor that `method.electricityFactor` points to, where it is at hand. */
  electricityFactor?: Factor;
}

/** Sums are exact: more digits than any stated value has. */
const Exact = Decimal.clone({ precision: 1000 });

const numberOf = (value: string | undefined): Decimal | undefined => (value === undefined ? undefined : new Exact(value.replace(/^\+/, '')));

/**
 * Everything that keeps a footprint from being published (errors) or should be looked at (warnings); empty where all is well.
 * Absent values are unknown, not zero: a sum is checked only where all its terms are given.
 */
export function checkFootprint(record: FootprintDraft, context: FootprintContext = {}): Issue[] {
  const found = [
    ...missingFields(record), ...checkMethod(record), ...checkPeriods(record), ...checkSigns(record), ...checkSums(record), ...checkElectricity(record),
    context.landBased && record.result?.landUseChange === undefined ? makeIssue('footprint-land-use-change-missing', { path: 'result.landUseChange' }) : undefined,
    context.electricityFactor && checkElectricityFactor(context.electricityFactor),
  ].filter((issue): issue is Issue => issue !== undefined);
  const dataset = record.id === undefined ? undefined : `footprint ${record.id}`;
  return dataset === undefined ? found : found.map((issue) => ({ ...issue, dataset }));
}

/** Whether a footprint may be published: no finding of severity error. The status of the record itself is not looked at. */
export function isPublishable(record: FootprintDraft, context: FootprintContext = {}): boolean {
  return checkFootprint(record, context).every(({ severity }) => severity !== 'error');
}

/** The direct CO2 factor (二氧化碳排放因子) leaves out upstream emissions and other gases: it has no place in a product footprint (domain §3.2). */
export function checkElectricityFactor(factor: Factor): Issue | undefined {
  if (factor.kind === 'ELECTRICITY_LIFE_CYCLE') return undefined;
  return makeIssue('footprint-electricity-factor-kind', { path: 'method.electricityFactor' }, { factor: factor.id, kind: factor.kind });
}

/** Products of farming, forestry and what is made of them: HS chapters 1–24, natural rubber 4001, wood to paper 44–48; CPC section 0 and divisions 21–24. */
export function isLandBased(product: Pick<Product, 'classifications'>): boolean {
  return (product.classifications ?? []).some(({ scheme, code = '' }) => {
    if (scheme === 'HS') return /^(0[1-9]|1\d|2[0-4]|4001|4[4-8])/.test(code);
    return scheme === 'CPC' && /^(0|2[1-4])/.test(code);
  });
}

function missingFields(record: FootprintDraft): (Issue | undefined)[] {
  const { method, quality } = record;
  const required: [string, unknown][] = [
    ['product', isNamed(record.product)],
    ['declaredUnit', record.declaredUnit],
    ['declaredAmount', record.declaredAmount],
    ['scope.boundary', record.scope?.boundary],
    ['result.total', record.result?.total],
    ['referencePeriod.start', record.referencePeriod?.start],
    ['referencePeriod.end', record.referencePeriod?.end],
    ['validity.start', record.validity?.start],
    ['validity.end', record.validity?.end],
    ['method.standard', isNamed(method?.standard)],
    ['method.gwpSet', method?.gwpSet],
    ['method.electricity', method?.electricity],
    ['method.allocation', method?.allocation],
    ['quality.primaryDataSharePercent', quality?.primaryDataSharePercent ?? quality?.primaryDataShareAbsent],
    ['assurance.state', record.assurance?.state],
  ];
  return required.filter(([, value]) => isBlank(value)).map(([path]) => makeIssue('footprint-field-missing', { path }, { field: path }));
}

const isBlank = (value: unknown): boolean => value === undefined || value === false || (typeof value === 'string' && value.trim() === '');

const isNamed = (target: DeepPartial<Reference> | undefined): boolean => !isBlank(target?.id ?? target?.externalKey ?? target?.uri);

function checkMethod(record: FootprintDraft): (Issue | undefined)[] {
  const amount = isBlank(record.declaredAmount) ? undefined : numberOf(record.declaredAmount);
  const { standard, gwpSet } = record.method ?? {};
  return [
    amount?.lte(0) ? makeIssue('footprint-amount-not-positive', { path: 'declaredAmount' }, { value: record.declaredAmount }) : undefined,
    standard && isNamed(standard) && !hasVersion(standard) ? makeIssue('footprint-standard-unversioned', { path: 'method.standard' }, { standard: labelOf(standard) }) : undefined,
    gwpSet !== undefined && isBareReport(gwpSet) ? makeIssue('footprint-gwp-set-bare', { path: 'method.gwpSet' }, { value: gwpSet }) : undefined,
  ];
}

/** A standard is versioned by its dataset version or by its code: GB/T 24067-2024, ISO 14067:2018, EN 15804+A2. */
function hasVersion(standard: DeepPartial<Reference>): boolean {
  return !isBlank(standard.version) || /[-:—–](19|20)\d{2}\b|\+A\d/.test(labelOf(standard));
}

const labelOf = (target: DeepPartial<Reference>): string => [target.externalKey, ...Object.values(target.name ?? {})].filter(Boolean).join(' ');

/** "AR6" or "IPCC AR6" names a report of many tables and horizons, not a set of values. */
const isBareReport = (gwpSet: string): boolean => /^\s*(ipcc)?[\s,-]*((s|t|f)?ar|ar\s?\d|20(07|13|21))\s*$/i.test(gwpSet);

function checkPeriods(record: FootprintDraft): (Issue | undefined)[] {
  return (['referencePeriod', 'validity'] as const).map((path) => {
    const { start, end } = record[path] ?? {};
    return start !== undefined && end !== undefined && start > end ? makeIssue('footprint-period-reversed', { path }, { field: path, start, end }) : undefined;
  });
}

function checkSigns(record: FootprintDraft): (Issue | undefined)[] {
  return (['biogenicUptake', 'removals', 'carbonCapture', 'technologicalRemovals', 'landManagementBiogenicCo2Removals'] as const).map((field) => {
    const value = record.result?.[field];
    return numberOf(value)?.gt(0) ? makeIssue('footprint-removal-positive', { path: `result.${field}` }, { field, value }) : undefined;
  });
}

/** Aircraft emissions are no term of the sums: they are a part of the fossil emissions that is shown apart (ISO 14067:2018 §6.5; PACT v3). */
function checkSums(record: FootprintDraft): (Issue | undefined)[] {
  const { total, gross, fossil, biogenicUptake, biogenicEmissions, landUseChange, landManagement, removals, carbonCapture, aircraft, totalExcludingUptake } = record.result ?? {};
  return [
    checkSum('total', total, { gross, biogenicUptake, removals, ...(carbonCapture === undefined ? {} : { carbonCapture }) }),
    checkSum('total', total, { totalExcludingUptake, biogenicUptake }),
    checkSum('gross', gross, { fossil, biogenicEmissions, landUseChange, landManagement }),
    aircraft !== undefined && fossil !== undefined && numberOf(aircraft)!.gt(numberOf(fossil)!)
      ? makeIssue('footprint-aircraft-exceeds-fossil', { path: 'result.aircraft' }, { aircraft, fossil })
      : undefined,
  ];
}

function checkSum(field: 'total' | 'gross', stated: string | undefined, terms: Record<string, string | undefined>): Issue | undefined {
  const values = Object.values(terms).map(numberOf);
  if (stated === undefined || !values.every((value) => value !== undefined)) return undefined;
  const computed = values.reduce((sum, value) => sum.plus(value), new Exact(0));
  if (computed.eq(numberOf(stated)!)) return undefined;
  return makeIssue('footprint-sum', { path: `result.${field}` }, { field, stated, computed: computed.toFixed(), terms: Object.keys(terms).join(' + ') });
}

/** C12: a contract-based result is accepted only beside a location-based one. */
function checkElectricity(record: FootprintDraft): (Issue | undefined)[] {
  const { contractBased, locationBased } = record.result ?? {};
  const contractual = contractBased !== undefined || record.method?.electricity === 'CONTRACT';
  return [contractual && locationBased === undefined ? makeIssue('footprint-location-based-missing', { path: 'result.locationBased' }) : undefined];
}
