// Flow mapping, flow map row, field mapping: which flow of the hub's list a flow is, how well, and what the mapping tables say (GLAD flow mapping; mapping language of the hub).
import { z } from 'zod';
import { carbonOrigin } from './flow.ts';
import { dateTime, decimal, integer, text, uuid } from './scalar.ts';

export const mappingState = z.enum(['MAPPED', 'UNMAPPED', 'NO_COUNTERPART']).meta({ id: 'FlowMappingState', description: 'Whether a flow was found in the list of the hub.' });
export const mappingMethod = z.enum(['ID', 'CAS', 'NAME', 'FILE', 'DECISION', 'NONE']).meta({ id: 'FlowMappingMethod', description: 'What a flow was found by.' });
export const matchCondition = z.enum(['SAME', 'NARROWER', 'PROXY', 'BROADER', 'OVERLAPPING', 'UNKNOWN'])
  .meta({ id: 'MatchCondition', description: 'How a flow relates to the one it is mapped to (GLAD MatchCondition).' });
export type MatchConditionName = z.infer<typeof matchCondition>;

export const flowCandidate = z.object({
  id: text.describe('Identifier in the target list; empty where the map states none.'),
  name: text.describe('Name in the target list.'),
}).meta({ id: 'FlowCandidate', description: 'A flow that another may be.' });

export const flowMapping = z.object({
  flowId: uuid.describe('Identifier of the flow.'),
  state: mappingState.describe('Whether it was found.'),
  method: mappingMethod.describe('What it was found by.'),
  condition: matchCondition.optional().describe('How the flow relates to the target.'),
  factor: decimal.optional().describe('Amount in the unit of the target per amount in the unit of the flow, exact.'),
  unit: text.optional().describe('Unit of the target that the factor leads to.'),
  list: text.optional().describe('List of the target, with its version.'),
  targetId: text.optional().describe('Identifier of the target.'),
  targetName: text.optional().describe('Name of the target.'),
  compartment: text.optional().describe('Compartment of the target, as its list writes it, levels divided by /.'),
  reversed: z.boolean().optional().describe('The flow enters in one list and leaves in the other; the amount keeps its sign.'),
  carbonOrigin: carbonOrigin.optional().describe('Origin of the carbon of the target, for greenhouse gases.'),
  flowName: text.optional().describe('Name of the flow as stated, to read and sort by.'),
  flowCompartment: text.optional().describe('Compartment of the flow as stated, levels divided by /.'),
  flowUnit: text.optional().describe('Unit of the amounts of the flow.'),
  reason: text.optional().describe('Why the flow is not mapped, or why it was decided so.'),
  candidates: z.array(flowCandidate).optional().describe('Flows of the list that it may be.'),
  origin: text.optional().describe('Mapping file and row that decided.'),
  exchanges: integer.describe('Exchanges of the flow in current processes.'),
  decidedAt: dateTime.optional().describe('When a person or a file decided; absent where the tables of the hub did.'),
  updatedAt: dateTime.describe('When the mapping last changed.'),
}).meta({ id: 'FlowMapping', description: 'Which flow of the hub\'s list an elementary flow is. Those that are UNMAPPED are the queue of the operator.' });
export type FlowMapping = z.infer<typeof flowMapping>;

export const flowMapRow = z.object({
  map: text.describe('Name of the own map, as `own:<map>` on the command line.'),
  sourceList: text.describe('Source list, with its version.'),
  sourceId: text.describe('Identifier of the source flow.'),
  sourceName: text.describe('Name of the source flow.'),
  sourceContext: text.describe('Compartment of the source flow, levels divided by /.'),
  sourceUnit: text.describe('Unit of the source flow.'),
  condition: matchCondition.describe('How the source relates to the target; BROADER is never applied by itself.'),
  factor: decimal.optional().describe('Amount in the target unit per amount in the source unit; absent where not convertible.'),
  targetList: text.describe('Target list, with its version.'),
  targetId: text.describe('Identifier of the target flow.'),
  targetName: text.describe('Name of the target flow.'),
  targetContext: text.describe('Compartment of the target flow, levels divided by /.'),
  targetUnit: text.describe('Unit of the target flow.'),
  reversed: z.boolean().describe('The flow enters in one list and leaves in the other.'),
  remark: text.optional().describe('Where the pair comes from.'),
}).meta({ id: 'FlowMapRow', description: 'A row of the hub\'s own flow maps.' });
export type FlowMapRow = z.infer<typeof flowMapRow>;

export const fieldMapping = z.object({
  format: text.describe('Name of the format: ilcd, ecospold1, ecospold2, olca.'),
  table: text.describe('Name of the field table.'),
  dataset: text.optional().describe('Noun of the dataset or shape of the model that the table fills.'),
  path: text.describe('Path in the format, from the element of the table.'),
  model: text.optional().describe('Path in the model of the hub; absent where it has no place.'),
  transform: text.optional().describe('How the text becomes a value: a transform, or the nested table.'),
  occurs: text.describe('How often the field occurs: 0..1, 1..1, 0..*, 1..*.'),
  lost: text.optional().describe('Why the model cannot carry the field; it is kept beside the record all the same.'),
  note: text.optional().describe('Remark.'),
}).meta({ id: 'FieldMapping', description: 'A row of a field table: where a field of a format goes, or why it has no place.' });
export type FieldMapping = z.infer<typeof fieldMapping>;
