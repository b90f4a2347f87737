// Version 1 in the words of version 2: what one document says, what only the package tells, and what becomes of documents without dataset.
import { describe, expect, it } from 'vitest';
import { olca } from '../../../src/formats/olca/adapter.ts';
import { factsOf, gatherFacts } from '../../../src/formats/olca/package-facts.ts';
import { upgrade } from '../../../src/formats/olca/upgrade.ts';
import { parseJson } from '../../../src/formats/json/parse.ts';
import { jsonText, type JsonObject } from '../../../src/formats/json/value.ts';
import { fixtureText, only, readFixture, readText } from './fixture.ts';

/** A document after the upgrade, with the documents of its package that tell something of it. */
function upgraded(document: object, ...others: object[]): { changed: boolean; value: unknown } {
  const value = parseJson(JSON.stringify(document), { file: 'x.json' }).value as JsonObject;
  const changed = upgrade(value, others.length === 0 ? undefined : factsOf(gatherFacts(others.map((other) => () => Buffer.from(JSON.stringify(other))))));
  return { changed, value: JSON.parse(jsonText(value)) };
}

describe('upgrade', () => {
  it('renames in place, and leaves documents that have the new word alone', () => {
    expect(upgraded({ '@type': 'Currency', code: 'CNY', referenceCurrency: { '@id': 'c' }, name: 'Yuan' })).toEqual({ changed: true, value: { '@type': 'Currency', code: 'CNY', refCurrency: { '@id': 'c' }, name: 'Yuan' } });
    const both = { '@type': 'Unit', referenceUnit: false, isRefUnit: true };
    expect(upgraded(both)).toEqual({ changed: false, value: both });
  });

  it.each(['actor', 'flow-elementary', 'flow-product', 'flow-property', 'impact-category', 'impact-method', 'process', 'source', 'unit-group'])('changes nothing in steel-v2/%s.json', (name) => {
    const document = JSON.parse(fixtureText(`steel-v2/${name}.json`)) as object;
    expect(upgraded(document)).toEqual({ changed: false, value: document });
  });

  it('makes redefined parameters of a product system its baseline set', () => {
    expect(upgraded({ '@type': 'ProductSystem', '@id': 's', referenceProcess: { '@id': 'p' }, parameterRedefs: [{ name: 'a', value: 1 }] }).value).toEqual({
      '@type': 'ProductSystem', '@id': 's', refProcess: { '@id': 'p' }, parameterSets: [{ '@type': 'ParameterRedefSet', name: 'Baseline', isBaseline: true, parameters: [{ name: 'a', value: 1 }] }],
    });
  });

  it('puts sets of normalization into their method, and parameters of a method into its categories', () => {
    const method = { '@type': 'ImpactMethod', '@id': 'm', nwSets: [{ '@type': 'NwSet', '@id': 'n', name: 'EU' }, { '@type': 'NwSet', '@id': 'gone' }], impactCategories: [{ '@id': 'i' }], parameters: [{ name: 'a', value: 2.50, inputParameter: true }] };
    const set = { '@type': 'NwSet', '@id': 'n', name: 'EU', factors: [{ normalisationFactor: 3 }] };
    expect(upgraded(method, method, set).value).toEqual({ ...method, nwSets: [set, method.nwSets[1]], parameters: [{ name: 'a', value: 2.5, isInputParameter: true }] });
    expect(upgraded({ '@type': 'ImpactCategory', '@id': 'i' }, method).value).toEqual({ '@type': 'ImpactCategory', '@id': 'i', parameters: [{ name: 'a', value: 2.5, isInputParameter: true }] });
    expect(upgraded({ '@type': 'ImpactCategory', '@id': 'other' }, method).changed).toBe(false);
  });

  it('gives allocation factors the numbers of exchanges, by identifier or by a flow that stands there once', () => {
    const exchange = (id: string, flow: string) => ({ '@id': id, flow: { '@id': flow } });
    const { value } = upgraded({ '@type': 'Process', '@id': 'p', exchanges: [exchange('a', 'x'), exchange('b', 'y'), exchange('c', 'x')], allocationFactors: [{ exchange: { '@id': 'c' } }, { exchange: { flow: { '@id': 'y' } } }, { exchange: { flow: { '@id': 'x' } } }] });
    expect(value).toMatchObject({ exchanges: [{ internalId: 1 }, { internalId: 2 }, { internalId: 3 }], allocationFactors: [{ exchange: { '@id': 'c', internalId: 3 } }, { exchange: { internalId: 2 } }, { exchange: { flow: { '@id': 'x' } } }] });
    expect((value as { allocationFactors: object[] }).allocationFactors[2]).not.toHaveProperty('exchange.internalId');
  });

  it('makes headers those of the version that is written', () => {
    const passed = (text: string): string => Buffer.from(olca.packaging!.passOn!(Buffer.from(text), 'openlca.json', undefined)).toString();
    expect(passed('{"schemaVersion":1,"libraries":["ecoinvent"]}')).toBe('{"schemaVersion":3,"libraries":["ecoinvent"]}\n');
    expect(passed('{ "schemaVersion": 5 }')).toBe('{ "schemaVersion": 5 }');
    expect(passed('{"version":1}')).toBe('{"version":2}\n');
  });
});

describe('a category that the package does not have', () => {
  it('is its name, and stands whole among the other properties; it comes back from there', () => {
    const { record } = only(readFixture('steel-v1/process.json'), 'process');
    const { text } = olca.write('process', record);
    expect(JSON.parse(text!)).toMatchObject({ category: 'Steel', otherProperties: { category: { '@type': 'Category', '@id': '0c0c0000-0000-4000-8000-000000000002', name: 'Steel' } } });
    expect(only(readText(text!), 'process').record.classifications).toEqual(record.classifications);
  });

  it('stands there beside what else does', () => {
    const { record } = only(readFixture('steel-v1/flow.json', ['"@type": "Flow"', '"@type": "Flow", "otherProperties": { "own": [1.50] }']), 'flow');
    const written = olca.write('flow', record).text!;
    expect(JSON.parse(written)).toMatchObject({ category: 'unspecified', otherProperties: { own: [1.5], category: { '@id': '0c0c0000-0000-4000-8000-000000000012' } } });
    expect(written).toContain('1.50');
  });
});
