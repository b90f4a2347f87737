// XML, texts, values and administration of EcoSpold 2 documents (ecospold.md §4.4, cases 36–60).
import { describe, expect, it } from 'vitest';
import { TanluError } from '../../../src/errors.ts';
import { ecospold2 } from '../../../src/formats/ecospold2/adapter.ts';
import { codesOf, exchangeOf, fixture, id, issuesOf, processOf, readFixture, readText, recordsOf } from './support.ts';

describe('XML', () => {
  it('EcoSpold 4.4 #36: prefixes do not matter, and a missing namespace is told', () => {
    const plain = fixture('xml/prefixed.spold').toString().replaceAll('es:', '').replace('xmlns:', 'xmlns=').replace('xmlns==', 'xmlns=').replace('xmlns=es', 'xmlns');
    expect(processOf(readFixture('xml/prefixed.spold'))).toEqual(processOf(readText(plain)));
    expect(codesOf(readFixture('xml/no-namespace.spold'))).toEqual(['namespace-missing']);
    expect(processOf(readFixture('xml/no-namespace.spold')).exchanges).toHaveLength(1);
  });
  it.each(['inside', 'after'])('EcoSpold 4.4 #37: user master data %s the dataset are no exchanges', (where) => {
    const reading = readFixture(`xml/user-master-data-${where}.spold`);
    expect(processOf(reading).exchanges?.map((e) => e.internalId)).toEqual(['reference', 'emission']);
    expect(recordsOf(reading, 'flow').map((f) => f.id).sort()).toEqual([id(1), id(3), id(11)]);
    expect(reading.datasets.filter((d) => d.noun !== 'process').every((d) => d.derived)).toBe(true);
    expect(recordsOf(reading, 'source')).toMatchObject([{ id: id(602), title: 'A title', type: 'article' }]);
    expect(recordsOf(reading, 'contact').map((c) => c.id).sort()).toEqual([id(501), id(502), id(601)]);
    expect([...reading.account.unmapped.keys()].filter((path) => path.includes('Exchange'))).toEqual([]);
  });
  it('EcoSpold 4.4 #38: entities and line breaks in attributes and texts survive', () => {
    const reading = readFixture('xml/entities.spold');
    expect(exchangeOf(reading, 'reference').formula).toBe('a\n+ b < c');
    expect(exchangeOf(reading, 'comment').comment).toEqual({ en: 'one\r\ntwo <three> & 四' });
  });
  it('EcoSpold 4.4 #39: unescaped signs are an error with its line', () => {
    let failure: unknown;
    try {
      readFixture('xml/unescaped.spold');
    } catch (error) {
      failure = error;
    }
    const line = fixture('xml/unescaped.spold').toString().split('\n').findIndex((text) => text.includes('a < b')) + 1;
    expect(failure).toBeInstanceOf(TanluError);
    expect(failure).toMatchObject({ code: 'xml-not-well-formed', params: { file: 'xml/unescaped.spold', line } });
  });
  it('EcoSpold 4.4 #49: EcoSpold 1 is not taken for EcoSpold 2, whatever the file is called', () => {
    expect(() => readFixture('xml/ecospold1.spold')).toThrow(TanluError);
  });
});

describe('texts', () => {
  it('EcoSpold 4.4 #41: texts and images stand in the order of their index, with their variables', () => {
    const reading = readFixture('texts/comments.spold');
    expect(processOf(reading).description).toEqual({ en: 'first\nImage: http://example.org/picture.png\nlast of Haikou', de: 'erstens\nImage: http://example.org/picture.png' });
    const whole = processOf(reading).extensions!['ecospold2']!.find(([path]) => path === 'activityDescription/activity/generalComment/.=')![1];
    expect(JSON.parse(whole)).toMatchObject({ texts: [{ index: 3, text: { en: 'last of {{site}}' } }, { index: 1 }, { index: 1 }], variables: [{ name: 'site', text: { en: 'Haikou' } }] });
  });
  it('EcoSpold 4.4 #50: lists of tags, classes, reviews and people are kept; missing e-mails stay missing', () => {
    expect(processOf(readFixture('texts/comments.spold')).tags).toEqual(['one', 'two']);
    const reading = readFixture('texts/classes.spold');
    expect(processOf(reading).classifications?.map(({ scheme, code, name }) => [scheme, code, name?.['en']])).toEqual([
      ['ISIC', '0111a', 'Growing of cereals'], ['CPC', '53269', 'Other constructions'], ['CPC', '01111', 'Wheat, seed'],
      ['EcoSpold01Categories', undefined, 'chemicals/organics'], ['HS', '400122', 'Technically specified rubber'], ['A list of our own', undefined, 'without code'],
    ]);
    expect(processOf(reading).classifications?.[0]).toMatchObject({ statedScheme: 'ISIC rev.4 ecoinvent', statedId: id(701) });
    expect(processOf(reading).extensions?.['ecospold2']).toContainEqual(['activityDescription/classification[3]/classificationValue[@xml:lang=en]', '01111 : Wheat, seed']);
    expect(processOf(reading).reviews).toEqual([{
      date: '2025-05-05', reviewedVersion: '3.8.0.0', details: { en: 'checked' }, otherDetails: { en: 'nothing' },
      reviewers: [{ type: 'contact', id: id(503), name: { en: 'C. Reviewer' } }],
    }]);
    const contacts = recordsOf(reading, 'contact');
    expect(contacts.find((c) => c.id === id(503))?.email).toBeUndefined();
    expect(contacts.find((c) => c.id === id(501))).toEqual({ id: id(501), version: '00.00.000', name: { en: 'A. Author' } });
  });
  it('EcoSpold 4.4 #55: languages of three letters and with regions are read', () => {
    const reading = readFixture('texts/languages.spold');
    expect(processOf(reading).name).toEqual({ de: 'deutsch', pt: 'brasileiro', zh: '中文', und: 'klingon' });
    expect(issuesOf(reading, 'language-unknown')).toHaveLength(4);
  });
  it('EcoSpold 4.4 #56: the second comment of a language is joined to the first, told, and comes back by itself', () => {
    const reading = readFixture('texts/comments.spold');
    expect(exchangeOf(reading, 'twice')).toMatchObject({ comment: { en: 'first\nsecond', de: 'deutsch' } });
    expect(issuesOf(reading, 'language-duplicate')).toHaveLength(1);
    const { text } = ecospold2.write('process', processOf(reading));
    expect([...text!.matchAll(/<comment xml:lang="(\w+)">(first|second|deutsch)<\/comment>/g)].map((m) => [m[1], m[2]])).toEqual([['en', 'first'], ['en', 'second'], ['de', 'deutsch']]);
  });
  it('EcoSpold 4.4 #56: a comment without a language beside an English one comes back without one, which keeps it valid', () => {
    const stated = fixture('texts/comments.spold').toString().replace('<comment xml:lang="en">first<', '<comment>first<').replace('<comment xml:lang="en">second<', '<comment xml:lang="eng">second<');
    const { text } = ecospold2.write('process', processOf(readText(stated)));
    expect(text).toContain('<comment>first</comment>');
    expect(text).toContain('<comment xml:lang="eng">second</comment>');
    expect(exchangeOf(readText(text!), 'twice').comment).toEqual({ en: 'first\nsecond', de: 'deutsch' });
  });
  it('EcoSpold 4.4 #60: required names of blanks only are told, and the record is named otherwise', () => {
    const reading = readFixture('texts/blank-names.spold');
    expect(issuesOf(reading, 'text-blank').map((i) => i.path)).toEqual(['activityDataset[1]/flowData/intermediateExchange[1]/name', 'activityDataset[1]/activityDescription/activity/activityName']);
    expect(processOf(reading).name).toEqual({ en: id(9000) });
  });
});

