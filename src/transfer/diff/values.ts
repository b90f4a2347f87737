// When two spellings are the same value: numbers, booleans, points in time (XML Schema 1.1 part 2), versions (ILCD 1.1), languages (BCP 47), UUIDs (RFC 9562).

export type ValueKind = 'text' | 'number' | 'boolean' | 'dateTime' | 'version' | 'language';

/** Whether two stated values mean the same. White space around a value and the style of line ends never matter. */
export const sameValue = (a: string, b: string, kind: ValueKind): boolean => a === b || canonicalValue(a, kind) === canonicalValue(b, kind);

/** One spelling for all spellings of a value. What is no value of its kind stays text. */
export function canonicalValue(stated: string, kind: ValueKind): string {
  const text = trimWhite(stated);
  switch (kind) {
    case 'number': return canonicalNumber(text) ?? text;
    case 'boolean': return text === '1' ? 'true' : text === '0' ? 'false' : text;
    case 'dateTime': return canonicalInstant(text) ?? text;
    case 'version': return /^\d{2}\.\d{2}$/.test(text) ? `${text}.000` : text;
    case 'language': return text.toLowerCase();
    case 'text': return text.length === 36 && uuid.test(text) ? text.toLowerCase() : text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const isWhite = (code: number): boolean => code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;

/** Without white space as XML knows it at both ends. */
export function trimWhite(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && isWhite(text.charCodeAt(start))) start++;
  while (end > start && isWhite(text.charCodeAt(end - 1))) end--;
  return start === 0 && end === text.length ? text : text.slice(start, end);
}

/** `[-]digits e exponent` without zeros at either end, exact for any length; undefined where the text is no decimal number. */
export function canonicalNumber(text: string): string | undefined {
  const found = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,15}))?$/.exec(text);
  if (found === null) return undefined;
  const [, sign, whole = '', fraction = '', exponent = '0'] = found;
  const all = whole + fraction;
  if (all === '') return undefined;
  let start = 0;
  let end = all.length;
  while (start < end && all.charCodeAt(start) === 0x30) start++;
  while (end > start && all.charCodeAt(end - 1) === 0x30) end--;
  if (start === end) return '0';
  return `${sign === '-' ? '-' : ''}${all.slice(start, end)}e${Number(exponent) - fraction.length + (all.length - end)}`;
}

/** Seconds since 1970 with all decimals, `local` before it where no zone is stated; a day with a zone of zero is the day with Z. */
function canonicalInstant(text: string): string | undefined {
  const found = /^(-?\d{4,6})-(\d{2})-(\d{2})(?:T(\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?)?(Z|[+-]\d{2}:\d{2})?$/.exec(text);
  if (found === null) return undefined;
  const [, year, month, day, hour, minute, second, fraction = '', zone] = found;
  if (hour === undefined) return zone === '+00:00' || zone === '-00:00' ? `${text.slice(0, -6)}Z` : text;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  const shifted = date.setUTCHours(Number(hour), Number(minute), Number(second));
  const offset = zone === undefined || zone === 'Z' ? 0 : (zone.startsWith('-') ? -1 : 1) * (Number(zone.slice(1, 3)) * 60 + Number(zone.slice(4)));
  if (Number.isNaN(shifted)) return undefined;
  return `${zone === undefined ? 'local ' : ''}${shifted / 1000 - offset * 60}.${fraction.replace(/0+$/, '')}`;
}
