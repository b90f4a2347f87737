// Delivery in the API: events on their way to partners.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const deliveryDescriptor = defineDescriptor('delivery', {
  toOne: {
    partner: { to: 'partner', local: 'partner_id', foreign: 'id', description: 'Partner it goes to.' },
    request: { to: 'footprintRequest', local: 'request_id', foreign: 'id', description: 'Request that it answers, or is.' },
  },
});
