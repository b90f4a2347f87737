// Resolvers of flow property: all generated from its descriptor, and who refers to it.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';
import { usedBy } from '../graphql/usage-resolver.ts';

export const flowPropertyResolvers = makeNounResolvers('flowProperty', {
  usedBy: usedBy('flowProperty', 'Datasets, mostly flows, that refer to the flow property.'),
});
