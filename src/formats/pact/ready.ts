// A footprint of the hub made ready for one version of PACT: what both versions demand. What is missing is never invented; it is an issue of severity error, and nothing is written.
import { allUnits, convert, findUnit, type Unit } from '../../mapping/tables/units.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { IssueCode } from '../../model/issue-codes.ts';
import type { Footprint } from '../../model/footprint.ts';
import type { Organization } from '../../model/organization.ts';
import type { Product } from '../../model/product.ts';
import type { Standard } from '../../model/standard.ts';
import { firstOf } from '../label.ts';
import { compare, difference, isZero, plainOf, sum } from './decimal.ts';
import { hubUrn, writeClass, writeIdentifier } from './identifiers.ts';
import { compareMoments, threeYearsAfter, writePeriod } from './moment.ts';
import { majorOf, type Major, type PactVersion } from './versions.ts';

/** All that a footprint is projected from. */
export interface FootprintSet {
  footprint: Footprint;
  product: Product;
  owner: Organization;
  /** Standards that the footprint refers to. */
  standards?: readonly Standard[];
  /** The verification body, where the footprint refers to one. */
  verificationBody?: Organization;
  /** What the dataset is called in this version of PACT where that differs from the record, and when it was made; `deprecatedAt` is the moment from which it counts as deprecated under the same identifier. */
  pact?: { id?: string; precedingIds?: readonly string[]; created?: string; deprecatedAt?: string };
}

/** A footprint on its way into one version: a copy that may be changed, with the fields that were used up and what is to be told. */
export class Preparation {
  readonly issues: Issue[] = [];
  readonly footprint: Footprint;
  readonly product: Product;
  readonly owner: Organization;
  readonly set: FootprintSet;
  readonly version: PactVersion;
  readonly major: Major;
  /** Paths of the record whose content went into other fields. */
  readonly used = new Set<string>();
  /** Whether the record was read from PACT 2. */
  readonly isFrom2: boolean;

  constructor(set: FootprintSet, version: PactVersion) {
    this.set = set;
    this.version = version;
    this.major = majorOf(version) as Major;
    this.footprint = structuredClone(set.footprint);
    this.product = structuredClone(set.product);
    this.owner = structuredClone(set.owner);
    this.isFrom2 = set.footprint.extensions?.['pact']?.some(([path, text]) => path === 'specVersion' && majorOf(text) === 2) === true;
  }

  issue(code: IssueCode, params: Record<string, unknown> = {}, path?: string): void {
    const dataset = `footprint ${this.footprint.id}`;
    this.issues.push(makeIssue(code, path === undefined ? { dataset } : { dataset, path }, { version: this.version, ...params }));
  }

  /** Tells that a field is needed and unknown. */
  unknown(field: string): void {
    this.issue('pact-value-unknown', { field }, field);
  }

  derived(field: string, used: string, from: string): string {
    this.issue('pact-value-derived', { field, used, from }, field);
    return used;
  }

  dropped(field: string): void {
    this.issue('pact-field-dropped', { field }, field);
  }

  noted(field: string, place: string): void {
    this.used.add(field);
    this.issue('pact-noted', { field, place }, field);
  }
}

export function readyIdentity(p: Preparation): void {
  const { footprint, set: { pact = {} } } = p;
  if (pact.id !== undefined) footprint.id = pact.id;
  if (pact.precedingIds !== undefined) footprint.precedingIds = [...pact.precedingIds];
  if (footprint.precedingIds?.length === 0) delete footprint.precedingIds;
  if (pact.created !== undefined) footprint.createdAt = pact.created;
  else if (p.major === 3 && footprint.updatedAt !== undefined) footprint.createdAt = footprint.updatedAt; // a change is a new dataset in version 3
  if (footprint.createdAt === undefined) p.unknown('createdAt');
  if (pact.deprecatedAt !== undefined) footprint.status = 'DEPRECATED';
  const { status } = footprint;
  if (status === 'WITHDRAWN') {
    p.issue('value-approximated', { field: 'status', value: status, used: 'Deprecated' }, 'status');
    footprint.status = 'DEPRECATED';
  } else if (status !== 'PUBLISHED' && status !== 'DEPRECATED') p.issue('pact-status-unwritable', { status }, 'status');
  if (footprint.scope.boundary !== 'CRADLE_TO_GATE') p.issue('pact-boundary-unwritable', { boundary: footprint.scope.boundary }, 'scope.boundary');
}

