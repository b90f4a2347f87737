// Exports from the hub: a selection of datasets with all that they refer to, as a package of a format, with an account of every value.
import type { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { connect } from '../../database/connect.ts';
import { givenOf, type Given } from '../../database/read/given.ts';
import type { Reader } from '../../database/read/plan.ts';
import { readAs } from '../../database/reader-role.ts';
import { loadDatasets, type StoredDataset } from '../../database/read/stored-datasets.ts';
import { TanluError } from '../../errors.ts';
import type { FormatAdapter } from '../../formats/adapter.ts';
import type { PackageWriter } from '../../formats/archive/package-writer.ts';
import { zipStream } from '../../formats/archive/write-package.ts';
import { adapters } from '../../formats/registry.ts';
import type { ReadDataset } from '../../mapping/transform.ts';
import { datasetNouns, type DatasetNoun } from '../../model/noun.ts';
import { Conversion } from '../convert/conversion.ts';
import { FlowMapping, type FlowMappingOptions } from '../convert/flow-mapping.ts';
import { emptyReport } from '../convert/report.ts';
import { withDecisions } from '../flow-maps/decisions.ts';
import { Findings } from '../import/findings.ts';
import { choose, type Choice, type Selection } from './choose.ts';
import type { ExportReport } from './report.ts';

export interface ExportOptions {
  databaseUrl: string;
  selection: Selection;
  to: FormatAdapter;
  /** Begins the package; called when it is certain that there is something to write. */
  output: () => Promise<PackageWriter>;
  /** Leaves out what this reader may not see. */
  reader: Reader;
  /** Told what of restricted fields the reader gets, before it is written; where it rejects, nothing is. */
  onGiven?: (given: readonly Given[]) => Promise<void>;
  /** Leads exchanges and factors to the flows of another list. */
  flows?: FlowMappingOptions;
  /** How many issues of each code the report keeps, where not the few of every report. */
  issuesPerCode?: number;
  /** Most datasets, with those referred to. */
  limit?: number;
  /** Longest a statement may run. */
  statementTimeoutMs?: number;
  onProgress?: (done: { datasetsTotal: number; datasets: number }) => void;
  signal?: AbortSignal;
}

/** Records in memory at a time; those of processes have thousands of exchanges. */
const datasetsAtOnce = 50;

/** Formats that packages can be made of. */
export const exportFormats = (): FormatAdapter[] => adapters.filter((a) => a.packaging !== undefined);

/** A package that goes out as a zip as it is written, for `output`. */
export const zipOutput = (stream: Writable): PackageWriter => zipStream(stream);

/**
 * Exports a selection as the hub is at one moment. A package that is not complete is discarded.
 * Throws TanluError for a selection that is empty, too large or not usable, for a database that cannot be reached, for a cancellation.
 */
export async function exportDatasets(options: ExportOptions): Promise<ExportReport> {
  const started = performance.now();
  const { to } = options;
  const report: ExportReport = { ...emptyReport('hub', to.name), selection: { selected: 0, referred: 0, forbidden: 0, notPublic: 0, placeholders: 0 } };
  const conversion = await readAndWrite(report, options);
  // The database is done with before the package ends: whoever sees it complete finds nothing left of the export.
  await discardUnless(conversion, () => conversion.end());
  report.seconds = (performance.now() - started) / 1000;
  return report;
}

/** Writes all datasets; what comes at the end of a package is still to be written. */
async function readAndWrite(report: ExportReport, options: ExportOptions): Promise<Conversion> {
  const client = await connect(options.databaseUrl, 'tanlu export');
  try {
    await client.query('begin isolation level repeatable read read only');
    if (options.statementTimeoutMs !== undefined) await client.query(`set local statement_timeout = ${Math.ceil(options.statementTimeoutMs)}`);
    const findings = new Findings(report.issues, report.issueCounts, options.issuesPerCode);
    const choice = await choose(client, options.selection, { reader: options.reader, limit: options.limit, onIssue: (issue) => findings.put(issue) });
    report.selection = choice.counts;
    if (options.signal?.aborted) throw canceled();
    const flows = options.flows === undefined ? undefined : await withDecisions(client, options.flows);
    const conversion = new Conversion(options.to, await options.output(), report, {
      hasModels: choice.keys.has('lifeCycleModel'), flows: flows === undefined ? undefined : new FlowMapping(flows), issuesPerCode: options.issuesPerCode,
    });
    // What was chosen is read under row-level security; the choice itself tells of what it leaves out.
    await readAs(client, options.reader);
    await discardUnless(conversion, () => writeChoice(client, choice, conversion, report, options));
    return conversion;
  } finally {
    await client.end();
  }
}

async function discardUnless(conversion: Conversion, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    await conversion.package.discard();
    throw error;
  }
}

const canceled = (): TanluError => new TanluError('EXPORT_CANCELED', 'The export was canceled; nothing was written.');

async function writeChoice(client: ClientBase, choice: Choice, conversion: Conversion, report: ExportReport, options: ExportOptions): Promise<void> {
  const { counts } = choice;
  const datasetsTotal = counts.selected + counts.referred;
  let datasets = 0;
  for await (const { noun, stored } of batchesOf(client, choice, options.reader)) {
    const given = givenOf(noun, stored);
    if (given.length > 0) await options.onGiven?.(given);
    for (const { record, derived, format, file } of stored) {
      if (options.signal?.aborted) throw canceled();
      report.formats[format ?? 'hub'] = (report.formats[format ?? 'hub'] ?? 0) + 1;
      const dataset = { noun, record, issues: [], ...(derived ? { derived } : {}) } as unknown as ReadDataset;
      await conversion.dataset(dataset, adapters.find((a) => a.name === format), file ?? 'hub');
      options.onProgress?.({ datasetsTotal, datasets: ++datasets });
      await setImmediate(); // a server answers others in between
    }
  }
}

interface Batch { noun: DatasetNoun; stored: StoredDataset[] }

/** In the order in which references point: what a dataset refers to is known when its turn comes. The database reads the next batch while one is written. */
async function* batchesOf(client: ClientBase, { keys }: Choice, reader: Reader): AsyncIterable<Batch> {
  let next: Promise<Batch> | undefined;
  for (const noun of datasetNouns) {
    const list = keys.get(noun) ?? [];
    for (let at = 0; at < list.length; at += datasetsAtOnce) {
      const batch = next;
      next = loadDatasets(client, noun, list.slice(at, at + datasetsAtOnce), reader).then((stored) => ({ noun, stored }));
      next.catch(() => undefined); // told where it is waited for
      if (batch !== undefined) yield await batch;
    }
  }
  if (next !== undefined) yield await next;
}
