// Makes the resolver classes of a noun: its two root fields, its nested lists, and the fields that all datasets compute alike.
import { ID, Info, Int, Query, Resolver, Ctx, Arg } from 'type-graphql';
import type { GraphQLResolveInfo } from 'graphql';
import { datasetSchemas, rowSchemas, type Noun } from '../../model/noun.ts';
import { descriptors } from '../descriptors.ts';
import { connectionOf } from './connections.ts';
import type { GraphqlContext } from './context.ts';
import { declareArguments, declareField, later, named, type TypeClass, type TypeThunk } from './declare.ts';
import { declareFieldResolvers, type FieldFunction, type ResolverClass } from './declare-resolver.ts';
import type { FieldSource } from './field-source.ts';
import { filterOf } from './filters.ts';
import { isDatasetNoun, loadVersion, loadVersions } from './loaders.ts';
import { nounType } from './noun-type.ts';
import { orderOf } from './orders.ts';
import { resolveList, resolveOne } from './resolve.ts';
import { DateTimeScalar } from './scalars.ts';
import { slotOf } from './selection.ts';

type ArgumentTypes = Record<string, { type: TypeThunk; description: string; required?: boolean }>;

export const pageArguments: ArgumentTypes = {
  first: { type: () => Int, description: 'Size of the page from the start of the list; 20 where neither `first` nor `last` is given.' },
  after: { type: () => String, description: 'Only records after this cursor.' },
  last: { type: () => Int, description: 'Size of the page from the end of the list.' },
  before: { type: () => String, description: 'Only records before this cursor.' },
};

const asOf = { type: () => DateTimeScalar, description: 'State of the hub at this time, in all nested fields as well; the present where absent.' };

const listArguments = (noun: Noun): ArgumentTypes => ({
  filter: { type: () => filterOf(noun), description: 'Only records that fulfill this.' },
  orderBy: { type: () => [orderOf(noun)], description: 'Order of the list; by default the order in which records were stored, rows of a dataset as in their source.' },
  ...pageArguments,
});

/** Reads what the planner attached to the parent. */
export const attached: FieldFunction = (parent: Record<string, unknown>, _, info) => parent[slotOf(info.fieldNodes[0]!)];

/** Declares a nested list on a type. */
export function declareList(type: TypeClass, name: string, to: TypeThunk, description: string, args: ArgumentTypes): void {
  declareField(type, name, to, { description });
  declareArguments(type, name, args);
}

export interface ExtraField {
  type: TypeThunk;
  description: string;
  nullable?: boolean;
  args?: ArgumentTypes;
  source: FieldSource;
  /** Absent where the planner gives the value. */
  resolve?: FieldFunction;
}

function rootFields(noun: Noun, type: TypeClass): ResolverClass {
  const { single, plural, type: name, table } = descriptors[noun];
  const one = { id: { type: () => ID, description: `Identifier of the ${name}.`, required: true }, ...(table.versioned && { version: { type: () => String, description: 'Version wanted; the current one where absent.' }, asOf }) };
  const list = { ...listArguments(noun), ...((noun in datasetSchemas || noun in rowSchemas) && { asOf }) };
  const resolver: ResolverClass = named(`${name}Resolver`);
  const prototype = resolver.prototype as Record<string, unknown>;
  const declare = (field: string, thunk: TypeThunk, description: string, args: ArgumentTypes, resolve: (context: GraphqlContext, info: GraphQLResolveInfo) => unknown, nullable: boolean) => {
    prototype[field] = resolve;
    Ctx()(prototype, field, 0);
    Info()(prototype, field, 1);
    Object.entries(args).forEach(([arg, a], i) => Arg(arg, later(a.type), { nullable: a.required !== true, description: a.description })(prototype, field, i + 2));
    Query(later(thunk), { description, nullable })(prototype, field, Object.getOwnPropertyDescriptor(prototype, field)!);
  };
  declare(single, () => type, `One ${name} by its identifier; null where there is none to see.`, one, (context, info) => resolveOne(noun, context, info), true);
  declare(plural, () => connectionOf(type), `List of ${name}.`, list, (context, info) => resolveList(noun, context, info), false);
  Resolver()(resolver);
  return resolver;
}

function nestedLists(noun: Noun, type: TypeClass): Record<string, FieldFunction> {
  const fields: Record<string, FieldFunction> = {};
  for (const [name, many] of Object.entries(descriptors[noun].toMany)) {
    declareList(type, name, () => connectionOf(nounType(many.to).type), many.description, listArguments(many.to));
    fields[name] = attached;
  }
  return fields;
}

function versionFields(noun: Noun): Record<string, FieldFunction> {
  if (!isDatasetNoun(noun)) return {};
  return {
    versions: (row, context) => loadVersions(context, noun, row['$id'] as string),
    supersedes: (row, context) => (row['$supersedes'] === null ? null : loadVersion(context, noun, row['$supersedes'] as number)),
  };
}

/** The resolver classes of a noun. `extra`: fields that only this noun has. */
export function makeNounResolvers(noun: Noun, extra: Record<string, ExtraField> = {}): ResolverClass[] {
  const { type, sources } = nounType(noun);
  const fields = { ...nestedLists(noun, type), ...versionFields(noun) };
  for (const [name, field] of Object.entries(extra)) {
    declareField(type, name, field.type, field);
    if (field.args) declareArguments(type, name, field.args);
    sources[name] = field.source;
    if (field.resolve) fields[name] = field.resolve;
  }
  const resolvers = [rootFields(noun, type)];
  if (Object.keys(fields).length > 0) resolvers.push(declareFieldResolvers(type, fields));
  return resolvers;
}
