// The mapping language: what a compiled table reads, and that no leaf vanishes.
import { describe, expect, it } from 'vitest';
import { compileFormat } from '../../src/mapping/compile.ts';
import type { FieldTable } from '../../src/mapping/field-table.ts';
import { loadFormatTables, type FormatTables } from '../../src/mapping/load-tables.ts';
import { DocumentReader } from '../../src/mapping/reader.ts';
import { codeTransform, scalarTransforms } from '../../src/mapping/scalar-transforms.ts';
import { transformSet } from '../../src/mapping/transform.ts';
import { parseXml } from '../../src/formats/xml/events.ts';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../fixtures/mapping/', import.meta.url));
const tables = loadFormatTables('mini', folder);
const transforms = transformSet([...scalarTransforms, codeTransform(tables.codes)] as never[], []);
const compiled = compileFormat(tables, transforms);

function read(xml: string) {
  const reader = new DocumentReader(compiled, 'a.xml');
  parseXml(xml, { file: 'a.xml', prefixes: tables.definition.namespaces }, reader);
  return reader;
}

const ID = '0a1b2c3d-0000-4000-8000-000000000001';
const sum = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((a, b) => a + b, 0);
const card = (inner: string, attributes = '') => `<card xmlns="urn:mini" id="${ID}"${attributes}>${inner}</card>`;

describe('a compiled reader', () => {
  it('fills a record from elements, attributes and defaults', () => {
    const { datasets, account } = read(card('<name>Hainan</name><name xml:lang="zh">海南</name><reach phone="1"><mail> a@b.example </mail></reach>'));
    expect(datasets).toHaveLength(1);
    expect(datasets[0]!.record).toEqual({ id: ID, version: '00.00.000', name: { en: 'Hainan', zh: '海南' }, email: 'a@b.example', telephone: '1' });
    expect(account.kept).toBe(6); // id, name, name with its language, mail, phone
    expect([...account.unmapped]).toEqual([]);
  });

  it('fills lists from nested tables', () => {
    const { datasets } = read(card('<name>n</name><class scheme="HS">4001</class><class scheme="CPC">01</class>'));
    expect((datasets[0]!.record as { classifications: unknown }).classifications).toEqual([{ scheme: 'HS', code: '4001' }, { scheme: 'CPC', code: '01' }]);
  });

  it('emits every dataset of a document, each with its own issues', () => {
    const xml = `<library xmlns="urn:mini"><card id="x"><name>a</name></card><card id="${ID}"><name>b</name></card></library>`;
    const { datasets } = read(xml);
    expect(datasets.map((d) => d.issues.map((i) => i.code))).toEqual([['id-not-uuid'], []]);
    expect(datasets[0]!.issues[0]).toMatchObject({ file: 'a.xml', dataset: `contact ${(datasets[0]!.record as { id: string }).id}`, path: 'card[1]/@id' });
  });

  it('keeps every leaf without a place beside the record, with its path', () => {
    const { datasets, account } = read(card('<name>n</name><fax>9</fax><x><y k="1">t</y><y>u</y><z/></x><class scheme="HS" odd="1">4</class><reach>words<mail>m</mail></reach>', ' more="2"'));
    const { extensions } = datasets[0]!.record as unknown as { extensions: Record<string, [string, string][]> };
    expect(extensions['mini']).toEqual([
      ['@more', '2'], ['fax', '9'], ['x/y/@k', '1'], ['x/y', 't'], ['x/y[2]', 'u'], ['x/z', ''], ['class/@odd', '1'], ['reach/text()', 'words'],
    ]);
    expect([...account.unmapped.values()].reduce((a, b) => a + b, 0)).toBe(7 + 1);
  });

  it('gives the leaves around the datasets to the first of them, under their path from the root', () => {
    const xml = `<library xmlns="urn:mini" shelf="3"><card id="${ID}"><name>a</name><fax>9</fax></card><card id="${ID.replace(/1$/, '2')}"><name>b</name></card><note by="me">last</note></library>`;
    const { datasets, account } = read(xml);
    expect(datasets.map((d) => d.record.extensions)).toEqual([{ mini: [['fax', '9'], ['/library/@shelf', '3'], ['/library/note/@by', 'me'], ['/library/note', 'last']] }, undefined]);
    expect([account.kept, sum(account.unmapped), account.inFile]).toEqual([4, 4, undefined]);
  });

  it('counts the leaves of a document without datasets apart: only the file has them', () => {
    const { datasets, account } = read('<library xmlns="urn:mini" shelf="3"><note>empty</note></library>');
    expect(datasets).toEqual([]);
    expect(account).toEqual({ kept: 0, unmapped: new Map(), inFile: 2 });
  });

  it('counts every leaf once, also where it stands in the record and beside it', () => {
    const { datasets, account } = read(card('<name xml:lang="klingon">a</name><name xml:lang="klingon">b</name>'));
    expect(datasets[0]!.record.extensions).toEqual({ mini: [['name[@xml:lang=und]/@xml:lang', 'klingon'], ['name[@xml:lang=und]/@xml:lang', 'klingon'], ['name[@xml:lang=und]', 'b']] });
    expect([account.kept, sum(account.unmapped)]).toEqual([3, 2]); // the id, both of the first name; both of the second
  });

  it('a foreign namespace is not confused with a known name', () => {
    const { datasets } = read(`<card xmlns="urn:mini" xmlns:o="urn:other" id="${ID}"><name>n</name><o:name>wrong</o:name></card>`);
    expect(datasets[0]!.record).toMatchObject({ name: { en: 'n' }, extensions: { mini: [['{urn:other}name', 'wrong']] } });
  });

  it('a language that occurs twice loses nothing (ILCD 4.3 #45)', () => {
    const { datasets } = read(card('<name xml:lang="en">a</name><name xml:lang="en">b</name>'));
    expect(datasets[0]!.record).toMatchObject({ name: { en: 'a' }, extensions: { mini: [['name[@xml:lang=en]', 'b']] } });
    expect(datasets[0]!.issues.map((i) => i.code)).toEqual(['language-duplicate']);
  });

  it('a repeated field keeps the first value and the others beside it', () => {
    const { datasets } = read(card('<name>n</name><reach><mail>a</mail><mail>b</mail></reach>'));
    expect(datasets[0]!.record).toMatchObject({ email: 'a', extensions: { mini: [['reach/mail[+]', 'b']] } });
    expect(datasets[0]!.issues.map((i) => i.code)).toEqual(['field-repeated']);
  });
});

describe('a table that is wrong is refused with its row', () => {
  const broken = (fields: unknown[], more: Partial<FieldTable> = {}): FormatTables => ({
    ...tables, tables: new Map([...tables.tables, ['contact-card', { table: 'contact-card', title: 't', noun: 'contact', fields, ...more } as FieldTable]]),
  });
  it.each([
    ['a model field that does not exist', [{ path: 'a', model: 'nope' }], /row a: the model has no field "nope"/],
    ['a transform that does not exist', [{ path: 'a', model: 'email', as: 'magic' }], /row a: there is no transform "magic"/],
    ['a table that does not exist', [{ path: 'a', model: 'rights', table: 'magic' }], /row a: there is no table "magic"/],
    ['a list where the model has none', [{ path: 'a', model: 'email', many: true }], /row a: the model field "email" is no list/],
    ['a path in two rows', [{ path: 'a', model: 'email' }, { path: 'a', model: 'website' }], /row a: the path stands in two rows/],
  ])('%s', (_title, fields, message) => {
    expect(() => compileFormat(broken(fields), transforms)).toThrow(message);
  });
});
