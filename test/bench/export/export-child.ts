// The measured export: the real exportDatasets, in a process of its own, into a folder that is removed again.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { everything } from '../../../src/database/read/access.ts';
import { adapters } from '../../../src/formats/registry.ts';
import { createPackage } from '../../../src/formats/archive/write-package.ts';
import { exportDatasets } from '../../../src/transfer/export/export.ts';
import { answer, input } from '../measure/answer.ts';

export interface ExportInput { databaseUrl: string; to: string }

export interface ExportOutcome { seconds: number; processes: number; written: number; refused: number }

const { databaseUrl, to } = input<ExportInput>();
const folder = await mkdtemp(join(tmpdir(), 'tanlu-bench-export-'));
try {
  const report = await exportDatasets({ databaseUrl, selection: { noun: 'process' }, to: adapters.find((a) => a.name === to)!, reader: everything, output: () => createPackage(join(folder, 'out.zip')) });
  answer<ExportOutcome>({ seconds: report.seconds, processes: report.byNoun['process'] ?? 0, written: report.datasets.written, refused: report.datasets.refused });
} finally {
  await rm(folder, { recursive: true, force: true });
}
