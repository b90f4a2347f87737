// Links, identity and kinds of activities in EcoSpold 2 (ecospold.md §4.4, cases 14–24).
import { describe, expect, it } from 'vitest';
import { matchingName } from '../../../src/formats/cut-off-names.ts';
import { isLinkedModel, linkState, processIdOf, UNDEFINED_SYSTEM_MODEL } from '../../../src/formats/ecospold2/identity.ts';
import { uuidV5 } from '../../../src/model/identity.ts';
import { codesOf, exchangeOf, fixture, id, issuesOf, processOf, readFixture, readText, recordsOf } from './support.ts';

describe('suppliers', () => {
  it('EcoSpold 4.4 #14: a missing link is told in a linked system model only, and nothing is deleted', () => {
    const linked = readFixture('linking/linked.spold');
    expect(issuesOf(linked, 'link-unlinked').map((i) => i.path)).toEqual(['activityDataset[1]/flowData/intermediateExchange[3]']);
    expect(processOf(linked).exchanges).toHaveLength(5);
    expect(codesOf(readFixture('linking/undefined.spold'))).toEqual([]);
    expect(isLinkedModel({ systemModelId: UNDEFINED_SYSTEM_MODEL })).toBe(false);
  });
  it('EcoSpold 4.4 #14, #15: a link is judged by what is known of its supplier', () => {
    const products = (activity: string) => (activity === 'known' ? new Set(['product']) : undefined);
    const judge = (linked: boolean, activityLinkId: string | undefined, flow: string) => linkState(linked, { activityLinkId, flow: { id: flow } }, products);
    expect([judge(true, 'known', 'product'), judge(true, 'known', 'other'), judge(true, 'gone', 'product'), judge(true, undefined, 'product'), judge(false, undefined, 'product')])
      .toEqual(['linked', 'wrong-product', 'ghost', 'unlinked', 'by-design']);
  });
  it('EcoSpold 4.4 #16: a process is known by the pair of activity and product, and so is its supplier', () => {
    const reading = readFixture('linking/same-activity.spold');
    const [a, b] = recordsOf(reading, 'process');
    expect(a!.activityId).toBe(b!.activityId);
    expect([a!.id, b!.id]).toEqual([uuidV5(`${id(9000)}/${id(1)}`), uuidV5(`${id(9000)}/${id(2)}`)]);
    const input = exchangeOf(readFixture('linking/linked.spold'), 'linked');
    expect(input.provider).toEqual({ type: 'process', id: processIdOf(id(2000), id(2)) });
    expect(input.activityLinkId).toBe(id(2000));
  });
  it('EcoSpold 4.4 #17: the content is trusted, a file name only compared', () => {
    const named = (file: string) => issuesOf(readFixture('linking/undefined.spold', file), 'id-file-name-differs').map((i) => i.params['used']);
    expect(named(`datasets/${id(9000)}_${id(1)}.spold`)).toEqual([]);
    expect(named(`datasets/${id(9000)}_${id(2)}.spold`)).toEqual([`${id(9000)}_${id(1)}`]);
    expect(named(`${id(9000)}.spold`)).toEqual([]);
    expect(named(`${id(9001)}.xml`)).toEqual([id(9000)]);
    expect(named('electricity mix.xml')).toEqual([]);
  });
  it('EcoSpold 4.4 #19: the prefix CUTOFF stays in the name, sets a flag and does not count in comparisons', () => {
    const exchange = exchangeOf(readFixture('linking/linked.spold'), 'cutoff');
    expect(exchange).toMatchObject({ isCutOff: true, flow: { name: { en: 'CUTOFF Electricity, hydropower' } } });
    expect(matchingName(exchange.flow.name!['en']!)).toBe('Electricity, hydropower');
    expect(matchingName('Cutoffs of paper')).toBe('Cutoffs of paper');
  });
});

describe('places', () => {
  const places = recordsOf(readFixture('linking/row.spold'), 'process').map((p) => p.geography);
  it('EcoSpold 4.4 #20: the rest of the world is neither the world nor a country', () => {
    expect([places[0], places[1]]).toMatchObject([{ code: 'RoW', stated: 'RoW' }, { code: 'GLO', stated: 'GLO' }]);
  });
  it('CN-HA of ecoinvent is Hainan', () => expect(places[2]).toMatchObject({ code: 'CN-HI', stated: 'CN-HA', system: 'ecoinvent' }));
  it('EcoSpold 4.4 #21: long and unknown shortnames are kept as stated', () => {
    expect(places[3]).toEqual({ system: 'ecoinvent', stated: 'Nowhere land', statedId: id(77) });
    expect(issuesOf(readFixture('linking/row.spold'), 'place-unknown')).toMatchObject([{ params: { code: 'Nowhere land' } }]);
    const long = fixture('linking/undefined.spold').toString().replace('>GLO<', '>Europe without Switzerland<');
    expect(processOf(readText(long)).geography).toMatchObject({ stated: 'Europe without Switzerland' });
    expect(issuesOf(readText(long), 'place-unknown')).toEqual([]);
  });
});

describe('activities', () => {
  it('EcoSpold 4.4 #22: texts and values of a parent stay literally, with one issue', () => {
    const child = readFixture('linking/child.spold');
    expect(processOf(child)).toMatchObject({ parentActivityId: id(4000), inheritanceDepth: 1, description: { en: '{{PARENTTEXT}} And more.' } });
    expect(issuesOf(child, 'parent-unresolved')).toMatchObject([{ params: { parent: id(4000) } }]);
    expect(issuesOf(readFixture('linking/parent-value.spold'), 'parent-unresolved')).toHaveLength(1);
  });
  it('EcoSpold 4.4 #23: market groups have a kind of their own', () => expect(processOf(readFixture('linking/kinds.spold')).activityKind).toBe('MARKET_GROUP'));
  it('EcoSpold 4.4 #24: residual activities need no elementary exchanges', () => {
    const reading = readFixture('linking/kinds.spold');
    expect(processOf(reading, 1).activityKind).toBe('RESIDUAL');
    expect(codesOf(reading)).toEqual(['field-defaulted']);
  });
  it('EcoSpold 4.4 #54: an absent special activity type is read as ordinary, and told', () => {
    const reading = readFixture('linking/kinds.spold');
    expect(processOf(reading, 2).activityKind).toBe('ORDINARY');
    expect(issuesOf(reading, 'field-defaulted')).toMatchObject([{ params: { field: 'specialActivityType' } }]);
  });
});
