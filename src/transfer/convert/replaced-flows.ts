// Datasets of flows in a conversion with flow maps: one set aside for each that another list has in its place, brought back where something still refers to it.
import type { Find, FormatAdapter } from '../../formats/adapter.ts';
import type { ReadDataset } from '../../mapping/transform.ts';
import type { Flow } from '../../model/flow.ts';
import type { Exchange } from '../../model/process.ts';
import type { FlowMapping, MappedFlow } from './flow-mapping.ts';

/** What the conversion does for it. */
export interface FlowHost {
  find: Find;
  learn(flow: Flow, from: FormatAdapter | undefined): void;
  /** Writes a dataset of the package as if no map had been given. */
  writeBack(dataset: ReadDataset, from: FormatAdapter | undefined, file: string): Promise<void>;
  /** Writes a dataset that no package has. */
  make(flow: Flow, file: string): Promise<void>;
  /** Tells what became of a dataset by that of the other flow: as completed and as read back; undefined where it stands nowhere. */
  account(flow: Flow, by: { completed: object; back: object } | undefined, file: string): void;
  /** How the dataset of the other flow was written; undefined where it was not. */
  written(id: string): { completed: object; back: object } | undefined;
}

interface Aside { dataset: ReadDataset; from: FormatAdapter | undefined; file: string; mapped: MappedFlow }

export class ReplacedFlows {
  readonly #mapping: FlowMapping;
  readonly #host: FlowHost;
  readonly #aside = new Map<string, Aside[]>();
  readonly #unmapped = new Set<string>();

  constructor(mapping: FlowMapping, host: FlowHost) {
    this.#mapping = mapping;
    this.#host = host;
  }

  /** Sets the dataset of a flow aside for the one that it is in another list. False where it stays. */
  setAside(dataset: ReadDataset, from: FormatAdapter | undefined, file: string): boolean {
    const flow = dataset.record as Flow;
    const before = this.#aside.get(flow.id);
    if (dataset.derived && (before !== undefined || this.#unmapped.has(flow.id))) return before !== undefined;
    this.#host.learn(flow, from);
    const mapped = this.#mapping.flow(this.#host.find('flow', flow.id) as Flow);
    if (mapped === undefined) {
      this.#unmapped.add(flow.id);
      return false;
    }
    this.#aside.set(flow.id, [...(before ?? []), { dataset, from, file, mapped }]);
    this.#mapping.replaced += 1;
    return true;
  }

  /** Brings the dataset of a flow that a record refers to after mapping: one set aside that is needed after all, or that of the other list. */
  async bring(exchange: Exchange, changed: boolean, file: string): Promise<void> {
    const { id } = exchange.flow;
    if (id === undefined) return;
    const needed = this.#aside.get(id);
    if (needed !== undefined) {
      this.#aside.delete(id);
      this.#unmapped.add(id);
      this.#mapping.replaced -= needed.length;
      for (const each of needed) await this.#host.writeBack(each.dataset, each.from, each.file);
    }
    if (!changed || this.#host.find('flow', id) !== undefined) return;
    const candidates = this.#all().filter(({ mapped }) => mapped.target.id === id);
    const best = candidates.find(({ mapped }) => !mapped.approximated) ?? candidates[0];
    await this.#host.make(best?.mapped.target ?? this.#mapping.targetOf(exchange), file);
  }

  /** Accounts for what stayed aside: by the dataset that stands in its place. */
  async end(): Promise<void> {
    for (const { dataset, mapped: { target, approximated }, file } of this.#all()) {
      if (this.#host.find('flow', target.id) === undefined) await this.#host.make(target, file);
      const flow = dataset.record as Flow;
      const { id, name, compartment } = flow;
      const by = this.#host.written(target.id);
      this.#host.account(flow, by !== undefined && approximated ? { ...by, completed: { ...by.completed, id, name, compartment } } : by, file);
    }
  }

  #all(): Aside[] {
    return [...this.#aside.values()].flat();
  }
}
