// Puts what was kept beside a record back into its document, under the paths that the reader gave (reader.ts, "kept beside").
import type { CompiledTable } from './compile.ts';
import { ABSENT, LAYOUT, WHOLE } from './beside.ts';
import type { TextPart } from './joined-texts.ts';
import { addBefore, attributeIn, clear, insertChild, isEmpty, newElement, prefixOf, removeChild, setAttribute, stateAttributes, variantOf, type WrittenElement } from './written.ts';

interface Filler { fill(element: WrittenElement, table: CompiledTable, value: object): boolean }

/** `name`, `name[2]` (the second of its name), `name[+]` (one more), `name[+2]` (one more, as the second), `name[@key=value]` (the one that says so). */
const segmentPattern = /^(.*?)(?:\[(?:(\d+)|(\+\d*)|@([^=\]]+)=([^\]]*))\])?$/s;

/** Splits at slashes, but not at those inside braces (namespaces) or brackets. */
function segmentsOf(path: string): string[] {
  const found: string[] = [];
  let depth = 0;
  let from = 0;
  for (let at = 0; at < path.length; at++) {
    const char = path[at];
    if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') depth -= 1;
    else if (char === '/' && depth === 0) {
      found.push(path.slice(from, at));
      from = at + 1;
    }
  }
  found.push(path.slice(from));
  return found;
}

/** The child that a segment names, made where it is not there. A leaf that names a child by what it says is one more of them. */
function childOf(parent: WrittenElement, segment: string, isLeaf = false): WrittenElement {
  const [, stated = '', ordinal, more, key, value] = segmentPattern.exec(segment)!;
  const name = variantOf(parent.node, stated, prefixOf(parent.name));
  const make = (): WrittenElement => {
    const node = parent.node?.children.get(name);
    const child = newElement(name, node?.nested?.table.root ?? node, node?.nested?.table);
    if (key !== undefined) stateAttributes(child, [key, value!]);
    const next = more === undefined || more === '+' ? undefined : alike[Number(more) - 1];
    if (next === undefined) insertChild(parent, child);
    else addBefore(parent, next, child);
    return child;
  };
  const alike = parent.children.filter((child) => child.name === name);
  if (more !== undefined) return make();
  if (key !== undefined) return (isLeaf ? undefined : alike.find((child) => attributeIn(child, key) === value)) ?? make();
  return alike[ordinal === undefined ? 0 : Number(ordinal) - 1] ?? make();
}

/** A whole nested record that was set aside as JSON, put back as the element at its place. */
function restoreRecord(parent: WrittenElement, segment: string, text: string, filler: Filler): boolean {
  const [, stated = '', ordinal, more] = segmentPattern.exec(segment)!;
  const name = variantOf(parent.node, stated, prefixOf(parent.name));
  const nested = parent.node?.children.get(name)?.nested;
  if (nested === undefined || !text.startsWith('{')) return false;
  let value: object;
  try {
    value = JSON.parse(text) as object;
  } catch {
    return false; // a text that only begins like a record
  }
  const child = newElement(name, nested.table.root);
  const table = more === '+' ? nested.table : { ...nested.table, then: undefined };
  if (!filler.fill(child, table, value)) return false;
  const alike = parent.children.filter((other) => other.name === name);
  const before = more === '+' ? undefined : alike[Number(ordinal ?? more ?? 1) - 1]; // one more stands behind its like
  if (before === undefined) insertChild(parent, child);
  else addBefore(parent, before, child);
  return true;
}

const holderIn = (element: WrittenElement, segments: readonly string[]): WrittenElement => segments.slice(0, -1).reduce((parent, segment) => childOf(parent, segment), element);

/** The element at a path, made where it is not there. */
export function elementAt(root: WrittenElement, path: string): WrittenElement {
  return segmentsOf(path).reduce((parent, segment) => childOf(parent, segment), root);
}

interface Layout { element: string; number?: string; parts: TextPart[] }

/** Texts as they were divided, from the lines of those that were written. */
function restoreLayout(parent: WrittenElement, stated: string): void {
  const { element: name, number, parts } = JSON.parse(stated) as Layout;
  const lines = new Map<string, string[]>();
  const written = parent.children.filter((child) => child.name === name);
  for (const child of written) {
    const language = attributeIn(child, 'xml:lang') ?? '';
    lines.set(language, [...(lines.get(language) ?? []), ...child.text.split('\n')]);
  }
  // A text that was changed since is written as it is.
  const wanted = new Map<string, number>();
  for (const [, language, count] of parts) wanted.set(language, (wanted.get(language) ?? 0) + count);
  if ([...wanted].some(([language, count]) => lines.get(language)?.length !== count)) return;
  // The lines of a language stand in the order of the numbers.
  const taken = new Map<string, number>();
  const made = new Map<TextPart, WrittenElement>();
  for (const part of parts.toSorted((a, b) => (a[0] ?? 0) - (b[0] ?? 0))) {
    const [at, language, count, stated = language] = part;
    const from = taken.get(language) ?? 0;
    taken.set(language, from + count);
    const child = newElement(name, written[0]?.node, written[0]?.table);
    if (number !== undefined) stateAttributes(child, [number, String(at)]);
    if (stated !== null) stateAttributes(child, ['xml:lang', stated]);
    child.text = lines.get(language)!.slice(from, from + count).join('\n');
    made.set(part, child);
  }
  const first = parent.children.findIndex((child) => child.name === name);
  const others = (children: readonly WrittenElement[]) => children.filter((child) => child.name !== name);
  parent.children = [...others(parent.children.slice(0, first)), ...parts.map((part) => made.get(part)!), ...others(parent.children.slice(first))];
}

