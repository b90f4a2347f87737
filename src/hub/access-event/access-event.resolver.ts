// Resolvers of access event: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const accessEventResolvers = makeNounResolvers('accessEvent');
