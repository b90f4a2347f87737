// The shared scalar transforms of the mapping language. Each reads strictly, repairs what is plainly meant with an issue, and never guesses.
import { decimalPattern, uuidPattern } from '../model/scalar.ts';
import { uuidV5 } from '../model/identity.ts';
import type { ReadContext, ScalarTransform } from './transform.ts';

const same = (value: string) => value;

const string: ScalarTransform<string> = { name: 'string', about: 'Text as it stands.', read: same, write: same };

const trimmed: ScalarTransform<string> = {
  name: 'trimmed', about: 'Text without blanks at both ends.',
  read: (text) => text.trim() || undefined,
  write: (value) => value.trim() || undefined,
};

const uuid: ScalarTransform<string> = {
  name: 'uuid', about: 'UUID in lower case; anything else becomes a UUID derived from it, with an issue, and is kept beside.',
  read(text, context) {
    if (uuidPattern.test(text)) return text;
    const stated = text.trim();
    const clean = stated.replace(/^\{(.*)\}$/, '$1').toLowerCase();
    if (uuidPattern.test(clean)) return clean;
    if (stated === '') return undefined;
    const used = uuidV5(stated);
    context.issue('id-not-uuid', { stated, used });
    context.keep('', text);
    return used;
  },
  write: same,
};

/** Reads what hand-made files write for a number, or undefined. */
export function repairNumber(text: string): string | undefined {
  const compact = text.replace(/[\s\u00a0]/g, '');
  if (/^[+-]?\d+,\d+([eE][+-]?\d+)?$/.test(compact)) return /,\d{3}$/.test(compact) && !/^[+-]?0,/.test(compact) ? undefined : compact.replace(',', '.');
  if (/^[+-]?\d{1,3}(,\d{3})+\.\d+$/.test(compact)) return compact.replaceAll(',', '');
  if (/^[+-]?\d{1,3}(\.\d{3})+,\d+$/.test(compact)) return compact.replaceAll('.', '').replace(',', '.');
  return decimalPattern.test(compact) && compact !== '' ? compact : undefined;
}

/** An exact decimal as stated; decimal commas are repaired, INF, NaN and words are not numbers. */
export function readDecimal(text: string, context: ReadContext): string | undefined {
  if (decimalPattern.test(text)) return text;
  const stated = text.trim();
  if (stated === '') return undefined;
  if (decimalPattern.test(stated)) return stated;
  const used = repairNumber(stated);
  if (used === undefined) context.issue('number-invalid', { value: stated });
  else context.issue('number-repaired', { value: stated, used });
  return used;
}

const decimal: ScalarTransform<string> = { name: 'decimal', about: 'Exact decimal number, as text; never rounded.', read: readDecimal, write: same };

const integer: ScalarTransform<number> = {
  name: 'integer', about: 'Whole number.',
  read(text, context) {
    const stated = text.trim();
    if (/^[+-]?\d{1,15}$/.test(stated)) return Number(stated);
    if (stated !== '') context.issue('number-invalid', { value: stated });
    return undefined;
  },
  write: (value) => String(value),
};

const boolean: ScalarTransform<boolean> = {
  name: 'boolean', about: 'true, false, 1 or 0; letter case does not matter when reading.',
  read(text, context) {
    const stated = text.trim().toLowerCase();
    if (stated === 'true' || stated === '1') return true;
    if (stated === 'false' || stated === '0') return false;
    if (stated !== '') context.issue('boolean-invalid', { value: text.trim() });
    return undefined;
  },
  write: (value) => String(value),
};

function validDay(day: string): boolean {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number];
  const probe = new Date(Date.UTC(2000, m - 1, d));
  probe.setUTCFullYear(y, m - 1, d);
  return probe.getUTCMonth() === m - 1 && probe.getUTCDate() === d;
}

/** The calendar day of an xs:date or xs:dateTime; zone and time are left out, as the day is what is meant. */
export function readDay(text: string, context: ReadContext): string | undefined {
  const stated = text.trim();
  const found = /^(\d{4}-\d{2}-\d{2})(T[\d:.]+)?(Z|[+-]\d{2}:\d{2})?$/.exec(stated);
  if (found === null || !validDay(found[1]!)) {
    if (stated !== '') context.issue('date-invalid', { value: stated });
    return undefined;
  }
  if (found[2] === undefined && found[3] !== undefined) context.keep('', stated);
  if (found[2] !== undefined || found[3] !== undefined) context.issue('date-zone-dropped', { value: stated, used: found[1] });
  return found[1];
}

const date: ScalarTransform<string> = { name: 'date', about: 'Calendar day; a time or zone is left out with an issue.', read: readDay, write: same };

function yearOf(text: string, context: ReadContext): number | undefined {
  const stated = text.trim();
  if (/^\d{4}$/.test(stated)) return Number(stated);
  if (stated !== '') context.issue('date-invalid', { value: stated });
  return undefined;
}

const year: ScalarTransform<number> = { name: 'year', about: 'Four-digit year.', read: yearOf, write: (value) => String(value).padStart(4, '0') };

const edgeOfYear = (name: string, day: string, about: string): ScalarTransform<string> => ({
  name, about,
  read(text, context) {
    const value = yearOf(text, context);
    return value === undefined ? undefined : `${String(value).padStart(4, '0')}-${day}`;
  },
  write: (value) => value.slice(0, 4),
});

/** Every shared scalar transform. `code` and `place` need tables and are made elsewhere. */
export const scalarTransforms = [
  string, trimmed, uuid, decimal, integer, boolean, date, year,
  edgeOfYear('year-start', '01-01', 'Year; stands for its first day.'),
  edgeOfYear('year-end', '12-31', 'Year; stands for its last day.'),
] as const;

/** `code: list` — a term of the format for a value of the model; unknown terms are kept beside the record. */
export function codeTransform(lists: ReadonlyMap<string, ReadonlyMap<string, string>>): ScalarTransform<string> {
  const inverse = new Map([...lists].map(([list, pairs]) => {
    const back = new Map<string, string>();
    for (const [term, value] of pairs) if (!back.has(value)) back.set(value, term);
    return [list, back] as const;
  }));
  return {
    name: 'code', about: 'Term of the format for a value of the model, by the named list.',
    read(text, context, list = '') {
      const found = lists.get(list)?.get(text) ?? lists.get(list)?.get(text.trim());
      if (found === undefined && text.trim() !== '') context.issue('code-unknown', { value: text.trim(), list });
      return found;
    },
    write: (value, _context, list = '') => inverse.get(list)?.get(value),
  };
}
