// GLAD flow mappings: three generations of columns, blanks, conditions, factors, what must be left out; write and read.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { matchConditions, refusalOf, type FlowMapRow } from '../../../src/mapping/flow-maps/flow-map.ts';
import { readGlad, writeGlad } from '../../../src/mapping/flow-maps/glad.ts';
import { bare, cellText, context, factor, flowId, optional, without } from './rows.ts';

const base = 'SourceListName,SourceFlowName,SourceFlowUUID,SourceFlowContext,SourceUnit,MatchCondition,ConversionFactor,TargetListName,TargetFlowName,TargetFlowUUID,TargetFlowContext,TargetUnit';
const codes = (issues: { code: string }[]): string[] => issues.map(({ code }) => code);

describe('GLAD', () => {
  it('generation 1 (memos): blank condition is =, blank factor is 1', () => {
    const { value, issues } = readGlad(`${base},Mapper,Verifier,LastUpdated,MemoMapper,MemoVerifier,MemoSource,MemoTarget\n`
      + 'ecoinvent 3.7,"Nitrogen oxides, ""NOx""",0EAE8A5C-0B7C-4F0A-9F5F-2E6C9F1B2D3A,air/unspecified,kg,,,ILCD-EF 3.0,nitrogen oxides,08a91e70-3ddc-11dd-9714-0050c2490048,Emissions to air,kg,A. Mapper,V. Verifier,2020-05-01,checked,agreed,,\n');
    expect(issues).toEqual([]);
    expect(value.rows).toEqual([{
      from: { list: 'ecoinvent 3.7', id: '0eae8a5c-0b7c-4f0a-9f5f-2e6c9f1b2d3a', name: 'Nitrogen oxides, "NOx"', context: ['air', 'unspecified'], unit: 'kg' },
      to: { list: 'ILCD-EF 3.0', id: '08a91e70-3ddc-11dd-9714-0050c2490048', name: 'nitrogen oxides', context: ['Emissions to air'], unit: 'kg' },
      condition: '=', factor: '1', mapper: 'A. Mapper', verifier: 'V. Verifier', updated: '2020-05-01', remark: 'checked', notes: { MemoVerifier: 'agreed' }, row: 2,
    }]);
  });

  it('generation 2 (map types, conditions and confidences of each side)', () => {
    const { value } = readGlad(`${base},MapType,Flow Condition (S),Flow Conf (T),Conversion Conf (S)\nA,x,,air,kg,<,1000,B,y,,emission/air,g,SYNONYM_TO_NAME(PROXY),=,B,A\n`);
    expect(value.rows[0]).toMatchObject({ condition: '<', factor: '1000', mapType: 'SYNONYM_TO_NAME(PROXY)', notes: { 'Flow Condition (S)': '=', 'Flow Conf (T)': 'B', 'Conversion Conf (S)': 'A' } });
  });

  it('generation 3 (geographies, no target list), other order of columns, byte order mark, semicolons, spaced headers', () => {
    const { value, issues } = readGlad('\ufeffTarget Flow Name;Source Flow Name;SourceGeography;Source Flow Context;TargetFlowUUID\nMethane;methane;CN;air;AAB83476-7AE2-3C9B-A5D2-7D2D0C0B0A0A\n');
    expect(issues).toEqual([]);
    expect(value.rows[0]).toMatchObject({ from: { name: 'methane', location: 'CN', context: ['air'] }, to: { name: 'Methane', id: 'aab83476-7ae2-3c9b-a5d2-7d2d0c0b0a0a' } });
  });

  it('N/A is matched but not convertible; NO_MAPPING and NO_FLOW_MATCH_MANUAL are never applied; n.a. as target is no match', () => {
    const { value, issues } = readGlad(`${base},MapType\nA,a,,air,kg,=,N/A,B,b,,air,kBq,\nA,c,,air,kg,=,,B,d,,air,kg,NO_MAPPING\nA,e,,air,kg,,,B,,,,,NO_FLOW_MATCH_MANUAL\nA,f,,air,kg,=,1,B,,n.a.,,kg,\n`);
    expect(value.rows.map((row) => [row.factor, refusalOf(row)])).toEqual([[null, 'not-convertible'], ['1', 'not-to-be-mapped'], [null, 'not-to-be-mapped']]);
    expect(issues).toMatchObject([{ code: 'flow-map-row-left-out', path: 'row 5', params: { name: 'f' } }]);
  });

  it('an unknown condition and a factor that is no number above zero are told with their row and never applied', () => {
    const { value, issues } = readGlad(`${base}\nA,a,,air,kg,?,1,B,b,,air,kg\nA,c,,air,kg,=,"0,001",B,d,,air,kg\nA,e,,air,kg,=,-1,B,f,,air,kg\nA,g,,air,kg,=,0,B,h,,air,kg\n`, 'map.csv');
    expect(value.rows.map(refusalOf)).toEqual(['condition-unknown', 'not-convertible', 'not-convertible', 'not-convertible']);
    expect(issues.map(({ code, file, path, params }) => [code, file, path, params['value']])).toEqual([
      ['flow-map-condition-unknown', 'map.csv', 'row 2', '?'], ['flow-map-factor-invalid', 'map.csv', 'row 3', '0,001'], ['flow-map-factor-invalid', 'map.csv', 'row 4', '-1'], ['flow-map-factor-invalid', 'map.csv', 'row 5', '0'],
    ]);
  });

  it('GLAD 14: units differ and no factor stands there: the factor of the units, else never applied', () => {
    const { value, issues } = readGlad(`${base}\nA,Argon-40,,air,kg,=,,B,argon,,air,kBq\nA,Radon-222,,air,kBq,=,,B,radon,,air,Bq\n`);
    expect(value.rows.map((row) => row.factor)).toEqual([null, '1000']);
    expect(codes(issues)).toEqual(['flow-map-factor-blank', 'flow-map-factor-blank']);
  });

  it('a row with too many cells or without a source is left out, the others stay', () => {
    const { value, issues } = readGlad(`${base}\nA,a,,air,kg,=,1,B,b,,air,kg,too much\n,,,,,,,,b,,,\n\nA,c,,air,kg,=,1,B,d,,air,kg\n`);
    expect(value.rows.map((row) => row.row)).toEqual([5]);
    expect(issues.map(({ code, path }) => [code, path])).toEqual([['flow-map-row-invalid', 'row 2'], ['flow-map-row-invalid', 'row 3']]);
  });

  it('a file without the columns that every generation has, or with one twice, is refused', () => {
    expect(() => readGlad('SourceFlowName,Other\na,b\n')).toThrow(/no column TargetFlowName/);
    expect(() => readGlad('SourceFlowName,TargetFlowName,Source Flow Name\na,b,c\n')).toThrow(/SourceFlowName twice/);
  });

  it('for openLCA, which refuses a whole file for one N/A, such rows are left out', () => {
    const map = readGlad(`${base}\nA,a,,air,kg,=,N/A,B,b,,air,kBq\nA,c,,air,kg,=,2,B,d,,air,kg\n`).value;
    expect(writeGlad(map, { forOpenLca: true }).text.split('\n')).toHaveLength(3);
    expect(codes(writeGlad(map, { forOpenLca: true }).issues)).toEqual(['flow-map-row-left-out']);
    expect(writeGlad(map).text).toContain('N/A');
  });

  it('what has no column is told', () => {
    const { issues } = writeGlad({ rows: [{ from: { name: 'a', property: { id: 'p' } }, to: { name: 'b' }, condition: '=', factor: '1', reversed: true }, { from: { name: 'a' }, to: { name: 'b' }, condition: '=', factor: '1', allocation: '0.5' }] });
    expect(issues.map(({ code, params }) => [code, params['field'] ?? params['name']])).toEqual([['flow-map-row-left-out', 'a'], ['flow-map-field-lost', 'from.property'], ['flow-map-field-lost', 'reversed']]);
  });

  it('read(write(rows)) = rows', () => {
    const end = fc.record({ list: optional(cellText), id: optional(flowId), name: cellText, context: optional(context), unit: optional(cellText), location: optional(cellText) }).map(bare);
    const row: fc.Arbitrary<FlowMapRow> = fc.record({
      from: end, to: end, condition: fc.constantFrom(...matchConditions), factor: fc.oneof(factor, fc.constant(null)), mapType: optional(cellText), mapper: optional(cellText), verifier: optional(cellText), updated: optional(cellText),
      remark: optional(cellText), notes: optional(fc.record({ 'Flow Condition (S)': cellText, 'Memo Verifier': cellText })),
    }).map(bare);
    fc.assert(fc.property(fc.array(row, { minLength: 1, maxLength: 6 }), (rows) => {
      const written = writeGlad({ rows });
      expect(written.issues).toEqual([]);
      expect(without(readGlad(written.text).value)).toEqual(rows);
    }), { numRuns: 300 });
  });
});
