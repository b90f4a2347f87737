// Resolvers of delivery: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const deliveryResolvers = makeNounResolvers('delivery');
