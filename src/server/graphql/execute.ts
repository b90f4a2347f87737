// Executes operations behind Apollo (its `gateway` option): variables by graphql-js, cost limit, planned execution, time-out.
import { getOperationAST, getVariableValues, GraphQLError, type DocumentNode, type ExecutionResult, type GraphQLSchema } from 'graphql';
import { timeoutError } from './errors.ts';
import { run } from './execution/run.ts';
import { introspectionAllowance } from './limits/cost.ts';
import { fixedLimits, limitError, type Limits } from './limits/limit.ts';
import { preparer } from './prepare.ts';

/** The part of Apollo's request context that is used here. */
interface Request {
  document: DocumentNode;
  request: { operationName?: string | null; variables?: Record<string, unknown> };
  context: unknown;
}

/** What execution needs of the context: how to end an operation whose time is over. */
interface Timed {
  timeoutMs: number;
  abort: (reason: Error) => void;
}

export type Executor = (request: Request) => Promise<ExecutionResult>;

/** Makes the executor. It answers every failure as a result; it does not reject. */
export function executorOf(schema: GraphQLSchema, limits: Pick<Limits, 'cost'>): Executor {
  const prepare = preparer(schema);
  let allowance: number | undefined;
  return async ({ document, request, context }) => {
    const operation = getOperationAST(document, request.operationName);
    if (!operation) return { errors: [new GraphQLError(request.operationName ? `Unknown operation named "${request.operationName}".` : 'Must provide operation name if query contains multiple operations.')] };
    if (!schema.getRootType(operation.operation)) {
      return { errors: [new GraphQLError(`This API has no ${operation.operation}s. To follow an import, ask for importRun(id) from time to time.`, { nodes: operation, extensions: { code: 'OPERATION_RESOLUTION_FAILURE' } })] };
    }
    const prepared = prepare(document, operation);
    const definitions = operation.variableDefinitions ?? [];
    const variables = getVariableValues(schema, definitions, request.variables ?? {}, { maxErrors: fixedLimits.variables });
    if (variables.errors) return { errors: variables.errors };
    const cost = prepared.cost(variables.coerced);
    if (cost.data > limits.cost) return refused('cost', limits.cost, cost.data, 'Ask for smaller pages (first), fewer nested lists or fewer fields.');
    if (cost.introspection > 0 && cost.introspection > (allowance ??= introspectionAllowance(schema))) {
      return refused('introspection', allowance, cost.introspection, 'Use the standard introspection query, or read /schema.graphql.');
    }
    const result = run(prepared.plan(variables.coerced), context, variables.coerced);
    return result instanceof Promise ? withinTime(result, context as Timed) : result;
  };
}

const refused = (...of: Parameters<typeof limitError>): ExecutionResult => ({ errors: [limitError(...of)] });

async function withinTime(result: Promise<ExecutionResult>, { timeoutMs, abort }: Timed): Promise<ExecutionResult> {
  let timer: NodeJS.Timeout | undefined;
  const over = new Promise<ExecutionResult>((resolve) => {
    timer = setTimeout(() => {
      const error = timeoutError(timeoutMs);
      abort(error);
      resolve({ errors: [error] });
    }, timeoutMs);
  });
  try {
    return await Promise.race([result, over]);
  } finally {
    clearTimeout(timer);
  }
}
