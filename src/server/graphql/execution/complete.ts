// Completes a resolved value by its type (GraphQL specification, October 2021, §6.4.3), as closures made once per field.
import {
  defaultTypeResolver, GraphQLBoolean, GraphQLError, GraphQLID, GraphQLString, isAbstractType, isLeafType, isListType, isNonNullType, isObjectType,
  type GraphQLAbstractType, type GraphQLLeafType, type GraphQLObjectType, type GraphQLOutputType,
} from 'graphql';
import { inspect } from 'graphql/jsutils/inspect.js';
import { executeFields, failed } from './run.ts';
import { infoOf, isPending, isPromise, type Complete, type FieldPlan, type OperationPlan, type Path, type Run, type SelectionPlan } from './state.ts';

/** Makes the completer of `type` for a field. `typename` is the parent's for the field itself and nothing inside lists. */
export function completerOf(type: GraphQLOutputType, field: FieldPlan, plan: OperationPlan, typename?: string): Complete {
  if (isNonNullType(type)) {
    const inner = completerOf(type.ofType, field, plan, typename);
    return (run, value, at, key) => {
      const done = inner(run, value, at, key);
      if (done === null) throw new Error(`Cannot return null for non-nullable field ${field.parent.name}.${field.definition.name}.`);
      return done;
    };
  }
  if (isLeafType(type)) return leaf(type);
  if (isListType(type)) return list(type.ofType, field, plan, typename);
  const selections = new Map<GraphQLObjectType, SelectionPlan>();
  let latest: { object: GraphQLObjectType; selection: SelectionPlan } | undefined;
  const selectionOf = (object: GraphQLObjectType): SelectionPlan => {
    if (latest?.object === object) return latest.selection;
    let selection = selections.get(object);
    if (!selection) selections.set(object, (selection = plan.select(object, field.nodes)));
    latest = { object, selection };
    return selection;
  };
  const complete = (run: Run, object: GraphQLObjectType, value: unknown, path: Path): unknown => {
    const selection = selectionOf(object);
    if (!object.isTypeOf) return executeFields(run, selection, value, path);
    const check = (is: boolean): unknown => {
      if (!is) throw new GraphQLError(`Expected value of type "${object.name}" but got: ${inspect(value)}.`, { nodes: field.nodes });
      return executeFields(run, selection, value, path);
    };
    const is = object.isTypeOf(value, run.context, infoOf(run, field, path));
    return isPromise(is) ? Promise.resolve(is).then(check) : check(is);
  };
  const plainType = isObjectType(type) && !type.isTypeOf ? type : undefined;
  return (run, value, at, key) => {
    if (value instanceof Error) throw value;
    if (value == null) return null;
    if (plainType !== undefined) return executeFields(run, selectionOf(plainType), value, at, key, typename);
    const path = { prev: at, key, typename };
    if (!isAbstractType(type)) return complete(run, type, value, path);
    const info = infoOf(run, field, path);
    const name = (type.resolveType ?? defaultTypeResolver)(value, run.context, info, type);
    return isPromise(name)
      ? Promise.resolve(name).then((resolved) => complete(run, possible(resolved, type, field, run, value), value, path))
      : complete(run, possible(name, type, field, run, value), value, path);
  };
}

function leaf(type: GraphQLLeafType): Complete {
  const plain = type === GraphQLString || type === GraphQLID ? 'string' : type === GraphQLBoolean ? 'boolean' : undefined;
  return (_run, value) => {
    if (typeof value === plain) return value;
    if (value instanceof Error) throw value;
    if (value == null) return null;
    const serialized = type.serialize(value);
    if (serialized != null) return serialized;
    throw new Error(`Expected \`${inspect(type)}.serialize(${inspect(value)})\` to return non-nullable value, returned: ${inspect(serialized)}`);
  };
}

function list(itemType: GraphQLOutputType, field: FieldPlan, plan: OperationPlan, typename: string | undefined): Complete {
  const complete = completerOf(itemType, field, plan);
  return (run, value, at, key) => {
    if (value instanceof Error) throw value;
    if (value == null) return null;
    if (typeof value !== 'object' || typeof (value as Iterable<unknown>)[Symbol.iterator] !== 'function') {
      throw new GraphQLError(`Expected Iterable, but did not find one for field "${field.parent.name}.${field.definition.name}".`);
    }
    const path: Path = { prev: at, key, typename };
    const items: unknown[] = [];
    let pending: Promise<unknown>[] | undefined;
    try {
      for (const each of value as Iterable<unknown>) {
        const index = items.length;
        let done: unknown;
        try {
          done = isPromise(each) ? Promise.resolve(each).then((resolved) => complete(run, resolved, path, index)) : complete(run, each, path, index);
        } catch (error) {
          done = failed(run, error, field, itemType, path, index);
        }
        if (isPending(done)) {
          done = done.then(undefined, (error: unknown) => failed(run, error, field, itemType, path, index));
          (pending ??= []).push(done as Promise<unknown>);
        }
        items.push(done);
      }
    } catch (error) {
      // graphql-js 16 leaves these promises alone, and one that rejects then ends the process.
      if (pending) return Promise.allSettled(pending).then(() => { throw error; });
      throw error;
    }
    return pending ? Promise.all(items) : items;
  };
}

/** The object type that `name` says `value` is; the messages are those of graphql-js. */
function possible(name: unknown, type: GraphQLAbstractType, field: FieldPlan, run: Run, value: unknown): GraphQLObjectType {
  const where = `at runtime for field "${field.parent.name}.${field.definition.name}"`;
  const fail = (message: string): never => { throw new GraphQLError(message, { nodes: field.nodes }); };
  if (name == null) {
    return fail(`Abstract type "${type.name}" must resolve to an Object type ${where}. Either the "${type.name}" type should provide a "resolveType" function or each possible type should provide an "isTypeOf" function.`);
  }
  if (typeof name !== 'string') return fail(`Abstract type "${type.name}" must resolve to an Object type ${where} with value ${inspect(value)}, received "${inspect(name)}".`);
  const object = run.plan.schema.getType(name);
  if (!object) return fail(`Abstract type "${type.name}" was resolved to a type "${name}" that does not exist inside the schema.`);
  if (!isObjectType(object)) return fail(`Abstract type "${type.name}" was resolved to a non-object type "${name}".`);
  if (!run.plan.schema.isSubType(type, object)) return fail(`Runtime Object type "${name}" is not a possible type for "${type.name}".`);
  return object;
}
