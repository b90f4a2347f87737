// ListFootprints over HTTP: filters, pages and links as partners use them, and what real checks punish (pact.md §1.4, §1.11, §4; v2.3 §2.1).
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aProduct, anOrganization, uuidOf } from '../../hub/support/records.ts';
import { insertDataset } from '../../hub/support/rows.ts';
import { adminToken, bottle, pactHub, type PactHub } from './support/pact-hub.ts';

let hub: PactHub;
const pf = (n: number): string => uuidOf(2, n);
const place = (code: string) => ({ code, system: 'iso', stated: code });
const eclass = 'urn:eclass:0173-1#01-AAA123#001';

beforeAll(async () => {
  hub = await pactHub();
  const { pool } = hub;
  await insertDataset(pool, 'organization', anOrganization(1, { identifiers: [{ scheme: 'URN', value: 'urn:epc:id:sgln:4063973' }] }));
  await insertDataset(pool, 'organization', anOrganization(2, { identifiers: [{ scheme: 'URN', value: 'urn:Example:Company:B' }] }));
  await insertDataset(pool, 'product', aProduct(1, { identifiers: [{ scheme: 'URN', value: 'urn:gtin:4712345060507' }, { scheme: 'URN', value: 'urn:example:a&b' }], classifications: [{ scheme: 'CPC', code: '24310' }] }));
  await insertDataset(pool, 'product', aProduct(2, { identifiers: [{ scheme: 'URN', value: 'urn:Example:Product:B' }], classifications: [{ scheme: 'CPC', code: '0151' }, { scheme: 'ECLASS', code: '0173-1#01-AAA123#001', statedId: eclass }] }));
  // 1 China, 2 Germany and deprecated, 3 Hainan and valid from 2027, 4 Europe, 5 the whole world; 2 and 4 are of product and company B.
  const b = { owner: { type: 'organization' as const, id: uuidOf(5, 2) } };
  await insertDataset(pool, 'footprint', bottle(1));
  await insertDataset(pool, 'footprint', bottle(2, { ...b, status: 'DEPRECATED', geography: place('DE') }, 2));
  await insertDataset(pool, 'footprint', bottle(3, { geography: place('CN-HI'), validity: { start: '2027-01-01', end: '2027-12-31' }, createdAt: '2026-03-01T00:00:00Z' }));
  await insertDataset(pool, 'footprint', bottle(4, { ...b, geography: { code: '150', system: 'm49', stated: 'Europe' } }, 2));
  await insertDataset(pool, 'footprint', bottle(5, { geography: { code: 'GLO', system: 'pact', stated: '' } }));
  await hub.refresh();
  await hub.partner(1);
});
afterAll(() => hub.close());

const listed = async (query: string, major = 3): Promise<number[]> => {
  const { status, ids, text } = await hub.get(`/${major}/footprints${query}`);
  if (status !== 200) throw new Error(`${status} ${text}`);
  return ids.map((id) => Number(id.slice(-2))).toSorted();
};
const everyone = [1, 2, 3, 4, 5];

describe('filters of version 3 (§1.4)', () => {
  it('lists all without a filter, deprecated ones as well, and nothing but JSON', async () => {
    const { status, headers, ids, data } = await hub.get('/3/footprints');
    expect([status, headers.get('content-type'), headers.get('link'), ids.length]).toEqual([200, 'application/json', null, 5]);
    expect(data.map((each) => each['specVersion'])).toEqual(Array<string>(5).fill('3.0.3'));
    expect((data[0]!['pcf'] as Record<string, unknown>)['pcfExcludingBiogenicUptake']).toBe('18');
  });

  it.each<[string, string, number[]]>([
    ['productId', '?productId=urn:gtin:4712345060507', [1, 3, 5]],
    ['productId in another case', '?productId=URN:GTIN:4712345060507', [1, 3, 5]],
    ['productId, stored in capital letters', '?productId=urn:example:product:b', [2, 4]],
    ['two product ids: one is enough', '?productId=urn:example:nobody&productId=urn:example:product:b', [2, 4]],
    ['a product id that nobody has', '?productId=urn:example:nobody', []],
    ['a product id with "&", encoded', '?productId=urn:example:a%26b', [1, 3, 5]],
    ['companyId', '?companyId=urn:EPC:id:sgln:4063973', [1, 3, 5]],
    ['criteria are joined by "and"', '?companyId=urn:epc:id:sgln:4063973&productId=urn:example:product:b', []],
    ['classification', '?classification=urn:cpc:0151', [2, 4]],
    ['classification with "#", encoded', `?classification=${encodeURIComponent(eclass)}`, [2, 4]],
    ['geography: a country', '?geography=CN', [1]],
    ['geography: two', '?geography=cn-hi&geography=de', [2, 3]],
    ['status=Active', '?status=Active', [1, 3, 4, 5]],
    ['status in small letters', '?status=deprecated', [2]],
    ['validOn', '?validOn=2026-06-01T00:00:00Z', [1, 2, 4, 5]],
    ['validOn, the very start', '?validOn=2027-01-01T00:00:00Z', everyone],
    ['validOn, the very end: included', '?validOn=2028-01-01T00:00:00Z', everyone],
    ['validOn, a second later', '?validOn=2028-01-01T00:00:01Z', [1, 2, 4, 5]],
    ['validAfter is strict', '?validAfter=2026-01-01T00:00:00Z', [3]],
    ['validAfter, a second sooner', '?validAfter=2025-12-31T23:59:59Z', everyone],
    ['validBefore is strict', '?validBefore=2028-01-01T00:00:00Z', []],
    ['validBefore, a second later', '?validBefore=2028-01-01T00:00:01Z', [3]],
  ])('%s', async (_what, query, expected) => {
    expect(await listed(query)).toEqual(expected);
  });
});

