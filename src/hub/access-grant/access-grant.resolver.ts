// Resolvers of access grant: generated from its descriptor, and the name of its partner.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';
import { partnerName } from '../partner/partner-name.ts';

export const accessGrantResolvers = makeNounResolvers('accessGrant', { partnerName: partnerName('Name of the partner it is given to.') });
