// Questions that analysts ask (domain §6.1), each as one query over records whose answers are known.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { classificationEntries } from './support/classification.ts';
import { geographyTable } from '../../src/database/tables/provenance.ts';
import { certificationStateOn, type Certification } from '../../src/model/standard.ts';
import { openHub, type Hub } from './support/hub.ts';
import { aCertification, aFactor, aFlow, aFootprint, anExchange, aProcess, aProduct, aStandard, uuidOf } from './support/records.ts';
import { insertDataset, insertValues } from './support/rows.ts';

let hub: Hub;
const to = (type: 'factor' | 'standard' | 'process', kind: number, n: number) => ({ type, id: uuidOf(kind, n) });
const place = (code: string) => ({ code, system: 'iso', stated: code });

const certifications: Certification[] = [
  // O13 of domain §8.1
  aCertification(1, 1, { state: 'WITHDRAWN', validity: { start: '2026-01-01', end: '2027-12-31' }, history: [{ state: 'IN_REVIEW', since: '2025-11-01' }, { state: 'VALID', since: '2026-01-01' }, { state: 'WITHDRAWN', since: '2026-09-15' }] }),
  aCertification(2, 1, { state: 'VALID', validity: { start: '2025-01-01', end: '2026-06-30' } }),
  aCertification(3, 1, { state: 'DRAFT' }),
  aCertification(4, 1, { state: 'SUSPENDED', history: [{ state: 'VALID', since: '2026-03-01' }, { state: 'SUSPENDED', since: '2026-07-01' }, { state: 'VALID', since: '2026-10-01' }, { state: 'SUSPENDED', since: '2026-11-01' }] }),
  aCertification(5, 1, { state: 'VALID', history: [] }),
];

beforeAll(async () => {
  hub = await openHub();
  const { pool } = hub;
  await insertValues(pool, geographyTable, [
    { code: 'GLO', kind: 'global', name_en: 'Global', ancestors: ['GLO'] }, { code: 'CN', kind: 'country', name_en: 'China', name_zh: '中国', parents: ['GLO'], ancestors: ['CN', 'GLO'] },
    { code: 'CN-HI', kind: 'subdivision', name_en: 'Hainan', name_zh: '海南省', parents: ['CN', 'CN-CSG'], ancestors: ['CN-HI', 'CN', 'GLO'] },
  ]);
  await insertDataset(pool, 'factor', aFactor(1, '0.6205', { period: { start: '2023-01-01', end: '2023-12-31' } }));
  await insertDataset(pool, 'factor', aFactor(2, '0.5777', { period: { start: '2024-01-01', end: '2024-12-31' }, replaces: to('factor', 8, 1) }));
  await insertDataset(pool, 'standard', aStandard(1, { state: 'SUPERSEDED', kind: 'PRODUCT_CATEGORY_RULE', supersededBy: to('standard', 6, 2) }));
  await insertDataset(pool, 'standard', aStandard(2));
  const classes = [{ scheme: 'HS', version: '2022', code: '090121', name: { zh: '已焙炒咖啡', en: 'Coffee, roasted' } }];
  await insertDataset(pool, 'product', aProduct(1, { origin: place('CN-HI'), classifications: classes, process: to('process', 4, 5) }), { classification: classificationEntries(classes, () => ['09', '0901']) });
  const { method } = aFootprint(1, 1, '1');
  await insertDataset(pool, 'footprint', aFootprint(1, 1, '1.0', { method: { ...method, electricityFactor: to('factor', 8, 1), productCategoryRule: to('standard', 6, 1) }, quality: { rating: '3.4', primaryDataSharePercent: '40' } }));
  await insertDataset(pool, 'footprint', aFootprint(2, 1, '0.9', { method: { ...method, electricityFactor: to('factor', 8, 2) }, quality: { rating: '2.1' }, result: { total: '0.9', landUseChange: '0' } }));
  await insertDataset(pool, 'footprint', aFootprint(3, 1, '7', { visibility: 'PRIVATE', method: { ...method, electricityFactor: to('factor', 8, 1) } }));
  for (const certification of certifications) await insertDataset(pool, 'certification', certification);
  await insertDataset(pool, 'flow', aFlow(1));
  await insertDataset(pool, 'flow', aFlow(2));
  // A chain: each process takes from the one before.
  for (let n = 1; n <= 5; n++) {
    await insertDataset(pool, 'process', aProcess(n, [anExchange(0, 1), ...(n > 1 ? [anExchange(1, 1, { provider: to('process', 4, n - 1), location: place('CN-HI') })] : [])]));
  }
});
afterAll(() => hub.close());

