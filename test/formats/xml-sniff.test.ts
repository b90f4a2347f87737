// The root element decides which adapter reads a file, and is found without parsing (E49).
import { expect, test } from 'vitest';
import { sniffXmlRoot } from '../../src/formats/xml/sniff.ts';

const sniff = (text: string) => sniffXmlRoot(Buffer.from(text));
const ecospold = { localName: 'ecoSpold', namespace: 'http://www.EcoInvent.org/EcoSpold02' };

test.each([
  ['default namespace', '<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02">'],
  ['E36 prefix', "<es:ecoSpold validationId='1' xmlns='urn:other'\n xmlns:es = 'http://www.EcoInvent.org/EcoSpold02' />"],
  ['declaration, comments, instructions', '<?xml version="1.0"?>\r\n<!-- <root xmlns="no"> --><?xml-stylesheet href="<x>"?>\n<ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02">'],
  ['E40 DOCTYPE with a subset', '<!DOCTYPE a SYSTEM "x>y" [<!ENTITY e "]>"><!-- \' > --><!ELEMENT a (b)>]><ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"/>'],
  ['blanks first', '\n  <ecoSpold a="1 > 0" xmlns="http://www.EcoInvent.org/EcoSpold02">'],
])('%s', (_, text) => {
  expect(sniff(text)).toEqual(ecospold);
});

test('E35 every Unicode encoding is sniffed', () => {
  const text = '<?xml version="1.0" encoding="utf-16"?><ecoSpold xmlns="http://www.EcoInvent.org/EcoSpold02"/>';
  expect(sniff('\ufeff' + text)).toEqual(ecospold);
  expect(sniffXmlRoot(Buffer.from('\ufeff' + text, 'utf16le'))).toEqual(ecospold);
  expect(sniffXmlRoot(Buffer.from('\ufeff' + text, 'utf16le').swap16())).toEqual(ecospold);
  expect(sniffXmlRoot(Buffer.from(text, 'utf16le'))).toEqual(ecospold);
  expect(sniff(text)).toEqual(ecospold);
});

test('E36 no namespace is an empty one', () => {
  expect(sniff('<processDataSet version="1.1">')).toEqual({ localName: 'processDataSet', namespace: '' });
  expect(sniff('<es:ecoSpold xmlns="urn:x">')).toEqual({ localName: 'ecoSpold', namespace: '' });
});

test.each([['JSON', '{"a": 1}'], ['text', 'id;name\n1;steel'], ['nothing', ''], ['a mark only', '<'], ['an arrow', '<- left'], ['a comment without end', '<!-- <a>'], ['a DOCTYPE without end', '<!DOCTYPE a ['], ['zip', 'PK\x03\x04'], ['NUL', '\0\0\0\0']])('%s is not XML', (_, text) => {
  expect(sniff(text)).toBeUndefined();
});

test('looks at the first 64 KiB only', () => {
  const inside = Buffer.from(`<!--${' '.repeat(60_000)}--><a/>`);
  expect(sniffXmlRoot(inside)).toEqual({ localName: 'a', namespace: '' });
  expect(sniffXmlRoot(Buffer.from(`<!--${' '.repeat(70_000)}--><a/>`))).toBeUndefined();
  const long = Buffer.alloc(200_000_000, 0x20);
  long.write('<a/>');
  const start = performance.now();
  for (let n = 0; n < 100; n++) sniffXmlRoot(long);
  expect(performance.now() - start).toBeLessThan(5000);
});
