// The HTTP server: one port for GraphQL, pages, the schema and health; ends gracefully.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { join } from 'node:path';
import type { GraphQLSchema } from 'graphql';
import type { Config } from '../config.ts';
import { TanluError } from '../errors.ts';
import type { Principal } from '../hub/access/principal.ts';
import type { Log } from '../log.ts';
import { authenticator } from './authentication.ts';
import { exportRoute } from './export-route.ts';
import { graphqlRoute } from './graphql-route.ts';
import { startApollo } from './graphql/apollo.ts';
import type { HubServices, ImportService, PactService, RequestContext } from './graphql/context.ts';
import { masked } from './graphql/errors.ts';
import { printSdl } from './graphql/print.ts';
import type { Identity } from './oauth/identity.ts';
import { publicBase } from './oauth/public-base.ts';
import { pactHost, type PactHostOptions } from './pact/pact-host.ts';
import { answerHealth, answerReadiness, type ReadinessCheck } from './readiness.ts';
import { refuse, send, sendJson, sendPreflight } from './respond.ts';
import { readTls, renewTls, tlsFiles } from './tls.ts';

/** A page or file for people; src/web makes them. */
export interface Page {
  path: string;
  answer(request: { query: URLSearchParams; language: string | undefined }): { body: string | Buffer; headers: Record<string, string> };
}

export interface ServerOptions {
  config: Pick<Config, 'HOST' | 'PORT' | 'TANLU_PUBLIC_URL' | 'TANLU_TRUST_PROXY' | 'TANLU_TLS_CERT' | 'TANLU_TLS_KEY' | 'TANLU_DATA' | 'TANLU_MAX_DEPTH' | 'TANLU_MAX_COST' | 'TANLU_MAX_QUERY_BYTES' | 'TANLU_TIMEOUT_MS' | 'TANLU_MAX_UPLOAD_BYTES' | 'TANLU_MAX_EXPORT' | 'TANLU_EXPORT_TIMEOUT_MS'>;
  log: Log;
  schema: GraphQLSchema;
  /** Text of /schema.graphql; printed from the schema when left out. */
  sdl?: string;
  adminToken: string;
  /** Tokens of programs and sign-in of people; without it the administrator's token is the only proof. */
  identity?: Identity;
  /** The hub's part of a request's context. */
  hubContext: (principal: Principal) => object;
  imports?: ImportService;
  /** Maps flows and previews conversions. */
  mappings?: RequestContext['mappings'];
  /** What writes partners, grants, people and the audit of access; without it there are no such mutations. */
  services?: HubServices;
  /** Decides requests, sends some, pulls. */
  exchange?: PactService;
  /** Shows footprints in the words of PACT before partners see them. */
  pactPreviews?: RequestContext['pactPreviews'];
  /** The database that GET /export reads; without it there is no such address. */
  databaseUrl?: string;
  /** The PACT host; without it there are no such addresses. */
  pact?: PactHostOptions;
  readiness?: readonly ReadinessCheck[];
  pages?: readonly Page[];
}

export interface RunningServer {
  url: string;
  /** Stops accepting, lets requests end for at most `withinMs`, then cuts. */
  close(withinMs?: number): Promise<void>;
}

