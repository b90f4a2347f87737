// Filters of each kind, search, classes, places, validity, relations both ways.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classificationEntries } from './support/classification.ts';
import { geographyTable } from '../../src/database/tables/provenance.ts';
import { openHub, type Hub } from './support/hub.ts';
import { aCertification, aFactor, aFlow, aFootprint, anExchange, anOrganization, aProcess, aProduct, aStandard, uuidOf } from './support/records.ts';
import { insertDataset, insertValues } from './support/rows.ts';

let hub: Hub;
const place = (code: string) => ({ code, system: 'iso', stated: code });
// HS: each class lies in those of its first four and first two digits.
const hs = (_: string, code: string) => [code.slice(0, 2), code.slice(0, 4)].filter((above) => above.length < code.length);

beforeAll(async () => {
  hub = await openHub();
  const { pool } = hub;
  await insertValues(pool, geographyTable, [
    { code: 'GLO', kind: 'WORLD', ancestors: ['GLO'] }, { code: 'CN', kind: 'COUNTRY', ancestors: ['CN', 'GLO'] },
    { code: 'CN-HI', kind: 'SUBDIVISION', ancestors: ['CN-HI', 'CN', 'GLO'] }, { code: 'TH', kind: 'COUNTRY', ancestors: ['TH', 'GLO'] },
  ]);
  await insertDataset(pool, 'organization', anOrganization(1, { kinds: ['COMPANY', 'VERIFIER'] }));
  await insertDataset(pool, 'standard', aStandard(1));
  const classified = (code: string) => ({ classification: classificationEntries([{ scheme: 'HS', code }], hs) });
  await insertDataset(pool, 'product', aProduct(1, { name: { zh: '海南天然橡胶', en: 'Hainan natural rubber' }, producer: { type: 'organization', id: uuidOf(5, 1) }, origin: place('CN-HI') }), classified('400110'));
  await insertDataset(pool, 'product', aProduct(2, { name: { zh: '天然气', en: 'Natural gas' }, origin: place('CN') }), classified('271111'));
  await insertDataset(pool, 'product', aProduct(3, { name: { en: 'Crème brûlée' }, origin: place('TH') }), classified('4001'));
  await insertDataset(pool, 'footprint', aFootprint(1, 1, '-0.10', { owner: { type: 'organization', id: uuidOf(5, 1) } }));
  await insertDataset(pool, 'footprint', aFootprint(2, 1, '12.345678901234567890123', { status: 'DRAFT', validity: { start: '2026-01-01' } }));
  await insertDataset(pool, 'footprint', aFootprint(3, 2, '1E2', { validity: { end: '2025-12-31' } }));
  await insertDataset(pool, 'certification', aCertification(1, 1, { footprint: { type: 'footprint', id: uuidOf(2, 1) }, rule: { type: 'standard', id: uuidOf(6, 1) }, validity: { start: '2026-01-01', end: '2026-06-30' }, history: [{ state: 'VALID', since: '2026-01-01' }, { state: 'SUSPENDED', since: '2026-03-01' }, { state: 'VALID', since: '2026-04-01' }] }));
  await insertDataset(pool, 'factor', aFactor(1, '0.6'));
  await insertDataset(pool, 'factor', aFactor(2, '0.5', { kind: 'FUEL', illustrative: true }));
  await insertDataset(pool, 'flow', aFlow(1, { cas: '124-38-9', kind: 'ELEMENTARY' }));
  await insertDataset(pool, 'flow', aFlow(2));
  await insertDataset(pool, 'process', aProcess(1, [anExchange(0, 2), anExchange(1, 1, { amount: '2.5E-7' }), anExchange(2, 1, { amount: '30' })]));
});
afterAll(() => hub.close());

async function found(plural: string, type: string, filter: object): Promise<number[]> {
  const { data, errors } = await hub.ask(`query ($filter: ${type}Filter) { ${plural}(filter: $filter) { nodes { id } totalCount } }`, { filter });
  expect(errors).toBeUndefined();
  const { nodes, totalCount } = data[plural] as { nodes: { id: string }[]; totalCount: number };
  expect(totalCount).toBe(nodes.length);
  return nodes.map(({ id }) => Number(id.split('-').at(-1)));
}

