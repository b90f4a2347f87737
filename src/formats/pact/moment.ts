// Points in time of PACT (RFC 3339): a period begins with its start and ends before its end (v3 §referencePeriodEnd); the hub counts whole days and keeps the exact moments beside.
import type { ScalarTransform } from '../../mapping/transform.ts';
import type { Period } from '../../model/value.ts';

const pattern = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2})(:\d{2}(?:\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/i;

/** The moment with "T", seconds and zone; UTC where none is stated. Undefined where the text is no moment that there is. */
export function parseMoment(stated: string): { text: string; hasZone: boolean } | undefined {
  const found = pattern.exec(stated.trim());
  if (found === null) return undefined;
  const [, day, minute = '00:00', second = ':00', zone] = found;
  const offset = zone === undefined ? 'Z' : zone.toUpperCase().replace(/^([+-]\d{2})(\d{2})$/, '$1:$2');
  const text = `${day}T${minute}${second}${offset}`;
  if (Number.isNaN(Date.parse(text)) || new Date(`${day}T00:00:00Z`).toISOString().slice(0, 10) !== day) return undefined;
  return { text, hasZone: zone !== undefined };
}

export const moment: ScalarTransform<string> = {
  name: 'moment', about: 'Point in time with zone (RFC 3339). Days, minutes and a blank in place of "T" are read; without a zone UTC is assumed, and told.',
  read(text, context) {
    const found = parseMoment(text);
    if (found === undefined) {
      if (text.trim() !== '') context.issue('date-invalid', { value: text.trim() });
      return undefined;
    }
    if (!found.hasZone) context.issue('date-zone-assumed', { value: text.trim() });
    return found.text;
  },
  write: (value) => value,
};

function shifted(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10);
}

/** Start and end of PACT as days of the hub, in the zone that they state; exact moments only where the days do not tell them. */
export function readPeriod(start: string | undefined, end: string | undefined): Period {
  const period: Period = {};
  if (start !== undefined) {
    period.start = start.slice(0, 10);
    if (start !== startOf(period.start)) period.startsAt = start;
  }
  if (end !== undefined) {
    const day = end.slice(0, 10);
    period.end = /T00:00:00(\.0+)?(Z|[+-])/.test(end) ? shifted(day, -1) : day;
    if (end !== endOf(period.end)) period.endsAt = end;
  }
  return period;
}

const startOf = (day: string): string => `${day}T00:00:00Z`;
const endOf = (day: string): string => `${shifted(day, 1)}T00:00:00Z`;

/** The moments of a period. An exact one counts only while it belongs to the day beside it. */
export function writePeriod({ start, end, startsAt, endsAt }: Period): { start?: string; end?: string } {
  const isStartOf = startsAt !== undefined && (start === undefined || readPeriod(startsAt, undefined).start === start);
  const isEndOf = endsAt !== undefined && (end === undefined || readPeriod(undefined, endsAt).end === end);
  const from = isStartOf ? startsAt : start === undefined ? undefined : startOf(start);
  const to = isEndOf ? endsAt : end === undefined ? undefined : endOf(end);
  return { ...(from === undefined ? {} : { start: from }), ...(to === undefined ? {} : { end: to }) };
}

/** The moment three calendar years later, as PACT counts how long a footprint is valid; 29 February becomes the 28th. */
export function threeYearsAfter(stated: string): string {
  const date = new Date(stated);
  const day = date.getUTCDate();
  date.setUTCFullYear(date.getUTCFullYear() + 3);
  if (date.getUTCDate() !== day) date.setUTCDate(0);
  return date.toISOString().replace('.000Z', 'Z');
}

/** Negative, zero or positive, like moment `a` against moment `b`. */
export const compareMoments = (a: string, b: string): number => Date.parse(a) - Date.parse(b);

/** When a footprint is valid: as stated, else from the end of the reference period for three years. */
export function effectiveValidity({ referencePeriod, validity }: { referencePeriod: Period; validity: Period }): { start?: string; end?: string } {
  const base = writePeriod(referencePeriod).end;
  const stated = writePeriod(validity);
  const start = stated.start ?? base;
  const end = stated.end ?? (base === undefined ? undefined : threeYearsAfter(base));
  return { ...(start === undefined ? {} : { start }), ...(end === undefined ? {} : { end }) };
}
