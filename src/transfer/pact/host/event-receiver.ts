// Events on their way from the HTTP host into the hub: whose they are is what the token says, never what the event says.
import { TanluError } from '../../../errors.ts';
import type { PactContext } from '../context.ts';
import { receiveEvent } from '../events/receive.ts';
import { loadPartner } from '../partner-client.ts';

/** @throws TanluError PACT_EVENT_INVALID (data), PACT_SOURCE_UNKNOWN (forbidden) */
export const eventReceiver = (context: PactContext) => async (partnerId: string, version: '2' | '3', text: string): Promise<void> => {
  const partner = await loadPartner(context.pool, partnerId);
  if (partner === undefined) throw new TanluError('PACT_SOURCE_UNKNOWN', 'The partner of this token is no longer registered.', { kind: 'forbidden' });
  await receiveEvent(context, partner, version, text);
};
