// A client of one foreign PACT host, v2.0 to v2.3 and v3: list, get, events (v3 §API, v2 §HTTP REST API). Knows no database: it asks and tells.
import { setTimeout as pause } from 'node:timers/promises';
import { hostError, statusError } from './answer.ts';
import { PactError, shown } from './errors.ts';
import { queryOf, queryText, type Filters2, type Filters3 } from './filters.ts';
import { HttpSender, type HttpRequest, type HttpResponse } from './http.ts';
import { checkUrl, portOf, type NetworkRules } from './network-rules.ts';
import { nextOf, PagingGuard, readMany, readOne, validatorsOf, type FootprintPage, type ReceivedFootprint, type Validators } from './pages.ts';
import { defaultRetryRules, pauseBefore, retryAfter, retrying, type RetryRules } from './retry.ts';
import { TokenSource, under } from './token.ts';

export interface PactHost {
  /** Without `/2` and `/3`; may have a path. */
  baseUrl: string;
  /** Where discovery and `/auth/token` stand; default: the base URL. */
  authUrl?: string;
  clientId: string;
  clientSecret: string;
  version: '2' | '3';
  scope?: string;
  audience?: string;
  resource?: string;
}

export interface ListOptions {
  /** Footprints a page, at most. */
  limit?: number;
  /** From an earlier first page: the host may answer that it has not changed. Of later pages that says something only where the list begins with what is new. */
  validators?: Validators;
  /** Pages after which the list is taken to be endless (default 10,000). */
  maxPages?: number;
  /** Questions asked again while a v2 host answers 202 (default 8). */
  polls?: number;
  /** Called with each page before it is given on. */
  onPage?: (page: FootprintPage) => void;
  signal?: AbortSignal;
}

/** A CloudEvent in structured mode; `id` and `source` are the sender's and are sent as they are. */
export interface PactEvent { type: string; specversion: '1.0'; id: string; source: string; time?: string; data: unknown }

export class PactClient {
  readonly host: PactHost;
  readonly #sender: HttpSender;
  readonly #tokens: TokenSource;
  readonly #retry: RetryRules;

  /** Throws PACT_URL_INVALID and PACT_ADDRESS_REFUSED for URLs that may not be called. `close` ends its connections. */
  constructor(host: PactHost, rules: NetworkRules = {}, retry: Partial<RetryRules> = {}) {
    this.host = host;
    this.#retry = { ...defaultRetryRules, ...retry };
    const authUrl = host.authUrl ?? host.baseUrl;
    const ports = [checkUrl(host.baseUrl, rules), checkUrl(authUrl, rules)].map(portOf);
    this.#sender = new HttpSender(rules, [...ports, '443']);
    this.#tokens = new TokenSource(this.#sender, { ...host, authUrl }, this.#retry);
  }

  /** A token of the host, as the next request would use it: tells whether the credentials are good. */
  authenticate(): Promise<string> {
    return this.#tokens.get();
  }

  /**
   * All pages of the host's list, one after the other; ends with the last one. Filters of v2 may be ignored by the host.
   * Throws PactError; pages given before stay good.
   */
  async *listFootprints(filters: Filters3 | Filters2 = {}, options: ListOptions = {}): AsyncGenerator<FootprintPage, void, undefined> {
    const guard = new PagingGuard(options.maxPages ?? 10_000);
    const asked = this.host.version === '2' ? { version: '2' as const, criteria: filters as Filters2 } : { version: '3' as const, criteria: filters as Filters3 };
    let url: URL | undefined = new URL(`${this.#at('/footprints')}${queryText(queryOf(asked, options.limit))}`);
    for (let first = true; url !== undefined; first = false) {
      guard.enter(url);
      const { response, complete } = await this.#list(url, first ? (options.validators ?? {}) : {}, options);
      const page = { url: url.href, footprints: response.status === 304 || (!complete && response.body.length === 0) ? [] : readMany(response), notModified: response.status === 304, complete, ...validatorsOf(response) };
      guard.read(url, page.footprints);
      options.onPage?.(page);
      yield page; // before its link is looked at: what a host lists before it errs is good
      url = nextOf(response);
    }
  }

