// One row of pact_footprint: a dataset in the words of a version of PACT, with what partners filter by, or why there is none.
import { effectiveValidity, projectFootprint, type FootprintSet, type PactVersion } from '../../../formats/pact/pact.ts';
import type { FieldGroup } from '../../../model/field-group.ts';
import type { Issue } from '../../../model/issue.ts';
import type { PactContext } from '../context.ts';
import type { PactDataset } from './datasets.ts';

/** Versions that are kept; older ones of version 2 are this one without what came later. */
export const keptVersions = ['2.3', '3.0'] as const satisfies readonly PactVersion[];

/** Who sees a footprint now: it holds for its past as well. */
export interface Access { ownerId: string | null; productId: string | null; visibility: string; restricted: string[] | null }

export interface PactRow extends Access {
  footprintId: string; footprintVersion: string; footprintKey: string; version: string; pactId: string; status: 'ACTIVE' | 'DEPRECATED';
  document: string | null; closedPaths: Record<string, string[]> | null; issues: Issue[]; madeBy: string;
  productUrns: string[]; companyUrns: string[]; classUrns: string[]; place: string | null; cpc: string | null;
  createdAt: string; updatedAt: string | null; validFrom: string | null; validTo: string | null; referenceStart: string | null; referenceEnd: string | null;
}

/** What rows depend on besides the records. */
export type Maker = Pick<PactContext, 'issuer' | 'adapterVersion' | 'source'>;
export const makerText = ({ issuer, adapterVersion }: Pick<Maker, 'issuer' | 'adapterVersion'>): string => `${adapterVersion} ${issuer}`;

/** What of a document belongs to a group of fields. Extensions may say what any of them does. */
const pathsOf: Readonly<Partial<Record<FieldGroup, readonly string[]>>> = {
  QUALITY: ['pcf.dqi', 'pcf.primaryDataShare', 'pcf.uncertaintyAssessmentDescription'], METHOD: ['pcf.secondaryEmissionFactorSources'], VERIFICATION: ['pcf.verification', 'pcf.assurance'],
};

interface Document {
  created: string; updated?: string; productIds: string[]; companyIds: string[]; productClassifications?: string[]; productCategoryCpc?: string;
  pcf: { geographyCountrySubdivision?: string; geographyCountry?: string; geographyRegionOrSubregion?: string; referencePeriodStart?: string; referencePeriodEnd?: string };
}

const folded = (texts: readonly string[] | undefined): string[] => [...new Set((texts ?? []).map((text) => text.toLowerCase()))];

/** Groups that are closed to somebody, with what of the document they hold. */
function closedOf(restricted: readonly string[] | null): Record<string, string[]> | null {
  const groups = [...new Set((restricted ?? []).map((each) => each.split(':')[0]!))];
  return groups.length === 0 ? null : Object.fromEntries(groups.map((group) => [group, [...(pathsOf[group as FieldGroup] ?? []), 'extensions']]));
}

export function rowOf(version: PactVersion, dataset: PactDataset, set: Omit<FootprintSet, 'footprint' | 'pact'>, access: Access, { issuer, adapterVersion }: Maker): PactRow {
  const { footprint, deprecatedAt } = dataset;
  const { text, value, issues } = projectFootprint(version, {
    ...set, footprint, pact: { id: dataset.id, precedingIds: dataset.precedingIds, created: dataset.created, ...(deprecatedAt === undefined ? {} : { deprecatedAt }) },
  }, { issuer });
  const document = value as Document | undefined;
  const { start, end } = effectiveValidity(footprint);
  const pcf = document?.pcf;
  return {
    ...access, footprintId: footprint.id, footprintVersion: footprint.version, footprintKey: dataset.key, version, pactId: dataset.id,
    status: deprecatedAt === undefined && footprint.status === 'PUBLISHED' ? 'ACTIVE' : 'DEPRECATED', document: text ?? null, closedPaths: closedOf(access.restricted), issues, madeBy: makerText({ issuer, adapterVersion }),
    productUrns: folded(document?.productIds), companyUrns: folded(document?.companyIds),
    classUrns: folded([...document?.productClassifications ?? [], ...(document?.productCategoryCpc === undefined ? [] : [`urn:cpc:${document.productCategoryCpc}`])]),
    place: (pcf?.geographyCountrySubdivision ?? pcf?.geographyCountry ?? pcf?.geographyRegionOrSubregion)?.toLowerCase() ?? null, cpc: document?.productCategoryCpc ?? null,
    createdAt: document?.created ?? dataset.created, updatedAt: document?.updated ?? null, validFrom: start ?? null, validTo: end ?? null,
    referenceStart: pcf?.referencePeriodStart ?? null, referenceEnd: pcf?.referencePeriodEnd ?? null,
  };
}
