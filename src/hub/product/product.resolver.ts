// Resolvers of product: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const productResolvers = makeNounResolvers('product');
