// Has the effect of an event that came in: once, in one transaction with the mark that it was had. What cannot be had now is tried again; what never can be stands with its reason.
import type { Pool } from 'pg';
import { inTransaction } from '../../../database/transaction.ts';
import { messageOf, TanluError } from '../../../errors.ts';
import type { PactContext } from '../context.ts';
import { loadPartner } from '../partner-client.ts';
import { takeRequest } from '../requests/take-request.ts';
import type { EventEffects } from './effects.ts';
import { readValidEvent } from './receive.ts';

const mostAttempts = 10;
const pauseSeconds = (attempts: number): number => Math.min(5 * 2 ** attempts, 3600);

interface Stored { partnerId: string; version: '2' | '3'; event: string; attempts: number }

async function effect(context: PactContext, effects: EventEffects, key: string): Promise<void> {
  await inTransaction(context.pool, async (client) => {
    const { rows: [stored] } = await client.query<Stored>(`select partner_id as "partnerId", version, event, attempts from received_event where key = $1 and done_at is null for update skip locked`, [key]);
    if (stored === undefined) return;
    const partner = await loadPartner(client, stored.partnerId);
    if (partner !== undefined) {
      const event = readValidEvent(stored.event, stored.version, context);
      switch (event.kind) {
        case 'requestCreated': await takeRequest(client, context, partner, stored.version, event); break;
        case 'requestFulfilled': await effects.fulfilled(client, context, partner, event, stored.event); break;
        case 'requestRejected': await effects.rejected(client, context, partner, event); break;
        case 'published': await effects.published(client, context, partner, event); break;
      }
    }
    await client.query(`update received_event set done_at = now(), event = null, attempts = attempts + 1, message = $2 where key = $1`, [key, partner === undefined ? 'The partner is not registered any more.' : null]);
  });
}

async function failed(pool: Pool, key: string, error: unknown): Promise<void> {
  const isFinal = error instanceof TanluError && error.kind === 'data';
  await pool.query(
    `update received_event set attempts = attempts + 1, message = $2, done_at = case when $3 or attempts + 1 >= ${mostAttempts} then now() end, next_attempt_at = now() + make_interval(secs => $4) where key = $1 and done_at is null`,
    [key, messageOf(error).slice(0, 2000), isFinal, pauseSeconds(1)]);
}

/** Processes one event that came in. What goes wrong stands with it. */
export async function processEvent(context: PactContext, effects: EventEffects, key: string): Promise<void> {
  try {
    await effect(context, effects, key);
  } catch (error) {
    context.log.warn({ event: key, reason: messageOf(error) }, 'an event of a partner could not be processed');
    await failed(context.pool, key, error);
  }
}
