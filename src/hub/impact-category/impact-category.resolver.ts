// Resolvers of impact category: all generated from its descriptor.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';

export const impactCategoryResolvers = makeNounResolvers('impactCategory');
