// openLCA documents of all kinds: what becomes of every field, and that each leaf is in the record, beside it, or counted in the file.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { olca } from '../../../src/formats/olca/adapter.ts';
import { locationId } from '../../../src/formats/olca/place.ts';
import { recognize } from '../../../src/formats/registry.ts';
import { datasetSchemas } from '../../../src/model/noun.ts';
import { fixtureText, keptAt, only, readFixture } from './fixture.ts';
import { leavesOf } from './leaves.ts';

const folder = new URL('../../fixtures/olca/', import.meta.url);
const named = (inner: string): string[] => readdirSync(new URL(inner, folder)).filter((n) => n.endsWith('.json')).map((n) => `${inner}/${n}`);
const datasets = [...named('steel-v2'), ...named('steel-v1')];
const all = [...datasets, ...named('package')];

describe('openLCA fixtures', () => {
  it.each(datasets)('%s is valid in the model', (name) => {
    const reading = readFixture(name);
    expect(reading.datasets).toHaveLength(1);
    for (const { noun, record } of reading.datasets) expect(datasetSchemas[noun].safeParse(record).error?.issues ?? []).toEqual([]);
  });

  it.each(all)('%s loses no leaf: each is counted once', (name) => {
    const { account } = readFixture(name);
    const unmapped = [...account.unmapped.values()].reduce((a, b) => a + b, 0);
    expect(account.kept + unmapped + (account.inFile ?? 0)).toBe(leavesOf(fixtureText(name)).length);
  });

  it.each(datasets.filter((n) => n !== 'steel-v2/process.json'))('%s, which states every field, keeps beside only what a row calls lost', (name) => {
    const lost = new Set([...olca.tables.tables.values()].flatMap((t) => t.fields.filter((r) => r.lost !== undefined).map((r) => `${t.table}: ${r.path}`)));
    // A factor without product is no share of a product.
    expect([...readFixture(name).account.unmapped.keys()].filter((path) => !lost.has(path) && path !== 'process: allocationFactors')).toEqual([]);
  });

  it('are found by what they state, under any name', () => {
    for (const name of all) expect(recognize(Buffer.from(fixtureText(name)), 'data.bin')).toMatchObject({ adapter: { name: 'olca' } });
  });

  it('leave JSON of other kinds to others, with the reason', () => {
    const reasonOf = (text: string) => (recognize(Buffer.from(text), 'x.json') as { issue?: { code: string; params: object } }).issue;
    expect(reasonOf('{"@type": "Invoice", "id": 1}')).toMatchObject({ code: 'file-not-recognized', params: { reason: 'it is JSON, but of no known kind' } });
    expect(reasonOf('{"specVersion": "3.0.0"}')).toMatchObject({ code: 'file-not-recognized' });
    expect(reasonOf('[1]')).toMatchObject({ params: { reason: 'it is neither XML nor a JSON object' } });
    expect(reasonOf('hello')).toMatchObject({ params: { reason: 'it is neither XML nor a JSON object' } });
  });

  it('names documents that hold no dataset of the hub', () => {
    const what = (name: string) => readFixture(`package/${name}.json`).issues.map(({ code, params }) => [code, params['what']]);
    expect(what('openlca')).toEqual([['file-no-dataset', 'header of a package']]);
    expect(what('olca-schema')).toEqual([['file-no-dataset', 'header of a package']]);
    expect(what('context')).toEqual([['file-no-dataset', 'JSON-LD context']]);
    expect(what('category')).toEqual([['file-no-dataset', 'category']]);
    expect(what('location')).toEqual([['file-no-dataset', 'location']]);
    // Names of categories stand in the paths of datasets; a location stands in the file alone.
    expect(readFixture('package/category.json').account).toMatchObject({ kept: 8 });
    expect(readFixture('package/location.json').account.kept).toBe(0);
    expect(readFixture('package/location.json').account.inFile).toBeGreaterThan(2);
  });

  it('says so where the file name and the dataset disagree', () => {
    const reading = olca.read(Buffer.from(fixtureText('steel-v2/actor.json')), 'actors/0c000000-0000-4000-8000-0000000000ff.json');
    expect(reading.datasets[0]!.issues).toMatchObject([{ code: 'id-file-name-differs', params: { used: '0c000000-0000-4000-8000-000000000001' } }]);
  });

  it('tells the version of the schema by its words', () => {
    expect(readFixture('steel-v1/process.json').formatVersion).toBe('1');
    expect(readFixture('steel-v2/process.json').formatVersion).toBe('2');
    expect(readFixture('steel-v2/actor.json').formatVersion).toBeUndefined();
  });
});

