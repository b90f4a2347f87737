// A document as a plain tree, the same for XML and JSON, for the comparison of packages by meaning. Knows no adapter and no mapping table.
import { TanluError, messageOf } from '../../errors.ts';
import { decodeXml } from '../../formats/xml/decode.ts';
import { parseXml, type EventSink } from '../../formats/xml/events.ts';
import { attributeOf, type AttributeList } from '../../formats/xml/sink.ts';
import type { Issue } from '../../model/issue.ts';

export interface Tree {
  /** XML: `{namespace}local`; JSON: the key. */
  readonly name: string;
  readonly attributes: AttributeList;
  readonly children: Tree[];
  /** As it stands in the file. Runs of text between child elements are joined by a line end. */
  text: string;
  /** What kind of value a JSON scalar is; absent for XML and for objects. */
  readonly type?: 'string' | 'number' | 'boolean';
  /** Number of leaves of the document that this text stands for, where it is not the one that it is. */
  readonly stands?: number;
}

const none: AttributeList = [];
// Constant, as resolved names are remembered for it. Without prefixes every name carries its namespace in full.
const prefixes = {};

/**
 * The root of an XML document. `assumeNamespace` is for files that forgot to state one.
 * Throws TanluError `xml-not-well-formed` and what else the XML reader refuses; its text names line and column.
 */
export function readXmlTree(bytes: Uint8Array, file: string, assumeNamespace?: string): { root: Tree; issues: Issue[] } {
  const decoded = decodeXml(bytes, file);
  const open: Tree[] = [];
  let root: Tree | undefined;
  const sink: EventSink = {
    open(name, attributes) {
      const tree: Tree = { name, attributes, children: [], text: '' };
      const parent = open.at(-1);
      if (parent === undefined) root = tree;
      else parent.children.push(tree);
      open.push(tree);
    },
    text(value) {
      const tree = open.at(-1)!;
      tree.text = tree.text === '' ? value : `${tree.text}\n${value}`;
    },
    close: () => void open.pop(),
  };
  const options = assumeNamespace === undefined ? { file, prefixes } : { file, prefixes, assumeNamespace };
  const issues = parseXml(decoded.text, options, sink);
  return { root: root!, issues: [...decoded.issues, ...issues] };
}

/** Deeper nesting has no dataset; the XML reader has the same limit. */
const maxDepth = 200;

class NumberText {
  readonly source: string;
  constructor(source: string) {
    this.source = source;
  }
}

/**
 * The root of a JSON document. Numbers keep their digits. As in JSON-LD 1.1, null and an empty list say nothing, a list of one is its item,
 * and a link to a context (`"@context": "…"`) is a declaration, no statement.
 * Throws TanluError `json-not-readable` { file, reason }.
 */
export function readJsonTree(bytes: Uint8Array, file: string): Tree {
  let value: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text, (_key, found: unknown, context?: { source?: string }) => (typeof found === 'number' ? new NumberText(context?.source ?? String(found)) : found));
  } catch (error) {
    throw broken(file, messageOf(error), error);
  }
  const items: unknown[] | undefined = Array.isArray(value) ? value : undefined;
  const root = items === undefined ? treesOf('', value, file, 0)[0] : { name: '', attributes: none, children: items.flatMap((item) => treesOf('[]', item, file, 1)), text: '' };
  if (root === undefined) throw broken(file, 'it holds nothing');
  return root;
}

function treesOf(name: string, value: unknown, file: string, depth: number): Tree[] {
  if (depth > maxDepth) throw broken(file, `it is nested more than ${maxDepth} deep, which no dataset is`);
  if (value === null || value === undefined) return [];
  if (value instanceof NumberText) return [leaf(name, value.source, 'number')];
  if (typeof value === 'string') return [leaf(name, value, 'string')];
  if (typeof value === 'boolean') return [leaf(name, String(value), 'boolean')];
  // A list in a list, such as coordinates, is an item of its own.
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    // A list in a list, such as coordinates, is an item of its own.
    return items.flatMap((item) => (Array.isArray(item) ? [{ name, attributes: none, children: treesOf('[]', item, file, depth + 1), text: '' }] : treesOf(name, item, file, depth + 1)));
  }
  const children = Object.entries(value).flatMap(([key, inner]) => (key === '@context' && typeof inner === 'string' ? [] : treesOf(key, inner, file, depth + 1)));
  return [{ name, attributes: none, children, text: '' }];
}

const leaf = (name: string, text: string, type: NonNullable<Tree['type']>): Tree => ({ name, attributes: none, children: [], text, type });

function broken(file: string, reason: string, cause?: unknown): TanluError {
  return new TanluError('json-not-readable', `${file} is no readable JSON: ${reason}. Correct the file or export it again; nothing of it was read.`, { params: { file, reason }, cause });
}

const locals = new Map<string, string>();

/** Name without namespace. */
export function localName(name: string): string {
  if (name.charCodeAt(0) !== 0x7b) return name;
  let local = locals.get(name);
  if (local === undefined) {
    local = name.slice(name.indexOf('}') + 1);
    if (locals.size < 10_000) locals.set(name, local);
  }
  return local;
}

/** First child of a local name. */
export const childOf = (tree: Tree | undefined, name: string): Tree | undefined => tree?.children.find((c) => localName(c.name) === name);

/** Stated value of an attribute (XML) or a scalar property (JSON) with exactly this name. */
export const valueOf = (tree: Tree, name: string): string | undefined => attributeOf(tree.attributes, name) ?? tree.children.find((c) => c.name === name && c.children.length === 0)?.text;

/** Whether an element states itself only: no attribute, no text, nothing inside. It counts as a leaf. */
export const isBare = (tree: Tree): boolean => tree.attributes.length === 0 && tree.children.length === 0 && tree.text === '';

/** Number of leaves: attributes, texts, and elements that hold nothing. */
export function countLeaves(tree: Tree): number {
  let count = tree.attributes.length / 2 + (tree.text !== '' || isBare(tree) ? (tree.stands ?? 1) : 0);
  for (const child of tree.children) count += countLeaves(child);
  return count;
}
