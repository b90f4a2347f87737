// Takes in an event of a partner: checked, stored once, answered at once; its effect is had by a job (PACT v3 §Events, §Asynchronous flow).
import { TanluError } from '../../../errors.ts';
import { readEvent, type FootprintReading, type PactEvent } from '../../../formats/pact/pact.ts';
import { issueText } from '../../../model/issue.ts';
import type { PactContext } from '../context.ts';
import type { PactPartner } from '../partner-client.ts';
import { isSourceOf } from './source.ts';

/** The event in a text. @throws TanluError (data) PACT_EVENT_INVALID with the reasons */
export function readValidEvent(text: string, version: '2' | '3', { issuer }: Pick<PactContext, 'issuer'>): PactEvent {
  const invalid = (reason: string): TanluError => new TanluError('PACT_EVENT_INVALID', reason, { kind: 'data' });
  let reading: ReturnType<typeof readEvent>;
  try {
    reading = readEvent(text, { issuer, file: 'event' });
  } catch (error) {
    if (error instanceof TanluError && error.kind === 'data') throw invalid(error.message);
    throw error;
  }
  const { event, issues } = reading;
  if (event === undefined) throw invalid(issues.filter(({ severity }) => severity === 'error').map((issue) => issueText(issue)).join(' ') || 'This is no event of PACT.');
  if (String(reading.version) !== version) throw invalid(`An event of version ${reading.version} was sent to the address of version ${version}.`);
  return event;
}

/** Footprints that nothing can be made of: the sender learns it at once. What breaks other rules is told when they are taken in. */
function refuseUnusable(footprints: readonly FootprintReading[]): void {
  const unusable = footprints.find(({ footprint }) => footprint === undefined);
  if (unusable === undefined) return;
  const reasons = unusable.issues.filter(({ severity }) => severity === 'error').map((issue) => issueText(issue)).join(' ');
  throw new TanluError('PACT_EVENT_INVALID', `The footprint at place ${unusable.position + 1} of pfs cannot be used. ${reasons}`.trim(), { kind: 'data', params: { position: unusable.position } });
}

/**
 * Stores an event of a partner for its effect; the same event again has none.
 * @throws TanluError PACT_EVENT_INVALID (data), PACT_SOURCE_UNKNOWN (forbidden)
 */
export async function receiveEvent(context: PactContext, partner: PactPartner, version: '2' | '3', text: string): Promise<void> {
  const event = readValidEvent(text, version, context);
  if (event.kind === 'requestFulfilled') refuseUnusable(event.footprints);
  if (!isSourceOf(event.source, partner)) {
    throw new TanluError('PACT_SOURCE_UNKNOWN', `The source "${event.source.slice(0, 200)}" is not registered for this partner. Send the base address of your host, as it is registered here, or ask the operator of this hub to register the source.`, { kind: 'forbidden' });
  }
  await context.pool.query(
    `insert into received_event (partner_id, source, event_id, kind, version, event) values ($1, $2, $3, $4, $5, $6) on conflict (partner_id, source, event_id) do nothing`,
    [partner.id, event.source, event.id, event.kind, version, text]);
}
