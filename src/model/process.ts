// Process, exchange, parameter: life cycle inventory datasets (ILCD 1.1 processDataSet; EcoSpold 2 activityDataset).
import { z } from 'zod';
import { integer, text, year } from './scalar.ts';
import { classification, datasetFields, extensions, localizedText, period, place, position, quantity, reference } from './value.ts';
import { epd, moduleAmount, moduleScenario } from './epd.ts';
import { administration, completenessStatement, compliance, review, uncertainty } from './documentation.ts';

export const processType = z.enum(['UNIT_PROCESS', 'UNIT_PROCESS_SINGLE_OPERATION', 'UNIT_PROCESS_BLACK_BOX', 'LCI_RESULT', 'PARTLY_TERMINATED_SYSTEM', 'AVOIDED_PRODUCT_SYSTEM', 'EPD'])
  .meta({ id: 'ProcessType', description: 'What a process dataset stands for.' });

export const formulaDialect = z.enum(['ilcd', 'ecospold2', 'openlca'])
  .meta({ id: 'FormulaDialect', description: 'How the formulas of a process are written: names of functions, separators, references.' });

export const activityKind = z.enum(['ORDINARY', 'MARKET', 'INPUT_OUTPUT', 'RESIDUAL', 'PRODUCTION_MIX', 'IMPORT', 'SUPPLY_MIX', 'EXPORT', 'RE_EXPORT', 'CORRECTION', 'MARKET_GROUP'])
  .meta({ id: 'ActivityKind', description: 'Special activity type of EcoSpold 2.' });

export const flowKind = z.enum(['PRODUCT', 'WASTE', 'ELEMENTARY', 'OTHER']).meta({ id: 'FlowKind', description: 'Kind of flow.' });

export const direction = z.enum(['INPUT', 'OUTPUT']).meta({ id: 'Direction', description: 'Whether a flow enters or leaves.' });

export const exchangeGroup = z.enum(['MATERIALS', 'ENERGY', 'SERVICES', 'FROM_ENVIRONMENT', 'FROM_TECHNOSPHERE', 'REFERENCE_PRODUCT', 'AVOIDED_PRODUCT', 'BY_PRODUCT', 'WASTE_TREATMENT', 'TO_ENVIRONMENT', 'STOCK_ADDITION'])
  .meta({ id: 'ExchangeGroup', description: 'Input or output group of EcoSpold.' });

export const exchangeFunction = z.enum(['GENERAL_REMINDER', 'ALLOCATION_REMINDER', 'SYSTEM_EXPANSION_REMINDER'])
  .meta({ id: 'ExchangeFunction', description: 'Reminder flows document something and are never part of the inventory (ILCD 1.1).' });

export const compartment = z.object({
  code: text.optional().describe('Compartment of the hub\'s own list; absent where unknown.'),
  system: text.describe('Nomenclature of the path: ilcd, ecoinvent, ecospold1, fedefl, openlca.'),
  path: z.array(text).describe('Names from the top category down, as stated.'),
  statedId: text.optional().describe('Identifier as stated.'),
  pathIds: z.array(text).optional().describe('Identifiers along the path as stated; empty text where a level has none.'),
}).meta({ id: 'Compartment', description: 'Receiving or source medium of an elementary flow.' });
export type Compartment = z.infer<typeof compartment>;

export const allocation = z.object({
  coProduct: text.describe('Internal id of the exchange that carries the share.'),
  percent: text.describe('Share in percent, as stated.').meta({ unit: '%' }),
  method: text.optional().describe('Basis of the allocation, where stated.'),
  comment: localizedText.optional().describe('Explanation of the share.'),
}).meta({ id: 'Allocation', description: 'Share of an exchange that is allocated to a co-product.' });

export const exchangeProperty = z.object({
  id: text.optional().describe('Identifier of the property, as stated.'),
  name: localizedText.optional().describe('Name.'),
  amount: text.optional().describe('Amount, as stated.'),
  unit: text.optional().describe('Unit symbol.'),
  unitId: text.optional().describe('Identifier of the unit, as stated.'),
  variable: text.optional().describe('Variable name.'),
  formula: text.optional().describe('Formula text.'),
  calculated: z.boolean().optional().describe('Whether the amount was computed from the formula.'),
  defining: z.boolean().optional().describe('Whether the property defines the flow.'),
  uncertainty: uncertainty.optional().describe('Uncertainty.'),
  comment: localizedText.optional().describe('Remark.'),
  source: reference.optional().describe('Source of the value.'),
}).meta({ id: 'ExchangeProperty', description: 'A property of what is exchanged: dry mass, carbon content, price, …' });

