// What of a footprint may not change under its identifier, as a hash: all but its status (PACT v3 §Lifecycle; for v2 of one version of it).
import { createHash } from 'node:crypto';
import { parseJson } from '../../../formats/json/parse.ts';
import { JsonNumber, JsonObject, type JsonValue } from '../../../formats/json/value.ts';

/** Told about a footprint, not by it. `specVersion` changes with the software of a host. */
const beside: ReadonlySet<string> = new Set(['status', 'statusComment', 'version', 'updated', 'specVersion']);

/** The same text for the same meaning: keys and sets in one order, null as absent. Numbers stay as they were. */
function canonical(value: JsonValue, left: ReadonlySet<string> = new Set()): string {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) {
    const items = value.map((item) => canonical(item));
    return `[${(value.every((item) => typeof item === 'string') ? items.toSorted() : items).join(',')}]`;
  }
  if (!(value instanceof JsonObject)) return JSON.stringify(value);
  const members = [...value.members].filter(([key, inner]) => inner !== null && !left.has(key)).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${canonical(inner)}`).join(',')}}`;
}

/** NUL and halves of surrogate pairs, as JSON writes them: PostgreSQL has no text with them. */
const unstorable = /(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][0-9a-f]{2})/;

export interface Body { sha256: Buffer; isStorable: boolean }

/** SHA-256 of what may not change, and whether the database can hold it. @throws TanluError json-not-well-formed */
export function bodyOf(text: string): Body {
  const body = canonical(parseJson(text, { file: 'footprint' }).value, beside);
  return { sha256: createHash('sha256').update(body).digest(), isStorable: !unstorable.test(body) };
}
