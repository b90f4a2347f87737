// One bounded HTTP exchange with a foreign host: address checked and pinned, no redirect followed, time and size limited. Statuses are given as they are.
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { Agent, buildConnector, request as undiciRequest } from 'undici';
import { networkError, PactError } from './errors.ts';
import { checkAddress, checkUrl, portOf, type NetworkRules } from './network-rules.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string | URL;
  headers?: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
}

export interface HttpResponse {
  url: URL;
  status: number;
  /** Names in lower case; a header that was sent several times has several values. */
  headers: ReadonlyMap<string, readonly string[]>;
  body: Buffer;
}

/** The value of a header, its repetitions joined as RFC 9110 §5.2 says. */
export const headerOf = (response: HttpResponse, name: string): string | undefined => response.headers.get(name)?.join(', ');

const systemResolve = async (host: string): Promise<string[]> => (await lookup(host, { all: true, verbatim: true })).map(({ address }) => address);

const contexts = new Map<string, SecureContext>();

/** Whom to trust: the system's authorities and those given. Kept, because reading all of them takes long; operators configure few. */
function trusting(ca: readonly string[]): SecureContext {
  const key = ca.join('\n');
  const context = contexts.get(key) ?? createSecureContext(ca.length === 0 ? {} : { ca: [...getCACertificates('default'), ...ca] });
  contexts.set(key, context);
  return context;
}

/** Sends requests under one set of network rules. `close` ends its connections. */
export class HttpSender {
  readonly #rules: NetworkRules;
  readonly #ports: ReadonlySet<string> | undefined;
  readonly #agent: Agent;

  /** `ports` are those of the registered URLs; requests to other ports are refused. Absent: no such limit. */
  constructor(rules: NetworkRules, ports?: Iterable<string>) {
    this.#rules = rules;
    this.#ports = ports === undefined ? undefined : new Set(ports);
    const trust = { secureContext: trusting([rules.ca ?? []].flat()) };
    const connector = (protocol: string) => buildConnector({ allowH2: false, timeout: rules.connectTimeout ?? 10_000, lookup: this.#lookup(protocol), ...trust });
    const secure = connector('https:');
    const plain = connector('http:');
    // Names are checked in the look-up, whose very addresses are then connected to; literal addresses, which nobody looks up, in checkUrl.
    this.#agent = new Agent({ connect: (options, callback) => void (options.protocol === 'https:' ? secure : plain)(options, callback) });
  }

  #lookup(protocol: string): LookupFunction {
    return (host, options, callback) => {
      void (async () => {
        const addresses = await (this.#rules.resolve ?? systemResolve)(host);
        if (addresses.length === 0) throw Object.assign(new Error('no address'), { code: 'ENOTFOUND' });
        for (const address of addresses) checkAddress(address, host, protocol, this.#rules); // one bad address is enough: which one is taken would be chance
        return addresses.map((address) => ({ address, family: isIP(address) }));
      })().then((found) => (options.all === true ? callback(null, found) : callback(null, found[0]!.address, found[0]!.family)), (error: unknown) => callback(error as Error, []));
    };
  }

  /**
   * Sends a request and reads the whole answer, whatever its status.
   * Throws PACT_URL_INVALID, PACT_ADDRESS_REFUSED, PACT_UNREACHABLE, PACT_TIMEOUT, PACT_CERTIFICATE, PACT_TOO_LARGE, PACT_ANSWER_INVALID.
   */
  async send(request: HttpRequest): Promise<HttpResponse> {
    const url = checkUrl(request.url, this.#rules);
    if (this.#ports !== undefined && !this.#ports.has(portOf(url))) {
      throw new PactError('PACT_ADDRESS_REFUSED', `${url.host} is on port ${portOf(url)}, which is not registered for this partner (${[...this.#ports].join(', ')}). Register the URL, or tell the partner.`, { params: { host: url.hostname, reason: 'port' } });
    }
    const timeout = this.#rules.timeout ?? 60_000;
    const clock = AbortSignal.timeout(timeout);
    const signal = request.signal === undefined ? clock : AbortSignal.any([clock, request.signal]);
    try {
      const { statusCode, headers, body } = await undiciRequest(url, {
        dispatcher: this.#agent, method: request.method, signal, headersTimeout: timeout, bodyTimeout: timeout,
        headers: { 'accept-encoding': 'identity', 'user-agent': 'Tanlu', ...request.headers }, ...(request.body === undefined ? {} : { body: request.body }),
      });
      const most = this.#rules.maxBytes ?? 50 * 1024 ** 2;
      const tooLarge = (): PactError => new PactError('PACT_TOO_LARGE', `The answer of ${url.host} (${url.pathname}) is larger than ${most} bytes; it was broken off. Ask for smaller pages, or allow more.`, { params: { url: url.origin + url.pathname, limit: most } });
      const chunks: Buffer[] = [];
      let size = 0;
      for await (const chunk of body as AsyncIterable<Buffer>) { // leaving the loop destroys the body and its connection
        size += chunk.length;
        if (size > most) throw tooLarge();
        chunks.push(chunk);
      }
      const all = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), [value ?? []].flat()] as const);
      return { url, status: statusCode, headers: new Map(all), body: Buffer.concat(chunks) };
    } catch (error) {
      if (request.signal?.aborted === true) throw request.signal.reason;
      throw networkError(error, url, timeout / 1000);
    }
  }

  close(): Promise<void> {
    return this.#agent.destroy();
  }
}
