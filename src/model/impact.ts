// Impact method, impact category, characterization factor (ILCD 1.1 LCIAMethodDataSet: one indicator a file; EcoSpold 2 impactIndicator).
import { z } from 'zod';
import { integer, text } from './scalar.ts';
import { datasetFields, localizedText, period, place, position, reference } from './value.ts';
import { administration, compliance, review, uncertainty } from './documentation.ts';
import { direction } from './process.ts';

export const impactMethod = z.object({
  ...datasetFields,
  methodology: text.optional().describe('Methodology as stated by its categories.'),
}).meta({ id: 'ImpactMethod', description: 'A set of impact categories that belong together.' });
export type ImpactMethod = z.infer<typeof impactMethod>;

export const characterizationFactor = z.object({
  internalId: text.optional().describe('Identifier inside its category, as stated.'),
  position,
  flow: reference.describe('Elementary flow.'),
  direction: direction.describe('Direction of the flow: part of the key.'),
  location: place.optional().describe('Place, for regionalized methods.'),
  value: text.describe('Indicator result per reference unit of the flow, as exact text.').meta({ scalar: 'Decimal' }),
  unit: text.optional().describe('Derived: unit of the flow the factor is per.'),
  minimum: text.optional().describe('Minimum as stated.'),
  maximum: text.optional().describe('Maximum as stated.'),
  uncertainty: uncertainty.optional().describe('Uncertainty.'),
  derivation: text.optional().describe('Derivation status, as stated.'),
  deviatingRecommendation: text.optional().describe('Recommendation level that deviates from that of the method.'),
  sources: z.array(reference).optional().describe('Sources of the factor.'),
  comment: localizedText.optional().describe('Remark.'),
}).meta({ id: 'CharacterizationFactor', description: 'Factor of an elementary flow for an impact category. Key: flow, direction, location.' });
export type CharacterizationFactor = z.infer<typeof characterizationFactor>;

export const impactCategory = z.object({
  ...datasetFields,
  method: reference.optional().describe('Impact method the category belongs to.'),
  methodologies: z.array(text).optional().describe('Methodologies as stated.'),
  categories: z.array(text).optional().describe('Impact categories in the words of the format.'),
  areasOfProtection: z.array(text).optional().describe('Areas of protection.'),
  indicator: text.optional().describe('Impact indicator.'),
  referenceQuantity: reference.optional().describe('Flow property in which results are given.'),
  unit: text.optional().describe('Unit of the results, where stated.'),
  period: period.optional().describe('When the factors are valid.'),
  referenceYear: integer.optional().describe('Reference year.'),
  duration: localizedText.optional().describe('How long the factors hold, or the time horizon, in words.'),
  timeDescription: localizedText.optional().describe('Remark on time, such as the horizon.'),
  interventionLocation: place.optional().describe('Where interventions happen.'),
  interventionSubLocations: z.array(place).optional().describe('Places inside it.'),
  impactLocation: place.optional().describe('Where impacts happen.'),
  geographyDescription: localizedText.optional().describe('Remark on geography.'),
  modelName: text.optional().describe('Name of the impact model.'),
  modelDescription: localizedText.optional().describe('Description of the impact model.'),
  modelSources: z.array(reference).optional().describe('Sources of the model.'),
  flowCharts: z.array(reference).optional().describe('Flow charts of the methodology.'),
  consideredMechanisms: localizedText.optional().describe('Mechanisms considered.'),
  includedMethods: z.array(reference).optional().describe('Methods included.'),
  useAdvice: localizedText.optional().describe('Advice on using the dataset.'),
  type: text.optional().describe('Kind of method, as stated.'),
  principles: z.array(text).optional().describe('LCIA method principles, as stated.'),
  principleDeviations: localizedText.optional().describe('Deviations from the principles.'),
  normalization: z.boolean().optional().describe('Whether normalization is included.'),
  normalizationDescription: localizedText.optional().describe('Description of the normalization.'),
  normalizationUsable: z.array(reference).optional().describe('Normalization datasets that may be used.'),
  normalizationIncluded: z.array(reference).optional().describe('Normalization datasets included.'),
  weighting: z.boolean().optional().describe('Whether weighting is included.'),
  weightingDescription: localizedText.optional().describe('Description of the weighting.'),
  weightingUsable: z.array(reference).optional().describe('Weighting datasets that may be used.'),
  weightingIncluded: z.array(reference).optional().describe('Weighting datasets included.'),
  coveragePercent: text.optional().describe('Share of the impact that the factors cover, as stated.').meta({ unit: '%' }),
  inventoryItems: integer.optional().describe('Number of inventory items with a factor, as stated.'),
  recommendedBy: z.array(reference).optional().describe('Who recommends the method.'),
  recommendationLevel: text.optional().describe('Level of the recommendation, as stated.'),
  recommendationMeaning: localizedText.optional().describe('Meaning of the recommendation.'),
  dataSources: z.array(reference).optional().describe('Data sources.'),
  reviews: z.array(review).optional().describe('Reviews.'),
  compliances: z.array(compliance).optional().describe('Declarations of compliance.'),
  administration: administration.optional().describe('Who made, entered, published it.'),
  externalDocumentation: z.array(reference).optional().describe('External documentation.'),
  factors: z.array(characterizationFactor).optional().meta({ rows: 'characterizationFactor' }).describe('Characterization factors.'),
}).meta({ id: 'ImpactCategory', description: 'An impact category indicator with its characterization factors.' });
export type ImpactCategory = z.infer<typeof impactCategory>;
