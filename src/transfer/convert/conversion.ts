// One conversion: writes datasets, wherever they come from, into a package of one format, with an account of what became of every value.
// Longer than other files: every way a dataset can go meets the same maps of what is known, waits and stands in the output.
import { hash } from 'node:crypto';
import type { DocumentReading, FormatAdapter, PackageFile } from '../../formats/adapter.ts';
import type { PackageWriter } from '../../formats/archive/package-writer.ts';
import type { DatasetList } from '../../mapping/beside.ts';
import type { Companion } from '../../mapping/writer.ts';
import type { ReadDataset, WriteContext } from '../../mapping/transform.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { ImpactCategory } from '../../model/impact.ts';
import type { Process } from '../../model/process.ts';
import type { Reference } from '../../model/value.ts';
import { Findings } from '../import/findings.ts';
import { referencesOf } from '../import/references.ts';
import { LossAccount, type Fate } from './account.ts';
import { inPlace, type FlowMapping, type MappedRecord } from './flow-mapping.ts';
import { ReplacedFlows, type FlowHost } from './replaced-flows.ts';
import type { ConvertReport } from './report.ts';

/** What the account takes for the record as read, and for it as completed; nothing is accounted for where there is none as read. */
interface Seen { stated: object | undefined; seen?(completed: object): object }

export class Conversion {
  findings: Findings;
  readonly package: PackageWriter;
  readonly #to: FormatAdapter;
  readonly #report: ConvertReport;
  #account = new LossAccount();
  /** Flows and what measures them, as read back: small, and needed to tell what exchanges say by way of them. */
  readonly #known = new RecordsById();
  /** What the package says of what others refer to. */
  readonly #source = new RecordsById();
  /** Records that are written with those that name them. */
  readonly #waiting = new Map<string, { noun: DatasetNoun; record: object; file: string; written: boolean; own?: boolean; made?: boolean }>();
  /** Content of written datasets, to tell one that is there again from another one of its identity. */
  readonly #contents = new Map<string, string>();
  /** What stands in the output already, by noun, identifier and version, or file. */
  readonly #written = new Map<string, string>();
  readonly #flows: FlowMapping | undefined;
  readonly #replaced: ReplacedFlows | undefined;
  /** Datasets made for flows of another list. */
  readonly #made = new Map<string, { completed: object; back: object }>();

  constructor(to: FormatAdapter, output: PackageWriter, report: ConvertReport, flows?: FlowMapping) {
    this.#to = to;
    this.#flows = flows;
    if (flows !== undefined) this.#replaced = new ReplacedFlows(flows, this.#hostOfFlows());
    this.package = output;
    this.#report = report;
    this.findings = new Findings(report.issues, report.issueCounts);
    this.#issues(flows?.issues ?? []);
  }

