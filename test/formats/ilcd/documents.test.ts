// ILCD §4.3, cases 44–54, 56, 66, 67: languages, long texts, terms, times, encodings, and documents that hold many datasets or none.
import { describe, expect, it } from 'vitest';
import { ilcd } from '../../../src/formats/ilcd/adapter.ts';
import { recognize } from '../../../src/formats/registry.ts';
import { fixtureText, issueOf, keptAt, keptTexts, only, readFixture, readProcess, readText } from './fixture.ts';

describe('ILCD texts', () => {
  it('ILCD 4.3 #44: every language is kept; no attribute means English; English may be missing', () => {
    expect(readProcess().record.name).toEqual({ en: 'Natural rubber sheet', zh: '天然橡胶片' });
    expect(only(readFixture('contact/contact.xml'), 'contact').record.name).toEqual({ zh: '橡胶研究院' });
    expect(readProcess(['<baseName xml:lang="en">', '<baseName>']).record.name).toEqual({ en: 'Natural rubber sheet', zh: '天然橡胶片' });
  });

  it('ILCD 4.3 #45: of a language stated twice the first text counts and the other is kept beside', () => {
    const { record, issues } = readProcess(['<baseName xml:lang="zh">', '<baseName xml:lang="en">']);
    expect(record.name).toEqual({ en: 'Natural rubber sheet' });
    expect(keptTexts(record)).toContain('天然橡胶片');
    expect(issueOf(issues, 'language-duplicate')?.params).toEqual({ language: 'en' });
  });

  it('ILCD 4.3 #46: texts beyond the limits of the schema are kept whole', () => {
    const long = '橡'.repeat(1_500);
    const { record } = readProcess(['field latex', long], ['Natural rubber sheet', long]);
    expect(record.exchanges![1]!.comment!['en']).toBe(long);
    expect(record.name['en']).toBe(long);
  });

  it('ILCD 4.3 #48: a repeated derivation counts once, another word is told and kept', () => {
    const derivation = '<dataDerivationTypeStatus>Measured</dataDerivationTypeStatus>';
    const repeated = readProcess([derivation, `${derivation}<dataDerivationTypeStatus>Estimated</dataDerivationTypeStatus>`]);
    expect(repeated.record.exchanges![1]!.derivation).toBe('Measured');
    expect(keptAt(repeated.record.exchanges![1]!, 'dataDerivationTypeStatus[+]')).toBe('Estimated');
    expect(repeated.codes).toEqual(['field-repeated']);
    const foreign = readProcess(['>Measured<', '>Software or database<']);
    expect(foreign.record.exchanges![1]!.derivation).toBe('Software or database');
    expect(issueOf(foreign.issues, 'code-unknown')?.params).toEqual({ value: 'Software or database', list: 'derivations' });
  });

  it.each([['2022-10-10T15:14:00.999', 'date-zone-assumed'], ['2022-10-10', 'date-zone-assumed'], ['2022-10-10T15:14:00Z', undefined], ['2022-10-10T15:14:00.5+08:00', undefined], ['10.10.2022', 'date-invalid']])('ILCD 4.3 #49: time %s is kept as stated', (stated, code) => {
    const { record, codes } = readProcess(['2023-05-17T09:30:00+08:00', stated]);
    expect(record.administration!.enteredAt).toBe(stated);
    expect(codes).toEqual(code === undefined ? [] : [code]);
  });

  it('ILCD 4.3 #50: years of validity become days, and the description that holds exact dates stays whole', () => {
    const { record } = readProcess();
    expect(record).toMatchObject({ referenceYear: 2023, period: { start: '2023-01-01', end: '2026-12-31' }, periodDescription: { en: 'Published 2023-05-17, valid until 2026-05-16' } });
    expect(readProcess(['>2026<', '>2020<']).issues).toMatchObject([{ code: 'period-reversed', params: { start: '2023-01-01', end: '2020-12-31' } }]);
    expect(readProcess(['<common:dataSetValidUntil>2026</common:dataSetValidUntil>', '']).record.period).toEqual({ start: '2023-01-01' });
  });

  it('ILCD 4.3 #51: elements of unknown namespaces are kept with their paths, in order', () => {
    const { record } = readProcess(['<generalComment xml:lang="en">field latex</generalComment>', '$&<common:other><x:plot xmlns:x="http://example.org/x" x:n="1">west</x:plot><x:plot xmlns:x="http://example.org/x" x:n="2">east</x:plot></common:other>']);
    expect(record.exchanges![1]!.extensions!['ilcd']).toEqual([
      ['common:other/{http://example.org/x}plot/@{http://example.org/x}n', '1'],
      ['common:other/{http://example.org/x}plot', 'west'],
      ['common:other/{http://example.org/x}plot[2]/@{http://example.org/x}n', '2'],
      ['common:other/{http://example.org/x}plot[2]', 'east'],
    ]);
  });

  it('ILCD 4.3 #56: addresses of digital files lose blanks around them, local paths are told', () => {
    const { record, issues } = only(readFixture('source/source.xml'), 'source');
    expect(record.files).toEqual([{ uri: '../external_docs/rubber 2022.pdf' }, { uri: 'https://example.org/rubber.pdf' }, { uri: 'C:\\data\\rubber.xls' }]);
    expect(issues).toMatchObject([{ code: 'file-address-local', params: { uri: 'C:\\data\\rubber.xls' } }]);
  });
});

