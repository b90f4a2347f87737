// ILCD §4.3, cases 58–62: environmental product declarations are read as processes; what their extension says is kept leaf by leaf.
import { describe, expect, it } from 'vitest';
import { checkProcessAgainstFlows } from '../../../src/mapping/check-process.ts';
import { keptAt, only, readFixture } from './fixture.ts';

const read = (...edits: readonly (readonly [string, string])[]) => only(readFixture('epd/process.xml', ...edits), 'process');

describe('ILCD+EPD', () => {
  it('is a process of type EPD with its scenarios beside it', () => {
    const { record } = read();
    expect(record.type).toBe('EPD');
    const base = 'processInformation/dataSetInformation/common:other/epd:scenarios/epd:scenario';
    expect(keptAt(record, `${base}/@epd:name`)).toBe('landfill');
    expect(keptAt(record, `${base}/@epd:default`)).toBe('true');
    expect(keptAt(record, `${base}[2]/@epd:name`)).toBe('incineration');
    expect(keptAt(record, 'modellingAndValidation/LCIMethodAndAllocation/common:other/epd:subType')).toBe('specific dataset');
  });

  it('ILCD 4.3 #58: aggregated and split modules are kept side by side and never summed', () => {
    const indicator = read().record.exchanges![1]!;
    expect(indicator.amount).toBeUndefined();
    expect([keptAt(indicator, 'common:other/epd:amount'), keptAt(indicator, 'common:other/epd:amount[2]')]).toEqual(['1.5', '4.5']);
    expect([keptAt(indicator, 'common:other/epd:amount/@epd:module'), keptAt(indicator, 'common:other/epd:amount[2]/@epd:module')]).toEqual(['A1', 'A1-A3']);
  });

  it('ILCD 4.3 #59: scenarios of a module are kept apart; an empty amount is kept as not declared', () => {
    const indicator = read().record.exchanges![1]!;
    expect(keptAt(indicator, 'common:other/epd:amount[3]/@epd:scenario')).toBe('landfill');
    expect(keptAt(indicator, 'common:other/epd:amount[3]')).toBe('0.25');
    expect(keptAt(indicator, 'common:other/epd:amount[4]/@epd:scenario')).toBe('incineration');
    expect(keptAt(indicator, 'common:other/epd:amount[4]')).toBeUndefined();
  });

  it('ILCD 4.3 #60: an indicator is known by its identifier, whatever its unit is called', () => {
    const { record } = read();
    expect(record.impactResults![0]).toEqual({ category: { type: 'impactCategory', id: 'a7ea142a-9749-11ed-a8fc-0242ac120002' }, amount: '0' });
    expect(keptAt(record, 'LCIAResults/LCIAResult/common:other/epd:referenceToUnitGroupDataSet/common:shortDescription')).toBe('kg CO_(2)-Äq.');
  });

  it('ILCD 4.3 #61: compliance (EF 3.0) and indicator (EF 3.1) are both kept where they disagree', () => {
    const { record } = read();
    expect(record.compliances![0]!.system!.id).toBe('c0016b33-8cf7-415c-ac6e-deba0d21440d');
    expect(record.impactResults![0]!.category.id).toBe('a7ea142a-9749-11ed-a8fc-0242ac120002');
  });

  it('ILCD 4.3 #62: a reference exchange without direction is an output', () => {
    const { record, issues } = read();
    expect(record.exchanges![0]).toMatchObject({ isReference: true, direction: 'OUTPUT', amount: '1.0' });
    expect(issues).toMatchObject([{ code: 'direction-missing', params: { used: 'OUTPUT' } }]);
    expect(checkProcessAgainstFlows(record, () => 'OTHER')).toEqual([]);
  });

  it('ILCD 4.3 #19: only the declared unit of an EPD needs an amount', () => {
    const { codes } = read(['<meanAmount>1.0</meanAmount>', '']);
    expect(codes).toEqual(['direction-missing', 'amount-missing']);
  });

  it('ILCD 4.3 #34: oekobau.dat and UN CPC stand side by side', () => {
    expect(read().record.classifications!.map((c) => [c.scheme, c.code])).toEqual([['oekobau.dat', '6'], ['CPC', '369']]);
  });
});
