// Flow map row in the API: the hub's own maps between lists, row by row.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const flowMapRowDescriptor = defineDescriptor('flowMapRow');
