// The refusal of a request that asks too much: names the limit, both numbers, and what to do.
import { GraphQLError, type ASTNode } from 'graphql';

export type LimitName = 'depth' | 'cost' | 'introspection' | 'aliases' | 'directives' | 'fragments' | 'document' | 'variables' | 'body' | 'batch';

export interface Limits {
  depth: number;
  cost: number;
  queryBytes: number;
  timeoutMs: number;
}

/** Limits that no installation has needed to change yet. */
export const fixedLimits = { introspectionDepth: 20, aliases: 100, directives: 50, fragments: 50, tokens: 5000, variablesBytes: 100_000, variables: 100 } as const;

/** `advice` is a sentence that says what to do instead. */
export function limitError(limit: LimitName, max: number, actual: number, advice: string, nodes?: ASTNode | readonly ASTNode[]): GraphQLError {
  return new GraphQLError(`The ${limit} of this request is ${actual}; the limit is ${max}. ${advice}`, {
    nodes: nodes ?? null,
    extensions: { code: 'LIMIT_EXCEEDED', limit, max, actual },
  });
}
