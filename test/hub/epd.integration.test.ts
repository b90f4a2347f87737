// Environmental product declarations in the API: climate results per module and scenario, as a declaration states them (EN 15804; ILCD+EPD 1.3).
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ilcd } from '../../src/formats/ilcd/adapter.ts';
import type { Process } from '../../src/model/process.ts';
import { openHub, type Hub } from './support/hub.ts';
import { insertDataset } from './support/rows.ts';

let hub: Hub;

function declaration(name: string): Process {
  const { datasets } = ilcd.read(readFileSync(new URL(`../fixtures/ilcd/epd/${name}`, import.meta.url)), name);
  return datasets.find((d) => d.noun === 'process')!.record as Process;
}

beforeAll(async () => {
  hub = await openHub();
  for (const name of ['process.xml', 'version-1.3.xml']) await insertDataset(hub.pool, 'process', declaration(name));
});
afterAll(() => hub.close());

const [total, fossil, biogenic, luluc] = ['a7ea142a', 'a7ea19c0', 'a7ea186c', 'a7ea1ae2'].map((start) => `${start}-9749-11ed-a8fc-0242ac120002`);

describe.each(['graphql-js', 'tanlu'] as const)('asked by %s', (engine) => {
  const ask = async (query: string, id: string) => {
    const { data, errors } = await hub.ask(query, { id }, { engine });
    expect(errors).toBeUndefined();
    return data.process;
  };

  it('GWP total, fossil, biogenic and luluc are there per module and scenario; what is not declared is null', async () => {
    const { impactResults } = await ask('query ($id: ID!) { process(id: $id) { impactResults { category { id name { en } } modules { module scenario amount notDeclared statedAs } unitGroup { id } } } }', '66666666-0000-4000-8000-000000000002');
    const at = (module: string, scenario: string | null) => Object.fromEntries(impactResults.map((r: { category: { id: string }; modules: { module: string; scenario: string | null; amount: string | null }[] }) =>
      [r.category.id, r.modules.find((m) => m.module === module && m.scenario === scenario)!.amount]));
    expect(impactResults.map((r: { category: { name: { en: string } } }) => r.category.name.en)).toEqual(['GWP-total', 'GWP-fossil', 'GWP-biogenic', 'GWP-luluc']);
    expect(at('A1-A3', null)).toEqual({ [total!]: '-0.35', [fossil!]: '1.1', [biogenic!]: '-1.5', [luluc!]: '5.0E-2' });
    expect(at('C3', 'incineration')).toEqual({ [total!]: '1.70', [fossil!]: '0.2', [biogenic!]: '1.50', [luluc!]: '0' });
    expect(at('B1', null)).toEqual({ [total!]: null, [fossil!]: null, [biogenic!]: null, [luluc!]: null });
    expect(impactResults[0].modules[1]).toEqual({ module: 'B1', scenario: null, amount: null, notDeclared: true, statedAs: 'MND' });
    expect(impactResults[0].unitGroup.id).toBe('1ebf3012-d0db-4de2-aefd-ef30cedb0be1');
  });

  it('scenarios, validity, publishers and manufacturers are there', async () => {
    const process = await ask(`query ($id: ID!) { process(id: $id) {
      scenarios { name group isDefault description { zh } }
      epd { formatVersion subtype publicationDate validUntil publishers { id name { en } } productIds { type value } manufacturers { contact { id } isProvidingData sites { name geoCode } } safetyMargin components { materials { name { zh } renewablePercent weightPercent { lower upper } substances { casStated } } } }
    } }`, '66666666-0000-4000-8000-000000000002');
    expect(process).toEqual({
      scenarios: [{ name: 'recycling', group: 'end of life', isDefault: true, description: { zh: '全部回收' } }, { name: 'incineration', group: 'end of life', isDefault: null, description: { zh: null } }],
      epd: {
        formatVersion: '1.3', subtype: 'average dataset', publicationDate: '2025-05-08', validUntil: '2030-05-07', safetyMargin: '12.5',
        publishers: [{ id: '44444444-0000-4000-8000-000000000022', name: { en: 'Programme of Hainan' } }], productIds: [{ type: 'GTIN', value: '6900000000017' }, { type: null, value: 'HN-7' }],
        manufacturers: [{ contact: { id: '44444444-0000-4000-8000-000000000021' }, isProvidingData: true, sites: [{ name: 'Haikou works', geoCode: 'CN' }] }],
        components: [{ materials: [{ name: { zh: '椰纤维' }, renewablePercent: '100', weightPercent: { lower: '90', upper: '95' }, substances: [{ casStated: '009004-34-6' }] }] }],
      },
    });
  });

  it('indicator flows have their amounts per module in the inventory', async () => {
    const { exchanges } = await ask('query ($id: ID!) { process(id: $id) { exchanges { nodes { isReference modules { module scenario amount } unitGroup { id } } } } }', '66666666-0000-4000-8000-000000000001');
    expect(exchanges.nodes).toEqual([
      { isReference: true, modules: null, unitGroup: null },
      {
        isReference: false, unitGroup: { id: '93a60a57-a3c8-11da-a746-0800200c9a66' },
        modules: [
          { module: 'A1', scenario: null, amount: '1.5' }, { module: 'A1-A3', scenario: null, amount: '4.5' },
          { module: 'C4', scenario: 'landfill', amount: '0.25' }, { module: 'C4', scenario: 'incineration', amount: null },
        ],
      },
    ]);
  });
});
