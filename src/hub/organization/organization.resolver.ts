// Resolvers of organization: all generated from its descriptor, and who refers to it.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';
import { usedBy } from '../graphql/usage-resolver.ts';

export const organizationResolvers = makeNounResolvers('organization', {
  usedBy: usedBy('organization', 'Datasets that refer to the organization.'),
});
