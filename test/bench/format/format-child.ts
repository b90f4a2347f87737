// Reads the files of a package on one thread, without a database: with the project's adapter, or with bare saxes.
import { ecospold2 } from '../../../src/formats/ecospold2/adapter.ts';
import { listPackage, openEntries } from '../../../src/formats/archive/archive.ts';
import { SaxesParser } from 'saxes';
import { answer, input } from '../measure/answer.ts';

export interface FormatInput { path: string; adapter: boolean; files: number }
export interface FormatOutcome { seconds: number; bytes: number; exchanges: number; events: number }

function bareParse(bytes: Buffer): number {
  let events = 0;
  const count = () => { events += 1; };
  const parser = new SaxesParser();
  parser.on('opentag', count);
  parser.on('text', count);
  parser.on('closetag', count);
  parser.write(bytes.toString('utf8')).close();
  return events;
}

const { path, adapter, files } = input<FormatInput>();
const { entries } = await listPackage(path);
const spolds = entries.filter((entry) => entry.name.endsWith('.spold')).slice(0, files);
const reader = openEntries();
const outcome: FormatOutcome = { seconds: 0, bytes: 0, exchanges: 0, events: 0 };
const warmUp = Math.min(50, spolds.length);
for (const [i, entry] of [...spolds.slice(0, warmUp), ...spolds].entries()) {
  const { bytes } = reader.read(entry.handle);
  const started = performance.now();
  const events = adapter ? 0 : bareParse(bytes);
  const reading = adapter ? ecospold2.read(bytes, entry.name) : undefined;
  if (i < warmUp) continue; // inflating is outside of the time, and so is the code's warming up
  outcome.seconds += (performance.now() - started) / 1000;
  outcome.bytes += bytes.length;
  outcome.events += events;
  for (const dataset of reading?.datasets ?? []) outcome.exchanges += ((dataset.record as { exchanges?: unknown[] }).exchanges ?? []).length;
}
reader.close();
answer(outcome);
