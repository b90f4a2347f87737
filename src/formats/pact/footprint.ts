// The product footprint of PACT as a whole: what its rows read becomes footprint, product and organization of the hub, and back (v3 §ProductFootprint, v2.3 §ProductFootprint).
import type { RawRecord, ReadContext, StructuralTransform, WriteContext } from '../../mapping/transform.ts';
import type { Footprint } from '../../model/footprint.ts';
import type { Organization } from '../../model/organization.ts';
import type { Product } from '../../model/product.ts';
import type { Classification, LocalizedText, Reference } from '../../model/value.ts';
import { firstOf } from '../label.ts';
import { checkFootprintRules } from './check.ts';
import { readGeography, writeGeography, type StatedGeography } from './geography.ts';
import { organizationIdOf, productIdOf, readClass, readIdentifier, writeClass, writeIdentifier, type Identifier } from './identifiers.ts';
import { readPeriod, writePeriod } from './moment.ts';
import { fromPerUnit, toPerUnit, type PerUnit } from './per-unit.ts';
import { majorOf, type Major } from './versions.ts';

interface Span { start?: string; end?: string }

/** Material of the rows below `raw`. */
export interface RawFootprint {
  specVersion?: string;
  company?: { name?: LocalizedText; ids?: string[] };
  product?: { name?: LocalizedText; description?: LocalizedText; ids?: string[]; classifications?: string[]; cpc?: string };
  geography?: StatedGeography;
  referencePeriod?: Span;
  validity?: Span;
  /** v2 only: figures for one declared unit. */
  perUnit?: PerUnit;
  standardsUsed?: string[];
  report?: string;
}

/** What the writer of a footprint needs besides the record: the record as it is made ready for one version. */
export interface ReadyFootprint extends Footprint { specVersion?: string }

const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

/** A set: what stands in it twice is told. */
function distinct(values: readonly string[] | undefined, field: string, context: ReadContext): string[] {
  const found = [...new Set(values ?? [])];
  if (found.length < (values ?? []).length) {
    const twice = values!.find((value, at) => values!.indexOf(value) < at)!;
    context.issue('pact-value-repeated', { field, value: twice }, field);
  }
  return found;
}

/** Tells what is missing and answers whether the rest can be used: without amount and unit no figure means anything, without names nobody knows whose they are. */
function isUsable(record: RawRecord, raw: RawFootprint, major: Major, context: ReadContext): boolean {
  const result = record['result'] as Footprint['result'] | undefined;
  const [unit, amount] = major === 3 ? ['declaredUnitOfMeasurement', 'declaredUnitAmount'] : ['declaredUnit', 'unitaryProductAmount'];
  const excluding = major === 3 ? result?.totalExcludingUptake : raw.perUnit?.totalExcludingUptake;
  const needed: [path: string, value: unknown, isVital: boolean][] = [
    ['id', record['id'], true], ['status', record['status'], true], [`pcf/${unit}`, record['declaredUnit'], true], [`pcf/${amount}`, record['declaredAmount'], true],
    ['companyName', isBlank(firstOf(raw.company?.name)) ? undefined : true, (raw.company?.ids ?? []).length === 0], ['companyIds', raw.company?.ids?.[0], isBlank(firstOf(raw.company?.name))],
    ['productNameCompany', isBlank(firstOf(raw.product?.name)) ? undefined : true, (raw.product?.ids ?? []).length === 0], ['productIds', raw.product?.ids?.[0], isBlank(firstOf(raw.product?.name))],
    ['created', record['createdAt'], false], ['specVersion', raw.specVersion, false],
    ['pcf/referencePeriodStart', raw.referencePeriod?.start, false], ['pcf/referencePeriodEnd', raw.referencePeriod?.end, false],
    [`pcf/${major === 3 ? 'pcfExcludingBiogenicUptake' : 'pCfExcludingBiogenic'}`, excluding, false],
    ...(major === 3 ? [['pcf/pcfIncludingBiogenicUptake', result?.total, false] as [string, unknown, boolean]] : []),
    ['pcf/fossilGhgEmissions', result?.fossil ?? raw.perUnit?.fossil, false],
  ];
  const missing = needed.filter(([, value]) => value === undefined);
  for (const [path] of missing) context.issue('field-absent', { field: path, what: 'footprint' }, path);
  return missing.every(([, , isVital]) => !isVital);
}

function checkSpecVersion(stated: string | undefined, major: Major, context: ReadContext): boolean {
  // Kept beside: what else stands there means something in this version only.
  context.keep('specVersion', stated !== undefined && majorOf(stated) === major ? stated : String(major));
  if (stated === undefined) return true;
  if (majorOf(stated) === (major === 3 ? 2 : 3)) {
    context.issue('pact-version-mismatch', { stated, used: major }, 'specVersion');
    return false;
  }
  if (!/^[23]\.\d+\.\d+(-\d{8})?$/.test(stated)) context.issue('pact-version-invalid', { value: stated, expected: major === 3 ? '3.0.3' : '2.3.0', used: major }, 'specVersion');
  return true;
}

const identifiersOf = (urns: readonly string[], list: 'product-identifiers' | 'organization-identifiers'): Identifier[] => urns.map((urn) => readIdentifier(urn, list));

/** Classes of the product; the class of the old key comes first and counts once. */
function classesOf({ classifications, cpc }: NonNullable<RawFootprint['product']>, context: ReadContext): Classification[] {
  const found = distinct(classifications, 'productClassifications', context).map(readClass);
  return cpc === undefined || found.some(({ scheme, code }) => scheme === 'CPC' && code === cpc) ? found : [{ scheme: 'CPC', code: cpc }, ...found];
}

