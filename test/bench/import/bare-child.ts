// What no import can do without, done alone: inflating every file of a package, and inflating and parsing it with saxes in worker threads.
import { parentPort, Worker, workerData } from 'node:worker_threads';
import { SaxesParser } from 'saxes';
import { listPackage, openEntries, type PackageEntry } from '../../../src/formats/archive/archive.ts';
import { answer, input } from '../measure/answer.ts';

export interface BareInput { path: string; parse: boolean; workers: number }
export interface BareOutcome { seconds: number; bytes: number; events: number }

interface Share { entries: PackageEntry[]; parse: boolean }

/** Reads the entries one after the other. */
function readAll({ entries, parse }: Share): { bytes: number; events: number } {
  const reader = openEntries();
  let bytes = 0;
  let events = 0;
  const count = () => { events += 1; };
  for (const entry of entries) {
    const content = reader.read(entry.handle).bytes;
    bytes += content.length;
    if (!parse) continue;
    const parser = new SaxesParser();
    parser.on('opentag', count);
    parser.on('text', count);
    parser.on('closetag', count);
    parser.write(content.toString('utf8')).close();
  }
  reader.close();
  return { bytes, events };
}

async function main(): Promise<void> {
  const { path, parse, workers } = input<BareInput>();
  const started = performance.now();
  const { entries } = await listPackage(path);
  const shares = Array.from({ length: workers }, (_, i): Share => ({ entries: entries.filter((_entry, n) => n % workers === i), parse }));
  const results = await Promise.all(shares.map((share) => (workers === 1 ? readAll(share) : inWorker(share))));
  answer<BareOutcome>({
    seconds: (performance.now() - started) / 1000,
    bytes: results.reduce((sum, r) => sum + r.bytes, 0),
    events: results.reduce((sum, r) => sum + r.events, 0),
  });
}

function inWorker(share: Share): Promise<{ bytes: number; events: number }> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), { workerData: share });
    worker.once('message', resolve);
    worker.once('error', reject);
  });
}

const port = parentPort;
if (port === null) await main();
else port.postMessage(readAll(workerData as Share));
