// Every transform pair of openLCA: read(write(x)) = x for every x that read returns.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { olca } from '../../../src/formats/olca/adapter.ts';
import { readPedigree, writePedigree } from '../../../src/formats/olca/pedigree.ts';
import { olcaTransforms } from '../../../src/formats/olca/transforms.ts';
import type { RawRecord, ReadContext, WriteContext } from '../../../src/mapping/transform.ts';
import type { IssueCode } from '../../../src/model/issue-codes.ts';

const { scalar, structural } = olcaTransforms(olca.tables);
const { codes } = olca.tables;

function contextFor(raised: IssueCode[] = []): ReadContext & WriteContext {
  return { format: 'olca', file: 'x.json', element: 'sources', scratch: new Map(), issue: (code: IssueCode) => void raised.push(code), emit: () => undefined, keep: () => undefined, keepWhole: () => undefined, setAside: () => undefined };
}
const read = (name: string, raw: RawRecord): unknown => structural.get(name)!.read(structuredClone(raw), contextFor());
const write = (name: string, value: unknown): RawRecord | undefined => structural.get(name)!.write(structuredClone(value) as never, contextFor());

const record = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T, requiredKeys: (keyof T & string)[] = []) =>
  fc.record(fields, { requiredKeys: requiredKeys as never, noNullPrototype: true }) as fc.Arbitrary<RawRecord>;
const made = (name: string, raws: fc.Arbitrary<RawRecord>) => raws.map((raw) => read(name, raw)).filter((value) => value !== undefined);

const word = fc.string({ minLength: 1, maxLength: 12 }).filter((s) => s.trim() === s && s !== '');
const text = fc.string({ maxLength: 20 }).map((en) => ({ en }));
const id = fc.uuid();
const number = fc.oneof(fc.constantFrom('0', '1', '1.0', '-1.5', '2E-7', '1.2', '1000000000000000000000'), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String));
const kind = fc.constantFrom(...codes.get('reference-types')!.keys(), 'Ref');

const reference = record({ kind, id: fc.oneof(id, word), name: text });
const flowReference = record({ kind: fc.constant('Flow'), id: fc.oneof(id, word), name: text, category: word, refUnit: word, flowKind: fc.constantFrom('PRODUCT', 'WASTE', 'ELEMENTARY') });
const place = record({ statedId: id, stated: fc.constantFrom('CN', 'RNA', 'China', 'Plant 7', 'GLO') });
const bounds = { minimum: number, maximum: number, mode: number, mean: number, sd: number, geomMean: number, geomSd: number };
const uncertainty = record({ raw: record({ kind: fc.constant('Uncertainty'), distribution: fc.constantFrom(...codes.get('distributions')!.keys()), ...bounds }) });
const category = fc.oneof(record({ path: fc.constantFrom('a', 'a/b', 'Elementary flows/Emission to air/unspecified') }, ['path']), record({ id, name: word }, ['id', 'name']));
const dataset = { id, version: fc.constantFrom('01.00.000', '1.0'), name: text, description: text };
const withRaw = (fields: RawRecord, more: Record<string, fc.Arbitrary<unknown>> = {}) => ({ ...fields, raw: record({ category, ...more }) }) as Record<string, fc.Arbitrary<unknown>>;

const unit = record({ internalId: id, symbol: word, factor: number, comment: text, raw: record({ isReference: fc.boolean() }) }, ['factor', 'internalId']);
const factorOfFlow = record({ flowProperty: made('reference', reference), mean: number, raw: record({ isReference: fc.boolean() }) }, ['mean']);
const exchange = record({
  amount: number, formula: word, comment: text, provider: made('reference', reference), location: made('place', place), uncertainty: made('uncertainty', uncertainty), isAvoided: fc.boolean(), isReference: fc.boolean(), unitId: id,
  raw: record({ id, internalId: fc.integer({ min: 1, max: 9 }).map(String), isInput: fc.boolean(), unitName: fc.constantFrom('kg', 'kWh', 't*km', 'own unit'), flow: made('flow-reference', flowReference)}, ['flow', 'internalId']),
}, ['raw', 'unitId']); // a unit of the table without identifier gets that of openLCA when it is written
const parameter = record({ internalId: id, name: word, comment: text, formula: word, uncertainty: made('uncertainty', uncertainty), value: number, raw: record({ isInput: fc.boolean(), scope: fc.constant('PROCESS_SCOPE') }) });
const aspect = record({ kind: fc.constant('AspectValue'), aspect: fc.constantFrom(...codes.get('compliance-aspects')!.keys(), 'own'), value: word });
const impactFactor = record({ value: number, unit: word, location: made('place', place), uncertainty: made('uncertainty', uncertainty), raw: record({ flow: made('flow-reference', flowReference) }) }, ['value']);

