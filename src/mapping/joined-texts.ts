// Texts of one language that stand more than once in a field: joined line by line where the row says so, with a memory of how they stood, else kept apart (ILCD §4.3, case 45; EcoSpold E56).
import type { Leaf } from './compile.ts';

/** Of how many lines each text is made, in the order of the document: no number, language, lines, language as stated. */
export type TextPart = [number | null, string, number, (string | null)?];

const linesOf = (text: string): number => text.split('\n').length;

/** What one record has of such fields. Most records never need one. */
export class JoinedTexts {
  /** How a language is stated, where not by its code. */
  readonly #spelled = new Map<string, string | undefined>();
  /** Fields whose texts were joined, by path. */
  readonly #fields = new Map<string, TextPart[]>();

  /**
   * Adds a text to those of a field, which `texts` holds by language. Answers the text that has no place there where the row does not join: the
   * one without a language before the one that states it, else the later one.
   */
  add({ path, row }: Leaf, texts: Record<string, string>, language: string, text: string, stated: string | undefined): { path: string; text: string } | undefined {
    const before = texts[language];
    let field = this.#fields.get(path);
    if (before === undefined) {
      texts[language] = text;
      if (stated !== language) this.#spelled.set(`${path} ${language}`, stated);
    } else if (row.join === true) {
      if (field === undefined) this.#fields.set(path, (field = Object.entries(texts).map(([code, one]) => [null, code, linesOf(one), this.#spelling(path, code)])));
      texts[language] = `${before}\n${text}`;
    } else {
      if (stated === undefined) return { path: `${path}[+]`, text };
      if (this.#spelling(path, language) !== null) return { path: `${path}[@xml:lang=${language}]`, text };
      this.#spelled.delete(`${path} ${language}`);
      texts[language] = text;
      return { path: `${path}[+]`, text: before };
    }
    field?.push([null, language, linesOf(text), stated ?? null]);
    return undefined;
  }

  #spelling(path: string, language: string): string | null {
    const key = `${path} ${language}`;
    return this.#spelled.has(key) ? this.#spelled.get(key) ?? null : language;
  }

  /** What is kept beside the record, with the memory of each field; it tells as well how languages are stated. `mark` is the last part of its path. */
  addTo(leaves: [string, string][] | undefined, mark: string): [string, string][] | undefined {
    if (this.#fields.size === 0) return leaves;
    const isTold = (path: string): boolean => [...this.#fields.keys()].some((field) => path.startsWith(`${field}[@xml:lang=`) && path.endsWith('/@xml:lang'));
    const memory = [...this.#fields].map(([path, parts]): [string, string] => {
      const at = path.lastIndexOf('/') + 1;
      return [path.slice(0, at) + mark, JSON.stringify({ element: path.slice(at), parts })];
    });
    return [...(leaves ?? []).filter(([path]) => !isTold(path)), ...memory];
  }
}