describe('ILCD documents', () => {
  const dialect = 'dialects/prefixes-and-order.xml';

  it('ILCD 4.3 #52: names are compared by namespace: other prefixes, other default, wrong schema location', () => {
    const { record } = only(readFixture(dialect), 'process');
    expect(record).toMatchObject({ id: '11111111-0000-4000-8000-000000000021', name: { en: 'Sheet' }, version: '02.00.000', uri: 'https://example.org/p' });
    expect(record.exchanges![0]!.flow.name).toEqual({ en: 'sheet' });
    expect(record.extensions!['ilcd']!.map(([path]) => path)).toEqual(['@version', 'exchanges/exchange[1]/resultingAmount/.-']);
  });

  it('ILCD 4.3 #52: a dataset element in a foreign namespace is not read as ILCD', () => {
    const text = fixtureText(dialect, ['http://lca.jrc.it/ILCD/Process', 'http://example.org/Process']);
    expect(recognize(Buffer.from(text), dialect)).toMatchObject({ issue: { code: 'namespace-unknown' } });
    expect(recognize(Buffer.from(fixtureText(dialect)), dialect)).toMatchObject({ adapter: { name: 'ilcd' } });
  });

  it('ILCD 4.3 #53: elements are read in any order', () => {
    const { record, codes } = only(readFixture(dialect), 'process');
    expect(record.exchanges![0]).toMatchObject({ internalId: '5', isReference: true, amount: '2', direction: 'OUTPUT' });
    expect(codes).toEqual([]);
  });

  it('ILCD 4.3 #54: byte order mark, UTF-16, CDATA and control characters', () => {
    const text = fixtureText(dialect, ['<p:baseName>Sheet<', '<p:baseName><![CDATA[Sheet <1> & 片]]><']);
    const name = { en: 'Sheet <1> & 片' };
    const read = (bytes: Uint8Array) => only(ilcd.read(bytes, dialect), 'process').record.name;
    expect(read(Buffer.from(`\ufeff${text}`, 'utf8'))).toEqual(name);
    expect(read(Buffer.from(`\ufeff${text.replace('UTF-8', 'UTF-16')}`, 'utf16le'))).toEqual(name);
    const control = readText(fixtureText(dialect, ['>Sheet<', '>She\u0001et&#x0;<']), dialect);
    expect(only(control, 'process').record.name).toEqual({ en: 'Sheet' });
    expect(control.issues.map((i) => i.code)).toEqual(['xml-control-character']);
  });

  it('ILCD 4.3 #66: metadata only is no empty inventory', () => {
    const bare = [[/<exchanges>[^]*<\/exchanges>/, ''], [/<quantitativeReference[^]*<\/quantitativeReference>/, '']] as const;
    const declared = readProcess(...bare, ['metaDataOnly="false"', 'metaDataOnly="true"']);
    expect(declared.record.metaDataOnly).toBe(true);
    expect(declared.codes).toEqual(['metadata-only']);
    expect(readProcess(...bare).codes).toEqual(['reference-flow-missing', 'inventory-empty']);
  });

  it('ILCD 4.3 #67: a wrapper holds many datasets, each with its own issues', () => {
    const { datasets, issues } = readFixture('wrapper/wrapper.xml');
    expect(datasets.map((d) => [d.noun, d.record.id, d.issues.map((i) => i.code)])).toEqual([
      ['contact', '44444444-0000-4000-8000-000000000011', ['version-missing']],
      ['contact', '44444444-0000-4000-8000-000000000012', []],
      ['unitGroup', '77777777-0000-4000-8000-000000000001', ['version-missing']],
    ]);
    expect(issues).toEqual([]);
  });

  it.each(['classification', 'locations', 'methodologies'])('the list of %s is known and is no dataset', (name) => {
    const file = `lists/${name}.xml`;
    expect(recognize(Buffer.from(fixtureText(file)), file)).toMatchObject({ adapter: { name: 'ilcd' } });
    const { datasets, issues, account } = readFixture(file);
    expect(datasets).toEqual([]);
    expect(issues).toMatchObject([{ code: 'file-no-dataset', severity: 'info' }]);
    expect(account.unmapped.size).toBe(0);
  });

  it('a package is read in the order in which references point', () => {
    const files = ['ILCD/processes/a.xml', 'ILCD/flows/a.xml', 'x/unitgroups/a.xml', 'contacts/a.xml', 'a.xml', 'ILCD/lciamethods/a.xml', 'ILCD/flowproperties/a.xml', 'ILCD/Sources/a.xml'];
    expect([...files].sort((a, b) => ilcd.rank(a) - ilcd.rank(b))).toEqual(['contacts/a.xml', 'ILCD/Sources/a.xml', 'x/unitgroups/a.xml', 'ILCD/flowproperties/a.xml', 'ILCD/flows/a.xml', 'ILCD/processes/a.xml', 'ILCD/lciamethods/a.xml', 'a.xml']);
  });
});

