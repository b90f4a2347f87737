// Records by noun and identifier, which are looked up for every exchange: no text is joined for it.
import type { DatasetNoun } from '../../model/noun.ts';

export class RecordsById<T extends object = object> {
  readonly #nouns = new Map<DatasetNoun, Map<string, T>>();

  get(noun: DatasetNoun, id: string): T | undefined {
    return this.#nouns.get(noun)?.get(id);
  }

  all(noun: DatasetNoun): Iterable<T> {
    return this.#nouns.get(noun)?.values() ?? [];
  }

  put(noun: DatasetNoun, id: string, record: T): void {
    const records = this.#nouns.get(noun);
    if (records === undefined) this.#nouns.set(noun, new Map([[id, record]]));
    else records.set(id, record);
  }
}