/** Systems of two processes, with links between them. */
const productSystems = fc.tuple(id, fc.uniqueArray(id, { minLength: 2, maxLength: 2 }), fc.array(record({ exchange: fc.constantFrom('1', '2'), flow: id, flowKind: fc.constantFrom('PRODUCT', 'WASTE'), isTurned: fc.boolean() }, ['flow', 'isTurned', 'flowKind']), { maxLength: 4 }), record({ targetAmount: number, targetUnit: word }))
  .map(([own, [a, b], links, more]) => ({
    ...more, id: own, version: '01.00.000', name: { en: 'system' }, referenceProcess: { type: 'process', id: a },
    raw: {
      kind: 'ProductSystem', referenceExchange: '1', processes: [{ type: 'process', id: a }, { type: 'process', id: b }],
      links: links.map(({ isTurned, flow, ...link }, n) => ({ ...link, flow: `${(flow as string).slice(0, -1)}${n}`, provider: isTurned === true ? a : b, process: isTurned === true ? b : a })),
    },
  }) as RawRecord);

const pairs: Record<string, fc.Arbitrary<RawRecord>> = {
  reference, place, uncertainty, unit, parameter, exchange, actor: record(withRaw(dataset as never), ['id']), source: record(withRaw({ ...dataset, citation: word, year: fc.constant('2026') } as never, { url: fc.webUrl(), externalFile: fc.constantFrom('a.pdf', 'b c.txt') }), ['id']),
  'flow-property-factor': factorOfFlow, 'flow-property': record(withRaw({ ...dataset, unitGroup: made('reference', reference) } as never, { propertyKind: fc.constantFrom('PHYSICAL_QUANTITY', 'ECONOMIC_QUANTITY') }), ['id']),
  'unit-group': record(withRaw({ ...dataset, units: fc.uniqueArray(unit, { maxLength: 3, selector: (u) => u['internalId'] }).map((list) => list.map((raw) => read('unit', raw))) } as never), ['id']),
  flow: record(withRaw({ ...dataset, kind: fc.constantFrom('PRODUCT', 'ELEMENTARY'), casStated: fc.constantFrom('000124-38-9', '124-38-9', '-'), flowProperties: fc.array(made('flow-property-factor', factorOfFlow), { maxLength: 3 }) } as never), ['id']),
  'allocation-factor': record({ kind: fc.constant('AllocationFactor'), method: word, value: number }, ['kind']),
  'compliance-aspect': record({ kind: fc.constant('AspectValue'), aspect: word, value: word }, ['kind']),
  compliance: record({ system: made('reference', reference), raw: record({ aspects: fc.array(aspect, { maxLength: 3 }) }) }),
  review: record({ details: text, type: word, reviewers: fc.array(made('reference', reference), { maxLength: 2 }) }),
  'review-scope': record({ name: word, methods: fc.array(word, { minLength: 1, maxLength: 2 }) }), 'completeness-aspect': record({ type: word, value: word }), 'quality-aspect': record({ name: word, value: word }),
  process: record({
    ...withRaw(dataset as never, { generator: made('reference', reference), placeDescription: text }), exchanges: fc.uniqueArray(exchange, { maxLength: 4, selector: (e) => (e['raw'] as RawRecord)['id'] ?? (e['raw'] as RawRecord)['internalId'] }).map((list) => list.map((raw) => read('exchange', raw))),
    parameters: fc.array(made('parameter', parameter), { maxLength: 2 }), geography: made('place', place), administration: record({ createdAt: word }, ['createdAt']), rights: record({ copyright: fc.boolean(), accessRestrictions: text }, ['copyright']), type: fc.constantFrom('UNIT_PROCESS', 'LCI_RESULT'),
  } as Record<string, fc.Arbitrary<unknown>>, ['id']),
  'product-system': productSystems,
  'impact-factor': impactFactor, 'impact-method': record(withRaw(dataset as never), ['id']),
  'impact-category': record(withRaw({ ...dataset, unit: word, factors: fc.array(made('impact-factor', impactFactor), { maxLength: 3 }) } as never, { source: made('reference', reference), direction: fc.constantFrom('INPUT', 'OUTPUT') }), ['id']),
};

