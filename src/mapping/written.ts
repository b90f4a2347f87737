// A document as the writer makes it: elements under canonical names. Formats turn it into XML or JSON.
import type { CompiledTable, ElementNode } from './compile.ts';

/** Attributes and children are changed by the functions of this file alone: most elements have none, or the same as others, and share them. */
export interface WrittenElement {
  readonly name: string;
  /** Names and values in turn. */
  attributes: readonly string[];
  children: readonly WrittenElement[];
  text: string;
  /** What the tables know of the element: the order of its children. */
  readonly node: ElementNode | undefined;
  /** The nested table that fills it. */
  readonly table: CompiledTable | undefined;
}

const none: readonly never[] = [];

export function newElement(name: string, node?: ElementNode, table?: CompiledTable): WrittenElement {
  return { name, attributes: none, children: none, text: '', node, table };
}

let lastLanguage: readonly string[] = ['xml:lang', ''];

/** An element with a text, in a language where one is stated. */
export function textElement(name: string, node: ElementNode | undefined, text: string, language?: string): WrittenElement {
  if (language !== undefined && language !== lastLanguage[1]) lastLanguage = ['xml:lang', language];
  return { name, attributes: language === undefined ? none : lastLanguage, children: none, text, node, table: undefined };
}

/** Empties an element. */
export function clear(element: WrittenElement): void {
  element.attributes = none;
  element.children = none;
  element.text = '';
}

/** Adds the first `count` of names and values in turn to those that the element has. */
export function stateAttributes(element: WrittenElement, stated: readonly string[], count = stated.length): void {
  const added = stated.slice(0, count);
  element.attributes = element.attributes.length === 0 ? added : [...element.attributes, ...added];
}

/** States an attribute, in place of the value it may have. */
export function setAttribute(element: WrittenElement, name: string, value: string): void {
  const { attributes } = element;
  for (let at = 0; at < attributes.length; at += 2) {
    if (attributes[at] !== name) continue;
    element.attributes = attributes.with(at + 1, value);
    return;
  }
  stateAttributes(element, [name, value]);
}

export function attributeIn({ attributes }: WrittenElement, name: string): string | undefined {
  for (let at = 0; at < attributes.length; at += 2) if (attributes[at] === name) return attributes[at + 1];
  return undefined;
}

export const isEmpty = ({ attributes, children, text }: WrittenElement): boolean => attributes.length === 0 && children.length === 0 && text === '';

const ranks = new WeakMap<ElementNode, ReadonlyMap<string, number>>();

function ranksOf(node: ElementNode): ReadonlyMap<string, number> {
  let found = ranks.get(node);
  if (found === undefined) ranks.set(node, (found = new Map(node.order.map((name, rank) => [name, rank]))));
  return found;
}

/** Adds a child behind all others. */
export function addChild(parent: WrittenElement, child: WrittenElement): void {
  if (parent.children === none) parent.children = [child];
  else (parent.children as WrittenElement[]).push(child);
}

/** Puts a child before another one. */
export function addBefore(parent: WrittenElement, next: WrittenElement, child: WrittenElement): void {
  (parent.children as WrittenElement[]).splice(parent.children.indexOf(next), 0, child);
}

export function removeChild(parent: WrittenElement, child: WrittenElement): void {
  (parent.children as WrittenElement[]).splice(parent.children.indexOf(child), 1);
}

/** Puts a child where the tables want it: behind its like and before what comes later; unknown ones at the end. */
export function insertChild(parent: WrittenElement, child: WrittenElement): void {
  const known = parent.node === undefined ? undefined : ranksOf(parent.node);
  const rank = known?.get(child.name);
  const next = rank === undefined ? undefined : parent.children.find((other) => (known!.get(other.name) ?? Infinity) > rank);
  if (next === undefined) addChild(parent, child);
  else addBefore(parent, next, child);
}

export const prefixOf = (name: string): string => (name.startsWith('{') ? '' : name.slice(0, Math.max(0, name.indexOf(':'))));

/** The spelling of a child's name that belongs into an element of this prefix. */
export function variantOf(node: ElementNode | undefined, name: string, prefix: string): string {
  if (node === undefined || name.startsWith('{') || prefixOf(name) === prefix) return name;
  const local = name.slice(name.indexOf(':') + 1);
  const other = prefix === '' ? local : `${prefix}:${local}`;
  const sibling = node.children.get(other);
  return sibling === undefined || (sibling.nested ?? sibling.text)?.row.alias === true ? name : other;
}
