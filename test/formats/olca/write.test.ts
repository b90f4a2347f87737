// openLCA out as in: every leaf of version 2 comes back with its type; version 1 is written as version 2; records of other formats become sound documents.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { olca } from '../../../src/formats/olca/adapter.ts';
import { fileNameOf, packageHeaders, schemaVersion } from '../../../src/formats/olca/package.ts';
import { recognize } from '../../../src/formats/registry.ts';
import type { Process } from '../../../src/model/process.ts';
import { readFixture as readIlcd } from '../ilcd/fixture.ts';
import { fixtureText, only, readFixture, readText, type Edit } from './fixture.ts';
import { leavesOf } from './leaves.ts';

const version2 = readdirSync(new URL('../../fixtures/olca/steel-v2/', import.meta.url)).filter((n) => n.endsWith('.json')).map((n) => `steel-v2/${n}`);

function writeBack(name: string, ...edits: Edit[]) {
  const { noun, record } = readFixture(name, ...edits).datasets[0]!;
  const { text, issues } = olca.write(noun, record);
  return { noun, record, text: text!, issues };
}

describe('same format', () => {
  it.each(version2)('%s comes back with every leaf, and none more', (name) => {
    const { text, issues } = writeBack(name);
    expect(leavesOf(text)).toEqual(leavesOf(fixtureText(name)));
    expect(issues).toEqual([]);
  });

  it.each(version2)('%s becomes the same record again', (name) => {
    const { noun, record, text } = writeBack(name);
    expect(only(readText(text, name), noun).record).toEqual(record);
  });

  it('writes version 1 in the words of version 2', () => {
    const { text } = writeBack('steel-v1/process.json');
    const found = leavesOf(text);
    expect(found).toEqual(expect.arrayContaining([
      '/category = "Steel"', '/exchanges[0]/isInput = false', '/exchanges[0]/isQuantitativeReference = true', '/exchanges[1]/amount = 7e-1', '/exchanges[0]/internalId = 1',
      '/exchanges[1]/dqEntry = "(1;3;2;5;1)"', '/exchangeDqSystem/@id = "70bf370f-9912-4ec1-baa3-fbd4eaf85a10"', '/processDocumentation/isCopyrightProtected = false',
      '/processDocumentation/reviews[0]/details = "Sound."', '/processDocumentation/validFrom = "2010-01-01"', '/parameters[0]/isInputParameter = true', '/parameters[0]/value = 1042256.2079999999',
    ]));
    expect(found.filter((leaf) => /\/(input|avoidedProduct|quantitativeReference|copyright|reviewDetails|pedigreeUncertainty|inputParameter) =/.test(leaf))).toEqual([]);
  });

  it('keeps what is not right as it stands: texts for numbers, repeated values, empty texts, lists where one value is meant', () => {
    const name = 'steel-v2/process.json';
    const edits: Edit[] = [['"amount": 50,', '"amount": "fifty",'], ['"lastInternalId": 6', '"lastInternalId": []'], ['"name": "Steel making"', '"name": ["Steel making", "Making"]'], ['"useAdvice": "For steel in China."', '"useAdvice": ""']];
    expect(leavesOf(writeBack(name, ...edits).text)).toEqual(leavesOf(fixtureText(name, ...edits)));
  });

  it('gives a repeated key a key of its own, because a document has each once', () => {
    const { text, record } = writeBack('steel-v2/actor.json', ['"telefax": "1"', '"telefax": "1", "telefax": "9"']);
    expect(record).toMatchObject({ telefax: '1' });
    expect(leavesOf(text)).toEqual(expect.arrayContaining(['/telefax = "1"', '/telefax#2 = "9"']));
  });
});

