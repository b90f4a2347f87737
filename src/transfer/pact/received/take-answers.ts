// What answers and announcements of partners do: a request of the hub is fulfilled or rejected once, by the partner it was sent to; announced footprints are got (PACT v3 §Asynchronous flow; v2.3 §Action Events).
import type { ClientBase } from 'pg';
import { TanluError } from '../../../errors.ts';
import type { Published, RequestFulfilled, RequestRejected } from '../../../formats/pact/pact.ts';
import { issueText } from '../../../model/issue.ts';
import type { PactContext } from '../context.ts';
import type { EventEffects } from '../events/effects.ts';
import type { PactPartner } from '../partner-client.ts';
import { pullFootprints } from '../sync/pull.ts';
import { storeReceived } from './store-received.ts';

interface Asked { id: string; state: string; version: string }

/**
 * The request that an answer is one for, locked; undefined where it has been answered before: another answer has no effect. One that came late is still an answer.
 * @throws TanluError PACT_ANSWER_UNKNOWN (data) where the hub asked this partner nothing of the kind
 */
async function asked(client: ClientBase, partner: PactPartner, eventId: string): Promise<Asked | undefined> {
  const { rows: [row] } = await client.query<Asked>(`select id::text, state, version from footprint_request where direction = 'OUTGOING' and partner_id = $1 and event_id = $2 for update`, [partner.id, eventId]);
  if (row === undefined) throw new TanluError('PACT_ANSWER_UNKNOWN', `${partner.name} answers the request "${eventId.slice(0, 100)}", which the hub did not send it. Nothing was taken over.`, { kind: 'data', params: { partner: partner.id } });
  return row.state === 'FULFILLED' || row.state === 'REJECTED' ? undefined : row;
}

async function close(client: ClientBase, request: Asked, state: 'FULFILLED' | 'REJECTED', partner: PactPartner, { reason, code, footprintIds = [] }: { reason?: string | undefined; code?: string; footprintIds?: string[] }): Promise<void> {
  await client.query(`update footprint_request set state = $2, decided_at = clock_timestamp(), decided_by = $3, reason = $4, code = $5, footprint_ids = $6 where id = $1`, [request.id, state, partner.name, reason ?? null, code ?? null, footprintIds]);
  // The partner has it, whatever became of its acknowledgment.
  await client.query(`update delivery set state = 'DELIVERED', delivered_at = clock_timestamp(), next_attempt_at = null where request_id = $1 and kind = 'REQUEST' and state = 'PENDING'`, [request.id]);
}

/** Stores the footprints of an answer, in the transaction of its event. @throws PACT_ANSWER_UNKNOWN */
export async function takeFulfilled(client: ClientBase, context: PactContext, partner: PactPartner, event: RequestFulfilled): Promise<void> {
  const request = await asked(client, partner, event.requestId);
  if (request === undefined) return;
  // Version 2 lets an answer be empty; that is what version 3 calls a rejection.
  if (event.footprints.length === 0) return close(client, request, 'REJECTED', partner, { reason: 'The partner answered with no footprint.', code: 'NotFound' });
  // A partner may answer in the other version than it was asked in.
  const stated = event.footprints.map(({ specVersion }) => specVersion?.[0]).find((major) => major === '2' || major === '3') ?? request.version[0];
  const stored = await storeReceived(client, context, partner, event.footprints.map((reading) => ({ text: reading.text, reading })), { url: event.source, version: stated === '2' ? '2' : '3', via: 'event' });
  const told = stored.issues.filter(({ severity }) => severity === 'error').slice(0, 5).map((issue) => issueText(issue)).join(' ');
  await close(client, request, 'FULFILLED', partner, { footprintIds: [...new Set(stored.footprintIds)], reason: stored.refused === 0 ? undefined : `${stored.refused} of ${event.footprints.length} footprints could not be taken over. ${told}`.trim() });
}

/** Ends a request that the partner does not fulfill. @throws PACT_ANSWER_UNKNOWN */
export async function takeRejected(client: ClientBase, _context: PactContext, partner: PactPartner, event: RequestRejected): Promise<void> {
  const request = await asked(client, partner, event.requestId);
  if (request !== undefined) await close(client, request, 'REJECTED', partner, { reason: event.error.message, code: event.error.code });
}

/** Gets footprints that the partner announced. They are stored in transactions of their own: where the event comes to its effect again, they are there already. @throws TanluError of the host; PULL_RUNNING */
export async function takePublished(_client: ClientBase, context: PactContext, partner: PactPartner, event: Published): Promise<void> {
  if (event.footprintIds.length === 0) return;
  const { error } = await pullFootprints(context, partner.id, event.footprintIds, 'EVENT', { patience: 1000 });
  if (error !== undefined) throw error;
}

export const eventEffects: EventEffects = { fulfilled: takeFulfilled, rejected: takeRejected, published: takePublished };
