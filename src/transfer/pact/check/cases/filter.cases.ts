// Cases F: the filters of v3, asked with the values of a footprint that the host lists (v3 §Action ListFootprints, parameters and filtering).
import { failed, NotRun, verdict, type Case, type Level, type Verdict } from '../case.ts';
import { validityOf } from '../footprint.ts';
import { isJson, type Json, type TestedHost } from '../tested-host.ts';
import { v3 } from '../versions.ts';

type Matches = (footprint: Json) => boolean;
type Query = readonly (readonly [string, string])[];

const queryOf = (query: Query): string => `/footprints?${query.map(([key, value]) => `${key}=${encodeURIComponent(value)}`).join('&')}`;
const lower = (value: unknown): string => String(value).toLowerCase();
const listOf = (footprint: Json, key: string): string[] => (Array.isArray(footprint[key]) ? footprint[key].map(lower) : []);
const has = (key: string, value: string): Matches => (one) => listOf(one, key).includes(lower(value));
const pcfOf = (one: Json): Json => (isJson(one['pcf']) ? one['pcf'] : {});
const placeKeys = ['geographyCountrySubdivision', 'geographyCountry', 'geographyRegionOrSubregion'];
const placeOf = (one: Json): string | undefined => placeKeys.map((key) => pcfOf(one)[key]).find((value) => typeof value === 'string') as string | undefined;
const iso = (time: number): string => new Date(time).toISOString().replace('.000Z', 'Z');
const day = 86_400_000;

/** The sample, or the footprint listed that has most of what a filter needs. */
async function having<T>(host: TestedHost, what: string, find: (one: Json) => T | undefined): Promise<{ one: Json; value: T }> {
  const sample = await host.sample();
  for (const one of [sample, ...(await host.all()).footprints]) {
    const value = find(one);
    if (value !== undefined) return { one, value };
  }
  throw new NotRun(`no footprint listed has ${what}`);
}
const firstOf = (key: string) => (one: Json): string | undefined => (Array.isArray(one[key]) && typeof one[key][0] === 'string' ? one[key][0] : undefined);
const periodOf = (one: Json): { start: number; end: number } | undefined => {
  const period = validityOf(one);
  return Number.isNaN(period.start) || Number.isNaN(period.end) ? undefined : period;
};

/** Asks and compares: everything listed matches (or is `tolerated`), and everything that matches is there. */
async function compare(host: TestedHost, query: Query, matches: Matches, wanted?: Json, tolerated: Matches = matches): Promise<Verdict> {
  const path = queryOf(query);
  const { footprints, whole } = await host.collect(path);
  const wrong = footprints.find((one) => !tolerated(one));
  if (wrong !== undefined) return failed(`${decodeURIComponent(path)} lists ${String(wrong['id'])}, which does not match`);
  if (wanted !== undefined && whole && !footprints.some((one) => one['id'] === wanted['id'])) return failed(`${decodeURIComponent(path)} does not list ${String(wanted['id'])}, which matches`);
  if (whole && wanted !== undefined) {
    const { footprints: all, whole: complete } = await host.all();
    const missing = complete ? all.find((one) => matches(one) && !footprints.some((other) => other['id'] === one['id'])) : undefined;
    if (missing !== undefined) return failed(`${decodeURIComponent(path)} does not list ${String(missing['id'])}, which matches`);
  }
  return verdict(true, `${footprints.length} footprints, as they should be`);
}

const one = (id: string, does: string, expected: string, run: Case['run'], level: Level = 'must'): Case => ({ id, versions: v3, level, clause: 'Action ListFootprints: filters', does, expected, run });
const nothing: Matches = () => false;

/** The cases that every criterion with several values has. */
function listCriterion(number: number, key: string, field: string, matchesOf: (value: string) => Matches, find: (one: Json) => string | undefined, unknown: string, toleratedOf = matchesOf): Case[] {
  const id = (offset: number): string => `F${number + offset}`;
  return [
    one(id(0), `Filters by the ${field} of a footprint that is listed.`, 'All footprints that have it, no other.', async (host) => {
      const { one: sample, value } = await having(host, `a ${field}`, find);
      return compare(host, [[key, value]], matchesOf(value), sample, toleratedOf(value));
    }),
    one(id(1), `Filters by the ${field} in other letters (capital and small).`, 'The same footprints: case does not count.', async (host) => {
      const { one: sample, value } = await having(host, `a ${field}`, find);
      return compare(host, [[key, swap(value)]], matchesOf(value), sample, toleratedOf(value));
    }),
    one(id(2), `Filters by the ${field} and one that nobody has, the parameter repeated.`, 'The same footprints: values of one criterion are alternatives.', async (host) => {
      const { one: sample, value } = await having(host, `a ${field}`, find);
      return compare(host, [[key, unknown], [key, value]], matchesOf(value), sample, toleratedOf(value));
    }),
    one(id(3), `Filters by a ${field} that nobody has.`, 'Status 200 and {"data": []}.', (host) => compare(host, [[key, unknown]], nothing)),
  ];
}

const swap = (value: string): string => (value === value.toLowerCase() ? value.toUpperCase() : value.toLowerCase());
const nobody = 'urn:uuid:00000000-0000-4000-8000-00000000dead';
const inPeriod = (holds: (period: { start: number; end: number }) => boolean): Matches => (footprint) => {
  const period = periodOf(footprint);
  return period === undefined || holds(period);
};

