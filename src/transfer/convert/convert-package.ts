// Converts a package into another format, without a database: dataset by dataset, with an account of what became of every value.
import { messageOf, TanluError } from '../../errors.ts';
import type { FormatAdapter, DocumentReading, PackageFile } from '../../formats/adapter.ts';
import { listPackage, openEntries, type PackageEntry } from '../../formats/archive/archive.ts';
import { createPackage, type PackageWriter } from '../../formats/archive/write-package.ts';
import { adapters, recognize } from '../../formats/registry.ts';
import { gatherSurroundings, type Surroundings } from '../../formats/surroundings.ts';
import type { Companion } from '../../mapping/writer.ts';
import type { ReadDataset, WriteContext } from '../../mapping/transform.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import { referencesOf } from '../import/references.ts';
import type { Reference } from '../../model/value.ts';
import { Findings } from '../import/findings.ts';
import { LossAccount } from './account.ts';
import { emptyReport, type ConvertReport } from './report.ts';

export interface ConvertOptions {
  path: string;
  to: FormatAdapter;
  out: string;
  onProgress?: (done: { filesTotal: number; filesDone: number; bytesTotal: number; bytesDone: number; datasets: number }) => void;
  signal?: AbortSignal;
}

/**
 * Converts a package. The report accounts for every file, dataset and value. Nothing stands under `out` unless all went well with the package
 * as a whole; a dataset that cannot be written is left out and told.
 * Throws TanluError for an unusable package, an output that exists, a cancellation.
 */
export async function convertPackage(options: ConvertOptions): Promise<ConvertReport> {
  const started = performance.now();
  const { to, path } = options;
  if (to.packaging === undefined) throw new TanluError('FORMAT_CANNOT_PACK', `Packages of ${to.title} cannot be made of other formats yet.`, { kind: 'usage', params: { format: to.name } });
  const listing = await listPackage(path);
  const report = emptyReport(path, to.name);
  const conversion = new Conversion(to, await createPackage(options.out), report);
  const reader = openEntries();
  try {
    for (const issue of listing.issues) conversion.findings.put(issue);
    const entries = listing.entries.toSorted(byRank);
    conversion.surroundings = gatherSurroundings(entries, reader);
    const bytesTotal = entries.reduce((sum, e) => sum + e.byteLength, 0);
    let bytesDone = 0;
    for (const [i, entry] of entries.entries()) {
      if (options.signal?.aborted) throw new TanluError('CONVERT_CANCELED', 'The conversion was canceled; nothing was written.');
      await conversion.file(entry, reader.read(entry.handle).bytes);
      bytesDone += entry.byteLength;
      options.onProgress?.({ filesTotal: entries.length, filesDone: i + 1, bytesTotal, bytesDone, datasets: report.datasets.written });
    }
    await conversion.end();
  } catch (error) {
    await conversion.package.discard();
    throw error;
  } finally {
    reader.close();
  }
  report.seconds = (performance.now() - started) / 1000;
  return report;
}

const syntaxOf = (name: string): FormatAdapter['syntax'] => (/\.json(ld)?$/i.test(name) ? 'json' : 'xml');

/** What others refer to comes first, as far as names of files tell: formats of one syntax share names of folders, those of another one have an order of their own. */
function byRank(a: PackageEntry, b: PackageEntry): number {
  const syntax = syntaxOf(a.name);
  if (syntax !== syntaxOf(b.name)) return syntax === 'xml' ? -1 : 1;
  for (const adapter of adapters) {
    if (adapter.syntax !== syntax) continue;
    const order = adapter.rank(a.name) - adapter.rank(b.name);
    if (order !== 0) return order;
  }
  return 0;
}

class Conversion {
  readonly findings: Findings;
  /** What only the package as a whole tells its documents. */
  surroundings: Surroundings = new Map();
  readonly package: PackageWriter;
  readonly #to: FormatAdapter;
  readonly #report: ConvertReport;
  readonly #account = new LossAccount();
  /** Flows and what measures them, as read back: small, and needed to tell what exchanges say by way of them. */
  readonly #known = new Map<string, object>();
  /** What the package says of what others refer to. */
  readonly #source = new Map<string, object>();
  /** Records that are written with those that name them. */
  readonly #waiting = new Map<string, { noun: DatasetNoun; record: object; file: string; written: boolean }>();
  /** What stands in the output already, by noun, identifier and version, or file. */
  readonly #written = new Map<string, string>();

  constructor(to: FormatAdapter, output: PackageWriter, report: ConvertReport) {
    this.#to = to;
    this.package = output;
    this.#report = report;
    this.findings = new Findings(report.issues, report.issueCounts);
  }

