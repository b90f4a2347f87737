// Every transform pair of ILCD: read(write(x)) = x for every x that read returns.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { ilcdTransforms } from '../../../src/formats/ilcd/transforms.ts';
import type { RawRecord, ReadContext, WriteContext } from '../../../src/mapping/transform.ts';
import type { IssueCode } from '../../../src/model/issue-codes.ts';
import type { Flow } from '../../../src/model/flow.ts';
import type { Process } from '../../../src/model/process.ts';

const { scalar, structural } = ilcdTransforms(ilcd.tables);
const { codes } = ilcd.tables;

function contextFor(raised: IssueCode[] = []): ReadContext & WriteContext {
  return { format: 'ilcd', file: 'x.xml', element: '', scratch: new Map(), issue: (code: IssueCode) => void raised.push(code), emit: () => undefined, keep: () => undefined, keepWhole: () => undefined, setAside: () => undefined };
}
const read = (name: string, raw: RawRecord): unknown => structural.get(name)!.read(structuredClone(raw), contextFor());
const write = (name: string, value: unknown): RawRecord | undefined => structural.get(name)!.write(structuredClone(value) as never, contextFor());

/** Absent fields are left out, as the reader leaves them out. */
const record = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T, requiredKeys: (keyof T & string)[] = []) =>
  fc.record(fields, { requiredKeys: requiredKeys as never, noNullPrototype: true }) as fc.Arbitrary<RawRecord>;

const word = fc.string({ minLength: 1, maxLength: 12 }).filter((s) => s.trim() === s && s !== '');
const text = fc.dictionary(fc.constantFrom('en', 'zh', 'de'), fc.string({ maxLength: 20 }), { minKeys: 1, noNullPrototype: true });
const id = fc.uuid();
const decimal = fc.oneof(fc.constantFrom('0', '1', '-1.5', '2E-7', '100.0', '1000000000000000000000'), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String));
const version = fc.constantFrom('01.00.000', '00.01.05', 'v1');
const uri = fc.oneof(fc.constantFrom('../flows/a.xml', 'https://example.org/x'), id.map((u) => `../flows/${u}_01.00.000.xml`));
const reference = record({ type: fc.constantFrom(...codes.get('reference-types')!.keys(), 'source dataset'), id: fc.oneof(id, word), version, uri, parts: fc.array(word, { minLength: 1, maxLength: 2 }), name: text }, ['type'])
  .map((raw) => read('reference', raw));
const uncertainty = record({ distribution: fc.constantFrom(...codes.get('distributions')!.values()), relativeStandardDeviation95: fc.oneof(decimal, word) }).filter((u) => Object.keys(u).length > 0);
const measured = { minimum: decimal, maximum: decimal, uncertainty, comment: text };
const levels = fc.array(record({ level: fc.nat({ max: 4 }), id: word, label: word }), { minLength: 0, maxLength: 4 }).map((l) => l.filter((x) => x['id'] !== undefined || x['label'] !== undefined));
const path = record({ name: fc.constantFrom('ILCD', 'CPC', 'UN CPC', 'own system'), levels });
const categoryPath = fc.constantFrom(['Emissions', 'Emissions to air', 'Emissions to air, unspecified'], ['Resources', 'Resources from ground'], ['elsewhere'])
  .map((labels) => ({ levels: labels.map((label, level) => ({ level, label })) }));
const location = record({ stated: fc.constantFrom('CN', 'GLO', 'SD-CN', 'Plant 7', ''), coordinates: fc.constantFrom('19.5; 109.5', '0;0', '-91;0', 'north'), description: text });

