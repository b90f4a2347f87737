// Texts of EcoSpold 1: attributes in one of the two languages that a dataset states (spoldID 205, 206), names in both.
import { resolveLanguage } from '../../mapping/tables/languages.ts';
import type { ReadContext, ScalarTransform } from '../../mapping/transform.ts';
import type { LocalizedText } from '../../model/value.ts';
import { firstText } from '../label.ts';
import { stateOf } from './state.ts';

export const isBlank = (text: string | undefined): boolean => text === undefined || text.trim() === '';

/** Attributes without content are common, and mean nothing. */
export const filled: ScalarTransform<string> = {
  name: 'filled', about: 'Text as it stands; a blank one is absent.',
  read: (text) => (isBlank(text) ? undefined : text),
  write: (value) => value,
};

export const percent: ScalarTransform<string> = {
  name: 'percent', about: 'Percentage; written with the one decimal that the schema asks for.',
  read(text, context) {
    if (isBlank(text)) return undefined;
    if (!/^\d{1,3}\.\d$/.test(text)) context.keep('', text);
    return text;
  },
  write(value, context) {
    if (/^\d{1,3}\.\d$/.test(value) || Number.isNaN(Number(value))) return value;
    const used = Number(value).toFixed(1);
    if (Number(used) !== Number(value)) context.issue('number-repaired', { value, used });
    return used;
  },
};

export const noted: ScalarTransform<string> = {
  name: 'noted', about: 'Text as it stands, which exchanges are compared with.',
  read(text, context, what = '') {
    if (isBlank(text)) return undefined;
    stateOf(context).dataset.noted.set(what, text);
    return text;
  },
  write: (value) => value,
};

export const inLanguage: ScalarTransform<LocalizedText> = {
  name: 'in-language', about: 'Text in the language of the dataset.',
  read(text, context) {
    if (isBlank(text)) return undefined;
    const { language, texts } = stateOf(context).dataset;
    const value = { [language]: text };
    texts.push(value);
    return value;
  },
  write: firstText,
};

/** The language of a dataset; what was read before it was known gets it now. */
export const language: ScalarTransform<string> = {
  name: 'language', about: 'Language of the texts, as stated.',
  read(text, context) {
    if (isBlank(text)) return undefined;
    const { dataset } = stateOf(context);
    const { code, repaired } = resolveLanguage(text);
    if (repaired) context.issue('language-unknown', { value: text, used: code });
    for (const value of dataset.texts) {
      const before = firstText(value)!;
      delete value[dataset.language];
      value[code] = before;
    }
    dataset.language = code;
    return text;
  },
  write: (value) => value,
};

export const localLanguage: ScalarTransform<string> = {
  name: 'local-language', about: 'Language of the local names, as stated.',
  read(text, context) {
    if (isBlank(text)) return undefined;
    const { code, repaired } = resolveLanguage(text);
    if (repaired) context.issue('language-unknown', { value: text, used: code });
    stateOf(context).dataset.localLanguage = code;
    return text;
  },
  write: (value) => value,
};

/** A name in both languages. A local name in the same language that says something else has no place: `other`. */
export function bothNames(name: string | undefined, local: string | undefined, context: ReadContext): { names: LocalizedText; other?: string } {
  const { language: main, localLanguage: second } = stateOf(context).dataset;
  const names: LocalizedText = name === undefined ? {} : { [main]: name };
  if (local === undefined) return { names };
  if (names[second] === undefined) return { names: { ...names, [second]: local } };
  return names[second] === local ? { names } : { names, other: local };
}

/** Texts of a name: the first language, and the second where there is one. */
export function statedNames(names: LocalizedText | undefined): { name?: string; local?: string } {
  const [name, local] = Object.values(names ?? {});
  return { ...(name === undefined ? {} : { name }), ...(local === undefined ? {} : { local }) };
}

/** Keeps a text beside the record that writing the record would not give. What is not stated may be written all the same: the schema asks for it. */
export function keepUnless(written: string | undefined, stated: string | undefined, path: string, context: ReadContext): void {
  if (stated !== undefined && written !== stated) context.keep(path, stated);
}