async function ask(query: string, variables: Record<string, unknown> = {}, role?: 'administrator'): Promise<Record<string, { nodes: Record<string, unknown>[]; totalCount?: number }>> {
  const { data, errors } = await hub.ask(query, variables, role ? { role } : {});
  expect(errors).toBeUndefined();
  return data;
}
const numbers = ({ nodes }: { nodes: Record<string, unknown>[] }): number[] => nodes.map(({ id }) => Number(String(id).split('-').at(-1)));

describe('electricity factors', () => {
  it('finds the footprints that still use the one of 2023, and from the factor too', async () => {
    const query = '{ footprints(filter: { electricityFactor: { periodEnd: { lt: "2024-01-01" } } }) { nodes { id electricityFactor { value replacedBy { nodes { value } } } } } factors { nodes { value footprints { totalCount } } } }';
    const { footprints, factors } = await ask(query);
    expect(footprints!.nodes).toEqual([{ id: uuidOf(2, 1), electricityFactor: { value: '0.6205', replacedBy: { nodes: [{ value: '0.5777' }] } } }]);
    expect(factors!.nodes).toEqual([{ value: '0.6205', footprints: { totalCount: 1 } }, { value: '0.5777', footprints: { totalCount: 1 } }]);
    expect(numbers((await ask(query, {}, 'administrator'))['footprints']!)).toEqual([1, 3]);
  });
});

describe('certificates on a day', () => {
  const days = ['2024-12-31', '2025-11-01', '2026-01-01', '2026-06-30', '2026-07-01', '2026-09-14', '2026-09-15', '2026-10-01', '2028-01-01'];
  it.each(days)('%s: the filter agrees with the field and with the rule of the model', async (day) => {
    const states = ['DRAFT', 'IN_REVIEW', 'VALID', 'SUSPENDED', 'WITHDRAWN', 'EXPIRED', 'REFUSED'] as const;
    for (const state of states) {
      const { certifications: found } = await ask('query ($day: Date!, $in: [CertificationState!]!) { certifications(filter: { stateOn: { day: $day, in: $in } }) { nodes { id stateOn(day: $day) } } }', { day, in: [state] });
      expect(numbers(found!)).toEqual(certifications.flatMap((c, i) => (certificationStateOn(c, day) === state ? [i + 1] : [])));
      for (const node of found!.nodes) expect(node['stateOn']).toBe(state);
    }
  });

  it('counts as valid neither what was withdrawn nor what is a draft (O13)', async () => {
    const valid = async (day: string) => numbers((await ask('query ($day: Date!) { certifications(filter: { validAt: $day }) { nodes { id } } }', { day }))['certifications']!);
    expect(await valid('2026-06-30')).toEqual([1, 2, 4, 5]);
    expect(await valid('2026-10-01')).toEqual([4, 5]);
  });
});

