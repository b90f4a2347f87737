// A small host that keeps to PACT in all versions, for testing what tests hosts; each of its ways can be made wrong, one at a time.
import { createHmac, randomUUID } from 'node:crypto';
import type { ServerResponse } from 'node:http';
import { specimen2, specimen3 } from '../../../../src/transfer/pact/check/specimen.ts';
import { eventTypes } from '../../../../src/formats/pact/event.ts';
import type { Identity } from './certificates.ts';
import { json, littleServer, type LittleServer, type Seen } from './little-server.ts';

type Json = Record<string, unknown>;

/** What the host does; the default of each is right. */
export interface Behavior {
  footprints3: Json[];
  footprints2: Json[];
  tokenLife: number;
  discovery: boolean;
  /** The path of the token endpoint; discovery leads to it. */
  tokenPath: string;
  tokenStatus: number;
  acceptAnySecret: boolean;
  acceptAnyToken: boolean;
  acceptAlgNone: boolean;
  acceptExpired: boolean;
  badToken: { status: number; body?: unknown };
  link: (target: string, path: string) => string;
  ignoreLimit: boolean;
  pageTwice: boolean;
  linkForgetsFilter: boolean;
  emptyFilterMatchesNothing: boolean;
  geography: 'equal' | 'contained';
  strict: ('status' | 'urn' | 'time')[];
  caseSensitive: boolean;
  validAfterIncludes: boolean;
  ignoreFilters: boolean;
  odata: 'ignore' | 'refuse' | 'fail';
  unknownId: { status: number; code?: string };
  malformedId: { status: number; code: string };
  getChanges: boolean;
  eventStatus: number;
  eventBody: unknown;
  eventsOnlyCloudType: boolean;
  uuidEventIds: boolean;
  acceptAnyEvent: boolean;
  unknownProduct: 'reject' | 'refuse';
  silent: boolean;
  callbackPath: (path: string) => string;
  callbackType: string;
  echoId: (id: string) => string;
  fulfillEmpty: boolean;
  answerTwice: boolean;
  retry: boolean;
  dataNull: boolean;
  hidesDeprecated: boolean;
  tokenExtras: boolean;
  tokenRefusal: number | undefined;
  bodyCredentials: boolean;
  rejection: unknown;
  callbackTokenType: string;
  callbackEnvelope: Json;
  callbackToken: string | undefined;
  sendsUnknown: boolean;
  /** Answers a request in its own way; false leaves it to the host. */
  instead: (path: string, request: Seen, response: ServerResponse) => boolean;
}

/** A way of answering where `when` holds for path and query. */
export const answering = (when: (path: string, request: Seen) => boolean, status: number, body: unknown = { code: 'BadRequest', message: 'no' }): Pick<Behavior, 'instead'> => ({
  instead: (path, request, response) => {
    if (!when(path, request)) return false;
    json(response, status, body);
    return true;
  },
});

const v3Footprints = (): Json[] => {
  const old: Json = { ...specimen3(), status: 'Deprecated', productClassifications: ['urn:cpc:0151'] };
  const first = { ...specimen3(), productIds: ['urn:gtin:4712345060507', 'urn:example:A'], companyIds: ['urn:example:Company-1'], productClassifications: ['urn:cpc:0151'], precedingPfIds: [old['id']] };
  const place = (footprint: Json, geography: Json): Json => {
    const { geographyCountry: _, ...pcf } = footprint['pcf'] as Json;
    return { ...footprint, pcf: { ...pcf, ...geography } };
  };
  const end = (specimen3()['pcf'] as Json)['referencePeriodEnd'] as string;
  return [
    place({ ...first, validityPeriodStart: end, validityPeriodEnd: end.replace(/^\d+/, (year) => String(Number(year) + 2)) }, { geographyCountry: 'DE' }), place(old, { geographyCountry: 'DE' }),
    place(specimen3(), { geographyRegionOrSubregion: 'Europe' }), specimen3(), place(specimen3(), {}),
  ];
};
const v2Footprints = (): Json[] => [specimen2('2.3.0'), { ...specimen2('2.3.0'), productCategoryCpc: '3524' }, { ...specimen2('2.2.0'), status: 'Deprecated' }];

