// PACT footprint in the API: how partners see a footprint in each version of PACT, and why they do not.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const pactFootprintDescriptor = defineDescriptor('pactFootprint', {
  toOne: {
    footprint: { to: 'footprint', local: 'footprint_id', foreign: 'id', description: 'The footprint.' },
    owner: { to: 'organization', local: 'owner_id', foreign: 'id', description: 'Organization it belongs to.' },
  },
});
