// Events of partners: CloudEvents 1.0 in structured mode, answered by 200 and nothing (v3 §Events; v2.3 §Action Events).
import { readBody } from '../body.ts';
import { send } from '../respond.ts';
import type { PactRequest } from './pact-host.ts';
import { PactRefusal } from './refusal.ts';

/** PACT's own client sends callbacks as plain JSON. */
const contentType = /^application\/(?:cloudevents\+)?json\s*(?:;|$)/i;
const charset = /;\s*charset\s*=\s*"?([^\s;"]+)/i;

function textOf(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(body);
  } catch {
    throw new PactRefusal(400, 'BadRequest', 'The event is not in UTF-8.');
  }
}

export async function answerEvent({ request, response, major, principal, host }: PactRequest): Promise<void> {
  if (principal.partner === undefined) throw new PactRefusal(403, 'AccessDenied', 'Only programs of partners send events.');
  const type = request.headers['content-type'] ?? '';
  if (!contentType.test(type) || !/^utf-?8$/i.test(charset.exec(type)?.[1] ?? 'utf-8')) {
    throw new PactRefusal(400, 'BadRequest', `The content type is ${type === '' ? 'not stated' : JSON.stringify(type.slice(0, 80))}; send application/cloudevents+json; charset=UTF-8, or application/json.`);
  }
  const text = textOf(await readBody(request, host.limits.eventBytes));
  await host.receiveEvent(principal.partner.id, major, text);
  send(response, 200, '', {});
}
