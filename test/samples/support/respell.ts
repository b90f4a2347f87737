// The same document in another spelling: other prefixes, attributes and keys in reverse order, elements sorted by name, no comments. For the judge of round trips to be judged by.
import { SaxesParser } from 'saxes';

interface Node { name: string; uri: string; attributes: { name: string; uri: string; value: string }[]; children: Node[]; text: string }

/** A leaf that is no identity gets a letter more. */
export interface Respelled { text: string; changed: boolean }

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;').replaceAll('\n', '&#10;').replaceAll('\r', '&#13;').replaceAll('\t', '&#9;');

// White space as XML has it: a no-break space is none.
const trimmed = (text: string) => text.replace(/^[ \t\r\n]+/, '').replace(/[ \t\r\n]+$/, '');

function parse(text: string): Node {
  const parser = new SaxesParser({ xmlns: true });
  const open: Node[] = [{ name: '', uri: '', attributes: [], children: [], text: '' }];
  parser.on('error', (error) => { throw error; });
  parser.on('opentag', (tag) => {
    const attributes = Object.values(tag.attributes).filter((a) => a.name !== 'xmlns' && a.prefix !== 'xmlns' && a.local !== 'schemaLocation').map((a) => ({ name: a.local, uri: a.uri, value: a.value }));
    const node: Node = { name: tag.local, uri: tag.uri, attributes: attributes.reverse(), children: [], text: '' };
    open.at(-1)!.children.push(node);
    open.push(node);
  });
  for (const event of ['text', 'cdata'] as const) parser.on(event, (value) => { open.at(-1)!.text += value; });
  parser.on('closetag', () => { open.pop(); });
  parser.write(text.replace(/^\uFEFF/, '')).close();
  return open[0]!.children[0]!;
}

function write(node: Node): string {
  const xml = 'http://www.w3.org/XML/1998/namespace';
  const attributes = node.attributes.map((a, at) => (a.uri === '' ? ` ${a.name}='${escaped(a.value).replaceAll("'", '&apos;')}'` : a.uri === xml ? ` xml:${a.name}="${escaped(a.value)}"` : ` q${at}:${a.name}="${escaped(a.value)}" xmlns:q${at}="${escaped(a.uri)}"`));
  const children = node.children.toSorted((a, b) => (a.name < b.name ? 1 : a.name > b.name ? -1 : 0)).map(write);
  const prefix = node.uri === '' ? '' : 'z:';
  return `<${prefix}${node.name}${node.uri === '' ? '' : ` xmlns:z="${escaped(node.uri)}"`}${attributes.join('')}>\n ${escaped(trimmed(node.text))}${children.join('')}\n</${prefix}${node.name}>`;
}

const identities = new Set(['UUID', 'dataSetVersion', 'outputGroup', 'inputGroup']);

function changeOne(root: Node): boolean {
  const places: (() => void)[] = [];
  const visit = (node: Node): void => {
    for (const a of node.attributes) if (a.name === 'meanValue' || a.name === 'amount') places.push(() => { a.value += '1'; });
    if (node.children.length === 0 && trimmed(node.text) !== '' && !identities.has(node.name)) places.push(() => { node.text = `${trimmed(node.text)}1`; });
    node.children.forEach(visit);
  };
  visit(root);
  places[Math.floor(places.length / 2)]?.();
  return places.length > 0;
}

/** `change`: with one leaf changed, where there is one. Throws where the text is not well-formed. */
export function respellXml(text: string, change: boolean): Respelled {
  const root = parse(text);
  const changed = change && changeOne(root);
  return { text: `<!-- respelled -->${write(root)}`, changed };
}

export function respellJson(text: string, change: boolean): Respelled {
  const root = JSON.parse(text) as Record<string, unknown>;
  const changed = change && typeof root['name'] === 'string';
  if (changed) root['name'] = `${String(root['name'])}1`;
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).toReversed().map(([key, inner]) => [key, reversed(inner)]));
  };
  return { text: JSON.stringify(reversed(root), undefined, 2), changed };
}
