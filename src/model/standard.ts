// Standard and certification (domain §1.2 M1, M7; §3.1).
import { z } from 'zod';
import { date, text } from './scalar.ts';
import { classification, datasetFields, localizedText, period, reference } from './value.ts';

export const standardLevel = z.enum(['GROUP', 'LOCAL', 'INDUSTRY', 'NATIONAL', 'REGIONAL', 'INTERNATIONAL', 'PROGRAMME'])
  .meta({ id: 'StandardLevel', description: 'Level of a standard: 团体, 地方, 行业, 国家, regional, international, or a programme rule.' });
export const standardState = z.enum(['DRAFT', 'CONSULTATION', 'APPROVED', 'PUBLISHED', 'IN_FORCE', 'SUPERSEDED', 'WITHDRAWN', 'EXPIRED'])
  .meta({ id: 'StandardState', description: 'State of a standard.' });

export const standard = z.object({
  ...datasetFields,
  code: text.describe('Code with year: GB/T 24067-2024, ISO 14067:2018.'),
  level: standardLevel.describe('Level.'),
  kind: z.enum(['QUANTIFICATION', 'PRODUCT_CATEGORY_RULE', 'CERTIFICATION_RULE', 'VERIFICATION', 'COMMUNICATION', 'RECOGNITION'])
    .meta({ id: 'StandardKind', description: 'What a standard rules.' }).describe('What it rules.'),
  state: standardState.describe('State.'),
  issuer: reference.optional().describe('Issuing organization.'),
  publishedOn: date.optional().describe('Day of publication.'),
  validity: period.optional().describe('In force from – to.'),
  appliesTo: z.array(classification).optional().describe('Product classes it applies to; absent means all.'),
  promotedFrom: reference.optional().describe('Standard of a lower level it was made from.'),
  supersededBy: reference.optional().describe('Standard that takes its place.'),
  illustrative: z.boolean().optional().describe('True for demonstration data.'),
}).meta({ id: 'Standard', description: 'A normative document: quantification standard, product category rule, certification rule.' });
export type Standard = z.infer<typeof standard>;

export const certificationState = z.enum(['DRAFT', 'IN_REVIEW', 'VALID', 'SUSPENDED', 'WITHDRAWN', 'EXPIRED', 'REFUSED'])
  .meta({ id: 'CertificationState', description: 'State of a certification.' });

export const stateChange = z.object({
  state: certificationState.describe('New state.'),
  since: date.describe('First day of the state.'),
  reason: localizedText.optional().describe('Reason.'),
}).meta({ id: 'StateChange', description: 'A change of state.' });

export const certification = z.object({
  ...datasetFields,
  number: text.optional().describe('Certificate number; absent on drafts.'),
  scheme: localizedText.describe('Certification scheme.'),
  markKind: z.enum(['NATIONAL_FOOTPRINT', 'SELF_FILED', 'REDUCTION', 'NEUTRALITY', 'FOREIGN', 'NONE'])
    .meta({ id: 'MarkKind', description: 'Kind of label. The national mark may only be used for goods and regions of the pilot.' }).describe('Kind of mark.'),
  product: reference.describe('Certified product.'),
  footprint: reference.optional().describe('Certified footprint.'),
  rule: reference.optional().describe('Certification rule.'),
  issuer: reference.optional().describe('Certification body.'),
  grade: text.optional().describe('Grade, where a grading scheme was applied.'),
  gradingScheme: text.optional().describe('Grading scheme with version.'),
  state: certificationState.describe('State as recorded; see stateOn for a given day.'),
  validity: period.optional().describe('Valid from – to.'),
  history: z.array(stateChange).optional().describe('Changes of state, oldest first.'),
  illustrative: z.boolean().optional().describe('True for demonstration data.'),
}).meta({ id: 'Certification', description: 'A certificate for a product\'s footprint.' });
export type Certification = z.infer<typeof certification>;

/**
 * State of a certification on a day: the last change up to that day; VALID turns EXPIRED after the last day of validity.
 * Before the first change there is no certificate: undefined. (domain §8.1 O13)
 */
export function certificationStateOn(record: Pick<Certification, 'state' | 'validity' | 'history'>, day: string): Certification['state'] | undefined {
  let state: Certification['state'] | undefined = record.history?.length ? undefined : record.state;
  for (const change of record.history ?? []) if (change.since <= day) state = change.state;
  if (state === 'VALID' && record.validity?.end !== undefined && record.validity.end < day) return 'EXPIRED';
  if (state === 'VALID' && record.validity?.start !== undefined && record.validity.start > day) return undefined;
  return state;
}