describe('records of other formats', () => {
  const { noun, record } = readIlcd('unit-process/process.xml').datasets[0]!;
  const { text, issues } = olca.write(noun, record);
  const written = JSON.parse(text!) as { exchanges: { internalId: number; isInput: boolean; amount: number; uncertainty?: { distributionType: string; geomSd: number } }[]; name: string; processType: string };

  it('become documents that openLCA reads: numbers, truth values, internal ids from 1', () => {
    expect(recognize(Buffer.from(text!), 'x.json')).toMatchObject({ adapter: { name: 'olca' } });
    expect(written.exchanges.map((e) => e.internalId)).toEqual(written.exchanges.map((_, n) => n + 1));
    // A unit alone would not be enough.
    for (const exchange of written.exchanges) expect('unit' in exchange).toBe('flowProperty' in exchange);
    for (const exchange of written.exchanges) expect([typeof exchange.isInput, typeof (exchange.amount ?? 0)]).toEqual(['boolean', 'number']);
    const again = only(readText(text!), 'process').record;
    const numbers = (p: Process) => p.exchanges!.map((e) => [e.direction, e.amount === undefined ? undefined : Number(e.amount), e.isReference, e.flow.id]);
    expect(numbers(again)).toEqual(numbers(record as Process));
  });

  it('have one language, and tell which others were left out', () => {
    expect(typeof written.name).toBe('string');
    expect(issues.find((i) => i.code === 'language-left-out')).toMatchObject({ params: { used: 'en' } });
  });

  it('have the geometric standard deviation of lognormal values: the root of the squared one of ILCD', () => {
    const stated: Process = { id: '0a000000-0000-4000-8000-000000000001', version: '1', name: { zh: '钢' }, exchanges: [{ internalId: '0', position: 0, direction: 'OUTPUT', flow: { type: 'flow' }, isReference: true, amount: '+1.', uncertainty: { distribution: 'LOGNORMAL', relativeStandardDeviation95: '1.44', sigma: String(Math.log(1.44) / 2) } }] };
    const [exchange] = (JSON.parse(olca.write('process', stated).text!) as typeof written).exchanges;
    expect(exchange!.uncertainty!.geomSd).toBeCloseTo(1.2, 14);
    expect(exchange!.amount).toBe(1);
  });

  it('share out exchanges as causal factors, in fractions', () => {
    const exchange = (internalId: string, direction: 'INPUT' | 'OUTPUT', more: object = {}) => ({ internalId, position: Number(internalId), direction, flow: { type: 'flow' as const, id: `0f000000-0000-4000-8000-00000000000${internalId}` }, isReference: internalId === '0', amount: '1', ...more });
    const stated: Process = { id: '0a000000-0000-4000-8000-000000000001', version: '1', name: { en: 'x' }, exchanges: [exchange('0', 'OUTPUT'), exchange('1', 'OUTPUT'), exchange('2', 'INPUT', { allocations: [{ coProduct: '0', percent: '66.7' }, { coProduct: '1', percent: '33.3' }] })] };
    const factors = leavesOf(olca.write('process', stated).text!).filter((leaf) => /allocationFactors.*(internalId|value|product\/@id)/.test(leaf));
    expect(factors).toEqual([
      '/allocationFactors[0]/exchange/internalId = 3', '/allocationFactors[0]/product/@id = "0f000000-0000-4000-8000-000000000000"', '/allocationFactors[0]/value = 0.667',
      '/allocationFactors[1]/exchange/internalId = 3', '/allocationFactors[1]/product/@id = "0f000000-0000-4000-8000-000000000001"', '/allocationFactors[1]/value = 0.333',
    ]);
  });

  it('are unit processes or results; finer kinds are told', () => {
    const kindOf = (type: NonNullable<Process['type']>) => {
      const made = olca.write('process', { id: '0a000000-0000-4000-8000-000000000001', version: '1', name: { en: 'x' }, type });
      return [(JSON.parse(made.text!) as typeof written).processType, made.issues.map((i) => i.code)];
    };
    expect(kindOf('UNIT_PROCESS_SINGLE_OPERATION')).toEqual(['UNIT_PROCESS', ['value-approximated']]);
    expect(kindOf('EPD')).toEqual(['LCI_RESULT', ['value-approximated']]);
    expect(kindOf('LCI_RESULT')).toEqual(['LCI_RESULT', []]);
  });
});

describe('a package', () => {
  it('has a header for openLCA and one for the libraries of the schema, which both are recognized', () => {
    expect(packageHeaders.map((h) => h.name)).toEqual(['openlca.json', 'olca-schema.json']);
    expect(JSON.parse(packageHeaders[0]!.text)).toEqual({ schemaVersion });
    for (const { name, text } of packageHeaders) expect(readText(text, name).issues).toMatchObject([{ code: 'file-no-dataset' }]);
  });

  it('has a folder for each kind', () => {
    expect(fileNameOf('process', 'x')).toBe('processes/x.json');
    expect(fileNameOf('impactCategory', 'x')).toBe('lcia_categories/x.json');
    expect(fileNameOf('footprint', 'x')).toBeUndefined();
    expect(['processes/a.json', 'flows/a.json', 'locations/a.json', 'a.json'].map((n) => olca.rank(n)).toSorted((a, b) => a - b)).toEqual([1, 6, 7, 11]);
  });
});
