// Writes a package: a zip where the path ends in .zip, else a folder. It stands under a temporary name until it is complete.
import { once } from 'node:events';
import { access, constants, mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Writable } from 'node:stream';
import { finished } from 'node:stream/promises';
import { systemReason, TanluError } from '../../errors.ts';
import { packZip } from './pack-zip.ts';
import type { PackageWriter } from './package-writer.ts';
import { ZipEncoder } from './zip-encoder.ts';

/** Bytes that go out at a time. */
const blockBytes = 512 * 1024;

/** Begins a package. Throws `output-exists` (usage) rather than writing over something, `output-unwritable` (usage) where nothing can be made. */
export async function createPackage(path: string): Promise<PackageWriter> {
  if (await exists(path)) throw new TanluError('output-exists', `${path} exists already. Give another path, or remove it.`, { kind: 'usage', params: { path } });
  const unfinished = `${path}.unfinished-${process.pid}`;
  try {
    await makeFolders(dirname(path));
    await access(dirname(path), constants.W_OK);
    return path.toLowerCase().endsWith('.zip') ? packZip(path, unfinished) : await folderPackage(path, unfinished);
  } catch (error) {
    throw new TanluError('output-unwritable', `${path} cannot be written: ${systemReason(error)}. Give another path.`, { kind: 'usage', params: { path, reason: (error as NodeJS.ErrnoException).code }, cause: error });
  }
}

/** Level by level: Node's own way never returns where a file system takes no folders (/proc). */
async function makeFolders(folder: string): Promise<void> {
  if (!await exists(folder)) {
    if (dirname(folder) !== folder) await makeFolders(dirname(folder));
    await mkdir(folder).catch((error: unknown) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error; // another process made it meanwhile
    });
  }
  if (!(await stat(folder)).isDirectory()) throw Object.assign(new Error(`${folder} is a file`), { code: 'ENOTDIR' });
}

async function folderPackage(path: string, unfinished: string): Promise<PackageWriter> {
  await mkdir(unfinished);
  const made = new Set<string>();
  return {
    async add(name, content) {
      const file = join(unfinished, ...name.split('/'));
      const folder = dirname(file);
      if (!made.has(folder)) {
        await mkdir(folder, { recursive: true });
        made.add(folder);
      }
      await writeFile(file, content);
    },
    close: () => rename(unfinished, path),
    discard: () => rm(unfinished, { recursive: true, force: true }),
  };
}

/** Room for one package: what is added goes out as a zip as it comes. `close` and `add` fail once the stream was closed early; `discard` closes it early. */
export function zipStream(output: Writable): PackageWriter {
  const done = finished(output, { readable: false });
  done.catch(() => undefined); // told by add and close
  let waiting: Buffer[] = [];
  let waitingBytes = 0;
  const zip = new ZipEncoder((bytes) => {
    waiting.push(bytes);
    waitingBytes += bytes.length;
  });
  /** Others have their turn after each block, and a slow reader is waited for. */
  const send = async (): Promise<void> => {
    if (output.destroyed) return done;
    const isRoom = output.write(Buffer.concat(waiting));
    waiting = [];
    waitingBytes = 0;
    if (isRoom) await new Promise((resolve) => { setImmediate(resolve); });
    else await Promise.race([once(output, 'drain'), done]);
  };
  return {
    async add(name, content) {
      zip.add(name, typeof content === 'string' ? Buffer.from(content) : content);
      if (waitingBytes >= blockBytes) await send();
    },
    async close() {
      zip.end();
      await send();
      output.end();
      await done;
    },
    async discard() {
      output.destroy();
      await done.catch(() => undefined);
    },
  };
}

const exists = (path: string): Promise<boolean> => stat(path).then(() => true, () => false);