describe('what careless partners send (§0.7, §0.8, §1.11, §4)', () => {
  it.each<[string, string, number[]]>([
    ['§4 geography=Europe is Europe, not Germany', '?geography=Europe', [4]],
    ['§4 an empty geography filters nothing', '?geography=', everyone],
    ['§4 an empty classification filters nothing', '?classification=', everyone],
    ['§4 an empty value beside another one', '?geography=&geography=DE', [2]],
    ['§4 geography=Global is the footprint of the whole world', '?geography=Global', [5]],
    ['§4 an unknown status matches nothing', '?status=Bogus', []],
    ['§4 a company id that is no URN matches nothing', '?companyId=bogus', []],
    ['§4 a product id that is no URN matches nothing', '?productId=bogus', []],
    ['§4 a classification cut off at "#"', '?classification=urn:eclass:0173-1', []],
    ['§4 a product id with "&", not encoded', '?productId=urn:example:a&b', []],
    ['§4 "+" of an offset arrives as a blank', '?validOn=2027-01-01T08:00:00+08:00', everyone],
    ['§4 and encoded', '?validOn=2027-01-01T08:00:00%2B08:00', everyone],
    ['§4 and with an offset in the west', '?validOn=2026-12-31T19:00:00-05:00', everyone],
    ['§1.4 names in small letters', '?productid=urn:example:product:b&validon=2026-06-01T00:00Z', [2, 4]],
    ['§1.4 a time without seconds', '?validOn=2026-12-31T23:59Z', [1, 2, 4, 5]],
    ['§1.4 a day alone', '?validOn=2027-01-01', everyone],
    ['§1.4 criteria of other vendors', '?x-example-plant=7', everyone],
    ['§1.4 $filter is gone', `?$filter=${encodeURIComponent("created ge '2099-01-01'")}`, everyone],
  ])('%s', async (_what, query, expected) => {
    expect(await listed(query)).toEqual(expected);
  });

  it.each([
    ['a time that is none', '?validOn=yesterday', /validOn is "yesterday"/], ['a day that there is not', '?validOn=2026-02-30', /no point in time/], ['year zero', '?validOn=0000-01-01', /no point in time/],
    ['limit=many', '?limit=many', /limit is "many"/], ['a limit below zero', '?limit=-1', /0 or more/], ['two limits', '?limit=1&limit=2', /Give it once/],
    ['a text that no record can hold', '?productId=%00', /U\+0000/], ['a cursor that is none', '?cursor=abc', /cursor/],
  ])('400 BadRequest in words for %s', async (_what, query, words) => {
    const { status, code, text, headers } = await hub.get(`/3/footprints${query}`);
    expect([status, code, headers.get('content-type')]).toEqual([400, 'BadRequest', 'application/json']);
    expect((JSON.parse(text) as { message: string }).message).toMatch(words);
  });

  it('10,000 filter values: 400 in words, whether they fit into a request or not', async () => {
    for (const [count, words] of [[501, /501 values; 500 are possible/], [10_000, /bytes together\. Ask with fewer values/]] as const) {
      const { status, code, text } = await hub.get(`/3/footprints?${Array.from({ length: count }, (_, i) => `productId=urn:example:${i}`).join('&')}`);
      expect([status, code]).toEqual([400, 'BadRequest']);
      expect((JSON.parse(text) as { message: string }).message).toMatch(words);
    }
    expect(await listed(`?${Array.from({ length: 500 }, (_, i) => `productId=urn:example:${i}`).join('&')}`)).toEqual([]);
    // The same value again is no other one.
    expect(await listed(`?${'status=active&'.repeat(1000)}`)).toEqual([1, 3, 4, 5]);
  });
});

