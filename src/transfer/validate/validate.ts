// Checks packages: what reading finds, rules over the package as a whole, official schemas. Needs no database; keeps identities, not records.
import { basename } from 'node:path';
import { listPackage, openEntries, type EntryReader, type PackageEntry } from '../../formats/archive/archive.ts';
import { decodeXml } from '../../formats/xml/decode.ts';
import { sniffXmlRoot } from '../../formats/xml/sniff.ts';
import { modelProcess, type ModelProcess } from '../../mapping/life-cycle-models/model-process.ts';
import type { Issue } from '../../model/issue.ts';
import { makeIssue } from '../../model/issue.ts';
import type { LifeCycleModel } from '../../model/life-cycle-model.ts';
import type { Process } from '../../model/process.ts';
import { Findings } from '../import/findings.ts';
import { exchangesOf, openFile, readOpened, type FileReading, type OpenedFile } from '../import/read-file.ts';
import type { Progress } from '../import/run-record.ts';
import { fileIssues, modelIssues, processIssues, propertyIssues } from './dataset-rules.ts';
import { Identities } from './identities.ts';
import { lineOfRoot, lineOfText, linesOfPaths } from './locate-lines.ts';
import { isOlcaHeader, OlcaMeasures, readOlcaEntity, type OlcaEntity } from './olca-structure.ts';
import { References } from './reference-check.ts';
import type { ValidationReport } from './report.ts';
import { SchemaCheck } from './xsd.ts';

export interface ValidationOptions {
  /** Zip files, folders, single files: checked together, as one package. */
  paths: readonly string[];
  /** Folder of official schemas. */
  schemas?: string;
  /** Largest file checked against a schema, in bytes. */
  schemaLimit?: number;
  /** How many findings of each code the report keeps, where not the few of every report; the counts are always exact. */
  issuesPerCode?: number;
  onProgress?: (progress: Progress) => void;
}

const headLength = 8_192;
/** Models come after their processes; no other file has the rank. */
const modelRank = 4;
const olcaOrder = ['unit_groups', 'flow_properties', 'flows'];

/** Definitions come before what uses them: unit groups, properties and flows before processes and methods. Only a few bytes of each file are read for it. */
function rankOf(entry: PackageEntry, reader: EntryReader): number {
  if (/\.json$/i.test(entry.name)) {
    const at = olcaOrder.indexOf(entry.name.split('/').at(-2) ?? '');
    return at < 0 ? olcaOrder.length : at;
  }
  try {
    const root = sniffXmlRoot(reader.peek(entry.handle, headLength))?.localName;
    if (root === 'lifeCycleModelDataSet') return modelRank;
    if (root === 'processDataSet' || root === 'ecoSpold') return 2;
    return root === 'LCIAMethodDataSet' ? 1 : 0;
  } catch {
    return 2; // reading the whole file says what is wrong with it
  }
}

class Validation {
  readonly report: ValidationReport;
  readonly #findings: Findings;
  readonly #identities = new Identities();
  readonly #references = new References();
  readonly #olca = new OlcaMeasures();
  /** Files with several datasets: a path alone does not tell a place in them. */
  readonly #several = new Set<string>();
  readonly #schemas: SchemaCheck | undefined;
  /** Amounts of processes, kept for the models that come after them; undefined where the package has no models. */
  #processes: Map<string, ModelProcess> | undefined;

  constructor(origin: string, schemas: SchemaCheck | undefined, issuesPerCode: number | undefined) {
    this.report = { origin, seconds: 0, files: { total: 0, read: 0, left: 0, refused: 0 }, bytes: 0, formats: {}, datasets: {}, exchanges: 0, issueCounts: {}, issues: [] };
    this.#schemas = schemas;
    if (schemas !== undefined) this.report.schema = { folder: schemas.folder.path, valid: 0, invalid: 0, unchecked: 0, messages: 0 };
    this.#findings = new Findings(this.report.issues, this.report.issueCounts, issuesPerCode);
  }

  keepProcesses(): void {
    this.#processes = new Map();
  }

  put(issues: Iterable<Issue>): void {
    for (const issue of issues) this.#findings.put(issue);
  }

