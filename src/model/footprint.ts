// Footprint: the minimum record of a published product carbon footprint (union of GB/T 24067, ISO 14067, PACT v3, ILCD; domain §1.4), with its rules (§1.3).
import { z } from 'zod';
import { fieldGroup } from './field-group.ts';
import { date, decimal, text } from './scalar.ts';
import { datasetFields, localizedText, period, place, quantity, reference } from './value.ts';

export const footprintStatus = z.enum(['DRAFT', 'IN_REVIEW', 'PUBLISHED', 'DEPRECATED', 'WITHDRAWN']).meta({ id: 'FootprintStatus', description: 'Status of a footprint.' });
export const boundary = z.enum(['GATE_TO_GATE', 'CRADLE_TO_GATE', 'CRADLE_TO_GRAVE', 'MODULES']).meta({ id: 'Boundary', description: 'System boundary.' });
export const electricityMethod = z.enum(['LOCATION', 'CONTRACT', 'RESIDUAL']).meta({ id: 'ElectricityMethod', description: 'How electricity was accounted for.' });
export const visibility = z.enum(['PUBLIC', 'PARTNER', 'BUYER', 'PRIVATE']).meta({ id: 'Visibility', description: 'Who may see a record.' });

const kgCo2e = (meaning: string) => decimal.optional().describe(`${meaning}, kg CO2e per declared unit; absent means unknown, "0" means zero.`).meta({ unit: 'kgCO2e' });

export const footprintStage = z.object({
  code: text.describe('Stage or module code, such as A1.'),
  name: localizedText.optional().describe('Name.'),
  value: kgCo2e('Greenhouse-gas emissions of the stage'),
}).meta({ id: 'FootprintStage', description: 'A life cycle stage with its share of the result.' });

export const gasAmount = z.object({
  gas: text.describe('Gas with its carbon origin, as in the greenhouse-gas table.'),
  amount: quantity.describe('Mass of the gas per declared unit.'),
}).meta({ id: 'GasAmount', description: 'Emission of one gas.' });

export const footprintResult = z.object({
  total: kgCo2e('Net total including biogenic uptake and removals').describe('Net total including biogenic uptake and removals, kg CO2e per declared unit; may be negative.'),
  gross: kgCo2e('Gross emissions without uptake and removals'),
  fossil: kgCo2e('Fossil emissions'),
  biogenicUptake: kgCo2e('Biogenic carbon uptake, a negative number'),
  biogenicEmissions: kgCo2e('Biogenic emissions'),
  landUseChange: kgCo2e('Emissions of direct land use change'),
  landManagement: kgCo2e('Emissions of land management'),
  removals: kgCo2e('Removals other than biogenic uptake in the product, a negative number'),
  aircraft: kgCo2e('Aircraft emissions'),
  carbonCapture: kgCo2e('Captured and stored or used carbon dioxide, a negative number'),
  storedCarbon: decimal.optional().describe('Biogenic carbon stored in the product, kg C per declared unit.').meta({ unit: 'kg C' }),
  locationBased: kgCo2e('Total with location-based electricity'),
  contractBased: kgCo2e('Total with contract-based electricity'),
  gases: z.array(gasAmount).optional().describe('Emissions by gas.'),
}).meta({ id: 'FootprintResult', description: 'Result of a footprint: gross and net, fossil, biogenic, land use change and removals kept apart.' });

export const footprintScope = z.object({
  boundary: boundary.describe('System boundary.'),
  modules: z.array(text).optional().describe('Modules declared, for modular boundaries.'),
  stages: z.array(footprintStage).optional().describe('Stages with values.'),
  cutOffPercent: decimal.optional().describe('Share of emissions left out.').meta({ unit: '%' }),
  includesPackaging: z.boolean().optional().describe('Whether packaging is included.'),
  includesTransport: z.boolean().optional().describe('Whether transport is included.'),
  includesAirTransport: z.boolean().optional().describe('Whether air transport is included.'),
  includesStorage: z.boolean().optional().describe('Whether storage is included.'),
  includesUse: z.boolean().optional().describe('Whether use is included.'),
  includesEndOfLife: z.boolean().optional().describe('Whether end of life is included.'),
}).meta({ id: 'FootprintScope', description: 'What a footprint covers.' });

