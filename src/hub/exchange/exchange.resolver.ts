// Resolvers of exchange: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const exchangeResolvers = makeNounResolvers('exchange');
