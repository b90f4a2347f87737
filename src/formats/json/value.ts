// JSON documents as they stand there: numbers keep their text, keys their order (RFC 8259).

/** A number with the text that the document has for it; never rounded. */
export class JsonNumber {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/** Keys in the order of the document. A key that stands there twice has its first value here; the others are in `repeated`. */
export class JsonObject {
  readonly members = new Map<string, JsonValue>();
  repeated: [string, JsonValue][] | undefined;
}

export type JsonValue = string | JsonNumber | boolean | null | JsonValue[] | JsonObject;

/** The text of a value: no blanks, numbers as they were. */
export function jsonText(value: JsonValue): string {
  if (value instanceof JsonNumber) return value.text;
  if (Array.isArray(value)) return `[${value.map(jsonText).join(',')}]`;
  if (!(value instanceof JsonObject)) return JSON.stringify(value);
  const all = [...value.members, ...(value.repeated ?? [])];
  return `{${all.map(([key, inner]) => `${JSON.stringify(key)}:${jsonText(inner)}`).join(',')}}`;
}

/** How many values it has that are neither object nor list nor null. */
export function leavesIn(value: JsonValue): number {
  if (value === null) return 0;
  if (Array.isArray(value)) return value.reduce((sum: number, inner) => sum + leavesIn(inner), 0);
  if (!(value instanceof JsonObject)) return 1;
  const all = [...value.members.values(), ...(value.repeated ?? []).map(([, inner]) => inner)];
  return all.reduce((sum: number, inner) => sum + leavesIn(inner), 0);
}

/** A text, number or truth value as text; undefined for everything else. */
export function scalarText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value;
  if (value instanceof JsonNumber) return value.text;
  return typeof value === 'boolean' ? String(value) : undefined;
}