const connectionLimits = { keepAliveTimeout: 65_000, headersTimeout: 20_000, requestTimeout: 0, maxHeaderSize: 65_536 };

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Starts listening. Throws a TanluError when the port is taken or not allowed. */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { config, log, schema } = options;
  const limits = { depth: config.TANLU_MAX_DEPTH, cost: config.TANLU_MAX_COST, queryBytes: config.TANLU_MAX_QUERY_BYTES, timeoutMs: config.TANLU_TIMEOUT_MS };
  const apollo = await startApollo({ schema, limits, log });
  const authenticate = options.identity?.authenticate ?? authenticator(options.adminToken);
  const graphql = graphqlRoute({
    apollo, limits, log, authenticate, hubContext: options.hubContext, imports: options.imports, mappings: options.mappings, services: options.services, pact: options.exchange, pactPreviews: options.pactPreviews,
    uploads: { folder: join(config.TANLU_DATA, 'uploads'), maxBytes: config.TANLU_MAX_UPLOAD_BYTES },
  });
  const sdl = options.sdl ?? printSdl(schema);
  let closing = false;
  const routes = new Map<string, { methods: readonly string[]; handle: Handler }>();
  const read = (path: string, handle: Handler): void => { routes.set(path, { methods: ['GET', 'HEAD'], handle }); };
  routes.set('/graphql', { methods: ['GET', 'POST'], handle: graphql });
  read('/schema.graphql', (_request, response) => { send(response, 200, sdl, { 'content-type': 'application/graphql; charset=utf-8', 'cache-control': 'no-cache' }); });
  read('/favicon.ico', (_request, response) => { send(response, 204, '', { 'cache-control': 'max-age=86400' }); });
  read('/healthz', (_request, response) => { answerHealth(response); });
  read('/readyz', (_request, response) => answerReadiness(response, options.readiness ?? [], closing));
  if (options.databaseUrl !== undefined) read('/export', exportRoute({ databaseUrl: options.databaseUrl, authenticate, log, accessEvents: options.services?.accessEvents, limits: { datasets: config.TANLU_MAX_EXPORT, timeoutMs: config.TANLU_EXPORT_TIMEOUT_MS } }));
  for (const page of options.pages ?? []) {
    read(page.path, (request, response) => {
      const query = new URL(request.url!, 'http://localhost').searchParams;
      const { body, headers } = page.answer({ query, language: request.headers['accept-language'] });
      send(response, 200, body, headers);
    });
  }

  for (const { path, methods, handle } of options.identity?.routes ?? []) routes.set(path, { methods, handle });
  const pactPath = options.pact?.path ?? '';
  // Clients look for tokens under the address that they are given for the PACT host.
  if (pactPath !== '') for (const path of ['/auth/token', '/.well-known/openid-configuration']) if (routes.has(path)) routes.set(pactPath + path, routes.get(path)!);
  const mounts = [...options.identity?.mounts ?? [], ...options.pact === undefined ? [] : pactHost({ ...options.pact, authenticate, baseOf: publicBase(config), log })];
  // A proxy may pass on the path under which the hub is known, or leave it out.
  const ownPath = config.TANLU_PUBLIC_URL === undefined ? '' : new URL(config.TANLU_PUBLIC_URL).pathname.replace(/\/+$/, '');

  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    if (closing) response.setHeader('connection', 'close');
    if (ownPath !== '' && request.url!.startsWith(ownPath) && /^[/?]?$/.test(request.url!.charAt(ownPath.length))) request.url = `/${request.url!.slice(ownPath.length).replace(/^\//, '')}`;
    const { url = '/' } = request;
    const mount = mounts.find(({ prefix }) => url.startsWith(prefix) && (url.length === prefix.length || url[prefix.length] === '/' || url[prefix.length] === '?'));
    if (mount !== undefined) {
      run(mount.handle, request, response);
      return;
    }
    const query = url.indexOf('?');
    const route = routes.get(query < 0 ? url : url.slice(0, query));
    if (!route) {
      refuse(response, 404, 'NOT_FOUND', 'There is nothing under this address. The API is POST /graphql; / lists the rest.');
    } else if (request.method === 'OPTIONS') {
      sendPreflight(response);
    } else if (!route.methods.includes(request.method!)) {
      refuse(response, 405, 'METHOD_NOT_ALLOWED', `${request.method} is not possible here; use ${route.methods.join(' or ')}.`, { allow: [...route.methods, 'OPTIONS'].join(', ') });
    } else {
      run(route.handle, request, response);
    }
  };
  const files = tlsFiles(config);
  const secure = files === undefined ? undefined : createSecureServer({ ...connectionLimits, ...readTls(files), handshakeTimeout: 20_000 }, listener);
  const server = secure ?? createServer(connectionLimits, listener);
  const run = (handle: Handler, request: IncomingMessage, response: ServerResponse): void => {
    const fail = (error: unknown): void => { sendJson(response, 500, { errors: [masked(log, error)] }); };
    try {
      handle(request, response)?.catch(fail);
    } catch (error) {
      fail(error);
    }
  };
  server.on('clientError', refuseUnreadable);
  const url = await listen(server, config, secure === undefined ? 'http' : 'https');
  const endTls = secure === undefined ? undefined : renewTls(secure, files!, log);
  options.identity?.listening(url);
  return {
    url,
    async close(withinMs = 10_000) {
      closing = true;
      endTls?.();
      await ended(server, withinMs);
      await apollo.stop();
    },
  };
}

/** A request whose head cannot be read. Nobody knows what it was for: the answer has the shapes of GraphQL and of PACT. */
function refuseUnreadable(error: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable) return;
  const message = error.code === 'HPE_HEADER_OVERFLOW' ? `The address and the headers of a request may have ${connectionLimits.maxHeaderSize} bytes together. Ask with fewer values.` : 'This is no HTTP request that can be read.';
  const body = JSON.stringify({ code: 'BadRequest', message, errors: [{ message, extensions: { code: 'BAD_REQUEST' } }] });
  socket.end(`HTTP/1.1 400 Bad Request\r\nconnection: close\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
}

function listen(server: Server, { HOST, PORT }: { HOST: string; PORT: number }, scheme: 'http' | 'https'): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program uses it. Set PORT to another number, or to 0 for a free one.' : error.message;
      reject(new TanluError('LISTEN_FAILED', `Cannot listen on ${HOST}:${PORT}: ${why}`, { kind: 'usage', params: { host: HOST, port: PORT }, cause: error }));
    });
    server.listen(PORT, HOST, () => {
      const { address, port, family } = server.address() as AddressInfo;
      resolve(`${scheme}://${family === 'IPv6' ? `[${address}]` : address}:${port}`);
    });
  });
}

function ended(server: Server, withinMs: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => { server.closeAllConnections(); }, withinMs);
    // A connection kept alive becomes idle only when its request has been answered.
    const idle = setInterval(() => { server.closeIdleConnections(); }, 50);
    server.close(() => {
      clearTimeout(timer);
      clearInterval(idle);
      resolve();
    });
  });
}
