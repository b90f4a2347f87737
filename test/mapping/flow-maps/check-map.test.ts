// Checks of a mapping file: units, compartments, properties, factors, origin of carbon, repeated and contradictory rows, circles.
import { describe, expect, it } from 'vitest';
import { checkFlowMap } from '../../../src/mapping/flow-maps/check-map.ts';
import type { FlowMapRow } from '../../../src/mapping/flow-maps/flow-map.ts';
import { makeRow } from './rows.ts';

const check = (...rows: FlowMapRow[]) => checkFlowMap({ rows: rows.map((row, index) => ({ ...row, row: index + 2 })) }, 'map.csv');
const found = (...rows: FlowMapRow[]): string[] => check(...rows).map(({ code, path }) => `${code} ${path}`);

describe('rows', () => {
  it('a sound row raises nothing', () => {
    expect(found(makeRow({ id: 'a', unit: 'kBq', context: ['air', 'unspecified'] }, { id: 'b', unit: 'Bq', context: ['emission', 'air'] }, { factor: '1000' }))).toEqual([]);
  });

  it('unknown units and compartments, with file and row', () => {
    expect(check(makeRow({ id: 'a', unit: 'zorkmid', context: ['nowhere'] }, { id: 'b', unit: 'kg' }))).toMatchObject([
      { code: 'unit-unknown', file: 'map.csv', path: 'row 2', params: { unit: 'zorkmid' } }, { code: 'compartment-unknown', file: 'map.csv', path: 'row 2' },
    ]);
  });

  it('a factor that contradicts the units is told (kBq → Bq by 1), rounded ones are not', () => {
    expect(found(makeRow({ id: 'a', unit: 'kBq' }, { id: 'b', unit: 'Bq' }), makeRow({ id: 'c', unit: 'MJ' }, { id: 'd', unit: 'kWh' }, { factor: '0.27777778' }))).toEqual(['flow-map-factor-doubtful row 2']);
    expect(found(makeRow({ id: 'a', unit: 'kg' }, { id: 'b', unit: 'MJ' }, { factor: '8.4' }))).toEqual(['flow-map-units-incompatible row 2']);
  });

  it('a unit that does not measure its property is an error, two properties with one unit are not', () => {
    expect(found(makeRow({ id: 'a', unit: 'MJ', property: { id: '93a60a56-a3c8-11da-a746-0800200b9a66' } }, { id: 'b', unit: 'MJ', property: { id: 'f6811440-ee37-11de-8a39-0800200c9a66' } }))).toEqual(['unit-not-of-property row 2']);
  });

  it('a change of carbon origin', () => {
    expect(found(makeRow({ name: 'Methane, fossil', context: ['air', 'unspecified'] }, { name: 'methane (biogenic)' }))).toEqual(['flow-map-origin-changed row 2']);
    expect(found(makeRow({ name: 'Methane, fossil', context: ['air', 'unspecified'] }, { name: 'methane (biogenic)' }, { condition: '>' }))).toEqual([]);
  });
});

describe('the whole file', () => {
  it('repeated and contradictory rows; shares, units and locations apart are neither', () => {
    expect(found(makeRow({ id: 'A' }, { id: 'b' }), makeRow({ id: 'a' }, { id: 'b' }), makeRow({ id: 'a' }, { id: 'c' }))).toEqual(['flow-map-duplicate row 3', 'flow-map-contradiction row 4']);
    expect(found(makeRow({ id: 'a' }, { id: 'b' }, { allocation: '0.5' }), makeRow({ id: 'a' }, { id: 'c' }, { allocation: '0.5' }), makeRow({ id: 'd', location: 'CN' }, { id: 'b' }), makeRow({ id: 'd', location: 'TH' }, { id: 'c' }))).toEqual([]);
    expect(found(makeRow({ id: 'a', unit: 'kg' }, { id: 'b', unit: 'kg' }), makeRow({ id: 'a', unit: 'g' }, { id: 'b', unit: 'g' }))).toEqual([]);
  });

  it('circles of any length, each once; itself without a change and refused rows are none', () => {
    expect(check(makeRow({ id: 'a', name: 'A' }, { id: 'b', name: 'B' }), makeRow({ id: 'b', name: 'B' }, { id: 'c', name: 'C' }), makeRow({ id: 'c', name: 'C' }, { id: 'a', name: 'A' })).map(({ code, params }) => [code, params['flows']])).toEqual([['flow-map-cycle', 'A → B → C → A']]);
    expect(found(makeRow({ id: 'a' }, { id: 'a' }), makeRow({ id: 'b', unit: 'kg' }, { id: 'b', unit: 'kg' }, { factor: '2' }), makeRow({ id: 'c' }, { id: 'd' }), makeRow({ id: 'd' }, { id: 'c' }, { condition: '>' }))).toEqual(['flow-map-cycle row 3']);
  });

  it('a chain as long as a large file is walked without recursion', () => {
    const rows = Array.from({ length: 50_000 }, (_, index) => makeRow({ id: `f${index}` }, { id: `f${index + 1}` }));
    expect(found(...rows)).toEqual([]);
    expect(found(...rows, makeRow({ id: 'f50000' }, { id: 'f0' }))).toEqual(['flow-map-cycle row 50002']);
  });
});