describe('pages (§1.4 Pagination)', () => {
  const target = (link: string | null): string => {
    const found = /^<(.+)>; rel="next"$/.exec(link ?? '');
    if (found === null) throw new Error(`no link to the next page: ${link}`);
    return found[1]!;
  };

  it.each(['3', '2'])('go to the end in version %s, every footprint once, the last without a link; links can be called again', async (major) => {
    const pages: string[][] = [];
    const links: string[] = [];
    for (let url: string | undefined = `/${major}/footprints?limit=2`; url !== undefined;) {
      const { status, ids, headers } = await hub.get(url);
      expect(status).toBe(200);
      pages.push(ids);
      const link = headers.get('link');
      url = link === null ? undefined : target(link);
      if (url !== undefined) links.push(url);
    }
    expect(links.filter((link) => !link.startsWith(`${hub.url}/${major}/footprints?limit=2&cursor=`))).toEqual([]); // §0.9: absolute, under the very base
    expect(pages.map((page) => page.length)).toEqual([2, 2, 1]);
    expect(new Set(pages.flat()).size).toBe(5);
    for (const [i, link] of links.entries()) expect((await hub.get(link)).ids).toEqual(pages[i + 1]);
  });

  it('exactly as many as the limit: no link; one more: a link', async () => {
    expect((await hub.get('/3/footprints?limit=5')).headers.get('link')).toBeNull();
    expect((await hub.get('/3/footprints?limit=4')).headers.get('link')).not.toBeNull();
    expect((await hub.get('/3/footprints?limit=1&status=deprecated')).headers.get('link')).toBeNull();
  });

  it('links carry the filters on, also those with "+" and "&"', async () => {
    const { headers, ids } = await hub.get('/3/footprints?productId=urn:example:a%26b&validOn=2027-06-01T00:00:00+08:00&limit=2');
    const next = target(headers.get('link'));
    const { ids: more, headers: last } = await hub.get(next);
    expect([...ids, ...more]).toEqual([pf(1), pf(3), pf(5)]);
    expect(last.get('link')).toBeNull();
  });

  it('limit=0 gives nothing and no link; a huge limit is bounded', async () => {
    const none = await hub.get('/3/footprints?limit=0');
    expect([none.status, none.text, none.headers.get('link')]).toEqual([200, '{"data":[]}', null]);
    expect((await hub.get('/3/footprints?limit=999999999')).ids.length).toBe(5);
    expect((await hub.get('/2/footprints?limit=0')).status).toBe(400); // v2: a positive number
  });

  it('a cursor of one version opens no page of the other', async () => {
    const next = target((await hub.get('/3/footprints?limit=1')).headers.get('link'));
    expect((await hub.get(next.replace('/3/', '/2/'))).code).toBe('BadRequest');
  });

  it('a list on one page has a tag; with it nothing is sent again. Pages that go on have none', async () => {
    const { headers } = await hub.get('/3/footprints?status=Active');
    const again = await hub.get('/3/footprints?status=Active', undefined, { 'if-none-match': headers.get('etag')! });
    expect([again.status, again.text]).toEqual([304, '']);
    expect((await hub.get('/3/footprints?limit=1')).headers.get('etag')).toBeNull();
  });
});

