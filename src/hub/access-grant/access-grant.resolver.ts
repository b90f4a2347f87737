// Resolvers of access grant: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const accessGrantResolvers = makeNounResolvers('accessGrant');