  async file(entry: PackageEntry, bytes: Uint8Array): Promise<void> {
    this.#report.files.total += 1;
    const found = recognize(bytes, entry.name);
    if (!('adapter' in found)) {
      this.#report.files.left += 1;
      this.findings.put(found.issue);
      return;
    }
    const from = found.adapter;
    let reading: DocumentReading;
    try {
      reading = from.read(bytes, entry.name, this.surroundings.get(from.name));
    } catch (error) {
      if (!(error instanceof TanluError)) throw error;
      this.#report.files.refused += 1;
      this.findings.put(makeIssue('file-unreadable', { file: entry.name }, { reason: messageOf(error) }));
      return;
    }
    this.#report.files.read += 1;
    this.#report.formats[from.name] = (this.#report.formats[from.name] ?? 0) + 1;
    for (const issue of reading.issues) this.findings.put(issue);
    this.#report.datasets.refused += reading.refused.length;
    if (from.name === this.#to.name) await this.#same(reading, entry, bytes);
    // What a dataset refers to comes before it: it is looked up when the account is made.
    else for (const dataset of reading.datasets.toSorted((a, b) => order(a.noun) - order(b.noun))) await this.#other(dataset, entry.name, from);
  }

  /** Same format: written anew. A file that only lists what others define has no dataset to write and is passed on as it is. */
  async #same(reading: DocumentReading, entry: PackageEntry, bytes: Uint8Array): Promise<void> {
    const own = reading.datasets.filter((d) => d.derived !== true);
    if (own.every((d) => !this.#to.capabilities.write.includes(d.noun))) {
      await this.package.add(entry.name, bytes);
      this.#written.set(`file ${entry.name}`, entry.name);
      this.#report.files.copied += 1;
      return;
    }
    const companions = reading.datasets.filter((d) => d.whole);
    for (const dataset of own) {
      this.#issues(dataset.issues);
      await this.#write(dataset.noun, dataset.record, dataset.record, companions, entry.name, own.length === 1 ? entry.name : undefined);
    }
  }

  async #other(dataset: ReadDataset, file: string, from: FormatAdapter): Promise<void> {
    const { noun, record } = dataset;
    const { packaging } = this.#to;
    if (dataset.derived && (this.#written.has(keyOf(noun, record)) || this.#waiting.has(`${noun} ${record.id}`))) return;
    this.#issues(dataset.issues);
    this.#learn(noun, record, from);
    if (packaging!.companions?.includes(noun)) {
      this.#waiting.set(`${noun} ${record.id}`, { noun, record, file, written: false });
      return;
    }
    if (!this.#to.capabilities.write.includes(noun)) {
      this.findings.put(makeIssue('dataset-unwritable', { file, dataset: labelOf(noun, record) }, { format: this.#to.title, noun }));
      this.#account.add(noun, record, undefined, undefined);
      this.#report.datasets.left += 1;
      return;
    }
    const context: WriteContext = { format: this.#to.name, issue: (code, params = {}) => this.findings.put(makeIssue(code, { file, dataset: labelOf(noun, record) }, params)) };
    for (const needed of packaging!.referenceData(noun, record, this.#find)) {
      if (this.#written.has(keyOf(needed.noun, needed.record))) continue;
      this.#known.set(`${needed.noun} ${(needed.record as { id: string }).id}`, needed.record);
      await this.#put(needed.noun, needed.record, this.#to.write(needed.noun, needed.record).text!, undefined);
      this.#report.datasets.added += 1;
    }
    const completed = packaging!.complete(noun, record, context, this.#find);
    if (completed === undefined) {
      this.#account.add(noun, record, undefined, undefined);
      this.#report.datasets.refused += 1;
      return;
    }
    await this.#write(noun, record, completed, this.#companionsOf(noun, record, context), file, undefined);
  }

  readonly #find = (noun: DatasetNoun, id: string): object | undefined => this.#source.get(`${noun} ${id}`);

  /** Keeps what others of the package may need to know of a record. */
  #learn(noun: DatasetNoun, record: object, from: FormatAdapter): void {
    if (noun === 'process') return;
    const { extensions: _beside, ...facts } = record as Record<string, unknown>;
    from.packaging?.resolve?.(noun, facts, this.#find);
    this.#source.set(`${noun} ${facts['id'] as string}`, facts);
  }

  /** The records that a dataset names, for a format where they stand in its document. */
  #companionsOf(noun: DatasetNoun, record: object, context: WriteContext): Companion[] {
    const { companions, complete } = this.#to.packaging!;
    if (companions === undefined) return [];
    const found = new Map<string, Companion>();
    const exchanges = (record as { exchanges?: { flow: Reference }[] }).exchanges ?? [];
    for (const target of [...referencesOf(noun, record as Record<string, unknown>).map((r) => r.target), ...exchanges.map((e) => e.flow)]) {
      const key = `${target.type} ${target.id ?? ''}`;
      const waiting = this.#waiting.get(key);
      if (waiting === undefined || found.has(key)) continue;
      const completed = complete(waiting.noun, this.#source.get(key) ?? waiting.record, waiting.written ? { ...context, issue: () => undefined } : context, this.#find);
      if (completed !== undefined) found.set(key, { noun: waiting.noun, record: completed });
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
      this.#account.add(noun, waiting.record, record, back);
      this.#report.datasets.written += 1;
      this.#report.byNoun[noun] = (this.#report.byNoun[noun] ?? 0) + 1;
    }
  }

  async #write(noun: DatasetNoun, record: object, completed: object, companions: readonly Companion[], file: string, name: string | undefined): Promise<void> {
    const key = keyOf(noun, completed);
    const other = this.#written.get(key);
    if (other !== undefined) {
      this.#report.datasets.refused += 1;
      this.findings.put(makeIssue('duplicate-dataset', { file, dataset: labelOf(noun, record) }, { id: (record as { id: string }).id, version: (record as { version: string }).version, other }));
      return;
    }
    const { text, issues, back } = this.#to.write(noun, completed, companions);
    this.#issues(issues.map((issue) => ({ ...issue, file })));
    if (text === undefined) {
      this.#report.datasets.refused += 1;
      this.#account.add(noun, record, completed, undefined);
      return;
    }
    const reading = back().datasets;
    const again = reading.find((d) => d.noun === noun && !d.derived)?.record;
    if (again !== undefined && this.#to.packaging!.resolve !== undefined) this.#remember(noun, again);
    this.#accountForCompanions(companions, reading);
    this.#account.add(noun, record, completed, again);
    await this.#put(noun, completed, text, name);
    await this.#addOnce(this.#to.packaging!.filesBeside?.(noun, completed));
    this.#report.datasets.written += 1;
    this.#report.byNoun[noun] = (this.#report.byNoun[noun] ?? 0) + 1;
  }

  /** Resolves what the record says by way of others, and keeps what others may say by way of it. */
  #remember(noun: DatasetNoun, back: object): void {
    this.#to.packaging!.resolve?.(noun, back, (wanted, id) => this.#known.get(`${wanted} ${id}`));
    if (noun === 'process') return;
    const { extensions: _beside, administration: _more, description: _long, ...facts } = back as Record<string, unknown>;
    this.#known.set(`${noun} ${facts['id'] as string}`, facts);
  }

  async #put(noun: DatasetNoun, record: object, text: string, name: string | undefined): Promise<void> {
    let file = name ?? this.#to.packaging!.fileName(noun, record);
    // Two versions of a dataset may stand in one package.
    if (this.#written.has(`file ${file}`)) file = file.replace(/(\.[^./]+)$/, `_${(record as { version: string }).version}$1`);
    this.#written.set(`file ${file}`, file);
    this.#written.set(keyOf(noun, record), file);
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
    for (const { noun, record, file, written } of this.#waiting.values()) {
      if (written) continue;
      this.findings.put(makeIssue('dataset-unwritable', { file, dataset: labelOf(noun, record) }, { format: this.#to.title, noun }));
      this.#account.add(noun, record, undefined, undefined);
      this.#report.datasets.left += 1;
    }
    await this.#addOnce(this.#to.packaging!.headers);
    await this.package.close();
    this.#report.values = { ...this.#account.total };
    this.#report.paths = [...this.#account.paths].map(([path, counts]) => ({ path, ...counts })).sort((a, b) => b.lost - a.lost || b.approximated - a.approximated || (a.path < b.path ? -1 : 1));
  }
}

/** Order in which references point. */
const order = (noun: DatasetNoun): number => ['contact', 'source', 'unitGroup', 'flowProperty', 'flow'].indexOf(noun) + 1 || 9;
const labelOf = (noun: DatasetNoun, record: object): string => `${noun} ${(record as { id?: string }).id ?? '?'}`;
/** Derived records have no version of their own: one per identifier. */
const keyOf = (noun: DatasetNoun, record: object): string => `${noun} ${(record as { id?: string }).id ?? '?'} ${(record as { version?: string }).version ?? ''}`;
