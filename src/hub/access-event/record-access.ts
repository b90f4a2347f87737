// Writes down who was given restricted fields of which records: before they are given, so that nothing goes out untold (PACT leaves auditing to the host).
import type { ClientBase, Pool } from 'pg';
import type { Given } from '../../database/read/given.ts';
import { TanluError } from '../../errors.ts';
import { nameOfPrincipal, type Principal } from '../access/principal.ts';

/**
 * One entry for all records of which the same groups are given. `path` is the way they go: `pact 3.0`.
 * @throws TanluError (unavailable) AUDIT_UNAVAILABLE: what cannot be written down must not be given.
 */
export async function recordAccess(client: Pool | ClientBase, principal: Principal, path: string, given: readonly Given[]): Promise<void> {
  const alike = Map.groupBy(given.filter(({ groups }) => groups.length > 0), ({ noun, groups }) => `${noun} ${groups.toSorted().join()}`);
  const entries = [...alike.values()].map((some) => ({ noun: some[0]!.noun, ids: [...new Set(some.map(({ id }) => id))], groups: some[0]!.groups.toSorted() }));
  if (entries.length === 0) return;
  try {
    await (client as Pool).query(
      `insert into access_event (actor, partner_id, path, noun, record_ids, field_groups) select $1, $2::uuid, $3, e.noun, e.ids, e.groups from jsonb_to_recordset($4::jsonb) as e (noun text, ids text[], groups text[])`,
      [nameOfPrincipal(principal), principal.partner?.id ?? null, path, JSON.stringify(entries)]);
  } catch (error) {
    throw new TanluError('AUDIT_UNAVAILABLE', 'Restricted fields are only given when it can be written down who got them, which is not possible at present. Try again in a moment.', { kind: 'unavailable', cause: error });
  }
}
