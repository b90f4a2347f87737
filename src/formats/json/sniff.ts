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

const token = /"((?:[^"\\]|\\.)*)"(\s*:)?|[{}[\]]|[^\s{}[\]",:]+/gs;

function headOf(text: string): JsonHead | undefined {
  if (!/^\s*\{/.test(text)) return undefined;
  const found = new Map<string, string | undefined>();
  let depth = 0;
  let key: string | undefined;
  for (const [whole, string, colon] of text.matchAll(token)) {
    if (whole === '{' || whole === '[') depth += 1;
    else if (whole === '}' || whole === ']') {
      depth -= 1;
      if (depth === 0) return found;
    } else if (depth === 1) {
      if (colon !== undefined) {
        key = string!;
        if (!found.has(key)) found.set(key, undefined);
      } else if (key !== undefined) {
        found.set(key, found.get(key) ?? string ?? whole);
        key = undefined;
      }
    }
  }
  return found;
}
