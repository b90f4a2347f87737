// What a plan and its runs are made of, and the few functions that both sides of the execution use.
import {
  getArgumentValues,
  type FieldNode, type FragmentDefinitionNode, type GraphQLError, type GraphQLField, type GraphQLObjectType, type GraphQLResolveInfo, type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';

export type Values = Record<string, unknown>;

export interface Path {
  readonly prev: Path | undefined;
  readonly key: string | number;
  readonly typename: string | undefined;
}

/** Completes `value`, which stands under `key` of `at`. Throws, or returns a promise that rejects, what the caller must locate. */
export type Complete = (run: Run, value: unknown, at: Path | undefined, key: string | number) => unknown;

/** One response key of a selection: its definition, and the closure that completes its value. */
export interface FieldPlan {
  key: string;
  /** Name of the definition. */
  name: string;
  nodes: FieldNode[];
  parent: GraphQLObjectType;
  definition: GraphQLField<unknown, unknown>;
  complete: Complete;
  /** The type that a property may have to be its own completed value: set for built-in scalars without a resolver, unless their key needs care. */
  plain: 'string' | 'boolean' | 'number' | undefined;
}

/** The fields asked of one object type, in response order. */
export interface SelectionPlan {
  type: GraphQLObjectType;
  fields: FieldPlan[];
}

export interface OperationPlan {
  readonly schema: GraphQLSchema;
  readonly operation: OperationDefinitionNode;
  readonly fragments: Record<string, FragmentDefinitionNode>;
  readonly root: SelectionPlan;
  /** The selection of `nodes` on `type`. */
  select(type: GraphQLObjectType, nodes: readonly FieldNode[]): SelectionPlan;
}

/** One execution of a plan. */
export interface Run {
  plan: OperationPlan;
  root: unknown;
  context: unknown;
  variables: Values;
  errors: GraphQLError[];
  /** Response positions already answered with null: errors at or below them are of no use to the reader. */
  nulled: Set<string>;
  arguments: Map<FieldPlan, Values>;
}

/** Whether a resolver answered later: any thenable counts. */
export const isPromise = (value: unknown): value is Promise<unknown> =>
  typeof value === 'object' && value !== null && typeof (value as Promise<unknown>).then === 'function';

/** Whether our own completion is not done yet: cheaper to ask, as its promises are never foreign. */
export const isPending = (done: unknown): done is Promise<unknown> => done instanceof Promise;

/** The arguments of a field: computed once per run, handed out as a copy, since a resolver may change them. Throws a GraphQLError that points at the argument. */
export function argumentsOf(run: Run, field: FieldPlan): Values {
  if (field.definition.args.length === 0) return {};
  let values = run.arguments.get(field);
  if (!values) run.arguments.set(field, (values = getArgumentValues(field.definition, field.nodes[0]!, run.variables)));
  return { ...values };
}

/** What resolvers get as their fourth argument. `path` may lie inside the field's list; the info names the field itself. */
export function infoOf(run: Run, field: FieldPlan, path: Path): GraphQLResolveInfo {
  let own = path;
  while (typeof own.key === 'number') own = own.prev!;
  const { schema, fragments, operation } = run.plan;
  return {
    fieldName: field.definition.name, fieldNodes: field.nodes, returnType: field.definition.type, parentType: field.parent, path: own,
    schema, fragments, rootValue: run.root, operation, variableValues: run.variables,
  };
}
