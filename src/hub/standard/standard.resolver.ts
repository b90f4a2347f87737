// Resolvers of standard: all generated from its descriptor, and who refers to it.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';
import { usedBy } from '../graphql/usage-resolver.ts';

export const standardResolvers = makeNounResolvers('standard', {
  usedBy: usedBy('standard', 'Datasets that refer to the standard.'),
});
