// Errors of the PACT host in the words of each version (v3 §Error Responses; v2.3 §Error Codes; authentication: ADR-50).
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TanluError } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { BodyError } from '../body.ts';
import { masked } from '../graphql/errors.ts';
import { TokenError } from '../oauth/token-error.ts';
import { answerUnread, send } from '../respond.ts';

export type Major = '2' | '3';
export type PactErrorCode = 'AccessDenied' | 'BadRequest' | 'NotFound' | 'NoSuchFootprint' | 'NotImplemented' | 'TokenExpired' | 'InternalError';

export class PactRefusal extends Error {
  constructor(readonly status: number, readonly code: PactErrorCode, message: string, readonly headers: Record<string, string> = {}) {
    super(message);
  }
}

/** What a version does not offer: 501 in version 3, 400 in version 2. */
export const notImplemented = (major: Major, message: string): PactRefusal => new PactRefusal(major === '3' ? 501 : 400, 'NotImplemented', message);

export const unknownFootprint = (major: Major, id: string): PactRefusal =>
  new PactRefusal(404, major === '3' ? 'NotFound' : 'NoSuchFootprint', `There is no footprint ${id} at this host in version ${major}.`);

export function sendRefusal(response: ServerResponse, { status, code, message, headers }: PactRefusal, more: Record<string, string> = {}): void {
  send(response, status, JSON.stringify({ code, message }), { 'content-type': 'application/json', 'cache-control': 'no-store', ...headers, ...more });
}

/** SQLSTATE of a statement ended by statement_timeout. */
const statementCanceled = '57014';
const later = { 'retry-after': '10' };

/** Anything thrown as a refusal; what nobody expected is logged and told by an id alone. */
export function refusalOf(error: unknown, major: Major, log: Log): PactRefusal {
  if (error instanceof PactRefusal) return error;
  if (error instanceof TokenError && error.fault === 'insufficient') return new PactRefusal(403, 'AccessDenied', error.message);
  if (error instanceof BodyError) return new PactRefusal(error.status, 'BadRequest', error.message);
  if (error instanceof TanluError && error.code === 'PACT_FILTER_UNSUPPORTED') return notImplemented(major, error.message);
  if (error instanceof TanluError && error.kind === 'forbidden') return new PactRefusal(403, 'AccessDenied', error.message);
  if (error instanceof TanluError && (error.kind === 'usage' || error.kind === 'data')) return new PactRefusal(400, 'BadRequest', error.message);
  if (error instanceof TanluError && error.kind === 'unavailable') {
    log.warn({ err: error }, 'what a PACT request needs is unavailable');
    return new PactRefusal(503, 'InternalError', error.message, later);
  }
  if ((error as { code?: unknown }).code === statementCanceled) return new PactRefusal(503, 'InternalError', 'The question took too long. Ask for smaller pages or with fewer criteria.', later);
  return new PactRefusal(500, 'InternalError', masked(log, error).message);
}

/** Answers with the refusal; a body that nobody read is drained first, because many clients look for the answer only after they have sent everything. */
export function refuseRequest(request: IncomingMessage, response: ServerResponse, refusal: PactRefusal): void {
  if (request.method !== 'POST' || request.readableEnded || request.complete) sendRefusal(response, refusal);
  else answerUnread(request, (closing) => { sendRefusal(response, refusal, closing); });
}
