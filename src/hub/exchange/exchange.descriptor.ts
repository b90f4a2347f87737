// Exchange in the API, between process and flow.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const exchangeDescriptor = defineDescriptor('exchange', {
  numbers: { amount: 'amount_value' },
  toOne: { process: { to: 'process', local: 'process_key', foreign: 'key', description: 'Process the exchange belongs to.' } },
});
