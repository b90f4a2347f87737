// Writes the code that writes the elements of a table: one plain function each, made when a record is first written by it.
// Each field is read at a place of its own, which the engine fits to the records it meets there. A loop over rows has one place
// for all fields and all tables, where nothing is known of any of them, and asks absent rows as long as present ones.
import type { ElementNode, Leaf } from './compile.ts';
import type { RawRecord, WriteContext } from './transform.ts';
import { addChild, isEmpty, newElement, prefixOf, stateAttributes, textElement, variantOf, type WrittenElement } from './written.ts';

/** What the code asks of the walk that it is part of. */
export interface WritingWalk extends WriteContext {
  /** Attributes of one element on their way into its list. */
  readonly stated: string[];
  /** A text as long as the format allows. */
  fit(leaf: Leaf, text: string): string;
  /** The text of the element that a table begins at. */
  ownText(element: WrittenElement, leaf: Leaf, value: unknown): void;
  /** One element per language or per value. */
  repeat(parent: WrittenElement, name: string, node: ElementNode, value: unknown): void;
  /** One element per value of an attribute that fills a list. */
  list(parent: WrittenElement, name: string, node: ElementNode, attribute: string, values: unknown): void;
  /** The elements of a nested table, one for its record or one for each of them. */
  nest(parent: WrittenElement, name: string, node: ElementNode, value: unknown, prefix: string): void;
}

/** Writes what the rows of a table say of a record into its element. */
export type WriteRows = (element: WrittenElement, record: RawRecord, walk: WritingWalk) => void;

const tools = { addChild, isEmpty, newElement, stateAttributes, textElement };

/** The code for a table whose element has a name with this prefix: where the tables know one local name with and without a prefix (EcoSpold 2 master data stand in the main namespace or in their own), the one in the namespace of the element counts. */
export function writeRowsOf(root: ElementNode, prefix: string): WriteRows {
  return new Code(prefix).of(root);
}

class Code {
  readonly #prefix: string;
  readonly #constants: unknown[] = [];
  readonly #numbers = new Map<unknown, number>();
  #elements = 0;

  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  of(root: ElementNode): WriteRows {
    const own = root.text === undefined || root.text.row.alias === true ? '' : `value = ${valueOf(root.text)}; if (${isThere}) walk.ownText(e0, ${this.#constant(root.text)}, value);\n`;
    const body = this.#attributes(root, 'e0') + own + this.#children(root, 'e0');
    const names = this.#constants.map((_, at) => `c${at}`);
    const source = `'use strict';\nconst { ${Object.keys(tools).join(', ')} } = tools;\nconst [${names.join(', ')}] = constants;\nreturn function writeRows(e0, record, walk) {\nconst stated = walk.stated;\nlet value, text, count;\n${body}};`;
    // oxlint-disable-next-line no-new-func -- made of the tables of this program, whose names and fields stand in it as literals
    return (new Function('tools', 'constants', source) as (tools: object, constants: unknown[]) => WriteRows)(tools, this.#constants);
  }

  #constant(value: unknown): string {
    let number = this.#numbers.get(value);
    if (number === undefined) {
      number = this.#constants.push(value) - 1;
      this.#numbers.set(value, number);
    }
    return `c${number}`;
  }

