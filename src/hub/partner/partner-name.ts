// partnerName: the name of a partner for whoever sees a row that names it; the partner itself, with its addresses and contacts, is for operators and its own programs.
import { column } from '../../database/read/plan.ts';
import { loader } from '../graphql/loaders.ts';
import type { ExtraField } from '../graphql/noun-resolver.ts';

export const partnerName = (description: string): ExtraField => ({
  type: () => String, nullable: true, description,
  source: { kind: 'computed', needs: [{ property: '$partner', sql: column('partner_id') }] },
  resolve: (row: Record<string, unknown>, context) => {
    const { partners } = context;
    const id = row['$partner'] as string | null;
    return id === null || partners === undefined ? null : loader<string, string>(context, 'partner', 'name', (ids) => partners.names(ids)).load(id);
  },
});
