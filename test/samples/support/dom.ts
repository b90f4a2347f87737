// XML as a tree and zip entries as bytes, for the sample suite only: it must not share a line with the readers it checks.
import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { SaxesParser } from 'saxes';
import { openPromise } from 'yauzl';

export interface Element {
  /** Name without prefix. */
  name: string;
  namespace: string;
  /** By name as written, with its prefix. Namespace declarations and schema hints are left out. */
  attributes: Record<string, string>;
  children: Element[];
  /** Text of its own, in one piece, as written. */
  text: string;
}

const isHint = (name: string, uri: string) => name === 'xmlns' || name.startsWith('xmlns:') || (uri === 'http://www.w3.org/2001/XMLSchema-instance' && /:(schemaLocation|noNamespaceSchemaLocation|type)$/.test(name));

/** The root element of a document. Throws where the text is not well-formed. */
export function parseTree(text: string): Element {
  const parser = new SaxesParser({ xmlns: true });
  const open: Element[] = [];
  let root: Element | undefined;
  parser.on('error', (error) => { throw error; });
  parser.on('opentag', (tag) => {
    const element: Element = { name: tag.local, namespace: tag.uri, attributes: {}, children: [], text: '' };
    for (const [name, { value, uri }] of Object.entries(tag.attributes)) if (!isHint(name, uri)) element.attributes[name] = value;
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (value: string) => { const at = open.at(-1); if (at !== undefined) at.text += value; };
  parser.on('text', addText);
  parser.on('cdata', addText);
  parser.on('closetag', () => { open.pop(); });
  parser.write(text.replace(/^\uFEFF/, '')).close();
  return root!;
}

/** Every element at a path of local names below one. */
export function all(from: Element | undefined, path: string): Element[] {
  let found = from === undefined ? [] : [from];
  for (const name of path.split('/')) found = found.flatMap((element) => element.children.filter((c) => c.name === name));
  return found;
}

export const first = (from: Element | undefined, path: string): Element | undefined => all(from, path)[0];

/** Trimmed text at a path; undefined where there is none. */
export const textAt = (from: Element | undefined, path: string): string | undefined => first(from, path)?.text.trim() || undefined;

/** Texts at a path by language; the first of a language counts. No language means English. Blank texts are none. */
export function textsAt(from: Element | undefined, path: string): Record<string, string> {
  const texts: Record<string, string> = {};
  for (const { attributes, text } of all(from, path)) if (text.trim() !== '') texts[attributes['xml:lang'] ?? 'en'] ??= text;
  return texts;
}

export interface Leaf { path: string; text: string }

/**
 * The leaves of a document: attributes and texts that are not blank, a language only where its text is not blank, not of empty elements.
 */
export function leavesOf(element: Element, path = ''): Leaf[] {
  const leaves: Leaf[] = [];
  const own = element.text.trim() !== '';
  for (const [name, text] of Object.entries(element.attributes)) if (text.trim() !== '' && (name !== 'xml:lang' || own)) leaves.push({ path: `${path}/@${name}`, text });
  if (own) leaves.push({ path: path === '' ? '.' : path, text: element.text });
  const counts = new Map<string, number>();
  for (const child of element.children) {
    const n = (counts.get(child.name) ?? 0) + 1;
    counts.set(child.name, n);
    leaves.push(...leavesOf(child, `${path === '' ? '' : `${path}/`}${child.name}${n > 1 ? `[${n}]` : ''}`));
  }
  return leaves;
}

/** File entries of a zip: name and bytes, at most about `limit` bytes of each. */
export async function* zipEntries(file: string, limit = Infinity): AsyncGenerator<{ name: string; bytes: Buffer }> {
  const zip = await openPromise(file, { lazyEntries: true });
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName.endsWith('/')) continue;
    const stream = await zip.openReadStreamPromise(entry);
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of stream) {
      parts.push(part as Buffer);
      length += (part as Buffer).length;
      if (length >= limit) break;
    }
    yield { name: entry.fileName, bytes: Buffer.concat(parts) };
  }
}

export const looksLikeXml = (bytes: Buffer): boolean => /^(\uFEFF)?\s*</.test(bytes.subarray(0, 200).toString('utf8'));

/** All XML documents of a zip or folder as bytes, by name. Other files are left out, by their first character. */
export async function readDocuments(path: string): Promise<Map<string, Buffer>> {
  const documents = new Map<string, Buffer>();
  const add = (name: string, bytes: Buffer) => { if (looksLikeXml(bytes)) documents.set(name, bytes); };
  if (path.endsWith('.zip')) for await (const { name, bytes } of zipEntries(path)) add(name, bytes);
  else for (const found of await readdir(path, { recursive: true, withFileTypes: true })) {
    const file = join(found.parentPath, found.name);
    if (found.isFile()) add(relative(path, file), readFileSync(file));
  }
  return documents;
}
