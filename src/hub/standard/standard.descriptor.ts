// Standard in the API, with the footprints and certifications made by it.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const standardDescriptor = defineDescriptor('standard', {
  validity: { from: 'valid_from', to: 'valid_to' },
  toMany: {
    footprints: { from: 'footprint', column: 'standard_id', description: 'Footprints quantified by it.' },
    ruledFootprints: { from: 'footprint', column: 'product_category_rule_id', description: 'Footprints that follow it as product category rule.' },
    certifications: { from: 'certification', column: 'rule_id', description: 'Certifications issued by it.' },
  },
});
