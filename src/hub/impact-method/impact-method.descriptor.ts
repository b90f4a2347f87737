// Impact method in the API, with its categories.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const impactMethodDescriptor = defineDescriptor('impactMethod', {
  toMany: { categories: { from: 'impactCategory', column: 'method_id', description: 'Impact categories of the method.' } },
});
