// Texts of EcoSpold 2: TTextAndImage (texts and images in the order of their index, variables in double braces), lists of synonyms, names by language.
import { defaultLanguage } from '../../mapping/tables/languages.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import { LAYOUT } from '../../mapping/beside.ts';
import type { LocalizedText } from '../../model/value.ts';
import { firstText } from '../label.ts';

interface IndexedText { index?: number; text?: LocalizedText }
interface IndexedImage { index?: number; uri?: string }
interface TextVariable { name?: string; text?: LocalizedText }
interface RawTexts { texts?: IndexedText[]; images?: IndexedImage[]; variables?: TextVariable[] }

/** Key under which a document remembers that it states texts or values of a parent (E22). */
export const PARENT_MARK = 'ecospold2.parent';

/** The first text without blanks around it, for names that the model keeps in one language; its language, where it is not that of such names, and the other texts are kept beside. */
export function onlyText(texts: LocalizedText | undefined, path: string, context: ReadContext): string | undefined {
  let only: string | undefined;
  for (const language in texts) {
    const text = texts[language]!;
    if (only === undefined) {
      only = text.trim();
      if (language !== defaultLanguage && only !== '') context.keep(`${path}[@xml:lang=${defaultLanguage}]/@xml:lang`, language);
    } else context.setAside(`${path}[@xml:lang=${language}]`, text);
  }
  return only === '' ? undefined : only;
}

/** Synonyms come one by one; the model keeps them per language, separated by semicolons. One that has a semicolon itself would not come back from there, and stays beside. */
export function joinSynonyms(list: { text?: LocalizedText }[] | undefined, context: ReadContext, path = 'synonym'): LocalizedText | undefined {
  if (list === undefined) return undefined;
  const joined: LocalizedText = {};
  let any = false;
  for (const { text } of list) {
    for (const language in text) {
      const synonym = text[language]!.trim();
      if (synonym === '') continue;
      if (synonym.includes(';')) context.setAside(`${path}[@xml:lang=${language}]`, text[language]!);
      else {
        any = true;
        joined[language] = joined[language] === undefined ? synonym : `${joined[language]}; ${synonym}`;
      }
    }
  }
  return any ? joined : undefined;
}

export function splitSynonyms(synonyms: LocalizedText | undefined): { text: LocalizedText }[] | undefined {
  if (synonyms === undefined) return undefined;
  return Object.entries(synonyms).flatMap(([language, text]) => text.split('; ').map((synonym) => ({ text: { [language]: synonym } })));
}

const imageLine = 'Image: ';

function substitute(text: string, language: string, variables: TextVariable[]): string {
  return text.replace(/\{\{\s*([^{}]+?)\s*\}\}/g, (whole, name: string) => {
    const found = variables.find((v) => v.name === name)?.text;
    return found?.[language] ?? firstText(found) ?? whole;
  });
}

function readTexts(record: RawRecord, context: ReadContext): LocalizedText | undefined {
  const { texts = [], images, variables } = record as RawTexts;
  for (const { text } of texts) if (firstText(text)?.includes('{{PARENTTEXT}}')) context.scratch.set(PARENT_MARK, true);
  if (texts.length === 1 && images === undefined && variables === undefined) {
    if ((texts[0]!.index ?? 1) !== 1) context.keepWhole(record);
    return texts[0]!.text;
  }

  const parts: { index: number; text?: LocalizedText; uri?: string }[] = [];
  for (const { index = 0, text } of texts) if (text !== undefined) parts.push({ index, text });
  for (const { index = 0, uri } of images ?? []) if (uri !== undefined) parts.push({ index, uri });
  if (parts.length === 0) {
    if (variables !== undefined) context.keepWhole(record); // variables of no text
    return undefined;
  }
  parts.sort((a, b) => a.index - b.index);

  const languages = new Set(parts.flatMap((part) => Object.keys(part.text ?? {})));
  if (languages.size === 0) languages.add(defaultLanguage);
  const joined: LocalizedText = {};
  for (const language of languages) {
    const lines: string[] = [];
    for (const { text, uri } of parts) {
      const own = text?.[language];
      if (uri !== undefined) lines.push(imageLine + uri);
      else if (own !== undefined) lines.push(variables === undefined ? own : substitute(own, language, variables));
    }
    joined[language] = lines.join('\n');
  }
  // Which lines stood apart, and under which index, the joined text does not tell.
  if (images !== undefined || variables !== undefined || texts.some(({ index, text }) => index === undefined || text === undefined || firstText(text)!.includes(imageLine))) context.keepWhole(record);
  else if (texts.length !== languages.size || texts.some(({ index }, i) => index !== i + 1)) {
    // The lines stand in the joined text already: how many made one text is enough.
    context.keep(LAYOUT, JSON.stringify({ element: 'text', number: 'index', parts: texts.map(({ index, text }) => [index, Object.keys(text!)[0], firstText(text)!.split('\n').length]) }));
  }
  return joined;
}

/** The text as runs of lines between images; undefined where blank lines would not survive being written that way. */
function segments(text: string): { runs: string[]; images: string[] } | undefined {
  const runs: string[][] = [[]];
  const images: string[] = [];
  for (const line of text.split('\n')) {
    if (line.startsWith(imageLine) && line.slice(imageLine.length).trim() === line.slice(imageLine.length) && line.length > imageLine.length) {
      images.push(line.slice(imageLine.length));
      runs.push([]);
    } else runs.at(-1)!.push(line);
  }
  const texts = runs.map((lines) => lines.join('\n'));
  return texts.some((run, i) => runs[i]!.length > 0 && run.trim() === '') ? undefined : { runs: texts, images };
}

function writeTexts(value: LocalizedText): RawRecord {
  const languages = Object.keys(value);
  const split = languages.map((language) => segments(value[language]!));
  const pattern = split[0]?.images.join('\n');
  // An image has no language of its own: each language must have a text to be known by.
  const wordless = split.some((s) => s?.runs.every((run) => run === '')) && (languages.length > 1 || languages[0] !== defaultLanguage);
  if (pattern === undefined || wordless || split.some((s) => s?.images.join('\n') !== pattern)) {
    return { texts: languages.map((language, i) => ({ index: i + 1, text: { [language]: value[language]! } })) };
  }
  const texts: IndexedText[] = [];
  const images: IndexedImage[] = [];
  let index = 0;
  for (let run = 0; run < split[0]!.runs.length; run++) {
    // The schema wants an index for each text, whatever its language.
    languages.forEach((language, l) => {
      const text = split[l]!.runs[run]!;
      if (text !== '') texts.push({ index: ++index, text: { [language]: text } });
    });
    const uri = split[0]!.images[run];
    if (uri !== undefined) images.push({ index: ++index, uri });
  }
  return { ...(texts.length === 0 ? {} : { texts }), ...(images.length === 0 ? {} : { images }) };
}

export const textAndImage: StructuralTransform<LocalizedText> = {
  name: 'text-and-image', about: 'Texts and images by index, one line each; variables in place of their names.',
  read: readTexts,
  write: writeTexts,
};
