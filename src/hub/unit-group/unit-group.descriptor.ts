// Unit group in the API, with the flow properties measured in its units.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const unitGroupDescriptor = defineDescriptor('unitGroup', {
  toMany: { flowProperties: { from: 'flowProperty', column: 'unit_group_id', description: 'Flow properties measured in its units.' } },
});
