// Grants: what a partner or an organization may see beyond what all may. Operators give them for all records, others for those of their organization.
//
// A grant for a record opens it whatever its visibility; one for a product or an owner never opens what is PRIVATE (src/database/read/access.ts).
import type { ClientBase, Pool } from 'pg';
import { z } from 'zod';
import { inTransaction } from '../../database/transaction.ts';
import { TanluError } from '../../errors.ts';
import { fieldGroup } from '../../model/field-group.ts';
import { datasetNouns, type DatasetNoun } from '../../model/noun.ts';
import { grantTarget, type AccessGrant } from '../../model/partner.ts';
import { actsFor, concerns, notYours, ownerOf } from '../access/ownership.ts';
import { nameOfPrincipal, type Principal } from '../access/principal.ts';
import { checkInput, futureTime, identifier, isIdentifier, words } from '../check-input.ts';

export const fieldGroups = z.array(z.enum(fieldGroup.options, `must be of ${fieldGroup.options.join(', ')}`)).transform((groups) => [...new Set(groups)]);

const grantInput = z.strictObject({
  partnerId: identifier.nullish(), organizationId: identifier.nullish(),
  target: z.enum(grantTarget.options, `must be one of ${grantTarget.options.join(', ')}`), noun: z.enum(datasetNouns as [DatasetNoun, ...DatasetNoun[]], 'must be the noun of a dataset: footprint, product, …').nullish(), targetId: identifier,
  fieldGroups: fieldGroups.default([]), validUntil: futureTime.nullish(), reason: words(2000).nullish(),
}).refine(({ partnerId, organizationId }) => (partnerId == null) !== (organizationId == null), 'give either partnerId or organizationId')
  .refine(({ target, noun }) => (target === 'RECORD') === (noun != null), 'noun tells what a RECORD is, and belongs to no other target');
export type GrantAccess = z.input<typeof grantInput>;
type Checked = z.output<typeof grantInput>;

export type StoredGrant = { [K in keyof AccessGrant]-?: undefined extends AccessGrant[K] ? NonNullable<AccessGrant[K]> | null : AccessGrant[K] } & { id: string };

const columns = `id, partner_id as "partnerId", organization_id as "organizationId", owner_id as "ownerId", target, noun, target_id as "targetId", field_groups as "fieldGroups", valid_until as "validUntil", reason,
  granted_by as "grantedBy", granted_at as "grantedAt", revoked_at as "revokedAt", revoked_by as "revokedBy"`;

const unknown = (what: string, id: string): TanluError => new TanluError('TARGET_UNKNOWN', `There is no ${what} ${id} in the hub.`, { params: { id } });

export class AccessGrantService {
  constructor(private readonly pool: Pool) {}

  /** Gives the identifier. @throws TanluError GRANT_INVALID (usage), TARGET_UNKNOWN, GRANTEE_UNKNOWN, NOT_AUTHORIZED (forbidden) for what belongs to others. */
  async grant(by: Principal, input: GrantAccess): Promise<string> {
    const checked = checkInput(grantInput, input, 'GRANT_INVALID');
    const organization = actsFor(by);
    return inTransaction(this.pool, async (client) => {
      await this.checkGrantee(client, checked);
      const owner = await this.ownerFor(client, checked, organization);
      const { partnerId = null, organizationId = null, target, noun = null, targetId, validUntil = null, reason = null } = checked;
      const { rows } = await client.query<{ id: string }>(
        `insert into access_grant (partner_id, organization_id, owner_id, target, noun, target_id, field_groups, valid_until, reason, granted_by) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) returning id`,
        [partnerId, organizationId, owner, target, noun, targetId, checked.fieldGroups, validUntil, reason, nameOfPrincipal(by)]);
      return rows[0]!.id;
    });
  }

  /** Withdraws a grant; who may give it may. @throws TanluError GRANT_UNKNOWN, GRANT_REVOKED, NOT_AUTHORIZED (forbidden). */
  async revoke(by: Principal, id: string): Promise<void> {
    const organization = actsFor(by);
    await inTransaction(this.pool, async (client) => {
      const { rows: [found] } = await client.query<StoredGrant>(`select ${columns} from access_grant where id = $1 for update`, [isIdentifier(id) ? id : null]);
      // Those of others are not even confirmed to be there.
      const seen = found !== undefined && (organization === undefined || found.ownerId === organization || found.organizationId === organization);
      if (!seen) throw new TanluError('GRANT_UNKNOWN', `There is no grant "${id.slice(0, 100)}".`);
      if (organization !== undefined && found.ownerId !== organization) throw notYours('What was granted');
      if (found.revokedAt !== null) throw new TanluError('GRANT_REVOKED', `The grant was withdrawn at ${found.revokedAt}.`);
      await client.query('update access_grant set revoked_at = now(), revoked_by = $2 where id = $1', [found.id, nameOfPrincipal(by)]);
    });
  }

  /** All grants of a partner, newest first. */
  async ofPartner(partnerId: string): Promise<StoredGrant[]> {
    return (await this.pool.query<StoredGrant>(`select ${columns} from access_grant where partner_id = $1 order by key desc`, [partnerId])).rows;
  }

  private async checkGrantee(client: ClientBase, { partnerId, organizationId }: Checked): Promise<void> {
    const { rows } = partnerId == null
      ? await client.query<{ status: string }>(`select 'ACTIVE' as status from organization where id = $1 and recorded_to is null`, [organizationId])
      : await client.query<{ status: string }>('select status from partner where id = $1 for share', [partnerId]); // it must not end meanwhile
    if (rows.length === 0) throw new TanluError('GRANTEE_UNKNOWN', `There is no ${partnerId == null ? 'organization' : 'partner'} ${partnerId ?? organizationId}.`);
    if (rows[0]!.status === 'ENDED') throw new TanluError('PARTNER_ENDED', 'The partnership has ended; there is nothing to grant to it.');
  }

  /** The organization that the grant is limited to, null for all. */
  private async ownerFor(client: ClientBase, { target, noun, targetId }: Checked, organization: string | undefined): Promise<string | null> {
    if (target === 'PRODUCT') {
      if (organization !== undefined && !await concerns(client, targetId, organization)) throw notYours('The product');
      if (await ownerOf(client, 'product', targetId) === undefined) throw unknown('product', targetId);
      return organization ?? null;
    }
    const of = target === 'OWNER' ? 'organization' : noun!;
    const found = await ownerOf(client, of, targetId);
    if (organization !== undefined && found?.owner !== organization) throw notYours(target === 'OWNER' ? 'What belongs to that organization' : `The ${of}`);
    if (found === undefined) throw unknown(of, targetId);
    return found.owner;
  }
}