  /** Sets `text` to the text of `value`. */
  #text(leaf: Leaf, value = 'value'): string {
    const written = `${this.#constant(leaf.transform)}.write(${value}, walk, ${JSON.stringify(leaf.parameter)})`;
    return leaf.row.max === undefined ? `text = ${written};` : `text = ${written}; if (text !== undefined) text = walk.fit(${this.#constant(leaf)}, text);`;
  }

  #attributes(node: ElementNode, element: string): string {
    const constants = node.constants.flatMap(({ name, value }) => [name, value]);
    let code = constants.length === 0 ? '' : `stateAttributes(${element}, ${JSON.stringify(constants)}, ${constants.length});\n`;
    const stated = [...node.attributes].filter(([, leaf]) => leaf.row.alias !== true);
    if (stated.length === 0) return code;
    code += 'count = 0;\n';
    for (const [name, leaf] of stated) {
      code += `value = ${valueOf(leaf)}; if (${isThere}) { ${this.#text(leaf, leaf.many ? 'value[0]' : 'value')} if (text !== undefined) { stated[count++] = ${JSON.stringify(name)}; stated[count++] = text; } }\n`;
    }
    return `${code}if (count > 0) stateAttributes(${element}, stated, count);\n`;
  }

  #children(node: ElementNode, element: string): string {
    let code = '';
    for (const [name, child] of node.children) if (variantOf(node, name, this.#prefix) === name) code += this.#child(name, child, element);
    return code;
  }

  #child(name: string, node: ElementNode, parent: string): string {
    const { nested, text: leaf } = node;
    const made = `${JSON.stringify(name)}, ${this.#constant(node)}`;
    const at = `${parent}, ${made}`;
    if (nested !== undefined) {
      if (nested.row.alias === true || nested.row.model === undefined) return '';
      return `value = ${valueOf(nested)}; if (${isThere}) walk.nest(${at}, value, ${JSON.stringify(prefixOf(name))});\n`;
    }
    const text = leaf?.row.alias === true ? undefined : leaf;
    if (text !== undefined && (text.localized || text.many)) return this.#repeated(text, made, node, parent);
    if (leaf === undefined && node.children.size === 0) {
      const list = [...node.attributes].find(([, { many, row }]) => many && row.alias !== true);
      if (list !== undefined) return `value = ${valueOf(list[1])}; if (${isThere}) walk.list(${at}, ${JSON.stringify(list[0])}, value);\n`;
    }
    const isBare = node.attributes.size + node.children.size + node.constants.length === 0;
    if (isBare) return text === undefined ? '' : `value = ${valueOf(text)}; if (${isThere}) { ${this.#text(text)} if (text !== undefined) addChild(${parent}, textElement(${made}, text)); }\n`;
    return this.#container(made, node, text, parent);
  }

  /** One element per language or per value; attributes of such an element belong to the first. */
  #repeated(leaf: Leaf, made: string, node: ElementNode, parent: string): string {
    const texts = `value = ${valueOf(leaf)}; if (${isThere}) walk.repeat(${parent}, ${made}, value);\n`;
    if (node.attributes.size === 0 && node.children.size === 0) return texts;
    const number = ++this.#elements;
    const [element, first] = [`e${number}`, `f${number}`];
    return this.#guarded(node, `const before = ${parent}.children.length;\n${texts}const ${first} = ${parent}.children[before], ${element} = ${first} ?? newElement(${made});\n`
      + `${this.#attributes(node, element)}${this.#children(node, element)}if (${first} === undefined && !isEmpty(${element})) addChild(${parent}, ${element});\n`);
  }

  /** An element that is written where something stands in it. */
  #container(made: string, node: ElementNode, text: Leaf | undefined, parent: string): string {
    const element = `e${++this.#elements}`;
    const own = text === undefined ? '' : `let isStated = false;\nvalue = ${valueOf(text)}; if (${isThere}) { ${this.#text(text)} if (text !== undefined) { ${element}.text = text; isStated = true; } }\n`;
    return this.#guarded(node, `const ${element} = newElement(${made});\n${own}${this.#attributes(node, element)}${this.#children(node, element)}`
      + `if (${text === undefined ? '' : 'isStated || '}!isEmpty(${element})) addChild(${parent}, ${element});\n`);
  }

  /** What is only done where the record has something for it. */
  #guarded(node: ElementNode, code: string): string {
    const needs = needsOf(node);
    return needs === undefined ? `{\n${code}}\n` : `if (${[...needs].map((holder) => `${holder} !== undefined`).join(' || ') || 'false'}) {\n${code}}\n`;
  }
}

const isThere = 'value !== undefined && value !== null';

const fieldOf = (holder: string, field: string): string => `${holder}[${JSON.stringify(field)}]`;

/** The value of a row; undefined where what should hold it is absent. */
const valueOf = ({ parents, key }: { parents: readonly string[]; key: string }): string =>
  [...parents, key].reduce((holder, field, at) => (at === 0 ? fieldOf(holder, field) : `${holder}?.[${JSON.stringify(field)}]`), 'record');

/** What holds the values of a row, or the value itself where the record does. */
const holderOf = ({ parents, key }: { parents: readonly string[]; key: string }): string => valueOf(parents.length === 0 ? { parents, key } : { parents: parents.slice(0, -1), key: parents.at(-1)! });

/** Where the values stand that are written below an element; undefined where it is written without any of them. */
function needsOf({ nested, text, attributes, children, constants }: ElementNode): Set<string> | undefined {
  const needs = new Set<string>();
  if (nested !== undefined) {
    if (nested.row.alias !== true && nested.row.model !== undefined) needs.add(holderOf(nested));
    return needs;
  }
  if (constants.length > 0) return undefined;
  for (const leaf of [...(text === undefined ? [] : [text]), ...attributes.values()]) needs.add(holderOf(leaf));
  for (const child of children.values()) {
    const inner = needsOf(child);
    if (inner === undefined) return undefined;
    for (const holder of inner) needs.add(holder);
  }
  return needs;
}
