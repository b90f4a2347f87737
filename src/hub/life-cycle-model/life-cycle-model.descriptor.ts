// Life cycle model in the API, with its processes and the links between them.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const lifeCycleModelDescriptor = defineDescriptor('lifeCycleModel', {
  toMany: { processes: { from: 'processInstance', column: 'life_cycle_model_key', by: 'key', description: 'Processes with the links between them, in the order of the source.' } },
});
