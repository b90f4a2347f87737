// A request of a partner comes in: matched to products, answered at once where nobody has to decide, else laid before their owner with a deadline. Nothing of what is not open leaves before.
import type { ClientBase } from 'pg';
import { rowSeen } from '../../../database/read/access.ts';
import { pactFootprintAccess } from '../../../database/tables/pact.ts';
import { readIdentifier, type PactVersion, type RequestCreated } from '../../../formats/pact/pact.ts';
import { idInHubUrn } from '../../../formats/pact/identifiers.ts';
import type { PactContext } from '../context.ts';
import type { PactPartner } from '../partner-client.ts';
import { keptVersion, majorOfVersion } from '../spoken-version.ts';
import { fulfill, reject, type OpenRequest } from './answer.ts';
import { approve } from './decide.ts';
import { documentsOf } from './documents.ts';
import { matchFootprints, matchProducts, namesAnything, type MatchedFootprint, type MatchedProduct } from './match.ts';
import { ruleFor } from './rules.ts';

const unique = (ids: readonly (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];

/** Those of the matches that the partner may see already. */
async function openTo(client: ClientBase, partner: PactPartner, matches: readonly MatchedFootprint[], kept: '2.3' | '3.0'): Promise<string[]> {
  const seen = rowSeen(pactFootprintAccess, 'p', { partner: partner.id, organization: partner.organizationId ?? undefined })!;
  const { rows } = await client.query<{ id: string }>(`select p.pact_id as id from pact_footprint p where p.version = $1 and p.pact_id = any($2::uuid[]) and ${seen} order by p.key`, [kept, matches.map((match) => match.pactId)]);
  return rows.map((row) => row.id);
}

async function productsOf(client: ClientBase, { issuer }: PactContext, productIds: readonly string[] = []): Promise<MatchedProduct[]> {
  const ids = productIds.flatMap((urn) => idInHubUrn(urn, issuer, 'product-id') ?? []).filter((id) => /^[0-9a-f-]{36}$/.test(id));
  return matchProducts(client, ids, [...productIds, ...productIds.map((urn) => readIdentifier(urn, 'product-identifiers').value)]);
}

/** Takes a request in, in the transaction of the event. */
export async function takeRequest(client: ClientBase, context: PactContext, partner: PactPartner, version: '2' | '3', event: RequestCreated): Promise<void> {
  const stated: PactVersion = version === '2' ? (majorOfVersion(partner.version) === 2 ? partner.version : '2.3') : '3.0';
  const kept = keptVersion(stated);
  const { criteria } = event;
  const matched = namesAnything(criteria) ? await matchFootprints(client, criteria, kept) : [];
  const open = await openTo(client, partner, matched, kept);
  const matches = matched.filter((match) => match.mayBePassedOn || open.includes(match.pactId));
  const products = matches.length > 0 ? [] : await productsOf(client, context, criteria.productIds);
  const productIds = unique([...matches.map((match) => match.productId), ...products.map((product) => product.id)]);
  const ownerIds = unique([...matches.map((match) => match.ownerId), ...products.map((product) => product.ownerId)]);
  const { rows } = await client.query<{ id: string }>(
    `insert into footprint_request (direction, state, partner_id, version, event_id, source, criteria, comment, product_ids, owner_ids, deadline)
     values ('INCOMING', 'RECEIVED', $1, $2, $3, $4, $5, $6, $7, $8, now() + make_interval(days => $9)) on conflict (direction, partner_id, event_id) do nothing returning id`,
    [partner.id, stated, event.id, event.source, JSON.stringify(criteria), event.comment ?? null, productIds, ownerIds, context.requestDays]);
  if (rows[0] === undefined) return; // of another source of the same partner
  const request: OpenRequest = { id: rows[0].id, partnerId: partner.id, eventId: event.id, version: stated };
  if (!namesAnything(criteria)) return reject(client, context, request, 'BadRequest', 'The request names no product, company, place, class or time. State at least one criterion.', 'the hub');
  if (matches.length + products.length === 0) return reject(client, context, request, 'NotFound', 'No product of this hub fulfills the request.', 'the hub');
  if (open.length > 0) return fulfill(client, context, request, await documentsOf(client, stated, open, []), { by: 'the hub', reason: 'The partner may see these footprints already.' });
  if (ownerIds.length !== 1) return;
  const rule = await ruleFor(client, { partnerId: partner.id, ownerId: ownerIds[0]!, productIds });
  if (rule?.action === 'REJECT') await reject(client, context, request, 'AccessDenied', rule.reason ?? 'The owner does not give out these footprints.', `rule ${rule.id}`);
  // Without a footprint to send a rule has nothing to approve: a person looks at it.
  else if (rule !== undefined && matches.length > 0) await approve(client, context, request, matches, { by: `rule ${rule.id}`, reason: rule.reason ?? undefined, fieldGroups: rule.fieldGroups });
}
