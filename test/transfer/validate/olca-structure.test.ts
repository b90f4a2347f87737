// Structure of openLCA JSON-LD packages, versions 1 and 2.
import { afterEach, describe, expect, it } from 'vitest';
import type { Issue } from '../../../src/model/issue.ts';
import { validatePackages } from '../../../src/transfer/validate/validate.ts';
import { temporaryFolder, type TemporaryFolder } from '../../formats/support/temporary-folder.ts';

let folder: TemporaryFolder | undefined;
afterEach(() => folder?.remove());

const id = (n: number) => `00000000-0000-4000-8000-00000000000${n}`;
const ref = (type: string, n: number) => ({ '@type': type, '@id': id(n), name: `${type} ${n}` });
type Json = Record<string, unknown>;

const group = (): Json => ({ '@type': 'UnitGroup', '@id': id(1), name: 'Units of mass', units: [{ '@type': 'Unit', '@id': id(5), name: 'kg', conversionFactor: 1, isRefUnit: true }, { '@type': 'Unit', '@id': id(6), name: 't', conversionFactor: 1000 }] });
const property = (): Json => ({ '@type': 'FlowProperty', '@id': id(2), name: 'Mass', flowPropertyType: 'PHYSICAL_QUANTITY', unitGroup: ref('UnitGroup', 1) });
const flow = (): Json => ({ '@type': 'Flow', '@id': id(3), name: 'steel', flowType: 'PRODUCT_FLOW', flowProperties: [{ flowProperty: ref('FlowProperty', 2), conversionFactor: 1, isRefFlowProperty: true }] });
const exchange = (changes: Json = {}): Json => ({ internalId: 1, amount: 1, isInput: false, isQuantitativeReference: true, flow: ref('Flow', 3), flowProperty: ref('FlowProperty', 2), unit: ref('Unit', 5), ...changes });
const process = (exchanges: Json[] = [exchange()], changes: Json = {}): Json => ({ '@type': 'Process', '@id': id(4), name: 'steel making', processType: 'UNIT_PROCESS', exchanges, ...changes });

const sound = (): Record<string, unknown> => ({
  'openlca.json': { schemaVersion: 2 }, [`unit_groups/${id(1)}.json`]: group(), [`flow_properties/${id(2)}.json`]: property(), [`flows/${id(3)}.json`]: flow(), [`processes/${id(4)}.json`]: process(),
});

async function check(changes: Record<string, unknown>): Promise<Issue[]> {
  folder?.remove();
  folder = temporaryFolder();
  for (const [name, content] of Object.entries({ ...sound(), ...changes })) if (content !== undefined) folder.write(name, typeof content === 'string' ? content : JSON.stringify(content, undefined, 1));
  return (await validatePackages({ paths: [folder.path] })).issues;
}

const facts = (issues: Issue[]) => issues.map((i) => [i.code, i.path ?? '']);