/** Hands over owner and product, and answers the references to them. */
function emitParties(raw: RawFootprint, context: ReadContext): { owner: Reference; product: Reference } {
  const companyName = raw.company?.name ?? {};
  const companyIds = distinct(raw.company?.ids, 'companyIds', context);
  const owner = organizationIdOf(companyIds, firstOf(companyName) ?? '');
  const organization: Organization = {
    id: owner, version: '00.00.000', name: companyName, kinds: ['COMPANY'],
    ...(companyIds.length === 0 ? {} : { identifiers: identifiersOf(companyIds, 'organization-identifiers') }),
  };
  context.emit('organization', organization, { derived: true });
  const { name = {}, description } = raw.product ?? {};
  const productIds = distinct(raw.product?.ids, 'productIds', context);
  const classifications = classesOf(raw.product ?? {}, context);
  const product: Product = {
    id: productIdOf(productIds, owner, firstOf(name) ?? ''), version: '00.00.000', name,
    ...(description === undefined ? {} : { description }), ...(classifications.length === 0 ? {} : { classifications }),
    ...(productIds.length === 0 ? {} : { identifiers: identifiersOf(productIds, 'product-identifiers') }),
    producer: { type: 'organization', id: owner, name: companyName },
  };
  context.emit('product', product, { derived: true });
  return { owner: { type: 'organization', id: owner, name: companyName }, product: { type: 'product', id: product.id, name } };
}

function read(record: RawRecord, context: ReadContext, major: Major): Footprint | undefined {
  const { raw: stated, ...rest } = record as RawRecord & { raw?: RawFootprint };
  const raw = stated ?? {};
  if (!checkSpecVersion(raw.specVersion, major, context) || !isUsable(rest, raw, major, context)) return undefined;
  const footprint = {
    version: '00.00.000', name: raw.product?.name ?? {}, scope: {}, method: {}, quality: {}, assurance: {}, result: {}, ...rest,
    ...emitParties(raw, context),
    referencePeriod: readPeriod(raw.referencePeriod?.start, raw.referencePeriod?.end), validity: readPeriod(raw.validity?.start, raw.validity?.end),
    geography: readGeography(raw.geography, context),
  } as unknown as Footprint;
  footprint.scope.boundary = 'CRADLE_TO_GATE'; // the scope of PACT
  if (footprint.precedingIds !== undefined) footprint.precedingIds = distinct(footprint.precedingIds, 'precedingPfIds', context);
  if (footprint.method.ipccReports !== undefined) footprint.method.ipccReports = distinct(footprint.method.ipccReports, 'pcf/ipccCharacterizationFactors', context);
  if (major === 2) fromPerUnit(footprint, raw, context);
  else if (footprint.method.crossSectoralStandards !== undefined) footprint.method.crossSectoralStandards = distinct(footprint.method.crossSectoralStandards, 'pcf/crossSectoralStandards', context);
  checkFootprintRules(footprint, major, context);
  return footprint;
}

const listed = (urns: readonly (string | undefined)[]): string[] => [...new Set(urns.filter((urn) => urn !== undefined))];

function write(footprint: ReadyFootprint, context: WriteContext, major: Major): RawRecord | undefined {
  const product = context.find?.(footprint.product) as Product | undefined;
  const owner = footprint.owner === undefined ? undefined : context.find?.(footprint.owner) as Organization | undefined;
  if (product === undefined || owner === undefined) {
    context.issue('required-missing', { format: 'PACT', field: product === undefined ? 'product' : 'owner' });
    return undefined;
  }
  const { name: _label, product: _product, owner: _owner, referencePeriod, validity, geography, version, specVersion, ...rest } = footprint;
  const stated = writeGeography(geography, context);
  const raw: RawFootprint = {
    ...(specVersion === undefined ? {} : { specVersion }),
    company: { name: owner.name, ids: listed((owner.identifiers ?? []).map((each) => writeIdentifier(each, 'organization-identifiers'))) },
    product: {
      name: product.name, description: product.description ?? { en: '' },
      ids: listed((product.identifiers ?? []).map((each) => writeIdentifier(each, 'product-identifiers'))),
      classifications: listed((product.classifications ?? []).map((each) => writeClass(each))),
    },
    ...(stated === undefined ? {} : { geography: stated }),
    referencePeriod: writePeriod(referencePeriod), validity: writePeriod(validity),
  };
  if (major === 3) return { ...rest, raw };
  const cpc = product.classifications?.find(({ scheme, code }) => scheme === 'CPC' && code !== undefined)?.code;
  if (cpc !== undefined) raw.product!.cpc = cpc;
  return { ...rest, version, ...toPerUnit(footprint, raw, context) };
}

export const footprint3: StructuralTransform<Footprint> = {
  name: 'footprint-3', about: 'Footprint of PACT 3, whose figures are for the declared amount; hands over its product and the company that owns it.',
  read: (record, context) => read(record, context, 3),
  write: (value, context) => write(value, context, 3),
};

export const footprint2: StructuralTransform<Footprint> = {
  name: 'footprint-2', about: 'Footprint of PACT 2, whose figures are for one declared unit: times the amount they are those of the hub. Hands over its product and the company that owns it.',
  read: (record, context) => read(record, context, 2),
  write: (value, context) => write(value, context, 2),
};
