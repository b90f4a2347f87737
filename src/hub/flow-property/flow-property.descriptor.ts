// Flow property in the API, with its unit group.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const flowPropertyDescriptor = defineDescriptor('flowProperty', {
  toMany: { impactCategories: { from: 'impactCategory', column: 'reference_quantity_id', description: 'Impact categories whose results are given in it.' } },
});
