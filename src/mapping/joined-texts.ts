// Texts of one language that stand more than once in a field: joined line by line where the row says so, with a memory of how they stood, else kept apart (ILCD §4.3, case 45; EcoSpold E56).
import type { Leaf } from './compile.ts';

/** Of how many lines each text is made, in the order of the document: no number, language, lines, language as stated. */
export type TextPart = [number | null, string, number, (string | null)?];

const linesOf = (text: string): number => text.split('\n').length;

/** What one record has of such fields. Most records never need one. */
export class JoinedTexts {
  /** How a language is stated, where not by its code. */
  readonly #spelled = new Map<string, string | undefined>();
  /** How many texts a field has had so far, and which of them a language has. */
  readonly #seen = new Map<string, number>();
  readonly #places = new Map<string, number>();
  /** Fields whose texts were joined, by path. */
  readonly #fields = new Map<string, TextPart[]>();

  /**
   * Adds a text to those of a field, which `texts` holds by language. Answers the text that has no place there where the row does not join: the
   * one without a language before the one that states it, else the later one.
   */
  add({ path, row }: Leaf, texts: Record<string, string>, language: string, text: string, stated: string | undefined): { path: string; text: string } | undefined {
    const before = texts[language];
    const place = (this.#seen.get(path) ?? Object.keys(texts).length) + 1;
    this.#seen.set(path, place);
    let field = this.#fields.get(path);
    if (before === undefined) {
      texts[language] = text;
      this.#places.set(`${path} ${language}`, place);
      if (stated !== language) this.#spelled.set(`${path} ${language}`, stated);
    } else if (row.join === true) {
      if (field === undefined) this.#fields.set(path, (field = Object.entries(texts).map(([code, one]) => [null, code, linesOf(one), this.#spelling(path, code)])));
      texts[language] = `${before}\n${text}`;
    } else {
      if (stated === undefined) return { path: `${path}[+${place}]`, text };
      if (this.#spelling(path, language) !== null) return { path: `${path}[@xml:lang=${language}]`, text };
      const key = `${path} ${language}`;
      this.#spelled.delete(key);
      delete texts[language]; // its place is now that of the text that states its language
      texts[language] = text;
      const earlier = this.#places.get(key)!;
      this.#places.set(key, place);
      return { path: `${path}[+${earlier}]`, text: before };
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
    if (leaves !== undefined) this.#inOrder(leaves);
    if (this.#fields.size === 0) return leaves;
    const isTold = (path: string): boolean => [...this.#fields.keys()].some((field) => path.startsWith(`${field}[@xml:lang=`) && path.endsWith('/@xml:lang'));
    const memory = [...this.#fields].map(([path, parts]): [string, string] => {
      const at = path.lastIndexOf('/') + 1;
      return [path.slice(0, at) + mark, JSON.stringify({ element: path.slice(at), parts })];
    });
    return [...(leaves ?? []).filter(([path]) => !isTold(path)), ...memory];
  }

  /** Texts that go back among others do so from the first to the last, so that each finds its place. */
  #inOrder(leaves: [string, string][]): void {
    for (const path of this.#seen.keys()) {
      const placed = leaves.flatMap((leaf, at) => (leaf[0].startsWith(`${path}[+`) ? [{ leaf, at, place: Number.parseInt(leaf[0].slice(path.length + 2), 10) }] : []));
      placed.toSorted((a, b) => a.place - b.place).forEach(({ leaf }, n) => { leaves[placed[n]!.at] = leaf; });
    }
  }
}
