// Texts in several languages where one is meant: a name stated without a language, the text that stands for all, a short one.
import { defaultLanguage } from '../mapping/tables/languages.ts';
import type { WriteContext } from '../mapping/transform.ts';
import type { LocalizedText } from '../model/value.ts';

/** A name that is stated without a language. */
export const named = (name: string): LocalizedText => ({ [defaultLanguage]: name });

/** The first text, in whatever language. */
export function firstText(texts: LocalizedText | undefined): string | undefined {
  for (const language in texts) return texts[language];
  return undefined;
}

/** The English text, else the first of any language. */
export const firstOf = (texts: LocalizedText | undefined): string | undefined => (texts === undefined ? undefined : texts[defaultLanguage] ?? Object.values(texts)[0]);

/** Texts of at most `limit` characters; that one was shortened is told (text-shortened). */
export function shortened(texts: LocalizedText, limit: number, context: WriteContext): LocalizedText {
  if (Object.values(texts).every((text) => text.length <= limit)) return texts;
  context.issue('text-shortened', { limit });
  return Object.fromEntries(Object.entries(texts).map(([language, text]) => [language, text.length <= limit ? text : `${text.slice(0, limit - 1)}…`]));
}
