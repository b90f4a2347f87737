// Flow mapping in the API: which flow of the hub's list a flow is; those that are unmapped are the operator's queue.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const flowMappingDescriptor = defineDescriptor('flowMapping', {
  toOne: { flow: { to: 'flow', local: 'flow_id', foreign: 'id', description: 'The flow.' } },
});
