// The crew: worker threads that read and store batches, kept busy in the order of the package.
import { setFlagsFromString } from 'node:v8';
import { Worker } from 'node:worker_threads';
import { TanluError, type ErrorKind } from '../../errors.ts';
import type { PackageEntry } from '../../formats/archive/archive.ts';
import { Arrivals } from './arrivals.ts';
import type { BatchResult, FromWorker, ToWorker, WorkerData } from './protocol.ts';

/** Files of a batch: few enough to be stored in one short transaction, many enough to make COPY worth while. */
const BATCH_BYTES = 4_000_000;
const BATCH_FILES = 200;
/** Batches a worker has at once: one being stored, one being read. */
const AHEAD = 2;

/**
 * Heap of a worker, in MB, below which V8 does not look for garbage among what is old. A batch leaves little that lives, but its texts and
 * bytes are large: V8 would mark the whole heap for every second batch, which cost a tenth of an import.
 */
const UNCOLLECTED_MB = 200;

/** Cuts a package into batches, in order. */
export function batchesOf(entries: readonly PackageEntry[]): PackageEntry[][] {
  const batches: PackageEntry[][] = [];
  let current: PackageEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    if (current.length > 0 && (bytes + entry.byteLength > BATCH_BYTES || current.length >= BATCH_FILES)) {
      batches.push(current);
      current = [];
      bytes = 0;
    }
    current.push(entry);
    bytes += entry.byteLength;
  }
  if (current.length > 0) batches.push(current);
  return batches;
}

export interface CrewOptions extends WorkerData {
  workers: number;
  signal: AbortSignal | undefined;
  onResult(result: BatchResult): void;
}

/** Runs all batches. Rejects with the first failure, after every worker has ended; what is stored by then is whole batches. */
export async function runCrew(batches: readonly PackageEntry[][], options: CrewOptions): Promise<void> {
  if (batches.length === 0) return;
  const arrivals = new Arrivals();
  let next = 0;
  let open = batches.length;
  setFlagsFromString(`--initial-old-space-size=${UNCOLLECTED_MB}`); // read when a thread begins
  const workers = Array.from({ length: Math.min(options.workers, batches.length) }, () => new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { databaseUrl: options.databaseUrl, run: options.run, adapterVersion: options.adapterVersion, surroundings: options.surroundings } satisfies WorkerData,
    resourceLimits: { maxOldGenerationSizeMb: 1024 },
    execArgv: ['--import', import.meta.resolve('tsx')], // TypeScript for the worker, wherever the program was started
  }));
  const post = (worker: Worker, message: ToWorker) => worker.postMessage(message);
  const feed = (worker: Worker) => {
    if (next < batches.length) {
      post(worker, { type: 'batch', number: next, entries: batches[next]! });
      next += 1;
    }
  };
  try {
    await new Promise<void>((resolve, reject) => {
      const abort = () => reject(new TanluError('IMPORT_CANCELED', 'The import was canceled. What was stored are whole datasets; run it again to complete it.', { kind: 'data' }));
      if (options.signal?.aborted) abort();
      options.signal?.addEventListener('abort', abort, { once: true });
      for (const worker of workers) {
        worker.on('error', (error) => reject(error));
        worker.on('exit', (code) => { if (open > 0) reject(new TanluError('IMPORT_WORKER_ENDED', `An import worker ended unexpectedly (code ${code}). Nothing is half-written; run the import again.`, { kind: 'internal' })); });
        worker.on('message', (message: FromWorker) => {
          if (message.type === 'ready') for (let i = 0; i < AHEAD; i += 1) feed(worker);
          else if (message.type === 'arrivals') arrivals.judge(message.number, message.arrivals).then((verdicts) => post(worker, { type: 'verdicts', number: message.number, verdicts }), reject);
          else if (message.type === 'failed') reject(new TanluError(message.code, message.message, { kind: message.kind as ErrorKind }));
          else {
            open -= 1;
            options.onResult(message.result);
            feed(worker);
            if (open === 0) resolve();
          }
        });
      }
    });
  } finally {
    open = 0;
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
