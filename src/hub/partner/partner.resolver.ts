// Resolvers of partner: generated from its descriptor, its credentials, and what the hub signs in with at its host.
import { column } from '../../database/read/plan.ts';
import { may } from '../access/policy.ts';
import { loader } from '../graphql/loaders.ts';
import { makeNounResolvers } from '../graphql/noun-resolver.ts';
import { PartnerCredential, shownCredential } from './credential-type.ts';
import type { Credential } from './credential.ts';

export const partnerResolvers = makeNounResolvers('partner', {
  hostClientId: { type: () => String, nullable: true, description: 'Identifier that the hub signs in with at the host of the partner; null where none is registered.', source: { kind: 'value', sql: column('client_id') } },
  credentials: {
    type: () => [PartnerCredential], nullable: true, description: 'What its programs get tokens with, newest first; for operators, null for others.',
    source: { kind: 'computed', needs: [{ property: '$partner', sql: column('id') }] },
    resolve: async (partner: Record<string, unknown>, context) => {
      const { credentials, principal } = context;
      if (credentials === undefined || !may(principal, 'managePartners')) return null;
      const found = await loader<string, Credential[]>(context, 'credentials', 'partner', async (ids) => Map.groupBy(await credentials.ofPartners(ids), ({ partnerId }) => partnerId)).load(partner['$partner'] as string);
      return (found ?? []).map(shownCredential);
    },
  },
});