  async #list(url: URL, validators: Validators, { polls = 8, signal }: ListOptions): Promise<{ response: HttpResponse; complete: boolean }> {
    const conditions: Record<string, string> = {};
    if (validators.etag !== undefined) conditions['if-none-match'] = validators.etag;
    if (validators.lastModified !== undefined) conditions['if-modified-since'] = validators.lastModified;
    for (let poll = 1; ; poll += 1) {
      const response = await this.#get(url, conditions, signal);
      if (response.status === 200 || (response.status === 304 && Object.keys(conditions).length > 0)) return { response, complete: true };
      if (response.status !== 202) throw statusError(response, 'Listing footprints');
      if (poll > polls) return { response, complete: false };
      await pause(Math.min(retryAfter(response) ?? pauseBefore(poll, this.#retry), this.#retry.longestPause), undefined, signal === undefined ? {} : { signal });
    }
  }

  /** One footprint. Throws PACT_STATUS { status: 404, code: NotFound | NoSuchFootprint } where the host has none of this id. */
  async getFootprint(id: string, signal?: AbortSignal): Promise<ReceivedFootprint> {
    const response = await this.#get(new URL(this.#at(`/footprints/${encodeURIComponent(id)}`)), {}, signal);
    if (response.status !== 200) throw statusError(response, `Getting the footprint ${shown(id)}`);
    return readOne(response);
  }

  /** Sends one event, once, as an object or as its text; trying again later is the outbox's business. Any 2xx is acceptance. Throws PactError. */
  async sendEvent(event: PactEvent | string, signal?: AbortSignal): Promise<void> {
    const response = await this.#authorized({
      method: 'POST', url: this.#at('/events'), body: typeof event === 'string' ? event : JSON.stringify(event), ...(signal === undefined ? {} : { signal }),
      headers: { 'content-type': 'application/cloudevents+json; charset=UTF-8', accept: 'application/json' },
    });
    if (response.status < 200 || response.status >= 300) throw statusError(response, typeof event === 'string' ? 'Sending an event' : `Sending the event ${shown(event.id)}`);
  }

  close(): Promise<void> {
    return this.#sender.close();
  }

  #at(path: string): string {
    return under(this.host.baseUrl, `/${this.host.version}${path}`);
  }

  #get(url: URL, headers: Record<string, string>, signal: AbortSignal | undefined): Promise<HttpResponse> {
    return this.#authorized({ method: 'GET', url, headers: { accept: 'application/json', ...headers }, ...(signal === undefined ? {} : { signal }) });
  }

  /** Sends with a token; with a new one where the host does not take the first. */
  async #authorized(request: HttpRequest): Promise<HttpResponse> {
    const send = async (): Promise<{ token: string; response: HttpResponse }> => {
      const token = await this.#tokens.get();
      const once = (): Promise<HttpResponse> => this.#sender.send({ ...request, headers: { ...request.headers, authorization: `Bearer ${token}` } });
      return { token, response: request.method === 'GET' ? await retrying(this.#retry, once, request.signal) : await once() };
    };
    // Hosts of v2 say TokenExpired with other statuses than 401 as well.
    const refused = (response: HttpResponse): boolean => response.status === 401 || ((response.status === 400 || response.status === 403) && hostError(response).code === 'TokenExpired');
    const first = await send();
    if (!refused(first.response)) return first.response;
    this.#tokens.forget(first.token);
    const { response } = await send();
    if (!refused(response)) return response;
    const said = hostError(response);
    const words = [said.code, said.message].filter(Boolean).join(': ').slice(0, 500);
    throw new PactError('PACT_AUTH_FAILED', `${shown(request.url)} does not take a token that its own token endpoint has just given: status ${response.status}${words === '' ? '' : ` (${words})`}. Check the rights of the client ${this.host.clientId} with the host's operator.`, { params: { url: String(request.url), status: response.status, ...said } });
  }
}
