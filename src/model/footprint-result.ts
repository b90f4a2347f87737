// What a footprint covers and what it comes to: scope, stages, results by kind of emission and removal (domain §1.4; PACT v3 CarbonFootprint, ISO 14067 §7).
import { z } from 'zod';
import { decimal, text } from './scalar.ts';
import { localizedText, quantity } from './value.ts';

export const boundary = z.enum(['GATE_TO_GATE', 'CRADLE_TO_GATE', 'CRADLE_TO_GRAVE', 'MODULES']).meta({ id: 'Boundary', description: 'System boundary.' });

const kgCo2e = (meaning: string) => decimal.optional().describe(`${meaning}, kg CO2e per declared unit; absent means unknown, "0" means zero.`).meta({ unit: 'kgCO2e' });
const kgC = (meaning: string) => decimal.optional().describe(`${meaning}, kg C per declared unit; absent means unknown, "0" means zero.`).meta({ unit: 'kg C' });

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
  totalExcludingUptake: kgCo2e('Net total without biogenic uptake, removals included').describe('Net total without biogenic uptake, removals included (PACT v3 pcfExcludingBiogenicUptake), kg CO2e per declared unit; may be negative.'),
  gross: kgCo2e('Gross emissions without uptake and removals'),
  fossil: kgCo2e('Fossil emissions'),
  biogenicUptake: kgCo2e('Biogenic carbon uptake, a negative number'),
  biogenicEmissions: kgCo2e('Biogenic emissions'),
  biogenicNonCo2: kgCo2e('Biogenic emissions of other gases than CO2, such as methane of decay'),
  landUseChange: kgCo2e('Emissions of direct land use change'),
  landManagement: kgCo2e('Emissions of land management').describe('Emissions and removals of land management, other gases than CO2 included, kg CO2e per declared unit; may be negative; absent means unknown, "0" means zero.'),
  landManagementFossil: kgCo2e('Fossil emissions of land management, a part of the fossil emissions'),
  landManagementBiogenicCo2Emissions: kgCo2e('Biogenic CO2 emissions of land management'),
  landManagementBiogenicCo2Removals: kgCo2e('Biogenic CO2 removals of land management, a negative number'),
  landCarbonLeakage: kgCo2e('Land carbon leakage (indirect land use change), outside of the value chain and of the total'),
  landOccupation: decimal.optional().describe('Land occupied, m2 times year per declared unit; absent means unknown, "0" means zero.').meta({ unit: 'm2*a' }),
  removals: kgCo2e('Removals other than biogenic uptake in the product, a negative number'),
  aircraft: kgCo2e('Aircraft emissions'),
  carbonCapture: kgCo2e('Captured and stored or used carbon dioxide, a negative number'),
  technologicalRemovals: kgCo2e('CO2 removed from the air by technology and stored, a negative number'),
  packaging: kgCo2e('Emissions of the packaging'),
  outboundLogistics: kgCo2e('Emissions of transport and storage behind the gate'),
  fossilCarbonContent: kgC('Fossil carbon in the product'),
  recycledCarbonContent: kgC('Recycled carbon in the product'),
  packagingBiogenicCarbonContent: kgC('Biogenic carbon in the packaging'),
  ccuCarbonContent: kgC('Carbon in the product that was captured and used'),
  storedCarbon: decimal.optional().describe('Biogenic carbon stored in the product, kg C per declared unit.').meta({ unit: 'kg C' }),
  locationBased: kgCo2e('Total with location-based electricity'),
  contractBased: kgCo2e('Total with contract-based electricity'),
  gases: z.array(gasAmount).optional().describe('Emissions by gas.'),
}).meta({ id: 'FootprintResult', description: 'Result of a footprint: gross and net, fossil, biogenic, land use change and removals kept apart.' });

export const footprintScope = z.object({
  boundary: boundary.describe('System boundary.'),
  modules: z.array(text).optional().describe('Modules declared, for modular boundaries.'),
  boundaryDescription: localizedText.optional().describe('Processes within the boundary, in words.'),
  stages: z.array(footprintStage).optional().describe('Stages with values.'),
  cutOffPercent: decimal.optional().describe('Share of emissions left out.').meta({ unit: '%' }),
  cutOffDescription: localizedText.optional().describe('What was left out, and why.'),
  includesPackaging: z.boolean().optional().describe('Whether packaging is included.'),
  includesTransport: z.boolean().optional().describe('Whether transport is included.'),
  includesAirTransport: z.boolean().optional().describe('Whether air transport is included.'),
  includesStorage: z.boolean().optional().describe('Whether storage is included.'),
  includesUse: z.boolean().optional().describe('Whether use is included.'),
  includesEndOfLife: z.boolean().optional().describe('Whether end of life is included.'),
  includesCarbonCapture: z.boolean().optional().describe('Whether the capture of CO2 with geological storage is included.'),
}).meta({ id: 'FootprintScope', description: 'What a footprint covers.' });
