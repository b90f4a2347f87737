// The host under test as the cases see it: raw requests with any token, and what several cases need, asked once.
import { randomUUID } from 'node:crypto';
import { hostError, plain, readJson, saysJson } from '../client/answer.ts';
import { isPactError } from '../client/errors.ts';
import { headerOf, type HttpResponse, type HttpSender } from '../client/http.ts';
import { readLinks } from '../client/link-header.ts';
import { discoverTokenEndpoint, readToken, requestToken, under, type Credentials, type TokenEndpoint } from '../client/token.ts';
import type { CallbackHost } from './callback-host.ts';
import { NotRun } from './case.ts';
import type { FootprintCheck } from './footprint.ts';
import { eventTypes, majorOf, type EventKind, type PactVersion } from './versions.ts';

export type Json = Record<string, unknown>;
export const isJson = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

export interface TestedHostOptions extends Credentials {
  version: PactVersion;
  baseUrl: string;
  sender: HttpSender;
  /** Sends plain http wherever the host is, without credentials: for the cases that want it refused. */
  plainSender: HttpSender;
  /** Our own base URL, which stands in the events as their source. */
  callbackUrl?: string;
  callbacks?: CallbackHost;
  /** Seconds a case may wait for something: a callback, the end of a token, the life of a link. */
  maxWait: number;
  checkFootprint: FootprintCheck;
}

interface Question { method?: 'GET' | 'POST'; token?: string | null; headers?: Record<string, string>; body?: string }

/** What an answer is, for people: `200 application/json`, `404 NotFound: no such footprint`. */
export function described(response: HttpResponse): string {
  const { code, message } = response.status >= 400 ? hostError(response) : {};
  const said = [code, message].filter(Boolean).join(': ');
  return `${response.status}${said === '' ? '' : ` ${said.slice(0, 120)}`}`;
}

/** Pages that a case walks through at most. */
const mostPages = 50;

export class TestedHost {
  readonly options: TestedHostOptions;
  readonly version: PactVersion;
  readonly major: '2' | '3';
  readonly #once = new Map<string, Promise<unknown>>();
  #token: { token: string; life: number; until: number } | undefined;

  constructor(options: TestedHostOptions) {
    this.options = options;
    this.version = options.version;
    this.major = majorOf(options.version);
  }

  /** A URL of the API: `/footprints?limit=1` under the base and the version. */
  url(path: string): string {
    const [before, ...query] = path.split('?');
    return `${under(this.options.baseUrl, `/${this.major}${before!}`)}${query.length === 0 ? '' : `?${query.join('?')}`}`;
  }

  /** Sends to a path of the API or to a whole URL, with a good token unless another or none (null) is given. */
  async ask(target: string, { method = 'GET', token, headers = {}, body }: Question = {}): Promise<HttpResponse> {
    const bearer = token === undefined ? await this.token() : token;
    return this.options.sender.send({
      method, url: target.startsWith('/') ? this.url(target) : target, ...(body === undefined ? {} : { body }),
      headers: { accept: 'application/json', ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...headers },
    });
  }

  /** Asks something once in the whole check. */
  once<T>(key: string, work: () => Promise<T>): Promise<T> {
    const known = this.#once.get(key) as Promise<T> | undefined;
    const promise = known ?? work();
    this.#once.set(key, promise);
    return promise;
  }

  endpoint(): Promise<TokenEndpoint> {
    return this.once('endpoint', () => discoverTokenEndpoint(this.options.sender, this.options.authUrl));
  }

  async askToken(credentials: Partial<Credentials> = {}, way: 'basic' | 'body' = 'basic'): Promise<HttpResponse> {
    return requestToken(this.options.sender, (await this.endpoint()).url, { ...this.options, ...credentials }, way);
  }

  /** A good token and the seconds it lives by its own word. */
  async freshToken(): Promise<{ token: string; life: number }> {
    const response = await this.askToken();
    if (response.status !== 200) throw new NotRun(`no token could be got: ${described(response)} (see A2)`);
    try {
      return readToken(response);
    } catch (error) {
      if (isPactError(error)) throw new NotRun(`no token could be got: ${error.message} (see A2)`);
      throw error;
    }
  }

