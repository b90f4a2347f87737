// The plain values at the top of a JSON document, without parsing all of it: what decides which adapter reads a file.
import { canonicalEncoding, detectEncoding } from '../xml/encoding.ts';

const sniffLength = 65_536;

/** Keys of the outermost object with the text of their plain values; undefined for keys that hold objects and lists. */
export type JsonHead = ReadonlyMap<string, string | undefined>;

/**
 * The head of a document; undefined where the bytes do not begin like a JSON object. Reads 64 KiB, and all of a longer document only
 * where `wanted` is not among the keys by then.
 */
export function sniffJson(bytes: Uint8Array, wanted: string): JsonHead | undefined {
  const { label, skip } = detectEncoding(bytes);
  if (label === 'utf-32') return undefined;
  const decoder = canonicalEncoding(label) ?? 'utf-8';
  const head = (length?: number): JsonHead | undefined => headOf(new TextDecoder(decoder).decode(bytes.subarray(skip, length === undefined ? undefined : skip + length)));
  const first = head(sniffLength);
  return first === undefined || first.has(wanted) || bytes.length <= sniffLength ? first : head();
}

/** The head of the first object that stands under a key at the top, alone or in a list; undefined where the document does not begin so. */
export function sniffInside(bytes: Uint8Array, key: string): JsonHead | undefined {
  const { label, skip } = detectEncoding(bytes);
  if (label === 'utf-32') return undefined;
  const text = new TextDecoder(canonicalEncoding(label) ?? 'utf-8').decode(bytes.subarray(skip, skip + sniffLength));
  const found = new RegExp(`^\\s*\\{\\s*"${key}"\\s*:\\s*(?:\\[\\s*)?(?=\\{)`).exec(text);
  return found === null ? undefined : headOf(text.slice(found[0].length));
}

const blank = /\s/;

/** Where a text ends that begins at a quote: behind the quote that no backslash stands before; the end of all where there is none. */
function endOfText(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === '\\') backslashes += 1;
    if (backslashes % 2 === 0) return at + 1;
  }
  return text.length;
}

/** By hand and not by an expression: the longest text of a file must not be too long for it. */
function headOf(text: string): JsonHead | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const found = new Map<string, string | undefined>();
  let depth = 0;
  let key: string | undefined;
  for (let at = 0; at < text.length;) {
    const char = text[at]!;
    if (char === '{' || char === '[') depth += 1;
    else if (char === '}' || char === ']') {
      depth -= 1;
      if (depth === 0) return found;
    } else if (char === '"') {
      const end = endOfText(text, at);
      if (depth === 1) {
        const inner = text.slice(at + 1, end - 1);
        let next = end;
        while (next < text.length && blank.test(text[next]!)) next += 1;
        if (text[next] === ':') {
          key = inner;
          if (!found.has(key)) found.set(key, undefined);
        } else if (key !== undefined) {
          found.set(key, found.get(key) ?? inner);
          key = undefined;
        }
      }
      at = end;
      continue;
    } else if (depth === 1 && key !== undefined && char !== ':' && char !== ',' && !blank.test(char)) {
      const word = /[^\s{}[\]",:]+/y;
      word.lastIndex = at;
      const value = word.exec(text)![0];
      found.set(key, found.get(key) ?? value);
      key = undefined;
      at += value.length;
      continue;
    }
    at += 1;
  }
  return found;
}
