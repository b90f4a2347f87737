// Writes an arriving upload to a file of its own under <TANLU_DATA>/uploads.
import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { ArrivingFile } from './upload-scalar.ts';

export interface Received {
  path: string;
  /** The name that the client gave the file, without folders: for people, never for a path. */
  origin: string;
  remove(): Promise<void>;
}

/** Streams the file to disk. Nothing is left of a file that is too large or breaks off. */
export async function receive(arriving: ArrivingFile, folder: string): Promise<Received | 'too-large' | 'incomplete'> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const path = join(folder, randomUUID());
  const remove = (): Promise<void> => rm(path, { force: true });
  try {
    const file = await arriving.file;
    await pipeline(file.createReadStream(), createWriteStream(path, { flags: 'wx', mode: 0o600 }));
    return { path, origin: originOf(file.filename), remove };
  } catch (error) {
    await remove();
    const { status } = error as { status?: number };
    if (status === 413) return 'too-large';
    if (status === 499 || status === 400 || /unexpected end/i.test((error as Error).message)) return 'incomplete';
    throw error;
  }
}

function originOf(filename: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters of a client have no place in logs and tables
  const name = basename(filename.replaceAll('\\', '/')).replace(/[\u0000-\u001f\u007f]/g, '').slice(0, 255);
  return name === '' || name === '.' || name === '..' ? 'upload' : name;
}