const everyKind: [string, string, object, number[]][] = [
  ['products', 'Product', { code: { eq: 'P1' } }, [1]],
  ['products', 'Product', { code: { ne: 'P1' } }, [2, 3]],
  ['products', 'Product', { code: { in: ['P1', 'P3'] } }, [1, 3]],
  ['products', 'Product', { code: { startsWith: 'P' }, not: { id: { eq: uuidOf(1, 2) } } }, [1, 3]],
  ['products', 'Product', { producerId: { isNull: true } }, [2, 3]],
  ['products', 'Product', { or: [{ code: { eq: 'P1' } }, { and: [{ code: { eq: 'P2' } }, { search: 'gas' }] }] }, [1, 2]],
  ['products', 'Product', { or: [] }, []],
  ['products', 'Product', { code: null }, [1, 2, 3]],
  ['footprints', 'Footprint', { total: { lt: '0' } }, [1]],
  ['footprints', 'Footprint', { total: { eq: '12.345678901234567890123' } }, [2]],
  ['footprints', 'Footprint', { total: { eq: '12.345678901234567890124' } }, []],
  ['footprints', 'Footprint', { total: { gte: 12.3, lte: '100' } }, [2, 3]],
  ['footprints', 'Footprint', { status: { eq: 'DRAFT' } }, [2]],
  ['footprints', 'Footprint', { status: { in: ['DRAFT', 'PUBLISHED'] }, boundary: { eq: 'CRADLE_TO_GATE' } }, [1, 2, 3]],
  ['footprints', 'Footprint', { validAt: '2025-06-01' }, [3]],
  ['footprints', 'Footprint', { validAt: '2030-01-01' }, [2]],
  ['footprints', 'Footprint', { validFrom: { gte: '2026-01-01' } }, [1, 2]],
  ['factors', 'Factor', { kind: { eq: 'FUEL' } }, [2]],
  ['factors', 'Factor', { illustrative: { eq: true } }, [2]],
  ['flows', 'Flow', { cas: { eq: '124-38-9' } }, [1]],
  ['organizations', 'Organization', { kinds: { has: ['VERIFIER'] } }, [1]],
  ['organizations', 'Organization', { kinds: { has: ['REGISTRY'] } }, []],
  ['exchanges', 'Exchange', { amount: { gt: '2' } }, [3]],
  ['exchanges', 'Exchange', { amount: { lt: '0.000001' }, isReference: { eq: false } }, [2]],
  ['processes', 'Process', { recordedFrom: { gt: '2000-01-01T00:00:00+08:00' } }, [1]],
  // Search
  ['products', 'Product', { search: '橡胶' }, [1]],
  ['products', 'Product', { search: '天然' }, [1, 2]],
  ['products', 'Product', { search: '胶' }, [1]],
  ['products', 'Product', { search: '然天' }, []],
  ['products', 'Product', { search: 'NATURAL rub' }, [1]],
  ['products', 'Product', { search: 'creme brulee' }, [3]],
  ['products', 'Product', { search: '海南 rubber' }, [1]],
  ['products', 'Product', { search: "'); drop table product; --" }, []],
  // Classes
  ['products', 'Product', { classification: { scheme: 'HS', code: '40' } }, [1, 3]],
  ['products', 'Product', { classification: { scheme: 'HS', code: '4001' } }, [1, 3]],
  ['products', 'Product', { classification: { scheme: 'HS', code: '4001', descend: false } }, [3]],
  ['products', 'Product', { classification: { scheme: 'CPC', code: '40' } }, []],
  // Places
  ['products', 'Product', { geography: { code: 'CN' } }, [1, 2]],
  ['products', 'Product', { geography: { code: 'CN', within: false } }, [2]],
  ['products', 'Product', { geography: { code: 'GLO' } }, [1, 2, 3]],
  // Relations
  ['products', 'Product', { producer: { kinds: { has: ['COMPANY'] } } }, [1]],
  ['products', 'Product', { footprints: { some: { total: { gt: '50' } } } }, [2]],
  ['products', 'Product', { footprints: { none: {} } }, [3]],
  ['products', 'Product', { certifications: { some: { footprint: { total: { lt: '0' } } } } }, [1]],
  ['footprints', 'Footprint', { product: { search: '橡胶' } }, [1, 2]],
  ['processes', 'Process', { exchanges: { some: { flow: { cas: { eq: '124-38-9' } } } } }, [1]],
  ['flows', 'Flow', { usedBy: { some: { process: { search: 'process' }, isReference: { eq: true } } } }, [2]],
  ['certifications', 'Certification', { rule: { code: { eq: 'GB/T 1' } } }, [1]],
];