/** A case that takes a time from the validity of the sample. */
const dated = (id: string, key: string, does: string, expected: string, timeOf: (period: { start: number; end: number }) => number, holds: (time: number) => (period: { start: number; end: number }) => boolean, included: boolean): Case =>
  one(id, does, expected, async (host) => {
    const { one: sample, value } = await having(host, 'a validity period', periodOf);
    const time = timeOf(value);
    const listed = await compare(host, [[key, iso(time)]], inPeriod(holds(time)), included ? sample : undefined);
    return listed;
  });

export const filterCases: readonly Case[] = [
  ...listCriterion(1, 'productId', 'product id', (value) => has('productIds', value), firstOf('productIds'), nobody),
  ...listCriterion(5, 'companyId', 'company id', (value) => has('companyIds', value), firstOf('companyIds'), nobody),
  ...listCriterion(9, 'classification', 'classification', (value) => has('productClassifications', value), firstOf('productClassifications'), 'urn:cpc:00000'),
  // Some hosts take a place as all that lies in it. That alone is judged in F40: here what lies in the place, or in a region that no code tells, may be listed.
  ...listCriterion(13, 'geography', 'place', (value) => (footprint) => lower(placeOf(footprint)) === lower(value), placeOf, 'ZZ', (value) => (footprint) => {
    const place = lower(placeOf(footprint));
    return place === lower(value) || place.startsWith(`${lower(value)}-`) || !/^[a-z]{2}(-|$)/i.test(value);
  }),
  dated('F17', 'validOn', 'Filters by a day in the middle of a validity period (declared, or three years from the end of the reference period).', 'All footprints valid then, no other.', ({ start, end }) => Math.floor((start + end) / 2 / day) * day, (time) => ({ start, end }) => start <= time && time <= end, true),
  dated('F18', 'validOn', 'Filters by the very start of a validity period.', 'The footprint is listed: the start is included.', ({ start }) => start, (time) => ({ start, end }) => start <= time && time <= end, true),
  dated('F19', 'validOn', 'Filters by a day before the start of a validity period.', 'The footprint is not listed.', ({ start }) => start - day, (time) => ({ start, end }) => start <= time && time <= end, false),
  dated('F20', 'validOn', 'Filters by a day after the end of a validity period.', 'The footprint is not listed.', ({ end }) => end + day, (time) => ({ start, end }) => start <= time && time <= end, false),
  dated('F21', 'validAfter', 'Filters by validAfter, a day before a validity period starts.', 'All footprints that start later, no other.', ({ start }) => start - day, (time) => ({ start }) => start > time, true),
  dated('F22', 'validAfter', 'Filters by validAfter, the very start of a validity period.', 'The footprint is not listed: it must start later.', ({ start }) => start, (time) => ({ start }) => start > time, false),
  dated('F23', 'validBefore', 'Filters by validBefore, a day after a validity period ends.', 'All footprints that end earlier, no other.', ({ end }) => end + day, (time) => ({ end }) => end < time, true),
  dated('F24', 'validBefore', 'Filters by validBefore, the very end of a validity period.', 'The footprint is not listed: it must end earlier.', ({ end }) => end, (time) => ({ end }) => end < time, false),
  ...(['Active', 'Deprecated'] as const).map((status, index) => one(`F${25 + index}`, `Filters by status=${status}.`, `All footprints that are ${status}, no other.`, async (host) => {
    const { one: sample } = await having(host, `the status ${status}`, (footprint) => (footprint['status'] === status ? true : undefined));
    return compare(host, [['status', status]], (footprint) => footprint['status'] === status, sample);
  })),
  one('F27', 'Filters by status=active, in small letters.', 'All footprints that are Active: case does not count.', async (host) => {
    const { one: sample } = await having(host, 'the status Active', (footprint) => (footprint['status'] === 'Active' ? true : undefined));
    return compare(host, [['status', 'active']], (footprint) => footprint['status'] === 'Active', sample);
  }),
  one('F28', 'Filters by product id and company id of one footprint.', 'All footprints that match both.', async (host) => {
    const { one: sample, value } = await having(host, 'a product id and a company id', (footprint) => {
      const [product, company] = [firstOf('productIds')(footprint), firstOf('companyIds')(footprint)];
      return product === undefined || company === undefined ? undefined : { product, company };
    });
    return compare(host, [['productId', value.product], ['companyId', value.company]], (footprint) => has('productIds', value.product)(footprint) && has('companyIds', value.company)(footprint), sample);
  }),
  one('F29', 'Filters by the product id of a footprint and a company id that nobody has.', 'Status 200 and {"data": []}: criteria are joined by "and".', async (host) => {
    const { value } = await having(host, 'a product id', firstOf('productIds'));
    return compare(host, [['productId', value], ['companyId', nobody]], nothing);
  }),
  one('F30', 'Filters by status=Active page by page (limit=1).', 'Every page holds to the filter: links carry it on.', async (host) => {
    const { one: sample } = await having(host, 'the status Active', (footprint) => (footprint['status'] === 'Active' ? true : undefined));
    return compare(host, [['status', 'Active'], ['limit', '1']], (footprint) => footprint['status'] === 'Active', sample);
  }),
  one('F31', 'Filters by validOn with an offset, percent-encoded (+08:00).', 'The same footprints as with the same moment in UTC.', async (host) => {
    const { one: sample, value: { start, end } } = await having(host, 'a validity period', periodOf);
    const time = Math.floor((start + end) / 2 / day) * day;
    const there = iso(time + 8 * 3_600_000).replace('Z', '+08:00');
    return compare(host, [['validOn', there]], inPeriod((period) => period.start <= time && time <= period.end), sample);
  }),
];
