// Pages of ListFootprints and the way from one to the next (v3 §Pagination, v2 §Pagination), guarded against hosts that lead in a circle.
import { JsonNumber, JsonObject, jsonText, scalarText, type JsonValue } from '../../../formats/json/value.ts';
import { plain, readJson } from './answer.ts';
import { PactError, shown } from './errors.ts';
import { headerOf, type HttpResponse } from './http.ts';
import { readLinks } from './link-header.ts';

/** A footprint as the host sent it. */
export interface ReceivedFootprint {
  /** With every number as it was written. */
  exact: JsonObject;
  /** The same as JSON text, numbers unchanged: for an adapter, for keeping. */
  text: string;
}

/** What lets the next request be conditional (RFC 9110 §13). */
export interface Validators { etag?: string; lastModified?: string }

export interface FootprintPage extends Validators {
  url: string;
  footprints: readonly ReceivedFootprint[];
  /** True where the host says that nothing has changed since the validators given (304); the page is empty then. */
  notModified: boolean;
  /** False where the host (v2, 202) has not finished collecting by the time our patience ended. */
  complete: boolean;
}

export const receivedOf = (exact: JsonObject): ReceivedFootprint => ({ exact, text: jsonText(exact) });

export const validatorsOf = (response: HttpResponse): Validators => {
  const etag = headerOf(response, 'etag');
  const lastModified = headerOf(response, 'last-modified');
  return { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) };
};

const invalid = (response: HttpResponse, reason: string): PactError =>
  new PactError('PACT_ANSWER_INVALID', `${shown(response.url)} answers ${reason}. Tell the host's operator; nothing of this answer was taken over.`, { params: { url: String(response.url), reason } });

/** `data` of an answer. Throws PACT_ANSWER_INVALID where there is none. */
function dataOf(response: HttpResponse): JsonValue {
  const value = readJson(response);
  const data = value instanceof JsonObject ? value.members.get('data') : undefined;
  if (data === undefined) throw invalid(response, 'without "data"');
  return data;
}

/** The footprint of a GetFootprint answer. */
export function readOne(response: HttpResponse): ReceivedFootprint {
  const data = dataOf(response);
  if (!(data instanceof JsonObject)) throw invalid(response, 'with a "data" that is no footprint');
  return receivedOf(data);
}

/** The footprints of a ListFootprints answer. */
export function readMany(response: HttpResponse): ReceivedFootprint[] {
  const data = dataOf(response);
  if (!Array.isArray(data)) throw invalid(response, 'with a "data" that is no list');
  return data.map((item, index) => {
    if (!(item instanceof JsonObject)) throw invalid(response, `with something at data[${index}] that is no footprint: ${JSON.stringify(plain(item))?.slice(0, 80)}`);
    return receivedOf(item);
  });
}

/** Where the next page stands; undefined at the end. Throws PACT_LINK_INVALID for a broken header and for another origin than that of the page. */
export function nextOf(response: HttpResponse): URL | undefined {
  const header = headerOf(response, 'link');
  if (header === undefined || header.trim() === '') return undefined;
  const wrong = (reason: string): PactError =>
    new PactError('PACT_LINK_INVALID', `The Link header of ${shown(response.url)} ${reason}: ${shown(header)}. Tell the host's operator; the pages after this one were not read.`, { params: { url: String(response.url), link: header, reason } });
  const links = readLinks(header);
  if (links === undefined) throw wrong('is not written as RFC 8288 says');
  const next = links.find((link) => link.rel.includes('next') && (link.anchor === undefined || URL.parse(link.anchor, response.url.href)?.href === response.url.href));
  if (next === undefined) return undefined;
  const url = URL.parse(next.target, response.url.href);
  if (url === null) throw wrong('names no URL');
  if (url.origin !== response.url.origin || url.username !== '' || url.password !== '') throw wrong('leads to another host, scheme or port');
  url.hash = '';
  return url;
}

/** Notices a host that leads in a circle: a link seen before, whole pages seen before, no end. */
export class PagingGuard {
  readonly #maxPages: number;
  readonly #links = new Set<string>();
  readonly #seen = new Set<string>();
  #repeats = 0;

  constructor(maxPages: number) {
    this.#maxPages = maxPages;
  }

  /** To be called with every URL before it is fetched. Throws PACT_PAGING_LOOP. */
  enter(url: URL): void {
    if (this.#links.has(url.href)) throw this.#loop(url, 'the same link came again');
    this.#links.add(url.href);
    if (this.#links.size > this.#maxPages) throw this.#loop(url, `there are more than ${this.#maxPages} pages`);
  }

  /** To be called with what every page holds. One page may repeat footprints where the host's list moved meanwhile; three in a row are a circle. */
  read(url: URL, footprints: readonly ReceivedFootprint[]): void {
    const before = this.#seen.size;
    for (const { exact } of footprints) {
      const version = exact.members.get('version');
      this.#seen.add(`${scalarText(exact.members.get('id')) ?? ''} ${version instanceof JsonNumber ? version.text : ''}`);
    }
    this.#repeats = this.#seen.size === before ? this.#repeats + 1 : 0;
    if (this.#repeats >= 3) throw this.#loop(url, 'three pages in a row bring nothing new');
  }

  #loop(url: URL, reason: string): PactError {
    return new PactError('PACT_PAGING_LOOP', `The pages of ${url.host} lead in a circle: ${reason} (${shown(url)}). Tell the host's operator; what was read before is unaffected.`, { params: { url: url.href, reason, pages: this.#links.size } });
  }
}