export const transferCoefficient = z.object({
  exchange: text.describe('Identifier of the output exchange.'),
  amount: text.describe('Share of the input that goes to it, as stated.'),
  formula: text.optional().describe('Formula text.'),
  variable: text.optional().describe('Variable name.'),
  calculated: z.boolean().optional().describe('Whether the amount was computed from the formula.'),
  uncertainty: uncertainty.optional().describe('Uncertainty.'),
  comment: localizedText.optional().describe('Remark.'),
  source: reference.optional().describe('Source of the value.'),
}).meta({ id: 'TransferCoefficient', description: 'Share of an input that leaves with an output (EcoSpold 2).' });

export const productionVolume = z.object({
  amount: text.optional().describe('Yearly amount, as stated.'),
  comment: localizedText.optional().describe('Remark.'),
  variable: text.optional().describe('Variable name.'),
  formula: text.optional().describe('Formula text.'),
  uncertainty: uncertainty.optional().describe('Uncertainty.'),
  source: reference.optional().describe('Source of the volume.'),
}).meta({ id: 'ProductionVolume', description: 'Yearly production volume of a product.' });

export const exchange = z.object({
  internalId: text.describe('Identifier inside its process, as stated.'),
  position,
  direction: direction.optional().describe('Absent where the source states none.'),
  group: exchangeGroup.optional().describe('EcoSpold group.'),
  flow: reference.describe('What is exchanged.'),
  flowKind: flowKind.optional().describe('Kind of flow, where the exchange itself tells.'),
  isReference: z.boolean().describe('Whether this is a quantitative reference of the process.'),
  isAvoided: z.boolean().optional().describe('Whether this is an avoided product (substitution credit).'),
  function: exchangeFunction.optional().describe('Set on reminder flows, which do not belong to the inventory.'),
  amount: text.optional().describe('Resulting amount as exact text; absent where missing or not a number.').meta({ scalar: 'Decimal' }),
  meanAmount: text.optional().describe('Mean amount before the variable is applied, as stated (ILCD).').meta({ scalar: 'Decimal' }),
  unit: text.optional().describe('Unit symbol of the amount; for ILCD the reference unit of the flow.'),
  unitId: text.optional().describe('Identifier of the unit, as stated.'),
  minimum: text.optional().describe('Minimum as stated.'),
  maximum: text.optional().describe('Maximum as stated.'),
  variable: text.optional().describe('Variable that the amount defines or is multiplied with.'),
  formula: text.optional().describe('Formula of the amount, as text.'),
  calculated: z.boolean().optional().describe('Whether the amount was computed from the formula.'),
  modules: z.array(moduleAmount).optional().describe('Amounts per life cycle module, where the flow is an indicator of an environmental product declaration.'),
  unitGroup: reference.optional().describe('Unit group that an environmental product declaration states for the indicator.'),
  uncertainty: uncertainty.optional().describe('Uncertainty of the amount.'),
  allocations: z.array(allocation).optional().describe('Shares allocated to co-products.'),
  provider: reference.optional().describe('Process that supplies the input or treats the output.'),
  activityLinkId: text.optional().describe('EcoSpold 2 activity of the supplier; the provider id is made of it and the flow.'),
  isInfrastructure: z.boolean().optional().describe('Whether what is exchanged is infrastructure (a capital good), where stated.'),
  isCutOff: z.boolean().optional().describe('Whether the source marks the flow as cut off on purpose (openLCA prefix CUTOFF).'),
  location: place.optional().describe('Place of this exchange.'),
  compartment: compartment.optional().describe('Compartment, where the exchange states it.'),
  cas: text.optional().describe('CAS number in canonical form.'),
  chemicalFormula: text.optional().describe('Chemical formula.'),
  synonyms: localizedText.optional().describe('Other names.'),
  classifications: z.array(classification).optional().describe('Classes stated with the exchange.'),
  properties: z.array(exchangeProperty).optional().describe('Properties of what is exchanged.'),
  transferCoefficients: z.array(transferCoefficient).optional().describe('Transfer coefficients.'),
  productionVolume: productionVolume.optional().describe('Production volume.'),
  allocationPropertyId: text.optional().describe('Property that overrides the master allocation property.'),
  dataSource: text.optional().describe('Kind of data source, as stated.'),
  derivation: text.optional().describe('Derivation status, as stated.'),
  sources: z.array(reference).optional().describe('Sources of the value.'),
  tags: z.array(text).optional().describe('Tags.'),
  comment: localizedText.optional().describe('Remark.'),
  extensions: extensions.optional(),
}).meta({ id: 'Exchange', description: 'Amount of a flow that enters or leaves a process.' });
export type Exchange = z.infer<typeof exchange>;

