// LocalizedText: text by language. The value behind it is the plain object of the model, language code → text.
import { argumentsOf } from './arguments.ts';
import { declareArguments, declareField, declareObject } from './declare.ts';
import { declareFieldResolvers } from './declare-resolver.ts';

type Texts = Record<string, string>;

export const LanguageText = declareObject('LanguageText', 'A text in one language.');
declareField(LanguageText, 'language', () => String, { description: 'Language, BCP 47.' });
declareField(LanguageText, 'text', () => String, { description: 'Text.' });

export const LocalizedText = declareObject('LocalizedText', 'Text in one or more languages.');
declareField(LocalizedText, 'zh', () => String, { description: 'Text in Chinese; null where there is none.', nullable: true });
declareField(LocalizedText, 'en', () => String, { description: 'Text in English; null where there is none.', nullable: true });
declareField(LocalizedText, 'value', () => String, { description: 'Text in the language asked for, else in English, else in Chinese, else in any.', nullable: true });
declareArguments(LocalizedText, 'value', { lang: { type: () => String, description: 'Language, BCP 47: zh, en, th, zh-Hans, …', required: true } });
declareField(LocalizedText, 'all', () => [LanguageText], { description: 'All texts with their languages, in the order of the source.' });

/** The text in the wanted language (zh-Hans falls back to zh), or the nearest there is. */
export function textIn(texts: Texts, language: string): string | null {
  const wanted = language.toLowerCase();
  const primary = wanted.split('-')[0]!;
  const keys = Object.keys(texts);
  const found = keys.find((k) => k.toLowerCase() === wanted) ?? keys.find((k) => k.toLowerCase().split('-')[0] === primary)
    ?? (texts['en'] !== undefined ? 'en' : texts['zh'] !== undefined ? 'zh' : keys[0]);
  return found === undefined ? null : texts[found] ?? null;
}

export const LocalizedTextFields = declareFieldResolvers(LocalizedText, {
  all: (texts: Texts) => Object.entries(texts).map(([language, text]) => ({ language, text })),
  value: (texts: Texts, _, info) => textIn(texts, argumentsOf<{ lang: string }>(info).lang),
});
