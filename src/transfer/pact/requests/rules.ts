// Rules that decide requests by themselves: the most particular one that holds.
import type { ClientBase } from 'pg';

export interface Rule { id: string; action: 'APPROVE' | 'REJECT'; fieldGroups: string[]; reason: string | null; madeBy: string }

/** The rule for a request of a partner about footprints of one owner: one for a product before one for all, one for the partner before one for all, REJECT before APPROVE. */
export async function ruleFor(client: ClientBase, { partnerId, ownerId, productIds }: { partnerId: string; ownerId: string; productIds: readonly string[] }): Promise<Rule | undefined> {
  const { rows } = await client.query<Rule>(
    `select id, action, field_groups as "fieldGroups", reason, made_by as "madeBy" from request_rule
     where owner_id = $1 and ended_at is null and (valid_until is null or valid_until > now()) and (partner_id is null or partner_id = $2)
       and (product_id is null or (cardinality($3::uuid[]) > 0 and $3::uuid[] <@ array[product_id]))
     order by (product_id is null), (partner_id is null), (action <> 'REJECT'), key limit 1`, [ownerId, partnerId, productIds]);
  return rows[0];
}
