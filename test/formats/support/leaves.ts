// The leaves of an XML document by meaning, and what of them another document has: the judge of round trips, without tables and adapters.
import { decodeXml } from '../../../src/formats/xml/decode.ts';
import { parseXml } from '../../../src/formats/xml/events.ts';

interface Element { name: string; attributes: [string, string][]; children: Element[]; text: string }

const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

/** Text without blanks around it; numbers without needless digits, never rounded. */
function normalized(text: string): string {
  const plain = text.trim();
  if (!number.test(plain)) {
    const word = plain.toLowerCase();
    return word === 'true' ? '1e0' : word === 'false' ? '0' : plain;
  }
  const [, sign, whole, fraction = '', exponent = '0'] = /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d+))?$/.exec(plain)!;
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const significant = digits.replace(/0+$/, '');
  if (significant === '') return '0';
  return `${sign === '-' ? '-' : ''}${significant}e${Number(exponent) - fraction.length + (digits.length - significant.length)}`;
}

function treeOf(text: string, prefixes: Record<string, string>): Element {
  const open: Element[] = [{ name: '', attributes: [], children: [], text: '' }];
  parseXml(text, { file: 'document', prefixes }, {
    open(name, attributes) {
      const element: Element = { name, attributes: [], children: [], text: '' };
      for (let at = 0; at < attributes.length; at += 2) element.attributes.push([attributes[at]!, attributes[at + 1]!]);
      open.at(-1)!.children.push(element);
      open.push(element);
    },
    text(value) { open.at(-1)!.text += value; },
    close() { open.pop(); },
  });
  return open[0]!.children[0]!;
}

/** How often each leaf stands in a document: path of names with what identifies the elements on the way, and value. English is the default of both formats. */
export function leavesOf(content: string | Uint8Array, prefixes: Record<string, string>): Map<string, number> {
  const found = new Map<string, number>();
  const add = (leaf: string) => found.set(leaf, (found.get(leaf) ?? 0) + 1);
  const visit = ({ name, attributes, children, text }: Element, above: string): void => {
    const identity = attributes.filter(([key, value]) => /^(dataSetInternalID|id|refObjectId|level|number)$/.test(key) || (key === 'xml:lang' && value.trim() !== 'en')).map(([key, value]) => `${key}=${value.trim()}`).join(',');
    const path = `${above}/${name}${identity === '' ? '' : `[${identity}]`}`;
    for (const [key, value] of attributes) add(`${path}/@${key} = ${normalized(value)}`);
    if (normalized(text) !== '' || (children.length === 0 && attributes.length === 0)) add(`${path} = ${normalized(text)}`);
    for (const child of children) visit(child, path);
  };
  const text = typeof content === 'string' ? content : decodeXml(content, 'document').text;
  visit(treeOf(text, prefixes), '');
  return found;
}

/** The leaves of the first document that the second lacks. */
export function missingLeaves(before: ReadonlyMap<string, number>, after: ReadonlyMap<string, number>): string[] {
  return [...before].filter(([leaf, count]) => (after.get(leaf) ?? 0) < count).map(([leaf]) => leaf);
}
