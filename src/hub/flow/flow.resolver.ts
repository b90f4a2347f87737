// Resolvers of flow: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const flowResolvers = makeNounResolvers('flow');
