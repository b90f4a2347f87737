// The host under test as the cases see it: raw requests with any token, and what several cases need, asked once.
import { randomUUID } from 'node:crypto';
import { hostError, plain, readJson, saysJson } from '../client/answer.ts';
import { isPactError } from '../client/errors.ts';
import { headerOf, type HttpResponse, type HttpSender } from '../client/http.ts';
import { readLinks } from '../client/link-header.ts';
import { discoverTokenEndpoint, readToken, requestToken, under, type Credentials, type TokenEndpoint } from '../client/token.ts';
import type { CallbackHost } from './callback-host.ts';
import { Failed, NotRun } from './case.ts';
import type { FootprintCheck } from './footprint.ts';
import { eventTypes, type EventKind } from '../../../formats/pact/event.ts';
import type { PactVersion } from '../../../formats/pact/versions.ts';
import { majorOf } from './versions.ts';

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
  /** Seconds after which a second answer to a request is no longer waited for. */
  settle: number;
  checkFootprint: FootprintCheck;
}

interface Question { method?: 'GET' | 'POST'; token?: string | null; headers?: Record<string, string>; body?: string }

/** What an answer is, for people: `200 application/json`, `404 NotFound: no such footprint`. */
export function described(response: HttpResponse): string {
  const { code, message } = response.status >= 400 ? hostError(response) : {};
  const said = [code, message].filter(Boolean).join(': ');
  return `${response.status}${said === '' ? '' : ` ${said.slice(0, 120)}`}`;
}

const pathOf = ({ url }: HttpResponse): string => {
  const path = `${url.pathname}${url.search}`;
  try {
    return decodeURIComponent(path);
  } catch {
    return path; // links of the host may be encoded in another way
  }
};

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
    const send = (bearer: string | null): Promise<HttpResponse> => this.options.sender.send({
      method, url: target.startsWith('/') ? this.url(target) : target, ...(body === undefined ? {} : { body }),
      headers: { accept: 'application/json', ...(bearer === null ? {} : { authorization: `Bearer ${bearer}` }), ...headers },
    });
    if (token !== undefined) return send(token);
    const response = await send(await this.token());
    if (response.status !== 401) return response;
    this.#token = undefined; // it may have ended on the way
    return send(await this.token());
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

  /** The footprints and the next link of a list answer; Failed where it is none. */
  page(response: HttpResponse): { footprints: Json[]; next: string | undefined } {
    if (response.status !== 200 && response.status !== 202) throw new Failed(`${pathOf(response)} is answered ${described(response)}`);
    const value = this.json(response);
    const data = isJson(value) ? value['data'] : undefined;
    if (!Array.isArray(data)) throw new Failed(`the answer to ${pathOf(response)} has no "data" list`);
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
    while (url !== undefined && pages.length < mostPages && !seen.has(url) && URL.parse(url)?.origin === new URL(this.options.baseUrl).origin) {
      seen.add(url);
      const response = await this.ask(url);
      first ??= response;
      const { footprints, next } = this.page(response);
      pages.push(footprints);
      url = next;
    }
    return { footprints: pages.flat(), pages, whole: url === undefined, first: first! };
  }

  /** Everything that the host lists. NotRun where it lists nothing that can be read. */
  all(): ReturnType<TestedHost['collect']> {
    return this.once('all', () => this.collect('/footprints').catch((error: unknown) => {
      throw error instanceof Failed ? new NotRun(`the list cannot be used: ${error.message} (see L1)`) : error;
    }));
  }

  /** A footprint to make questions of: one that is active and says most. */
  async sample(): Promise<Json> {
    const { footprints } = await this.all();
    const told = (one: Json): number => (one['status'] === 'Active' ? 1000 : 0) + Object.keys(one).length + (isJson(one['pcf']) ? Object.keys(one['pcf']).length : 0);
    const best = footprints.toSorted((a, b) => told(b) - told(a))[0];
    if (best === undefined) throw new NotRun('the host shows no footprint to this client; make at least two visible');
    return best;
  }

  /** The product ids of the sample; NotRun where it has none. */
  async products(): Promise<unknown[]> {
    const { productIds } = await this.sample();
    if (!Array.isArray(productIds) || productIds.length === 0) throw new NotRun('the footprint at hand has no product ids (see W1)');
    return productIds;
  }

  /** NotRun where the list is refused even with a good token: then a refusal says nothing about a bad one. */
  letsIn(): Promise<void> {
    return this.once('lets in', async () => {
      const response = await this.ask('/footprints');
      if (response.status !== 200) throw new NotRun(`the list is not given to a good token either: ${described(response)} (see L1)`);
    });
  }

  /** NotRun where good events are refused: then a refusal says nothing about a bad one. */
  takesEvents(): Promise<void> {
    return this.once('takes events', async () => {
      const response = await this.sendEvent(this.event('published', { pfIds: [randomUUID()] }));
      if (response.status >= 300) throw new NotRun(`good events are refused as well: ${described(response)} (see E1)${this.options.callbackUrl === undefined ? '; if it is for their source, register us and give --callback-url' : ''}`);
    });
  }

  /** An event of ours. With a mark its id is no UUID: CloudEvents knows no form of ids, and partners use their own. */
  event(kind: EventKind, data: unknown, mark?: string): Json {
    return { type: eventTypes[this.major][kind], specversion: '1.0', id: `${randomUUID()}${mark === undefined ? '' : `/${mark}`}`, source: this.options.callbackUrl ?? 'https://check.example/pact', time: new Date().toISOString(), data };
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
