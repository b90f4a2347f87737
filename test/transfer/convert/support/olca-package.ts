// A small openLCA package made in the test: flows in kg, one process of their exchanges, one impact category of their factors.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export const massGroup = '93a60a57-a4c8-11da-a746-0800200c9a66';
export const mass = '93a60a56-a3c8-11da-a746-0800200b9a66';
export const units = { kg: '20aadc24-a391-41cf-b340-3e4529f44bde', g: '00000000-0000-4000-8000-0000000000a1' } as const;
export const processId = '11111111-1111-4111-8111-111111111111';
export const categoryId = '22222222-2222-4222-8222-222222222222';
export const methodId = '44444444-4444-4444-8444-444444444444';
export const actorId = '55555555-5555-4555-8555-555555555555';
export const sourceId = '66666666-6666-4666-8666-666666666666';
export const product = '33333333-3333-4333-8333-333333333333';

export interface TestFlow { id: string; name: string; category?: string; cas?: string }
export interface TestExchange { flow: TestFlow; amount: number; unit?: keyof typeof units; isInput?: boolean; description?: string }
export interface TestFactor { flow: TestFlow; value: number }

export const air = 'Elementary flows/Emission to air/unspecified';

/** Writes the package; flows are those that exchanges and factors name. */
export function olcaPackage(folder: string, { exchanges = [], factors = [], beside = [], parties = false, license }: { exchanges?: readonly TestExchange[]; factors?: readonly TestFactor[]; beside?: readonly TestFlow[]; parties?: boolean; license?: string }): string {
  const write = (kind: string, record: { '@id': string } & Record<string, unknown>): void => {
    mkdirSync(join(folder, kind), { recursive: true });
    writeFileSync(join(folder, kind, `${record['@id']}.json`), JSON.stringify(record));
  };
  const ref = (type: string, id: string, name?: string) => ({ '@type': type, '@id': id, ...(name === undefined ? {} : { name }) });
  const property = { flowProperty: ref('FlowProperty', mass, 'Mass') };
  write('unit_groups', { '@type': 'UnitGroup', '@id': massGroup, name: 'Units of mass', version: '00.00.001', defaultFlowProperty: ref('FlowProperty', mass, 'Mass'), units: [
    { '@type': 'Unit', '@id': units.kg, name: 'kg', conversionFactor: 1, isRefUnit: true }, { '@type': 'Unit', '@id': units.g, name: 'g', conversionFactor: 0.001, isRefUnit: false }] });
  write('flow_properties', { '@type': 'FlowProperty', '@id': mass, name: 'Mass', version: '00.00.001', flowPropertyType: 'PHYSICAL_QUANTITY', unitGroup: ref('UnitGroup', massGroup, 'Units of mass') });
  const flowOf = (flow: TestFlow, type = 'ELEMENTARY_FLOW'): void => write('flows', { '@type': 'Flow', '@id': flow.id, name: flow.name, version: '00.00.001', flowType: type,
    ...(type === 'PRODUCT_FLOW' ? {} : { category: flow.category ?? air }), ...(flow.cas === undefined ? {} : { cas: flow.cas }), flowProperties: [{ '@type': 'FlowPropertyFactor', ...property, conversionFactor: 1, isRefFlowProperty: true }] });
  for (const { flow } of [...exchanges, ...factors]) flowOf(flow);
  for (const flow of beside) flowOf(flow);
  if (exchanges.length > 0) {
    flowOf({ id: product, name: 'rubber' }, 'PRODUCT_FLOW');
    write('processes', { '@type': 'Process', '@id': processId, name: 'rubber drying', version: '00.00.001', processType: 'UNIT_PROCESS', processDocumentation: { validFrom: '2024-01-01', validUntil: '2024-12-31', ...(license === undefined ? {} : { restrictionsDescription: license }) }, exchanges: [
      { internalId: 1, flow: ref('Flow', product, 'rubber'), ...property, unit: ref('Unit', units.kg, 'kg'), amount: 1, isInput: false, isQuantitativeReference: true },
      ...exchanges.map(({ flow, amount, unit = 'kg', isInput = false, description }, n) => ({ internalId: n + 2, flow: ref('Flow', flow.id, flow.name), ...property, unit: ref('Unit', units[unit], unit), amount, isInput, ...(description === undefined ? {} : { description }) })),
    ] });
  }
  if (parties) {
    write('actors', { '@type': 'Actor', '@id': actorId, name: 'Rubber Institute', version: '00.00.001' });
    write('sources', { '@type': 'Source', '@id': sourceId, name: 'Rubber survey', version: '00.00.001', year: 2024 });
  }
  if (factors.length > 0) write('lcia_methods', { '@type': 'ImpactMethod', '@id': methodId, name: 'method of the test', version: '00.00.001', impactCategories: [ref('ImpactCategory', categoryId, 'climate change')] });
  if (factors.length > 0) write('lcia_categories', { '@type': 'ImpactCategory', '@id': categoryId, name: 'climate change', version: '00.00.001', refUnit: 'kg CO2-eq', impactFactors: factors.map(({ flow, value }) => ({ flow: ref('Flow', flow.id, flow.name), ...property, unit: ref('Unit', units.kg, 'kg'), value })) });
  return folder;
}
