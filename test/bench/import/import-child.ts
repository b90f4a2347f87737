// The measured import: the real importPackages, in a process of its own, into the database it is told.
import { VERSION } from '../../../src/config.ts';
import { importPackages } from '../../../src/transfer/import/import.ts';
import { countOf } from '../../../src/transfer/import/report.ts';
import { answer, input } from '../measure/answer.ts';

export interface ImportInput { databaseUrl: string; path: string; workers: number }

export interface ImportOutcome {
  /** Wall time of the whole import: listing, reading, storing, linking. */
  seconds: number;
  processes: number;
  exchanges: number;
  refused: number;
  errors: number;
}

const { databaseUrl, path, workers } = input<ImportInput>();
const started = performance.now();
const report = await importPackages({ databaseUrl, paths: [path], adapterVersion: VERSION, workers });
answer<ImportOutcome>({
  seconds: (performance.now() - started) / 1000,
  processes: report.byNoun['process']?.new ?? 0,
  exchanges: report.exchanges.stored,
  refused: report.datasets.refused,
  errors: countOf(report, 'error'),
});
