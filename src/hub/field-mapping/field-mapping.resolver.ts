// Resolvers of field mapping: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const fieldMappingResolvers = makeNounResolvers('fieldMapping');
