// Flow, flow property, unit group: what is exchanged and how it is measured (ILCD 1.1 flow, flow property, unit group data sets).
import { z } from 'zod';
import { text } from './scalar.ts';
import { datasetFields, localizedText, position, reference } from './value.ts';
import { administration, compliance, uncertainty } from './documentation.ts';
import { compartment, flowKind, nameParts } from './process.ts';

export const flowPropertyValue = z.object({
  internalId: text.optional().describe('Identifier inside its flow, as stated.'),
  position,
  flowProperty: reference.describe('Flow property.'),
  mean: text.describe('Amount of the property, in the reference unit of its group, per unit of the reference property.').meta({ scalar: 'Decimal' }),
  minimum: text.optional().describe('Minimum as stated.'),
  maximum: text.optional().describe('Maximum as stated.'),
  uncertainty: uncertainty.optional().describe('Uncertainty.'),
  derivation: text.optional().describe('Derivation status, as stated.'),
  comment: localizedText.optional().describe('Remark.'),
}).meta({ id: 'FlowPropertyValue', description: 'A property of a flow with its conversion factor.' });

/** Where the carbon of a greenhouse gas comes from. */
export const carbonOrigin = z.enum(['FOSSIL', 'BIOGENIC', 'LAND_USE_CHANGE', 'UPTAKE', 'UNSPECIFIED']).meta({ id: 'CarbonOrigin', description: 'Origin of the carbon of a flow.' });

export const flow = z.object({
  ...datasetFields,
  kind: flowKind.optional().describe('Kind of flow; absent on placeholders.'),
  isInfrastructure: z.boolean().optional().describe('Whether the flow is infrastructure (a capital good), where stated.'),
  nameParts: nameParts.optional().describe('Structured parts of the name.'),
  compartment: compartment.optional().describe('Compartment of an elementary flow.'),
  cas: text.optional().describe('CAS number in canonical form (no leading zeros, check digit correct).'),
  casStated: text.optional().describe('CAS number as stated, where it is not canonical.'),
  ecNumber: text.optional().describe('EC number.'),
  chemicalFormula: text.optional().describe('Chemical formula.'),
  carbonOrigin: carbonOrigin.optional().describe('Origin of the carbon, for flows of the greenhouse-gas table.'),
  unit: text.optional().describe('Symbol of the unit in which amounts of the flow are given: the reference unit of its reference property.'),
  unitId: text.optional().describe('Identifier of that unit, as stated.'),
  referenceProperty: text.optional().describe('Internal id of the reference flow property.'),
  flowProperties: z.array(flowPropertyValue).optional().describe('Flow properties with their factors.'),
  location: localizedText.optional().describe('Location of supply: free text, not a code.'),
  technologicalApplicability: localizedText.optional().describe('Technological applicability.'),
  specifications: z.array(reference).optional().describe('Technical specifications.'),
  genericParents: z.array(reference).optional().describe('Generic flows this one is a kind of (EPD isA).'),
  compliances: z.array(compliance).optional().describe('Declarations of compliance.'),
  administration: administration.optional().describe('Who made, entered, published it.'),
  externalDocumentation: z.array(reference).optional().describe('External documentation.'),
}).meta({ id: 'Flow', description: 'A product, waste or elementary flow.' });
export type Flow = z.infer<typeof flow>;

export const flowProperty = z.object({
  ...datasetFields,
  unitGroup: reference.optional().describe('Unit group with the units of the property.'),
  unit: text.optional().describe('Derived: symbol of the reference unit of the unit group.'),
  sources: z.array(reference).optional().describe('Data sources.'),
  compliances: z.array(compliance).optional().describe('Declarations of compliance.'),
  administration: administration.optional().describe('Who made, entered, published it.'),
}).meta({ id: 'FlowProperty', description: 'A quantity kind such as mass or net calorific value.' });
export type FlowProperty = z.infer<typeof flowProperty>;

export const unit = z.object({
  internalId: text.optional().describe('Identifier inside its group, as stated.'),
  position,
  symbol: text.describe('Symbol; unique only inside its group and case-sensitive.'),
  factor: text.describe('Factor to the reference unit as stated; divide by the factor of the reference unit.').meta({ scalar: 'Decimal' }),
  comment: localizedText.optional().describe('Name or remark.'),
}).meta({ id: 'Unit', description: 'A unit of measurement.' });
export type Unit = z.infer<typeof unit>;

export const unitGroup = z.object({
  ...datasetFields,
  referenceUnit: text.optional().describe('Internal id of the reference unit.'),
  unit: text.optional().describe('Derived: symbol of the reference unit.'),
  units: z.array(unit).optional().describe('Units with their factors.'),
  compliances: z.array(compliance).optional().describe('Declarations of compliance.'),
  administration: administration.optional().describe('Who made, entered, published it.'),
}).meta({ id: 'UnitGroup', description: 'Units that convert into each other.' });
export type UnitGroup = z.infer<typeof unitGroup>;

