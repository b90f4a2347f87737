// One conversion: writes datasets, wherever they come from, into a package of one format, with an account of what became of every value.
import type { DocumentReading, Find, FormatAdapter } from '../../formats/adapter.ts';
import type { PackageWriter } from '../../formats/archive/package-writer.ts';
import type { DatasetList } from '../../mapping/beside.ts';
import type { Companion } from '../../mapping/writer.ts';
import { modelProcess } from '../../mapping/life-cycle-models/model-process.ts';
import type { ReadDataset, WriteContext } from '../../mapping/transform.ts';
import type { Issue } from '../../model/issue.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { ImpactCategory } from '../../model/impact.ts';
import type { Process } from '../../model/process.ts';
import type { Findings } from '../import/findings.ts';
import type { Fate } from './account.ts';
import { inPlace, type FlowMapping, type MappedRecord } from './flow-mapping.ts';
import { Ledger } from './ledger.ts';
import { isAnother, markOf, onItsWay, ownOf } from './origin.ts';
import { keyOf, Output } from './output.ts';
import { RecordsById } from './records-by-id.ts';
import { ReplacedFlows, type FlowHost } from './replaced-flows.ts';
import type { ConvertReport } from './report.ts';
import { WaitingRecords, type Written } from './waiting-records.ts';

/** A file of the package that is converted; `surroundings` is what the package tells its format of it. */
export interface SourceFile { name: string; bytes: Uint8Array; surroundings?: unknown }

export interface ConversionOptions {
  /** Whether amounts of processes are kept for the life cycle models that come after them. */
  hasModels?: boolean | undefined;
  /** Leads elementary flows to another list. */
  flows?: FlowMapping | undefined;
  /** How many issues of each code the report keeps, where not the few of every report; the counts are always exact. */
  issuesPerCode?: number | undefined;
}

/** What the account takes for the record as read, and for it as completed; nothing is accounted for where there is none as read. */
interface Seen { stated: object | undefined; seen?(completed: object): object }

export class Conversion {
  readonly #to: FormatAdapter;
  readonly #ledger: Ledger;
  readonly #output: Output;
  /** Flows and what measures them, as read back: small, and needed to tell what exchanges say by way of them. */
  readonly #known = new RecordsById();
  /** What the package says of what others refer to. */
  readonly #source = new RecordsById();
  readonly #waiting: WaitingRecords;
  readonly #late = new Map<string, { dataset: ReadDataset; file: string; from: FormatAdapter | undefined }>();
  readonly #flows: FlowMapping | undefined;
  readonly #replaced: ReplacedFlows | undefined;
  /** Datasets made for flows of another list. */
  readonly #made = new Map<string, Written>();
  /** Whether amounts of processes are kept for the models that come after them. */
  readonly #hasModels: boolean;

  constructor(to: FormatAdapter, output: PackageWriter, report: ConvertReport, { hasModels = false, flows, issuesPerCode }: ConversionOptions = {}) {
    this.#hasModels = hasModels && to.capabilities.write.includes('lifeCycleModel');
    this.#to = to;
    this.#ledger = new Ledger(report, issuesPerCode);
    this.#output = new Output(output, to, report);
    this.#waiting = new WaitingRecords(to, this.#source, this.#find, this.#ledger, this.#made);
    this.#flows = flows;
    if (flows !== undefined) this.#replaced = new ReplacedFlows(flows, this.#hostOfFlows());
    this.#ledger.issues(flows?.issues ?? []);
  }

