// Cursors: the order values of a row, opaque to clients. The checksum refuses cursors of another list or order, and mistyped ones.
import { TanluError } from '../../errors.ts';
import { decimalPattern } from '../../model/scalar.ts';
import type { ColumnType } from '../tables/column.ts';
import type { OrderTerm } from './plan.ts';

export type CursorValue = string | number | boolean | null;

// FNV-1a, 32 bits: guards against mistakes, not against malice; malice finds typed parameters.
function checksum(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(36);
}

/** What a list is ordered by; part of each checksum. `1` is the version of the cursor format. */
export const orderSignature = (table: string, order: readonly OrderTerm[]): string =>
  `1 ${table} ${order.map((term) => `${term.name}${term.descending ? '-' : '+'}`).join(' ')}`;

export function writeCursor(signature: string, values: readonly CursorValue[]): string {
  const text = JSON.stringify(values);
  return Buffer.from(`${checksum(signature + text)}.${text}`).toString('base64url');
}

const refuse = (argument: string): never => {
  throw new TanluError('CURSOR_INVALID', `The cursor given as "${argument}" is not one of this list in this order. `
    + 'Use a cursor exactly as it was returned, with the same orderBy.', { kind: 'usage', params: { argument } });
};

// What PostgreSQL takes as a day and as a number: a cursor made by hand must not reach it with less.
const isDay = (text: string): boolean => {
  const [, year, month, day] = /^(\d{4,6})-(\d\d)-(\d\d)$/.exec(text) ?? [];
  if (year === undefined || Number(year) === 0) return false;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day)); // a day that the month lacks moves on to the next month
  return date.getUTCMonth() === Number(month) - 1 && date.getUTCDate() === Number(day);
};
const isNumber = (text: string): boolean => text.length < 2000 && decimalPattern.test(text) && Math.abs(Number(/[eE](.+)$/.exec(text)?.[1] ?? 0)) <= 10_000;

const fits: Partial<Record<ColumnType, (value: CursorValue) => boolean>> = {
  bigint: (v) => Number.isSafeInteger(v),
  integer: (v) => Number.isInteger(v) && Math.abs(v as number) < 2 ** 31,
  'double precision': (v) => typeof v === 'number',
  boolean: (v) => typeof v === 'boolean',
  numeric: (v) => typeof v === 'string' && isNumber(v),
  date: (v) => typeof v === 'string' && isDay(v),
  timestamptz: (v) => typeof v === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,6})?Z$/.test(v) && isDay(v.slice(0, 10)) && !Number.isNaN(Date.parse(v)),
  text: (v) => typeof v === 'string' && !v.includes('\0'),
};

/** The values of a cursor, checked against the order. Throws CURSOR_INVALID. */
export function readCursor(argument: string, cursor: string, signature: string, order: readonly OrderTerm[]): CursorValue[] {
  if (cursor.length > 8000 || !/^[\w-]+$/.test(cursor)) return refuse(argument);
  const whole = Buffer.from(cursor, 'base64url').toString();
  const dot = whole.indexOf('.');
  const text = whole.slice(dot + 1);
  if (dot < 0 || whole.slice(0, dot) !== checksum(signature + text)) return refuse(argument);
  let values: unknown;
  try {
    values = JSON.parse(text);
  } catch {
    return refuse(argument);
  }
  if (!Array.isArray(values) || values.length !== order.length) return refuse(argument);
  const good = order.every((term, i) => (values[i] === null ? term.nullable : (fits[term.type] ?? (() => false))(values[i] as CursorValue)));
  return good ? values as CursorValue[] : refuse(argument);
}