const right = (): Behavior => ({
  footprints3: v3Footprints(), footprints2: v2Footprints(), tokenLife: 3600, discovery: true, tokenPath: '/auth/token', tokenStatus: 200, acceptAnySecret: false, acceptAnyToken: false, acceptAlgNone: false, acceptExpired: false,
  badToken: { status: 401, body: { code: 'BadRequest', message: 'bad token' } }, link: (target) => `<${target}>; rel="next"`, ignoreLimit: false, pageTwice: false, linkForgetsFilter: false, emptyFilterMatchesNothing: false,
  geography: 'equal', strict: [], caseSensitive: false, validAfterIncludes: false, ignoreFilters: false, odata: 'ignore', unknownId: { status: 404 }, malformedId: { status: 400, code: 'BadRequest' }, getChanges: false, eventStatus: 200,
  eventBody: undefined, eventsOnlyCloudType: false, uuidEventIds: false, acceptAnyEvent: false, unknownProduct: 'reject', silent: false, callbackPath: (path) => path, callbackType: 'application/cloudevents+json; charset=UTF-8',
  echoId: (id) => id, fulfillEmpty: false, answerTwice: false, retry: true, dataNull: false, hidesDeprecated: false, tokenExtras: true, tokenRefusal: undefined, bodyCredentials: true, rejection: { code: 'NotFound', message: 'no such product' },
  callbackTokenType: 'application/x-www-form-urlencoded', callbackEnvelope: {}, callbackToken: undefined, sendsUnknown: false, instead: () => false,
});

export const credentials = { clientId: 'tester', clientSecret: 'a good secret' };
const isUuid = (text: string): boolean => /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
const key = 'key of the test host';
const sign = (text: string): string => createHmac('sha256', key).update(text).digest('base64url');
const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

export async function conformantHost(change: Partial<Behavior>, identity?: Identity, sources: string[] = []): Promise<LittleServer> {
  const does = { ...right(), ...change };
  const server = await littleServer((request, response) => new Answer(does, request, response, server, sources).give(), identity);
  return server;
}

class Answer {
  readonly does: Behavior;
  readonly request: Seen;
  readonly response: ServerResponse;
  readonly origin: string;
  readonly sources: string[];
  readonly url: URL;

  constructor(does: Behavior, request: Seen, response: ServerResponse, server: LittleServer, sources: string[]) {
    this.does = does;
    this.request = request;
    this.response = response;
    this.sources = sources;
    this.origin = server.url;
    this.url = new URL(request.url, server.url);
  }

  error(status: number, code: string, message = 'that is wrong'): void {
    json(this.response, status, { code, message });
  }

  give(): void {
    const path = this.url.pathname;
    if (this.does.instead(this.request.url, this.request, this.response)) return;
    if (path === '/.well-known/openid-configuration') return this.does.discovery ? json(this.response, 200, { token_endpoint: `${this.origin}${this.does.tokenPath}` }) : this.error(404, 'NotFound');
    if (path === this.does.tokenPath) return this.token();
    const [, major, noun, id] = /^\/([23])\/(footprints|events)(?:\/([^/]*))?$/.exec(path) ?? [];
    if (major === undefined) return this.error(404, 'NotFound');
    if (!this.authorized()) {
      const { status, body } = this.does.badToken;
      return void (body === undefined ? this.response.writeHead(status).end() : json(this.response, status, body));
    }
    const footprints = major === '3' ? this.does.footprints3 : this.does.footprints2;
    if (noun === 'events') return this.event(major as '2' | '3', footprints);
    return id === undefined ? this.list(major as '2' | '3', footprints) : this.get(major as '2' | '3', decodeURIComponent(id), footprints);
  }

  token(): void {
    const [id, secret] = Buffer.from(this.request.headers.authorization?.replace(/^Basic /, '') ?? '', 'base64').toString().split(':');
    const form = new URLSearchParams(this.request.body);
    const known = [[id, secret], ...(this.does.bodyCredentials ? [[form.get('client_id'), form.get('client_secret')]] : [])].some(([i, s]) => i === credentials.clientId && (s === credentials.clientSecret || this.does.acceptAnySecret));
    if (!known) return json(this.response, this.does.tokenRefusal ?? 401, { error: 'invalid_client', error_description: 'not known' });
    if (form.get('grant_type') !== 'client_credentials') return json(this.response, this.does.tokenRefusal ?? 400, { error: 'unsupported_grant_type' });
    const head = `${encode({ alg: 'HS256' })}.${encode({ exp: Date.now() / 1000 + this.does.tokenLife, jti: randomUUID() })}`;
    const token = `${head}.${sign(head)}`;
    if (!this.does.tokenExtras) return json(this.response, 200, { access_token: token });
    json(this.response, this.does.tokenStatus, { access_token: token, token_type: 'Bearer', expires_in: this.does.tokenLife }, { 'cache-control': 'no-store' });
  }