describe('openLCA records', () => {
  it('have actors and sources with their category as class', () => {
    const { record } = only(readFixture('steel-v2/actor.json'), 'contact');
    expect(record).toMatchObject({ name: { en: 'Lin' }, version: '00.00.001', address: { en: '1 Harbour Road' }, email: 'lin@example.org', classifications: [{ scheme: 'openLCA', name: { en: 'People' }, path: ['People'] }] });
    expect(keptAt(record, 'city')).toBe('"Haikou"');
    expect(only(readFixture('steel-v2/source.json'), 'source').record).toMatchObject({ citation: 'Lin (2026): Report.', year: '2026', files: [{ uri: 'https://example.org/report' }, { uri: 'report.pdf' }] });
  });

  it('have unit groups with the reference unit that is marked, and flow properties with their group', () => {
    const { record } = only(readFixture('steel-v2/unit-group.json'), 'unitGroup');
    expect(record).toMatchObject({ referenceUnit: '20aadc24-a391-41cf-b340-3e4529f44bde', unit: 'kg', units: [{ symbol: 't', factor: '1000', position: 0 }, { symbol: 'kg', factor: '1.0', position: 1 }] });
    expect(JSON.stringify(record.units)).not.toContain('isReference');
    expect(only(readFixture('steel-v2/flow-property.json'), 'flowProperty').record).toMatchObject({ unitGroup: { type: 'unitGroup', id: '93a60a57-a4c8-11da-a746-0800200c9a66' } });
    expect(only(readFixture('steel-v1/unit-group.json'), 'unitGroup').record).toMatchObject({ unit: 'kg' });
  });

  it('tell a unit group without reference unit, and leave out a unit without factor', () => {
    const unmarked = only(readFixture('steel-v2/unit-group.json', ['"isRefUnit": true', '"isRefUnit": false']), 'unitGroup');
    expect(unmarked.codes).toContain('reference-unit-dangling');
    const { record, codes } = only(readFixture('steel-v2/unit-group.json', ['"conversionFactor": 1000, ', '']), 'unitGroup');
    expect(record.units).toHaveLength(1);
    expect(codes).toContain('value-missing');
  });

  it('have the category of elementary flows as compartment, and that of others as class', () => {
    const { record, codes } = only(readFixture('steel-v2/flow-elementary.json'), 'flow');
    expect(record).toMatchObject({ kind: 'ELEMENTARY', cas: '124-38-9', casStated: '000124-38-9', carbonOrigin: 'FOSSIL', chemicalFormula: 'CO2', referenceProperty: '1', compartment: { code: 'air/unspecified', system: 'openlca', path: ['Elementary flows', 'Emission to air', 'unspecified'] } });
    expect(record.classifications).toBeUndefined();
    expect(codes).toEqual([]);
    const product = only(readFixture('steel-v2/flow-product.json'), 'flow').record;
    expect(product).toMatchObject({ kind: 'PRODUCT', referenceProperty: '2', location: { en: 'China' }, classifications: [{ path: ['Metals'] }], flowProperties: [{ mean: '0.000127' }, { mean: '1' }] });
  });

  it('know compartments of the Federal LCA Commons under the root of openLCA', () => {
    const { record } = only(readFixture('steel-v2/flow-elementary.json', ['Emission to air/unspecified', 'emission/air/troposphere/rural']), 'flow');
    expect(record.compartment).toMatchObject({ code: 'air/non-urban-or-high-stack', path: ['Elementary flows', 'emission', 'air', 'troposphere', 'rural'] });
  });

  it('take the direction of factors from the category of their flow, then from the category, and tell where none says it', () => {
    const { record, codes } = only(readFixture('steel-v2/impact-category.json'), 'impactCategory');
    expect(record).toMatchObject({ unit: 'kg CO2-eq', dataSources: [{ type: 'source' }], factors: [{ direction: 'OUTPUT', value: '1.0', unit: 'kg' }, { direction: 'INPUT', value: '-1000', unit: 't', location: { code: 'CN' } }, { direction: 'OUTPUT', value: '29.8' }] });
    expect(codes).toEqual(['unit-conflict']); // per tonne, where the flow is in kg
    const silent = only(readFixture('steel-v2/impact-category.json', ['"direction": "OUTPUT",', '']), 'impactCategory');
    expect(silent.issues.filter((i) => i.code === 'direction-missing').map((i) => i.path)).toEqual(['impactFactors[3]']);
  });

  it('have impact methods with what the model has no place for beside', () => {
    const { record } = only(readFixture('steel-v2/impact-method.json'), 'impactMethod');
    expect(record).toMatchObject({ name: { en: 'Own method' } });
    expect(keptAt(record, 'nwSets')).toBe('[{"@type":"NwSet","name":"World","factors":[]}]');
  });

  it('find places by the identifier that openLCA makes of their code', () => {
    expect(locationId('CN')).toBe('7efdfc94-655a-35dc-aa3e-c85e9bb703fa');
    expect(locationId(' rna ')).toBe('b320e7db-c758-3ba6-8839-81eb83c9d7d7'); // as public packages have it
  });
});
