// Our own small host for the time of a check: a token endpoint that takes only Basic and answers only access_token, no discovery, /2/events and /3/events. It keeps what comes.
import { randomBytes, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import { TanluError, systemReason } from '../../../errors.ts';

export interface CallbackHostOptions {
  host: string;
  port: number;
  /** The credentials that the host under test has for us. */
  clientId: string;
  clientSecret: string;
  /** PEM; with both https is spoken. */
  cert?: string;
  key?: string;
}

/** A request that reached us. */
export interface Received {
  path: string;
  headers: IncomingMessage['headers'];
  body: string;
  /** The event, where the body is JSON. */
  event: Record<string, unknown> | undefined;
  /** Status that we answered. */
  status: number;
}

const largestBody = 5 * 1024 ** 2;

const sameText = (a: string, b: string): boolean => {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
};

export class CallbackHost implements AsyncDisposable {
  readonly tokenRequests: Received[] = [];
  readonly events: Received[] = [];
  /** Requests to paths that we do not have, and those that ask for footprints. */
  readonly others: Received[] = [];
  readonly #options: CallbackHostOptions;
  readonly #server: Server;
  readonly #token = randomBytes(24).toString('base64url');
  readonly #refuseOnce = new Set<string>();
  #waiting: (() => void)[] = [];

  private constructor(options: CallbackHostOptions) {
    this.#options = options;
    const answer = (request: IncomingMessage, response: ServerResponse): void => void this.#answer(request, response).catch(() => response.destroy());
    const { cert, key } = options;
    this.#server = cert === undefined || key === undefined ? createServer(answer) : createSecureServer({ cert, key }, answer);
    this.#server.requestTimeout = 30_000;
  }

  /** Listens. Throws PACT_CALLBACK_LISTEN (usage) where that is not possible. */
  static async open(options: CallbackHostOptions): Promise<CallbackHost> {
    const failed = (error: unknown): TanluError => new TanluError('PACT_CALLBACK_LISTEN', `Callbacks cannot be received on ${options.host}:${options.port}: ${systemReason(error)}. Choose another address with --callback-listen.`, { kind: 'usage', cause: error });
    let host: CallbackHost;
    try {
      host = new CallbackHost(options);
    } catch (error) {
      throw failed(error);
    }
    await new Promise<void>((resolve, reject) => {
      host.#server.once('error', (error) => reject(failed(error))).listen(options.port, options.host, resolve);
    });
    return host;
  }

  get port(): number {
    const address = this.#server.address();
    return typeof address === 'object' && address !== null ? address.port : this.#options.port;
  }

  /** The first answer to a request of this id is a failure of ours: whether it is sent again. */
  refuseOnce(requestEventId: string): void {
    this.#refuseOnce.add(requestEventId);
  }

  /** Events that answer a request. */
  answersTo(requestEventId: string): Received[] {
    return this.events.filter(({ event }) => (event?.['data'] as Record<string, unknown> | undefined)?.['requestEventId'] === requestEventId);
  }

  /** Waits until `count` events answer a request, at most some milliseconds. */
  async waitFor(requestEventId: string, milliseconds: number, count = 1): Promise<Received[]> {
    const end = Date.now() + milliseconds;
    for (let left = milliseconds; this.answersTo(requestEventId).length < count && left > 0; left = end - Date.now()) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, left);
        this.#waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
    }
    return this.answersTo(requestEventId);
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > largestBody) return void response.writeHead(413, { connection: 'close' }).end();
      chunks.push(chunk);
    }
    const received: Received = { path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString(), event: undefined, status: 0 };
    const reply = (status: number, body?: unknown): void => {
      received.status = status;
      response.writeHead(status, body === undefined ? {} : { 'content-type': 'application/json' }).end(body === undefined ? undefined : JSON.stringify(body));
      for (const wake of this.#waiting.splice(0)) wake();
    };
    const path = received.path.split('?')[0]!;
    if (request.method === 'POST' && path.endsWith('/auth/token')) {
      this.tokenRequests.push(received);
      const expected = `Basic ${Buffer.from(`${this.#options.clientId}:${this.#options.clientSecret}`).toString('base64')}`;
      return sameText(received.headers.authorization ?? '', expected) ? reply(200, { access_token: this.#token }) : reply(401, { error: 'invalid_client', error_description: 'Only Basic is accepted here.' });
    }
    const authorized = sameText(received.headers.authorization ?? '', `Bearer ${this.#token}`);
    if (request.method === 'POST' && /\/[23]\/events$/.test(path)) return this.#take(received, authorized, reply);
    this.others.push(received);
    if (request.method === 'GET' && /\/[23]\/footprints$/.test(path) && authorized) return reply(200, { data: [] });
    return reply(404, { code: 'NotFound', message: 'There is no such thing at this host.' });
  }

  #take(received: Received, authorized: boolean, reply: (status: number, body?: unknown) => void): void {
    this.events.push(received);
    try {
      const event: unknown = JSON.parse(received.body);
      if (typeof event === 'object' && event !== null) received.event = event as Record<string, unknown>;
    } catch {
      return reply(400, { code: 'BadRequest', message: 'The event is no JSON.' });
    }
    if (!authorized) return reply(401, { code: 'BadRequest', message: 'The token was not given out here.' });
    const id = (received.event?.['data'] as Record<string, unknown> | undefined)?.['requestEventId'];
    if (typeof id === 'string' && this.#refuseOnce.delete(id)) return reply(503, { code: 'InternalError', message: 'Not at the moment; send it again.' });
    return reply(200);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#server.closeAllConnections();
      this.#server.close(() => resolve());
    });
  }
}