  authorized(): boolean {
    const token = /^bearer (.+)$/i.exec(this.request.headers.authorization ?? '')?.[1];
    if (token === undefined) return false;
    if (this.does.acceptAnyToken) return true;
    const [header, payload, signature] = token.split('.');
    if (payload === undefined) return false;
    const alg = (JSON.parse(Buffer.from(header!, 'base64url').toString()) as Json)['alg'];
    if (signature !== sign(`${header}.${payload}`) && !(alg === 'none' && this.does.acceptAlgNone)) return false;
    return this.does.acceptExpired || Number((JSON.parse(Buffer.from(payload, 'base64url').toString()) as Json)['exp']) > Date.now() / 1000;
  }

  list(major: '2' | '3', all: Json[]): void {
    const query = new Map([...this.url.searchParams].map(([name]) => [name.toLowerCase(), this.url.searchParams.getAll(name)] as const));
    const limit = query.get('limit')?.[0];
    if (limit !== undefined && !/^\d+$/.test(limit)) return this.error(400, 'BadRequest');
    if (major === '2' && query.has('$filter') && this.does.odata !== 'ignore') return this.does.odata === 'refuse' ? this.error(400, 'NotImplemented') : this.error(500, 'InternalError');
    let chosen = all;
    if (major === '3' && !this.does.ignoreFilters) {
      const strictly = this.does.strict;
      if (strictly.includes('status') && query.get('status')?.some((one) => !['active', 'deprecated'].includes(one.toLowerCase())) === true) return this.error(400, 'BadRequest');
      if (strictly.includes('urn') && ['productid', 'companyid'].some((name) => query.get(name)?.some((one) => !/^urn:/i.test(one)) === true)) return this.error(400, 'BadRequest');
      if (strictly.includes('time') && query.get('validon')?.some((one) => one.includes(' ')) === true) return this.error(400, 'BadRequest');
      chosen = all.filter((one) => this.matches(one, query) && !(this.does.hidesDeprecated && one['status'] === 'Deprecated' && !query.has('status')));
    }
    const offset = Number(query.get('offset')?.[0] ?? 0);
    const size = Math.min(Number(limit ?? 100), 100);
    const page = this.does.ignoreLimit ? chosen : chosen.slice(offset, offset + size);
    const next = new URL(this.url);
    if (this.does.linkForgetsFilter) next.search = '';
    next.searchParams.set('limit', String(size));
    next.searchParams.set('offset', String(this.does.pageTwice ? 0 : offset + size));
    const more = !this.does.ignoreLimit && offset + size < chosen.length;
    json(this.response, 200, { data: this.does.dataNull && page.length === 0 ? null : page }, more ? { link: this.does.link(next.href, `${next.pathname}${next.search}`) } : {});
  }

  matches(one: Json, query: Map<string, string[]>): boolean {
    const fold = (text: unknown): string => (this.does.caseSensitive ? String(text) : String(text).toLowerCase());
    const pcf = one['pcf'] as Json;
    const any = (name: string, values: unknown[]): boolean => {
      const asked = (query.get(name) ?? []).filter((value) => value !== '' && !(name === 'geography' && value === 'Global'));
      if (asked.length === 0) return !(this.does.emptyFilterMatchesNothing && query.has(name));
      return asked.some((value) => values.some((own) => fold(own) === fold(value)) || (name === 'geography' && this.does.geography === 'contained' && value === 'Europe' && pcf['geographyCountry'] === 'DE'));
    };
    const end = Date.parse(String(pcf['referencePeriodEnd']));
    const valid = { start: Date.parse(String(one['validityPeriodStart'] ?? pcf['referencePeriodEnd'])), end: one['validityPeriodEnd'] === undefined ? new Date(end).setUTCFullYear(new Date(end).getUTCFullYear() + 3) : Date.parse(String(one['validityPeriodEnd'])) };
    const time = (name: string, holds: (time: number) => boolean): boolean => {
      const asked = query.get(name)?.[0];
      return asked === undefined || holds(Date.parse(asked.replace(' ', '+')));
    };
    return any('productid', one['productIds'] as unknown[]) && any('companyid', one['companyIds'] as unknown[]) && any('classification', (one['productClassifications'] ?? []) as unknown[])
      && any('geography', [pcf['geographyCountry'], pcf['geographyRegionOrSubregion'], pcf['geographyCountrySubdivision']].filter((place) => place !== undefined)) && any('status', [one['status']])
      && time('validon', (t) => valid.start <= t && t <= valid.end) && time('validafter', (t) => (this.does.validAfterIncludes ? valid.start >= t : valid.start > t)) && time('validbefore', (t) => valid.end < t);
  }

