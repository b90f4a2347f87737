// One conversion: writes datasets, wherever they come from, into a package of one format, with an account of what became of every value.
import { hash } from 'node:crypto';
import type { DocumentReading, Find, FormatAdapter, PackageFile } from '../../formats/adapter.ts';
import type { PackageWriter } from '../../formats/archive/package-writer.ts';
import type { DatasetList } from '../../mapping/beside.ts';
import type { Companion } from '../../mapping/writer.ts';
import { modelProcess } from '../../mapping/life-cycle-models/model-process.ts';
import type { ReadDataset, WriteContext } from '../../mapping/transform.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { Process } from '../../model/process.ts';
import type { Reference } from '../../model/value.ts';
import { compareVersions } from '../../model/version.ts';
import { Findings } from '../import/findings.ts';
import { referencesOf } from '../import/references.ts';
import { LossAccount, type Fate } from './account.ts';
import { isAnother, markOf, noVersion, onItsWay, ownOf } from './origin.ts';
import type { ConvertReport } from './report.ts';

/** A file of the package that is converted; `surroundings` is what the package tells its format of it. */
export interface SourceFile { name: string; bytes: Uint8Array; surroundings?: unknown }

export class Conversion {
  readonly findings: Findings;
  readonly package: PackageWriter;
  readonly #to: FormatAdapter;
  readonly #report: ConvertReport;
  readonly #account = new LossAccount();
  /** Flows and what measures them, as read back: small, and needed to tell what exchanges say by way of them. */
  readonly #known = new RecordsById();
  /** What the package says of what others refer to. */
  readonly #source = new RecordsById();
  /** Records that are written with those that name them. */
  readonly #waiting = new Map<string, { noun: DatasetNoun; record: object; file: string; written: boolean; own?: boolean; repeats?: number }>();
  /** Content of written datasets, to tell one that is there again from another one of its identity. */
  readonly #contents = new Map<string, string>();
  readonly #late = new Map<string, { dataset: ReadDataset; file: string; from: FormatAdapter | undefined }>();
  /** What stands in the output already, by noun, identifier and version, or file. */
  readonly #written = new Map<string, string>();

  /** Whether amounts of processes are kept for the models that come after them. */
  readonly #hasModels: boolean;

  constructor(to: FormatAdapter, output: PackageWriter, report: ConvertReport, hasModels = false) {
    this.#hasModels = hasModels && to.capabilities.write.includes('lifeCycleModel');
    this.#to = to;
    this.package = output;
    this.#report = report;
    this.findings = new Findings(report.issues, report.issueCounts);
  }