describe('ILCD rights', () => {
  const license = 'Free of charge for all users and uses';
  it.each([
    [license, 'None', 'ALLOWED'], [license, '', 'ALLOWED'], [license, 'Ask before passing on', 'UNKNOWN'], ['Free of charge for some user types or use types', 'None', 'UNKNOWN'],
    ['Free of charge for members only', 'None', 'FORBIDDEN'], ['License fee', 'None', 'FORBIDDEN'], ['Other', 'None', 'UNKNOWN'],
  ])('licence "%s" with restriction "%s": %s', (stated, restriction, redistribution) => {
    const { record } = readProcess([license, stated], ['>None<', `>${restriction}<`]);
    expect(record.rights).toMatchObject({ license: stated, copyright: true, redistribution });
  });

  it('exclusive access forbids passing on', () => {
    const { record } = readProcess(['<common:licenseType>', '<common:referenceToEntitiesWithExclusiveAccess type="contact data set" refObjectId="44444444-0000-4000-8000-000000000001"/><common:licenseType>']);
    expect(record.rights).toMatchObject({ redistribution: 'FORBIDDEN', exclusiveAccess: [{ type: 'contact' }] });
  });

  it('says nothing where neither licence nor access is stated', () => {
    const { record } = readProcess([/<common:licenseType>[^]*<\/common:accessRestrictions>/, '']);
    expect(record.rights).not.toHaveProperty('redistribution');
  });
});
