// Source in the API. Who refers to it: usedBy.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const sourceDescriptor = defineDescriptor('source', {
  toMany: { factors: { from: 'factor', column: 'source_id', description: 'Emission factors taken from it.' } },
});