describe('openLCA JSON-LD', () => {
  it('finds nothing in sound packages of both versions', async () => {
    expect(await check({})).toEqual([]);
    const old = process([{ internalId: 1, amount: 1, input: false, quantitativeReference: true, flow: ref('Flow', 3) }], { category: ref('Category', 7) });
    expect(await check({
      'openlca.json': undefined, 'context.json': { '@context': {} }, [`processes/${id(4)}.json`]: old, [`categories/${id(7)}.json`]: { '@type': 'Category', '@id': id(7), name: 'metals' },
      [`unit_groups/${id(1)}.json`]: { ...group(), units: [{ '@type': 'Unit', '@id': id(5), name: 'kg', conversionFactor: 1, referenceUnit: true }] },
      [`flows/${id(3)}.json`]: { ...flow(), flowProperties: [{ flowProperty: ref('FlowProperty', 2), conversionFactor: 1, referenceFlowProperty: true }] },
    })).toEqual([]);
  });

  it('follows references, and gives the line of the first', async () => {
    const issues = await check({ [`flows/${id(3)}.json`]: undefined, [`processes/${id(4)}.json`]: process([exchange()], { processDocumentation: { reviewer: ref('Actor', 8) } }) });
    expect(issues).toMatchObject([
      { code: 'reference-outside', severity: 'error', path: 'exchanges[1]/flow', params: { type: 'flow', id: id(3), name: 'Flow 3' } },
      { code: 'documentation-outside', severity: 'warning', path: 'processDocumentation/reviewer', params: { type: 'actor', id: id(8) } },
    ]);
    const text = JSON.stringify(process([exchange()], { processDocumentation: { reviewer: ref('Actor', 8) } }), undefined, 1).split('\n');
    expect(text[Number(issues[0]!.params['line']) - 1]).toContain(id(3));
  });

  it('asks for exactly one reference of each kind', async () => {
    expect(facts(await check({ [`processes/${id(4)}.json`]: process([exchange({ isQuantitativeReference: false })]) }))).toEqual([['reference-flow-missing', 'exchanges']]);
    expect(facts(await check({ [`processes/${id(4)}.json`]: process([exchange(), exchange({ internalId: 2 })]) }))).toEqual([['reference-flow-multiple', 'exchanges']]);
    expect(facts(await check({ [`processes/${id(4)}.json`]: process([exchange({ amount: 0 })]) }))).toEqual([['reference-amount-zero', 'exchanges']]);
    expect(facts(await check({ [`unit_groups/${id(1)}.json`]: { ...group(), units: [{ '@id': id(5), name: 'kg', conversionFactor: 1 }] } }))).toEqual([['reference-mark-count', 'units']]);
    expect(facts(await check({ [`flows/${id(3)}.json`]: { ...flow(), flowProperties: [{ flowProperty: ref('FlowProperty', 2), conversionFactor: 2, isRefFlowProperty: true }] } }))).toEqual([['reference-factor-not-one', 'flowProperties']]);
  });

  it('asks whether the unit measures the property, and the flow has it', async () => {
    expect(await check({ [`processes/${id(4)}.json`]: process([exchange({ unit: { ...ref('Unit', 9), name: 'MJ' } })]) })).toMatchObject([{ code: 'unit-not-of-property', path: 'exchanges[1]', params: { unit: 'MJ', property: 'FlowProperty 2', flow: id(3) } }]);
    expect(facts(await check({ [`flow_properties/${id(8)}.json`]: { ...property(), '@id': id(8) }, [`processes/${id(4)}.json`]: process([exchange({ flowProperty: ref('FlowProperty', 8) })]) }))).toEqual([['reference-property-dangling', 'exchanges[1]']]);
  });

  it('tells fields that are missing, amounts that are no numbers, numbers used twice', async () => {
    const issues = await check({ [`processes/${id(4)}.json`]: process([exchange(), exchange({ amount: 'one', isQuantitativeReference: false, flow: undefined })], { processType: undefined }) });
    expect(facts(issues).sort()).toEqual([['amount-missing', 'exchanges[2]'], ['field-absent', 'exchanges[2]'], ['field-absent', 'processType'], ['internal-id-duplicate', 'exchanges']]);
  });

  it('tells files in the wrong folder, under a wrong name, twice, without identifier, and broken', async () => {
    const issues = await check({ [`flows/${id(9)}.json`]: property(), 'flows/broken.json': '{ "@type": ', 'flows/nameless.json': { '@type': 'Flow', name: 'x' }, 'other.json': { any: 'thing' } });
    expect(issues.map((i) => [i.code, i.file]).sort()).toEqual([
      ['dataset-repeated', `flows/${id(9)}.json`], ['file-folder-differs', `flows/${id(9)}.json`], ['file-not-recognized', 'other.json'], ['id-file-name-differs', `flows/${id(9)}.json`],
      ['id-missing', 'flows/nameless.json'], ['json-invalid', 'flows/broken.json'],
    ]);
  });

  it('tells names of version 1 in packages that state a later one, and nothing of them in others', async () => {
    const old = process([exchange(), exchange({ internalId: 2, isInput: undefined, input: true, isQuantitativeReference: false })], { category: ref('Category', 7), infrastructureProcess: false, processDocumentation: { copyright: true } });
    const issues = await check({ [`processes/${id(4)}.json`]: old, [`categories/${id(7)}.json`]: { '@type': 'Category', '@id': id(7), name: 'metals' } });
    expect(issues.filter((i) => i.code === 'field-outdated').map((i) => [i.path, i.params['used'], i.params['version']]).sort()).toEqual([
      ['category', 'a path of names', 2], ['exchanges/input', 'isInput', 2], ['infrastructureProcess', 'isInfrastructureProcess', 2], ['processDocumentation/copyright', 'isCopyrightProtected', 2],
    ]);
    expect(await check({ 'openlca.json': undefined, [`processes/${id(4)}.json`]: old, [`categories/${id(7)}.json`]: { '@type': 'Category', '@id': id(7), name: 'metals' } })).toEqual([]);
  });

  it('tells allocation factors for products and exchanges that are not there', async () => {
    const factors = [{ allocationType: 'CAUSAL_ALLOCATION', product: ref('Flow', 3), exchange: { internalId: 7 }, value: 1 }, { allocationType: 'ECONOMIC_ALLOCATION', product: ref('Flow', 8), value: 1 }];
    const issues = (await check({ [`processes/${id(4)}.json`]: process([exchange()], { allocationFactors: factors }) })).filter((i) => i.code === 'allocation-factor-dangling');
    expect(issues.map((i) => [i.path, i.params['what'], i.params['id']])).toEqual([['allocationFactors[1]', 'exchange', 7], ['allocationFactors[2]', 'product', id(8)]]);
  });
});
