// Resolvers of life cycle model: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const lifeCycleModelResolvers = makeNounResolvers('lifeCycleModel');
