// Points in time as callers write them in queries: to the minute or the day, and with the blank that "+" becomes where nobody encodes it.
import { parseMoment } from '../../../formats/pact/pact.ts';

/** The moment in UTC, to the millisecond; undefined where the text is none that the database could hold. */
export function momentOf(text: string): string | undefined {
  const found = parseMoment(text.replace(/^(\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?) (\d\d:?\d\d)$/i, '$1+$2'));
  const utc = found === undefined ? '' : new Date(found.text).toISOString();
  return /^(?!0000)\d{4}-/.test(utc) ? utc : undefined;
}