describe('values', () => {
  it('EcoSpold 4.4 #42: numbers are strict, plain mistakes repaired with a warning, nothing guessed', () => {
    const reading = readFixture('values/numbers.spold');
    const amount = (name: string) => exchangeOf(reading, name).amount;
    expect(['comma', 'thousands', 'exponent', 'blanks', 'exact'].map(amount)).toEqual(['0.5', '1234.5', '1.5E-03', '2.50', '0.10000000000000000000001']);
    expect(['inf', 'infinity', 'nan', 'empty', 'tail', 'ambiguous'].map(amount)).toEqual(Array(6).fill(undefined));
    expect(issuesOf(reading, 'number-invalid').map((i) => i.params['value'])).toEqual(['INF', 'Infinity', 'NaN', '1abc', '1,234']);
    expect(issuesOf(reading, 'number-repaired')).toHaveLength(2);
    expect(issuesOf(reading, 'amount-missing')).toHaveLength(6);
  });
  it('EcoSpold 4.4 #43: booleans come as words or digits', () => {
    const reading = readFixture('values/booleans.spold');
    expect(['reference', 'one', 'zero', 'word'].map((e) => exchangeOf(reading, e).calculated)).toEqual([true, true, false, undefined]);
    expect(issuesOf(reading, 'boolean-invalid')).toHaveLength(1);
  });
  it('EcoSpold 4.4 #44: dates with times and zones keep their day; impossible ones are left out', () => {
    const reading = readFixture('values/dates.spold');
    expect(processOf(reading).period).toEqual({ start: '2009-12-31', end: '2012-12-31' });
    expect(issuesOf(reading, 'date-zone-dropped')).toHaveLength(2);
    expect(processOf(reading, 1).period).toBeUndefined();
    expect(issuesOf(reading, 'date-invalid').map((i) => i.params['value'])).toEqual(['2020-02-30', '09']);
  });
  it('EcoSpold 4.4 #53: an unknown scenario is kept and told', () => {
    const reading = readFixture('values/scenario.spold');
    expect(processOf(reading)).toMatchObject({ scenarioId: id(555), scenario: { en: 'Business-as-Usual' } });
    expect(codesOf(reading)).toEqual(['code-unknown']);
  });
  it('EcoSpold 4.4 #57: absent revision numbers count as zero, an absent version is told', () => {
    const reading = readFixture('values/versions.spold');
    expect([processOf(reading).version, processOf(reading, 1).version]).toEqual(['3.1.0.0', '00.00.000']);
    expect(issuesOf(reading, 'version-repaired')).toMatchObject([{ params: { stated: '3.1', used: '3.1.0.0' } }]);
    expect(issuesOf(reading, 'version-missing')).toHaveLength(1);
  });
  it('EcoSpold 4.4 #58: timestamps without seconds are kept as stated', () => {
    expect(processOf(readFixture('values/dates.spold'), 3).administration?.fileWrittenAt).toBe('2026-11-22T10:00');
  });
  it('EcoSpold 4.4 #59: a period that ends before it starts is told', () => {
    const reading = readFixture('values/dates.spold');
    expect(issuesOf(reading, 'period-reversed')).toMatchObject([{ params: { start: '2026-01-01', end: '2020-12-31' } }]);
    expect(processOf(reading, 2).period).toEqual({ start: '2026-01-01', end: '2020-12-31' });
  });
  it('tells from access and copyright whether a dataset may be passed on', () => {
    expect(recordsOf(readFixture('values/rights.spold'), 'process').map((p) => p.rights?.redistribution)).toEqual(['FORBIDDEN', 'ALLOWED', 'UNKNOWN', 'ALLOWED']);
  });
});
