// Emission factor in the API, with its source and the factor that replaces it.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const factorDescriptor = defineDescriptor('factor', {
  validity: { from: 'period_start', to: 'period_end' },
  toMany: { replacedBy: { from: 'factor', column: 'replaces_id', description: 'Factors that replace it for a later period.' } },
});
