// An import worker: a thread that reads batches of files and stores each in one transaction. While one batch is being stored the next is read.
import { parentPort, workerData } from 'node:worker_threads';
import { TanluError, messageOf } from '../../errors.ts';
import { connect, connectionLostMessage, isConnectionLost } from '../../database/connect.ts';
import { openEntries } from '../../formats/archive/archive.ts';
import type { Verdict } from './arrivals.ts';
import { batchResult } from './batch-result.ts';
import { Announced, prepareBatch } from './prepare.ts';
import type { FromWorker, ToWorker, WorkerData } from './protocol.ts';
import { storeBatch } from './store.ts';

const port = parentPort!;
const { databaseUrl, run, adapterVersion, surroundings } = workerData as WorkerData;
const tell = (message: FromWorker) => port.postMessage(message);

const awaited = new Map<number, (verdicts: Verdict[]) => void>();
type BatchMessage = Extract<ToWorker, { type: 'batch' }>;
const queue: BatchMessage[] = [];
/** Set while the worker waits for its next batch. */
let waiting: ((batch: BatchMessage | undefined) => void) | undefined;

port.on('message', (message: ToWorker) => {
  if (message.type === 'verdicts') {
    awaited.get(message.number)?.(message.verdicts);
    awaited.delete(message.number);
    return;
  }
  const next = message.type === 'batch' ? message : undefined;
  if (waiting !== undefined) {
    waiting(next);
    waiting = undefined;
  } else if (next !== undefined) queue.push(next);
});

/** The next batch; undefined when the import says that there is none left. */
function nextBatch(): Promise<BatchMessage | undefined> {
  const next = queue.shift();
  return next === undefined ? new Promise((resolve) => { waiting = resolve; }) : Promise.resolve(next);
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
      const prepared = await prepareBatch(lookup, batch.entries, reader, adapterVersion, announced, surroundings);
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
  if (isConnectionLost(error)) tell({ type: 'failed', message: connectionLostMessage(error), code: 'DATABASE_LOST', kind: 'unavailable' });
  else tell({ type: 'failed', message: messageOf(error), code: known ? error.code : 'INTERNAL', kind: known ? error.kind : 'internal' });
}
port.close();
