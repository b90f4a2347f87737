// Resolvers of contact: all generated from its descriptor, and who refers to it.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';
import { usedBy } from '../graphql/usage-resolver.ts';

export const contactResolvers = makeNounResolvers('contact', {
  usedBy: usedBy('contact', 'Datasets that refer to the contact.'),
});
