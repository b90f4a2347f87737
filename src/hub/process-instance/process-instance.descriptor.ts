// Process instance in the API, between life cycle model and process.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const processInstanceDescriptor = defineDescriptor('processInstance', {
  numbers: { multiplication_factor: 'multiplication_factor_value' },
  toOne: {
    lifeCycleModel: { to: 'lifeCycleModel', local: 'life_cycle_model_key', foreign: 'key', description: 'Model the instance belongs to.' },
    process: { to: 'process', local: 'process_id', foreign: 'id', description: 'Process that the instance stands for; null where the source names none, or a model.' },
  },
});
