// Writing of access events: who was given which restricted fields of which records, and on which way (PACT leaves auditing to the host).
import type { Pool } from 'pg';
import type { Given } from '../../database/read/given.ts';
import { TanluError } from '../../errors.ts';
import type { FieldGroup } from '../../model/field-group.ts';
import type { Noun } from '../../model/noun.ts';
import { nameOfPrincipal, type Principal } from '../access/principal.ts';

interface Entry { noun: Noun; groups: readonly FieldGroup[]; ids: string[] }

/** One entry for the records that the same groups were given of. */
function entriesOf(given: readonly Given[]): Entry[] {
  const entries = new Map<string, Entry>();
  for (const { noun, id, groups } of given) {
    const key = `${noun} ${groups.join()}`;
    const known = entries.get(key);
    if (known === undefined) entries.set(key, { noun, groups, ids: [id] });
    else known.ids.push(id);
  }
  return [...entries.values()];
}

export class AccessEventService {
  /** `pool`: connections that may write. */
  constructor(private readonly pool: Pool) {}

  /**
   * Writes down what somebody is about to be given, by one statement. `path`: the way it goes: graphql, preview, export, pact 3.0.
   * @throws TanluError (unavailable) AUDIT_UNAVAILABLE: what cannot be written down must not be given.
   */
  async record(principal: Principal, path: string, given: readonly Given[]): Promise<void> {
    const entries = entriesOf(given);
    if (entries.length === 0) return;
    try {
      await this.pool.query(
        `insert into access_event (actor, partner_id, path, noun, record_ids, field_groups)
         select $1, $2, $3, e.noun, e.ids, e.groups from jsonb_to_recordset($4) as e (noun text, ids text[], groups text[])`,
        [nameOfPrincipal(principal), principal.partner?.id ?? null, path, JSON.stringify(entries)]);
    } catch (error) {
      throw new TanluError('AUDIT_UNAVAILABLE', 'Restricted fields are only given when it can be written down who got them, which is not possible at present. Try again in a moment, or ask without them.', { kind: 'unavailable', cause: error });
    }
  }
}
