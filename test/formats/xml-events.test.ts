// Text → events: text, entities, limits, and what is refused with line and column.
import { describe, expect, test } from 'vitest';
import type { TanluError } from '../../src/errors.ts';
import { parseXml, type XmlOptions } from '../../src/formats/xml/events.ts';
import { eventList } from './support/event-list.ts';

const prefixes = { '': '' };
const list = (text: string, options: Partial<XmlOptions> = {}) => eventList(text, { prefixes, ...options });
const events = (text: string) => list(text).events;
const nothing = { open() {}, text() {}, close() {} };

function refusal(text: string, options: Partial<XmlOptions> = {}): TanluError {
  try {
    list(text, options);
  } catch (error) {
    return error as TanluError;
  }
  throw new Error('the document was read');
}

describe('text', () => {
  test('comes in one piece, whatever it is made of', () => {
    expect(events('<a> x &lt;&#38;&#x94A2; <!-- c --><![CDATA[<y> & ]]]]><![CDATA[>]]><?pi x?> z\r\n</a>')).toEqual(['<a', ' x <&钢 <y> & ]]> z\n', '>a']);
  });

  test('of white space only is not passed, blanks at the ends of others are', () => {
    expect(events('<a>\n  <b> </b>\t<c>&#32;<![CDATA[ \n]]></c> d </a>')).toEqual(['<a', '<b', '>b', '<c', '>c', ' d ', '>a']);
  });

  test('a no-break space is not white space', () => {
    expect(events('<a>\u00a0</a>')).toEqual(['<a', '\u00a0', '>a']);
  });

  test('E38 line breaks in attributes become blanks unless written as references', () => {
    expect(events('<a b="1\n2&#10;3&amp;#13;"/>')).toEqual(['<a b=1 2\n3&#13;', '>a']);
  });

  test('is whole where the pieces given to the parser meet', () => {
    const parts = Array.from({ length: 1200 }, (_, n) => `${n}:` + '钢🌏&amp;\r\n'.repeat(500));
    const text = `<a>${parts.map((part) => `<b c="${part}">${part}</b>`).join('\n')}</a>`;
    const limits = { maxTextLength: 70_000 };
    expect(text.length).toBeGreaterThan(50 * limits.maxTextLength);
    const found: string[] = [];
    const stated: string[] = [];
    parseXml(text, { file: 'f', prefixes, limits }, { open: (_, attributes) => stated.push(attributes[1] ?? ''), text: (value) => found.push(value), close() {} });
    expect(found).toEqual(parts.map((part) => part.replaceAll('&amp;', '&').replaceAll('\r\n', '\n')));
    expect(stated.slice(1)).toEqual(parts.map((part) => part.replaceAll('&amp;', '&').replaceAll('\r\n', ' ')));
  });

  test('an element or attribute called __proto__ is like any other', () => {
    expect(events('<__proto__ __proto__="1" constructor="2" toString="3"><__proto__>x</__proto__></__proto__>')).toEqual(['<__proto__ __proto__=1 constructor=2 toString=3', '<__proto__', 'x', '>__proto__', '>__proto__']);
    expect(list('<a xmlns:p="u" __proto__="1" p:__proto__="2"><b __proto__="3"/></a>', { prefixes: { '': '', u: '' } }).events.slice(0, 2)).toEqual(['<a __proto__=1 {u}__proto__=2', '<b __proto__=3']);
  });
});

