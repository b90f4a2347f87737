// Converts a package into another format, without a database: dataset by dataset, with an account of what became of every value.
import { TanluError } from '../../errors.ts';
import type { FormatAdapter, DocumentReading } from '../../formats/adapter.ts';
import { listPackage, openEntries, type PackageEntry } from '../../formats/archive/archive.ts';
import { createPackage } from '../../formats/archive/write-package.ts';
import { adapters, recognize } from '../../formats/registry.ts';
import { gatherSurroundings, type Surroundings } from '../../formats/surroundings.ts';
import { issueOfFailure } from '../../model/issue.ts';
import { Conversion } from './conversion.ts';
import { FlowMapping, type FlowMappingOptions } from './flow-mapping.ts';
import { emptyReport, type ConvertReport } from './report.ts';

export interface ConvertOptions {
  path: string;
  to: FormatAdapter;
  out: string;
  /** Leads exchanges and factors to the flows of another list. */
  flows?: FlowMappingOptions;
  /** How many issues of each code the report keeps, where not the few of every report. */
  issuesPerCode?: number;
  /** Refuses a package without a file of any format: a person has named the wrong one. What was written of nothing is empty all the same. */
  needsData?: boolean;
  onProgress?: (done: { filesTotal: number; filesDone: number; bytesTotal: number; bytesDone: number; datasets: number }) => void;
  signal?: AbortSignal;
}

/**
 * Converts a package. The report accounts for every file, dataset and value. Nothing stands under `out` unless all went well with the package
 * as a whole; a dataset that cannot be written is left out and told.
 * Throws TanluError for an unusable package, one without a file of any format where data are needed, an output that exists or cannot be written, a cancellation.
 */
export async function convertPackage(options: ConvertOptions): Promise<ConvertReport> {
  const started = performance.now();
  const { to, path } = options;
  if (to.packaging === undefined) throw new TanluError('FORMAT_CANNOT_PACK', `Packages of ${to.title} cannot be made of other formats yet.`, { kind: 'usage', params: { format: to.name } });
  const listing = await listPackage(path);
  const report = emptyReport(path, to.name);
  const conversion = new Conversion(to, await createPackage(options.out), report, {
    hasModels: listing.entries.some(({ name }) => modelFolder.test(name)), flows: options.flows === undefined ? undefined : new FlowMapping(options.flows), issuesPerCode: options.issuesPerCode,
  });
  const reader = openEntries();
  try {
    for (const issue of listing.issues) conversion.findings.put(issue);
    const entries = listing.entries.toSorted(byRank);
    const surroundings = gatherSurroundings(entries, reader);
    const bytesTotal = entries.reduce((sum, e) => sum + e.byteLength, 0);
    let bytesDone = 0;
    const strangers: PackageEntry[] = [];
    for (const [i, entry] of entries.entries()) {
      if (options.signal?.aborted) throw new TanluError('CONVERT_CANCELED', 'The conversion was canceled; nothing was written.');
      if (!await convertFile(conversion, report, entry, reader.read(entry.handle).bytes, surroundings)) strangers.push(entry);
      bytesDone += entry.byteLength;
      options.onProgress?.({ filesTotal: entries.length, filesDone: i + 1, bytesTotal, bytesDone, datasets: report.datasets.written });
    }
    if (options.needsData === true && report.files.read + report.files.refused === 0) {
      const what = entries.length === 0 ? 'holds no files' : `holds no file of a format that Tanlu reads (${adapters.map((a) => a.title).join(', ')})`;
      throw new TanluError('package-without-data', `${path} ${what}. Nothing was written.`, { params: { path } });
    }
    // Binaries and the like belong to the package; where it stays one of its format, they stay in it.
    const isSame = (report.formats[to.name] ?? 0) > 0 && Object.keys(report.formats).length === 1;
    for (const { name, handle } of strangers) {
      if (isSame) {
        report.files.carried += 1;
        await conversion.passOn(name, reader.read(handle).bytes);
      } else leave(conversion, report, name, reader.read(handle).bytes);
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

/** Folders of life cycle models, which need the amounts of the processes before them. */
const modelFolder = /(^|[\\/ ])(lifecyclemodels|product_systems)[\\/][^\\/]+$/i;

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

function leave(conversion: Conversion, report: ConvertReport, name: string, bytes: Uint8Array): void {
  report.files.left += 1;
  const found = recognize(bytes, name);
  if (!('adapter' in found)) conversion.findings.put(found.issue);
}

/** False where the file is of no format. */
async function convertFile(conversion: Conversion, report: ConvertReport, entry: PackageEntry, bytes: Uint8Array, surroundings: Surroundings): Promise<boolean> {
  report.files.total += 1;
  const found = recognize(bytes, entry.name);
  if (!('adapter' in found)) return false;
  const from = found.adapter;
  let reading: DocumentReading;
  try {
    reading = from.read(bytes, entry.name, surroundings.get(from.name));
  } catch (error) {
    if (!(error instanceof TanluError)) throw error;
    report.files.refused += 1;
    conversion.findings.put(issueOfFailure(error, entry.name));
    return true;
  }
  report.files.read += 1;
  report.formats[from.name] = (report.formats[from.name] ?? 0) + 1;
  for (const issue of reading.issues) conversion.findings.put(issue);
  report.datasets.refused += reading.refused.length;
  await conversion.document(reading, from, { name: entry.name, bytes, surroundings: surroundings.get(from.name) });
  return true;
}
