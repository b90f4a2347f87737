// Flows, units, formulas and uncertainty of EcoSpold 2 (ecospold.md §3, §4.4 cases 26–34, 51, 52).
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { ecospold2 } from '../../../src/formats/ecospold2/adapter.ts';
import { unitConflict } from '../../../src/formats/ecospold2/flow.ts';
import { codesOf, exchangeOf, flowOf, id, issuesOf, processOf, readFixture } from './support.ts';

describe('identity of flows', () => {
  it('EcoSpold 4.4 #26: CAS numbers are read in every spelling; what is none is kept and told', () => {
    const reading = readFixture('flows/cas.spold');
    const cas = (name: string) => exchangeOf(reading, name).cas;
    expect(['padded', 'plain', 'digits', 'prefixed', 'not-available', 'nan', 'wrong-digit'].map(cas))
      .toEqual(['124-38-9', '74-82-8', '7732-18-5', '8030-30-6', undefined, undefined, undefined]);
    expect(issuesOf(reading, 'cas-invalid').map((i) => i.params['value'])).toEqual(['n.a.', 'NaN', '000124-38-8']);
    expect(exchangeOf(reading, 'wrong-digit').extensions).toEqual({ ecospold2: [['@casNumber', '000124-38-8']] });
  });
  it('EcoSpold 4.4 #28: identifiers are lower-cased, freed of braces, derived where they are none', () => {
    const reading = readFixture('flows/ids.spold');
    expect(exchangeOf(reading, 'upper').flow.id).toBe('0000000a-0000-4000-8000-00000000000a');
    expect(exchangeOf(reading, 'braces').flow.id).toBe('0000000b-0000-4000-8000-00000000000b');
    expect(issuesOf(reading, 'id-not-uuid').map((i) => i.params['stated'])).toEqual(['not-a-uuid-but-thirty-six-characters!', '']);
    expect(exchangeOf(readFixture('flows/ids.spold'), 'empty').flow.id).toBe(exchangeOf(reading, 'empty').flow.id);
  });
  it('EcoSpold 4.4 #28: an activity with an empty id is known by its description', () => {
    const reading = readFixture('flows/activity-id-empty.spold');
    expect(processOf(reading).id).toBe(processOf(readFixture('flows/activity-id-empty.spold')).id);
    expect(issuesOf(reading, 'id-not-uuid')).toMatchObject([{ path: 'activityDataset[1]/activityDescription/activity/@id' }]);
  });
  it('EcoSpold 4.4 #29: a missing compartment comes from the master data, the greenhouse-gas table, or is unspecified', () => {
    const reading = readFixture('flows/compartments.spold');
    expect(['gas', 'master', 'nobody', 'by-id'].map((e) => exchangeOf(reading, e).compartment?.code)).toEqual(['air/unspecified', 'air/unspecified', undefined, 'water/sea']);
    expect(exchangeOf(reading, 'nobody').compartment).toEqual({ system: 'ecoinvent', path: ['unspecified'] });
    expect(issuesOf(reading, 'compartment-missing').map((i) => [i.path, i.params['used']])).toEqual([
      ['flowData/elementaryExchange[1]/compartment', 'air/unspecified'], ['flowData/elementaryExchange[2]/compartment', 'air/unspecified'],
      ['flowData/elementaryExchange[3]/compartment', 'unspecified'],
    ]);
    expect(flowOf(reading, id(31))?.compartment?.code).toBe('air/unspecified');
    expect(flowOf(reading, id(32))?.compartment).toBeUndefined();
    expect(issuesOf(reading, 'compartment-unknown')).toMatchObject([{ params: { path: 'moon/crater' } }]);
  });
});

