// Process in the API, with its inventory, and who takes from it.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const processDescriptor = defineDescriptor('process', {
  validity: { from: 'period_start', to: 'period_end' },
  toMany: {
    exchanges: { from: 'exchange', column: 'process_key', by: 'key', description: 'Inputs and outputs, in the order of the source.' },
    parameters: { from: 'parameter', column: 'process_key', by: 'key', description: 'Variables and formulas, in the order of the source.' },
    suppliedExchanges: { from: 'exchange', column: 'provider_id', description: 'Exchanges of other processes that name this process as their provider.' },
    modelInstances: { from: 'processInstance', column: 'process_id', description: 'Its places in life cycle models.' },
    products: { from: 'product', column: 'process_id', description: 'Products it produces.' },
    footprints: { from: 'footprint', column: 'process_id', description: 'Footprints calculated from it.' },
  },
});
