// The outbox: an event to a partner is stored in the transaction that makes it true, and sent afterwards (PACT v3 §Asynchronous flow).
import type { ClientBase } from 'pg';

/** Hosts should stop trying after that long (v3 §1.7). */
export const givenUpAfterHours = 72;

export interface NewDelivery {
  partnerId: string;
  kind: 'REQUEST' | 'FULFILLED' | 'REJECTED' | 'PUBLISHED';
  /** Version of PACT the event is stated in. */
  version: string;
  /** Unique among all events of this hub; the same at every try. */
  eventId: string;
  /** The event as it is sent. */
  event: string;
  requestId?: string | undefined;
}

/** Puts an event into the outbox. Returns the identifier of the delivery. */
export async function enqueueDelivery(client: ClientBase, { partnerId, kind, version, eventId, event, requestId }: NewDelivery): Promise<string> {
  const { rows } = await client.query<{ id: string }>(
    `insert into delivery (partner_id, request_id, kind, version, event_id, event, next_attempt_at, give_up_at) values ($1, $2, $3, $4, $5, $6, now(), now() + make_interval(hours => $7)) returning id`,
    [partnerId, requestId ?? null, kind, version, eventId, event, givenUpAfterHours]);
  return rows[0]!.id;
}
