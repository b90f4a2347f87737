// Resolvers of characterization factor: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const characterizationFactorResolvers = makeNounResolvers('characterizationFactor');
