// mappingCoverage: how much the mapping tables carry, format by format, and which elementary flows were found in the list of the hub, by package and by nomenclature.
import { Ctx, Float, ID, Int, Query, Resolver } from 'type-graphql';
import { Parameters } from '../../database/read/parameters.ts';
import { visible } from '../../database/read/visibility.ts';
import { nounTables } from '../../database/tables/tables.ts';
import { scopeOf, type GraphqlContext } from '../graphql/context.ts';
import { declareField, declareObject, later } from '../graphql/declare.ts';
import { declareFieldResolvers, type ResolverClass } from '../graphql/declare-resolver.ts';
import { asGraphqlError } from '../graphql/plan-selection.ts';

const FormatCoverage = declareObject('FormatCoverage', 'Fields of a format that the tables know.');
declareField(FormatCoverage, 'format', () => String, { description: 'Name of the format.' });
declareField(FormatCoverage, 'tables', () => Int, { description: 'Field tables.' });
declareField(FormatCoverage, 'rows', () => Int, { description: 'Fields.' });
declareField(FormatCoverage, 'carried', () => Int, { description: 'Fields with a place in the model of the hub.' });
declareField(FormatCoverage, 'lost', () => Int, { description: 'Fields without one; they are kept beside the record and written back into the same format only.' });

const StepCounts = declareObject('FlowMappingCounts', 'Elementary flows or exchanges by what they were found by in the list of the hub.');
const steps: Record<string, string> = {
  total: 'All.', byId: 'By identifier.', byCas: 'By CAS number and compartment.', byName: 'By name or synonym and compartment.', byFile: 'By a mapping file of the operator.', byDecision: 'By a decision of the operator.',
  noCounterpart: 'Decided to have no counterpart.', unmapped: 'Not found: in the queue of the operator.',
};
for (const [name, description] of Object.entries(steps)) declareField(StepCounts, name, () => Float, { description });

const FlowCoverage = declareObject('FlowCoverage', 'Mapping of elementary flows.');
declareField(FlowCoverage, 'flows', () => StepCounts, { description: 'Flows.' });
declareField(FlowCoverage, 'exchanges', () => StepCounts, { description: 'Exchanges of current processes with these flows.' });

const PackageCoverage = declareObject('PackageCoverage', 'Mapping of the elementary flows that an import brought.');
declareField(PackageCoverage, 'importRun', () => ID, { description: 'Identifier of the import run.', nullable: true });
declareField(PackageCoverage, 'origin', () => String, { description: 'Name of the package; null for what no import brought.', nullable: true });
declareField(PackageCoverage, 'coverage', () => FlowCoverage, { description: 'Its flows.' });

const ListCoverage = declareObject('NomenclatureCoverage', 'Mapping of the elementary flows of a nomenclature.');
declareField(ListCoverage, 'system', () => String, { description: 'Nomenclature of the compartments: ilcd, ecoinvent, ecospold1, fedefl, openlca; null where none is stated.', nullable: true });
declareField(ListCoverage, 'coverage', () => FlowCoverage, { description: 'Its flows.' });

const MappingCoverage = declareObject('MappingCoverage', 'What the mapping tables carry, and what of the hub was mapped.');
declareField(MappingCoverage, 'formats', () => [FormatCoverage], { description: 'By format.' });
declareField(MappingCoverage, 'flows', () => FlowCoverage, { description: 'All elementary flows of the hub that the reader may see.' });
declareField(MappingCoverage, 'packages', () => [PackageCoverage], { description: 'By imported package, the latest 100 first; a flow counts for the package that brought it.' });
declareField(MappingCoverage, 'nomenclatures', () => [ListCoverage], { description: 'By the nomenclature that flows state.' });

const conditions: Record<string, string> = {
  total: 'true', byId: `m.method = 'ID'`, byCas: `m.method = 'CAS'`, byName: `m.method = 'NAME'`, byFile: `m.method = 'FILE'`, byDecision: `m.method = 'DECISION' and m.state = 'MAPPED'`,
  noCounterpart: `m.state = 'NO_COUNTERPART'`, unmapped: `m.state = 'UNMAPPED'`,
};
const names = Object.keys(conditions);
const counts = [...names.map((name) => `count(*) filter (where ${conditions[name]}) as flows_${name}`), ...names.map((name) => `coalesce(sum(m.exchanges) filter (where ${conditions[name]}), 0) as exchanges_${name}`)].join(', ');
const countsOf = (values: readonly unknown[]): object => {
  const part = (from: number): object => Object.fromEntries(names.map((name, n) => [name, Number(values[from + n])]));
  return { flows: part(0), exchanges: part(names.length) };
};

/** Flows with their mappings, as far as the reader may see the flows. */
function seen(context: GraphqlContext, parameters: Parameters): string {
  const where = visible(nounTables.flow, 'f', scopeOf(context), parameters);
  return `flow_mapping m join flow f on f.id = m.flow_id where ${where.join(' and ')}`;
}

async function rows(context: GraphqlContext, text: string, parameters = new Parameters()): Promise<unknown[][]> {
  try {
    return await context.db.rows({ text, values: parameters.values });
  } catch (error) {
    throw asGraphqlError(error);
  }
}

export const MappingCoverageFields: ResolverClass = declareFieldResolvers(MappingCoverage, {
  async formats(_root, context) {
    const found = await rows(context, 'select format, count(distinct "table"), count(*), count(*) - count(lost), count(lost) from field_mapping group by format order by format');
    return found.map(([format, tables, all, carried, lost]) => ({ format, tables: Number(tables), rows: Number(all), carried: Number(carried), lost: Number(lost) }));
  },
  async flows(_root, context) {
    const parameters = new Parameters();
    const [found] = await rows(context, `select ${counts} from ${seen(context, parameters)}`, parameters);
    return countsOf(found!);
  },
  async packages(_root, context) {
    const parameters = new Parameters();
    const flows = seen(context, parameters);
    const run = visible(nounTables.importRun, 'r', scopeOf(context), parameters);
    const found = await rows(context,
      `select r.id, r.origin, c.* from (select f.import_run, ${counts} from ${flows} group by f.import_run) c join import_run r on r.key = c.import_run${run.length > 0 ? ` and ${run.join(' and ')}` : ''} order by r.key desc limit 100`, parameters);
    return found.map(([importRun, origin, , ...values]) => ({ importRun, origin, coverage: countsOf(values) }));
  },
  async nomenclatures(_root, context) {
    const parameters = new Parameters();
    const found = await rows(context, `select f.record -> 'compartment' ->> 'system', ${counts} from ${seen(context, parameters)} group by 1 order by 1 nulls last`, parameters);
    return found.map(([system, ...values]) => ({ system, coverage: countsOf(values) }));
  },
});

class CoverageQuery {
  mappingCoverage(_context: GraphqlContext): object {
    return {};
  }
}
const prototype = CoverageQuery.prototype;
Ctx()(prototype, 'mappingCoverage', 0);
Query(later(() => MappingCoverage), { description: 'What the mapping tables carry, format by format, and which elementary flows of the hub were found in its list; the rows themselves are in fieldMappings, flowMapRows and flowMappings.' })(
  prototype, 'mappingCoverage', Object.getOwnPropertyDescriptor(prototype, 'mappingCoverage')!);
Resolver()(CoverageQuery);

export const MappingCoverageResolver: ResolverClass = CoverageQuery;