export const parameter = z.object({
  internalId: text.optional().describe('Identifier inside its process, as stated.'),
  position,
  name: text.describe('Variable name.'),
  label: localizedText.optional().describe('Name in words.'),
  formula: text.optional().describe('Formula text; absent for input parameters.'),
  value: text.optional().describe('Value as stated.').meta({ scalar: 'Decimal' }),
  calculated: z.boolean().optional().describe('Whether the value was computed from the formula.'),
  unit: text.optional().describe('Unit symbol.'),
  unitId: text.optional().describe('Identifier of the unit, as stated.'),
  minimum: text.optional().describe('Minimum as stated.'),
  maximum: text.optional().describe('Maximum as stated.'),
  uncertainty: uncertainty.optional().describe('Uncertainty.'),
  comment: localizedText.optional().describe('Remark.'),
  extensions: extensions.optional(),
}).meta({ id: 'Parameter', description: 'A variable of a process; its formula is kept as text, its stated value is the truth; where none is stated, it is computed and marked so.' });
export type Parameter = z.infer<typeof parameter>;

export const impactResult = z.object({
  category: reference.describe('Impact category.'),
  amount: text.optional().describe('Result per quantitative reference, as stated.'),
  unit: text.optional().describe('Unit symbol.'),
  method: text.optional().describe('Name of the method, as stated.'),
  methodId: text.optional().describe('Identifier of the method, as stated (EcoSpold 2).'),
  area: text.optional().describe('Impact category above the indicator, as stated (EcoSpold 2).'),
  areaId: text.optional().describe('Identifier of that impact category, as stated.'),
  modules: z.array(moduleAmount).optional().describe('Results per life cycle module of an environmental product declaration; its `amount` is then of no meaning.'),
  unitGroup: reference.optional().describe('Unit group that an environmental product declaration states for the indicator. Its label is spelled in many ways: the category tells what is measured.'),
  uncertainty: uncertainty.optional().describe('Uncertainty.'),
  comment: localizedText.optional().describe('Remark.'),
}).meta({ id: 'ImpactResult', description: 'A stated life cycle impact assessment result of a process.' });

export const nameParts = z.object({
  treatment: localizedText.optional().describe('Treatment, standards, routes.'),
  mix: localizedText.optional().describe('Mix and location types.'),
  functionalUnit: localizedText.optional().describe('Quantitative flow or process properties.'),
}).meta({ id: 'NameParts', description: 'Structured parts of an ILCD name besides the base name.' });

