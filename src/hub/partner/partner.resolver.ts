// Resolvers of partner: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const partnerResolvers = makeNounResolvers('partner');
