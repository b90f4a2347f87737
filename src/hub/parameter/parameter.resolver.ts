// Resolvers of parameter: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const parameterResolvers = makeNounResolvers('parameter');
