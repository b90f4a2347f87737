// Property tests of the EcoSpold 1 transforms: what was read is read again the same from what is written of it.
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ecospold1 } from '../../../src/formats/ecospold1/adapter.ts';
import { stateOf } from '../../../src/formats/ecospold1/state.ts';
import { scalars, structurals } from '../../../src/formats/ecospold1/transforms.ts';
import { unitTransform } from '../../../src/formats/ecospold1/unit.ts';
import type { RawRecord, ReadContext, ScalarTransform, WriteContext } from '../../../src/mapping/transform.ts';
import type { Reference } from '../../../src/model/value.ts';

type Beside = [string, string][];

/** A context that remembers what is kept beside, as the reader does. */
function reading(beside: Beside = []): ReadContext {
  const context: ReadContext = {
    format: 'ecospold1', file: 'x', issue: () => {}, emit: () => {}, scratch: new Map(), keepWhole: () => {},
    keep: (path, text) => void beside.push([path, text]), setAside: (path, value) => void beside.push([path, typeof value === 'string' ? value : JSON.stringify(value)]),
  };
  return context;
}

const text = fc.oneof(fc.string({ minLength: 1, unit: 'grapheme' }), fc.constantFrom('steel', 'a; b', '(1,2,3,4,5,na) x', 'a/b', '0')).filter((t) => t.trim() !== '');
const word = text.map((t) => t.trim()).filter((t) => !t.includes(';'));
const english = text.map((t) => ({ en: t }));
const decimal = fc.oneof(fc.constantFrom('0', '-1', '1.50', '1e-7', '2'), fc.double({ noNaN: true, noDefaultInfinity: true }).map(String));
const stated = fc.oneof(decimal, fc.constantFrom('NaN', 'x'));
const number = fc.nat(99).map((n) => String(n + 1));
const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2100-12-31'), noInvalidDate: true }).map((d) => d.toISOString().slice(0, 10));
const optional = <T extends Record<string, fc.Arbitrary<unknown>>>(fields: T, ...requiredKeys: (keyof T)[]) => fc.record(fields, { requiredKeys: requiredKeys as never[] });
const unit = fc.constantFrom('kg', 't*km', 'Item(s)', 'furlong');

const find = (name: string) => structurals.find((t) => t.name === name)! as unknown as { read(r: RawRecord, c: ReadContext): object | undefined; write(v: unknown, c: WriteContext): RawRecord };

const person = optional({ number, name: word, address: word, telephone: word, telefax: word, email: word, companyId: word, country: word }, 'number');
const source = optional({ number, type: word, firstAuthor: word, additionalAuthors: word, year: word, title: word, pages: word, editors: word, anthology: word, placeOfPublication: word, publisher: word, journal: word, volume: word, issue: word, text: english }, 'number');
const categories = { category: word, subCategory: word, localCategory: word, localSubCategory: word };
const material = { ...categories, cas: fc.constantFrom('124-38-9', '000124-38-9', 'n.a.'), localName: text, minimum: stated, maximum: stated, mode: stated, standardDeviation95: stated, distribution: fc.constantFrom('UNDEFINED', 'LOGNORMAL', 'NORMAL', 'TRIANGULAR', 'UNIFORM') };
const inputGroup = fc.constantFrom('MATERIALS', 'ENERGY', 'SERVICES', 'FROM_ENVIRONMENT', 'FROM_TECHNOSPHERE');
const outputGroup = fc.constantFrom('REFERENCE_PRODUCT', 'AVOIDED_PRODUCT', 'BY_PRODUCT', 'WASTE_TREATMENT', 'TO_ENVIRONMENT');
const flow = { ...material, name: text, unit, source: number, pages: word };
const place = fc.constantFrom({ code: 'CN', system: 'ecoinvent', stated: 'CN' }, { system: 'ecoinvent', stated: 'Moon' });
const common = { internalId: fc.oneof(number, fc.constantFrom('1', '2')), location: place, comment: english };
const exchangeOf = (raw: fc.Arbitrary<unknown>) => optional({ ...common, amount: decimal, isInfrastructure: fc.boolean(), chemicalFormula: word, raw }, 'internalId', 'raw');
const exchange = fc.oneof(exchangeOf(optional({ ...flow, inputGroup }, 'name', 'unit', 'inputGroup')), exchangeOf(optional({ ...flow, outputGroup }, 'name', 'unit', 'outputGroup')));
const factor = optional({ ...common, value: decimal, raw: optional({ ...flow, formula: word }, 'name', 'unit') }, 'internalId', 'value', 'raw');
const geography = optional({ stated: fc.constantFrom('CN', 'CN-HA', 'RoW', 'Mond'), description: english });

