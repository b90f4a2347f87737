// The measured conversion: the real convertPackage, in a process of its own, into a folder that is removed again.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { adapters } from '../../../src/formats/registry.ts';
import { fates } from '../../../src/transfer/convert/account.ts';
import { convertPackage } from '../../../src/transfer/convert/convert-package.ts';
import { answer, input } from '../measure/answer.ts';

export interface ConvertInput { path: string; to: string }

export interface ConvertOutcome { seconds: number; processes: number; refused: number; values: number; pathValues: number }

const { path, to } = input<ConvertInput>();
const folder = await mkdtemp(join(tmpdir(), 'tanlu-bench-convert-'));
try {
  const report = await convertPackage({ path, to: adapters.find((a) => a.name === to)!, out: join(folder, 'out.zip') });
  answer<ConvertOutcome>({
    seconds: report.seconds, processes: report.byNoun['process'] ?? 0, refused: report.datasets.refused + report.files.refused,
    values: fates.reduce((sum, fate) => sum + report.values[fate], 0), pathValues: report.paths.reduce((sum, counts) => sum + fates.reduce((all, fate) => all + counts[fate], 0), 0),
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
