// The wire check of one footprint: its properties by the tables, and the rules that no schema states (v3 §Data Model, §Product Footprint Lifecycle, §Validity Period; v2 likewise).
import { Decimal } from 'decimal.js';
import { fields2, fields3, type Fields } from './footprint-fields.ts';
import type { PactVersion } from '../../../formats/pact/versions.ts';
import { majorOf } from './versions.ts';

/** The groups that findings fall into; each has a case of its own. */
export type FootprintRule = 'required' | 'null' | 'value' | 'set' | 'version' | 'geography' | 'reference period' | 'validity' | 'dependent' | 'reporting' | 'sum' | 'lifecycle';

export interface FootprintFinding {
  rule: FootprintRule;
  /** Where in the footprint: `pcf.dqi.temporalDQR`. */
  path: string;
  message: string;
}

/** What checks a footprint: `json` is plain JSON. */
export type FootprintCheck = (version: PactVersion, json: unknown) => FootprintFinding[];

type Json = Record<string, unknown>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

function checkFields(fields: Fields, json: Json, version: PactVersion, at: string, found: FootprintFinding[]): void {
  for (const [key, value] of Object.entries(json)) if (value === null) found.push({ rule: 'null', path: `${at}${key}`, message: 'is null; what is not known is left out' });
  for (const [key, field] of Object.entries(fields)) {
    const value = json[key];
    const path = `${at}${key}`;
    if (value === undefined) {
      if (field.required?.includes(version) === true) found.push({ rule: 'required', path, message: 'is missing' });
      continue;
    }
    if (value === null) continue;
    if (field.many === undefined) checkOne(field.check, value, version, path, found);
    else if (!Array.isArray(value)) found.push({ rule: 'value', path, message: 'is no list' });
    else {
      if (value.length === 0 && field.many !== 'any') found.push({ rule: 'set', path, message: 'is empty; a list without anything in it is left out' });
      if (field.many === 'set' && new Set(value.map((item) => JSON.stringify(item))).size < value.length) found.push({ rule: 'set', path, message: 'says something twice' });
      for (const [index, item] of value.entries()) checkOne(field.check, item, version, `${path}[${index}]`, found);
    }
  }
}

function checkOne(check: Fields[string]['check'], value: unknown, version: PactVersion, path: string, found: FootprintFinding[]): void {
  if (typeof check === 'function') {
    const wrong = check(value);
    if (wrong !== undefined) found.push({ rule: 'value', path, message: wrong });
  } else if (!isObject(value)) found.push({ rule: 'value', path, message: 'is no object' });
  else checkFields(check[0]!, value, version, `${path}.`, found);
}

const timeOf = (value: unknown): number => (typeof value === 'string' ? Date.parse(value) : Number.NaN);
const numberOf = (value: unknown): Decimal | undefined => (typeof value === 'string' && /^[+-]?\d+(\.\d+)?$/.test(value) ? new Decimal(value) : undefined);

/** The moment three calendar years later, as validity periods are counted. */
export function threeYearsAfter(time: number): number {
  const date = new Date(time);
  return date.setUTCFullYear(date.getUTCFullYear() + 3);
}

/** The period in which a footprint is valid, milliseconds: what it declares, else three years from the end of its reference period. */
export function validityOf(json: Json): { start: number; end: number } {
  const end = timeOf(isObject(json['pcf']) ? json['pcf']['referencePeriodEnd'] : undefined);
  const declared = { start: timeOf(json['validityPeriodStart']), end: timeOf(json['validityPeriodEnd']) };
  return { start: Number.isNaN(declared.start) ? end : declared.start, end: Number.isNaN(declared.end) ? threeYearsAfter(end) : declared.end };
}

function checkPeriods(json: Json, pcf: Json, major: '2' | '3', found: FootprintFinding[]): void {
  const reference = { start: timeOf(pcf['referencePeriodStart']), end: timeOf(pcf['referencePeriodEnd']) };
  if (reference.start >= reference.end) found.push({ rule: 'reference period', path: 'pcf.referencePeriodEnd', message: 'does not lie after referencePeriodStart' });
  const start = timeOf(json['validityPeriodStart']);
  const end = timeOf(json['validityPeriodEnd']);
  if (start < reference.end) found.push({ rule: 'validity', path: 'validityPeriodStart', message: 'lies before pcf.referencePeriodEnd' });
  if (end > threeYearsAfter(reference.end)) found.push({ rule: 'validity', path: 'validityPeriodEnd', message: 'lies more than three years after pcf.referencePeriodEnd' });
  if (end <= start) found.push({ rule: 'validity', path: 'validityPeriodEnd', message: 'does not lie after validityPeriodStart' });
  if (major === '2' && (json['validityPeriodStart'] === undefined) !== (json['validityPeriodEnd'] === undefined)) found.push({ rule: 'validity', path: 'validityPeriodStart', message: 'and validityPeriodEnd belong together: both or none' });
}

