// Parameter in the API.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const parameterDescriptor = defineDescriptor('parameter', {
  toOne: { process: { to: 'process', local: 'process_key', foreign: 'key', description: 'Process the parameter belongs to.' } },
});
