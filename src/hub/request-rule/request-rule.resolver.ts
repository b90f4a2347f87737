// Resolvers of request rule: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const requestRuleResolvers = makeNounResolvers('requestRule');
