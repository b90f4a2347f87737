// Product systems: links of goods run from the provider, links of waste to it; what leads to nothing is told and stays beside (ilcd.md §1.12; §4.3, cases 63 and 64).
import { describe, expect, it } from 'vitest';
import { olca } from '../../../src/formats/olca/adapter.ts';
import { keptAt, only, readFixture, type Edit } from './fixture.ts';

const readSystem = (...edits: Edit[]) => only(readFixture('steel-v2/product-system.json', ...edits), 'lifeCycleModel');
const flow = (n: number) => `0f000000-0000-4000-8000-00000000000${n}`;
const links = (record: ReturnType<typeof readSystem>['record']) => record.processes!.flatMap((p) => (p.connections ?? []).flatMap((c) => (c.links ?? []).map((l) => [p.internalId, c.flow.id, l.instance, l.exchange])));
const steel = '"refProcess": { "@type": "Process", "@id": "0a000000-0000-4000-8000-000000000001", "name": "Steel making" }';

describe('an openLCA product system', () => {
  it('is a model of process instances, its amount and scenarios', () => {
    const { record, codes } = readSystem();
    expect(codes).toEqual([]);
    expect(record).toMatchObject({
      name: { en: 'Steel system' }, referenceInstance: '1', referenceProcess: { type: 'process', id: '0a000000-0000-4000-8000-000000000001' }, referenceExchange: '1',
      targetAmount: '2.50', targetUnit: 't', targetProperty: { id: '93a60a56-a3c8-11da-a746-0800200b9a66' }, tags: ['steel'],
    });
    expect(record.processes!.map((p) => [p.internalId, p.process!.type, p.process!.name?.['en'], p.multiplicationFactor])).toEqual([
      ['1', 'process', 'Steel making', undefined], ['2', 'process', 'Grid mix', undefined], ['3', 'process', 'Landfill', undefined], ['4', 'lifeCycleModel', 'Lime system', undefined],
    ]);
    expect(record.parameterSets!.map((s) => [s.name, s.isBaseline, s.parameters?.map((p) => [p.name, p.value, p.context?.id])])).toEqual([
      [{ en: 'Baseline' }, true, [['power', '95.50', '0a000000-0000-4000-8000-000000000001'], ['carbon_price', '80', undefined]]], [{ en: 'Future' }, false, undefined],
    ]);
  });

  it('leads goods from the provider and waste to it, with the linked exchange', () => {
    expect(links(readSystem().record)).toEqual([['2', flow(3), '1', '3'], ['2', flow(8), '3', '7'], ['2', flow(3), '3', '4'], ['4', flow(9), '1', '9']]);
  });

  it('is written back in the order of its links', () => {
    const { record } = readSystem();
    const written = JSON.parse(olca.write('lifeCycleModel', record).text!) as { processLinks: { provider: { '@id': string }; process: { '@id': string }; exchange: { internalId: number }; flow: { refUnit?: string } }[] };
    expect(written.processLinks.map((l) => [l.provider['@id'].slice(-1), l.process['@id'].slice(-1), l.exchange.internalId, l.flow.refUnit])).toEqual([['9', '1', 3, 'MJ'], ['8', '9', 7, undefined], ['9', '8', 4, undefined], ['2', '1', 9, undefined]]);
  });

  it('ILCD 4.3 #63: links to processes that it does not have are told and stay beside; the rest is a graph', () => {
    const { record, issues } = readSystem(['"provider": { "@type": "Process", "@id": "0a000000-0000-4000-8000-000000000008" }', '"provider": { "@type": "Process", "@id": "0a000000-0000-4000-8000-0000000000ff" }']);
    expect(issues).toMatchObject([{ code: 'model-link-dangling', path: 'processLinks[2]' }]);
    expect(links(record)).toHaveLength(3);
    const { text } = olca.write('lifeCycleModel', record);
    expect((JSON.parse(text!) as { processLinks: { provider: { '@id': string } }[] }).processLinks.map((l) => l.provider['@id'].slice(-2))).toEqual(['09', 'ff', '09', '02']);
  });

  it('ILCD 4.3 #63: without reference process, or with one that it does not have, it is told and stays a graph', () => {
    expect(readSystem([`${steel},\n`, '']).issues).toMatchObject([{ code: 'model-reference-missing', severity: 'error' }]);
    const gone = readSystem([steel, steel.replace('000000000001', '0000000000ff')]);
    expect(gone.codes).toEqual(['model-reference-dangling']);
    expect(gone.record.processes).toHaveLength(4);
    expect(gone.record.referenceProcess?.id).toBe('0a000000-0000-4000-8000-0000000000ff');
  });

  it('of version 1 names its reference and parameters in other words', () => {
    const { record } = readSystem(
      ['"refProcess"', '"referenceProcess"'], ['"refExchange": { "@type": "ExchangeRef", "internalId": 1 }', '"referenceExchange": { "@id": "0a0e0000-0000-4000-8000-000000000001" }'],
      [/"parameterSets": \[[\s\S]*?\n {2}\],\n/, '"parameterRedefs": [{ "@type": "ParameterRedef", "name": "power", "value": 90 }],\n'],
    );
    expect(record).toMatchObject({ referenceInstance: '1', referenceExchange: '0a0e0000-0000-4000-8000-000000000001', parameterSets: [{ isBaseline: true, parameters: [{ name: 'power', value: '90' }] }] });
  });

  it('keeps what the model has no place for', () => {
    const { record } = readSystem();
    expect(keptAt(record, 'processLinks/flow/refUnit')).toBe('"MJ"');
    expect(keptAt(record, 'processes/location')).toBe('"CN"');
  });
});
