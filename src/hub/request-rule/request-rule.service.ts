// Rules that decide incoming requests by themselves: made and ended by the owner of the footprints, or by the operator for it.
import type { Pool } from 'pg';
import { z } from 'zod';
import { TanluError } from '../../errors.ts';
import { requestRule } from '../../model/exchange-of-footprints.ts';
import { fieldGroups } from '../access-grant/access-grant.service.ts';
import { actsFor, concerns, notYours, ownerOf } from '../access/ownership.ts';
import { nameOfPrincipal, type Principal } from '../access/principal.ts';
import { checkInput, futureTime, identifier, isIdentifier, words } from '../check-input.ts';

const ruleInput = z.strictObject({
  partnerId: identifier.nullish(), productId: identifier.nullish(), ownerId: identifier.nullish(), action: z.enum(requestRule.shape.action.options, 'must be APPROVE or REJECT'),
  fieldGroups: fieldGroups.default([]), reason: words(2000).nullish(), validUntil: futureTime.nullish(),
}).refine(({ action, reason }) => action !== 'REJECT' || reason != null, 'reason is told to the partner with a rejection: give one')
  .refine(({ action, fieldGroups: groups }) => action !== 'REJECT' || groups.length === 0, 'fieldGroups belong to an approval');
export type MakeRequestRule = z.input<typeof ruleInput>;

export class RequestRuleService {
  constructor(private readonly pool: Pool) {}

  /** Gives the identifier. Without `ownerId` it is for the organization of who makes it. @throws TanluError RULE_INVALID (usage), TARGET_UNKNOWN, NOT_AUTHORIZED (forbidden). */
  async make(by: Principal, input: MakeRequestRule): Promise<string> {
    const { partnerId = null, productId = null, action, fieldGroups: groups, reason = null, validUntil = null, ...checked } = checkInput(ruleInput, input, 'RULE_INVALID');
    const organization = actsFor(by);
    const ownerId = checked.ownerId ?? organization;
    if (ownerId === undefined) throw new TanluError('RULE_INVALID', 'ownerId must tell whose footprints the rule is about.', { kind: 'usage' });
    if (organization !== undefined && ownerId !== organization) throw notYours('What the rule is about');
    if (await ownerOf(this.pool, 'organization', ownerId) === undefined) throw new TanluError('TARGET_UNKNOWN', `There is no organization ${ownerId} in the hub.`);
    if (productId !== null && await ownerOf(this.pool, 'product', productId) === undefined) throw new TanluError('TARGET_UNKNOWN', `There is no product ${productId} in the hub.`);
    if (productId !== null && !await concerns(this.pool, productId, ownerId)) throw new TanluError('TARGET_UNKNOWN', `The organization has neither made product ${productId} nor a footprint of it.`);
    if (partnerId !== null && (await this.pool.query(`select 1 from partner where id = $1 and status <> 'ENDED'`, [partnerId])).rowCount === 0) throw new TanluError('TARGET_UNKNOWN', `There is no partner ${partnerId}, or the partnership has ended.`);
    const { rows } = await this.pool.query<{ id: string }>(
      'insert into request_rule (owner_id, action, made_by, partner_id, product_id, reason, valid_until, field_groups) values ($1, $2, $3, $4, $5, $6, $7, $8) returning id',
      [ownerId, action, nameOfPrincipal(by), partnerId, productId, reason, validUntil, groups]);
    return rows[0]!.id;
  }

  /** What it has decided stays. @throws TanluError RULE_UNKNOWN, RULE_ENDED, NOT_AUTHORIZED (forbidden) where somebody acts for no organization. */
  async end(by: Principal, id: string): Promise<void> {
    const organization = actsFor(by);
    const mine = organization === undefined ? '' : ' and owner_id = $2';
    const values = [isIdentifier(id) ? id : null, ...(organization === undefined ? [] : [organization])];
    const { rowCount } = await this.pool.query(`update request_rule set ended_at = now() where id = $1${mine} and ended_at is null`, values);
    if (rowCount === 1) return;
    const { rowCount: there } = await this.pool.query(`select 1 from request_rule where id = $1${mine}`, values);
    throw there === 1 ? new TanluError('RULE_ENDED', 'The rule has been ended before.') : new TanluError('RULE_UNKNOWN', `There is no rule "${id.slice(0, 100)}".`);
  }
}