/** Pairs whose read value has an item of its list, which the tables write one by one. */
const lists: Record<string, [key: string, item: string][]> = {
  'unit-group': [['units', 'unit']], flow: [['flowProperties', 'flow-property-factor']], process: [['exchanges', 'exchange'], ['parameters', 'parameter']], 'impact-category': [['factors', 'impact-factor']],
};

/** Writes as the writer does: the record, then the items of its lists; and reads in the opposite order. */
function again(name: string, value: unknown): unknown {
  const raw = write(name, value);
  if (raw === undefined) return undefined;
  for (const [key, item] of lists[name] ?? []) if (raw[key] !== undefined) raw[key] = (raw[key] as unknown[]).map((each) => read(item, write(item, each)!));
  // The direction of a category stands beside it, and comes back from there.
  return withoutPending(read(name, raw));
}

/** What an exchange hands to its process is no part of it. */
function withoutPending(value: unknown): unknown {
  if (value !== null && typeof value === 'object') delete (value as { pending?: unknown }).pending;
  return value;
}

describe('structural transforms of openLCA', () => {
  it.each(Object.keys(pairs))('%s', (name) => {
    fc.assert(fc.property(pairs[name]!, (raw) => {
      const value = read(name, raw);
      if (value === undefined) return;
      const { direction: _beside, ...rest } = (raw['raw'] ?? {}) as RawRecord;
      const comparable = name === 'impact-category' ? read(name, { ...raw, raw: rest }) : withoutPending(value);
      expect(again(name, comparable)).toEqual(comparable);
    }));
  });

  it('are all here', () => expect([...Object.keys(pairs), 'other', 'flow-reference'].toSorted()).toEqual([...structural.keys()].toSorted()));

  it('flow-reference', () => {
    fc.assert(fc.property(made('flow-reference', flowReference), (value) => {
      expect(read('flow-reference', write('flow-reference', value)!)).toEqual(value);
    }));
  });

  it('a standard deviation that only sigma tells comes back within the last digits', () => {
    fc.assert(fc.property(fc.double({ min: 1e-6, max: 5, noNaN: true }), (sigma) => {
      const back = read('uncertainty', write('uncertainty', { distribution: 'LOGNORMAL', mean: '1', sigma: String(sigma) })!) as { sigma: string };
      expect(Math.abs(Number(back.sigma) - sigma)).toBeLessThan(1e-12);
    }));
  });
});

describe('scalar transforms of openLCA', () => {
  it.each(['filled', 'whole', 'process-type', 'timestamp'])('%s', (name) => {
    const { read: r, write: w } = scalar.get(name)!;
    fc.assert(fc.property(fc.oneof(word, fc.constantFrom('UNIT_PROCESS', 'LCI_RESULT', '2026-01-01T00:00:00Z', '12')), (stated) => {
      const value = r(stated, contextFor());
      expect(value === undefined ? undefined : r(w(value, contextFor())!, contextFor())).toEqual(value);
    }));
  });

  it('scores of a pedigree', () => {
    const score = fc.integer({ min: 1, max: 5 });
    fc.assert(fc.property(score, score, score, score, score, (...scores) => {
      const entry = `(${scores.join(';')})`;
      expect(writePedigree(readPedigree(entry))).toBe(entry);
    }));
    for (const none of ['(1;2;3;4)', '(0;1;1;1;1)', '(1;n.a.;2;3;4)', '1;2;3;4;5']) expect(readPedigree(none)).toBeUndefined();
  });
});
