// Flow in the API, with the exchanges it occurs in and the characterization factors it has.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const flowDescriptor = defineDescriptor('flow', {
  toOne: { mapping: { to: 'flowMapping', local: 'id', foreign: 'flow_id', description: 'Which flow of the hub\'s list it is; null for products and wastes.' } },
  toMany: {
    usedBy: { from: 'exchange', column: 'flow_id', description: 'Exchanges of the flow in current processes.' },
    characterizationFactors: { from: 'characterizationFactor', column: 'flow_id', description: 'Characterization factors of the flow in current impact categories.' },
    products: { from: 'product', column: 'flow_id', description: 'Products that the flow stands for in inventories.' },
  },
});
