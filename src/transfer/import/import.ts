// Imports packages into the hub: list, read and store in workers, link, report. Can be interrupted at any point and run again.
import { availableParallelism } from 'node:os';
import { basename } from 'node:path';
import { messageOf, TanluError } from '../../errors.ts';
import { connect, connectionLostMessage, isConnectionLost } from '../../database/connect.ts';
import { listPackage, openEntries, type PackageEntry } from '../../formats/archive/archive.ts';
import { gatherSurroundings, type Surroundings } from '../../formats/surroundings.ts';
import { batchesOf, runCrew } from './crew.ts';
import { analyzeTouched, clearTouchedExchanges, linkTouched } from './link.ts';
import type { BatchResult } from './protocol.ts';
import { Findings } from './findings.ts';
import { emptyReport, emptyCount, type ImportReport } from './report.ts';
import { endRun, lockImports, markInterrupted, queueRun, saveProgress, startRun, type Progress, type RunHandle } from './run-record.ts';

export interface ImportOptions {
  databaseUrl: string;
  paths: readonly string[];
  /** Name of the package for people; the file names where absent. */
  origin?: string;
  adapterVersion: string;
  workers?: number;
  signal?: AbortSignal;
  onProgress?: (progress: Progress) => void;
  /** Another import holds the database; this one waits. */
  onWait?: () => void;
  /** The run exists from now on, though it may have to wait for another. */
  onBegin?: (run: RunHandle) => void;
}

interface Listing { entries: PackageEntry[]; bytes: number }

async function listAll(paths: readonly string[], report: ImportReport): Promise<Listing> {
  const listing: Listing = { entries: [], bytes: 0 };
  const findings = new Findings(report.issues, report.issueCounts);
  for (const path of paths) {
    const found = await listPackage(path);
    const prefix = paths.length > 1 ? `${basename(path)}: ` : '';
    for (const entry of found.entries) listing.entries.push(prefix === '' ? entry : { ...entry, name: prefix + entry.name });
    for (const issue of found.issues) findings.put(issue);
    for (const entry of found.entries) listing.bytes += entry.byteLength;
  }
  return listing;
}

/** Adds the counts of a batch. */
function add(report: ImportReport, findings: Findings, batch: BatchResult, leaves: Map<string, number>, units: Map<string, number>, touched: Record<string, string[]>): void {
  for (const key of ['read', 'known', 'left', 'refused'] as const) report.files[key] += batch.files[key];
  report.bytes += batch.bytes;
  for (const [format, n] of Object.entries(batch.formats)) report.formats[format] = (report.formats[format] ?? 0) + n;
  for (const [noun, counts] of Object.entries(batch.byNoun)) {
    const mine = (report.byNoun[noun] ??= emptyCount());
    for (const key of Object.keys(counts) as (keyof typeof counts)[]) {
      mine[key] += counts[key];
      report.datasets[key] += counts[key];
    }
  }
  for (const key of ['total', 'stored', 'unchanged', 'refused'] as const) report.exchanges[key] += batch.exchanges[key];
  report.leaves.kept += batch.leaves.kept;
  report.leaves.beside += batch.leaves.beside;
  report.leaves.inFile += batch.leaves.inFile;
  for (const [path, n] of batch.unmappedLeaves) leaves.set(path, (leaves.get(path) ?? 0) + n);
  for (const [unit, n] of batch.unmappedUnits) units.set(unit, (units.get(unit) ?? 0) + n);
  findings.absorb(batch.issues, batch.issueCounts);
  for (const [noun, keys] of Object.entries(batch.touched)) {
    const list = (touched[noun] ??= []);
    for (const key of keys) list.push(key);
  }
}

const descending = (counts: ReadonlyMap<string, number>) => [...counts].sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));

/**
 * Imports packages. The report accounts for every file, dataset and exchange.
 * Throws TanluError for an unusable package (`data`, `usage`), a lost database (`unavailable`), a cancellation; whole batches stay stored.
 */