/** A part of a record as its own table would have finished it, in the context of the dataset. */
const parts = (raw: unknown, name: string, context: ReadContext) => (raw as RawRecord[] | undefined)?.map((r) => find(name).read(structuredClone(r), context)).filter((v) => v !== undefined);

const edge = fc.oneof(day.map((date) => ({ date })), fc.integer({ min: 1900, max: 2100 }).map((y) => ({ year: `${y}-01-01` })));
const facts = {
  name: text, localName: text, synonyms: fc.array(word.filter((w) => w !== ''), { minLength: 1, maxLength: 3 }), relatesToProduct: fc.constantFrom('true', 'false'), isResult: fc.constantFrom('true', 'false'),
  version: fc.constantFrom('1.3', '2', '1.30'), internalVersion: fc.constantFrom('53.03', '1.0'), ...categories, unit, amount: decimal, enteredBy: number, localLanguage: fc.constantFrom('de', 'en', 'zh'),
};
const whole = { ...facts, start: edge, generator: number, publication: number, validation: optional({ details: english, person: number, otherDetails: english }) };
const allocation = optional({ coProduct: number, method: fc.constantFrom('economic', 'other'), fraction: decimal, explanations: english, exchanges: fc.array(fc.oneof(number, fc.constantFrom('1', '2')), { minLength: 1, maxLength: 3 }) });
const administration = optional({ generator: word, fileWrittenAt: word, revisedAt: word, publishedIn: word, accessLevel: fc.constantFrom('public', 'restricted') }, 'generator', 'fileWrittenAt', 'revisedAt');

const raws: Record<string, fc.Arbitrary<unknown>> = {
  person, source, exchange, geography, 'characterization-factor': factor,
  dataset: optional({
    sourceId: number, description: english, technology: english, sampling: english, isInfrastructure: fc.boolean(), validForEntirePeriod: fc.boolean(), energyValues: fc.constantFrom('net', 'undefined'), geography: place, administration, rights: fc.record({ copyright: fc.boolean() }),
    raw: optional({ ...whole, cas: fc.constantFrom('124-38-9', 'n.a.'), formula: word, statistical: number, type: fc.constantFrom('UNIT_PROCESS', 'MULTI_OUTPUT', 'LCI_RESULT', 'PARTLY_TERMINATED_SYSTEM'), sources: fc.array(source, { minLength: 1, maxLength: 2 }), persons: fc.array(person, { minLength: 1, maxLength: 3 }), exchanges: fc.array(exchange, { maxLength: 4 }), allocations: fc.array(allocation, { maxLength: 3 }) }, 'name', 'localName', 'unit', 'type', 'amount', 'sources', 'persons', 'category', 'subCategory', 'localCategory', 'localSubCategory'),
  }, 'sourceId', 'technology', 'isInfrastructure', 'validForEntirePeriod', 'energyValues', 'geography', 'administration', 'rights', 'raw'),
  'impact-dataset': optional({
    sourceId: number, description: english, administration, rights: fc.record({ copyright: fc.boolean() }), factors: fc.array(factor, { minLength: 1, maxLength: 3 }),
    raw: optional({ ...whole, type: fc.constantFrom('4', '1'), infrastructure: fc.constantFrom('false', 'true'), geography: place, sources: fc.array(source, { minLength: 1, maxLength: 2 }), persons: fc.array(person, { minLength: 1, maxLength: 2 }) }, 'name', 'localName', 'unit', 'geography', 'category', 'subCategory', 'sources', 'persons'),
  }, 'sourceId', 'administration', 'rights', 'raw', 'factors'),
  'elementary-dataset': optional({
    sourceId: number, description: english, isInfrastructure: fc.boolean(), chemicalFormula: word, administration,
    raw: optional({ ...facts, cas: fc.constantFrom('124-38-9', 'n.a.'), type: fc.constantFrom('3', '1'), persons: fc.array(person, { maxLength: 2 }) }, 'name', 'localName', 'unit', 'category', 'subCategory'),
  }, 'sourceId', 'isInfrastructure', 'administration', 'raw'),
};

