// Request rule in the API: what decides requests by itself.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const requestRuleDescriptor = defineDescriptor('requestRule', {
  toOne: {
    partner: { to: 'partner', local: 'partner_id', foreign: 'id', description: 'Partner whose requests it decides.' },
    product: { to: 'product', local: 'product_id', foreign: 'id', description: 'Product it is about.' },
    owner: { to: 'organization', local: 'owner_id', foreign: 'id', description: 'Organization whose footprints it is about.' },
  },
});
