// What environmental product declarations say beyond an inventory: results per module and scenario, validity, publishers (EN 15804 §7; ILCD+EPD 1.1 to 1.3).
import { z } from 'zod';
import { contentComponent, contentMaterial, contentSubstance } from './content.ts';
import { date, text } from './scalar.ts';
import { localizedText, reference } from './value.ts';

export const moduleAmount = z.object({
  module: text.describe('Life cycle module as stated: A1, A2, A3, A1-A3, A4 … C4, D. A1-A3 stands for the sum of A1, A2 and A3: never add both.'),
  scenario: text.optional().describe('Name of the scenario; absent where the amount belongs to all, or to the default one.'),
  amount: text.optional().describe('Amount in the module, per declared unit, in the unit of the indicator; absent where none is declared, which is not zero.').meta({ scalar: 'Decimal' }),
  notDeclared: z.boolean().optional().describe('True where the module is stated without a number: empty, MND (module not declared), MNR, ND, …'),
  statedAs: text.optional().describe('Words that stand in place of a number.'),
}).meta({ id: 'ModuleAmount', description: 'Amount of an indicator in one life cycle module, and in one scenario where the module has several (EN 15804).' });
export type ModuleAmount = z.infer<typeof moduleAmount>;

export const moduleScenario = z.object({
  name: text.describe('Name that the amounts refer to.'),
  group: text.optional().describe('Group of scenarios of which one applies.'),
  isDefault: z.boolean().optional().describe('Whether this is the scenario to show where none is chosen.'),
  description: localizedText.optional().describe('Description.'),
}).meta({ id: 'ModuleScenario', description: 'A scenario of the modules beyond the gate: transport, use, end of life (EN 15804).' });
export type ModuleScenario = z.infer<typeof moduleScenario>;

export const epdProductId = z.object({
  type: text.optional().describe('Kind of identifier: GTIN, GMN, …'),
  value: text.optional().describe('Identifier as stated.'),
}).meta({ id: 'EpdProductId', description: 'Identifier of a product that a declaration covers.' });

export const productionSite = z.object({
  name: text.optional().describe('Name of the site.'),
  facilityId: text.optional().describe('Identifier of the facility.'),
  openLocationCode: text.optional().describe('Open Location Code ("plus code").'),
  geoCode: text.optional().describe('Code of the country or region, as stated.'),
  streetAddress: text.optional().describe('Street address.'),
}).meta({ id: 'ProductionSite', description: 'Place where a declared product is made.' });

export const epdManufacturer = z.object({
  contact: reference.optional().describe('The manufacturer.'),
  isProvidingData: z.boolean().optional().describe('Whether the manufacturer gave data for the declaration.'),
  sites: z.array(productionSite).optional().describe('Sites of production.'),
}).meta({ id: 'EpdManufacturer', description: 'Manufacturer of a declared product.' });

export const epd = z.object({
  formatVersion: text.optional().describe('Version of the extension ILCD+EPD, as stated.'),
  olderNamespace: z.boolean().optional().describe('True where the file uses the older of the two namespaces of the extension of 2019, in which it is written back.'),
  subtype: text.optional().describe('What the declaration stands for, in the words of ILCD+EPD: specific, average, representative, generic or template dataset.'),
  publicationDate: date.optional().describe('Day of publication.'),
  validUntil: date.optional().describe('Day on which the declaration expires; older files state only a year (`period`).'),
  publishers: z.array(reference).optional().describe('Publishers: programme operators.'),
  originals: z.array(reference).optional().describe('Original declarations (documents).'),
  productIds: z.array(epdProductId).optional().describe('Identifiers of the declared products.'),
  manufacturers: z.array(epdManufacturer).optional().describe('Manufacturers with their sites.'),
  components: z.array(contentComponent).optional().describe('Content declaration: components of the product and its packaging.'),
  materials: z.array(contentMaterial).optional().describe('Content declaration: materials that stand in no component.'),
  substances: z.array(contentSubstance).optional().describe('Content declaration: substances that stand in no component and no material.'),
  safetyMargin: text.optional().describe('Safety margin added to the results, as stated.').meta({ unit: '%' }),
  safetyMarginDescription: localizedText.optional().describe('Remark on the safety margin.'),
}).meta({ id: 'EpdStatement', description: 'What an environmental product declaration says of itself (ISO 14025, EN 15804). Registration authority and number stand in `administration`, the owner in `rights`.' });
export type Epd = z.infer<typeof epd>;
