// Texts in several languages where a format has room for one text, or for a short one.
import type { WriteContext } from '../mapping/transform.ts';
import type { LocalizedText } from '../model/value.ts';

/** The English text, else the first of any language. */
export const firstOf = (texts: LocalizedText | undefined): string | undefined => (texts === undefined ? undefined : texts['en'] ?? Object.values(texts)[0]);

/** Texts of at most `limit` characters; that one was shortened is told (text-shortened). */
export function shortened(texts: LocalizedText, limit: number, context: WriteContext): LocalizedText {
  if (Object.values(texts).every((text) => text.length <= limit)) return texts;
  context.issue('text-shortened', { limit });
  return Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.length <= limit ? text : `${text.slice(0, limit - 1)}…`]));
}
