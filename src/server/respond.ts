// Answers of the HTTP server: JSON, files, and the headers that every answer carries.
import type { IncomingMessage, ServerResponse } from 'node:http';

/** For every answer: no sniffing, no framing, no referrer, nothing loaded from anywhere unless a page says so. */
const securityHeaders: readonly (readonly [string, string])[] = [
  ['x-content-type-options', 'nosniff'],
  ['referrer-policy', 'no-referrer'],
  ['x-frame-options', 'DENY'],
  ['content-security-policy', "default-src 'none'; frame-ancestors 'none'"],
];

/** Anyone may read, from any page, without credentials: Authorization is no allowed header, so no page can write on someone's behalf. */
const corsHeaders: readonly (readonly [string, string])[] = [
  ['access-control-allow-origin', '*'],
];

const preflightHeaders: Record<string, string> = {
  'access-control-allow-methods': 'GET, HEAD, POST, OPTIONS',
  'access-control-allow-headers': 'content-type, accept, apollo-require-preflight, x-apollo-operation-name',
  'access-control-max-age': '86400',
};

/** Sends a whole body. `headers` win over the common ones; names are lower case. */
export function send(response: ServerResponse, status: number, body: string | Buffer, headers: Record<string, string>): void {
  if (response.headersSent || response.destroyed) return;
  const all: string[] = [];
  for (const [name, value] of securityHeaders) if (!(name in headers)) all.push(name, value);
  for (const [name, value] of corsHeaders) all.push(name, value);
  for (const name in headers) all.push(name, headers[name]!);
  // Node writes a buffer several times faster than a long string.
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  if (status !== 304) all.push('content-length', String(bytes.length)); // it would be the length of what is not sent
  response.writeHead(status, all);
  response.end(response.req.method === 'HEAD' ? undefined : bytes);
}

/** Begins an answer that is sent as it is made. */
export function beginStream(response: ServerResponse, headers: Record<string, string>): void {
  response.writeHead(200, [...securityHeaders, ...corsHeaders, ...Object.entries(headers)].flat());
}

export function sendJson(response: ServerResponse, status: number, value: unknown, headers: Record<string, string> = {}): void {
  send(response, status, JSON.stringify(value), { 'content-type': 'application/json; charset=utf-8', 'cache-control': 'no-store', ...headers });
}

/** A refusal before GraphQL is reached, in the shape of a GraphQL response. */
export function refuse(response: ServerResponse, status: number, code: string, message: string, headers: Record<string, string> = {}, more: Record<string, unknown> = {}): void {
  sendJson(response, status, { errors: [{ message, extensions: { code, ...more } }] }, headers);
}

/** Of a refused body this much is read and thrown away: many clients look for the answer only after they have sent everything. */
const drainedBytes = 1_000_000;
const drainedMs = 1_000;

/** Answers a request whose body is not wanted: after a short body, or soon into a long one; then the connection ends. */
export function answerUnread(request: IncomingMessage, answer: (headers: Record<string, string>) => void): void {
  let seen = 0;
  const end = (): void => {
    clearTimeout(timer);
    answer({ connection: 'close' });
  };
  const timer = setTimeout(end, drainedMs);
  request.on('data', (chunk: Buffer) => {
    seen += chunk.length;
    if (seen > drainedBytes) end();
  });
  request.once('end', end);
  request.once('error', end);
}

/** Refuses such a request. */
export function refuseUnread(request: IncomingMessage, response: ServerResponse, ...[status, code, message, headers, more]: [number, string, string, Record<string, string>?, Record<string, unknown>?]): void {
  answerUnread(request, (closing) => { refuse(response, status, code, message, { ...closing, ...headers }, more); });
}

export function sendPreflight(response: ServerResponse): void {
  send(response, 204, '', preflightHeaders);
}