describe('filters', () => {
  it.each(everyKind)('%s: %s %j → %j', async (plural, type, filter, expected) => {
    expect(await found(plural, type, filter)).toEqual(expected);
  });

  it.each([
    ['{ products(filter: { id: { eq: "nonsense" } }) { nodes { id } } }', /not an identifier/],
    ['query ($v: Decimal) { footprints(filter: { total: { eq: $v } }) { nodes { id } } }', /Decimal/, { v: '1,5' }],
    ['query ($v: Date) { footprints(filter: { validAt: $v }) { nodes { id } } }', /Date/, { v: '2026-02-30' }],
    ['query ($v: String) { products(filter: { code: { eq: $v } }) { nodes { id } } }', /U\+0000/, { v: 'a\0b' }],
    ['query ($f: ProductFilter) { products(filter: $f) { nodes { id } } }', /nested/, { f: Array.from({ length: 9 }).reduce<object>((inner) => ({ footprints: { some: { product: inner } } }), {}) }],
    ['query ($f: FlowFilter) { flows(filter: $f) { nodes { id } } }', /26 conditions on related records/, { f: { or: Array.from({ length: 26 }, () => ({ usedBy: { some: { unit: { eq: 'kg' } } } })) } }],
    ['query ($v: String) { product(id: "00000001-0000-4000-8000-000000000001", version: $v) { id } }', /U\+0000/, { v: '\0' }],
    ['query ($v: String) { organizations { nodes { usedBy(role: $v) { totalCount } } } }', /U\+0000/, { v: 'owner\0' }],
    ['query ($v: DateTime) { products(asOf: $v) { nodes { id } } }', /DateTime/, { v: '2026-11-22T00:00:00+16:00' }],
    ['query ($v: Decimal) { footprints(filter: { total: { eq: $v } }) { nodes { id } } }', /… \(2002 characters\)/, { v: '9'.repeat(2000) }],
    ['{ exchange(id: "x") { id } }', /type Exchange; these look like exchange-1/],
  ] as [string, RegExp, Record<string, unknown>?][])('refuses %s', async (query, message, variables) => {
    for (const engine of ['graphql-js', 'tanlu'] as const) {
      const { errors } = await hub.ask(query, variables, { engine });
      expect(errors?.[0]?.message).toMatch(message);
    }
  });
});

describe('values', () => {
  it('keeps decimals exact', async () => {
    const { data } = await hub.ask('{ footprints { nodes { result { total } } } exchanges { nodes { amount } } factors { nodes { value } } }');
    expect(data.footprints.nodes.map((n: { result: { total: string } }) => n.result.total)).toEqual(['-0.10', '12.345678901234567890123', '100']);
    expect(data.exchanges.nodes.map((n: { amount: string }) => n.amount)).toEqual(['1.50', '2.5E-7', '30']);
    expect(data.factors.nodes.map((n: { value: string }) => n.value)).toEqual(['0.6', '0.5']);
  });

  it('reads objects of the record where a leaf has no column, and names enums as the schema does', async () => {
    const { data, errors } = await hub.ask('{ footprints(first: 1) { nodes { result { total removals gases { gas } storedCarbon } method { gwpSet standard { type id name { en } } } status scope { boundary modules } referencePeriod { start end } } } }');
    expect(errors).toBeUndefined();
    expect(data.footprints.nodes[0]).toEqual({
      result: { total: '-0.10', removals: null, gases: null, storedCarbon: null },
      method: { gwpSet: 'IPCC AR6 GWP100', standard: { type: 'STANDARD', id: uuidOf(6, 1), name: { en: 'GB/T 24067' } } },
      status: 'PUBLISHED', scope: { boundary: 'CRADLE_TO_GATE', modules: null }, referencePeriod: { start: '2025-01-01', end: '2025-12-31' },
    });
  });

  it('tells text in the language asked for', async () => {
    const { data } = await hub.ask('{ products { nodes { name { zh en cn: value(lang: "zh-Hans") th: value(lang: "th") all { language text } } } } }');
    expect(data.products.nodes[0].name).toMatchObject({ zh: '海南天然橡胶', cn: '海南天然橡胶', th: 'Hainan natural rubber', all: [{ language: 'en' }, { language: 'zh' }] });
    expect(data.products.nodes[2].name).toMatchObject({ zh: null, cn: 'Crème brûlée' });
  });

  it('tells the state of a certification on a day', async () => {
    const { data } = await hub.ask('{ certifications { nodes { a: stateOn(day: "2025-12-31") b: stateOn(day: "2026-01-01") c: stateOn(day: "2026-03-15") d: stateOn(day: "2026-06-30") e: stateOn(day: "2026-07-01") } } }');
    expect(data.certifications.nodes[0]).toEqual({ a: null, b: 'VALID', c: 'SUSPENDED', d: 'VALID', e: 'EXPIRED' });
  });
});
