// Packs a zip file in a thread of its own: compressing takes a fifth of a conversion.
import { rename, rm } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import { TanluError } from '../../errors.ts';
import type { FromPacker, PackData, ToPacker } from './pack-protocol.ts';
import type { PackageWriter } from './package-writer.ts';

/** Bytes that are sent at a time. */
const batchBytes = 256 * 1024;
/** Bytes that may wait to be packed. */
const mostWaiting = 16 * 1024 * 1024;

/** Room for one package, which stands under `unfinished` until it is closed. `add` and `close` fail with `output-unwritable` where the disk refuses. */
export function packZip(path: string, unfinished: string): PackageWriter {
  const worker = new Worker(new URL('./pack-worker.ts', import.meta.url), { workerData: { path: unfinished } satisfies PackData, execArgv: [] });
  let batch: Extract<ToPacker, { type: 'files' }> = { type: 'files', bytes: 0, files: [] };
  const state: { waiting: number; ended: boolean; failure?: Error; wake?: () => void } = { waiting: 0, ended: false };
  const exited = new Promise<void>((resolve) => { worker.once('exit', () => resolve()); });
  worker.on('message', (message: FromPacker) => {
    if (message.type === 'packed') state.waiting -= message.bytes;
    else if (message.type === 'ended') state.ended = true;
    else state.failure = new TanluError('output-unwritable', `${path} cannot be written: ${message.message}. Nothing stands there.`, { kind: 'data', params: { path, reason: message.code } });
    state.wake?.();
  });
  worker.on('error', (error) => {
    state.failure = error as Error;
    state.wake?.();
  });
  worker.on('exit', () => {
    if (!state.ended) state.failure ??= new Error(`The thread that packs ${path} ended early.`);
    state.wake?.();
  });
  const post = (message: ToPacker): void => worker.postMessage(message);
  const until = async (isDone: () => boolean): Promise<void> => {
    while (state.failure === undefined && !isDone()) await new Promise<void>((resolve) => { state.wake = resolve; });
    if (state.failure !== undefined) throw state.failure;
  };
  const send = (): void => {
    state.waiting += batch.bytes;
    post(batch);
    batch = { type: 'files', bytes: 0, files: [] };
  };
  return {
    async add(name, content) {
      batch.files.push([name, content]);
      batch.bytes += content.length;
      if (batch.bytes < batchBytes) return;
      send();
      // Others have their turn after each batch: who cancels is heard.
      await new Promise((resolve) => { setImmediate(resolve); });
      await until(() => state.waiting < mostWaiting);
    },
    async close() {
      send();
      post({ type: 'end' });
      await until(() => state.ended);
      await exited;
      await rename(unfinished, path);
    },
    async discard() {
      await worker.terminate();
      await rm(unfinished, { force: true });
    },
  };
}
