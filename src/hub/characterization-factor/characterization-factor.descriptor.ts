// Characterization factor in the API, between flow and impact category.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const characterizationFactorDescriptor = defineDescriptor('characterizationFactor', {
  numbers: { value: 'value_number' },
  toOne: { impactCategory: { to: 'impactCategory', local: 'impact_category_key', foreign: 'key', description: 'Impact category the factor belongs to.' } },
});
