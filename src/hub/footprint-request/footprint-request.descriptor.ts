// Footprint request in the API: requests of partners to be decided, and those of the hub.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const footprintRequestDescriptor = defineDescriptor('footprintRequest', {
  toOne: { partner: { to: 'partner', local: 'partner_id', foreign: 'id', description: 'Partner who asks, or is asked.' } },
  toMany: { deliveries: { from: 'delivery', column: 'request_id', description: 'Events that were sent for it.' } },
});
