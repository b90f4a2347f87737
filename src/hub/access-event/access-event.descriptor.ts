// Access event in the API: who was given restricted fields.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const accessEventDescriptor = defineDescriptor('accessEvent', {
  toOne: { partner: { to: 'partner', local: 'partner_id', foreign: 'id', description: 'Partner it was given to.' } },
});
