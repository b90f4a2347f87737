// Resolvers of flow map row: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const flowMapRowResolvers = makeNounResolvers('flowMapRow');
