// A document as the writer makes it: elements under canonical names. Formats turn it into XML or JSON.
import type { CompiledTable, ElementNode, WritePlan } from './compile.ts';

export interface WrittenElement {
  readonly name: string;
  /** Names and values in turn. */
  attributes: string[];
  children: WrittenElement[];
  text: string;
  /** What the tables know of the element: the order of its children. */
  readonly node: ElementNode | undefined;
  /** The nested table that fills it. */
  readonly table: CompiledTable | undefined;
}

export function newElement(name: string, node?: ElementNode, table?: CompiledTable): WrittenElement {
  return { name, attributes: [], children: [], text: '', node, table };
}

/** An element with a text, in a language where one is stated. */
export function textElement(name: string, node: ElementNode, text: string, language: string | undefined): WrittenElement {
  return { name, attributes: language === undefined ? [] : ['xml:lang', language], children: [], text, node, table: undefined };
}

/** States an attribute, in place of the value it may have. */
export function setAttribute(element: WrittenElement, name: string, value: string): void {
  const { attributes } = element;
  for (let at = 0; at < attributes.length; at += 2) {
    if (attributes[at] !== name) continue;
    attributes[at + 1] = value;
    return;
  }
  attributes.push(name, value);
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

/** Puts a child where the tables want it: behind its like and before what comes later; unknown ones at the end. */
export function insertChild(parent: WrittenElement, child: WrittenElement): void {
  const rank = parent.node === undefined ? undefined : ranksOf(parent.node).get(child.name);
  if (rank === undefined) {
    parent.children.push(child);
    return;
  }
  const known = ranksOf(parent.node!);
  const at = parent.children.findIndex((other) => (known.get(other.name) ?? Infinity) > rank);
  if (at < 0) parent.children.push(child);
  else parent.children.splice(at, 0, child);
}

export const prefixOf = (name: string): string => (name.startsWith('{') ? '' : name.slice(0, Math.max(0, name.indexOf(':'))));

/**
 * What is written at an element: where the tables know one local name with and without a prefix (EcoSpold 2 master data stand
 * in the main namespace or in their own), the one in the namespace of the element counts.
 */
export function planFor(node: ElementNode, prefix: string): WritePlan {
  const { plans } = node;
  for (let i = 0; i < plans.length; i++) if (plans[i]!.prefix === prefix) return plans[i]!;
  const plan: WritePlan = {
    prefix,
    attributes: [...node.attributes].filter(([, leaf]) => leaf.row.alias !== true).map(([name, leaf]) => ({ name, leaf })),
    children: [...node.children].filter(([name]) => variantOf(node, name, prefix) === name).map(([name, child]) => {
      const needs = needsOf(child);
      const { text } = child;
      const isBare = text !== undefined && text.row.alias !== true && !text.localized && !text.many && child.nested === undefined && child.attributes.size + child.children.size + child.constants.length === 0;
      return { name, prefix: prefixOf(name), node: child, needs: needs === undefined || needs.size > mostNeeds ? undefined : [...needs], isBare };
    }),
  };
  plans.push(plan);
  return plan;
}

/** Asking for more fields than these takes longer than walking the rows. */
const mostNeeds = 4;

/** First steps of the model paths below an element; undefined where it is written without any of them. */
function needsOf({ nested, text, attributes, children, constants }: ElementNode): Set<string> | undefined {
  const needs = new Set<string>();
  if (nested !== undefined) {
    if (nested.row.alias !== true && nested.row.model !== undefined) needs.add(nested.parents[0] ?? nested.key);
    return needs;
  }
  if (constants.length > 0) return undefined;
  for (const leaf of [...(text === undefined ? [] : [text]), ...attributes.values()]) needs.add(leaf.parents[0] ?? leaf.key);
  for (const child of children.values()) {
    const inner = needsOf(child);
    if (inner === undefined) return undefined;
    for (const field of inner) needs.add(field);
  }
  return needs;
}

/** The spelling of a child's name that belongs into an element of this prefix. */
export function variantOf(node: ElementNode | undefined, name: string, prefix: string): string {
  if (node === undefined || name.startsWith('{') || prefixOf(name) === prefix) return name;
  const local = name.slice(name.indexOf(':') + 1);
  const other = prefix === '' ? local : `${prefix}:${local}`;
  const sibling = node.children.get(other);
  return sibling === undefined || (sibling.nested ?? sibling.text)?.row.alias === true ? name : other;
}
