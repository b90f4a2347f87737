// How a footprint was made and how far it can be trusted: method, quality of data, verification (domain §1.4; PACT v2 and v3 CarbonFootprint).
import { z } from 'zod';
import { date, dateTime, decimal, text } from './scalar.ts';
import { localizedText, reference } from './value.ts';
import { boundary } from './footprint-result.ts';

export const electricityMethod = z.enum(['LOCATION', 'CONTRACT', 'RESIDUAL']).meta({ id: 'ElectricityMethod', description: 'How electricity was accounted for.' });
export const ratingScale = z.enum(['ONE_TO_THREE', 'ONE_TO_FIVE']).meta({ id: 'RatingScale', description: 'Scale of data-quality ratings; 1 is best.' });

export const productRule = z.object({
  operator: z.enum(['PEF', 'EPD_INTERNATIONAL', 'OTHER']).meta({ id: 'RuleOperator', description: 'Who keeps a product or sector rule.' }).describe('Who keeps the rules.'),
  otherOperator: text.optional().describe('Name of the operator where it is another one.'),
  names: z.array(text).describe('Names of the rules.'),
}).meta({ id: 'ProductRule', description: 'Product or sector rules that a footprint was made by, as stated.' });

export const emissionFactorSource = z.object({
  name: text.describe('Name of the database or publication.'),
  version: text.describe('Version.'),
}).meta({ id: 'EmissionFactorSource', description: 'A source of secondary emission factors.' });

export const footprintMethod = z.object({
  standard: reference.optional().describe('Quantification standard with version.'),
  productCategoryRule: reference.optional().describe('Product category rule with version.'),
  gwpSet: text.optional().describe('GWP set with its source; AR6 alone is not a version.'),
  allocation: text.optional().describe('Allocation rules.'),
  electricity: electricityMethod.optional().describe('Electricity method of the total.'),
  electricityFactor: reference.optional().describe('Electricity factor used; must be a life-cycle factor.'),
  crossSectoralStandards: z.array(text).optional().describe('Cross-sectoral standards applied, in the words of PACT: ISO14067, GHGP-Product, PACT-3.0, …; an open list.'),
  productRules: z.array(productRule).optional().describe('Product or sector rules applied, as stated.'),
  ipccReports: z.array(text).optional().describe('Assessment reports of the IPCC that the characterization factors come from: AR5, AR6; which set of a report is said by gwpSet alone.'),
  biogenicAccounting: text.optional().describe('Method of accounting for biogenic carbon, as stated: PEF, ISO, GHGP, Quantis.'),
  emissionFactorSources: z.array(emissionFactorSource).optional().describe('Sources of secondary emission factors.'),
  carbonCaptureOrigin: text.optional().describe('Where captured carbon dioxide came from and where it is stored.'),
  ccuApproach: z.enum(['CUT_OFF', 'CREDIT']).meta({ id: 'CcuApproach', description: 'How captured and used carbon was accounted for.' }).optional().describe('How captured and used carbon was accounted for.'),
  ccuCreditCertification: text.optional().describe('Address of the certificate of a credit for captured and used carbon.'),
  backgroundDatabases: z.array(text).optional().describe('Background databases with version.'),
  software: text.optional().describe('Software.'),
}).meta({ id: 'FootprintMethod', description: 'How a footprint was calculated.' });

export const footprintQuality = z.object({
  primaryDataSharePercent: decimal.optional().describe('Share of primary data.').meta({ unit: '%' }),
  primaryDataShareAbsent: text.optional().describe('Reason why the share of primary data is absent.'),
  rating: decimal.optional().describe('Overall data-quality rating, 1 best – 5 worst.'),
  technology: decimal.optional().describe('Technological representativeness, on ratingScale.'),
  geography: decimal.optional().describe('Geographical representativeness, on ratingScale.'),
  time: decimal.optional().describe('Time representativeness, on ratingScale.'),
  completeness: decimal.optional().describe('Completeness, on ratingScale.'),
  reliability: decimal.optional().describe('Reliability, on ratingScale.'),
  ratingScale: ratingScale.optional().describe('Scale of the ratings; 1 best – 5 worst where absent.'),
  coveragePercent: decimal.optional().describe('Share of the emissions that the ratings were made for.').meta({ unit: '%' }),
  uncertaintyMinimum: decimal.optional().describe('Lower bound of the total, kg CO2e per declared unit; absent means unknown, "0" means zero.').meta({ unit: 'kgCO2e' }),
  uncertaintyMaximum: decimal.optional().describe('Upper bound of the total, kg CO2e per declared unit; absent means unknown, "0" means zero.').meta({ unit: 'kgCO2e' }),
  uncertainty: localizedText.optional().describe('How the uncertainty was assessed and what was found.'),
  assumptions: localizedText.optional().describe('Assumptions.'),
}).meta({ id: 'FootprintQuality', description: 'Quality of the data behind a footprint.' });

export const assurance = z.object({
  state: z.enum(['NONE', 'SELF_DECLARED', 'SECOND_PARTY', 'THIRD_PARTY']).meta({ id: 'AssuranceState', description: 'Who checked a footprint.' }).optional().describe('Who checked it; absent where nothing is said of it.'),
  level: z.enum(['LIMITED', 'REASONABLE']).meta({ id: 'AssuranceLevel', description: 'Level of assurance.' }).optional().describe('Level of assurance.'),
  coverage: z.enum(['CORPORATE_LEVEL', 'PRODUCT_LINE', 'PCF_SYSTEM', 'PRODUCT_LEVEL', 'PCF_CALCULATION_MODEL', 'PCF_PROGRAM'])
    .meta({ id: 'AssuranceCoverage', description: 'What a verification looked at (PACT v2 Assurance, v3 Verification).' }).optional().describe('What was looked at.'),
  boundary: boundary.optional().describe('System boundary of the verification.'),
  body: reference.optional().describe('Verification body.'),
  verifier: text.optional().describe('Verifier.'),
  accreditation: text.optional().describe('Accreditation number.'),
  standardName: text.optional().describe('Standard of the verification, as stated.'),
  completedAt: dateTime.optional().describe('When the verification was completed.'),
  comments: localizedText.optional().describe('Remarks of the verifier.'),
  siteVisit: date.optional().describe('Day of the site visit.'),
  statementHash: text.optional().describe('SHA-256 of the statement.'),
  scope: localizedText.optional().describe('Scope of the verification.'),
  result: text.optional().describe('Result.'),
  expiry: date.optional().describe('Day the statement expires.'),
}).meta({ id: 'Assurance', description: 'Verification of a footprint.' });
