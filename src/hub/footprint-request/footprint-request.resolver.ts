// Resolvers of footprint request: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const footprintRequestResolvers = makeNounResolvers('footprintRequest');