/** Identifiers and classes as URNs; those of schemes without one are named by the issuer. */
export function readyParties(p: Preparation, issuer: string | undefined): void {
  const { product, owner } = p;
  const urnsOf = (identifiers: readonly { scheme: string; value: string }[] | undefined, list: 'product-identifiers' | 'organization-identifiers', own: string | undefined, what: string): { scheme: string; value: string }[] => {
    const urns = (identifiers ?? []).flatMap((each) => {
      const urn = writeIdentifier(each, list, issuer);
      if (urn === undefined) p.dropped(`${what}.identifiers (${each.scheme} ${each.value})`);
      return urn ?? [];
    });
    if (urns.length === 0 && own !== undefined) urns.push(own);
    if (urns.length === 0) p.issue('pact-urn-missing', { what }, `${what}.identifiers`);
    return urns.map((value) => ({ scheme: 'URN', value }));
  };
  owner.identifiers = urnsOf(owner.identifiers, 'organization-identifiers', issuer === undefined ? undefined : hubUrn(issuer, 'company-id', owner.id), 'owner');
  product.identifiers = urnsOf(product.identifiers, 'product-identifiers', issuer === undefined ? undefined : hubUrn(issuer, 'product-id', product.id), 'product');
  product.classifications = (product.classifications ?? []).flatMap((each) => {
    const statedId = writeClass(each, issuer);
    if (statedId === undefined) p.issue('class-missing', { scheme: each.scheme }, 'product.classifications');
    return statedId === undefined ? [] : [{ ...each, statedId }];
  });
  for (const [field, name] of [['owner.name', owner.name], ['product.name', product.name]] as const) if ((firstOf(name) ?? '').trim() === '') p.unknown(field);
}

/** Units that PACT has no amount of mass for: energy, transport, service. */
const massless: ReadonlySet<string> = new Set(['kWh', 'MJ', 't*km', 'h', 'Mb*s']);
const unitsOf2: ReadonlySet<string> = new Set(['l', 'kg', 'm3', 'kWh', 'MJ', 't*km', 'm2']);
/** Of several units of one quantity the one that amounts in others are converted into. */
const preferred: ReadonlySet<string> = new Set(['kg', 'kWh', 'm3', 'm2', 't*km', 'h', 'Mb*s', 'Item(s)']);

const writableIn = (major: Major, unit: Unit): boolean => unit.pactName !== undefined && (major === 3 || unitsOf2.has(unit.symbol));

/** Declared unit, amount and mass. Values are for the declared amount, so that another unit for the same amount changes none of them. */
export function readyUnit(p: Preparation): void {
  const { footprint, major } = p;
  const unit = findUnit(footprint.declaredUnit) ?? findUnit(footprint.declaredUnit, { system: 'pact' });
  const { declaredAmount } = footprint;
  if (compare(declaredAmount, '0') <= 0) p.issue('pact-sign-unwritable', { field: 'declaredAmount', value: declaredAmount, rule: 'greater than zero' }, 'declaredAmount');
  const mass = footprint.massPerUnit;
  if (unit === undefined) p.issue('pact-unit-unwritable', { unit: footprint.declaredUnit }, 'declaredUnit');
  else if (writableIn(major, unit)) footprint.declaredUnit = unit.symbol;
  else if (major === 2 && unit.quantity === 'items') {
    if (mass === undefined) p.issue('pact-mass-unknown', { unit: footprint.declaredUnit }, 'massPerUnit');
    else if (compare(mass, '0') <= 0) p.issue('pact-unit-unwritable', { unit: footprint.declaredUnit }, 'declaredUnit');
    else {
      p.issue('pact-unit-approximated', { unit: footprint.declaredUnit, mass }, 'declaredUnit');
      footprint.declaredUnit = 'kg';
      footprint.declaredAmount = mass;
    }
  } else {
    const target = allUnits().find((other) => other.quantity === unit.quantity && preferred.has(other.symbol) && writableIn(major, other) && other.factor !== undefined);
    if (target === undefined || unit.factor === undefined) p.issue('pact-unit-unwritable', { unit: footprint.declaredUnit }, 'declaredUnit');
    else {
      footprint.declaredAmount = plainOf(convert(declaredAmount, unit, target));
      footprint.declaredUnit = target.symbol;
      p.issue('unit-converted', { unit: unit.symbol, used: target.symbol }, 'declaredUnit');
    }
  }
  if (mass !== undefined || major === 2) return;
  if (footprint.declaredUnit === 'kg') footprint.massPerUnit = p.derived('massPerUnit', footprint.declaredAmount, 'declaredAmount');
  else if (massless.has(footprint.declaredUnit)) footprint.massPerUnit = p.derived('massPerUnit', '0', 'declaredUnit');
  else if (unit !== undefined) p.issue('pact-mass-unknown', { unit: footprint.declaredUnit }, 'massPerUnit');
}

