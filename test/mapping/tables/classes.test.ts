// Classification systems: names in real files and the parents of a code (HS, CN, CPC, ISIC, NACE, GB/T 4754, ILCD, EcoSpold 1).
import { describe, expect, it } from 'vitest';
import { allSchemes, canonicalClass, classAncestors, resolveScheme } from '../../../src/mapping/tables/classes.ts';

describe('classification systems', () => {
  it.each([
    ['ISIC rev.4 ecoinvent', 'ISIC'], ['HS2017', 'HS'], ['UN CPC', 'CPC'], ['', 'ILCD'], ['ilcd', 'ILCD'], ['OEKOBAU.DAT', 'oekobau.dat'], ['The International EPD System', 'International EPD System'],
    ['GaBiCategories', 'GaBiCategories'], [' EcoSpold01Categories ', 'EcoSpold01Categories'], ['国民经济行业分类', 'GB/T 4754'], ['Andere Klassifizierung', 'Andere Klassifizierung'],
  ])('%j is %s', (stated, expected) => expect(resolveScheme(stated)).toBe(expected));

  it.each([
    ['HS', '4001.22', ['HS:400122', 'HS:4001', 'HS:40']], ['HS', '400122', ['HS:400122', 'HS:4001', 'HS:40']], ['HS', '40', ['HS:40']],
    ['CN', '4001 22 00', ['CN:40012200', 'HS:400122', 'HS:4001', 'HS:40']], ['CN-HS', '4001.2200.00', ['CN-HS:4001220000', 'CN-HS:40012200', 'HS:400122', 'HS:4001', 'HS:40']],
    ['CPC', '0151', ['CPC:0151', 'CPC:015', 'CPC:01', 'CPC:0']], ['CPC', '53269', ['CPC:53269', 'CPC:5326', 'CPC:532', 'CPC:53', 'CPC:5']],
    ['ISIC rev.4 ecoinvent', '0112', ['ISIC:0112', 'ISIC:011', 'ISIC:01', 'ISIC:A']], ['ISIC', '0111a', ['ISIC:0111a', 'ISIC:0111', 'ISIC:011', 'ISIC:01', 'ISIC:A']], ['ISIC', 'C', ['ISIC:C']],
    ['NACE', '20.14', ['NACE:2014', 'NACE:201', 'NACE:20', 'NACE:C']], ['NACE', 'C20.14', ['NACE:2014', 'NACE:201', 'NACE:20', 'NACE:C']],
    ['GB/T 4754', '2911', ['GB/T 4754:2911', 'GB/T 4754:291', 'GB/T 4754:29', 'GB/T 4754:C']], ['ILCD', '2.1.3', ['ILCD:2.1.3', 'ILCD:2.1', 'ILCD:2']],
    ['EcoSpold01Categories', 'chemicals / organics', ['EcoSpold01Categories:chemicals/organics', 'EcoSpold01Categories:chemicals']], ['NAICS', '31-33', ['NAICS:31-33']],
    ['GTIN', '4712345060507', ['GTIN:4712345060507']], ['a private system', 'A.1', ['a private system:A.1']], ['HS', '', []],
  ])('%s %s lies in %j', (scheme, code, expected) => expect(classAncestors(scheme, code)).toEqual(expected));

  it('leading zeros matter', () => expect(canonicalClass('CPC', '0151')).not.toBe(canonicalClass('CPC', '151')));

  it('every base system exists', () => {
    const ids = new Set(allSchemes().map((s) => s.id));
    expect(allSchemes().filter(({ base }) => base !== undefined && !ids.has(base))).toEqual([]);
  });
});
