// Emission factor in the API, with its source, the factor that replaces it, and the footprints that stand on it.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const factorDescriptor = defineDescriptor('factor', {
  validity: { from: 'period_start', to: 'period_end' },
  toMany: {
    replacedBy: { from: 'factor', column: 'replaces_id', description: 'Factors that replace it for a later period.' },
    footprints: { from: 'footprint', column: 'electricity_factor_id', description: 'Footprints whose electricity was accounted with it.' },
  },
});
