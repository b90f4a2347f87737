// Guards index columns: what PostgreSQL's type cannot hold becomes null there and stays in the record, so that no value can stop an import.
import { decimalPattern, uuidPattern } from '../../model/scalar.ts';
import type { ColumnType } from './column.ts';

const largestInteger = 2 ** 31 - 1;

function calendarDay(text: string): string | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!parts || parts[1] === '0000') return null;
  const day = new Date(`${text}T00:00:00Z`);
  return Number.isNaN(day.getTime()) || day.toISOString().slice(0, 10) !== text ? null : text;
}

// numeric holds 131072 digits before the point; an exponent beyond 300 is a mistake of the source, and would fill the disk.
function plainDecimal(text: string): string | null {
  if (!decimalPattern.test(text) || text.length > 1000) return null;
  const exponent = /[eE]([+-]?\d+)$/.exec(text)?.[1];
  return exponent !== undefined && Math.abs(Number(exponent)) > 300 ? null : text;
}

/** The value as the column can take it, or null. */
export function storable(type: ColumnType, value: unknown): unknown {
  if (value === undefined || value === null) return null;
  switch (type) {
    case 'uuid': return typeof value === 'string' && uuidPattern.test(value) ? value : null;
    case 'date': return typeof value === 'string' ? calendarDay(value) : null;
    case 'numeric': return typeof value === 'string' ? plainDecimal(value) : null;
    case 'integer': return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= largestInteger ? value : null;
    default: return value;
  }
}
