// The short way through plain documents beside saxes: what it accepts saxes accepts with the same events; what saxes refuses it refuses.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CanonicalEvents } from '../../src/formats/xml/canonical-events.ts';
import { scanPlain } from '../../src/formats/xml/plain-scan.ts';
import { parseStrictly } from '../../src/formats/xml/strict-parse.ts';

function events(text: string, way: (text: string, events: CanonicalEvents) => unknown) {
  const sent: string[] = [];
  const sink = { open: (name: string, attributes: readonly string[]) => sent.push(JSON.stringify(['open', name, ...attributes])), text: (value: string) => sent.push(JSON.stringify(value)), close: (name: string) => sent.push(`close ${name}`) };
  const canonical = new CanonicalEvents({ file: 'f', prefixes: { 'urn:n': 'n' } }, sink);
  return { outcome: way(text, canonical), sent };
}
const plain = (text: string) => {
  const { outcome, sent } = events(text, scanPlain);
  return { accepted: outcome as boolean, sent };
};
const strict = (text: string) => {
  const { outcome, sent } = events(text, parseStrictly);
  return { accepted: outcome === undefined, sent };
};

const text = fc.array(fc.constantFrom(' ', '\n', '\t', '\r\n', 'x', '钢', '-', ']', '=', '/', "'", '>', '&amp;', '&lt;', '&#38;', '&#x94A2;', '&#10;', '&#13;', '&quot;', 'steel'), { maxLength: 6 }).map((pieces) => pieces.join(''));
const name = fc.constantFrom('a', 'b', 'flow', 'n:unit', '_x.y-z', 'longElementName', '__proto__');
const attribute = fc.tuple(fc.constantFrom('id', 'n:id', 'xml:lang', 'xmlns:n', 'xmlns', 'unitName'), text, fc.constantFrom('"', "'")).map(([key, value, quote]) => [key, key === 'xmlns:n' ? 'urn:n' : value.replaceAll(quote, ''), quote] as const);
const attributes = fc.uniqueArray(attribute, { maxLength: 3, selector: ([key]) => key }).map((list) => list.map(([key, value, quote]) => ` ${key}=${quote}${value}${quote}`).join(''));
const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(name, attributes, fc.array(fc.oneof({ depthSize: 'small', withCrossShrink: true }, text, fc.constantFrom('<!-- c -->', '<![CDATA[<y>]]>', '<?pi x?>'), tie('element')), { maxLength: 4 }), fc.constantFrom('', ' ', '\n'))
    .map(([tag, stated, inner, space]) => (inner.length === 0 ? `<${tag}${stated}${space}/>` : `<${tag}${stated}${space}>${inner.join('')}</${tag}>`)),
}));
const rooted = fc
  .tuple(fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>', "<?xml version='1.0'?>\r\n", '<!-- c -->\n', '\n'), element, fc.constantFrom('', '\n', ' <!-- c -->'))
  .map(([before, body, after]) => `${before}<root xmlns:n="urn:n">${body}</root>${after}`);
const hurt = fc
  .tuple(rooted, fc.array(fc.tuple(fc.nat(), fc.constantFrom('', '<', '>', '&', '"', "'", '/', '=', ' ', ']]>', '--', '!', '?', '?>', '<?', '<?xml ', ':', '\0', '\ud800', '\ufffe', 'x', '1', '</root>', '&nbsp;', '&#0;', '&#xD800;', '<b>')), { minLength: 1, maxLength: 3 }))
  .map(([whole, wounds]) => wounds.reduce((doc, [at, piece]) => doc.slice(0, at % doc.length) + piece + doc.slice((at % doc.length) + (piece === '' || at % 2 === 0 ? 1 : 0)), whole));

/** Beside saxes: the same outcome and events where it accepts; where it gives up, nothing that saxes would not have sent. */
function differences(document: string): { found: unknown; wanted: unknown } {
  const found = plain(document);
  const wanted = strict(document);
  if (found.accepted) return { found, wanted };
  return wanted.accepted ? { found: found.sent, wanted: wanted.sent.slice(0, found.sent.length) } : { found: 0, wanted: 0 };
}
const same = (document: string) => {
  const { found, wanted } = differences(document);
  expect(found).toEqual(wanted);
};

describe('the short way through plain documents', () => {
  test('sends what saxes sends, for documents of every shape', () => {
    fc.assert(fc.property(rooted, same), { numRuns: 5_000 });
    expect(fc.sample(rooted, 1_000).filter((document) => plain(document).accepted).length).toBeGreaterThan(100);
  });

  test('never accepts what saxes refuses, nor sends more than saxes before it gives up', () => {
    fc.assert(fc.property(hurt, same), { numRuns: 20_000 });
    expect(fc.sample(hurt, 1_000).filter((document) => plain(document).accepted).length).toBeGreaterThan(5);
  });

  test.each(['<a/>\ud800', '<a/><!-- c\ud800', '<a>x\udbff', '<a b="\ud800'])('refuses half a character at the end as saxes does: %j', (document) => {
    expect([plain(document).accepted, strict(document).accepted]).toEqual([false, false]);
  });

  test.each([
    ['elements, attributes, text', '<?xml version="1.0" encoding="utf-8"?>\r\n<a b="1" c=\'"2"\'>\r\n  <d>x &amp; y</d><e/>\r\n</a>\r\n'],
    ['comments', '<!-- a --><a>x<!-- b > -->y</a>'],
    ['blanks of a text on both sides of comments', '<a>\n <b/> x<!-- c --> <!-- d -->\n<b/> <?p q?> <b> y </b>\n</a>'],
    ['processing instructions', '<?xml version="1.0"?>\n<?xml-stylesheet href="a.xsl"?><a>x<?p?>y</a>'],
    ['references', '<a b="&#10;&#x4E2D;&apos;">&lt;&#9;</a>'],
    ['a ">" in an attribute', '<a b=">" />'],
  ])('is taken by a document with %s', (_, document) => {
    expect(plain(document)).toEqual({ accepted: true, sent: strict(document).sent });
  });

  test.each([
    ['CDATA', '<a><![CDATA[x]]></a>'],
    ['a name beyond ASCII', '<钢/>'],
    ['blanks around an equals sign', '<a b = "1"/>'],
    ['a blank in a closing tag', '<a></a >'],
    ['a pair of surrogates', '<a>🌏</a>'],
    ['a reference beyond the basic plane', '<a>&#x1F30F;</a>'],
    ['a comment behind the root', '<a/><!-- c -->'],
  ])('leaves %s to saxes', (_, document) => {
    expect(plain(document).accepted).toBe(false);
    expect(strict(document).accepted).toBe(true);
  });
});