const allocation = record({ coProduct: fc.constantFrom('0', '1', '9'), percent: decimal }).filter((a) => Object.keys(a).length > 0);
const exchange = record({
  internalId: fc.constantFrom('0', '1', '2', '3'), flow: reference, location: location.map((l) => read('location', l)).filter((l) => l !== undefined), function: fc.constantFrom(...codes.get('function-types')!.values()),
  direction: fc.constantFrom('INPUT', 'OUTPUT'), variable: fc.constantFrom('a', 'B', 'x'), meanAmount: decimal, amount: decimal, ...measured,
  allocations: fc.array(allocation.map((a) => read('allocation', a)), { minLength: 1, maxLength: 2 }), isAvoided: fc.boolean(), sources: fc.array(reference, { minLength: 1, maxLength: 2 }),
});
const parameter = record({ name: fc.constantFrom('a', 'b', 'if'), formula: fc.constantFrom('2*a', '3', ''), value: decimal, ...measured });
const dataset = {
  id, version, name: text, description: text, uri: word,
  rights: record({ license: fc.constantFrom(...codes.get('licenses')!.keys()), copyright: fc.boolean(), owner: reference, accessRestrictions: text, exclusiveAccess: fc.array(reference, { maxLength: 1 }) }),
};
const processRaw = record({
  ...dataset, metaDataOnly: fc.boolean(), referenceFlows: fc.array(fc.constantFrom('0', '1', '7'), { minLength: 1, maxLength: 2 }), referenceYear: fc.integer({ min: 1900, max: 2100 }), period: fc.constant({ end: '2026-12-31' }),
  type: fc.constantFrom('EPD', 'LCI_RESULT'), exchanges: fc.array(exchange, { maxLength: 4 }), parameters: fc.array(parameter, { minLength: 1, maxLength: 3 }),
  epd: record({ subtype: fc.constantFrom(...codes.get('epd-subtypes')!.keys()), validUntil: fc.constant('2027-12-31') }, ['subtype']),
  raw: record({ older: record({ publicationDate: fc.constant('2022-01-31'), publishers: fc.array(reference, { minLength: 1, maxLength: 2 }) }, ['publicationDate']) }),
}, ['id']);
const flowPropertyValue = record({ internalId: fc.constantFrom('0', '1'), flowProperty: reference, mean: decimal, ...measured }, ['mean']);
const flowRaw = record({
  ...dataset, kind: fc.constantFrom(...codes.get('flow-types')!.values()), casStated: fc.constantFrom('124-38-9', '000124-38-9', '-', '124-38-8'), referenceProperty: fc.constantFrom('0', '1', '7'), classifications: fc.array(path.map((p) => read('classification', p)).filter((c) => c !== undefined), { minLength: 1, maxLength: 2 }),
  raw: fc.array(categoryPath, { minLength: 1, maxLength: 2 }).map((list) => ({ compartments: list.map((c) => read('compartment', c)) })), flowProperties: fc.array(flowPropertyValue.map((p) => read('flow-property-value', p)), { maxLength: 2 }),
}, ['id']);
const unit = record({ internalId: fc.constantFrom('0', '1'), symbol: word, factor: decimal, comment: text }, ['factor']);
const factor = record({ flow: reference, direction: fc.constantFrom('INPUT', 'OUTPUT'), value: decimal, ...measured }, ['value']);

const end = { flowId: fc.oneof(id, word), flowVersion: version, dominant: fc.boolean() };
const modelLink = record({ ...end, instance: fc.constantFrom('0', '1', '9'), location: word }, ['instance']);
const modelOutput = record({ ...end, links: fc.array(modelLink.map((l) => read('downstream-process', l)), { minLength: 1, maxLength: 2 }) });
const modelInstance = record({ internalId: fc.constantFrom('0', '1', '2'), process: reference, multiplicationFactor: decimal, scalingFactor: decimal, groups: fc.array(word, { minLength: 1, maxLength: 2 }), connections: fc.array(modelOutput.map((o) => read('output-exchange', o)), { minLength: 1, maxLength: 2 }) });

/** The structural transforms that stand alone, with raw records. */
const alone: Record<string, fc.Arbitrary<RawRecord>> = {
  reference: record({ type: fc.constantFrom('flow data set', 'source dataset', 'nonsense'), id: fc.oneof(id, word), version, uri, parts: fc.array(word, { minLength: 1, maxLength: 2 }), name: text }),
  level: record({ level: fc.nat(), id: word, label: word }), classification: path, compartment: path, location,
  'review-scope': record({ name: word, methods: fc.array(word, { minLength: 1, maxLength: 2 }) }), 'data-quality-indicator': record({ name: word, value: word }), 'completeness-statement': record({ type: word, value: word }), allocation,
  exchange, parameter, 'impact-result': record({ category: reference, amount: decimal, uncertainty, comment: text }), 'flow-property-value': flowPropertyValue, unit, 'characterization-factor': factor,
  'epd-scenario': record({ name: word, group: word, isDefault: fc.boolean(), description: text }),
  'epd-amount': record({ module: fc.constantFrom('A1', 'A1-A3', 'A1 - A3', 'A4 - by rail', 'D'), scenario: word, raw: record({ text: fc.oneof(decimal, fc.constantFrom('MND', 'nd', '-', '1,5', '1.2.3', 'see text')) }) }),
  'digital-file': record({ uri: fc.constantFrom('../external_docs/a.pdf', ' https://example.org ', 'C:\\a.pdf', ' ') }),
  'flow-property': record({ ...dataset, unitGroup: reference }, ['id']), source: record({ ...dataset, citation: word }, ['id']), contact: record({ ...dataset, shortName: text }, ['id']),
  'unit-group': record({ ...dataset, referenceUnit: fc.constantFrom('0', '1', '9'), units: fc.array(unit.map((u) => read('unit', u)), { minLength: 1, maxLength: 3 }) }, ['id']),
  'lcia-year': record({ language: fc.constantFrom('en', 'zh'), text: word }),
  'downstream-process': modelLink, 'output-exchange': modelOutput, 'process-instance': modelInstance,
  'life-cycle-model': record({ ...dataset, referenceInstance: fc.constantFrom('0', '1', '9'), processes: fc.array(modelInstance.map((p) => read('process-instance', p)), { minLength: 1, maxLength: 3 }) }, ['id']),
  'lcia-method': record({ ...dataset, methodologies: fc.array(word, { minLength: 1, maxLength: 2 }), referenceQuantity: reference, factors: fc.array(factor.map((f) => read('characterization-factor', f)), { minLength: 1, maxLength: 3 }) }, ['id']),
};

