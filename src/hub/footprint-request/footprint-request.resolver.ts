// Resolvers of footprint request: generated from its descriptor, and the name of its partner.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';
import { partnerName } from '../partner/partner-name.ts';

export const footprintRequestResolvers = makeNounResolvers('footprintRequest', { partnerName: partnerName('Name of the partner who asks, or is asked.') });
