// Impact category in the API, with its characterization factors.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const impactCategoryDescriptor = defineDescriptor('impactCategory', {
  toMany: { factors: { from: 'characterizationFactor', column: 'impact_category_key', by: 'key', description: 'Characterization factors, in the order of the source.' } },
});
