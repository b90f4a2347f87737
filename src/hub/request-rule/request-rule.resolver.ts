// Resolvers of request rule: generated from its descriptor, and the name of its partner.
import { makeNounResolvers } from '../graphql/noun-resolver.ts';
import { partnerName } from '../partner/partner-name.ts';

export const requestRuleResolvers = makeNounResolvers('requestRule', { partnerName: partnerName('Name of the partner whose requests it decides.') });
