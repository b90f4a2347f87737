// openLCA flow maps as text and as JSON: 3 to 23 columns, references of both schema versions, exact factors, no match condition; write and read.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/mapping/flow-maps/exact-json.ts';
import type { FlowMapRow } from '../../../src/mapping/flow-maps/flow-map.ts';
import { readOpenLcaCsv, writeOpenLcaCsv } from '../../../src/mapping/flow-maps/openlca-csv.ts';
import { readOpenLcaJson, writeOpenLcaJson } from '../../../src/mapping/flow-maps/openlca-json.ts';
import { bare, cellText, context, factor, flowId, optional, without } from './rows.ts';

const a = '0a0a0a0a-0000-4000-8000-000000000001';
const b = '0b0b0b0b-0000-4000-8000-000000000002';

describe('openLCA CSV', () => {
  it('three columns are enough; an identifier may be a path (SimaPro maps)', () => {
    const { value, issues } = readOpenLcaCsv(`${a};${b};0.0010\nelementary flow/emissions to air/low. pop./methane/kg;${b};1\n`);
    expect(issues).toEqual([]);
    expect(without(value)).toEqual([
      { from: { id: a }, to: { id: b }, condition: '=', factor: '0.0010' },
      { from: { id: 'elementary flow/emissions to air/low. pop./methane/kg' }, to: { id: b }, condition: '=', factor: '1' },
    ]);
  });

  it('23 columns: names, categories, locations, properties, units, provider, states', () => {
    const { value } = readOpenLcaCsv(`${a};${b};3.6;s name;s cat/sub;CN;t name;t cat;GLO;sp;Energy;tp;Mass;su;kWh;tu;MJ;pid;p name;p cat;TH;1;2`);
    expect(without(value)).toEqual([{
      from: { id: a, name: 's name', context: ['s cat', 'sub'], location: 'CN', property: { id: 'sp', name: 'Energy' }, unitId: 'su', unit: 'kWh' },
      to: { id: b, name: 't name', context: ['t cat'], location: 'GLO', property: { id: 'tp', name: 'Mass' }, unitId: 'tu', unit: 'MJ', provider: { id: 'pid', name: 'p name', context: ['p cat'], location: 'TH' } },
      condition: '=', factor: '3.6', notes: { 'Source status': '1', 'Target status': '2' },
    }]);
  });

  it('a row with two columns, without a flow or with a broken factor is told with its line', () => {
    const { value, issues } = readOpenLcaCsv(`${a};${b}\n;${b};1\n${a};${b};much\n`, 'map.csv');
    expect(value.rows).toHaveLength(1);
    expect(value.rows[0]!.factor).toBeNull();
    expect(issues.map(({ code, path, file }) => [code, path, file])).toEqual([['flow-map-row-invalid', 'row 1', 'map.csv'], ['flow-map-row-invalid', 'row 2', 'map.csv'], ['flow-map-factor-invalid', 'row 3', 'map.csv']]);
  });

  it('there is no match condition: what is never applied by itself is left out, the condition of the rest is told as lost', () => {
    const row = (id: string, rest: Partial<FlowMapRow>): FlowMapRow => ({ from: { id, name: id }, to: { id: b }, condition: '=', factor: '1', ...rest });
    const rows = [row('broader', { condition: '>' }), row('unknown', { condition: '?' }), row('n/a', { factor: null }), row('reversed', { reversed: true }), row('narrower', { condition: '<' }), row('same', {})];
    for (const write of [writeOpenLcaCsv, writeOpenLcaJson]) {
      const { text, issues } = write({ rows });
      expect(issues.map(({ params }) => params['name'] ?? params['field'])).toEqual(['broader', 'unknown', 'n/a', 'reversed', 'condition <']);
      expect([text.includes('narrower'), text.includes('same'), text.includes('broader')]).toEqual([true, true, false]);
    }
  });
});

describe('openLCA JSON', () => {
  it('category as path (schema 2), as list and as reference (schema 1); the factor keeps its digits', () => {
    const flow = (extra: object): object => ({ flow: { '@id': a, name: 'x', ...extra } });
    const json = JSON.stringify({ '@id': 'm', name: 'map', source: { name: 'TRACI' }, mappings: [
      { from: flow({ category: 'air/unspecified' }), to: flow({ categoryPath: ['air', 'low'] }), conversionFactor: 0 }, { from: flow({ category: { name: 'air' } }), to: flow({}), conversionFactor: 1 },
    ] }).replace('"conversionFactor":0', '"conversionFactor":0.45359237000000000001');
    const { value, issues } = readOpenLcaJson(parseJson(json));
    expect(issues).toEqual([]);
    expect(value).toMatchObject({ name: 'map', source: 'TRACI', header: { '@id': 'm' } });
    expect(value.rows.map(({ from, to, factor }) => [from.context, to.context, factor])).toEqual([[['air', 'unspecified'], ['air', 'low'], '0.45359237000000000001'], [['air'], undefined, '1']]);
  });

  it('entries without a flow are told, broken files refused', () => {
    expect(readOpenLcaJson(parseJson('{"mappings":[{"from":{},"to":{}},3]}')).issues.map(({ path }) => path)).toEqual(['row 1', 'row 2']);
    expect(() => readOpenLcaJson(parseJson('{}'))).toThrow(/no list "mappings"/);
    expect(() => parseJson('{"mappings": [}')).toThrow(/no valid JSON/);
  });
});

const named = fc.record({ id: optional(cellText), name: optional(cellText) }).map(bare);
const present = <T extends object>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => optional(arbitrary).map((value) => (value === undefined || Object.keys(value).length === 0 ? undefined : value));
const provider = present(fc.record({ id: optional(cellText), name: optional(cellText), context: optional(context), location: optional(cellText) }).map(bare));
const end = (withProvider: boolean) => fc.record({
  id: flowId, name: optional(cellText), context: optional(context), location: optional(cellText), property: present(named), unitId: optional(cellText), unit: optional(cellText), ...(withProvider ? { provider } : {}),
}).map(bare);
// Some tools write a header: a first row whose factor cell says so is one. Factors of these rows never do.
const row = (fromProvider: boolean): fc.Arbitrary<FlowMapRow> => fc.record({ from: end(fromProvider), to: end(true), condition: fc.constant('=' as const), factor });

describe('there and back', () => {
  it('CSV: read(write(rows)) = rows', () => {
    const notes = present(fc.record({ 'Source status': optional(cellText), 'Target status': optional(cellText) }).map(bare)) as fc.Arbitrary<Record<string, string> | undefined>;
    fc.assert(fc.property(fc.array(fc.tuple(row(false), notes).map(([stated, found]) => bare({ ...stated, notes: found })), { maxLength: 6 }), (rows) => {
      const written = writeOpenLcaCsv({ rows });
      expect(written.issues).toEqual([]);
      expect(without(readOpenLcaCsv(written.text).value)).toEqual(rows);
    }), { numRuns: 300 });
  });

  it('JSON: read(write(map)) = map', () => {
    fc.assert(fc.property(fc.record({ name: optional(cellText), description: optional(cellText), source: optional(cellText), target: optional(cellText), rows: fc.array(row(true), { maxLength: 6 }) }).map(bare), (map) => {
      const written = writeOpenLcaJson(map);
      expect(written.issues).toEqual([]);
      const { header: _header, ...read } = readOpenLcaJson(parseJson(written.text)).value;
      expect({ ...read, rows: without(read) }).toEqual(map);
      expect(writeOpenLcaJson(readOpenLcaJson(parseJson(written.text)).value).text).toBe(written.text);
    }), { numRuns: 300 });
  });
});
