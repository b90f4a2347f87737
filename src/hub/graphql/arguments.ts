// Argument values of a field from its node: the same under graphql-js and the server's executor, computed once where no variable is involved.
import { getArgumentValues, Kind, visit, type FieldNode, type GraphQLField, type GraphQLObjectType, type GraphQLResolveInfo } from 'graphql';

const fixed = new WeakMap<FieldNode, Record<string, unknown>>();
const withVariables = new WeakMap<FieldNode, boolean>();

/** Whether the arguments of a field, without its selection, use variables. */
export function usesVariables(node: FieldNode): boolean {
  let known = withVariables.get(node);
  if (known === undefined) {
    known = false;
    for (const argument of node.arguments ?? []) visit(argument, { [Kind.VARIABLE]: () => { known = true; } });
    withVariables.set(node, known);
  }
  return known;
}

/** Coerced argument values. Throws the GraphQLError of graphql-js where they do not fit. */
export function argumentValues<T = Record<string, unknown>>(field: GraphQLField<unknown, unknown>, node: FieldNode, variables: Record<string, unknown>): T {
  const known = fixed.get(node);
  if (known) return known as T;
  const values = getArgumentValues(field, node, variables);
  if (!usesVariables(node)) fixed.set(node, values);
  return values as T;
}

/** Arguments of the field being resolved. */
export function argumentsOf<T = Record<string, unknown>>(info: GraphQLResolveInfo): T {
  const field = (info.parentType as GraphQLObjectType).getFields()[info.fieldName]!;
  return argumentValues<T>(field, info.fieldNodes[0]!, info.variableValues);
}