export const process = z.object({
  ...datasetFields,
  nameParts: nameParts.optional().describe('Structured parts of the name.'),
  identifierOfSubDataset: text.optional().describe('Identifier of a sub-dataset.'),
  type: processType.optional().describe('What the dataset stands for.'),
  activityKind: activityKind.optional().describe('Special activity type.'),
  isInfrastructure: z.boolean().optional().describe('Whether the process stands for infrastructure (a capital good), where stated.'),
  activityId: text.optional().describe('EcoSpold 2 activity id; the process id is made of it and its reference product.'),
  activityNameId: text.optional().describe('EcoSpold 2 activity name id.'),
  parentActivityId: text.optional().describe('EcoSpold 2 parent activity.'),
  inheritanceDepth: integer.optional().describe('EcoSpold 2 inheritance depth.'),
  metaDataOnly: z.boolean().optional().describe('True where the dataset has no inventory by intention: not a zero inventory.'),
  geography: place.optional().describe('Where the process is valid.'),
  subLocations: z.array(place).optional().describe('Places inside it.'),
  period: period.optional().describe('When the data are valid.'),
  referenceYear: year.optional().describe('Year the data stand for.'),
  periodDescription: localizedText.optional().describe('Remark on the period.'),
  validForEntirePeriod: z.boolean().optional().describe('Whether the data hold for the entire period.'),
  technology: localizedText.optional().describe('Technology and included processes.'),
  technologicalApplicability: localizedText.optional().describe('Technological applicability.'),
  technologyLevel: text.optional().describe('Technology level in words (EcoSpold 2).'),
  includedFrom: localizedText.optional().describe('Where the included activities start.'),
  includedTo: localizedText.optional().describe('Where the included activities end.'),
  includedProcesses: z.array(reference).optional().describe('Processes included in this one.'),
  complementingProcesses: z.array(reference).optional().describe('Complementing processes.'),
  pictogram: reference.optional().describe('Pictogram of the technology (ILCD).'),
  pictures: z.array(reference).optional().describe('Flow diagrams and pictures.'),
  externalDocumentation: z.array(reference).optional().describe('External documentation.'),
  referenceType: text.optional().describe('Kind of quantitative reference, as stated.'),
  referenceFlows: z.array(text).optional().describe('Internal ids of the reference exchanges, in the order stated.'),
  functionalUnit: localizedText.optional().describe('Functional unit or other reference in words.'),
  systemModel: text.optional().describe('System model: linking and allocation rules.'),
  systemModelId: text.optional().describe('Identifier of the system model.'),
  methodPrinciple: text.optional().describe('LCI method principle, as stated.'),
  methodPrincipleDeviations: localizedText.optional().describe('Deviations from the principle.'),
  methodApproaches: z.array(text).optional().describe('LCI method approaches, as stated.'),
  methodApproachDeviations: localizedText.optional().describe('Deviations from the approaches.'),
  modellingConstants: localizedText.optional().describe('Modelling constants.'),
  modellingConstantDeviations: localizedText.optional().describe('Deviations from the modelling constants.'),
  methodDetails: z.array(reference).optional().describe('Details of the method.'),
  cutOff: localizedText.optional().describe('Cut-off and completeness principles.'),
  cutOffDeviations: localizedText.optional().describe('Deviations from the cut-off principles.'),
  dataSelection: localizedText.optional().describe('Data selection and combination principles.'),
  dataSelectionDeviations: localizedText.optional().describe('Deviations from the selection principles.'),
  dataTreatment: localizedText.optional().describe('Data treatment and extrapolation principles.'),
  dataTreatmentDeviations: localizedText.optional().describe('Deviations from the treatment principles.'),
  dataHandling: z.array(reference).optional().describe('Sources of the data handling principles.'),
  dataSources: z.array(reference).optional().describe('Data sources.'),
  supplyCoveredPercent: text.optional().describe('Share of supply or production covered, as stated.').meta({ unit: '%' }),
  annualVolume: localizedText.optional().describe('Annual supply or production volume in words.'),
  sampling: localizedText.optional().describe('Sampling procedure.'),
  collectionPeriod: localizedText.optional().describe('Data collection period.'),
  uncertaintyAdjustments: localizedText.optional().describe('Uncertainty adjustments.'),
  useAdvice: localizedText.optional().describe('Advice on using the dataset.'),
  completeness: text.optional().describe('Completeness of the product model, as stated.'),
  completenessStatements: z.array(completenessStatement).optional().describe('Completeness by kind of elementary flow.'),
  completenessOther: localizedText.optional().describe('Completeness in other problem fields.'),
  supportedMethods: z.array(reference).optional().describe('Supported impact assessment methods.'),
  reviews: z.array(review).optional().describe('Reviews.'),
  compliances: z.array(compliance).optional().describe('Declarations of compliance.'),
  administration: administration.optional().describe('Who made, entered, published it.'),
  energyValues: text.optional().describe('Whether energy values are net or gross, in words (EcoSpold).'),
  allocationPropertyId: text.optional().describe('Master allocation property (EcoSpold 2).'),
  allocationComment: localizedText.optional().describe('Remark on allocation.'),
  scenario: localizedText.optional().describe('Macro-economic scenario.'),
  scenarioId: text.optional().describe('Identifier of the scenario.'),
  formulaDialect: formulaDialect.optional().describe('Derived: how the formulas are written; absent where there are none.'),
  modelDescription: localizedText.optional().describe('Description of the mathematical model.'),
  tags: z.array(text).optional().describe('Tags.'),
  scenarios: z.array(moduleScenario).optional().describe('Scenarios of the life cycle modules (environmental product declarations).'),
  epd: epd.optional().describe('What an environmental product declaration says of itself.'),
  impactResults: z.array(impactResult).optional().describe('Stated impact assessment results.'),
  declaredQuantity: quantity.optional().describe('Derived: amount and unit of the reference flow.'),
  exchanges: z.array(exchange).optional().meta({ rows: 'exchange' }).describe('Inputs and outputs.'),
  parameters: z.array(parameter).optional().meta({ rows: 'parameter' }).describe('Variables and formulas.'),
}).meta({ id: 'Process', description: 'A unit process or aggregated process dataset (life cycle inventory).' });
export type Process = z.infer<typeof process>;

