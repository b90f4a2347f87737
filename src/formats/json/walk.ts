// A JSON document → the events that XML documents give, so that the same field tables read both: key → element, list → repeated elements,
// plain value under a key that begins with "@" → attribute, other plain value → text, null → nothing. Parts that no row knows stay whole, as JSON.
import type { ElementNode } from '../../mapping/compile.ts';
import type { DocumentReader } from '../../mapping/reader.ts';
import { JsonObject, jsonText, leavesIn, scalarText, type JsonValue } from './value.ts';

/** Whether a row has a place for the element itself or for something inside it. */
export const isPlaced = (node: ElementNode): boolean => node.nested !== undefined || node.text !== undefined || node.children.size > 0 || node.attributes.size > 0;

/** Feeds a document to a reader. `node` is the table of the root element, which gets the name `root`. */
export function walkJson(document: JsonObject, root: string, node: ElementNode, reader: DocumentReader): void {
  openObject(document, root, node, reader);
}

function openObject(object: JsonObject, name: string, node: ElementNode, reader: DocumentReader): void {
  const attributes: string[] = [];
  const parts: [string, JsonValue][] = [];
  for (const [key, value] of object.members) {
    if (!key.startsWith('@')) continue;
    const text = scalarText(value);
    if (text !== undefined && node.attributes.has(key.slice(1))) attributes.push(key.slice(1), text);
    else parts.push([key, value]);
  }
  reader.open(name, attributes);
  for (const [key, value] of parts) keep(key, value, reader);
  for (const [key, value] of object.members) {
    if (key.startsWith('@') || value === null) continue;
    const child = node.children.get(key);
    if (child === undefined || !isPlaced(child)) keep(key, value, reader);
    else for (const each of Array.isArray(value) ? value : [value]) walk(each, key, child, reader);
  }
  // A document has a key once: what repeats it gets a key of its own.
  object.repeated?.forEach(([key, value], n) => keep(`${key}#${n + 2}`, value, reader));
  reader.close();
}

function walk(value: JsonValue, name: string, node: ElementNode, reader: DocumentReader): void {
  if (value === null) return;
  if (value instanceof JsonObject) return openObject(value, name, node.nested?.table.root ?? node, reader);
  reader.open(name, []);
  const text = scalarText(value);
  if (text !== undefined) reader.text(text);
  // A list in a list has no element of its own; no dataset has one where a row looks.
  else keep('.', value, reader);
  reader.close();
}

function keep(key: string, value: JsonValue, reader: DocumentReader): void {
  if (value !== null) reader.keepPart(keptKey(key), jsonText(value), leavesIn(value));
}

/** A key as a step of a path: what has a meaning in paths is written as its percent code. */
export const keptKey = (key: string): string => key.replace(/[%/[\]{}]/g, (char) => `%${char.charCodeAt(0).toString(16)}`);

/** The key of such a step. */
export const keyOfKept = (step: string): string => step.replace(/%([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
