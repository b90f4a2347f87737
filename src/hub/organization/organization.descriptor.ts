// Organization in the API, with what it produces, owns and issues.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const organizationDescriptor = defineDescriptor('organization', {
  toMany: {
    products: { from: 'product', column: 'producer_id', description: 'Products it produces.' },
    footprints: { from: 'footprint', column: 'owner_id', description: 'Footprints it owns.' },
    certifications: { from: 'certification', column: 'issuer_id', description: 'Certifications it issued.' },
    standards: { from: 'standard', column: 'issuer_id', description: 'Standards it issued.' },
  },
});