/** What a reader hands to the structural transform of a dataset: nested records finished by their own. */
const processes = processRaw.map((raw) => readProcess(raw));
function readProcess(raw: RawRecord): Process {
  const nested = (name: string, list: unknown) => (list as RawRecord[] | undefined)?.map((item) => read(name, item));
  return read('process', { ...raw, ...(raw['exchanges'] === undefined ? {} : { exchanges: nested('exchange', raw['exchanges']) }), ...(raw['parameters'] === undefined ? {} : { parameters: nested('parameter', raw['parameters']) }) }) as Process;
}
function writeProcess(value: Process): RawRecord {
  const raw = write('process', value)!;
  for (const [key, name] of [['exchanges', 'exchange'], ['parameters', 'parameter']] as const) if (raw[key] !== undefined) raw[key] = (raw[key] as unknown[]).map((item) => write(name, item));
  return raw;
}

/** Writes a flow as its rows would, its parts by their own transforms. */
function rewriteFlow(value: Flow): Flow {
  const raw = write('flow', value)!;
  const properties = raw['flowProperties'] as unknown[] | undefined;
  if (properties !== undefined) raw['flowProperties'] = properties.map((p) => read('flow-property-value', write('flow-property-value', p)!));
  const material = raw['raw'] as { compartments: unknown[] } | undefined;
  if (material !== undefined) raw['raw'] = { compartments: material.compartments.map((c) => read('compartment', write('compartment', c)!)) };
  return read('flow', raw) as Flow;
}

describe('ILCD structural transforms', () => {
  it('are all tested here', () => {
    expect([...structural.keys()].sort()).toEqual([...Object.keys(alone), 'process', 'flow'].sort());
  });

  it.each(Object.entries(alone))('%s', (name, raws) => {
    fc.assert(fc.property(raws, (raw) => {
      const value = read(name, raw);
      expect(value === undefined ? undefined : read(name, write(name, value)!)).toEqual(value);
    }));
  });

  it('process with its exchanges and parameters', () => {
    fc.assert(fc.property(processes, (value) => {
      expect(readProcess(writeProcess(value))).toEqual(value);
    }), { numRuns: 300 });
  });

  it('flow, whose CAS number is written padded', () => {
    fc.assert(fc.property(flowRaw.map((raw) => read('flow', raw) as Flow), (value) => {
      const { casStated, ...rest } = value;
      const { casStated: again, ...restAgain } = rewriteFlow(value);
      expect(restAgain).toEqual(rest);
      expect(again).toBe(value.cas === undefined ? casStated : '000124-38-9');
    }));
  });
});

describe('ILCD scalar transforms', () => {
  const texts: Record<string, [fc.Arbitrary<string>, string?]> = {
    stated: [fc.oneof(fc.constantFrom(...codes.get('compliance')!.keys()), word), 'compliance'],
    timestamp: [fc.oneof(fc.date({ noInvalidDate: true }).map((d) => d.toISOString()), word)],
    place: [fc.constantFrom('CN', 'GLO', 'SD-CN', 'Plant 7', ' CN ')],
    provider: [fc.oneof(id, word)],
  };

  it.each(Object.entries(texts))('%s', (name, [inputs, parameter]) => {
    const transform = scalar.get(name)!;
    fc.assert(fc.property(inputs, (input) => {
      const value = transform.read(input, contextFor(), parameter);
      expect(value === undefined ? undefined : transform.read(transform.write(value as never, contextFor(), parameter)!, contextFor(), parameter)).toEqual(value);
    }));
  });

  it('code lists lead back to the value', () => {
    const code = scalar.get('code')!;
    for (const list of ['directions', 'process-types', 'flow-types', 'function-types', 'distributions', 'reference-types']) {
      for (const value of codes.get(list)!.values()) expect(code.read(code.write(value as never, contextFor(), list)!, contextFor(), list)).toBe(value);
    }
  });

  it('a reference to what ILCD has no type for is told when written', () => {
    const raised: IssueCode[] = [];
    expect(structural.get('reference')!.write({ type: 'footprint', id: '11111111-0000-4000-8000-000000000001' } as never, contextFor(raised))).toBeUndefined();
    expect(raised).toEqual(['code-unknown']);
  });
});