/** The element as its rows filled it, in place of what was written. */
function restoreWhole(element: WrittenElement, text: string, filler: Filler): void {
  const table = element.table;
  if (table === undefined) return;
  clear(element);
  filler.fill(element, { ...table, then: undefined }, JSON.parse(text) as object);
}

/** The child that a segment names, where it is there. */
function findChild(parent: WrittenElement, segment: string): WrittenElement | undefined {
  const [, stated = '', ordinal, , key, value] = segmentPattern.exec(segment)!;
  const name = variantOf(parent.node, stated, prefixOf(parent.name));
  const alike = parent.children.filter((child) => child.name === name);
  return key === undefined ? alike[Number(ordinal ?? 1) - 1] : alike.find((child) => attributeIn(child, key) === value);
}

/** Takes out an element that was not there, and the elements around it that hold nothing else. One that the format demands beside others stays. */
function removeAbsent(element: WrittenElement, segments: readonly string[], taken: string): void {
  const way = [element];
  for (const segment of segments) {
    const next = findChild(way.at(-1)!, segment);
    if (next === undefined) return;
    way.push(next);
  }
  const [last, holder] = [way.at(-1)!, way.at(-2)!];
  if (last.text !== taken || (last.node?.text?.row.required === true && holder.children.length > 1)) return;
  for (let at = way.length - 1; at > 0; at--) {
    const parent = way[at - 1]!;
    removeChild(parent, way[at]!);
    if (!isEmpty(parent)) return;
  }
}

/** A further text of a language. */
const isOneMoreText = /\[@xml:lang=[^\]]*\]$/;

/** A leaf on its way back, with the steps of its path. */
interface Kept { readonly segments: readonly string[]; readonly last: string; readonly text: string }

/** Something that stood at a place among its like, counted with all that stand there: a whole record, or an element that gave no value. */
interface Placed extends Kept { readonly at: number; readonly isRecord: boolean }

function placedOf(kept: Kept): Placed | undefined {
  const { last, text } = kept;
  const [, , ordinal, more] = segmentPattern.exec(last)!;
  if (more !== undefined && more !== '+') return { ...kept, at: Number(more), isRecord: false };
  const isRecord = text.startsWith('{') && more === undefined && !last.startsWith('@') && ![WHOLE, LAYOUT, ABSENT, '.'].includes(last);
  return isRecord ? { ...kept, at: Number(ordinal ?? 1), isRecord } : undefined;
}

/** What elements of one list have in common. */
const listOf = ({ segments, last }: Kept): string => [...segments.slice(0, -1), segmentPattern.exec(last)![1]].join('/');

/** Puts back what gives others their places, from the front: false for what was no record after all. */
function putPlaced(element: WrittenElement, { segments, last, text, isRecord }: Placed, filler: Filler): boolean {
  const holder = holderIn(element, segments);
  if (isRecord) return restoreRecord(holder, last, text, filler);
  childOf(holder, last, true).text = text;
  return true;
}

function putText(element: WrittenElement, { segments, last, text }: Kept): void {
  const parent = holderIn(element, segments);
  if (last.startsWith('@')) setAttribute(parent, last.slice(1), text);
  else if (last === '.' || last === 'text()') parent.text = parent.text === '' ? text : `${parent.text}${text}`;
  else childOf(parent, last, true).text = text;
}

/** Restores leaves in their order; first what others are counted by: records that are one more of their like, elements as their rows filled them, texts among texts, records at their places. */
export function restore(element: WrittenElement, leaves: readonly (readonly [string, string])[], filler: Filler): void {
  const rest = new Set<Kept>();
  for (const [path, text] of leaves) {
    const segments = segmentsOf(path);
    const last = segments.at(-1)!;
    if (/\[\+\d*\]$/.test(last) && text.startsWith('{') && restoreRecord(holderIn(element, segments), last, text, filler)) continue;
    const kept: Kept = { segments, last, text };
    rest.add(placedOf(kept) ?? kept);
  }
  for (const { segments, last, text } of rest) if (last === WHOLE) restoreWhole(holderIn(element, segments), text, filler);
  const placed = [...rest].filter((kept): kept is Placed => 'at' in kept);
  // Where records stand, places are counted with them; elsewhere leaves have their order already, further texts of a language among them.
  const lists = new Set(placed.filter(({ isRecord }) => isRecord).map(listOf));
  for (const kept of rest) {
    if ('at' in kept ? lists.has(listOf(kept)) : !isOneMoreText.test(kept.last)) continue;
    putText(element, kept);
    rest.delete(kept);
  }
  for (const place of placed.filter((each) => rest.has(each)).toSorted((a, b) => a.segments.length - b.segments.length || a.at - b.at)) if (putPlaced(element, place, filler)) rest.delete(place);
  for (const { segments, last, text } of rest) {
    if (last === ABSENT) removeAbsent(element, segments.slice(0, -1), text);
    else if (last === LAYOUT) restoreLayout(holderIn(element, segments), text);
  }
  for (const kept of rest) if (![WHOLE, ABSENT, LAYOUT].includes(kept.last)) putText(element, kept);
}
