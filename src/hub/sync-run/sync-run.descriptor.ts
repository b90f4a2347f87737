// Sync run in the API: pulls of the footprints of partners.
import { defineDescriptor } from '../graphql/descriptor.ts';

export const syncRunDescriptor = defineDescriptor('syncRun', {
  toOne: { partner: { to: 'partner', local: 'partner_id', foreign: 'id', description: 'Partner whose footprints were pulled.' } },
});
