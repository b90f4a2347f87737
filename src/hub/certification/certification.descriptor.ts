// Certification in the API, with what it certifies and by what rule.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const certificationDescriptor = defineDescriptor('certification', {
  validity: { from: 'valid_from', to: 'valid_to' },
});
