// node(id) and nodes(ids): any record by its identifier alone. A UUID is looked up in all dataset tables by one statement.
import type { GraphQLResolveInfo } from 'graphql';
import { Arg, Ctx, ID, Info, Query, Resolver } from 'type-graphql';
import { Parameters } from '../../database/read/parameters.ts';
import { visible } from '../../database/read/visibility.ts';
import { nounTables } from '../../database/tables/tables.ts';
import type { Noun } from '../../model/noun.ts';
import { uuidPattern } from '../../model/scalar.ts';
import { TanluError } from '../../errors.ts';
import { argumentsOf } from './arguments.ts';
import { scopeOf, type GraphqlContext } from './context.ts';
import type { ResolverClass } from './declare-resolver.ts';
import { Node } from './interfaces.ts';
import { loadDataset } from './loaders.ts';
import { asGraphqlError } from './plan-selection.ts';

const nouns = Object.keys(nounTables) as Noun[];
const withId = nouns.filter((noun) => nounTables[noun].columns.some((c) => c.name === 'id'));
const rowKey = new RegExp(`^(${nouns.filter((noun) => !withId.includes(noun)).join('|')})-(\\d{1,15})$`);

/** The noun of each UUID. Where two nouns share one, the first in the order of src/model/noun.ts. */
async function locate(context: GraphqlContext, ids: readonly string[]): Promise<Map<string, Noun>> {
  if (ids.length === 0) return new Map();
  const parameters = new Parameters();
  const wanted = parameters.add([...ids], 'uuid[]');
  const parts = withId.map((noun, place) => {
    const conditions = [`t.id = any(${wanted})`, ...visible(nounTables[noun], 't', scopeOf(context), parameters)];
    return `select ${place}, t.id from ${nounTables[noun].name} t where ${conditions.join(' and ')}`;
  });
  const rows = await context.db.rows({ text: parts.join(' union all '), values: parameters.values });
  return new Map(rows.sort((a, b) => (b[0] as number) - (a[0] as number)).map(([place, id]) => [id as string, withId[place as number]!]));
}

async function find(context: GraphqlContext, info: GraphQLResolveInfo, ids: readonly string[]): Promise<(object | null)[]> {
  try {
    if (ids.length > context.limits.maxPage) throw new TanluError('PAGE_INVALID', `${ids.length} identifiers were given; at most ${context.limits.maxPage} are answered at once.`, { kind: 'usage' });
    const uuids = ids.map((id) => id.toLowerCase()).filter((id) => uuidPattern.test(id));
    const found = await locate(context, uuids);
    return await Promise.all(ids.map((id) => {
      const row = rowKey.exec(id);
      if (row) return loadDataset(context, info, row[1] as Noun, 'key', Number(row[2]));
      const noun = found.get(id.toLowerCase());
      return noun ? loadDataset(context, info, noun, 'id', id.toLowerCase()) : null;
    }));
  } catch (error) {
    throw asGraphqlError(error);
  }
}

class NodeFields {
  async node(context: GraphqlContext, info: GraphQLResolveInfo): Promise<object | null> {
    return (await find(context, info, [argumentsOf<{ id: string }>(info).id]))[0]!;
  }

  nodes(context: GraphqlContext, info: GraphQLResolveInfo): Promise<(object | null)[]> {
    return find(context, info, argumentsOf<{ ids: string[] }>(info).ids);
  }
}

const prototype = NodeFields.prototype;
for (const name of ['node', 'nodes'] as const) {
  Ctx()(prototype, name, 0);
  Info()(prototype, name, 1);
}
Arg('id', () => ID, { description: 'Identifier of any record.' })(prototype, 'node', 2);
Arg('ids', () => [ID], { description: 'Identifiers of any records.' })(prototype, 'nodes', 2);
Query((() => Node) as never, { nullable: true, description: 'Any record by its identifier; null where there is none to see.' })(prototype, 'node', Object.getOwnPropertyDescriptor(prototype, 'node')!);
Query((() => [Node]) as never, { nullable: 'items', description: 'Records by their identifiers, in the order asked for; null where there is none to see.' })(prototype, 'nodes', Object.getOwnPropertyDescriptor(prototype, 'nodes')!);
Resolver()(NodeFields);

export const NodeResolver: ResolverClass = NodeFields;