export const footprintMethod = z.object({
  standard: reference.describe('Quantification standard with version.'),
  productCategoryRule: reference.optional().describe('Product category rule with version.'),
  gwpSet: text.describe('GWP set with its source; AR6 alone is not a version.'),
  allocation: text.describe('Allocation rules.'),
  electricity: electricityMethod.describe('Electricity method of the total.'),
  electricityFactor: reference.optional().describe('Electricity factor used; must be a life-cycle factor.'),
  backgroundDatabases: z.array(text).optional().describe('Background databases with version.'),
  software: text.optional().describe('Software.'),
}).meta({ id: 'FootprintMethod', description: 'How a footprint was calculated.' });

export const footprintQuality = z.object({
  primaryDataSharePercent: decimal.optional().describe('Share of primary data.').meta({ unit: '%' }),
  primaryDataShareAbsent: text.optional().describe('Reason why the share of primary data is absent.'),
  rating: decimal.optional().describe('Overall data-quality rating, 1 best – 5 worst.'),
  technology: decimal.optional().describe('Technological representativeness, 1–5.'),
  geography: decimal.optional().describe('Geographical representativeness, 1–5.'),
  time: decimal.optional().describe('Time representativeness, 1–5.'),
  completeness: decimal.optional().describe('Completeness, 1–5.'),
  reliability: decimal.optional().describe('Reliability, 1–5.'),
  uncertaintyMinimum: kgCo2e('Lower bound of the total'),
  uncertaintyMaximum: kgCo2e('Upper bound of the total'),
  assumptions: localizedText.optional().describe('Assumptions.'),
}).meta({ id: 'FootprintQuality', description: 'Quality of the data behind a footprint.' });

export const assurance = z.object({
  state: z.enum(['NONE', 'SELF_DECLARED', 'SECOND_PARTY', 'THIRD_PARTY']).meta({ id: 'AssuranceState', description: 'Who checked a footprint.' }).describe('Who checked it.'),
  level: z.enum(['LIMITED', 'REASONABLE']).meta({ id: 'AssuranceLevel', description: 'Level of assurance.' }).optional().describe('Level of assurance.'),
  body: reference.optional().describe('Verification body.'),
  verifier: text.optional().describe('Verifier.'),
  accreditation: text.optional().describe('Accreditation number.'),
  siteVisit: date.optional().describe('Day of the site visit.'),
  statementHash: text.optional().describe('SHA-256 of the statement.'),
  scope: localizedText.optional().describe('Scope of the verification.'),
  result: text.optional().describe('Result.'),
  expiry: date.optional().describe('Day the statement expires.'),
}).meta({ id: 'Assurance', description: 'Verification of a footprint.' });

export const restriction = z.object({
  group: fieldGroup.describe('Group of fields.'),
  visibility: visibility.describe('Who may see them, of those who may see the record.'),
}).meta({ id: 'Restriction', description: 'A group of fields that is open to fewer than the record is.' });

export const footprint = z.object({
  ...datasetFields,
  status: footprintStatus.describe('Status.'),
  product: reference.describe('Product.'),
  owner: reference.optional().describe('Owning organization.'),
  installations: z.array(place).optional().describe('Installations.'),
  process: reference.optional().describe('Process the footprint was calculated from.'),
  declaredUnit: text.describe('Declared unit.'),
  declaredAmount: decimal.describe('Declared amount.'),
  massPerUnit: decimal.optional().describe('Product mass per declared unit.').meta({ unit: 'kg' }),
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
