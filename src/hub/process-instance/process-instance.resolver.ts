// Resolvers of process instance: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const processInstanceResolvers = makeNounResolvers('processInstance');