describe('classes and places', () => {
  it.each(['090121', '0901.21', '0901 21', '09.01'])('takes the customs code %s', async (code) => {
    const { products } = await ask('query ($code: String!) { products(filter: { classification: { scheme: "hs", code: $code } }) { nodes { id } } }', { code });
    expect(numbers(products!)).toEqual([1]);
  });

  it('finds products by the names of their classes', async () => {
    for (const search of ['焙炒咖啡', 'roasted']) expect(numbers((await ask('query ($search: String!) { products(filter: { search: $search }) { nodes { id } } }', { search }))['products']!)).toEqual([1]);
    expect((await ask('{ products(filter: { search: "2022" }) { nodes { id } } }'))['products']!.nodes).toEqual([]);
  });

  it.each(['graphql-js', 'tanlu'] as const)('names places and what is around them, one statement for each level (%s)', async (engine) => {
    const { data, errors, statements } = await hub.ask('{ processes(filter: { geography: { code: "cn" } }) { nodes { geography { code name { zh en } kind parent { code name { en } parent { code parent { code } } } } } } products { nodes { origin { name { zh } } } } }', {}, { engine });
    expect(errors).toBeUndefined();
    expect(data.processes.nodes).toHaveLength(5);
    expect(data.processes.nodes[0].geography).toEqual({ code: 'CN-HI', name: { zh: '海南省', en: 'Hainan' }, kind: 'subdivision', parent: { code: 'CN', name: { en: 'China' }, parent: { code: 'GLO', parent: null } } });
    expect(data.products.nodes[0].origin).toEqual({ name: { zh: '海南省' } });
    expect(statements.filter(({ text }) => text.includes('from geography where code')).length).toBeLessThanOrEqual(4);
  });
});

describe('quality, standards, networks', () => {
  it('finds footprints of poor data, and tells unknown from zero', async () => {
    const { poor, unknown, zero } = await ask('{ poor: footprints(filter: { qualityRating: { gt: 3 } }) { nodes { id quality { rating } } } unknown: footprints(filter: { landUseChange: { isNull: true } }) { nodes { id } } zero: footprints(filter: { landUseChange: { eq: 0 } }) { nodes { id } } }');
    expect(poor!.nodes).toEqual([{ id: uuidOf(2, 1), quality: { rating: '3.4' } }]);
    expect([numbers(unknown!), numbers(zero!)]).toEqual([[1], [2]]);
    const { footprints } = await ask('{ footprints(orderBy: [{ field: PRIMARY_DATA_SHARE }]) { nodes { id } } }');
    expect(numbers(footprints!)).toEqual([1, 2]);
  });

  it('lists what stands on a superseded standard', async () => {
    const { standards } = await ask('{ standards(filter: { state: { eq: SUPERSEDED } }) { nodes { code supersededBy { code } ruledFootprints { nodes { id } } } } }');
    expect(standards!.nodes).toEqual([{ code: 'GB/T 1', supersededBy: { code: 'GB/T 2' }, ruledFootprints: { nodes: [{ id: uuidOf(2, 1) }] } }]);
  });

  it('finds flows by how often they are used', async () => {
    const used = async (count: object) => numbers((await ask('query ($count: CountFilter!) { flows(filter: { usedBy: { count: $count } }) { nodes { id } } }', { count }))['flows']!);
    expect([await used({ gt: 8 }), await used({ gte: 10 }), await used({ eq: 0 }), await used({ in: [0, 9] }), await used({})]).toEqual([[1], [], [2], [1, 2], [1, 2]]);
  });

  it('counts only what the reader may see', async () => {
    const query = '{ products(filter: { footprints: { count: { eq: 2 } } }) { nodes { id } } }';
    expect(numbers((await ask(query))['products']!)).toEqual([1]);
    expect((await ask(query, {}, 'administrator'))['products']!.nodes).toEqual([]);
  });

  it('walks four levels upstream', async () => {
    const up = (levels: number): string => (levels === 0 ? 'name { en }' : `name { en } exchanges(first: 5, filter: { direction: { eq: INPUT } }) { nodes { location { name { en } } provider { ${up(levels - 1)} } } }`);
    const { data, errors, statements } = await hub.ask(`{ products { nodes { process { ${up(4)} } } } }`, {}, { engine: 'tanlu' });
    expect(errors).toBeUndefined();
    const names = [...JSON.stringify(data).matchAll(/Process \d/g)].map(([name]) => name);
    expect(names).toEqual(['Process 5', 'Process 4', 'Process 3', 'Process 2', 'Process 1']);
    expect(statements.length).toBeLessThanOrEqual(6);
  });
});