  get(major: '2' | '3', id: string, all: Json[]): void {
    if (!isUuid(id)) return this.error(this.does.malformedId.status, this.does.malformedId.code);
    const found = all.find((one) => one['id'] === id.toLowerCase());
    if (found === undefined) return this.error(this.does.unknownId.status, this.does.unknownId.code ?? (major === '3' ? 'NotFound' : 'NoSuchFootprint'));
    json(this.response, 200, { data: this.does.getChanges ? { ...found, comment: 'changed' } : found });
  }

  event(major: '2' | '3', all: Json[]): void {
    const type = this.request.headers['content-type'] ?? '';
    if (this.does.eventsOnlyCloudType && !type.startsWith('application/cloudevents+json')) return this.error(400, 'BadRequest');
    let event: Json;
    if (this.does.acceptAnyEvent) return void this.response.writeHead(200).end();
    try {
      event = JSON.parse(this.request.body) as Json;
    } catch {
      return this.error(400, 'BadRequest');
    }
    const data = event['data'] as Json;
    const types = eventTypes[major];
    const text = (value: unknown): boolean => typeof value === 'string' && value !== '';
    const whole = ['type', 'id', 'source'].every((key) => text(event[key])) && event['specversion'] === '1.0' && (major === '2' || !Number.isNaN(Date.parse(String(event['time'])))) && typeof data === 'object' && Object.values(types).includes(String(event['type']));
    const pfs = data?.['pfs'] as Json[] | undefined;
    const good = whole && (this.sources.length === 0 || this.sources.includes(String(event['source']))) && {
      [types.requestCreated]: () => (major === '3' ? data['productId'] === undefined || Array.isArray(data['productId']) : typeof data['pf'] === 'object'),
      [types.requestFulfilled]: () => text(data['requestEventId']) && Array.isArray(pfs) && (major === '2' || pfs.length > 0) && pfs.every((one) => one['pcf'] !== undefined),
      [types.requestRejected]: () => text(data['requestEventId']) && typeof data['error'] === 'object',
      [types.published]: () => Array.isArray(data['pfIds']),
    }[String(event['type'])]!();
    if (!good || (this.does.uuidEventIds && !isUuid(String(event['id'])))) return this.error(400, 'BadRequest');
    const products = [((major === '3' ? data : data['pf']) as Json | undefined)?.[major === '3' ? 'productId' : 'productIds'] ?? []].flat();
    const found = all.filter((one) => (one['productIds'] as unknown[]).some((id) => (products as unknown[]).includes(id)));
    const request = good === true && event['type'] === types.requestCreated;
    if (request && found.length === 0 && this.does.unknownProduct === 'refuse') return this.error(404, 'NotFound');
    if (this.does.eventBody === undefined) this.response.writeHead(this.does.eventStatus).end();
    else json(this.response, this.does.eventStatus, this.does.eventBody);
    if (request && !this.does.silent && this.sources.length > 0) void this.callBack(major, event, found).catch(() => undefined);
  }

  async callBack(major: '2' | '3', event: Json, found: Json[]): Promise<void> {
    const base = String(event['source']);
    const answer = await fetch(`${base}/auth/token`, { method: 'POST', headers: { 'content-type': this.does.callbackTokenType, authorization: `Basic ${btoa(`${credentials.clientId}:${credentials.clientSecret}`)}` }, body: new URLSearchParams({ grant_type: 'client_credentials' }) });
    const { access_token: token } = await answer.json() as { access_token: string };
    const types = eventTypes[major];
    const requestEventId = this.does.echoId(String(event['id']));
    const reply = () => ({
      type: found.length > 0 ? types.requestFulfilled : types.requestRejected, specversion: '1.0', id: randomUUID(), source: this.origin, time: new Date().toISOString(), ...this.does.callbackEnvelope,
      data: found.length > 0 ? { requestEventId, pfs: this.does.fulfillEmpty ? [] : found.map((one) => (this.does.sendsUnknown ? { ...one, id: randomUUID() } : one)) } : { requestEventId, error: this.does.rejection },
    });
    const post = (body: unknown): Promise<Response> => fetch(`${base}${this.does.callbackPath(`/${major}/events`)}`, { method: 'POST', headers: { authorization: `Bearer ${this.does.callbackToken ?? token}`, 'content-type': this.does.callbackType }, body: JSON.stringify(body) });
    const body = reply();
    const first = await post(body);
    if (first.status === 503 && this.does.retry) await post(body);
    if (this.does.answerTwice) await post(reply());
  }
}
