// Product and emission factor (domain §1.4 identity; §3.2 electricity factors).
import { z } from 'zod';
import { decimal, text } from './scalar.ts';
import { datasetFields, localizedText, period, place, quantity, reference } from './value.ts';

export const productIdentifier = z.object({
  scheme: text.describe('Scheme: GTIN, URN, ILCD, TIDAS, …'),
  value: text.describe('Identifier.'),
}).meta({ id: 'ProductIdentifier', description: 'An external identifier of a product.' });

export const product = z.object({
  ...datasetFields,
  code: text.optional().describe('Short code in the catalog.'),
  identifiers: z.array(productIdentifier).optional().describe('External identifiers.'),
  producer: reference.optional().describe('Producing organization.'),
  brand: localizedText.optional().describe('Brand.'),
  geographicalIndication: localizedText.optional().describe('Protected geographical indication (地理标志).'),
  origin: place.optional().describe('Where it is produced.'),
  flow: reference.optional().describe('Flow that stands for the product in inventories.'),
  process: reference.optional().describe('Process that produces it.'),
  properties: z.array(z.object({
    name: text.describe('Name of the property.'),
    quantity: quantity.describe('Value with unit.'),
  }).meta({ id: 'ProductProperty', description: 'A physical property of a product, such as moisture or nitrogen content.' })).optional().describe('Physical properties.'),
  illustrative: z.boolean().optional().describe('True for demonstration data.'),
}).meta({ id: 'Product', description: 'A product of the catalog.' });
export type Product = z.infer<typeof product>;

export const factorKind = z.enum(['ELECTRICITY_LIFE_CYCLE', 'ELECTRICITY_DIRECT', 'FUEL', 'MATERIAL', 'TRANSPORT', 'REFRIGERANT', 'WASTE', 'SERVICE', 'AGRICULTURE'])
  .meta({
    id: 'FactorKind',
    description: 'Kind of emission factor. ELECTRICITY_LIFE_CYCLE (碳足迹因子) belongs into a product carbon footprint; ELECTRICITY_DIRECT (二氧化碳排放因子) does not: the two refuse each other\'s place.',
  });

export const factor = z.object({
  ...datasetFields,
  kind: factorKind.describe('Kind of factor.'),
  value: decimal.describe('Emission per activity unit.'),
  numerator: text.describe('Unit of the emission: kgCO2e or kgCO2.'),
  activityUnit: text.describe('Unit of the activity the value is per.'),
  gasBasis: z.enum(['CO2E', 'CO2']).meta({ id: 'GasBasis', description: 'Whether a value covers all greenhouse gases or carbon dioxide alone.' }).describe('Gases covered.'),
  technology: text.optional().describe('Generation technology or route, where the factor is specific to one.'),
  geography: place.optional().describe('Where the factor is valid.'),
  period: period.optional().describe('Period the data stand for.'),
  publishedOn: text.optional().describe('Day of publication.'),
  gwpSet: text.optional().describe('GWP set with its source; AR6 alone is not a version.'),
  source: reference.optional().describe('Source.'),
  dataQuality: text.optional().describe('Data-quality rating or evidence mark.'),
  uncertainty: text.optional().describe('Uncertainty in words.'),
  replaces: reference.optional().describe('Factor of the preceding period.'),
  illustrative: z.boolean().optional().describe('True for demonstration data.'),
}).meta({ id: 'Factor', description: 'An emission factor: greenhouse-gas emission per unit of an activity.' });
export type Factor = z.infer<typeof factor>;
