// Sends what is in the outbox: with growing pauses, for 72 hours, to the registered address of the partner alone. A process that dies in between leaves the event to the next try, under the same identifier.
import { messageOf } from '../../../errors.ts';
import type { PactContext } from '../context.ts';
import { loadPartner, partnerClient, type PactPartner } from '../partner-client.ts';

/** Nobody else takes a delivery for so long after it was begun. */
const leaseSeconds = 300;
const firstPauseSeconds = 5;
const longestPauseSeconds = 6 * 3600;

/** Pause after the n-th try, a quarter of it by chance, so that many do not come back at once. */
export const pauseAfter = (attempts: number, random = Math.random()): number => Math.min(firstPauseSeconds * 2 ** (attempts - 1), longestPauseSeconds) * (0.75 + random / 4);

interface Begun { id: string; partnerId: string; version: PactPartner['version']; event: string; attempts: number; requestId: string | null; kind: string }

/** Takes a delivery that is due; undefined where another process has it, or it is done. */
async function begin({ pool }: PactContext, id: string): Promise<Begun | undefined> {
  const { rows } = await pool.query<Begun>(
    `update delivery set attempts = attempts + 1, next_attempt_at = now() + make_interval(secs => $2)
     where key = (select key from delivery where id = $1 and state = 'PENDING' and next_attempt_at <= now() for update skip locked)
     returning id, partner_id as "partnerId", version, event, attempts, request_id as "requestId", kind`, [id, leaseSeconds]);
  return rows[0];
}

async function send(context: PactContext, { partnerId, version, event }: Begun): Promise<void> {
  const partner = await loadPartner(context.pool, partnerId);
  if (partner === undefined) throw new Error('The partner is not registered any more.');
  // A partner may ask in another version than it is spoken to in: the answer goes to the address of the version it is stated in.
  const client = partnerClient({ ...partner, version }, context);
  try {
    await client.sendEvent(event);
  } finally {
    await client.close();
  }
}

async function failed({ pool }: PactContext, { id, attempts, requestId, kind }: Begun, error: unknown): Promise<void> {
  const { rows } = await pool.query<{ state: string }>(
    `update delivery set last_error = $2, state = case when now() + make_interval(secs => $3) > give_up_at then 'GIVEN_UP' else state end,
       next_attempt_at = case when now() + make_interval(secs => $3) > give_up_at then null else now() + make_interval(secs => $3) end
     where id = $1 and state = 'PENDING' returning state`, [id, messageOf(error).slice(0, 2000), pauseAfter(attempts)]);
  if (rows[0]?.state === 'GIVEN_UP' && kind === 'REQUEST' && requestId !== null) await pool.query(`update footprint_request set state = 'FAILED', decided_at = now(), reason = $2 where id = $1 and state = 'SENT'`, [requestId, `It could not be delivered: ${messageOf(error).slice(0, 1000)}`]);
}

/** Tries a delivery that is due. What goes wrong stands with it; nothing is thrown for the partner's sake. */
export async function deliver(context: PactContext, id: string): Promise<void> {
  const begun = await begin(context, id);
  if (begun === undefined) return;
  try {
    await send(context, begun);
  } catch (error) {
    context.log.warn({ delivery: id, partner: begun.partnerId, attempts: begun.attempts, reason: messageOf(error) }, 'an event could not be delivered');
    return failed(context, begun, error);
  }
  await context.pool.query(`update delivery set state = 'DELIVERED', delivered_at = now(), next_attempt_at = null, last_error = null where id = $1`, [id]);
}