/** What must, should or may not stand beside something else. */
function checkDependent(json: Json, pcf: Json, major: '2' | '3', found: FootprintFinding[]): void {
  const forbid = (flag: string, ...keys: string[]): void => {
    for (const key of keys) if (pcf[flag] === false && pcf[key] !== undefined) found.push({ rule: 'dependent', path: `pcf.${key}`, message: `is given though ${flag} is false` });
  };
  forbid('packagingEmissionsIncluded', 'packagingGhgEmissions');
  if (major === '3') forbid('ccsTechnologicalCO2CaptureIncluded', 'ccsTechnologicalCO2Capture', 'technologicalCO2Removals', 'technologicalCO2CaptureOrigin');
  if (pcf['ccuCreditCertification'] !== undefined && pcf['ccuCalculationApproach'] !== 'Credit') found.push({ rule: 'dependent', path: 'pcf.ccuCreditCertification', message: 'is given though ccuCalculationApproach is not Credit' });
  const rules = Array.isArray(pcf['productOrSectorSpecificRules']) ? pcf['productOrSectorSpecificRules'] : [];
  for (const [index, rule] of rules.entries()) {
    if (!isObject(rule)) continue;
    const path = `pcf.productOrSectorSpecificRules[${index}].otherOperatorName`;
    if (rule['operator'] === 'Other' && rule['otherOperatorName'] === undefined) found.push({ rule: 'dependent', path, message: 'is missing though the operator is Other' });
    if (major === '2' && rule['operator'] !== 'Other' && rule['otherOperatorName'] !== undefined) found.push({ rule: 'dependent', path, message: 'is given though the operator is not Other' });
  }
  const preceding = Array.isArray(json['precedingPfIds']) ? json['precedingPfIds'] : [];
  if (preceding.includes(json['id'])) found.push({ rule: 'lifecycle', path: 'precedingPfIds', message: 'names the footprint itself' });
  if (major === '2' && timeOf(json['updated']) <= timeOf(json['created'])) found.push({ rule: 'lifecycle', path: 'updated', message: 'does not lie after created' });
}

/** What a report should have beyond what the wire demands. */
function checkReporting(pcf: Json, major: '2' | '3', found: FootprintFinding[]): void {
  const want = (...keys: string[]): void => {
    for (const key of keys) if (pcf[key] === undefined) found.push({ rule: 'reporting', path: `pcf.${key}`, message: 'is not reported' });
  };
  if (major === '3') return want('packagingEmissionsIncluded', 'ccsTechnologicalCO2CaptureIncluded', 'primaryDataShare');
  if (timeOf(pcf['referencePeriodEnd']) > Date.parse('2025-01-01T00:00:00Z')) {
    want('pCfIncludingBiogenic', 'dLucGhgEmissions', 'landManagementGhgEmissions', 'otherBiogenicGhgEmissions', 'biogenicCarbonWithdrawal', 'biogenicAccountingMethodology', 'primaryDataShare', 'dqi');
  } else if (pcf['primaryDataShare'] === undefined && pcf['dqi'] === undefined) found.push({ rule: 'reporting', path: 'pcf.primaryDataShare', message: 'is not reported, nor is dqi; one of them is needed' });
  if (Number(pcf['exemptedEmissionsPercent']) > 5) found.push({ rule: 'reporting', path: 'pcf.exemptedEmissionsPercent', message: 'is above the 5 percent that the methodology of v2 allows' });
}

/** v3: the totals of the parts that are stated. Only a hint, since what is not stated is not known. */
function checkSums(pcf: Json, found: FootprintFinding[]): void {
  const excluding = numberOf(pcf['pcfExcludingBiogenicUptake']);
  const including = numberOf(pcf['pcfIncludingBiogenicUptake']);
  const parts = ['fossilGhgEmissions', 'landUseChangeGhgEmissions', 'landManagementBiogenicCO2Emissions', 'landManagementBiogenicCO2Removals', 'technologicalCO2Removals', 'ccsTechnologicalCO2Capture', 'biogenicNonCO2Emissions'];
  const sum = parts.reduce((total, key) => total.plus(numberOf(pcf[key]) ?? 0), new Decimal(0));
  const differs = (a: Decimal, b: Decimal): boolean => a.minus(b).abs().gt(Decimal.max(a.abs(), b.abs()).times('0.001'));
  if (excluding !== undefined && differs(excluding, sum)) found.push({ rule: 'sum', path: 'pcf.pcfExcludingBiogenicUptake', message: `is ${excluding.toString()}; its stated parts make ${sum.toString()}` });
  const uptake = numberOf(pcf['biogenicCO2Uptake']) ?? new Decimal(0);
  if (excluding !== undefined && including !== undefined && differs(including, excluding.plus(uptake))) found.push({ rule: 'sum', path: 'pcf.pcfIncludingBiogenicUptake', message: `is ${including.toString()}; without uptake and uptake make ${excluding.plus(uptake).toString()}` });
}

/** Everything that is not as the version wants it. */
export const checkFootprint: FootprintCheck = (version, json) => {
  if (!isObject(json)) return [{ rule: 'value', path: '', message: 'is no object' }];
  const found: FootprintFinding[] = [];
  const major = majorOf(version);
  checkFields(major === '3' ? fields3 : fields2, json, version, '', found);
  if (typeof json['specVersion'] === 'string' && !json['specVersion'].startsWith(`${major}.`)) found.push({ rule: 'version', path: 'specVersion', message: `is ${json['specVersion']} in an answer of version ${version}` });
  const pcf = json['pcf'];
  if (!isObject(pcf)) return found;
  const places = ['geographyRegionOrSubregion', 'geographyCountry', 'geographyCountrySubdivision'].filter((key) => pcf[key] !== undefined);
  if (places.length > 1) found.push({ rule: 'geography', path: `pcf.${places[1]!}`, message: `stands beside ${places[0]!}; at most one of the three is given` });
  checkPeriods(json, pcf, major, found);
  checkDependent(json, pcf, major, found);
  checkReporting(pcf, major, found);
  if (major === '3') checkSums(pcf, found);
  return found;
};
