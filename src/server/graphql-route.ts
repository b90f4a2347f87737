// POST and GET /graphql: from the HTTP request to Apollo and back (GraphQL over HTTP, draft of 2025).
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HeaderMap, type ApolloServer } from '@apollo/server';
import { TanluError } from '../errors.ts';
import type { Principal } from '../hub/access/principal.ts';
import type { Log } from '../log.ts';
import type { Authenticate } from './authentication.ts';
import { BodyError, readBody } from './body.ts';
import type { ImportService, RequestContext } from './graphql/context.ts';
import { masked } from './graphql/errors.ts';
import { fixedLimits, type Limits } from './graphql/limits/limit.ts';
import { refuse, refuseUnread, send } from './respond.ts';
import { isMultipart, readUpload, uploadTimeoutMs } from './upload.ts';

export interface GraphqlRouteOptions {
  apollo: ApolloServer<RequestContext>;
  limits: Limits;
  log: Log;
  authenticate: Authenticate;
  /** The hub's part of the context. */
  hubContext: (principal: Principal) => object;
  imports: ImportService | undefined;
  mappings: RequestContext['mappings'];
  services: RequestContext['services'];
  pact: RequestContext['pact'];
  pactPreviews: RequestContext['pactPreviews'];
  uploads: { folder: string; maxBytes: number };
}

/** Makes the handler. Escaped JSON may take six bytes for one of the document, hence the body limit. */
export function graphqlRoute(options: GraphqlRouteOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { apollo, limits, log } = options;
  const bodyBytes = 6 * limits.queryBytes + fixedLimits.variablesBytes;
  return async (request, response) => {
    try {
      const asked = options.authenticate(request);
      const authenticated = asked instanceof Promise ? await asked : asked;
      if ('refused' in authenticated) {
        const { status, code, message, headers } = authenticated.refused;
        refuseUnread(request, response, status, code, message, headers);
        return;
      }
      const { principal, cookie } = authenticated;
      if (cookie !== undefined) response.appendHeader('set-cookie', cookie);
      const upload = request.method === 'POST' && isMultipart(request);
      const body = upload ? await readUpload(request, response, principal, options.uploads.maxBytes)
        : request.method === 'POST' ? await readJson(request, response, bodyBytes) : null;
      if (body === undefined || isRefused(response, body, request.url!, limits)) return;
      await answer(request, response, principal, body, upload ? uploadTimeoutMs : limits.timeoutMs);
    } catch (error) {
      if (error instanceof BodyError) refuseUnread(request, response, error.status, 'BAD_REQUEST', error.message, {}, error.status === 413 ? { limit: 'body', max: bodyBytes } : {});
      else if (error instanceof TanluError && error.kind === 'unavailable') {
        log.warn({ err: error }, 'what a request needs is unavailable');
        refuse(response, 503, 'SERVICE_UNAVAILABLE', error.message, {}, { reason: error.code });
      } else {
        const { message, extensions } = masked(log, error);
        refuse(response, 500, extensions.code, message, {}, { id: extensions.id });
      }
    }
  };

  async function answer(request: IncomingMessage, response: ServerResponse, principal: Principal, body: unknown, timeoutMs: number): Promise<void> {
    const controller = new AbortController();
    const context: RequestContext = {
      ...options.hubContext(principal), principal, signal: controller.signal, timeoutMs, abort: (reason) => { controller.abort(reason); },
      reply: { requestError: false }, imports: options.imports, mappings: options.mappings, services: options.services, pact: options.pact, pactPreviews: options.pactPreviews, uploads: options.uploads,
    };
    response.once('close', () => { if (!response.writableFinished) controller.abort(new Error('The client closed the connection.')); });
    const { url = '', method = 'GET' } = request;
    const query = url.indexOf('?');
    const answered = await apollo.executeHTTPGraphQLRequest({
      httpGraphQLRequest: { method, headers: headersOf(request), search: query < 0 ? '' : url.slice(query), body },
      context: async () => context,
    });
    await context.recordAccess?.();
    const headers = Object.fromEntries(answered.headers);
    const json = headers['content-type']?.startsWith('application/json') === true;
    const status = json && context.reply.requestError && (answered.status ?? 200) === 400 ? 200 : answered.status ?? 200;
    if (answered.body.kind === 'complete') send(response, status, answered.body.string, { 'cache-control': 'no-store', ...headers });
    else throw new Error('Incremental delivery is not part of this schema.');
  }
}

/** Only what Apollo reads. An accept header that asks for nothing special is left out, which spares its negotiation. */
function headersOf(request: IncomingMessage): HeaderMap {
  const headers = new HeaderMap();
  for (const name of ['content-type', 'x-apollo-operation-name', 'apollo-require-preflight']) {
    const value = request.headers[name];
    if (typeof value === 'string') headers.set(name, value);
  }
  const { accept } = request.headers;
  if (accept !== undefined && accept !== '*/*' && accept !== 'application/json') headers.set('accept', accept);
  return headers;
}

/** Undefined when the request has been refused already. */
async function readJson(request: IncomingMessage, response: ServerResponse, maxBytes: number): Promise<unknown> {
  const type = request.headers['content-type'] ?? '';
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    refuseUnread(request, response, 415, 'BAD_REQUEST', `The content type ${type === '' ? 'is missing' : `"${type}" is not understood`}. Send application/json with UTF-8 text.`, { accept: 'application/json' });
    return undefined;
  }
  if (/charset\s*=\s*"?(?!utf-?8)/i.test(type)) {
    refuseUnread(request, response, 415, 'BAD_REQUEST', 'The request must be UTF-8.');
    return undefined;
  }
  const text = (await readBody(request, maxBytes)).toString('utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch {
    refuse(response, 400, 'BAD_REQUEST', 'The request body is not JSON. Send {"query": "...", "variables": {...}}.');
    return undefined;
  }
}

/** Limits that need no parsing: batches, the length of the document, the size of the variables. */
function isRefused(response: ServerResponse, body: unknown, url: string, limits: Limits): boolean {
  const tooMuch = (limit: string, status: number, max: number, actual: number, message: string): true => {
    refuse(response, status, 'LIMIT_EXCEEDED', message, {}, { limit, max, actual });
    return true;
  };
  if (Array.isArray(body)) return tooMuch('batch', 400, 1, body.length, 'Batched requests are not answered. Send each operation as a request of its own; connections are kept open.');
  const { query, variables } = (body ?? Object.fromEntries(new URLSearchParams(url.split('?')[1] ?? ''))) as { query?: unknown; variables?: unknown };
  const documentBytes = typeof query === 'string' ? Buffer.byteLength(query) : 0;
  if (documentBytes > limits.queryBytes) return tooMuch('document', 413, limits.queryBytes, documentBytes, `The GraphQL document has ${documentBytes} bytes; the limit is ${limits.queryBytes}. Use fragments and variables, or send several requests.`);
  if (variables == null) return false;
  const variablesBytes = Buffer.byteLength(typeof variables === 'string' ? variables : JSON.stringify(variables));
  if (variablesBytes > fixedLimits.variablesBytes) return tooMuch('variables', 413, fixedLimits.variablesBytes, variablesBytes, `The variables have ${variablesBytes} bytes; the limit is ${fixedLimits.variablesBytes}. Send long lists in several requests.`);
  return false;
}
