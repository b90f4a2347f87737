// Cases L: the list and its pages (v3 §Action ListFootprints, §Pagination; v2 likewise; RFC 8288).
import { setTimeout as pause } from 'node:timers/promises';
import { headerOf, type HttpResponse } from '../../client/http.ts';
import { saysJson } from '../../client/answer.ts';
import { readLinks } from '../../client/link-header.ts';
import { failed, NotRun, passed, verdict, type Case } from '../case.ts';
import { described, isJson, type TestedHost } from '../tested-host.ts';
import { since, v2, v3 } from '../versions.ts';

const all = since('2.0');
const keyOf = (footprint: Record<string, unknown>): string => `${String(footprint['id'])} ${String(footprint['version'] ?? '')}`;

/** The answer to limit=1 where the host has more than one footprint to show. */
async function firstPage(host: TestedHost): Promise<HttpResponse> {
  const { footprints, pages } = await host.all();
  if (footprints.length < 2 && pages.length < 2) throw new NotRun(`the host shows ${footprints.length === 0 ? 'no footprint' : 'one footprint'} to this client; pages need at least two`);
  return host.once('limit=1', () => host.ask('/footprints?limit=1'));
}

/** The target of the next link as it is written; NotRun where there is none. */
async function link(host: TestedHost): Promise<{ target: string; header: string; response: HttpResponse }> {
  const response = await firstPage(host);
  const header = headerOf(response, 'link') ?? '';
  const next = readLinks(header)?.find(({ rel }) => rel.includes('next'));
  if (next === undefined) throw new NotRun('there is no next link to look at (see L4)');
  return { target: next.target, header, response };
}

/** The next link as a URL that may be called: on the tested host itself. */
async function callable(host: TestedHost): Promise<string> {
  const { target, response } = await link(host);
  const url = URL.parse(target, response.url.href);
  if (url === null || url.origin !== new URL(host.options.baseUrl).origin) throw new NotRun('the link leads elsewhere and is not called with a token (see L6)');
  return url.href;
}

