// Footprint in the API, with its product, owner, rules and certifications.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const footprintDescriptor = defineDescriptor('footprint', {
  validity: { from: 'valid_from', to: 'valid_to' },
  toMany: { pactFootprints: { from: 'pactFootprint', column: 'footprint_id', description: 'How partners see it in each version of PACT, and why they do not; for its owner and the operator.' }, certifications: { from: 'certification', column: 'footprint_id', description: 'Certifications of the footprint.' } },
});
