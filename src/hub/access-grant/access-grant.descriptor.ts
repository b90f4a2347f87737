// Access grant in the API: what a partner or an organization may see beyond what all may.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const accessGrantDescriptor = defineDescriptor('accessGrant', {
  toOne: {
    partner: { to: 'partner', local: 'partner_id', foreign: 'id', description: 'Partner it is given to.' },
    organization: { to: 'organization', local: 'organization_id', foreign: 'id', description: 'Organization it is given to.' },
    owner: { to: 'organization', local: 'owner_id', foreign: 'id', description: 'Organization whose records it opens; null where it opens those of a product whoever they belong to.' },
  },
});
