// Field mapping in the API: the field tables of the formats, row by row.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const fieldMappingDescriptor = defineDescriptor('fieldMapping');
