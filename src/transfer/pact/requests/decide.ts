// Decisions on requests of partners: an approval opens the records to the partner and answers with them; a rejection tells why. Both are made once.
import type { ClientBase } from 'pg';
import { inTransaction } from '../../../database/transaction.ts';
import type { RequestCriteria } from '../../../formats/pact/pact.ts';
import type { FieldGroup } from '../../../model/field-group.ts';
import type { PactContext } from '../context.ts';
import { keptVersion } from '../spoken-version.ts';
import { fulfill, reject, type OpenRequest } from './answer.ts';
import { documentsOf } from './documents.ts';
import { matchColumns, matchFootprints, type MatchedFootprint } from './match.ts';

/** Who decides. `organization`: whose records it may decide about; absent for the operator, who may about all. */
export interface Decider { name: string; organization?: string | undefined }

export interface Approval {
  /** Footprints of the hub to answer with; those that fulfill the request where absent. */
  footprintIds?: readonly string[] | undefined;
  fieldGroups?: readonly FieldGroup[] | undefined;
  /** Until when the partner sees them, ISO 8601; without end where absent. */
  validUntil?: string | undefined;
  reason?: string | undefined;
}

export type RequestDecided = { requestId: string } | { refused: 'REQUEST_UNKNOWN' | 'REQUEST_DECIDED' | 'NOTHING_TO_SEND'; message: string };

interface Granting { by: string; reason?: string | undefined; fieldGroups?: readonly string[] | undefined; validUntil?: string | undefined }

/** Opens footprints, and products that are closed, to the partner, and answers with them. The owners see the grants and may withdraw them. */
export async function approve(client: ClientBase, context: PactContext, request: OpenRequest, matches: readonly MatchedFootprint[], { by, reason, fieldGroups = [], validUntil }: Granting): Promise<void> {
  const footprints = [...new Set(matches.map((match) => match.footprintId))];
  const grant = `insert into access_grant (partner_id, owner_id, target, noun, target_id, field_groups, valid_until, reason, granted_by)`;
  const why = reason ?? `Request ${request.id}`;
  await client.query(`${grant} select $1, f.owner_id, 'RECORD', 'footprint', f.id, $3, $4, $5, $6 from footprint f where f.id = any($2::uuid[]) and f.recorded_to is null`, [request.partnerId, footprints, fieldGroups, validUntil ?? null, why, by]);
  const products = [...new Set(matches.map((match) => match.productId).filter((id) => id !== null))];
  await client.query(`${grant} select $1, p.producer_id, 'RECORD', 'product', p.id, '{}', $3, $4, $5 from product p where p.id = any($2::uuid[]) and p.recorded_to is null and p.visibility not in ('PUBLIC', 'PARTNER')`, [request.partnerId, products, validUntil ?? null, why, by]);
  await fulfill(client, context, request, await documentsOf(client, request.version, matches.map((match) => match.pactId), fieldGroups), { by, reason });
}

type Waiting = OpenRequest & { state: string; ownerIds: string[]; criteria: RequestCriteria };

/** The request, locked until the decision is made; undefined where there is none that the decider may see. */
async function lockRequest(client: ClientBase, id: string, { organization }: Decider): Promise<Waiting | undefined> {
  const { rows } = await client.query<Waiting>(
    `select id, partner_id as "partnerId", event_id as "eventId", version, state, owner_ids as "ownerIds", criteria from footprint_request where id = $1 and direction = 'INCOMING' for update`, [id]);
  const found = rows[0];
  return found !== undefined && (organization === undefined || found.ownerIds.includes(organization)) ? found : undefined;
}

const unknown = (id: string): RequestDecided => ({ refused: 'REQUEST_UNKNOWN', message: `There is no request ${id.slice(0, 80)} of a partner to decide.` });
const decided = ({ id, state }: Waiting): RequestDecided => ({ refused: 'REQUEST_DECIDED', message: `Request ${id} is ${state}: it has been answered, and is answered once.` });

async function chosen(client: ClientBase, { criteria, version }: Waiting, { organization }: Decider, footprintIds: readonly string[] | undefined): Promise<MatchedFootprint[]> {
  const kept = keptVersion(version);
  const found = footprintIds === undefined ? await matchFootprints(client, criteria, kept) : (await client.query<MatchedFootprint>(
    `select ${matchColumns} from pact_footprint p where p.version = $1 and p.footprint_id = any($2::uuid[]) and p.document is not null and p.status = 'ACTIVE' order by p.key`, [kept, footprintIds])).rows;
  return found.filter((match) => match.mayBePassedOn && (organization === undefined || match.ownerId === organization));
}

/** Approves a request of a partner. */
export function approveRequest(context: PactContext, requestId: string, approval: Approval, decider: Decider): Promise<RequestDecided> {
  return inTransaction(context.pool, async (client) => {
    const request = await lockRequest(client, requestId, decider);
    if (request === undefined) return unknown(requestId);
    if (request.state !== 'RECEIVED') return decided(request);
    const matches = await chosen(client, request, decider, approval.footprintIds);
    if (matches.length === 0) {
      return { refused: 'NOTHING_TO_SEND', message: `No footprint of yours ${approval.footprintIds === undefined ? 'fulfills the request' : 'of these is active and'} can be stated in version ${request.version} of PACT; pactFootprints tells why. What a partner sent is not passed on unless its rights allow it. Publish one, name others, or reject the request.` };
    }
    await approve(client, context, request, matches, { by: decider.name, ...approval });
    return { requestId };
  });
}

/** Rejects a request of a partner. `code`: one of PACT, NotFound or AccessDenied. */
export function rejectRequest(context: PactContext, requestId: string, reason: string, decider: Decider, code = 'AccessDenied'): Promise<RequestDecided> {
  return inTransaction(context.pool, async (client) => {
    const request = await lockRequest(client, requestId, decider);
    if (request === undefined) return unknown(requestId);
    if (request.state !== 'RECEIVED') return decided(request);
    await reject(client, context, request, code, reason, decider.name);
    return { requestId };
  });
}

/** Requests that nobody decided in time are rejected, those of the hub that nobody answered have expired. Returns how many. */
export function endOverdueRequests(context: PactContext): Promise<number> {
  return inTransaction(context.pool, async (client) => {
    const { rows } = await client.query<OpenRequest>(
      `select id, partner_id as "partnerId", event_id as "eventId", version from footprint_request where direction = 'INCOMING' and state = 'RECEIVED' and deadline < now() order by key limit 100 for update skip locked`);
    for (const request of rows) await reject(client, context, request, 'NotFound', 'The request was not decided in time. Ask again if you still need the footprint.', 'the deadline');
    const { rowCount } = await client.query(`update footprint_request set state = 'EXPIRED', decided_at = now(), reason = 'The partner did not answer in time.' where direction = 'OUTGOING' and state = 'SENT' and deadline < now()`);
    return rows.length + (rowCount ?? 0);
  });
}
