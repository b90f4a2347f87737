// Resolvers of source: all generated from its descriptor, and who refers to it.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';
import { usedBy } from '../graphql/usage-resolver.ts';

export const sourceResolvers = makeNounResolvers('source', {
  usedBy: usedBy('source', 'Datasets that refer to the source.'),
});