/** What is missing of the totals and follows from what is stated. */
export function readyTotals(p: Preparation): void {
  const { result } = p.footprint;
  const { total, biogenicUptake, gross, removals, carbonCapture } = result;
  if (result.totalExcludingUptake === undefined) {
    if (total !== undefined && biogenicUptake !== undefined) result.totalExcludingUptake = p.derived('result.totalExcludingUptake', difference(total, biogenicUptake), 'result.total - result.biogenicUptake');
    else if (gross !== undefined && removals !== undefined) result.totalExcludingUptake = p.derived('result.totalExcludingUptake', sum([gross, removals, carbonCapture ?? '0']), 'result.gross + result.removals');
    else p.unknown('result.totalExcludingUptake');
  }
  if (p.major === 2 || total !== undefined || result.totalExcludingUptake === undefined) return;
  const biogenic = ['biogenicUptake', 'biogenicEmissions', 'biogenicNonCo2', 'landUseChange', 'landManagement', 'landManagementBiogenicCo2Emissions', 'landManagementBiogenicCo2Removals', 'storedCarbon'] as const;
  if (!p.isFrom2 && biogenicUptake !== undefined) result.total = p.derived('result.total', sum([result.totalExcludingUptake, biogenicUptake]), 'result.totalExcludingUptake + result.biogenicUptake');
  else if (biogenic.every((field) => result[field] === undefined || isZero(result[field]))) result.total = p.derived('result.total', result.totalExcludingUptake, 'result.totalExcludingUptake, as nothing biogenic is stated');
}

/** Figures without which no version knows a footprint; a product without mass has no carbon in it. */
export function readyResult(p: Preparation): void {
  const { result, scope, declaredUnit } = p.footprint;
  for (const field of p.major === 2 ? ['fossilCarbonContent', 'storedCarbon'] as const : ['fossilCarbonContent'] as const) {
    if (result[field] === undefined && massless.has(declaredUnit)) result[field] = p.derived(`result.${field}`, '0', 'declaredUnit');
  }
  for (const field of ['fossil', 'fossilCarbonContent'] as const) if (result[field] === undefined) p.unknown(`result.${field}`);
  if (scope.cutOffPercent === undefined) p.unknown('scope.cutOffPercent');
  if (scope.includesPackaging === false && result.packaging !== undefined) {
    delete result.packaging;
    p.dropped('result.packaging');
  }
  if (scope.includesPackaging === undefined && result.packaging !== undefined) {
    scope.includesPackaging = true;
    p.derived('scope.includesPackaging', 'true', 'result.packaging');
  }
}

const codeOf = (code: string): string => {
  const known = /\b(14067|14083)\b/.exec(code)?.[1];
  if (/^ISO\b/i.test(code)) return known !== undefined ? `ISO${known}` : /\b1404[04]\b/.test(code) ? 'ISO14040-44' : code;
  return /^GHG Protocol.*product/i.test(code) ? 'GHGP-Product' : /^PAS ?2050/i.test(code) ? 'PAS2050' : code;
};

