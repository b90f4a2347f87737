// Runs a planned operation (GraphQL specification, October 2021, §6.2–6.4): the algorithm of graphql-js, without its per-field look-ups.
import { isNonNullType, locatedError, TypeNameMetaFieldDef, type ExecutionResult, type GraphQLError, type GraphQLOutputType } from 'graphql';
import { argumentsOf, infoOf, isPending, isPromise, type FieldPlan, type OperationPlan, type Path, type Run, type SelectionPlan, type Values } from './state.ts';

/** Executes `plan`. Never rejects: field errors are in the result. */
export function run(plan: OperationPlan, context: unknown, variables: Values, root?: unknown): ExecutionResult | Promise<ExecutionResult> {
  const state: Run = { plan, root, context, variables, errors: [], nulled: new Set(), arguments: new Map() };
  const respond = (data: unknown): ExecutionResult =>
    state.errors.length === 0 ? { data: data as Values } : { errors: state.errors, data: data as Values };
  const fail = (error: GraphQLError): ExecutionResult => {
    if (!state.nulled.has('')) state.errors.push(error);
    return respond(null);
  };
  try {
    const data = plan.operation.operation === 'mutation' ? executeSerially(state, root) : executeFields(state, plan.root, root, undefined);
    return isPending(data) ? data.then(respond, fail) : respond(data);
  } catch (error) {
    return fail(error as GraphQLError);
  }
}

/** The fields of one object, which stands under `key` of `at` (no key: the root). Returns the object, or a promise of it when a field is not there yet. */
export function executeFields(run: Run, selection: SelectionPlan, source: unknown, at: Path | undefined, key?: string | number, typename?: string): unknown {
  const { fields } = selection;
  const properties = typeof source === 'object' && source !== null ? source as Values : undefined;
  const results: Values = {};
  let path = at;
  let isPathKnown = key === undefined; // most objects have plain fields only and never need it
  let pending: Promise<void>[] | undefined;
  try {
    for (let i = 0; i < fields.length; i++) {
      const field = fields[i]!;
      if (field.plain !== undefined && properties !== undefined) {
        const own = properties[field.name];
        // The common case: the property is the answer already.
        if (typeof own === field.plain && (field.plain !== 'number' || Number.isFinite(own))) {
          results[field.key] = own;
          continue;
        }
      }
      if (!isPathKnown) {
        path = { prev: at, key: key!, typename };
        isPathKnown = true;
      }
      const value = executeField(run, field, source, path);
      put(results, field.key, value);
      if (isPending(value)) (pending ??= []).push(value.then((resolved) => put(results, field.key, resolved)));
    }
  } catch (error) {
    // The others may reject too, and nobody would hear them.
    if (pending) return Promise.allSettled(pending).then(() => { throw error; });
    throw error;
  }
  return pending ? Promise.all(pending).then(() => results) : results;
}

async function executeSerially(run: Run, root: unknown): Promise<Values> {
  const results: Values = {};
  for (const field of run.plan.root.fields) put(results, field.key, await executeField(run, field, root, undefined));
  return results;
}

function put(results: Values, key: string, value: unknown): void {
  // An assignment to this one name would change the prototype instead of making a property.
  if (key === '__proto__') Object.defineProperty(results, key, { value, enumerable: true, configurable: true, writable: true });
  else results[key] = value;
}

function executeField(run: Run, field: FieldPlan, source: unknown, at: Path | undefined): unknown {
  try {
    const value = valueOf(run, field, source, at);
    const done = isPromise(value) ? Promise.resolve(value).then((resolved) => field.complete(run, resolved, at, field.key)) : field.complete(run, value, at, field.key);
    return isPending(done) ? done.then(undefined, (error: unknown) => failedField(run, error, field, at)) : done;
  } catch (error) {
    return failedField(run, error, field, at);
  }
}

function valueOf(run: Run, field: FieldPlan, source: unknown, at: Path | undefined): unknown {
  const { definition, name } = field;
  if (definition === TypeNameMetaFieldDef) return field.parent.name;
  let resolve = definition.resolve;
  if (!resolve) {
    if ((typeof source !== 'object' || source === null) && typeof source !== 'function') return undefined;
    const own = (source as Values)[name];
    if (typeof own !== 'function') return own;
    resolve = (_source, args, context, info): unknown => (own as (...all: unknown[]) => unknown).call(source, args, context, info);
  }
  const info = infoOf(run, field, { prev: at, key: field.key, typename: field.parent.name });
  return resolve(source, argumentsOf(run, field), run.context, info);
}

const failedField = (run: Run, error: unknown, field: FieldPlan, at: Path | undefined): null =>
  failed(run, error, field, field.definition.type, at, field.key);

/** Locates an error. Nullable positions answer null and keep the error; others pass it on to their parent. */
export function failed(run: Run, raw: unknown, field: FieldPlan, type: GraphQLOutputType, at: Path | undefined, key: string | number): null {
  const keys = [key];
  for (let path = at; path; path = path.prev) keys.unshift(path.key);
  const error = locatedError(raw, field.nodes, keys);
  if (isNonNullType(type)) throw error;
  if (!isNulled(run, keys)) {
    run.nulled.add(JSON.stringify(keys));
    run.errors.push(error);
  }
  return null;
}

function isNulled(run: Run, keys: readonly (string | number)[]): boolean {
  if (run.nulled.size === 0) return false;
  for (let length = 1; length <= keys.length; length++) if (run.nulled.has(JSON.stringify(keys.slice(0, length)))) return true;
  return false;
}
