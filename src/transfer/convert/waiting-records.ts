// Records that have no document of their own in the target and stand in those of the datasets that name them (EcoSpold: flows, persons, sources).
import type { Find, FormatAdapter } from '../../formats/adapter.ts';
import type { ReadDataset, WriteContext } from '../../mapping/transform.ts';
import type { Companion } from '../../mapping/writer.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Reference } from '../../model/value.ts';
import { compareVersions } from '../../model/version.ts';
import { referencesOf } from '../import/references.ts';
import type { Ledger } from './ledger.ts';
import { noVersion } from './origin.ts';
import { RecordsById } from './records-by-id.ts';

interface Waiting {
  noun: DatasetNoun; record: object; file: string; written: boolean;
  /** Read from the target's own format. */
  own?: boolean;
  /** Made for the conversion: nothing is accounted for. */
  made?: boolean;
  /** How often it stood in the package again. */
  repeats?: number;
}

/** What was written of a record, and what is read of that. */
export interface Written { completed: object; back: object }

export class WaitingRecords {
  readonly #to: FormatAdapter;
  readonly #source: RecordsById;
  readonly #find: Find;
  readonly #ledger: Ledger;
  readonly #made: Map<string, Written>;
  /** What waits, by noun and identifier: asked for by every exchange, so no text is joined for it. */
  readonly #waiting = new RecordsById<Waiting>();
  /** The same in the order in which it came. */
  readonly #inOrder = new Map<string, Waiting>();

  /** `source` has what is known of records, `made` gets those made for the conversion by identifier. */
  constructor(to: FormatAdapter, source: RecordsById, find: Find, ledger: Ledger, made: Map<string, Written>) {
    this.#to = to;
    this.#source = source;
    this.#find = find;
    this.#ledger = ledger;
    this.#made = made;
  }

  /** Whether the target has no documents for the noun. */
  takes(noun: DatasetNoun): boolean {
    return this.#to.packaging!.companions?.includes(noun) === true;
  }

  has(noun: DatasetNoun, id: string): boolean {
    return this.#waiting.get(noun, id) !== undefined;
  }

  /** Whether it has not been written yet. */
  isPending(noun: DatasetNoun, id: string): boolean {
    return this.#waiting.get(noun, id)?.written === false;
  }

  /** A record of the target's own format. */
  addOwn(noun: DatasetNoun, record: { id: string }, file: string): void {
    this.#put({ noun, record, file, written: false, own: true });
  }

  /** A record of another format; of several versions the newest. False where another one stands there. */
  add(noun: DatasetNoun, record: { id: string; version: string }, file: string, made: boolean): boolean {
    const other = this.#waiting.get(noun, record.id);
    if (other !== undefined && JSON.stringify(other.record) === JSON.stringify(record)) {
      this.#ledger.tell('dataset-repeated', noun, record, file, { id: record.id, version: record.version, other: other.file });
      other.repeats = (other.repeats ?? 0) + 1;
      return false;
    }
    const isNewer = other === undefined || (!other.written && compareVersions(record.version, (other.record as { version: string }).version) > 0);
    if (isNewer) this.#put({ noun, record, file, written: false, ...(made ? { made } : {}) });
    if (other === undefined) return true;
    const [refused, at] = isNewer ? [other.record as { id: string; version: string }, other.file] : [record, file];
    this.#ledger.tell('duplicate-dataset', noun, refused, at, { id: refused.id, version: refused.version, other: isNewer ? file : other.file });
    this.#ledger.account.add(noun, refused, undefined, undefined);
    this.#ledger.report.datasets.refused += 1;
    return isNewer;
  }

  /** The records that a dataset names. */
  of(noun: DatasetNoun, record: object, context: WriteContext): Companion[] {
    const { companions, complete } = this.#to.packaging!;
    if (companions === undefined) return [];
    const found = new Map<Waiting, Companion>();
    const { exchanges = [], factors = [] } = record as { exchanges?: { flow: Reference }[]; factors?: { flow: Reference }[] };
    const targets = [...referencesOf(noun, record as Record<string, unknown>).map((r) => r.target), ...exchanges.map((e) => e.flow), ...factors.map((f) => f.flow)];
    for (const { type, id = '' } of targets) {
      const waiting = this.#waiting.get(type as DatasetNoun, id);
      if (waiting === undefined || found.has(waiting)) continue;
      if (waiting.own) targets.push(...referencesOf(waiting.noun, waiting.record).map((r) => r.target), ...companyOf(waiting.record));
      const completed = complete(waiting.noun, this.#source.get(waiting.noun, id) ?? waiting.record, waiting.written || waiting.own ? { ...context, issue: () => undefined } : context, this.#find);
      // A record of the same format is written as it stands; only what the format demands and it lacks is added.
      if (completed !== undefined) found.set(waiting, { noun: waiting.noun, record: waiting.own ? { ...completed, ...waiting.record } : completed });
    }
    return [...found.values()];
  }

  /** The first document with a companion tells what became of it. */
  settle(companions: readonly Companion[], again: readonly ReadDataset[]): void {
    for (const { noun, record } of companions) {
      const { id } = record as { id: string };
      const waiting = this.#waiting.get(noun, id);
      if (waiting === undefined || waiting.written) continue;
      const found = again.find((d) => d.noun === noun && d.record.id === id)?.record as Record<string, unknown> | undefined;
      if (found === undefined) continue; // the document had no room for it; another one may have
      waiting.written = true;
      // The version that is read where none is stated is none.
      const { version: read, ...facts } = found;
      const back = read === noVersion ? facts : found;
      const { version, ...stated } = waiting.record as Record<string, unknown>;
      if (waiting.made) this.#made.set(id, { completed: record, back });
      else for (let n = 0; n <= (waiting.repeats ?? 0); n++) this.#ledger.account.add(noun, waiting.own && version === noVersion ? stated : waiting.record, record, back);
      this.#ledger.written(noun);
    }
  }

  /** Those that no dataset named. */
  end(): void {
    for (const { noun, record, file, written, made, repeats = 0 } of this.#inOrder.values()) {
      if (written || made) continue;
      this.#ledger.tell('dataset-unwritable', noun, record, file, { format: this.#to.title, noun });
      for (let n = 0; n <= repeats; n++) this.#ledger.account.add(noun, record, undefined, undefined);
      this.#ledger.report.datasets.left += 1;
    }
  }

  #put(waiting: Waiting): void {
    const { id } = waiting.record as { id: string };
    this.#waiting.put(waiting.noun, id, waiting);
    this.#inOrder.set(`${waiting.noun} ${id}`, waiting);
  }
}

/** A person names the company by its identifier alone. */
function companyOf(record: object): Reference[] {
  const { companyId } = record as { companyId?: string };
  return companyId === undefined ? [] : [{ type: 'contact', id: companyId }];
}
