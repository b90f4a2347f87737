// Bytes → text: byte order marks, declared encodings and wrong declarations (E35, ILCD 54).
import { expect, test } from 'vitest';
import { decodeXml } from '../../src/formats/xml/decode.ts';

const utf16be = (text: string) => Buffer.from(text, 'utf16le').swap16();
const declared = (encoding: string, text: string) => `<?xml version="1.0" encoding="${encoding}"?><a>${text}</a>`;
const decode = (...parts: (string | number[] | Buffer)[]) => decodeXml(Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part)))), 'file.xml');
const repair = (params: Record<string, unknown>) => [{ code: 'encoding-repaired', kind: 'repaired', severity: 'warning', file: 'file.xml', params }];

test('UTF-8 needs no declaration', () => {
  expect(decode('<a>钢 ü 🌏</a>')).toEqual({ text: '<a>钢 ü 🌏</a>', issues: [] });
});

test('E35 a byte order mark is left out of the text', () => {
  expect(decode([0xef, 0xbb, 0xbf], '<a>ü</a>')).toEqual({ text: '<a>ü</a>', issues: [] });
  expect(decode([0xff, 0xfe], Buffer.from(declared('UTF-16', '钢'), 'utf16le'))).toEqual({ text: declared('UTF-16', '钢'), issues: [] });
  expect(decode([0xfe, 0xff], utf16be(declared('utf-16', '钢')))).toEqual({ text: declared('utf-16', '钢'), issues: [] });
});

test('E35 UTF-16 is seen without a byte order mark', () => {
  expect(decode(Buffer.from(declared('UTF-16LE', 'ü'), 'utf16le'))).toEqual({ text: declared('UTF-16LE', 'ü'), issues: [] });
  expect(decode(utf16be('<a>钢</a>'))).toEqual({ text: '<a>钢</a>', issues: [] });
});

test.each([
  ['windows-1252', [0x80, 0x92, 0xfc], '€’ü'],
  ['ISO-8859-1', [0x92, 0xe9], '’é'],
  ['latin1', [0xb5], 'µ'],
  ['GBK', [0xb8, 0xd6], '钢'],
  ['gb2312', [0xb8, 0xd6], '钢'],
  ['GB18030', [0x81, 0x30, 0x84, 0x36], '¥'],
  ['big5', [0xbf, 0xfb], '鋼'],
  ['Shift_JIS', [0x8d, 0x7c], '鋼'],
  ['euc-kr', [0xb0, 0xad], '강'],
  ['windows-874', [0xa1], 'ก'],
])('E35 declared %s is read as such', (encoding, bytes, text) => {
  const [before, behind] = declared(encoding, '|').split('|');
  expect(decode(before!, bytes, behind!)).toEqual({ text: declared(encoding, text), issues: [] });
});

test('E35 bytes that are not UTF-8 are read as windows-1252, with the place of the first', () => {
  expect(decode('<a>\n<b>钢 f', [0xfc], 'r</b></a>')).toEqual({ text: '<a>\n<b>é’¢ für</b></a>', issues: repair({ declared: 'utf-8', used: 'windows-1252', offset: 12, line: 2 }) });
  expect(decode(declared('UTF-8', '').slice(0, -4), [0x80], '</a>').issues).toEqual(repair({ declared: 'UTF-8', used: 'windows-1252', offset: 41, line: 1 }));
});

test('E35 a character cut in half at the end of the file is broken UTF-8', () => {
  expect(decode('<a/>', [0xe9, 0x92]).issues).toEqual(repair({ declared: 'utf-8', used: 'windows-1252', offset: 6, line: 1 }));
});

test('E35 "utf-16" declared in a file of single bytes is a known slip of .NET programs', () => {
  expect(decode(declared('utf-16', 'ü'))).toEqual({ text: declared('utf-16', 'ü'), issues: repair({ declared: 'utf-16', used: 'utf-8' }) });
});

test('E35 an encoding nobody knows is read as UTF-8, then windows-1252', () => {
  expect(decode(declared('x-unknown', 'ü'))).toMatchObject({ text: declared('x-unknown', 'ü'), issues: repair({ declared: 'x-unknown', used: 'utf-8' }) });
  expect(decode(declared('x-unknown', '').slice(0, -4), [0xfc], '</a>').issues[0]!.params).toMatchObject({ declared: 'x-unknown', used: 'windows-1252' });
});

test('E35 a byte order mark wins over the declaration, and the contradiction is told', () => {
  expect(decode([0xef, 0xbb, 0xbf], declared('windows-1252', 'ü'))).toEqual({ text: declared('windows-1252', 'ü'), issues: repair({ declared: 'windows-1252', used: 'utf-8' }) });
  expect(decode([0xff, 0xfe], Buffer.from(declared('utf-8', 'ü'), 'utf16le'))).toEqual({ text: declared('utf-8', 'ü'), issues: repair({ declared: 'utf-8', used: 'utf-16le' }) });
});

test('a damaged character in a declared Chinese file does not turn the rest into Latin letters', () => {
  const [before, behind] = declared('gbk', '|').split('|');
  const { text, issues } = decode(before!, [0xb8, 0xd6, 0xff, 0xb8, 0xd6], behind!);
  expect(text).toBe(declared('gbk', '钢\ufffd钢'));
  expect(issues).toEqual(repair({ declared: 'gbk', used: 'gbk, with U+FFFD for what is damaged' }));
});

test('declared GBK that is UTF-8 in truth is read as UTF-8', () => {
  const text = declared('gbk', '€');
  expect(decode(text)).toEqual({ text, issues: repair({ declared: 'gbk', used: 'utf-8' }) });
});

test('UTF-16 with a byte too many keeps its text', () => {
  const { text, issues } = decode([0xff, 0xfe], Buffer.from('<a>钢</a>', 'utf16le'), [0x20]);
  expect(text).toBe('<a>钢</a>\ufffd');
  expect(issues).toHaveLength(1);
});

test('UTF-32 is refused with a way out', () => {
  expect(() => decode([0xff, 0xfe, 0, 0, 0x3c, 0, 0, 0])).toThrow(/file\.xml cannot be read: it is in UTF-32; save it as UTF-8/);
});