  /** Datasets of a document, in the order in which references point. Those of the same format are written as they are. */
  async document(reading: DocumentReading, from: FormatAdapter, file: { name: string; bytes: Uint8Array }): Promise<void> {
    const { leaves } = this.#report;
    leaves.inFields += reading.account.kept;
    for (const count of reading.account.unmapped.values()) leaves.beside += count;
    leaves.inFile += reading.account.inFile ?? 0;
    for (const refused of reading.refused) this.#account.lose(`${refused.noun} (refused)`, refused.leaves);
    if (from.name === this.#to.name) await this.#same(reading, from, file);
    // What a dataset refers to comes before it: it is looked up when the account is made.
    else {
      this.#loseFile(reading, from);
      for (const dataset of reading.datasets.toSorted((a, b) => order(a.noun) - order(b.noun))) {
        if (this.#flows === undefined || !(await this.#mapped(dataset, from, file.name))) await this.#other(dataset, file.name, from);
      }
    }
  }

  /** What only the file has is lost with it. A document without any dataset that can be used has the leaves of the others there as well, which are counted with them. */
  #loseFile({ account, datasets, refused }: DocumentReading, from: FormatAdapter, fate: Fate = 'lost'): void {
    const elsewhere = datasets.length > 0 ? 0 : refused.reduce((sum, { leaves }) => sum + leaves, 0);
    this.#account.lose(`${from.name} (lists and what stands around datasets)`, (account.inFile ?? 0) - elsewhere, fate);
  }

  /** A dataset by itself, after those it refers to. `from` is the format it was read from; undefined where it was read from none. */
  async dataset(dataset: ReadDataset, from: FormatAdapter | undefined, file: string): Promise<void> {
    const { noun, record, derived } = dataset;
    if (this.#flows !== undefined && (await this.#mapped(dataset, from, file))) return;
    const companion = this.#to.packaging!.companions?.includes(noun) === true;
    const own = from?.name === this.#to.name;
    if (!own || (!companion && !this.#to.capabilities.write.includes(noun) && derived !== true)) return this.#other(dataset, file, from);
    this.#learn(noun, record, from);
    if (companion) this.#waiting.set(`${noun} ${record.id}`, { noun, record, file, written: false, own });
    // What is derived from others is stated by their documents.
    else if (derived !== true) await this.#write(noun, record, record, this.#companionsOf(noun, record, this.#context(noun, record, file)), file, undefined);
  }

  /** Same format: written anew. A file that only lists what others define has no dataset to write and is passed on as it is. */
  async #same(reading: DocumentReading, from: FormatAdapter, { name: file, bytes }: { name: string; bytes: Uint8Array }): Promise<void> {
    const own = reading.datasets.filter((d) => d.derived !== true);
    if (own.every((d) => !this.#to.capabilities.write.includes(d.noun))) {
      await this.package.add(file, bytes);
      this.#written.set(`file ${file}`, file);
      this.#report.files.copied += 1;
      return;
    }
    // With maps the datasets of a list are written one by one.
    if (this.#flows === undefined && reading.list !== undefined && await this.#list(reading.list, own, file)) return this.#loseFile(reading, this.#to, 'kept');
    this.#loseFile(reading, this.#to);
    const companions = reading.datasets.filter((d) => d.whole);
    for (const dataset of own) {
      this.#issues(dataset.issues);
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
    this.#issues([...own.flatMap((d) => d.issues), ...written.issues.map((issue) => ({ ...issue, file }))]);
    for (const [at, { noun, record }] of own.entries()) {
      const [key, other] = [keyOf(noun, record), this.#written.get(keyOf(noun, record))];
      if (other !== undefined) this.findings.put(makeIssue('duplicate-kept', { file, dataset: labelOf(noun, record) }, { id: record.id, version: (record as { version: string }).version, other }));
      this.#written.set(key, file);
      this.#account.add(noun, record, record, again[at]?.record);
      this.#report.datasets.written += 1;
      this.#report.byNoun[noun] = (this.#report.byNoun[noun] ?? 0) + 1;
    }
    this.#written.set(`file ${file}`, file);
    await this.package.add(file, written.text);
    this.#report.bytesWritten += written.text.length;
    return true;
  }

  async #other(dataset: ReadDataset, file: string, from: FormatAdapter | undefined, as: Seen = { stated: dataset.record }): Promise<void> {
    const { noun, record } = dataset;
    const { stated } = as;
    const { packaging } = this.#to;
    if (dataset.derived && (this.#written.has(keyOf(noun, record)) || this.#waiting.has(`${noun} ${record.id}`))) return;
    this.#issues(dataset.issues);
    this.#learn(noun, record, from);
    if (packaging!.companions?.includes(noun)) {
      this.#waiting.set(`${noun} ${record.id}`, { noun, record, file, written: false, ...(stated === undefined ? { made: true } : {}) });
      return;
    }
    if (!this.#to.capabilities.write.includes(noun)) {
      this.findings.put(makeIssue('dataset-unwritable', { file, dataset: labelOf(noun, record) }, { format: this.#to.title, noun }));
      if (stated !== undefined) this.#account.add(noun, stated, undefined, undefined);
      this.#report.datasets.left += 1;
      return;
    }
    const context = this.#context(noun, record, file);
    for (const needed of packaging!.referenceData(noun, record, this.#find)) {
      if (this.#written.has(keyOf(needed.noun, needed.record))) continue;
      this.#known.put(needed.noun, (needed.record as { id: string }).id, needed.record);
      await this.#put(needed.noun, needed.record, this.#to.write(needed.noun, needed.record).text!, undefined);
      this.#report.datasets.added += 1;
    }
    const completed = packaging!.complete(noun, record, context, this.#find);
    if (completed === undefined) {
      if (stated !== undefined) this.#account.add(noun, stated, undefined, undefined);
      this.#report.datasets.refused += 1;
      return;
    }
    await this.#write(noun, record, completed, this.#companionsOf(noun, record, context), file, undefined, as);
  }

  /** Leads a record to the flows of another list, where it has any: true where it has been seen to. `own` tells how a dataset of the same format was to be written. */
  async #mapped(dataset: ReadDataset, from: FormatAdapter | undefined, file: string, own?: { companions: readonly Companion[]; name: string | undefined }): Promise<boolean> {
    const { noun, record } = dataset;
    if (this.#flows === undefined) return false;
    if (noun === 'flow') return this.#replaced!.setAside(dataset, from, file);
    if (noun !== 'process' && noun !== 'impactCategory') {
      if (own !== undefined) this.#learn(noun, record, from);
      return false;
    }
    const mapped: MappedRecord<object> = noun === 'process' ? this.#flows.process(record as Process, this.#find) : this.#flows.impactCategory(record as ImpactCategory, this.#find);
    this.#issues(mapped.issues.map((issue) => ({ ...issue, file })));
    for (const exchange of mapped.flows) await this.#replaced!.bring(exchange, mapped.changed.has(exchange.position), file);
    if (mapped.changed.size === 0) return false;
    if (from?.name !== this.#to.name || !this.#to.capabilities.write.includes(noun)) await this.#other({ ...dataset, record: mapped.value as ReadDataset['record'] }, file, from, mapped);
    else await this.#write(noun, record, inPlace(mapped, this.#to.packaging!.complete(noun, mapped.value, { format: this.#to.name, issue: () => undefined }, this.#find)), own?.companions ?? this.#companionsOf(noun, record, this.#context(noun, record, file)), file, own?.name, mapped);
    return true;
  }

  /** What the datasets of mapped flows need of the conversion. */
  #hostOfFlows(): FlowHost {
    return {
      find: this.#find,
      learn: (flow, from) => this.#learn('flow', flow, from),
      make: (flow, file) => this.#other({ noun: 'flow', record: flow, issues: [], derived: true }, file, undefined, { stated: undefined }),
      writeBack: (dataset, from, file) => (from?.name === this.#to.name && dataset.derived !== true ? this.#write('flow', dataset.record, dataset.record, [], file, undefined) : this.#other(dataset, file, from)),
      written: (id) => {
        const waiting = this.#waiting.get(`flow ${id}`);
        if (waiting !== undefined && !waiting.written) return undefined;
        const there = this.#find('flow', id)!;
        return this.#made.get(id) ?? { completed: there, back: this.#known.get('flow', id) ?? there };
      },
      account: (flow, by, file) => {
        this.#account.add('flow', flow, by?.completed, by?.back);
        if (by !== undefined) return;
        this.findings.put(makeIssue('dataset-unwritable', { file, dataset: labelOf('flow', flow) }, { format: this.#to.title, noun: 'flow' }));
        this.#report.datasets.left += 1;
      },
    };
  }

  #context(noun: DatasetNoun, record: object, file: string): WriteContext {
    return { format: this.#to.name, issue: (code, params = {}) => this.findings.put(makeIssue(code, { file, dataset: labelOf(noun, record) }, params)) };
  }

  readonly #find = (noun: DatasetNoun, id: string): object | undefined => this.#source.get(noun, id);
  readonly #findKnown = (noun: DatasetNoun, id: string): object | undefined => this.#known.get(noun, id);

  /** Keeps what others of the package may need to know of a record. */
  #learn(noun: DatasetNoun, record: object, from: FormatAdapter | undefined): void {
    if (noun === 'process') return;
    const { extensions: _beside, ...facts } = record as Record<string, unknown>;
    from?.packaging?.resolve?.(noun, facts, this.#find);
    this.#source.put(noun, facts['id'] as string, facts);
  }

  /** The records that a dataset names, for a format where they stand in its document. */
  #companionsOf(noun: DatasetNoun, record: object, context: WriteContext): Companion[] {
    const { companions, complete } = this.#to.packaging!;
    if (companions === undefined) return [];
    const found = new Map<string, Companion>();
    const exchanges = (record as { exchanges?: { flow: Reference }[] }).exchanges ?? [];
    const targets = [...referencesOf(noun, record as Record<string, unknown>).map((r) => r.target), ...exchanges.map((e) => e.flow)];
    for (const target of targets) {
      const key = `${target.type} ${target.id ?? ''}`;
      const waiting = this.#waiting.get(key);
      if (waiting === undefined || found.has(key)) continue;
      if (waiting.own) targets.push(...referencesOf(waiting.noun, waiting.record).map((r) => r.target), ...companyOf(waiting.record));
      const completed = complete(waiting.noun, this.#source.get(waiting.noun, target.id ?? '') ?? waiting.record, waiting.written || waiting.own ? { ...context, issue: () => undefined } : context, this.#find);
      // A record of the same format is written as it stands; only what the format demands and it lacks is added.
      if (completed !== undefined) found.set(key, { noun: waiting.noun, record: waiting.own ? { ...completed, ...waiting.record } : completed });
    }
    return [...found.values()];
  }

  /** The first document with a companion tells what became of it. */
  #accountForCompanions(companions: readonly Companion[], again: readonly ReadDataset[]): void {
    for (const { noun, record } of companions) {
      const waiting = this.#waiting.get(`${noun} ${(record as { id: string }).id}`);
      if (waiting === undefined || waiting.written) continue;
      waiting.written = true;
      // The version that is read where none is stated is none.
      const { version: _none, ...back } = (again.find((d) => d.noun === noun && d.record.id === (record as { id: string }).id)?.record ?? {}) as Record<string, unknown>;
      const { version, ...stated } = waiting.record as Record<string, unknown>;
      if (waiting.made) this.#made.set((record as { id: string }).id, { completed: record, back });
      else this.#account.add(noun, waiting.own && version === noVersion ? stated : waiting.record, record, back);
      this.#report.datasets.written += 1;
      this.#report.byNoun[noun] = (this.#report.byNoun[noun] ?? 0) + 1;
    }
  }

  async #write(noun: DatasetNoun, record: object, completed: object, companions: readonly Companion[], file: string, name: string | undefined, as: Seen = { stated: record }): Promise<void> {
    const { stated, seen } = as;
    const key = keyOf(noun, completed);
    const other = this.#written.get(key);
    const { text, issues, back } = this.#to.write(noun, completed, companions, completed !== record);
    if (other !== undefined) {
      const isRepeated = this.#contents.get(key) === digestOf(text);
      // What is of this format stays as it was found: two files of one identity are no worse here than there.
      const code = isRepeated ? 'dataset-repeated' : completed === record ? 'duplicate-kept' : 'duplicate-dataset';
      const { id, version } = record as { id: string; version: string };
      this.findings.put(makeIssue(code, { file, dataset: labelOf(noun, record) }, { id, version, other }));
      if (completed !== record) {
        if (!isRepeated) this.#report.datasets.refused += 1;
        if (stated !== undefined) this.#account.add(noun, stated, seen?.(completed) ?? completed, isRepeated ? back().datasets.find((d) => d.noun === noun && !d.derived)?.record : undefined);
        return;
      }
    }
    this.#issues(issues.map((issue) => ({ ...issue, file })));
    if (text === undefined) {
      this.#report.datasets.refused += 1;
      if (stated !== undefined) this.#account.add(noun, stated, completed, undefined);
      return;
    }
    const reading = back().datasets;
    const again = reading.find((d) => d.noun === noun && !d.derived)?.record;
    if (again !== undefined && this.#to.packaging!.resolve !== undefined) this.#remember(noun, again);
    this.#accountForCompanions(companions, reading);
    if (stated === undefined) this.#made.set((completed as { id: string }).id, { completed, back: again ?? {} });
    else this.#account.add(noun, stated, seen?.(completed) ?? completed, again);
    await this.#put(noun, completed, text, name);
    await this.#addOnce(this.#to.packaging!.filesBeside?.(noun, completed));
    this.#report.datasets.written += 1;
    this.#report.byNoun[noun] = (this.#report.byNoun[noun] ?? 0) + 1;
  }

  /** Resolves what the record says by way of others, and keeps what others may say by way of it. */
  #remember(noun: DatasetNoun, back: object): void {
    this.#to.packaging!.resolve?.(noun, back, this.#findKnown);
    if (noun === 'process') return;
    const { extensions: _beside, administration: _more, description: _long, ...facts } = back as Record<string, unknown>;
    this.#known.put(noun, facts['id'] as string, facts);
  }

  async #put(noun: DatasetNoun, record: object, text: string, name: string | undefined): Promise<void> {
    const wanted = name ?? this.#to.packaging!.fileName(noun, record);
    let file = wanted;
    // Two versions of a dataset may stand in one package, and two datasets of one version.
    for (let n = 1; this.#written.has(`file ${file}`); n++) file = wanted.replace(/(\.[^./]+)$/, `_${(record as { version: string }).version}${n === 1 ? '' : `-${n}`}$1`);
    this.#written.set(`file ${file}`, file);
    this.#written.set(keyOf(noun, record), file);
    this.#contents.set(keyOf(noun, record), digestOf(text));
    await this.package.add(file, text);
    this.#report.bytesWritten += text.length;
  }

  /** Files that are no datasets, where the package has none of that name yet. */
  async #addOnce(files: readonly PackageFile[] = []): Promise<void> {
    for (const { name, text } of files) {
      if (this.#written.has(`file ${name}`)) continue;
      this.#written.set(`file ${name}`, name);
      await this.package.add(name, text);
      this.#report.bytesWritten += text.length;
    }
  }

  /** Begins account and findings anew: what was written so far stands there to be referred to. */
  startAccount(): void {
    this.#account = new LossAccount();
    this.#report.issues = [];
    this.#report.issueCounts = {};
    this.findings = new Findings(this.#report.issues, this.#report.issueCounts);
  }

  #issues(issues: readonly Issue[]): void {
    for (const issue of issues) this.findings.put(issue);
  }

  async end(): Promise<void> {
    await this.#replaced?.end();
    for (const { noun, record, file, written, made } of this.#waiting.values()) {
      if (written || made) continue;
      this.findings.put(makeIssue('dataset-unwritable', { file, dataset: labelOf(noun, record) }, { format: this.#to.title, noun }));
      this.#account.add(noun, record, undefined, undefined);
      this.#report.datasets.left += 1;
    }
    await this.#addOnce(this.#to.packaging!.headers);
    await this.package.close();
    if (this.#flows !== undefined) this.#report.flowMapping = this.#flows.report();
    this.#report.values = { ...this.#account.total };
    this.#report.paths = [...this.#account.paths].map(([path, counts]) => ({ path, ...counts })).sort((a, b) => b.lost - a.lost || b.approximated - a.approximated || (a.path < b.path ? -1 : 1));
  }
}

/** Records by noun and identifier, which are looked up for every exchange: no text is joined for it. */
class RecordsById {
  readonly #nouns = new Map<DatasetNoun, Map<string, object>>();

  get(noun: DatasetNoun, id: string): object | undefined {
    return this.#nouns.get(noun)?.get(id);
  }

  put(noun: DatasetNoun, id: string, record: object): void {
    const records = this.#nouns.get(noun);
    if (records === undefined) this.#nouns.set(noun, new Map([[id, record]]));
    else records.set(id, record);
  }
}

/** Short enough to be kept for every dataset. */
const digestOf = (text: string | undefined): string => hash('sha1', text ?? '', 'base64');

/** What stands in a record whose document states no version. */
const noVersion = '00.00.000';

/** A person names the company by its identifier alone. */
function companyOf(record: object): Reference[] {
  const { companyId } = record as { companyId?: string };
  return companyId === undefined ? [] : [{ type: 'contact', id: companyId }];
}

/** Order in which references point. */
const order = (noun: DatasetNoun): number => ['contact', 'source', 'unitGroup', 'flowProperty', 'flow'].indexOf(noun) + 1 || 9;
const labelOf = (noun: DatasetNoun, record: object): string => `${noun} ${(record as { id?: string }).id ?? '?'}`;
/** Derived records have no version of their own: one per identifier. */
const keyOf = (noun: DatasetNoun, record: object): string => `${noun} ${(record as { id?: string }).id ?? '?'} ${(record as { version?: string }).version ?? ''}`;