export async function importPackages(options: ImportOptions): Promise<ImportReport> {
  const started = performance.now();
  const report = emptyReport(options.origin ?? options.paths.map((p) => basename(p)).join(', '), options.adapterVersion);
  const listing = await listAll(options.paths, report);
  report.files.total = listing.entries.length;
  const client = await connect(options.databaseUrl, 'tanlu import');
  let run: RunHandle | undefined;
  try {
    run = await queueRun(client, report.origin, options.adapterVersion);
    report.run = run.id;
    options.onBegin?.(run);
    await lockImports(client, options.onWait ?? (() => undefined), options.signal);
    await markInterrupted(client, run);
    await clearTouchedExchanges(client);
    await startRun(client, run);
    await importListing(client, run, listing, report, options);
    report.seconds = (performance.now() - started) / 1000;
    await endRun(client, run, 'COMPLETED', undefined, report);
    return report;
  } catch (error) {
    const known = explain(error);
    if (run !== undefined) await endRun(client, run, options.signal?.aborted ? 'CANCELED' : 'FAILED', known.message, report).catch(() => undefined);
    throw known;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function importListing(client: Awaited<ReturnType<typeof connect>>, run: RunHandle, listing: Listing, report: ImportReport, options: ImportOptions): Promise<void> {
  const findings = new Findings(report.issues, report.issueCounts);
  const leaves = new Map<string, number>();
  const units = new Map<string, number>();
  const touched: Record<string, string[]> = {};
  const progress: Progress = { filesTotal: listing.entries.length, filesDone: 0, bytesTotal: listing.bytes, bytesDone: 0, datasets: 0 };
  let saving: Promise<void> = saveProgress(client, run, progress, report);
  let savedAt = performance.now();
  await runCrew(batchesOf(listing.entries), {
    databaseUrl: options.databaseUrl, run: { key: run.key, startedAt: run.startedAt }, adapterVersion: options.adapterVersion, surroundings: surroundingsOf(listing),
    workers: options.workers ?? availableParallelism(), signal: options.signal,
    onResult(batch) {
      add(report, findings, batch, leaves, units, touched);
      progress.filesDone += batch.files.read + batch.files.known + batch.files.left + batch.files.refused;
      progress.bytesDone += batch.bytes;
      progress.datasets = report.datasets.new + report.datasets.updated + report.datasets.unchanged + report.datasets.refused;
      options.onProgress?.(progress);
      if (performance.now() - savedAt > 500) {
        savedAt = performance.now();
        saving = saving.then(() => saveProgress(client, run, progress, report));
        saving.catch(() => undefined);
      }
    },
  });
  await saving;
  const [linked] = await Promise.all([linkTouched(client, touched, run.key, run.startedAt), analyzeApart(options.databaseUrl, touched)]);
  findings.absorb(linked.issues, linked.issueCounts);
  report.exchanges.dangling = linked.danglingExchanges;
  report.placeholders = linked.placeholders;
  report.flowMapping = linked.flowMapping;
  report.unmappedFlows = linked.unmappedFlows;
  report.unmappedLeaves = descending(leaves).map(([path, count]) => ({ path, count }));
  report.unmappedUnits = descending(units).map(([unit, count]) => ({ unit, count }));
  await saveProgress(client, run, progress, report);
}

function surroundingsOf({ entries }: Listing): Surroundings {
  const reader = openEntries();
  try {
    return gatherSurroundings(entries, reader);
  } finally {
    reader.close();
  }
}

/** Statistics do not depend on what linking changes, so they are gathered meanwhile, on a connection of their own. */
async function analyzeApart(databaseUrl: string, touched: Record<string, string[]>): Promise<void> {
  const client = await connect(databaseUrl, 'tanlu import statistics');
  try {
    await analyzeTouched(client, touched);
  } finally {
    await client.end().catch(() => undefined);
  }
}

function explain(error: unknown): TanluError {
  if ((error as { name?: string }).name === 'AbortError') return new TanluError('IMPORT_CANCELED', 'The import was canceled before its turn came; nothing was stored.', { cause: error });
  if (isConnectionLost(error)) return new TanluError('DATABASE_LOST', connectionLostMessage(error), { kind: 'unavailable', cause: error });
  if (error instanceof TanluError) return error;
  return new TanluError('IMPORT_FAILED', `The import failed: ${messageOf(error)}. Nothing is half-written.`, { kind: 'internal', cause: error });
}
