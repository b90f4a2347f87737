// Resolvers of factor: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const factorResolvers = makeNounResolvers('factor');
