// Product in the API, with its footprints and certifications.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const productDescriptor = defineDescriptor('product', {
  toMany: {
    footprints: { from: 'footprint', column: 'product_id', description: 'Footprints of the product.' },
    certifications: { from: 'certification', column: 'product_id', description: 'Certifications of the product.' },
  },
});
