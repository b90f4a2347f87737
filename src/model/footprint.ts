// Footprint: the minimum record of a published product carbon footprint (union of GB/T 24067, ISO 14067, PACT v2 and v3, ILCD; domain §1.4), with its rules (§1.3).
import { z } from 'zod';
import { fieldGroup } from './field-group.ts';
import { dateTime, decimal, text, uuid } from './scalar.ts';
import { datasetFields, localizedText, period, place, reference } from './value.ts';
import { assurance, footprintMethod, footprintQuality } from './footprint-method.ts';
import { footprintResult, footprintScope } from './footprint-result.ts';

export const footprintStatus = z.enum(['DRAFT', 'IN_REVIEW', 'PUBLISHED', 'DEPRECATED', 'WITHDRAWN']).meta({ id: 'FootprintStatus', description: 'Status of a footprint.' });
export const visibility = z.enum(['PUBLIC', 'PARTNER', 'BUYER', 'PRIVATE']).meta({ id: 'Visibility', description: 'Who may see a record.' });

export const restriction = z.object({
  group: fieldGroup.describe('Group of fields.'),
  visibility: visibility.describe('Who may see them, of those who may see the record.'),
}).meta({ id: 'Restriction', description: 'A group of fields that is open to fewer than the record is.' });

export const footprint = z.object({
  ...datasetFields,
  status: footprintStatus.describe('Status.'),
  statusComment: localizedText.optional().describe('Why it has its status.'),
  createdAt: dateTime.optional().describe('When the dataset was made, as its owner states.'),
  updatedAt: dateTime.optional().describe('When the dataset was last changed under its identifier, as its owner states (PACT v2).'),
  precedingIds: z.array(uuid).optional().describe('Identifiers of the footprints that it takes the place of.'),
  product: reference.describe('Product.'),
  owner: reference.optional().describe('Owning organization.'),
  installations: z.array(place).optional().describe('Installations.'),
  process: reference.optional().describe('Process the footprint was calculated from.'),
  declaredUnit: text.describe('Declared unit.'),
  declaredAmount: decimal.describe('Declared amount: all values are for this amount of the declared unit.'),
  massPerUnit: decimal.optional().describe('Product mass per declared unit, that is of the whole declared amount, without packaging; "0" where the product has no mass.').meta({ unit: 'kg' }),
  dryMatterPercent: decimal.optional().describe('Dry matter or dry rubber content.').meta({ unit: '%' }),
  referenceFlowText: localizedText.optional().describe('Reference flow in words.'),
  referencePeriod: period.describe('Period the data stand for.'),
  validity: period.describe('Valid from – to.'),
  validityDerived: z.boolean().optional().describe('True where the validity was computed from a programme profile.'),
  geography: place.optional().describe('Where the product is produced.'),
  representativeness: localizedText.optional().describe('Remark on representativeness.'),
  scope: footprintScope.describe('What is covered.'),
  result: footprintResult.describe('Result.'),
  method: footprintMethod.describe('Method.'),
  quality: footprintQuality.describe('Quality.'),
  assurance: assurance.describe('Verification.'),
  visibility: visibility.optional().describe('Who may see the record; public where absent.'),
  restrictions: z.array(restriction).optional().describe('Groups of fields that fewer may see than the record.'),
  exportClass: text.optional().describe('Export class for outbound checks.'),
  citation: text.optional().describe('Literature the value was taken from.'),
  illustrative: z.boolean().optional().describe('True for demonstration data.'),
}).meta({ id: 'Footprint', description: 'A product carbon footprint statement.' });
export type Footprint = z.infer<typeof footprint>;
