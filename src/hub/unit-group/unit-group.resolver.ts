// Resolvers of unit group: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const unitGroupResolvers = makeNounResolvers('unitGroup');
