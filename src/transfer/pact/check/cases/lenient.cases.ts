// Cases F40 on: filters that are no rule of v3, but over which partners and other checks stumble; and $filter of v2 (v2 §Action ListFootprints, Filter).
import { hostError } from '../../client/answer.ts';
import type { HttpResponse } from '../../client/http.ts';
import { failed, NotRun, passed, verdict, warning, type Case } from '../case.ts';
import { described, isJson, type Json, type TestedHost } from '../tested-host.ts';
import { v2, v3 } from '../versions.ts';

const lenient = (id: string, does: string, expected: string, path: (sample: Json) => string, judge: (host: TestedHost, response: HttpResponse) => Promise<boolean> | boolean): Case => ({
  id, versions: v3, level: 'interoperability', clause: 'Action ListFootprints: filters', does, expected,
  run: async (host) => {
    const response = await host.ask(path(await host.sample()));
    return verdict(await judge(host, response), response.status === 200 ? `200, ${host.page(response).footprints.length} footprints` : described(response));
  },
});
const answered = (_: TestedHost, response: HttpResponse): boolean => response.status === 200;
/** As many footprints as without the filter: what says nothing filters nothing. */
const unfiltered = async (host: TestedHost, response: HttpResponse): Promise<boolean> => response.status === 200 && host.page(response).footprints.length >= host.page((await host.all()).first).footprints.length;

const pcf = (one: Json): Json => (isJson(one['pcf']) ? one['pcf'] : {});
const listOf = (one: Json, key: string): unknown[] => (Array.isArray(one[key]) ? one[key] : []);
const need = <T>(value: T | undefined, what: string): T => {
  if (value === undefined || value === null) throw new NotRun(`the footprint at hand has no ${what}`);
  return value;
};

const odata = (id: string, does: string, filterOf: (sample: Json) => string, matches: (sample: Json, one: Json) => boolean): Case => ({
  id, versions: v2, level: 'must', clause: 'Action ListFootprints: filter', does, expected: 'The footprints that match (200, or 202 while collecting), the filter ignored (200), or 400 NotImplemented.',
  run: async (host) => {
    const sample = await host.sample();
    const response = await host.ask(`/footprints?$filter=${encodeURIComponent(filterOf(sample))}`);
    if (response.status === 202) return passed('202: it is still collecting');
    if (response.status === 400) {
      const { code } = hostError(response);
      return verdict(code === 'NotImplemented' || code === 'BadRequest', described(response));
    }
    if (response.status !== 200) return failed(described(response));
    const { footprints } = host.page(response);
    const { footprints: all } = await host.all();
    const matching = footprints.filter((one) => matches(sample, one)).length;
    if (matching === footprints.length) return verdict(footprints.length > 0, footprints.length > 0 ? `200, ${matching} footprints, all of which match` : '200 and nothing, though a footprint matches');
    return footprints.length >= host.page((await host.all()).first).footprints.length ? passed('200, the filter is ignored') : warning(`200, ${matching} of ${footprints.length} footprints match, of ${all.length}`);
  },
});
const quoted = (value: unknown): string => `'${String(value).replaceAll("'", "''")}'`;

export const lenientCases: readonly Case[] = [
  lenient('F40', 'Filters by the region Europe where a footprint is of a European country.', 'Footprints whose place is Europe itself: places are compared, not contained in one another.', () => '/footprints?geography=Europe', (host, response) => response.status === 200 && host.page(response).footprints.every((one) => pcf(one)['geographyRegionOrSubregion'] === 'Europe')),
  lenient('F41', 'Filters by an empty place (geography=).', 'Status 200, no filter.', () => '/footprints?geography=', unfiltered),
  lenient('F42', 'Filters by an empty classification (classification=).', 'Status 200, no filter.', () => '/footprints?classification=', unfiltered),
  lenient('F43', 'Filters by geography=Global.', 'Status 200.', () => '/footprints?geography=Global', answered),
  lenient('F44', 'Filters by a status that does not exist.', 'Status 200, not 400.', () => '/footprints?status=Bogus', answered),
  lenient('F45', 'Filters by a company id that is no URN.', 'Status 200, not 400.', () => '/footprints?companyId=bogus', answered),
  lenient('F46', 'Filters by a product id that is no URN.', 'Status 200, not 400.', () => '/footprints?productId=bogus', answered),
  lenient('F47', 'Filters by a classification with "#" in it (ECLASS), percent-encoded.', 'Status 200.', () => `/footprints?classification=${encodeURIComponent('urn:eclass:0173-1#01-AAA123#001')}`, answered),
  lenient('F48', 'Filters by a classification that was cut off at "#", as clients do that do not encode.', 'Status 200.', () => '/footprints?classification=urn:eclass:0173-1', answered),
  lenient('F49', 'Filters by a product id with "&" in it, not encoded.', 'Status 200.', () => '/footprints?productId=urn:example:a&b', answered),
  lenient('F50', 'Filters by a time with +00:00, not encoded, so that a blank arrives.', 'Status 200.', () => '/footprints?validOn=2025-06-01T00:00:00+00:00', answered),
  lenient('F51', 'Filters by names of parameters in small letters (productid), as the prose of the specification spells them.', 'Status 200.', () => '/footprints?productid=urn:example:nobody', answered),
  odata('F60', 'Filters by productCategoryCpc.', (one) => `productCategoryCpc eq ${quoted(need(one['productCategoryCpc'], 'category'))}`, (sample, one) => one['productCategoryCpc'] === sample['productCategoryCpc']),
  odata('F61', 'Filters by a product id (any).', (one) => `productIds/any(productId:(productId eq ${quoted(need(listOf(one, 'productIds')[0], 'product id'))}))`, (sample, one) => listOf(one, 'productIds').includes(listOf(sample, 'productIds')[0])),
  odata('F62', 'Filters by a company id (any).', (one) => `companyIds/any(companyId:(companyId eq ${quoted(need(listOf(one, 'companyIds')[0], 'company id'))}))`, (sample, one) => listOf(one, 'companyIds').includes(listOf(sample, 'companyIds')[0])),
  odata('F63', 'Filters by the country.', (one) => `pcf/geographyCountry eq ${quoted(need(pcf(one)['geographyCountry'], 'country'))}`, (sample, one) => pcf(one)['geographyCountry'] === pcf(sample)['geographyCountry']),
  odata('F64', 'Filters by created, from the moment of a footprint on.', (one) => `created ge ${quoted(need(one['created'], 'time of creation'))}`, (sample, one) => Date.parse(String(one['created'])) >= Date.parse(String(sample['created']))),
  odata('F65', 'Filters by the reference period and a category, joined by "and".', (one) => `pcf/referencePeriodEnd le ${quoted(pcf(one)['referencePeriodEnd'])} and productCategoryCpc eq ${quoted(one['productCategoryCpc'])}`,
    (sample, one) => Date.parse(String(pcf(one)['referencePeriodEnd'])) <= Date.parse(String(pcf(sample)['referencePeriodEnd'])) && one['productCategoryCpc'] === sample['productCategoryCpc']),
  {
    id: 'F66', versions: v2, level: 'must', clause: 'Action ListFootprints: filter', does: 'Filters by something that is no filter.', expected: 'Status 400, or 200 with the filter ignored.',
    run: async (host) => {
      const response = await host.ask(`/footprints?$filter=${encodeURIComponent("nonsense without ' end")}`);
      return verdict(response.status === 400 || response.status === 200, described(response));
    },
  },
];