  /** Datasets of a document, in the order in which references point. Those of the same format are written as they are. */
  async document(reading: DocumentReading, from: FormatAdapter, file: SourceFile): Promise<void> {
    const { leaves } = this.#ledger.report;
    leaves.inFields += reading.account.kept;
    for (const count of reading.account.unmapped.values()) leaves.beside += count;
    leaves.inFile += reading.account.inFile ?? 0;
    for (const refused of reading.refused) this.#ledger.account.lose(`${refused.noun} (refused)`, refused.leaves);
    if (from.name === this.#to.name) await this.#same(reading, from, file);
    // What a dataset refers to comes before it: it is looked up when the account is made.
    else {
      this.#loseFile(reading, from);
      const isLate = (noun: DatasetNoun): boolean => this.#to.packaging!.late?.includes(noun) === true;
      for (const dataset of reading.datasets.toSorted((a, b) => order(a.noun) - order(b.noun))) {
        if (this.#flows === undefined && !isLate(dataset.noun) && this.#stands(dataset)) continue;
        if (this.#flows === undefined || !(await this.#mapped(dataset, from, file.name))) await this.#other(dataset, file.name, from);
      }
    }
  }

  /** What only the file has is lost with it. A document without any dataset that can be used has the leaves of the others there as well, which are counted with them. */
  #loseFile({ account, datasets, refused }: DocumentReading, from: FormatAdapter, fate: Fate = 'lost'): void {
    const elsewhere = datasets.length > 0 ? 0 : refused.reduce((sum, { leaves }) => sum + leaves, 0);
    this.#ledger.account.lose(`${from.name} (lists and what stands around datasets)`, (account.inFile ?? 0) - elsewhere, fate);
  }

  /** A dataset by itself, after those it refers to. `from` is the format it was read from; undefined where it was read from none. */
  async dataset(dataset: ReadDataset, from: FormatAdapter | undefined, file: string): Promise<void> {
    const { noun, record, derived } = dataset;
    if (this.#flows !== undefined && (await this.#mapped(dataset, from, file))) return;
    const companion = this.#waiting.takes(noun);
    const own = from?.name === this.#to.name;
    if (!own || (!companion && !this.#to.capabilities.write.includes(noun) && derived !== true)) return this.#other(dataset, file, from);
    this.#learn(noun, record, from);
    if (companion) this.#waiting.addOwn(noun, record, file);
    // What is derived from others is stated by their documents.
    else if (derived !== true) await this.#write(noun, record, record, this.#waiting.of(noun, record, this.#context(noun, record, file)), file, undefined);
  }

  /** Same format: written anew. A file that only lists what others define has no dataset to write and is passed on as it is. */
  async #same(reading: DocumentReading, from: FormatAdapter, { name: file, bytes, surroundings }: SourceFile): Promise<void> {
    const own = reading.datasets.filter((d) => d.derived !== true);
    if (own.every((d) => !this.#to.capabilities.write.includes(d.noun))) {
      await this.#output.passOn(file, this.#to.packaging!.passOn?.(bytes, file, surroundings) ?? bytes);
      this.#ledger.report.files.copied += 1;
      return;
    }
    // With maps the datasets of a list are written one by one.
    if (this.#flows === undefined && reading.list !== undefined && await this.#list(reading.list, own, file)) return this.#loseFile(reading, this.#to, 'kept');
    this.#loseFile(reading, this.#to);
    const companions = reading.datasets.filter((d) => d.whole);
    for (const dataset of own) {
      this.#ledger.issues(dataset.issues);
      const name = own.length === 1 ? file : undefined;
      if (this.#flows !== undefined && (await this.#mapped(dataset, from, file, { companions, name }))) continue;
      await this.#write(dataset.noun, dataset.record, dataset.record, companions, file, name);
    }
  }

  /** A document that is a list of datasets stays one. False where it cannot be written as such. */
  async #list(list: DatasetList, own: readonly ReadDataset[], file: string): Promise<boolean> {
    const written = this.#to.writeList(list, own);
    if (written?.text === undefined) return false;
    const again = written.back().datasets.filter((d) => d.derived !== true);
    this.#ledger.issues([...own.flatMap((d) => d.issues), ...written.issues.map((issue) => ({ ...issue, file }))]);
    for (const [at, { noun, record }] of own.entries()) {
      const other = this.#output.fileOf(noun, record);
      if (other !== undefined) this.#ledger.tell('duplicate-kept', noun, record, file, { id: record.id, version: (record as { version: string }).version, other });
      this.#output.note(noun, record, file);
      this.#ledger.account.add(noun, record, record, again[at]?.record);
      this.#ledger.written(noun);
    }
    await this.#output.add(file, written.text);
    return true;
  }

  /** Keeps what can only be written when all else is known. Of what several documents hand over, the newest counts. */
  #keepForLater(dataset: ReadDataset, file: string, from: FormatAdapter | undefined): void {
    const { noun, record, derived } = dataset;
    const key = derived === true ? `${noun} ${record.id}` : keyOf(noun, record);
    const other = this.#late.get(key);
    if (other === undefined || (derived === true && record.version > other.dataset.record.version)) this.#late.set(key, { dataset, file, from });
  }

  /** Whether a dataset made of what others say of it stands in the package already, or waits to: most do, as every dataset names the same flows. */
  #stands({ noun, record, derived }: ReadDataset): boolean {
    return derived === true && (this.#output.fileOf(noun, record) !== undefined || this.#waiting.has(noun, record.id));
  }

  async #other(dataset: ReadDataset, file: string, from: FormatAdapter | undefined, { as = { stated: dataset.record }, isLate = false }: { as?: Seen; isLate?: boolean } = {}): Promise<void> {
    const { noun, record } = dataset;
    const { stated } = as;
    const { packaging } = this.#to;
    if (!isLate && packaging!.late?.includes(noun) === true) return this.#keepForLater(dataset, file, from);
    if (this.#stands(dataset)) return;
    this.#ledger.issues(dataset.issues);
    if (this.#waiting.takes(noun)) {
      if (this.#waiting.add(noun, record, file, stated === undefined)) this.#learn(noun, record, from);
      return;
    }
    this.#learn(noun, record, from);
    if (!this.#to.capabilities.write.includes(noun)) {
      this.#ledger.tell('dataset-unwritable', noun, record, file, { format: this.#to.title, noun });
      if (stated !== undefined) this.#ledger.account.add(noun, stated, undefined, undefined);
      this.#ledger.report.datasets.left += 1;
      return;
    }
    const context = this.#context(noun, record, file);
    for (const needed of packaging!.referenceData(noun, record, this.#find)) {
      if (this.#output.fileOf(needed.noun, needed.record) !== undefined) continue;
      this.#known.put(needed.noun, (needed.record as { id: string }).id, needed.record);
      await this.#output.put(needed.noun, needed.record, this.#to.write(needed.noun, needed.record).text!, undefined);
      this.#ledger.report.datasets.added += 1;
    }
    const completed = packaging!.complete(noun, record, context, this.#find);
    if (completed === undefined) {
      if (stated !== undefined) this.#ledger.account.add(noun, stated, undefined, undefined);
      this.#ledger.report.datasets.refused += 1;
      return;
    }
    const companions = this.#waiting.of(noun, record, context);
    const { home, beside } = onItsWay(noun, record, completed, companions, from, this.#to);
    await this.#write(noun, record, home, companions, file, undefined, as, beside);
  }

  /** Leads a record to the flows of another list. True where that wrote it or set it aside, false where it is to be written as it is. `own` tells how a dataset of the same format was to be written. */
  async #mapped(dataset: ReadDataset, from: FormatAdapter | undefined, file: string, own?: { companions: readonly Companion[]; name: string | undefined }): Promise<boolean> {
    const { noun, record } = dataset;
    if (this.#flows === undefined) return false;
    if (noun === 'flow') return this.#replaced!.setAside(dataset, from, file);
    if (noun !== 'process' && noun !== 'impactCategory') {
      if (own !== undefined) this.#learn(noun, record, from);
      return false;
    }
    const mapped: MappedRecord<object> = noun === 'process' ? this.#flows.process(record as Process, this.#find) : this.#flows.impactCategory(record as ImpactCategory, this.#find);
    this.#ledger.issues(mapped.issues.map((issue) => ({ ...issue, file })));
    for (const exchange of mapped.flows) await this.#replaced!.bring(exchange, mapped.changed.has(exchange.position), file);
    if (mapped.changed.size === 0) return false;
    if (from?.name !== this.#to.name || !this.#to.capabilities.write.includes(noun)) await this.#other({ ...dataset, record: mapped.value as ReadDataset['record'] }, file, from, { as: mapped });
    else await this.#write(noun, record, inPlace(mapped, this.#to.packaging!.complete(noun, mapped.value, { format: this.#to.name, issue: () => undefined }, this.#find)), own?.companions ?? this.#waiting.of(noun, record, this.#context(noun, record, file)), file, own?.name, mapped);
    return true;
  }

  /** What the datasets of mapped flows need of the conversion. */
  #hostOfFlows(): FlowHost {
    return {
      find: this.#find,
      learn: (flow, from) => this.#learn('flow', flow, from),
      make: (flow, file) => this.#other({ noun: 'flow', record: flow, issues: [], derived: true }, file, undefined, { as: { stated: undefined } }),
      writeBack: (dataset, from, file) => (from?.name === this.#to.name && dataset.derived !== true ? this.#write('flow', dataset.record, dataset.record, [], file, undefined) : this.#other(dataset, file, from)),
      written: (id) => {
        if (this.#waiting.isPending('flow', id)) return undefined;
        const there = this.#find('flow', id)!;
        return this.#made.get(id) ?? { completed: there, back: this.#known.get('flow', id) ?? there };
      },
      account: (flow, by, file) => {
        this.#ledger.account.add('flow', flow, by?.completed, by?.back);
        if (by !== undefined) return;
        this.#ledger.tell('dataset-unwritable', 'flow', flow, file, { format: this.#to.title, noun: 'flow' });
        this.#ledger.report.datasets.left += 1;
      },
    };
  }

  #context(noun: DatasetNoun, record: object, file: string): WriteContext {
    return { format: this.#to.name, issue: (code, params = {}) => this.#ledger.tell(code, noun, record, file, params) };
  }

  readonly #find: Find = Object.assign((noun: DatasetNoun, id: string): object | undefined => this.#source.get(noun, id), { all: (noun: DatasetNoun) => this.#source.all(noun) });
  readonly #findKnown = (noun: DatasetNoun, id: string): object | undefined => this.#known.get(noun, id);

  /** Keeps what others of the package may need to know of a record. */
  #learn(noun: DatasetNoun, record: object, from: FormatAdapter | undefined): void {
    if (noun === 'process') {
      if (this.#hasModels) this.#source.put(noun, (record as Process).id, modelProcess(record as Process));
      return;
    }
    const { extensions: _beside, ...facts } = record as Record<string, unknown>;
    from?.packaging?.resolve?.(noun, facts, this.#find);
    this.#source.put(noun, facts['id'] as string, facts);
  }

  async #write(noun: DatasetNoun, record: object, completed: object, companions: readonly Companion[], file: string, name: string | undefined, as: Seen = { stated: record }, beside: readonly [string, string][] = []): Promise<void> {
    const { stated, seen } = as;
    const other = this.#output.fileOf(noun, completed);
    const { text, issues, reading } = this.#document(noun, record, completed, companions, beside);
    if (other !== undefined) {
      const isRepeated = this.#output.isSame(noun, completed, text);
      // What is of this format stays as it was found: two files of one identity are no worse here than there.
      const code = isRepeated ? 'dataset-repeated' : completed === record ? 'duplicate-kept' : 'duplicate-dataset';
      const { id, version } = record as { id: string; version: string };
      this.#ledger.tell(code, noun, record, file, { id, version, other });
      if (completed !== record) {
        if (!isRepeated) this.#ledger.report.datasets.refused += 1;
        if (stated !== undefined) this.#ledger.account.add(noun, stated, seen?.(completed) ?? completed, isRepeated ? ownOf(noun, reading) : undefined);
        return;
      }
    }
    this.#ledger.issues(issues.map((issue) => ({ ...issue, file })));
    if (text === undefined) {
      this.#ledger.report.datasets.refused += 1;
      if (stated !== undefined) this.#ledger.account.add(noun, stated, completed, undefined);
      return;
    }
    const again = ownOf(noun, reading);
    if (again !== undefined && this.#to.packaging!.resolve !== undefined) this.#remember(noun, again);
    this.#waiting.settle(companions, reading);
    if (stated === undefined) this.#made.set((completed as { id: string }).id, { completed, back: again ?? {} });
    else this.#ledger.account.add(noun, stated, seen?.(completed) ?? completed, again);
    const written = await this.#output.put(noun, completed, text, name);
    // Under the spelling of its version in the source as well: what is derived of several documents is the same.
    this.#output.note(noun, record, written);
    await this.#output.addOnce(this.#to.packaging!.filesBeside?.(noun, completed));
    this.#ledger.written(noun);
  }

  /** The document of a record, and what is read of it; with a mark of origin where a record of the same format would be another one, by itself in a file. */
  #document(noun: DatasetNoun, record: object, completed: object, companions: readonly Companion[], beside: readonly [string, string][]): { text: string | undefined; issues: Issue[]; reading: readonly ReadDataset[] } {
    const first = this.#to.write(noun, completed, companions, completed !== record, beside);
    if (first.text === undefined) return { ...first, reading: [] };
    const reading = first.back().datasets;
    if (completed !== record || this.#to.packaging!.originRoom?.makesAllIds !== true || !isAnother(record, ownOf(noun, reading))) return { ...first, reading };
    const second = this.#to.write(noun, record, companions, false, markOf(noun, record, record, companions, this.#to, this.#to));
    return { ...second, reading: second.back().datasets };
  }

  /** Resolves what the record says by way of others, and keeps what others may say by way of it. */
  #remember(noun: DatasetNoun, back: object): void {
    this.#to.packaging!.resolve?.(noun, back, this.#findKnown);
    if (noun === 'process') return;
    const { extensions: _beside, administration: _more, description: _long, ...facts } = back as Record<string, unknown>;
    this.#known.put(noun, facts['id'] as string, facts);
  }

  get findings(): Findings {
    return this.#ledger.findings;
  }

  get package(): PackageWriter {
    return this.#output.package;
  }

  /** A file that stands in the new package as it is. */
  passOn(file: string, content: Uint8Array | string): Promise<void> {
    return this.#output.passOn(file, content);
  }

  /** Writes what waited for all else to be known. */
  async writeLate(): Promise<void> {
    const late = [...this.#late.values()];
    this.#late.clear();
    for (const { dataset, file, from } of late) await this.#other(dataset, file, from, { isLate: true });
  }

  /** Begins account and findings anew: what was written so far stands there to be referred to. */
  startAccount(): void {
    this.#ledger.restart();
  }

  async end(): Promise<void> {
    await this.writeLate();
    await this.#replaced?.end();
    this.#waiting.end();
    await this.#output.addOnce(this.#to.packaging!.headers);
    await this.#output.package.close();
    if (this.#flows !== undefined) this.#ledger.report.flowMapping = this.#flows.report();
    this.#ledger.close();
  }
}

/** Order in which references point. */
const order = (noun: DatasetNoun): number => nounsInOrder.indexOf(noun) + 1 || 9;
const nounsInOrder: readonly DatasetNoun[] = ['contact', 'source', 'unitGroup', 'flowProperty', 'flow'];
