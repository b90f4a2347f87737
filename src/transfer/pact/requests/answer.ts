// The one answer to a request of a partner: footprints that it may see from then on, or a reason; stored in the outbox with the decision (PACT v3 §1.7).
import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import { TanluError } from '../../../errors.ts';
import { writeEvent, type PactEvent, type PactVersion, type Projection } from '../../../formats/pact/pact.ts';
import { issueText } from '../../../model/issue.ts';
import type { PactContext } from '../context.ts';
import { enqueueDelivery } from '../outbox/enqueue.ts';
import { majorOfVersion } from '../spoken-version.ts';
import type { AnswerDocument } from './documents.ts';

/** A request of a partner as far as an answer needs it. */
export interface OpenRequest { id: string; partnerId: string; eventId: string; version: PactVersion }

async function enqueue(client: ClientBase, request: OpenRequest, event: PactEvent<Projection>, kind: 'FULFILLED' | 'REJECTED'): Promise<void> {
  const { text, issues } = writeEvent(event, majorOfVersion(request.version));
  if (text === undefined) throw new TanluError('PACT_ANSWER_UNWRITABLE', `The answer cannot be stated in version ${request.version} of PACT: ${issues.map((issue) => issueText(issue)).join(' ')}`);
  await enqueueDelivery(client, { partnerId: request.partnerId, kind, version: request.version, eventId: event.id, event: text, requestId: request.id });
}

interface DecidedBy { by: string; reason?: string | undefined }

/** Answers with footprints. The partner must be able to see them by then. */
export async function fulfill(client: ClientBase, context: PactContext, request: OpenRequest, documents: readonly AnswerDocument[], { by, reason }: DecidedBy): Promise<void> {
  const event: PactEvent<Projection> = { kind: 'requestFulfilled', id: randomUUID(), source: context.source, time: new Date().toISOString(), requestId: request.eventId, footprints: documents.map((each) => each.projection) };
  await enqueue(client, request, event, 'FULFILLED');
  await client.query(`update footprint_request set state = 'FULFILLED', decided_at = now(), decided_by = $2, reason = $3, footprint_ids = $4 where id = $1`,
    [request.id, by, reason ?? null, [...new Set(documents.map((each) => each.footprintId))]]);
  const opened = documents.filter((each) => each.opened.length > 0);
  if (opened.length === 0) return;
  await client.query(`insert into access_event (actor, partner_id, noun, record_ids, field_groups, path) values ($1, $2, 'footprint', $3, $4, $5)`,
    [`partner ${request.partnerId}`, request.partnerId, opened.map((each) => each.footprintId), [...new Set(opened.flatMap((each) => each.opened))], `pact ${request.version} event`]);
}

/** Answers with a reason. `code`: one of PACT. */
export async function reject(client: ClientBase, context: PactContext, request: OpenRequest, code: string, reason: string, by: string): Promise<void> {
  await enqueue(client, request, { kind: 'requestRejected', id: randomUUID(), source: context.source, time: new Date().toISOString(), requestId: request.eventId, error: { code, message: reason } }, 'REJECTED');
  await client.query(`update footprint_request set state = 'REJECTED', decided_at = now(), decided_by = $2, reason = $3, code = $4 where id = $1`, [request.id, by, reason, code]);
}
