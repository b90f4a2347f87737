// Life cycle model: processes joined to a system by what they exchange (ILCD lifeCycleModelDataSet 2017, "eILCD"; openLCA ProductSystem).
import { z } from 'zod';
import { text } from './scalar.ts';
import { datasetFields, extensions, localizedText, position, reference } from './value.ts';
import { administration, compliance, review, uncertainty } from './documentation.ts';
import { flowKind, nameParts } from './process.ts';

export const modelLink = z.object({
  instance: text.describe('Internal id of the process instance that takes the flow.'),
  position: position.optional(),
  flow: reference.describe('Flow as the taking process calls it; it may be another one than that of the giving process.'),
  exchange: text.optional().describe('Internal id of the exchange that is linked, in the process whose demand the link meets (openLCA).'),
  location: text.optional().describe('Place that tells which of several inputs of the flow is meant, as stated.'),
  dominant: z.boolean().optional().describe('Whether this is the dominant one of several, where stated.'),
}).meta({ id: 'ModelLink', description: 'Where an output of a process instance goes.' });
export type ModelLink = z.infer<typeof modelLink>;

export const modelConnection = z.object({
  flow: reference.describe('Flow that leaves, as the giving process calls it.'),
  flowKind: flowKind.optional().describe('Kind of the flow, where the model tells.'),
  dominant: z.boolean().optional().describe('Whether this is the dominant one of several, where stated.'),
  links: z.array(modelLink).optional().describe('Where it goes; several takers share it by their demand.'),
}).meta({ id: 'ModelConnection', description: 'An output of a process instance. It runs from the process that gives to the one that takes, for waste as well.' });
export type ModelConnection = z.infer<typeof modelConnection>;

export const modelParameter = z.object({
  name: text.describe('Variable of the process.'),
  value: text.optional().describe('Value in this model, as stated.').meta({ scalar: 'Decimal' }),
}).meta({ id: 'ModelParameter', description: 'Value of a variable of a process in a model.' });

export const processInstance = z.object({
  internalId: text.describe('Identifier inside its model, as stated.'),
  position,
  process: reference.optional().describe('Process or model that the instance stands for; absent where the source names none.'),
  multiplicationFactor: text.optional().describe('What the inventory of the process is multiplied with to be its share in the model: the solved amount, as stated.').meta({ scalar: 'Decimal' }),
  scalingFactor: text.optional().describe('Constraint on the instance, as stated: it fixes the factor instead of leaving it to the model.').meta({ scalar: 'Decimal' }),
  groups: z.array(text).optional().describe('Groups it belongs to, by their internal ids.'),
  parameters: z.array(modelParameter).optional().describe('Values of variables that differ from those of the process.'),
  connections: z.array(modelConnection).optional().describe('Outputs and where they go.'),
  extensions: extensions.optional(),
}).meta({ id: 'ProcessInstance', description: 'A process in a life cycle model.' });
export type ProcessInstance = z.infer<typeof processInstance>;

export const modelGroup = z.object({
  internalId: text.describe('Identifier inside its model, as stated.'),
  name: localizedText.optional().describe('Name: a life cycle stage, a site.'),
}).meta({ id: 'ModelGroup', description: 'A group of process instances.' });

export const parameterRedefinition = z.object({
  name: text.describe('Variable.'),
  value: text.optional().describe('Value, as stated.').meta({ scalar: 'Decimal' }),
  context: reference.optional().describe('Process or impact category of the variable; absent for global ones.'),
  uncertainty: uncertainty.optional().describe('Uncertainty of the value.'),
  comment: localizedText.optional().describe('Remark.'),
}).meta({ id: 'ParameterRedefinition', description: 'Another value of a variable.' });

export const parameterSet = z.object({
  name: localizedText.optional().describe('Name.'),
  description: localizedText.optional().describe('Description.'),
  isBaseline: z.boolean().optional().describe('Whether the set counts where none is chosen.'),
  parameters: z.array(parameterRedefinition).optional().describe('Values.'),
}).meta({ id: 'ParameterSet', description: 'A scenario of a model: other values of variables (openLCA).' });

export const lifeCycleModel = z.object({
  ...datasetFields,
  nameParts: nameParts.optional().describe('Structured parts of the name.'),
  referenceInstance: text.optional().describe('Internal id of the process instance that gives what the model is for.'),
  referenceProcess: reference.optional().describe('Process of that instance.'),
  referenceExchange: text.optional().describe('Internal id of the exchange of that process that the model is for (openLCA).'),
  targetAmount: text.optional().describe('Amount of it, as stated.').meta({ scalar: 'Decimal' }),
  targetUnit: text.optional().describe('Unit symbol of the amount.'),
  targetUnitId: text.optional().describe('Identifier of the unit, as stated.'),
  targetProperty: reference.optional().describe('Flow property in which the amount is given.'),
  resultingProcesses: z.array(reference).optional().describe('Aggregated processes calculated from the model.'),
  groups: z.array(modelGroup).optional().describe('Groups of process instances.'),
  parameterSets: z.array(parameterSet).optional().describe('Scenarios: other values of variables.'),
  diagrams: z.array(reference).optional().describe('Diagrams.'),
  externalDocumentation: z.array(reference).optional().describe('External documentation.'),
  useAdvice: localizedText.optional().describe('Advice on using the dataset.'),
  reviews: z.array(review).optional().describe('Reviews.'),
  compliances: z.array(compliance).optional().describe('Declarations of compliance.'),
  administration: administration.optional().describe('Who made, entered, published it.'),
  tags: z.array(text).optional().describe('Tags.'),
  processes: z.array(processInstance).optional().meta({ rows: 'processInstance' }).describe('Processes with the links between them.'),
}).meta({ id: 'LifeCycleModel', description: 'Processes joined to a system by what they exchange: a life cycle model of ILCD, a product system of openLCA.' });
export type LifeCycleModel = z.infer<typeof lifeCycleModel>;
