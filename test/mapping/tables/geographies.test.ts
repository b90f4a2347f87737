// Places: the Chinese province trap in both directions, TianGong codes, regions, containment (EcoSpold edge cases 20 and 21; ILCD edge case 35).
import { describe, expect, it } from 'vitest';
import { allPlaces, ancestorsOf, isWithin, placeOf, resolvePlace, type PlaceSystem } from '../../../src/mapping/tables/geographies.ts';
import { geographyTables } from '../../../src/mapping/tables/geography-tables.ts';

const place = (system: PlaceSystem, code: string): string | undefined => {
  const found = resolvePlace(system, code);
  return found && `${found.code}${found.exact ? '' : ' ~'}`;
};

describe('geography tables', () => {
  it('hold the 249 entries of ISO 3166-1 and Kosovo, 31 provinces, 19 cities and counties of Hainan', () => {
    const count = (kind: string): number => allPlaces().filter((p) => p.kind === kind).length;
    expect(count('country')).toBe(249 + 1);
    expect(allPlaces().filter((p) => p.kind === 'subdivision' && p.parents.includes('CN'))).toHaveLength(31);
    expect(allPlaces().filter((p) => p.parents.includes('CN-HI'))).toHaveLength(19);
    expect(count('global')).toBe(1);
  });

  it('have no circles, and every place but the world itself lies in the world', () => {
    const codes = allPlaces().map((p) => p.code);
    expect(codes.filter((code) => ancestorsOf(code).includes(code))).toEqual([]);
    expect(codes.filter((code) => ancestorsOf(code).at(-1) !== 'GLO')).toEqual(['GLO']);
  });

  it('put every country but Antarctica into one UN region', () => {
    const regions = (code: string): string[] => ancestorsOf(code).filter((a) => ['002', '009', '019', '142', '150'].includes(a));
    expect(allPlaces().filter((p) => p.kind === 'country' && regions(p.code).length !== 1).map((p) => p.code)).toEqual(['AQ']);
  });

  it('translate every alias into a place that exists', () => {
    const targets = [...geographyTables().codes.values()].flatMap((codes) => [...codes.values()]);
    expect(targets.filter(({ code }) => placeOf(code) === undefined)).toEqual([]);
  });

  it('count the members of the European Union', () => {
    for (const [union, members] of [['EU-15', 15], ['EU-25', 25], ['EU-27', 27], ['EU-28', 28]] as const) {
      expect([union, allPlaces().filter((p) => p.parents.includes(union)).length]).toEqual([union, members]);
    }
  });
});

describe('Chinese provinces', () => {
  it.each([
    ['ecoinvent', 'CN-HA', 'CN-HI'], ['iso', 'CN-HA', 'CN-HA'], ['ecoinvent', 'CN-HE', 'CN-HA'], ['iso', 'CN-HE', 'CN-HE'], ['ecoinvent', 'CN-HB', 'CN-HE'], ['iso', 'CN-HB', 'CN-HB'],
    ['ecoinvent', 'CN-HU', 'CN-HB'], ['ecoinvent', 'CN-SA', 'CN-SN'], ['ecoinvent', 'CN-GD', 'CN-GD'], ['iso', 'CN-HI', 'CN-HI'], ['iso', 'CN-46', 'CN-HI'], ['pact', 'CN-HI', 'CN-HI'],
    ['openlca', 'CN-HA', 'CN ~'], ['ilcd', 'CN-HA', 'CN ~'], ['openlca', 'CN-HI', 'CN-HI'], ['openlca', 'c7439785-e07d-3db1-a531-12b8a73fb9c2', 'CN-HI'],
    ['openlca', '37c4a9b5-5f7d-3238-bb72-4623cde79d2a', 'CN-HA'], ['tiangong', 'HAIN-CN', 'CN-HI'], ['ilcd', 'HAIN-CN', 'CN-HI'], ['ilcd', 'HEN-CN', 'CN-HA'], ['ilcd', 'HEB-CN', 'CN-HE'],
    ['ilcd', 'HUB-CN', 'CN-HB'], ['ilcd', 'SAX-CN', 'CN-SN'], ['ilcd', 'SX-CN', 'CN-SX'], ['ilcd', 'SD-CN', 'CN-SD'], ['ilcd', 'SZ-JS-CN', 'CN-JS ~'], ['ilcd', 'ZB-SD-CN', 'CN-SD ~'],
    ['ilcd', 'XX-QQ-CN', 'CN ~'], ['iso', 'CN-ZZ', 'CN ~'], ['gbt', '460000', 'CN-HI'], ['gbt', '46', 'CN-HI'], ['gbt', '460100', 'CN-HI-460100'],
  ] as const)('%s %s is %s', (system, code, expected) => expect(place(system, code)).toBe(expected));

  it('Hong Kong, Macao and Taiwan have one form, inside China', () => {
    for (const code of ['HK', 'MO', 'TW']) {
      expect([place('iso', `CN-${code}`), place('ilcd', code), place('pact', code)]).toEqual([code, code, code]);
      expect(isWithin(code, 'CN') && isWithin(code, '030')).toBe(true);
    }
  });
});

