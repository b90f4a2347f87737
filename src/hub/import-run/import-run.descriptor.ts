// Import run in the API, with its source documents and issues.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const importRunDescriptor = defineDescriptor('importRun', {
  toMany: { sourceDocuments: { from: 'sourceDocument', column: 'import_run', by: 'key', description: 'Files stored by it.' } },
});