  /** Datasets of a document, in the order in which references point. Those of the same format are written as they are. */
  async document(reading: DocumentReading, from: FormatAdapter, file: SourceFile): Promise<void> {
    const { leaves } = this.#report;
    leaves.inFields += reading.account.kept;
    for (const count of reading.account.unmapped.values()) leaves.beside += count;
    leaves.inFile += reading.account.inFile ?? 0;
    for (const refused of reading.refused) this.#account.lose(`${refused.noun} (refused)`, refused.leaves);
    if (from.name === this.#to.name) await this.#same(reading, file);
    // What a dataset refers to comes before it: it is looked up when the account is made.
    else {
      this.#loseFile(reading, from);
      for (const dataset of reading.datasets.toSorted((a, b) => order(a.noun) - order(b.noun))) await this.#other(dataset, file.name, from);
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
    const companion = this.#to.packaging!.companions?.includes(noun) === true;
    const own = from?.name === this.#to.name;
    if (!own || (!companion && !this.#to.capabilities.write.includes(noun) && derived !== true)) return this.#other(dataset, file, from);
    this.#learn(noun, record, from);
    if (companion) this.#waiting.set(`${noun} ${record.id}`, { noun, record, file, written: false, own });
    // What is derived from others is stated by their documents.
    else if (derived !== true) await this.#write(noun, record, record, this.#companionsOf(noun, record, this.#context(noun, record, file)), file, undefined);
  }

  /** Same format: written anew. A file that only lists what others define has no dataset to write and is passed on as it is. */
  async #same(reading: DocumentReading, { name: file, bytes, surroundings }: SourceFile): Promise<void> {
    const own = reading.datasets.filter((d) => d.derived !== true);
    if (own.every((d) => !this.#to.capabilities.write.includes(d.noun))) {
      await this.passOn(file, this.#to.packaging!.passOn?.(bytes, file, surroundings) ?? bytes);
      this.#report.files.copied += 1;
      return;
    }
    if (reading.list !== undefined && await this.#list(reading.list, own, file)) return this.#loseFile(reading, this.#to, 'kept');
    this.#loseFile(reading, this.#to);
    const companions = reading.datasets.filter((d) => d.whole);
    for (const dataset of own) {
      this.#issues(dataset.issues);
      await this.#write(dataset.noun, dataset.record, dataset.record, companions, file, own.length === 1 ? file : undefined);
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

  /** A file that stands in the new package as it is. */
  async passOn(file: string, content: Uint8Array | string): Promise<void> {
    await this.package.add(file, content);
    this.#written.set(`file ${file}`, file);
  }

  /** Keeps what can only be written when all else is known. Of what several documents hand over, the newest counts. */
  #keepForLater(dataset: ReadDataset, file: string, from: FormatAdapter | undefined): void {
    const { noun, record, derived } = dataset;
    const key = derived === true ? `${noun} ${record.id}` : keyOf(noun, record);
    const other = this.#late.get(key);
    if (other === undefined || (derived === true && record.version > other.dataset.record.version)) this.#late.set(key, { dataset, file, from });
  }

  async #other(dataset: ReadDataset, file: string, from: FormatAdapter | undefined, isLate = false): Promise<void> {
    const { noun, record } = dataset;
    const { packaging } = this.#to;
    if (!isLate && packaging!.late?.includes(noun) === true) return this.#keepForLater(dataset, file, from);
    if (dataset.derived && (this.#written.has(keyOf(noun, record)) || this.#waiting.has(`${noun} ${record.id}`))) return;
    this.#issues(dataset.issues);
    if (packaging!.companions?.includes(noun)) {
      if (this.#wait(noun, record, file)) this.#learn(noun, record, from);
      return;
    }
    this.#learn(noun, record, from);
    if (!this.#to.capabilities.write.includes(noun)) {
      this.findings.put(makeIssue('dataset-unwritable', { file, dataset: labelOf(noun, record) }, { format: this.#to.title, noun }));
      this.#account.add(noun, record, undefined, undefined);
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
      this.#account.add(noun, record, undefined, undefined);
      this.#report.datasets.refused += 1;
      return;
    }
    const companions = this.#companionsOf(noun, record, context);
    const { home, beside } = onItsWay(noun, record, completed, companions, from, this.#to);
    await this.#write(noun, record, home, companions, file, undefined, beside);
  }

  /** A record that stands with those that name it, in its newest version. False where another one does. */
  #wait(noun: DatasetNoun, record: { id: string; version: string }, file: string): boolean {
    const key = `${noun} ${record.id}`;
    const other = this.#waiting.get(key);
    if (other !== undefined && JSON.stringify(other.record) === JSON.stringify(record)) {
      this.findings.put(makeIssue('dataset-repeated', { file, dataset: labelOf(noun, record) }, { id: record.id, version: record.version, other: other.file }));
      other.repeats = (other.repeats ?? 0) + 1;
      return false;
    }
    const isNewer = other === undefined || (!other.written && compareVersions(record.version, (other.record as { version: string }).version) > 0);
    if (isNewer) this.#waiting.set(key, { noun, record, file, written: false });
    if (other === undefined) return true;
    const [refused, at] = isNewer ? [other.record as { id: string; version: string }, other.file] : [record, file];
    this.findings.put(makeIssue('duplicate-dataset', { file: at, dataset: labelOf(noun, refused) }, { id: refused.id, version: refused.version, other: isNewer ? file : other.file }));
    this.#account.add(noun, refused, undefined, undefined);
    this.#report.datasets.refused += 1;
    return isNewer;
  }

  #context(noun: DatasetNoun, record: object, file: string): WriteContext {
    return { format: this.#to.name, issue: (code, params = {}) => this.findings.put(makeIssue(code, { file, dataset: labelOf(noun, record) }, params)) };
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

  /** The records that a dataset names, for a format where they stand in its document. */
  #companionsOf(noun: DatasetNoun, record: object, context: WriteContext): Companion[] {
    const { companions, complete } = this.#to.packaging!;
    if (companions === undefined) return [];
    const found = new Map<string, Companion>();
    const { exchanges = [], factors = [] } = record as { exchanges?: { flow: Reference }[]; factors?: { flow: Reference }[] };
    const targets = [...referencesOf(noun, record as Record<string, unknown>).map((r) => r.target), ...exchanges.map((e) => e.flow), ...factors.map((f) => f.flow)];
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
      const found = again.find((d) => d.noun === noun && d.record.id === (record as { id: string }).id)?.record as Record<string, unknown> | undefined;
      if (found === undefined) continue; // the document had no room for it; another one may have
      waiting.written = true;
      // The version that is read where none is stated is none.
      const { version: read, ...facts } = found;
      const back = read === noVersion ? facts : found;
      const { version, ...stated } = waiting.record as Record<string, unknown>;
      for (let n = 0; n <= (waiting.repeats ?? 0); n++) this.#account.add(noun, waiting.own && version === noVersion ? stated : waiting.record, record, back);
      this.#report.datasets.written += 1;
      this.#report.byNoun[noun] = (this.#report.byNoun[noun] ?? 0) + 1;
    }
  }

  async #write(noun: DatasetNoun, record: object, completed: object, companions: readonly Companion[], file: string, name: string | undefined, beside: readonly [string, string][] = []): Promise<void> {
    const key = keyOf(noun, completed);
    const other = this.#written.get(key);
    const { text, issues, reading } = this.#document(noun, record, completed, companions, beside);
    if (other !== undefined) {
      const isRepeated = this.#contents.get(key) === digestOf(text);
      // What is of this format stays as it was found: two files of one identity are no worse here than there.
      const code = isRepeated ? 'dataset-repeated' : completed === record ? 'duplicate-kept' : 'duplicate-dataset';
      const { id, version } = record as { id: string; version: string };
      this.findings.put(makeIssue(code, { file, dataset: labelOf(noun, record) }, { id, version, other }));
      if (completed !== record) {
        if (!isRepeated) this.#report.datasets.refused += 1;
        this.#account.add(noun, record, completed, isRepeated ? ownOf(noun, reading) : undefined);
        return;
      }
    }
    this.#issues(issues.map((issue) => ({ ...issue, file })));
    if (text === undefined) {
      this.#report.datasets.refused += 1;
      this.#account.add(noun, record, completed, undefined);
      return;
    }
    const again = ownOf(noun, reading);
    if (again !== undefined && this.#to.packaging!.resolve !== undefined) this.#remember(noun, again);
    this.#accountForCompanions(companions, reading);
    this.#account.add(noun, record, completed, again);
    await this.#put(noun, completed, text, name);
    // Under the spelling of its version in the source as well: what is derived of several documents is the same.
    this.#written.set(keyOf(noun, record), this.#written.get(key)!);
    await this.#addOnce(this.#to.packaging!.filesBeside?.(noun, completed));
    this.#report.datasets.written += 1;
    this.#report.byNoun[noun] = (this.#report.byNoun[noun] ?? 0) + 1;
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

  #issues(issues: readonly Issue[]): void {
    for (const issue of issues) this.findings.put(issue);
  }

  async end(): Promise<void> {
    for (const { dataset, file, from } of this.#late.values()) await this.#other(dataset, file, from, true);
    for (const { noun, record, file, written, repeats = 0 } of this.#waiting.values()) {
      if (written) continue;
      this.findings.put(makeIssue('dataset-unwritable', { file, dataset: labelOf(noun, record) }, { format: this.#to.title, noun }));
      for (let n = 0; n <= repeats; n++) this.#account.add(noun, record, undefined, undefined);
      this.#report.datasets.left += 1;
    }
    await this.#addOnce(this.#to.packaging!.headers);
    await this.package.close();
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

  all(noun: DatasetNoun): Iterable<object> {
    return this.#nouns.get(noun)?.values() ?? [];
  }

  put(noun: DatasetNoun, id: string, record: object): void {
    const records = this.#nouns.get(noun);
    if (records === undefined) this.#nouns.set(noun, new Map([[id, record]]));
    else records.set(id, record);
  }
}

/** Short enough to be kept for every dataset. */
const digestOf = (text: string | undefined): string => hash('sha1', text ?? '', 'base64');

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
