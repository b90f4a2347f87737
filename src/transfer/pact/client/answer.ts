// What a PACT host's answer says: JSON with exact numbers, the error object (v3 §Error Codes, v2 §Error Codes), typed errors for all else.
import { parseJson } from '../../../formats/json/parse.ts';
import { JsonNumber, JsonObject, type JsonValue } from '../../../formats/json/value.ts';
import { messageOf } from '../../../errors.ts';
import { PactError, shown } from './errors.ts';
import { headerOf, type HttpResponse } from './http.ts';

/** The error object of PACT, and `error`, `error_description` of OAuth2 (RFC 6749 §5.2) under the same names. */
export interface HostError { code?: string; message?: string }

const jsonTypes = /^application\/(?:[\w.+-]+\+)?json$/i;

/** Whether the answer says of itself that it is JSON. */
export const saysJson = (response: HttpResponse): boolean => jsonTypes.test((headerOf(response, 'content-type') ?? '').split(';')[0]!.trim());

/** The JSON of an answer, numbers with the text they have there. Throws PACT_CONTENT_TYPE and, with line and column, PACT_NOT_JSON. */
export function readJson(response: HttpResponse): JsonValue {
  const url = shown(response.url);
  const type = headerOf(response, 'content-type');
  const coding = headerOf(response, 'content-encoding') ?? 'identity';
  if (coding !== 'identity') throw new PactError('PACT_CONTENT_TYPE', `The answer of ${url} is packed (${coding}), though it was asked for unpacked. Tell the host's operator.`, { params: { url, coding } });
  if (!saysJson(response)) {
    throw new PactError('PACT_CONTENT_TYPE', `The answer of ${url} is ${type === undefined ? 'of no stated type' : `of type ${type}`}, not application/json. Check that the URL is the base URL of a PACT host.`, { params: { url, type } });
  }
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(response.body);
  } catch (cause) {
    throw new PactError('PACT_NOT_JSON', `The answer of ${url} is not in UTF-8. Tell the host's operator.`, { params: { url }, cause });
  }
  try {
    return parseJson(text, { file: `the answer of ${url}` }).value;
  } catch (cause) {
    throw new PactError('PACT_NOT_JSON', messageOf(cause).replace(/ Correct the file.*$/, ' Tell the host\'s operator; nothing of it was taken over.'), { params: { url, ...(cause as { params?: object }).params }, cause });
  }
}

/** The value as JavaScript has it; numbers become doubles. */
export function plain(value: JsonValue): unknown {
  if (value instanceof JsonNumber) return Number(value.text);
  if (Array.isArray(value)) return value.map(plain);
  return value instanceof JsonObject ? Object.fromEntries([...value.members].map(([key, inner]) => [key, plain(inner)])) : value;
}

const textOf = (value: JsonValue | undefined): string | undefined => (typeof value === 'string' ? value : undefined);

/** What the host says went wrong; empty where it says nothing that can be read. */
export function hostError(response: HttpResponse): HostError {
  if (!saysJson(response) || response.body.length > 1_000_000) return {};
  let body: JsonValue;
  try {
    body = readJson(response);
  } catch (error) {
    if (error instanceof PactError) return {}; // an answer that is an error already need not be well-formed as well
    throw error;
  }
  if (!(body instanceof JsonObject)) return {};
  const code = textOf(body.members.get('code')) ?? textOf(body.members.get('error'));
  const message = textOf(body.members.get('message')) ?? textOf(body.members.get('error_description'));
  return { ...(code === undefined ? {} : { code }), ...(message === undefined ? {} : { message }) };
}

export const isRedirect = (status: number): boolean => status >= 300 && status < 400 && status !== 304;

/** The typed error for a status that is no success: PACT_REDIRECT or PACT_STATUS. */
export function statusError(response: HttpResponse, doing: string): PactError {
  const url = shown(response.url);
  if (isRedirect(response.status)) {
    const target = headerOf(response, 'location');
    return new PactError('PACT_REDIRECT', `${url} answers with a redirect (${response.status}) to ${target === undefined ? 'nowhere' : shown(target)}, which is not followed. If this is right, register the new URL.`, { params: { url, status: response.status, target } });
  }
  const said = hostError(response);
  const words = [said.code, said.message].filter(Boolean).join(': ').slice(0, 500);
  const passing = response.status >= 500 || response.status === 429;
  const advice = passing ? 'Try again later; if it stays so, tell the host\'s operator.' : 'Check the request with the host\'s operator.';
  return new PactError('PACT_STATUS', `${doing} failed: ${url} answers ${response.status}${words === '' ? '' : ` (${words})`}. ${advice}`, { kind: passing ? 'unavailable' : 'data', params: { url, status: response.status, ...said, retryAfter: headerOf(response, 'retry-after') } });
}
