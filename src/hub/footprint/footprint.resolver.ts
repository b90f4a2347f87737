// Resolvers of footprint: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const footprintResolvers = makeNounResolvers('footprint');
