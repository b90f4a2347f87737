// The thread that packs a zip file: it compresses what it is sent and writes it to the disk.
import { closeSync, openSync, writeSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import type { FromPacker, PackData, ToPacker } from './pack-protocol.ts';
import { ZipEncoder } from './zip-encoder.ts';

/** Bytes that go to the disk at a time. */
const blockBytes = 1024 * 1024;

const port = parentPort!;
const tell = (message: FromPacker): void => port.postMessage(message);

let file: number | undefined;
let pending: Buffer[] = [];
let pendingBytes = 0;
const zip = new ZipEncoder((bytes) => {
  pending.push(bytes);
  pendingBytes += bytes.length;
  if (pendingBytes > blockBytes) flush();
});

function flush(): void {
  file ??= openSync((workerData as PackData).path, 'wx');
  const block = Buffer.concat(pending);
  for (let written = 0; written < block.length;) written += writeSync(file, block, written);
  pending = [];
  pendingBytes = 0;
}

port.on('message', (message: ToPacker) => {
  try {
    if (message.type === 'files') {
      for (const [name, content] of message.files) zip.add(name, typeof content === 'string' ? Buffer.from(content) : content);
      tell({ type: 'packed', bytes: message.bytes });
      return;
    }
    zip.end();
    flush();
    closeSync(file!);
    tell({ type: 'ended' });
  } catch (error) {
    tell({ type: 'failed', code: (error as NodeJS.ErrnoException).code, message: (error as Error).message });
  }
  port.close();
});