describe('other codes', () => {
  it.each([
    ['ecoinvent', 'GLO', 'GLO'], ['ecoinvent', 'RoW', 'RoW'], ['ecoinvent', '7846b897-7c04-4f9f-b607-2b83fcd9a74c', 'RoW'], ['ecoinvent', '0c40fa1e-7d7e-11de-9ae2-0019e336be3a', 'CN'],
    ['ecoinvent', '868a66d1-7428-4ba2-9125-253b07afc119', 'CA-QC'], ['ecoinvent', 'UN-SEASIA', '035'], ['ecoinvent', 'Europe without Switzerland', 'RER ~'], ['ecoinvent', 'RER w/o CH+DE', 'RER ~'],
    ['ecoinvent', 'Canada without Quebec', 'CA ~'], ['ecoinvent', 'IN-Northern grid', 'IN ~'], ['ecoinvent', 'US-WECC', 'US ~'], ['ecoinvent', 'AUS-NSW', 'AU-NSW'], ['ecoinvent', 'CA-NF', 'CA-NL'],
    ['ecoinvent', 'CSG', 'CN-CSG'], ['openlca', 'CN-S-Grid', 'CN-CSG'], ['pact', 'South-eastern Asia', '035'], ['pact', 'Latin America and the Caribbean', '419'], ['pact', 'US-CA', 'US-CA'],
    ['ilcd', 'UK', 'GB'], ['ilcd', 'EL', 'GR'], ['ilcd', 'CS', 'CS'], ['ilcd', 'EU-27', 'EU-27 ~'], ['iso', 'us', 'US'], ['iso', 'IN-OR', 'IN-OD'],
    ['iso', 'QQ', undefined], ['iso', 'QQ-AB', undefined], ['ecoinvent', 'IAI Area, Asia', undefined], ['ecoinvent', '', undefined], ['ecoinvent', 'SZ-JS-CN', undefined],
  ] as const)('%s %s is %s', (system, code, expected) => expect(place(system, code)).toBe(expected));

  it('the rest of the world is no country, contains nothing, and is not the world', () => {
    expect(placeOf('RoW')?.kind).toBe('rest');
    expect(isWithin('CN', 'RoW')).toBe(false);
    expect(isWithin('RoW', 'GLO')).toBe(true);
    expect(isWithin('GLO', 'RoW')).toBe(false);
  });
});

describe('containment', () => {
  it('goes from Haikou to the world', () => {
    expect(ancestorsOf('CN-HI-460100')).toEqual(['CN-HI', 'CN', 'CN-CSG', '030', '142', 'RAS', 'GLO']);
  });

  it.each([['CN-HI', 'CN', true], ['CN', 'CN-HI', false], ['CN', 'CN', true], ['US-CA', '021', true], ['DE', 'EU-27', true], ['GB', 'EU-27', false], ['GB', 'RER', true], ['TH', 'ASEAN', true], ['CN-HA', 'CN-CSG', false]] as const)(
    '%s within %s: %s', (inner, outer, expected) => expect(isWithin(inner, outer)).toBe(expected));

  it('names subdivisions without a table by rule', () => {
    expect(placeOf('BR-SP')).toEqual({ code: 'BR-SP', kind: 'subdivision', names: { en: 'BR-SP', zh: 'BR-SP' }, parents: ['BR'] });
    expect(placeOf('CN-ZZ')).toBeUndefined();
  });
});
