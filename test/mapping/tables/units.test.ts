// Units: exact factors, symbols that mean different things in different formats, and the conflicts of the public lists.
import { assert, bigInt, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { TanluError } from '../../../src/errors.ts';
import { rescale } from '../../../src/mapping/tables/fraction.ts';
import { allFlowProperties, allQuantities, allUnitGroups, allUnits, convert, findFlowProperty, findQuantity, findUnit, findUnitGroup, type Unit } from '../../../src/mapping/tables/units.ts';

const unit = (symbol: string, hint?: { system?: string; quantity?: string }): Unit => {
  const found = findUnit(symbol, hint);
  if (found === undefined) throw new Error(`no unit ${symbol}`);
  return found;
};
const inUnits = (value: string, from: string, to: string): string => convert(value, unit(from), unit(to));

describe('unit tables', () => {
  it('have a reference unit of factor 1 for every quantity that is converted', () => {
    for (const { quantity, referenceUnit } of allQuantities()) {
      const reference = unit(referenceUnit, { quantity });
      expect([quantity, reference.symbol, reference.factor]).toEqual([quantity, referenceUnit, quantity === 'currency' ? undefined : '1']);
    }
  });

  it('give every factor an exact inverse', () => {
    for (const u of allUnits()) {
      if (u.factor === undefined) continue;
      const [top, bottom = '1'] = u.factor.split('/');
      expect([u.symbol, rescale(bottom, u.factor, '1'), rescale(top!, '1', u.factor)]).toEqual([u.symbol, rescale(top!, '1', '1'), bottom]);
    }
  });

  it('convert by one factor as they do by two, which texts of many digits are', () => {
    for (const { quantity, factor, symbol } of allUnits()) {
      const other = allUnits().find((u) => u.quantity === quantity && u.symbol !== symbol && u.factor !== undefined)?.factor;
      if (factor === undefined || other === undefined) continue;
      for (const value of ['1.25', '-0.007', '3E-9']) {
        const [digits, exponent = ''] = value.split('E');
        const long = `${digits}${digits!.includes('.') ? '' : '.'}${'0'.repeat(120)}${exponent === '' ? '' : `E${exponent}`}`;
        expect([symbol, value, rescale(value, factor, other)]).toEqual([symbol, value, rescale(long, factor, other)]);
      }
    }
  });

  it('know the quantity of every unit group and flow property', () => {
    const varies = allUnitGroups().filter((g) => g.factors === 'varies');
    expect(varies.every((g) => g.referenceUnit === '')).toBe(true);
    const fixed = allUnitGroups().filter((g) => g.factors !== 'varies');
    expect(fixed.filter((g) => findUnit(g.referenceUnit, { quantity: g.quantity }) === undefined)).toEqual([]);
    expect([...varies, ...allFlowProperties()].filter((g) => findQuantity(g.quantity) === undefined)).toEqual([]);
  });

  it('never give one identifier or code to two units', () => {
    for (const field of ['ecoinventId', 'openlcaId', 'pactName', 'rec20'] as const) {
      const given = allUnits().map((u) => u[field]).filter((v) => v !== undefined);
      expect([field, given.length]).toEqual([field, new Set(given).size]);
    }
  });
});

describe('exact conversion', () => {
  // Each right side worked by hand from the definition of the unit.
  it.each([
    ['1', 'kWh', 'MJ', '3.6'], ['1', 'MJ', 'kJ', '1000'], ['7.2', 'MJ', 'kWh', '2'], ['1', 'TOE', 'MJ', '41868'], ['1', 'kgce', 'MJ', '29.3076'],
    ['1', 't', 'kg', '1000'], ['1', 'Mg', 'mg', '1000000000'], ['1', 'lb av', 'g', '453.59237'], ['1', 'sh tn', 'kg', '907.18474'], ['1', 'kt', 'kg', '1000000'],
    ['1', 'a', 'd', '365'], ['1', 'a', 'h', '8760'], ['1', 'd', 'h', '24'], ['90', 's', 'min', '1.5'], ['3600', 's', 'h', '1'],
    ['1', 'kg*a', 'kg*d', '365'], ['73', 'kg*d', 'kg*a', '0.2'], ['365', 'm2*d', 'm2*a', '1'], ['1', 'km*a', 'm*a', '1000'],
    ['1', 't*km', 'kg*km', '1000'], ['1', 't*mi', 't*km', '1.609344'], ['1', 'l', 'm3', '0.001'], ['1', 'bsh (US)', 'm3', '0.03523907016688'],
    ['1', 'bl (Imp)', 'm3', '0.16365924'], ['1', 'ft2*a', 'm2*a', '0.09290304'], ['15', 'mu', 'ha', '1'], ['1', 'Ci', 'kBq', '37000000'],
    ['3937', 'mi (US survey)', 'm', '6336000'], ['-0.0000000001', 't', 'kg', '-0.0000001'], ['0', 't', 'kg', '0'], ['1', 't CO2-eq', 'g CO2-eq', '1000000'],
  ])('%s %s in %s is %s', (value, from, to, expected) => expect(inUnits(value, from, to)).toBe(expected));

  it('keeps all digits of a long value', () => {
    expect(inUnits('123456789012345678901234567890.123456789', 'kWh', 'MJ')).toBe('444444440444444444044444444404.4444444404');
  });

  it('rounds to 34 digits only where the result has no end', () => {
    expect(inUnits('1', 's', 'h')).toBe(`0.0002${'7'.repeat(32)}8`);
    expect(inUnits('1', 'kg*d', 'kg*a')).toBe('0.002739726027397260273972602739726027');
  });

  it('returns the text itself where nothing changes', () => expect(inUnits('1.500', 'kg', 'kg')).toBe('1.500'));

  it('refuses other quantities, money, and what is no number', () => {
    expect(() => inUnits('1', 'kg', 'MJ')).toThrow(TanluError);
    expect(() => inUnits('1', 'kg', 'kg SWU')).toThrow('"kg SWU" measures separative-work');
    expect(() => inUnits('1', 'EUR', 'CNY')).toThrow('There is no fixed factor');
    expect(() => inUnits('1', 'EUR', 'EUR2005')).toThrow(TanluError);
    expect(() => inUnits('1,5', 'kg', 't')).toThrow('"1,5" is not a decimal number.');
  });

  it('there and back is the same value (finite inverses)', () => {
    const finite = allUnits().filter((u) => u.factor !== undefined && !u.factor.includes('/') && /^[0-9.]*$/.test(u.factor) && onlyTwosAndFives(u.factor));
    expect(finite.length).toBeGreaterThan(80);
    assert(property(constantFrom(...finite), bigInt({ min: -(10n ** 30n), max: 10n ** 30n }), integer({ min: 0, max: 20 }), (from, digits, scale) => {
      const value = `${digits}e-${scale}`;
      const reference = unit(findQuantity(from.quantity)!.referenceUnit);
      expect(rescale(convert(convert(value, from, reference), reference, from), '1', '1')).toBe(rescale(value, '1', '1'));
    }));
  });
});

/** Whether 1 ÷ factor is a finite decimal. */
function onlyTwosAndFives(factor: string): boolean {
  let digits = BigInt(factor.replace('.', ''));
  for (const p of [2n, 5n]) while (digits % p === 0n) digits /= p;
  return digits === 1n;
}

describe('symbols', () => {
  it('are case-sensitive', () => {
    expect(unit('Mg').factor).toBe('1000');
    expect(unit('mg').factor).toBe('0.000001');
    expect(findUnit('KG')).toBeUndefined();
  });

  it('mean what their format says: kt is a kilotonne, in ILCD a carat', () => {
    expect(unit('kt').factor).toBe('1000000');
    expect(unit('kt', { system: 'ilcd' }).factor).toBe('0.0002');
    expect(unit('kt', { system: 'ilcd', quantity: 'mass' }).symbol).toBe('ct');
  });

  it('a is the year in time and the are in ILCD areas; in ILCD without a quantity it is undecided', () => {
    expect(unit('a').factor).toBe('8760');
    expect(unit('a', { system: 'ilcd', quantity: 'area' }).symbol).toBe('are');
    expect(unit('a', { system: 'ilcd', quantity: 'time' }).symbol).toBe('a');
    expect(findUnit('a', { system: 'ilcd' })).toBeUndefined();
  });

  it('the ILCD mile and acre keep their own size', () => {
    expect(convert('3937', unit('mi', { system: 'ilcd' }), unit('m'))).toBe('6336000');
    expect(convert('1', unit('ac', { system: 'ilcd' }), unit('m2'))).toBe('4046.8564224');
  });

  // EcoSpold edge case 31 and the unit table of EcoSpold 2.
  it.each([
    ['metric ton*km', 'ecoinvent', 't*km'], ['tkm', 'ecospold1', 't*km'], ['pkm', 'ecospold1', 'p*km'], ['person*km', 'ecoinvent', 'p*km'], ['m2a', 'ecospold1', 'm2*a'],
    ['m2*year', 'ecoinvent', 'm2*a'], ['kg*day', 'ecoinvent', 'kg*d'], ['unit', 'ecoinvent', 'Item(s)'], ['p', 'ecospold1', 'Item(s)'], ['pig place', 'ecospold1', 'Item(s)'],
    ['hour', 'ecoinvent', 'h'], ['year', 'ecoinvent', 'a'], ['Nm3', 'ecospold1', 'm3'], ['Sm3', 'ecoinvent', 'm3'], ['KGM', 'unece', 'kg'], ['MTQ', 'unece', 'm3'], ['C62', 'unece', 'Item(s)'],
    ['ton kilometer', 'pact', 't*km'], ['kilowatt hour', 'pact', 'kWh'], ['piece', 'pact', 'Item(s)'], ['megabit second', 'pact', 'Mb*s'], ['487df68b-4994-4027-8fdc-a4dc298257b7', 'ecoinvent', 'kg'],
    ['20aadc24-a391-41cf-b340-3e4529f44bde', 'openlca', 'kg'], ['千瓦时', 'ilcd', 'kWh'], ['kg CO2 eq.', 'ilcd', 'kg CO2-eq'], [' kg ', 'any other system', 'kg'],
  ])('%s of %s is %s', (symbol, system, expected) => expect(findUnit(symbol, { system })?.symbol).toBe(expected));

  it('unknown ones are unknown', () => {
    expect(findUnit('furlong per fortnight')).toBeUndefined();
    expect(findUnit('kg', { quantity: 'energy' })).toBeUndefined();
  });
});

describe('flow properties and unit groups', () => {
  it('mass and net calorific value differ in one hex digit', () => {
    expect(findFlowProperty('93a60a56-a3c8-11da-a746-0800200b9a66')?.quantity).toBe('mass');
    expect(findFlowProperty('93a60a56-a3c8-11da-a746-0800200c9a66')?.quantity).toBe('energy');
    expect(findUnitGroup('93a60a57-a4c8-11da-a746-0800200c9a66')?.referenceUnit).toBe('kg');
    expect(findUnitGroup('93a60a57-a3c8-11da-a746-0800200c9a66')?.referenceUnit).toBe('MJ');
  });

  it('groups whose reference unit depends on the package say so, GaBi groups are inverse', () => {
    expect(findUnitGroup('af638906-3ec7-4314-8de7-f76039f2dd01')?.factors).toBe('varies');
    expect(findUnitGroup('59f191d6-5dd3-4553-af88-1a32accfe308')?.factors).toBe('varies');
    expect(findUnitGroup('ad38d542-3fe9-439d-9b95-2f5f7752acaf')?.factors).toBe('inverse');
  });
});
