// What belongs to an organization, in SQL: whoever is no operator gives access to its own records alone.
import type { ClientBase, Pool } from 'pg';
import { TanluError } from '../../errors.ts';
import { nounTables } from '../../database/tables/tables.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Principal } from './principal.ts';

type Queries = Pick<ClientBase, 'query'> | Pick<Pool, 'query'>;

/** Operators act for all; the others for their organization. */
export const actsForAll = ({ role }: Principal): boolean => role === 'operator' || role === 'administrator';

/** The organization that somebody acts for; undefined for all. @throws TanluError (forbidden) where there is none. */
export function actsFor(by: Principal): string | undefined {
  if (actsForAll(by)) return undefined;
  if ((by.role === 'enterprise' || by.role === 'certificationBody') && by.organization !== undefined) return by.organization;
  throw new TanluError('NOT_AUTHORIZED', 'You act for no organization of the hub. Ask the operator to enter yours.', { kind: 'forbidden' });
}

/** The current record: whether it is there, and the organization that it belongs to. */
export async function ownerOf(client: Queries, noun: DatasetNoun, id: string): Promise<{ owner: string | null } | undefined> {
  const { name, belongsTo } = nounTables[noun];
  const { rows } = await (client as Pool).query<{ owner: string | null }>(`select ${belongsTo ?? 'null::uuid'} as owner from ${name} where id = $1 and recorded_to is null`, [id]);
  return rows[0];
}

/** Whether an organization may speak for a product: it produces it, or has a footprint or a certification of it. */
export async function concerns(client: Queries, product: string, organization: string): Promise<boolean> {
  const { rowCount } = await (client as Pool).query(
    `select 1 from product where id = $1 and producer_id = $2 and recorded_to is null union all select 1 from footprint where product_id = $1 and owner_id = $2 and recorded_to is null
     union all select 1 from certification where product_id = $1 and issuer_id = $2 and recorded_to is null limit 1`, [product, organization]);
  return rowCount === 1;
}

export const notYours = (what: string): TanluError => new TanluError('NOT_AUTHORIZED', `${what} does not belong to your organization; only its owner and the operator may decide about it.`, { kind: 'forbidden' });
