// Partner in the API: for the operator, and each partner for its own service.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const partnerDescriptor = defineDescriptor('partner', {
  toOne: { organization: { to: 'organization', local: 'organization_id', foreign: 'id', description: 'Organization of the hub that the partner is.' } },
  toMany: {
    grants: { from: 'accessGrant', column: 'partner_id', description: 'What it may see beyond what all may.' },
    requests: { from: 'footprintRequest', column: 'partner_id', description: 'Requests of the partner, and those sent to it.' },
    deliveries: { from: 'delivery', column: 'partner_id', description: 'Events for the partner.' },
    syncRuns: { from: 'syncRun', column: 'partner_id', description: 'Pulls of its footprints.' },
    accessEvents: { from: 'accessEvent', column: 'partner_id', description: 'Restricted fields that were given to it.' },
  },
});
