// Texts that are longer than their field allows, written in full where a document has room for them (ilcd.md §4.3, case 46).
import { elementAt } from './restore.ts';
import type { WrittenElement } from './written.ts';

/** A text that was cut, with the path of its field and its language. */
export interface LongText { field: string; language: string; text: string }

/** Adds the texts to those at the path, each language to its own. */
export function writeOverflow(root: WrittenElement, path: string, texts: readonly LongText[]): void {
  for (const { field, language, text } of texts) {
    const place = elementAt(root, `${path}[@xml:lang=${language}]`);
    place.text = `${place.text === '' ? '' : `${place.text}\n\n`}${field}: ${text}`;
  }
}
