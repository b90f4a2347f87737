// Resolvers of flow mapping: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const flowMappingResolvers = makeNounResolvers('flowMapping');
