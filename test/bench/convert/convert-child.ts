// The measured conversion: the real convertPackage, in a process of its own, into a folder that is removed again; beside it, packing alone what was written.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { listPackage, openEntries } from '../../../src/formats/archive/archive.ts';
import { ZipEncoder } from '../../../src/formats/archive/zip-encoder.ts';
import { adapters } from '../../../src/formats/registry.ts';
import { fates } from '../../../src/transfer/convert/account.ts';
import { convertPackage } from '../../../src/transfer/convert/convert-package.ts';
import { answer, input, peakMemory } from '../measure/answer.ts';

export interface ConvertInput {
  path: string;
  to: string;
  /** How often the package is converted more, in the same process. */
  more?: number;
}

export interface ConvertOutcome {
  seconds: number;
  /** The quickest of the further conversions; that of the first where there is none. */
  warmSeconds: number;
  /** Packing the files that were written, alone and in this thread. */
  packSeconds: number;
  processes: number; refused: number; values: number; pathValues: number;
}

const { path, to, more = 0 } = input<ConvertInput>();
const adapter = adapters.find((a) => a.name === to)!;
const folder = await mkdtemp(join(tmpdir(), 'tanlu-bench-convert-'));

async function pack(file: string): Promise<number> {
  const { entries } = await listPackage(file);
  const reader = openEntries();
  let milliseconds = 0;
  const zip = new ZipEncoder(() => undefined);
  for (const { name, handle } of entries) {
    const { bytes } = reader.read(handle);
    const started = performance.now();
    zip.add(name, bytes);
    milliseconds += performance.now() - started;
  }
  reader.close();
  return milliseconds / 1000;
}

try {
  const out = join(folder, 'out.zip');
  const report = await convertPackage({ path, to: adapter, out });
  const peakBytes = peakMemory();
  const further: number[] = [];
  for (let n = 0; n < more; n++) further.push((await convertPackage({ path, to: adapter, out: join(folder, `${n}.zip`) })).seconds);
  answer<ConvertOutcome>({
    seconds: report.seconds, warmSeconds: further.length === 0 ? report.seconds : Math.min(...further), packSeconds: await pack(out),
    processes: report.byNoun['process'] ?? 0, refused: report.datasets.refused + report.files.refused,
    values: fates.reduce((sum, fate) => sum + report.values[fate], 0), pathValues: report.paths.reduce((sum, counts) => sum + fates.reduce((all, fate) => all + counts[fate], 0), 0),
  }, peakBytes);
} finally {
  await rm(folder, { recursive: true, force: true });
}