/** Standards, reports of the IPCC, rules and sources: from the references of the hub where the words of PACT are not stated. */
export function readyMethod(p: Preparation): void {
  const { method } = p.footprint;
  const standards = p.set.standards ?? [];
  const standard = standards.find(({ id }) => id === method.standard?.id);
  const code = standard?.code ?? firstOf(method.standard?.name) ?? method.standard?.externalKey;
  if ((method.crossSectoralStandards ?? []).length === 0 && code !== undefined) method.crossSectoralStandards = [p.derived('method.crossSectoralStandards', codeOf(code), 'method.standard')];
  if (method.standard !== undefined) p.used.add('method.standard');
  const report = /\bAR\d+\b/i.exec(method.gwpSet ?? '')?.[0].toUpperCase();
  if ((method.ipccReports ?? []).length === 0 && report !== undefined) method.ipccReports = [p.derived('method.ipccReports', report, 'method.gwpSet')];
  if ((method.ipccReports ?? []).length === 0) p.unknown('method.ipccReports');
  else if (method.gwpSet !== undefined) p.issue('value-approximated', { field: 'gwpSet', value: method.gwpSet, used: method.ipccReports!.join(', ') }, 'method.gwpSet');
  p.used.add('method.gwpSet');
  const rule = standards.find(({ id }) => id === method.productCategoryRule?.id);
  if ((method.productRules ?? []).length === 0 && rule !== undefined) {
    method.productRules = [{ operator: 'OTHER', names: [rule.code], otherOperator: firstOf(rule.issuer?.name) ?? rule.code }];
    p.used.add('method.productCategoryRule');
    p.derived('method.productRules', rule.code, 'method.productCategoryRule');
  }
  if (method.emissionFactorSources === undefined && method.backgroundDatabases !== undefined) {
    const sources = method.backgroundDatabases.flatMap((text) => { const found = /^(.*\S)\s+(\S*\d\S*)$/.exec(text.trim()); return found === null ? [] : [{ name: found[1]!, version: found[2]! }]; });
    if (sources.length > 0) method.emissionFactorSources = sources;
    if (sources.length === method.backgroundDatabases.length) p.used.add('method.backgroundDatabases');
  }
  if (method.productRules !== undefined) method.productRules = [...new Map(method.productRules.map((each) => [JSON.stringify(each), each])).values()];
  for (const list of ['crossSectoralStandards', 'ipccReports'] as const) if (method[list] !== undefined) method[list] = [...new Set(method[list])];
  if (p.footprint.precedingIds !== undefined) p.footprint.precedingIds = [...new Set(p.footprint.precedingIds)];
  for (const list of ['crossSectoralStandards', 'productRules', 'ipccReports', 'emissionFactorSources'] as const) if (method[list]?.length === 0) delete method[list];
  const { assurance } = p.footprint;
  if (assurance.verifier === undefined && p.set.verificationBody !== undefined && p.set.verificationBody.id === assurance.body?.id) {
    assurance.verifier = firstOf(p.set.verificationBody.name) ?? '';
    p.used.add('assurance.body');
  }
}

/** What is said of a verification has no place where there is none. */
export function dropUnverified(p: Preparation): void {
  for (const field of ['verifier', 'completedAt', 'standardName', 'comments', 'coverage'] as const) if (p.footprint.assurance[field] !== undefined) p.dropped(`assurance.${field}`);
}

/** The validity where PACT allows it; a bound outside of the rules is left out, so that the default takes its place. */
export function readyValidity(p: Preparation): void {
  const { footprint } = p;
  const reference = writePeriod(footprint.referencePeriod);
  if (reference.start === undefined) p.unknown('referencePeriod.start');
  if (reference.end === undefined) p.unknown('referencePeriod.end');
  if (reference.start !== undefined && reference.end !== undefined && compareMoments(reference.start, reference.end) >= 0) p.issue('footprint-period-reversed', { field: 'referencePeriod', ...reference }, 'referencePeriod');
  const base = reference.end;
  if (base === undefined) return;
  const valid = writePeriod(footprint.validity);
  const drop = (edge: 'start' | 'end'): void => {
    p.issue('pact-validity-dropped', { edge, value: valid[edge], base }, `validity.${edge}`);
    delete valid[edge];
  };
  const last = threeYearsAfter(base);
  if (valid.start !== undefined && compareMoments(valid.start, base) < 0) drop('start');
  if (valid.end !== undefined && compareMoments(valid.end, last) > 0) drop('end');
  if (valid.start !== undefined && valid.end !== undefined && compareMoments(valid.start, valid.end) >= 0) { drop('start'); drop('end'); }
  const isOne = (valid.start === undefined) !== (valid.end === undefined);
  if (p.major === 2 && isOne) {
    valid.start ??= base;
    valid.end ??= last;
    if (compareMoments(valid.start, valid.end) >= 0) { drop('start'); drop('end'); }
  }
  footprint.validity = { ...(valid.start === undefined ? {} : { startsAt: valid.start }), ...(valid.end === undefined ? {} : { endsAt: valid.end }) };
}
