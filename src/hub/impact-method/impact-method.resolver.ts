// Resolvers of impact method: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const impactMethodResolvers = makeNounResolvers('impactMethod');
