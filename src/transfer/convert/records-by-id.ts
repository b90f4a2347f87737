// Records by noun and identifier, which are looked up for every exchange: no text is joined for it.
import type { DatasetNoun } from '../../model/noun.ts';

export class RecordsById {
  readonly #nouns = new Map<DatasetNoun, Map<string, object>>();

  get(noun: DatasetNoun, id: string): object | undefined {
    return this.#nouns.get(noun)?.get(id);
  }

  all(noun: DatasetNoun): Iterable<object> {
    return this.#nouns.get(noun)?.values() ?? [];
  }

  put(noun: DatasetNoun, id: string, record: object): void {
    const records = this.#nouns.get(noun);
    if (records === undefined) this.#nouns.set(noun, new Map([[id, record]]));
    else records.set(id, record);
  }
}