describe('units', () => {
  const reading = readFixture('flows/units.spold');
  it('EcoSpold 4.4 #30: a flow in two units is told, within a document and by a function for packages', () => {
    expect(issuesOf(reading, 'unit-conflict').filter((i) => i.params['flow'] === id(41))).toMatchObject([{ params: { unit: 'm3', other: 'kg' } }]);
    expect(unitConflict({ unit: 'kg' }, { unit: 'm3' })).toEqual({ unit: 'm3', other: 'kg' });
    expect(unitConflict({ unit: 'kg' }, { unit: 'kg' })).toBeUndefined();
    expect(unitConflict({}, { unit: 'kg' })).toBeUndefined();
  });
  it('EcoSpold 4.4 #32: a product in another unit in a later release keeps the unit of each dataset, and no amount is converted', () => {
    const text = readFileSync(new URL('../../fixtures/ecospold2/flows/units.spold', import.meta.url), 'utf8');
    const later = ecospold2.read(Buffer.from(text.replace('unitId="487df68b-4994-4027-8fdc-a4dc298257b7" amount="1" intermediateExchangeId="00000000-0000-4000-8000-000000000001"', 'unitId="de5b3c87-0e35-4fb0-9765-4f3ba34c99e5" amount="1" intermediateExchangeId="00000000-0000-4000-8000-000000000001"').replace('<unitName xml:lang="en">kg</unitName><outputGroup>0', '<unitName xml:lang="en">m3</unitName><outputGroup>0').replace('minorRelease="9"', 'minorRelease="10"')), 'later.spold');
    expect([reading, later].map((r) => exchangeOf(r, 'reference')).map(({ unit, amount, flow }) => [flow.id, unit, amount])).toEqual([[id(1), 'kg', '1'], [id(1), 'm3', '1']]);
    expect([reading, later].map((r) => processOf(r).version)).toEqual(['3.9.1.0', '3.10.1.0']);
    expect(unitConflict(flowOf(reading, id(1))!, flowOf(later, id(1))!)).toEqual({ unit: 'm3', other: 'kg' });
  });
  it('EcoSpold 4.4 #31: units go by id, then by name; a name that contradicts the id is told', () => {
    expect(exchangeOf(reading, 'by-id').unit).toBe(exchangeOf(reading, 'by-name').unit);
    expect(exchangeOf(reading, 'case').unit).toBe('kWh');
    expect(exchangeOf(reading, 'mismatch').unit).toBe('kg');
    expect(issuesOf(reading, 'unit-conflict').filter((i) => i.params['flow'] === id(4))).toMatchObject([{ params: { unit: 'kg', other: 'm3' } }]);
    expect(exchangeOf(reading, 'unknown').unit).toBe('furlong per fortnight');
    expect(issuesOf(reading, 'unit-unknown')).toHaveLength(1);
  });
});

describe('formulas', () => {
  const reading = readFixture('flows/formulas.spold');
  it('EcoSpold 4.4 #34: chemical and mathematical formulas are different things', () => {
    expect(exchangeOf(reading, 'chemistry')).toMatchObject({ chemicalFormula: 'CH4', formula: 'co2 / 2', amount: '1' });
    expect(flowOf(reading, id(11))?.chemicalFormula).toBe('CH4');
  });
  it('EcoSpold 4.4 #51: an amount that claims to be calculated, without formula, is told; empty formulas are none', () => {
    expect(issuesOf(reading, 'calculated-without-formula')).toMatchObject([{ path: 'activityDataset[1]/flowData/intermediateExchange[2]/@isCalculatedAmount' }]);
    expect(exchangeOf(reading, 'blank').formula).toBeUndefined();
  });
  it('EcoSpold 4.4 #52: a property without amount is told, because nothing can be allocated by it', () => {
    expect(issuesOf(reading, 'property-amount-missing')).toMatchObject([{ params: { property: 'price' } }]);
    expect(exchangeOf(reading, 'property').properties).toMatchObject([{ name: { en: 'price' }, unit: 'EUR2005' }]);
  });
});

describe('uncertainty (ecospold.md §3.2)', () => {
  const reading = readFixture('flows/uncertainty.spold');
  const uncertainty = (name: string) => exchangeOf(reading, name).uncertainty!;
  it('takes sigma from the variance with pedigree and keeps what is stated, stale mean and mu included', () => {
    expect(uncertainty('lognormal')).toEqual({
      distribution: 'LOGNORMAL', mean: '1.9', mu: '0.7', variance: '0.04', varianceWithPedigree: '0.09', sigma: '0.3',
      pedigree: { reliability: '2', completeness: '2', temporal: '4', geographical: '1', technology: '1' }, comment: { en: 'estimated' },
    });
    expect(uncertainty('openlca-normal')).toMatchObject({ distribution: 'NORMAL', sigma: '0.5' });
  });
  it('derives nothing from infinities, reversed bounds and lognormals around zero, and says so', () => {
    expect(['infinite', 'reversed', 'zero'].map((e) => uncertainty(e).sigma)).toEqual([undefined, undefined, undefined]);
    expect(uncertainty('infinite').variance).toBe('Infinity');
    expect(issuesOf(reading, 'uncertainty-invalid').map((i) => i.params['distribution'])).toEqual(['LOGNORMAL', 'TRIANGULAR', 'LOGNORMAL']);
  });
  it('knows all eight distributions', () => {
    expect(['uniform', 'beta', 'gamma', 'binomial', 'undefined'].map(uncertainty)).toEqual([
      { distribution: 'UNIFORM', minimum: '1', maximum: '3' }, { distribution: 'BETA', minimum: '1', mode: '2', maximum: '3' },
      { distribution: 'GAMMA', shape: '2', scale: '1', minimum: '0' }, { distribution: 'BINOMIAL', trials: '10', probability: '0.5' },
      { distribution: 'UNDEFINED', minimum: '1', maximum: '3', standardDeviation95: '1.2' },
    ]);
    expect(codesOf(reading)).toEqual(['uncertainty-invalid']);
  });
});
