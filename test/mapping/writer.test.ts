// The writer of the mapping language: the same rows the other way round, in their order, with what stood beside the record put back.
import { describe, expect, it } from 'vitest';
import { compileFormat } from '../../src/mapping/compile.ts';
import type { FieldTable } from '../../src/mapping/field-table.ts';
import { loadFormatTables } from '../../src/mapping/load-tables.ts';
import { DocumentReader } from '../../src/mapping/reader.ts';
import { scalarTransforms, codeTransform } from '../../src/mapping/scalar-transforms.ts';
import { transformSet } from '../../src/mapping/transform.ts';
import { RecordWriter } from '../../src/mapping/writer.ts';
import { parseXml } from '../../src/formats/xml/events.ts';
import { writeXml } from '../../src/formats/xml/write.ts';
import { fileURLToPath } from 'node:url';

const tables = loadFormatTables('mini', fileURLToPath(new URL('../fixtures/mapping/', import.meta.url)));
const prefixes = tables.definition.namespaces;
const card = tables.tables.get('contact-card')!;
const id = '0a1b2c3d-0000-4000-8000-000000000001';

/** The format with other rows for a card. */
function format(fields: FieldTable['fields'], roots: Record<string, string> = { card: 'contact-card' }) {
  const changed = { ...tables, definition: { ...tables.definition, roots }, tables: new Map([...tables.tables, ['contact-card', { ...card, fields }]]) };
  const compiled = compileFormat(changed, transformSet([...scalarTransforms, codeTransform(tables.codes)] as never[], []));
  const read = (xml: string) => {
    const reader = new DocumentReader(compiled, 'a.xml');
    parseXml(xml, { file: 'a.xml', prefixes }, reader);
    return reader.datasets;
  };
  const write = (record: object) => writeXml(new RecordWriter(compiled).write('contact', record).root!, { prefixes, namespace: 'urn:mini' });
  return { read, write, again: (xml: string) => read(xml).map(({ record }) => write(record)) };
}
const plain = format(card.fields);
const document = (inner: string, attributes = '') => `<?xml version="1.0" encoding="UTF-8"?>\n<card xmlns="urn:mini" id="${id}" version="01.00.000"${attributes}>${inner}</card>\n`;

describe('a compiled writer', () => {
  it('writes attributes, texts per language, containers and lists in the order of the rows', () => {
    const record = { classifications: [{ scheme: 'A', code: '1' }, { scheme: 'B', code: '2' }], telephone: '7', email: 'a@b', name: { en: 'Hainan', zh: '海南' }, version: '01.00.000', id };
    expect(plain.write(record)).toBe(document('\n  <name xml:lang="en">Hainan</name>\n  <name xml:lang="zh">海南</name>\n  <reach phone="7">\n    <mail>a@b</mail>\n  </reach>\n  <class scheme="A">1</class>\n  <class scheme="B">2</class>\n'));
  });

  it('writes nothing for what a record does not have', () => {
    expect(plain.write({ id, version: '01.00.000', name: {} })).toBe(document('').replace('></card>', '/>'));
  });

  it('never writes an alias', () => {
    const { write, read } = format([...card.fields, { path: 'reach/eMail', model: 'email', as: 'trimmed', alias: true }]);
    expect(write({ id, version: '01.00.000', name: { en: 'n' }, email: 'x' })).not.toContain('eMail');
    expect(read(document('<name>n</name><reach><eMail>x</eMail></reach>'))[0]!.record).toMatchObject({ email: 'x' });
  });

  it.each([
    ['an unknown element where nothing else stands, at the end', '\n  <name xml:lang="en">n</name>\n  <other a="1">x<deep/></other>\n'],
    ['unknown elements by their number', '\n  <name xml:lang="en">n</name>\n  <other>1</other>\n  <other b="2"/>\n  <other>3</other>\n'],
    ['a row that is lost, where the rows want it', '\n  <name xml:lang="en">n</name>\n  <fax>1</fax>\n'],
    ['an element without content', '\n  <name xml:lang="en">n</name>\n  <reach/>\n'],
    ['a text without content in its language', '\n  <name xml:lang="en">n</name>\n  <name xml:lang="zh"/>\n'],
    ['a second value of a field that has one', '\n  <name xml:lang="en">n</name>\n  <reach>\n    <mail>a</mail>\n    <mail>b</mail>\n  </reach>\n'],
    ['a second text of a language', '\n  <name xml:lang="en">n</name>\n  <name xml:lang="en">m</name>\n'],
    ['elements of another namespace', '\n  <name xml:lang="en">n</name>\n  <ns1:note ns1:kind="k">x</ns1:note>\n'],
  ])('puts back %s', (_, inner) => {
    const xml = document(inner).replace('xmlns="urn:mini"', inner.includes('ns1') ? 'xmlns="urn:mini" xmlns:ns1="urn:else"' : 'xmlns="urn:mini"');
    const [written] = plain.again(xml);
    expect(plain.read(written!)[0]!.record).toEqual(plain.read(xml)[0]!.record);
    expect(written!.replace(/\s+/g, '')).toBe(xml.replace(/\s+/g, ''));
  });

  it('writes datasets into the element that held them', () => {
    const library = format(card.fields, { library: 'library' });
    const xml = `<library xmlns="urn:mini"><card id="${id}" version="01.00.000"><name xml:lang="en">n</name></card></library>`;
    expect(library.again(xml)[0]!.replace(/\s+/g, '')).toContain(xml.slice(8).replace(/\s+/g, ''));
  });

  it('refuses a noun that the format has no document for', () => {
    const compiled = compileFormat(tables, transformSet([...scalarTransforms, codeTransform(tables.codes)] as never[], []));
    expect(new RecordWriter(compiled).canWrite('flow')).toBe(false);
    expect(() => new RecordWriter(compiled).write('flow', { id })).toThrow(expect.objectContaining({ code: 'FORMAT_CANNOT_WRITE' }));
  });
});

describe('XML text', () => {
  const written = (text: string) => plain.write({ id, version: '01.00.000', name: { en: text }, telephone: text });
  it('escapes what would be markup or come back as blanks', () => {
    expect(written('a<b & "c"\t\r\n]]>')).toContain('phone="a&lt;b &amp; &quot;c&quot;&#9;&#13;&#10;]]>"');
    expect(plain.read(written('a<b & "c"\t\r\n]]>'))[0]!.record).toMatchObject({ telephone: 'a<b & "c"\t\r\n]]>', name: { en: 'a<b & "c"\t\r\n]]>' } });
  });
  it('leaves out characters that XML forbids', () => expect(plain.read(written('a\u0000b\u000bc'))[0]!.record).toMatchObject({ telephone: 'abc' }));
});
