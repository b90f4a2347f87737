// An import worker: a thread that reads batches of files and stores each in one transaction. While one batch is being stored the next is read.
import { parentPort, workerData } from 'node:worker_threads';
import { TanluError, messageOf } from '../../errors.ts';
import { connect } from '../../database/connect.ts';
import { openEntries } from '../../formats/archive/archive.ts';
import type { Verdict } from './arrivals.ts';
import { batchResult } from './batch-result.ts';
import { Announced, prepareBatch } from './prepare.ts';
import type { FromWorker, ToWorker, WorkerData } from './protocol.ts';
import { storeBatch } from './store.ts';

const port = parentPort!;
const { databaseUrl, run, adapterVersion } = workerData as WorkerData;
const tell = (message: FromWorker) => port.postMessage(message);

const awaited = new Map<number, (verdicts: Verdict[]) => void>();
const queue: Extract<ToWorker, { type: 'batch' }>[] = [];
let wake: (() => void) | undefined;
let stopping = false;

port.on('message', (message: ToWorker) => {
  if (message.type === 'verdicts') {
    awaited.get(message.number)?.(message.verdicts);
    awaited.delete(message.number);
    return;
  }
  if (message.type === 'batch') queue.push(message);
  else stopping = true;
  wake?.();
});

/** The next batch, or undefined when there is none left. */
async function nextBatch(): Promise<Extract<ToWorker, { type: 'batch' }> | undefined> {
  while (queue.length === 0 && !stopping) await new Promise<void>((resolve) => { wake = resolve; });
  return queue.shift();
}

/** Files are looked up on one connection while the batch before is being stored on the other. */
async function work(): Promise<void> {
  const lookup = await connect(databaseUrl, 'tanlu import look-up');
  const store = await connect(databaseUrl, 'tanlu import');
  const reader = openEntries();
  const announced = new Announced();
  let storing: Promise<void> = Promise.resolve();
  try {
    tell({ type: 'ready' });
    for (let batch = await nextBatch(); batch !== undefined; batch = await nextBatch()) {
      const { number } = batch;
      const prepared = await prepareBatch(lookup, batch.entries, reader, adapterVersion, announced);
      const verdicts = new Promise<Verdict[]>((resolve) => awaited.set(number, resolve));
      tell({ type: 'arrivals', number, arrivals: prepared.arrivals });
      const judged = await verdicts;
      await storing;
      storing = storeBatch(store, prepared, judged, { run, adapterVersion, recordedAt: run.startedAt })
        .then((stored) => tell({ type: 'done', number, result: batchResult(prepared, stored) }));
      storing.catch(() => undefined);
    }
    await storing;
  } finally {
    reader.close();
    await Promise.all([lookup.end().catch(() => undefined), store.end().catch(() => undefined)]);
  }
}

try {
  await work();
} catch (error) {
  const known = error instanceof TanluError;
  tell({ type: 'failed', message: messageOf(error), code: known ? error.code : 'INTERNAL', kind: known ? error.kind : 'internal' });
}
port.close();