export const listCases: readonly Case[] = [
  {
    id: 'L1', versions: all, level: 'must', clause: 'Action ListFootprints: response', does: 'Lists footprints.', expected: 'Status 200, application/json, {"data": [footprints]}.',
    run: async (host) => {
      const response = await host.ask('/footprints');
      if (response.status !== 200) return failed(described(response));
      const body = host.json(response);
      if (!saysJson(response)) return failed(`of type ${headerOf(response, 'content-type') ?? 'unknown'}`);
      const data = isJson(body) ? body['data'] : undefined;
      return Array.isArray(data) ? verdict(data.every(isJson), `200, ${data.length} footprints`) : failed('"data" is no list');
    },
  },
  {
    id: 'L2', versions: all, level: 'should', clause: 'Action ListFootprints', does: 'Counts what this client is shown.', expected: 'At least two footprints, without which pages cannot be checked.',
    run: async (host) => {
      const { footprints, whole } = await host.all();
      return verdict(footprints.length >= 2, `${footprints.length} footprints${whole ? '' : ' and more'}`);
    },
  },
  {
    id: 'L3', versions: all, level: 'must', clause: 'Pagination: limit', does: 'Lists with limit=1.', expected: 'At most one footprint.',
    run: async (host) => {
      const { footprints } = host.page(await host.ask('/footprints?limit=1'));
      return verdict(footprints.length <= 1, `${footprints.length} footprints`);
    },
  },
  {
    id: 'L4', versions: all, level: 'must', clause: 'Pagination: Link header', does: 'Looks for the way to the second of several footprints after limit=1.', expected: 'A Link header as RFC 8288 writes it, with rel next.',
    run: async (host) => {
      const header = headerOf(await firstPage(host), 'link');
      if (header === undefined || header.trim() === '') return failed('no Link header, though there are more footprints');
      const links = readLinks(header);
      return links === undefined ? failed(`not written as RFC 8288 says: ${header}`) : verdict(links.some(({ rel }) => rel.includes('next')), header);
    },
  },
  {
    id: 'L5', versions: all, level: 'must', clause: 'Pagination: Link header', does: 'Looks at the target of the next link.', expected: 'An absolute URL.',
    run: async (host) => {
      const { target } = await link(host);
      return verdict(URL.canParse(target), target);
    },
  },
  {
    id: 'L6', versions: all, level: 'must', clause: 'Pagination: Link header', does: 'Compares the target of the next link with the Host header of the request.', expected: 'The same host and port, over the same scheme.',
    run: async (host) => {
      const { target, response } = await link(host);
      const url = URL.parse(target, response.url.href);
      return verdict(url?.host === response.url.host && url.protocol === response.url.protocol, `${target} for a request to ${response.url.origin}`);
    },
  },
  {
    id: 'L7', versions: all, level: 'interoperability', clause: 'Pagination: Link header', does: 'Looks at how the Link header is spelled.', expected: '<base URL…>; rel="next" as the first link, quoted, with nothing between: some clients read no other legal spelling.',
    run: async (host) => {
      const { header } = await link(host);
      const target = /^\s*<([^>]*)>;\s*rel="next"/.exec(header)?.[1];
      return verdict(target?.startsWith(host.options.baseUrl.replace(/\/+$/, '')) === true, header);
    },
  },
  {
    id: 'L8', versions: all, level: 'must', clause: 'Pagination: following links', does: 'Follows the next link of limit=1.', expected: 'Status 200, at most one footprint, another one.',
    run: async (host) => {
      const response = await host.ask(await callable(host));
      if (response.status !== 200) return failed(described(response));
      const { footprints } = host.page(response);
      const before = new Set(host.page(await firstPage(host)).footprints.map(keyOf));
      return verdict(footprints.length <= 1 && !footprints.some((one) => before.has(keyOf(one))), footprints.length > 1 ? `${footprints.length} footprints` : footprints.some((one) => before.has(keyOf(one))) ? 'the same footprint again' : 'another footprint');
    },
  },
  {
    id: 'L9', versions: v3, level: 'must', clause: 'Pagination: following links', does: 'Calls the first next link a second and a third time.', expected: 'Status 200 and at most one footprint each time.',
    run: async (host) => {
      const url = await callable(host);
      for (const time of ['second', 'third']) {
        const response = await host.ask(url);
        if (response.status !== 200) return failed(`${described(response)} the ${time} time`);
        if (host.page(response).footprints.length > 1) return failed(`more than one footprint the ${time} time`);
      }
      return passed('200 each time');
    },
  },
  {
    id: 'L9', versions: v2, level: 'must', clause: 'Pagination: following links', does: 'Calls the first next link twice.', expected: 'Status 200 and the same footprints both times.',
    run: async (host) => {
      const url = await callable(host);
      const [one, two] = [await host.ask(url), await host.ask(url)];
      const bad = [one, two].find(({ status }) => status !== 200);
      if (bad !== undefined) return failed(described(bad));
      const same = JSON.stringify(host.page(one).footprints.map(keyOf)) === JSON.stringify(host.page(two).footprints.map(keyOf));
      return verdict(same, same ? 'the same both times' : 'others the second time');
    },
  },
  {
    id: 'L10', versions: all, level: 'must', clause: 'Pagination: completeness', does: 'Goes through all pages of limit=2 and compares with the list without a limit.', expected: 'Every footprint once; the last page without a link.',
    run: async (host) => {
      const { footprints: wanted, whole } = await host.all();
      if (!whole) throw new NotRun('the list has too many pages to go through');
      const { footprints, pages, whole: ended } = await host.collect('/footprints?limit=2');
      if (!ended) return wanted.length > 90 ? passed(`the first ${footprints.length} footprints; the list is too long to end`) : failed('the pages have no end, or lead to another host');
      const got = footprints.map(keyOf);
      if (new Set(got).size < got.length) return failed('a footprint came twice');
      const missing = wanted.filter((one) => !got.includes(keyOf(one)));
      if (missing.length > 0) return failed(`${missing.length} footprints are on no page, such as ${String(missing[0]!['id'])}`);
      return verdict(pages.every((page) => page.length <= 2), `${got.length} footprints on ${pages.length} pages`);
    },
  },
  {
    id: 'L11', versions: all, level: 'must', clause: 'Authentication: access tokens', does: 'Calls the next link without a token.', expected: 'Status 401 (v2: or 400).',
    run: async (host) => {
      const response = await host.ask(await callable(host), { token: null });
      return verdict(response.status === 401 || (host.major === '2' && response.status === 400), described(response));
    },
  },
  {
    id: 'L12', versions: all, level: 'must', clause: 'Pagination: life of links', does: 'Calls a next link again after 180 seconds.', expected: 'Status 200.',
    run: async (host) => {
      if (host.options.maxWait < 180) throw new NotRun('it takes 180 seconds; allow that with --max-wait 180');
      const { next } = host.page(await firstPage(host));
      if (next === undefined) throw new NotRun('there is no next link (see L4)');
      const url = await callable(host);
      await pause(180_000);
      const response = await host.ask(url);
      return verdict(response.status === 200, described(response));
    },
  },
  {
    id: 'L13', versions: all, level: 'should', clause: 'Error responses: BadRequest', does: 'Lists with limit=many.', expected: 'Status 400: the parameter is a number.',
    run: async (host) => {
      const response = await host.ask('/footprints?limit=many');
      return verdict(response.status === 400, described(response));
    },
  },
  {
    id: 'L14', versions: all, level: 'should', clause: 'Action ListFootprints: parameters', does: 'Lists with a parameter of a vendor (x-tanlu-check=1).', expected: 'Status 200: what is not known is not obeyed.',
    run: async (host) => {
      const response = await host.ask('/footprints?x-tanlu-check=1');
      return verdict(response.status === 200, described(response));
    },
  },
  {
    id: 'L15', versions: v3, level: 'should', clause: 'Action ListFootprints: deprecated footprints', does: 'Compares the list with what status=Deprecated gives.', expected: 'Deprecated footprints are listed unless status=Active is asked for.',
    run: async (host) => {
      const { footprints: old } = await host.collect('/footprints?status=Deprecated');
      if (old.length === 0) throw new NotRun('the host has no deprecated footprint for this client');
      const listed = new Set((await host.all()).footprints.map(keyOf));
      const missing = old.filter((one) => !listed.has(keyOf(one)));
      return verdict(missing.length === 0, missing.length === 0 ? `${old.length} deprecated footprints, all listed` : `${missing.length} of ${old.length} deprecated footprints are not listed`);
    },
  },
];
