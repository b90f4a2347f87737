// Asks a partner for footprints: the request and its event are stored together, the event is sent afterwards (PACT v3 §RequestCreatedEvent, v2.3 ProductFootprintRequest.Created).
import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { TanluError } from '../../../errors.ts';
import { writeEvent, type RequestCriteria } from '../../../formats/pact/pact.ts';
import type { Issue } from '../../../model/issue.ts';
import type { PactContext } from '../context.ts';
import { enqueueDelivery } from '../outbox/enqueue.ts';
import { loadPartner, notCallable } from '../partner-client.ts';
import { majorOfVersion } from '../spoken-version.ts';
import { namesAnything } from './match.ts';

/** `issues`: criteria that the version of the partner has no word for; what they leave out must be left out after receipt. */
export interface SentRequest { id: string; eventId: string; issues: Issue[] }

/**
 * Asks a partner for footprints, in the transaction that is going on.
 * @throws TanluError PARTNER_UNKNOWN, REQUEST_EMPTY (usage), PARTNER_NOT_CALLABLE (data)
 */
export async function requestFootprints(client: ClientBase, context: Pick<PactContext, 'source' | 'requestDays'>, partnerId: string, criteria: RequestCriteria, comment: string | undefined, actor: string): Promise<SentRequest> {
  const partner = await loadPartner(client, partnerId);
  if (partner === undefined) throw new TanluError('PARTNER_UNKNOWN', `There is no partner ${partnerId}.`, { kind: 'usage', params: { partner: partnerId } });
  const missing = notCallable(partner);
  if (missing !== undefined) throw new TanluError('PARTNER_NOT_CALLABLE', `${partner.name} cannot be asked: ${missing}.`, { kind: 'data', params: { partner: partner.id } });
  if (!namesAnything(criteria)) throw new TanluError('REQUEST_EMPTY', 'A request says what it is for: name a product, a company, a class, a place or a time.', { kind: 'usage' });
  const eventId = randomUUID();
  const { text, issues } = writeEvent({ kind: 'requestCreated', id: eventId, source: context.source, time: new Date().toISOString(), criteria, ...(comment === undefined ? {} : { comment }) }, majorOfVersion(partner.version));
  const { rows: [row] } = await client.query<{ id: string }>(
    `insert into footprint_request (direction, state, partner_id, version, event_id, criteria, comment, received_at, deadline, source, made_by)
     values ('OUTGOING', 'SENT', $1, $2, $3, $4, $5, clock_timestamp(), clock_timestamp() + make_interval(days => $6), $7, $8) returning id::text`,
    [partner.id, partner.version, eventId, JSON.stringify(criteria), comment ?? null, context.requestDays, context.source, actor]);
  await enqueueDelivery(client, { partnerId: partner.id, kind: 'REQUEST', version: partner.version, eventId, event: text!, requestId: row!.id });
  return { id: row!.id, eventId, issues };
}
