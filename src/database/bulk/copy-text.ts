// Values in PostgreSQL's COPY text format (PostgreSQL manual, COPY, "Text Format").

import type { ColumnType } from '../tables/column.ts';

const special = /[\\\n\r\t]/;
const escapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Escapes a text for COPY; most texts need nothing. */
export function copyEscape(text: string): string {
  return special.test(text) ? text.replace(/[\\\n\r\t]/g, (c) => escapes[c]!) : text;
}

function arrayLiteral(values: readonly string[]): string {
  return `{${values.map((v) => `"${v.replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}

/** One value as COPY text; undefined and null become NULL. */
export function copyValue(type: ColumnType, value: unknown): string {
  if (value === undefined || value === null) return '\\N';
  switch (type) {
    case 'bigint': case 'integer': case 'double precision': case 'numeric': case 'uuid': case 'date': case 'timestamptz':
      return String(value);
    case 'boolean': return value === true ? 't' : 'f';
    case 'jsonb': return copyEscape(typeof value === 'string' ? value : JSON.stringify(value));
    case 'text[]': return copyEscape(arrayLiteral(value as readonly string[]));
    case 'bytea': return `\\\\x${(value as Buffer).toString('hex')}`;
    case 'text': case 'tsvector': return copyEscape(String(value));
  }
}

/** One row as COPY text, with its line end. Values stand in the order of the types. */
export function copyRow(types: readonly ColumnType[], values: readonly unknown[]): string {
  let line = '';
  for (let i = 0; i < types.length; i += 1) line += (i === 0 ? '' : '\t') + copyValue(types[i]!, values[i]);
  return `${line}\n`;
}