/** Reads a raw record with its parts, as the reader would; its parts first. */
function read(name: string, raw: unknown, context: ReadContext): object | undefined {
  const record = structuredClone(raw) as RawRecord;
  const inner = record['raw'] as RawRecord | undefined;
  if (inner?.['localLanguage'] !== undefined) stateOf(context).dataset.localLanguage = inner['localLanguage'] as string; // as its row does
  for (const [key, table] of [['sources', 'source'], ['persons', 'person'], ['exchanges', 'exchange']] as const) {
    if (inner?.[key] !== undefined) inner[key] = parts(inner[key], table, context);
  }
  if (Array.isArray(record['factors'])) record['factors'] = parts(record['factors'], 'characterization-factor', context);
  return find(name).read(record, context);
}

/** Writes a value and its parts, with the companions of the context. */
function write(name: string, value: object, context: ReadContext): unknown {
  const { contacts, sources, flows } = stateOf(context);
  const known = new Map<string, object>([...contacts, ...sources, ...flows]);
  const writing: WriteContext = { format: 'ecospold1', issue: () => {}, find: ({ id }: Reference) => (id === undefined ? undefined : known.get(id)) };
  const record = structuredClone(find(name).write(value, writing));
  const inner = record['raw'] as RawRecord | undefined;
  for (const [key, table] of [['sources', 'source'], ['persons', 'person'], ['exchanges', 'exchange']] as const) {
    if (inner?.[key] !== undefined) inner[key] = (inner[key] as object[]).map((part) => find(table).write(part, writing));
  }
  if (Array.isArray(record['factors'])) record['factors'] = (record['factors'] as object[]).map((part) => find('characterization-factor').write(part, writing));
  return record;
}

/** Elements of shares that would come back in another order are kept beside as they stood, which only the reader knows. */
function inOrder(value: object | undefined): object | undefined {
  const text = (share: unknown) => JSON.stringify(Object.entries(share as object).toSorted());
  for (const { allocations } of (value as { exchanges?: { allocations?: unknown[] }[] } | undefined)?.exchanges ?? []) allocations?.sort((a, b) => (text(a) < text(b) ? -1 : 1));
  return value;
}

describe('structural transforms', () => {
  it('are all tested', () => expect(Object.keys(raws).sort()).toEqual(structurals.map((t) => t.name).sort()));
  it.each(structurals.map((t) => t.name))('%s reads again what it wrote', (name) => {
    fc.assert(fc.property(raws[name]!, (raw) => {
      const context = reading();
      const value = read(name, raw, context);
      if (value === undefined) return;
      const before = structuredClone(value);
      const again = read(name, write(name, value, context), reading());
      expect(inOrder(again)).toEqual(inOrder(before));
    }), { numRuns: 200 });
  });
});

describe('scalar transforms', () => {
  const samples: Record<string, fc.Arbitrary<string>> = {
    filled: text, noted: text, percent: fc.constantFrom('12.5', '100.0', '0.0'), 'in-language': text, language: fc.constantFrom('en', 'ger', 'pt_BR'), 'local-language': fc.constantFrom('de', 'zh-CN'), place: fc.constantFrom('CN', 'Moon', 'RoW'),
    'month-start': fc.constantFrom('2020-02', '2021-12'), 'month-end': fc.constantFrom('2020-02', '2021-12', '1900-02'), dated: day, unit: fc.constantFrom('tkm', 't*km', 'kg', 'furlong', 'p'),
  };
  const all = [...scalars, unitTransform(ecospold1.tables.codes)] as unknown as readonly ScalarTransform[];
  it('are all tested', () => expect(Object.keys(samples).sort()).toEqual(all.map((t) => t.name).sort()));
  it.each(all.map((t) => t.name))('%s reads again what it wrote', (name) => {
    const transform = all.find((t) => t.name === name)!;
    fc.assert(fc.property(samples[name]!, (raw) => {
      const value = transform.read(raw, reading(), 'start');
      expect(transform.read(transform.write(value, { format: 'ecospold1', issue: () => {} })!, reading(), 'start')).toEqual(value);
    }));
    expect(transform.read('  ', reading(), 'start')).toBeUndefined();
  });
  it('months end on their last day: 29 February 2024, 28 February 1900', () => {
    const end = all.find((t) => t.name === 'month-end')!;
    expect([end.read('2024-02', reading()), end.read('1900-02', reading())]).toEqual(['2024-02-29', '1900-02-28']);
  });
});
