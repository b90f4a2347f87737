// Source document in the API: where records came from. Its content is not shown.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const sourceDocumentDescriptor = defineDescriptor('sourceDocument', {
  values: { sha256: (alias) => `encode(${alias}.sha256, 'hex')` },
  toOne: { importRun: { to: 'importRun', local: 'import_run', foreign: 'key', description: 'Import that stored it.' }, partner: { to: 'partner', local: 'partner_id', foreign: 'id', description: 'Partner that sent it, where it came by an exchange of footprints.' } },
});