  async token(): Promise<string> {
    if (this.#token === undefined || this.#token.until < Date.now()) {
      const { token, life } = await this.freshToken();
      this.#token = { token, life, until: Date.now() + life * 900 };
    }
    return this.#token.token;
  }

  /** The footprints and the next link of a list answer; NotRun where it is none. */
  page(response: HttpResponse): { footprints: Json[]; next: string | undefined } {
    if (response.status !== 200 && response.status !== 202) throw new NotRun(`the list was not given: ${described(response)} (see L1)`);
    const value = this.json(response);
    const data = isJson(value) ? value['data'] : undefined;
    if (!Array.isArray(data)) throw new NotRun('the answer to the list has no "data" list (see L1)');
    const next = readLinks(headerOf(response, 'link') ?? '')?.find((link) => link.rel.includes('next'));
    return { footprints: data.filter(isJson), next: next === undefined ? undefined : (URL.parse(next.target, response.url.href)?.href ?? next.target) };
  }

  /** The JSON of an answer; undefined where it has none. */
  json(response: HttpResponse): unknown {
    try {
      return plain(readJson(response));
    } catch (error) {
      if (isPactError(error)) return undefined;
      throw error;
    }
  }

  /** All footprints of a list with its pages; stops at links to other hosts and after many pages. `whole` is false where there would be more. */
  async collect(path: string): Promise<{ footprints: Json[]; pages: Json[][]; whole: boolean; first: HttpResponse }> {
    const pages: Json[][] = [];
    const seen = new Set<string>();
    let url: string | undefined = this.url(path);
    let first: HttpResponse | undefined;
    while (url !== undefined && pages.length < mostPages && !seen.has(url) && new URL(url).origin === new URL(this.options.baseUrl).origin) {
      seen.add(url);
      const response = await this.ask(url);
      first ??= response;
      const { footprints, next } = this.page(response);
      pages.push(footprints);
      url = next;
    }
    return { footprints: pages.flat(), pages, whole: url === undefined, first: first! };
  }

  /** Everything that the host lists. */
  all(): ReturnType<TestedHost['collect']> {
    return this.once('all', () => this.collect('/footprints'));
  }

  /** A footprint to make questions of: one that is active and says most. */
  async sample(): Promise<Json> {
    const { footprints } = await this.all();
    const told = (one: Json): number => (one['status'] === 'Active' ? 1000 : 0) + Object.keys(one).length + (isJson(one['pcf']) ? Object.keys(one['pcf']).length : 0);
    const best = footprints.toSorted((a, b) => told(b) - told(a))[0];
    if (best === undefined) throw new NotRun('the host shows no footprint to this client; make at least two visible');
    return best;
  }

  /** An event of ours. Its id is no UUID on purpose: CloudEvents knows no form of ids, and partners use their own. */
  event(kind: EventKind, data: unknown, mark: string): Json {
    return { type: eventTypes[this.major][kind], specversion: '1.0', id: `${randomUUID()}/${mark}`, source: this.options.callbackUrl ?? 'https://check.example/pact', time: new Date().toISOString(), data };
  }

  sendEvent(event: unknown, options: { type?: string; token?: string | null } = {}): Promise<HttpResponse> {
    return this.ask('/events', {
      method: 'POST', body: typeof event === 'string' ? event : JSON.stringify(event), headers: { 'content-type': options.type ?? 'application/cloudevents+json; charset=UTF-8' },
      ...(options.token === undefined ? {} : { token: options.token }),
    });
  }
}

/** What is wrong with the error body of an answer, in words; undefined where it is `{ code, message }`. */
export function errorBodyFault(response: HttpResponse): string | undefined {
  if (!saysJson(response)) return `its body is ${response.body.length === 0 ? 'empty' : `of type ${headerOf(response, 'content-type') ?? 'unknown'}`}`;
  const { code, message } = hostError(response);
  return code === undefined || message === undefined ? `its body has no ${code === undefined ? 'code' : 'message'}` : undefined;
}