  checkFile(entry: PackageEntry, reader: EntryReader): void {
    const opened = openFile(entry, reader);
    this.report.bytes += opened.byteLength;
    this.#checkSchema(opened);
    const text = /\.json$/i.test(entry.name) ? opened.bytes.toString('utf8') : undefined;
    if (text !== undefined && opened.failure === undefined && this.#checkJson(text, entry.name)) return;
    this.#take(readOpened(opened), entry.name);
  }

  #checkSchema({ bytes, entry, failure }: OpenedFile): void {
    const result = failure === undefined ? this.#schemas?.check(bytes, entry.name) : undefined;
    if (result === undefined) return;
    const counts = this.report.schema!;
    counts[result.state] += 1;
    counts.messages += result.messages;
    this.put(result.issues);
  }

  #take(reading: FileReading, file: string): void {
    const { format, datasets } = reading;
    const own = datasets.filter((d) => d.derived !== true);
    if (own.length > 1) this.#several.add(file);
    this.report.exchanges += reading.summary.exchanges + reading.unusable.reduce((sum, u) => sum + u.exchanges, 0);
    if (reading.refused) this.report.files.refused += 1;
    else if (own.length > 0 || reading.unusable.length > 0) this.report.files.read += 1;
    else this.report.files.left += 1;
    if (format !== undefined) this.report.formats[format] = (this.report.formats[format] ?? 0) + 1;
    // What lies beside a package as a document is no data by intention.
    const isAttachment = format === undefined && /(^|\/)(external_docs|bin|schemas|stylesheets|META-INF)\//i.test(file);
    this.put(reading.issues.filter((i) => !(isAttachment && i.code === 'file-not-recognized')));
    for (const dataset of datasets) {
      this.put(dataset.issues.map((i) => (i.file === undefined ? { ...i, file } : i)));
      if (dataset.record.id === undefined) continue;
      if (dataset.derived !== true) this.report.datasets[dataset.noun] = (this.report.datasets[dataset.noun] ?? 0) + 1;
      const clash = this.#identities.add(dataset.noun, dataset.record, file, dataset.derived === true);
      if (clash !== undefined) this.#findings.put(clash);
      this.#references.collect(dataset, file);
    }
    if (format === undefined) return;
    this.put(fileIssues(file, format, datasets));
    for (const { noun, record } of own) {
      if (noun === 'process') {
        this.put(processIssues(record as Process, format, this.#identities, file));
        this.#processes?.set(record.id, modelProcess(record as Process));
      }
      if (noun === 'lifeCycleModel' && this.#processes !== undefined) this.put(modelIssues(record as LifeCycleModel, this.#processes, file));
    }
  }

  /** True where the file was an entity, or of the bookkeeping, of an openLCA package. */
  #checkJson(text: string, file: string): boolean {
    if (isOlcaHeader(file)) {
      this.#olca.header(text);
      this.report.files.left += 1;
      return true;
    }
    const { entity, issues } = readOlcaEntity(text, file);
    this.put(issues);
    if (entity === undefined && issues.length === 0) return false;
    if (entity === undefined) this.report.files.refused += 1;
    else {
      this.put(this.#olca.check(entity, file));
      // What the adapter tells besides is about what becomes of the values in the hub, not about the structure of the document.
      this.#takeEntity(entity, file);
    }
    return true;
  }

  #takeEntity(entity: OlcaEntity, file: string): void {
    const { type, id, body, references } = entity;
    this.report.files.read += 1;
    this.report.formats['olca'] = (this.report.formats['olca'] ?? 0) + 1;
    const noun = type.charAt(0).toLowerCase() + type.slice(1);
    this.report.datasets[noun] = (this.report.datasets[noun] ?? 0) + 1;
    const exchanges = exchangesOf(body);
    this.report.exchanges += exchanges;
    const clash = this.#identities.add(noun as 'flow', { ...body, id, version: typeof body['version'] === 'string' ? body['version'] : '' }, file, false);
    if (clash !== undefined) this.#findings.put(clash);
    for (const reference of references) this.#references.note(reference.type.charAt(0).toLowerCase() + reference.type.slice(1), reference.id, reference.name, { file, dataset: `${type} ${id}` }, reference.path);
  }

  /** What only the whole package tells. */
  finish(files: ReadonlySet<string>): void {
    for (const { issue, count } of this.#references.resolve(this.#identities, files)) this.#findings.put(issue, count);
    this.put(propertyIssues(this.#identities));
    this.put(this.#olca.finish());
  }

  /** Gives the examples in the report their lines. */
  locate(entries: ReadonlyMap<string, PackageEntry>, reader: EntryReader): void {
    const byFile = Map.groupBy(this.report.issues.filter((i) => i.file !== undefined && i.params['line'] === undefined), (i) => i.file!);
    for (const [file, issues] of byFile) {
      const entry = entries.get(file);
      if (entry === undefined) continue;
      const text = textOf(entry, reader);
      if (text === undefined) continue;
      const isXml = !/\.json$/i.test(file);
      const lines = isXml ? linesOfPaths(text, issues.map((i) => i.path ?? ''), !this.#several.has(file)) : [];
      issues.forEach((issue, n) => {
        const target = typeof issue.params['id'] === 'string' ? issue.params['id'] : undefined;
        const own = issue.dataset?.split(' ').at(-1);
        const candidates = [target, own].filter((t) => t !== undefined && t.length > 8);
        const line = (issue.code.endsWith('-outside') && target !== undefined ? lineOfText(text, target) : undefined) ?? lines[n]
          ?? candidates.map((t) => lineOfText(text, t!)).find((l) => l !== undefined) ?? (isXml && issue.dataset !== undefined && !this.#several.has(file) ? lineOfRoot(text) : undefined);
        if (line !== undefined) issue.params = { ...issue.params, line };
      });
    }
  }
}

function textOf(entry: PackageEntry, reader: EntryReader): string | undefined {
  const opened = openFile(entry, reader);
  if (opened.failure !== undefined) return undefined;
  if (/\.json$/i.test(entry.name)) return opened.bytes.toString('utf8');
  if (sniffXmlRoot(opened.bytes) === undefined) return undefined;
  return decodeXml(opened.bytes, entry.name).text;
}

/**
 * Checks packages. Findings are in the report, never thrown. Throws TanluError for paths that cannot be opened as packages and for schemas
 * that cannot be used. Memory holds one file and the identities of all.
 */
export async function validatePackages(options: ValidationOptions): Promise<ValidationReport> {
  const started = performance.now();
  const listings = [];
  for (const path of options.paths) listings.push({ path, listing: await listPackage(path) });
  const prefix = (path: string): string => (listings.length > 1 ? `${basename(path)}/` : '');
  const entries = listings.flatMap(({ path, listing }) => listing.entries.map((e) => ({ ...e, name: listing.kind === 'file' ? path.replaceAll('\\', '/') : `${prefix(path)}${e.name}` })));
  const schemas = options.schemas === undefined ? undefined : await SchemaCheck.open(options.schemas, options.schemaLimit);
  const reader = openEntries();
  try {
    const validation = new Validation(options.paths.map((p) => basename(p)).join(', '), schemas, options.issuesPerCode);
    const { report } = validation;
    report.files.total = entries.length;
    for (const { listing } of listings) validation.put(listing.issues);
    if (entries.length === 0) validation.put([makeIssue('file-unreadable', { file: report.origin }, { reason: 'the package holds no files' })]);
    const ranked = entries.map((entry) => ({ entry, rank: rankOf(entry, reader) })).sort((a, b) => a.rank - b.rank);
    if (ranked.some(({ rank }) => rank === modelRank)) validation.keepProcesses();
    const progress: Progress = { filesTotal: entries.length, filesDone: 0, bytesTotal: entries.reduce((sum, e) => sum + e.byteLength, 0), bytesDone: 0, datasets: 0 };
    for (const { entry } of ranked) {
      validation.checkFile(entry, reader);
      progress.filesDone += 1;
      progress.bytesDone += entry.byteLength;
      progress.datasets = report.files.read;
      options.onProgress?.(progress);
    }
    if (entries.length > 0 && Object.keys(report.formats).length === 0) validation.put([makeIssue('file-unreadable', { file: report.origin }, { reason: 'the package holds no file of a format that Tanlu reads' })]);
    validation.finish(new Set(entries.map((e) => e.name)));
    validation.locate(new Map(entries.map((e) => [e.name, e])), reader);
    report.seconds = (performance.now() - started) / 1000;
    return report;
  } finally {
    reader.close();
    schemas?.dispose();
  }
}