describe('$filter of version 2 (§2.1)', () => {
  const filtered = (filter: string): Promise<number[]> => listed(`?$filter=${encodeURIComponent(filter)}`, 2);

  it.each<[string, number[]]>([
    [`productCategoryCpc eq '0151'`, [2, 4]],
    [`productCategoryCpc lt '1'`, [2, 4]],
    [`pcf/geographyCountry eq 'CN'`, [1]],
    [`pcf/geographyCountry ge 'CN'`, [1, 2]],
    [`productIds/any(productId:(productId eq 'urn:gtin:4712345060507'))`, [1, 3, 5]],
    [`productIds/any(x:x eq 'URN:example:product:B')`, [2, 4]],
    [`companyIds/any(companyId:(companyId eq 'urn:epc:id:sgln:4063973'))`, [1, 3, 5]],
    [`created ge '2026-03-01T00:00:00Z'`, [3]],
    [`created gt '2026-03-01T00:00:00.000Z'`, []],
    [`created lt 2026-03-01T08:00:00+08:00`, [1, 2, 4, 5]],
    [`created eq '2026-03-01'`, [3]],
    [`updated ge '2000-01-01T00:00:00Z'`, [2]],
    [`pcf/referencePeriodStart ge '2025-01-01T00:00:00.000Z' and pcf/referencePeriodEnd le '2026-01-01T00:00:00Z'`, everyone],
    [`pcf/referencePeriodEnd lt '2026-01-01T00:00:00Z'`, []],
    [`(productCategoryCpc eq '24310' and (created lt '2026-02-02T00:00:00Z')) AND pcf/geographyCountry eq 'CN'`, [1]],
    [`productIds/any(p:(p eq 'it''s none'))`, []],
  ])('%s', async (filter, expected) => {
    expect(await filtered(filter)).toEqual(expected);
  });

  it.each([
    [`productNameCompany eq 'x'`, /productNameCompany", at character 1/], [`created ge '2026-01-01' or updated ge '2026-01-01'`, /"or", at character 25/], [`not created ge '2026-01-01'`, /"not", at character 1/],
    [`productCategoryCpc ne '0151'`, /"ne", at character 20/], [`contains(productCategoryCpc,'01')`, /function contains, at character 1/], [`productIds/all(p:(p eq 'a'))`, /productIds\/all/],
    [`productIds/any(p:p eq 'a' or p eq 'b')`, /"or" inside any/], [`created ge now`, /"now" as a value/],
  ])('400 NotImplemented with the place: %s', async (filter, words) => {
    const { status, code, text } = await hub.get(`/2/footprints?$filter=${encodeURIComponent(filter)}`);
    expect([status, code]).toEqual([400, 'NotImplemented']);
    expect(text).toMatch(new RegExp(words.source.replaceAll('"', String.raw`\\"`)));
  });

  it.each([
    [`nonsense without ' end`, /has no end, at character 18|expected/], [`created ge`, /the end/], [`created ge 'soon'`, /no point in time, at character 12/], [`(created ge '2026-01-01'`, /is expected, not .+the end.+at character 25/], [`created ge '2026-01-01' %`, /means nothing, at character 25/],
  ])('400 BadRequest with the place: %s', async (filter, words) => {
    const { status, code, text } = await hub.get(`/2/footprints?$filter=${encodeURIComponent(filter)}`);
    expect([status, code]).toEqual([400, 'BadRequest']);
    expect(text).toMatch(words);
  });

  it('400 BadRequest for a filter without end', async () => {
    for (const [filter, words] of [[`${'('.repeat(50)}created ge '2026-01-01'${')'.repeat(50)}`, /too many parentheses/], [Array<string>(60).fill(`created ge '2026-01-01'`).join(' and '), /more than 50/], [`productCategoryCpc eq '${'1'.repeat(20_000)}'`, /longer than 16000/]] as const) {
      const { status, code, text } = await hub.get(`/2/footprints?$filter=${encodeURIComponent(filter)}`);
      expect([status, code]).toEqual([400, 'BadRequest']);
      expect(text).toMatch(words);
    }
  });

  it('an empty filter is none, and criteria of version 3 are not obeyed', async () => {
    expect(await listed('?$filter=&status=Deprecated', 2)).toEqual(everyone);
  });
});

it('documents of version 2 are per unit, of the version of the partner, without what it does not know', async () => {
  const pcfOf = async (token: string): Promise<Record<string, unknown>> => {
    const { data } = await hub.get('/2/footprints?limit=1', token);
    return { ...data[0], ...data[0]!['pcf'] as object };
  };
  for (const [n, version] of [[2, '2.0'], [3, '2.1'], [4, '2.2']] as const) {
    const old = await pcfOf((await hub.partner(n, { pact_version: version })).token);
    expect([old['specVersion'], old['fossilGhgEmissions'], 'productClassifications' in old, 'crossSectoralStandards' in old, 'productMassPerDeclaredUnit' in old, Array.isArray(old['crossSectoralStandardsUsed'])]).toEqual([`${version}.0`, '1.5', false, false, false, true]);
  }
  for (const token of [(await hub.partner(5, { pact_version: '3.0' })).token, adminToken]) {
    const newest = await pcfOf(token);
    expect([newest['specVersion'], newest['fossilGhgEmissions'], newest['productMassPerDeclaredUnit']]).toEqual(['2.3.0', '1.5', '0.789']);
  }
});