describe('E38 / ILCD 54: characters that XML forbids', () => {
  const repaired = (count: number) => [{ code: 'xml-control-character', kind: 'repaired', severity: 'warning', file: 'file.xml', params: { count } }];

  test.each([
    ['raw', '<a>x\x0by\x00</a>', 2],
    ['by reference', '<a>x&#x0;&#11;y&#xFFFF;&#xD800;&#x110000;</a>', 5],
    ['in an attribute', '<a b="\x1f&#1;"><c>xy</c></a>', 2],
    ['in CDATA', '<a><![CDATA[x\x02y]]></a>', 1],
  ])('%s are removed and counted', (_, text, count) => {
    const { events: found, issues } = list(text);
    expect(found.join('')).toContain('xy');
    // oxlint-disable-next-line no-control-regex -- they are what must be gone
    expect(found.join('')).not.toMatch(/[\x00-\x1f]|&#/);
    expect(issues).toEqual(repaired(count));
  });

  test('what came before them comes once', () => {
    expect(list('<a><b>1</b><c d="2"/>3<e>4\x0b</e>5</a>')).toEqual({ events: ['<a', '<b', '1', '>b', '<c d=2', '>c', '3', '<e', '4', '>e', '5', '>a'], issues: repaired(1) });
  });

  test('what only looks like a reference stays', () => {
    expect(list('<a>\x0b&amp;#0;<![CDATA[&#0;]]><!-- &#0; --></a>')).toEqual({ events: ['<a', '&#0;&#0;', '>a'], issues: repaired(1) });
  });

  test('a document without them is not touched', () => {
    expect(list('<a>&#9;\t&#x9;&#xA;x\u0085\ud83c\udf0f</a>').issues).toEqual([]);
  });

  test('another failure behind them has its place in the file as it is', () => {
    expect(refusal('<a>\x0b\x0b\n&#0;&#0;\x01<b></c></a>').params).toMatchObject({ line: 2, column: 13 });
    expect(refusal('<a>\n<b></c>\x01</a>').params).toMatchObject({ line: 2, column: 4 });
  });

  test('sections without end do not make the search for them slow', () => {
    const start = performance.now();
    expect(refusal(`<a>\x0b${'<![CDATA['.repeat(100_000)}`).code).toBe('xml-not-well-formed');
    expect(refusal(`<a>\x0b${'<!--'.repeat(200_000)}`).code).toBe('xml-not-well-formed');
    expect(performance.now() - start).toBeLessThan(15_000);
  });

  test('between tags they cannot be repaired into a tag', () => {
    expect(refusal('<a>\x01</b>').params).toMatchObject({ line: 1, column: 5 });
  });
});

describe('E40 / ILCD 55: document types', () => {
  test.each([
    ['alone', '<!DOCTYPE a><a/>', 1],
    ['entity bomb', `<?xml version="1.0"?>\n<!DOCTYPE a [<!ENTITY x0 "ha">${Array.from({ length: 40 }, (_, n) => `<!ENTITY x${n + 1} "&x${n};&x${n};">`).join('')}]>\n<a>&x40;</a>`, 2],
    ['external entity', '<!-- c -->\n\n<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', 3],
    ['lower case', '<!doctype html><html/>', 1],
    ['without end', '<!DOCTYPE a [', 1],
  ])('%s is refused before anything is read', (_, text, line) => {
    const sink = { open: () => { throw new Error('read'); }, text() {}, close() {} };
    expect(() => parseXml(text, { file: 'f.xml', prefixes }, sink)).toThrow(expect.objectContaining({ code: 'xml-doctype', kind: 'data', params: expect.objectContaining({ file: 'f.xml', line }) }));
  });

  test('inside the root it is not well-formed', () => {
    expect(refusal('<a><!DOCTYPE a></a>').code).toBe('xml-not-well-formed');
  });

  test('the word in a comment is harmless', () => {
    expect(events('<!-- <!DOCTYPE a> --><a/>')).toEqual(['<a', '>a']);
  });
});

describe('E39 what is broken is told in plain words, with line and column', () => {
  test.each([
    ['mismatched tag', '<a>\n  <b>x</c>\n</a>', 2, 7, 'the closing tag </c> does not belong to the open element <b>'],
    ['mismatch with prefix', '<a xmlns:n="urn:n"><n:b></n:c></a>', 1, 25, 'the closing tag </n:c> does not belong to the open element <b>'],
    ['closed too often', '<a></a>\n</a>', 2, 1, 'the closing tag </a> closes nothing'],
    ['cut off in text', '<a>\r\n<b>steel', 2, 9, 'the file ends inside <b>: it was cut off'],
    ['cut off in a tag', '<a><b c="1', 1, 11, 'the file ends inside <a>: it was cut off'],
    ['cut off in an entity', '<a>x &am', 1, 9, 'the file ends inside <a>: it was cut off'],
    ['E39 ampersand before a blank', '<a>\n<b>R & D; x</b></a>', 2, 6, 'an "&" stands for itself; it must be written &amp;'],
    ['E39 ampersand without any semicolon', '<a>R&D is not an entity here</a>', 1, 5, 'an "&" stands for itself; it must be written &amp;'],
    ['E39 less-than before a digit', '<a>\n\n p <5 %</a>', 3, 4, 'a "<" stands for itself; it must be written &lt;'],
    ['E39 less-than before a word', '<a>p <x, y</a>', 1, 6, 'a "<" that stands for itself must be written &lt;'],
    ['less-than in an attribute', '<a b="p < 5"/>', 1, 9, 'a "<" stands inside an attribute'],
    ['ILCD 54 HTML entity', '<a>x&nbsp;y</a>', 1, 5, 'the entity &nbsp; is not defined'],
    ['attribute twice', '<a>\n<b c="1" c="2"/></a>', 2, 1, 'the attribute c stands twice in one tag'],
    ['no quotes', '<a b=1/>', 1, 6, 'the value of an attribute is not in quotes'],
    ['no value', '<a b/>', 1, 5, 'neither an attribute name nor'],
    ['two roots', '<a/><b/>', 1, 7, 'a second root element begins'],
    ['text behind the root', '<a/> x', 1, 6, 'text stands outside the root element'],
    ['empty', '', 1, 1, 'there is no root element'],
    ['late declaration', '\n<?xml version="1.0"?><a/>', 2, 6, 'something stands before <?xml'],
    ['comment', '<a><!-- a -- b --></a>', 1, 13, 'a comment contains "--"'],
    ['old line ends', '<a>\r<b>\r</a>', 3, 1, 'the closing tag </a> does not belong to the open element <b>'],
  ])('%s', (_, text, line, column, reason) => {
    const error = refusal(text);
    expect(error).toMatchObject({ code: 'xml-not-well-formed', kind: 'data', params: { file: 'file.xml', line, column } });
    expect(error.params['reason']).toContain(reason);
    expect(error.message).toContain(`file.xml is broken at line ${line}, column ${column}`);
  });

  test('far into a long file the place is right too', () => {
    const text = `<a>\n${'<b>steel</b>\n'.repeat(800_000)}<b></c></a>`;
    expect(refusal(text).params).toMatchObject({ line: 800_002, column: 4 });
  });

  test('an error of the receiver passes through as it is', () => {
    const own = new Error('disallowed character.');
    expect(() => parseXml('<a>\x0b</a>', { file: 'f', prefixes }, { ...nothing, open: () => { throw own; } })).toThrow(own);
  });
});

describe('limits', () => {
  test('a text node of 100 MB is refused within seconds and without copies of it', () => {
    const text = `<a>${'x'.repeat(100_000_000)}</a>`;
    const flat = Buffer.from(text).toString('latin1');
    const before = process.memoryUsage().rss;
    const start = performance.now();
    expect(refusal(flat)).toMatchObject({ code: 'xml-text-too-long', params: { file: 'file.xml', limit: 50_000_000 } });
    expect(performance.now() - start).toBeLessThan(20_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(150_000_000);
  });

  test.each([
    ['text', (x: string) => `<a>${x}</a>`],
    ['text of entities', (x: string) => `<a>${x.replaceAll('x', '&lt;')}</a>`],
    ['CDATA', (x: string) => `<a><![CDATA[${x}]]></a>`],
    ['text around comments', (x: string) => `<a>${x.slice(5)}<!-- c -->${x.slice(5)}</a>`],
    ['attribute', (x: string) => `<a b="${x}"/>`],
  ])('%s at the limit is read, above it is not', (_, document) => {
    const limits = { maxTextLength: 10, maxAttributeLength: 10 };
    expect(list(document('x'.repeat(10)), { limits }).issues).toEqual([]);
    expect(refusal(document('x'.repeat(11)), { limits }).code).toBe('xml-text-too-long');
  });

  test('a text without end is noticed before its end', () => {
    const limits = { maxTextLength: 5_000_000 };
    for (const open of ['<a>', '<a b="', '<a><!--', '<a ', '<a>&']) expect(refusal(open + 'x'.repeat(20_000_000), { limits }).code).toBe('xml-text-too-long');
  });

  test('elements nested too deep are refused, at the limit they are read', () => {
    const nested = (depth: number) => '<a>'.repeat(depth) + '</a>'.repeat(depth);
    expect(events(nested(200))).toHaveLength(400);
    expect(refusal(nested(201))).toMatchObject({ code: 'xml-too-deep', params: { limit: 200 } });
    expect(refusal('<a>'.repeat(5_000_000))).toMatchObject({ code: 'xml-too-deep' });
    expect(refusal(nested(4), { limits: { maxDepth: 3 } }).code).toBe('xml-too-deep');
  });
});
