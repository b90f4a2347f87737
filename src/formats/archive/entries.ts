// Content of package entries, read synchronously: for worker threads, each with an EntryReader of its own.
import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { crc32, inflateRawSync, constants } from 'node:zlib';
import { TanluError } from '../../errors.ts';
import { unsafe } from './limits.ts';

/** Where an entry lies; plain data, to be sent to worker threads. */
export type EntryHandle =
  | { kind: 'zip'; path: string; offset: number /* of the local header */; method: 0 | 8; compressedLength: number; byteLength: number; crc32: number }
  | { kind: 'file'; path: string; byteLength: number };

export interface PackageEntry {
  /** Path inside the package with forward slashes, as stored; the file name for a single file. */
  name: string;
  /** Bytes, unpacked. */
  byteLength: number;
  handle: EntryHandle;
}

export interface EntryReader {
  /**
   * The content, checked against length and checksum; `deflated` is the raw deflate stream as it lies in the zip, to be stored without recompressing.
   * Throws `file-unreadable` for what is damaged, `archive-unsafe` for what unpacks to more than it declares.
   */
  read(handle: EntryHandle): { bytes: Buffer; deflated?: Buffer };
  /** The first bytes of the content, unchecked. */
  peek(handle: EntryHandle, length: number): Buffer;
  close(): void;
}

/** Keeps the files it reads from open until `close`. */
export function openEntries(): EntryReader {
  const open = new Map<string, number>();

  const withFile = <T>(handle: EntryHandle, use: (fd: number) => T): T => {
    // A folder has more files than a process may keep open; a package is one file.
    if (handle.kind === 'file') {
      const fd = openFile(handle.path);
      try {
        return use(fd);
      } finally {
        closeSync(fd);
      }
    }
    let fd = open.get(handle.path);
    if (fd === undefined) open.set(handle.path, (fd = openFile(handle.path)));
    return use(fd);
  };

  return {
    read: (handle) => withFile(handle, (fd) => (handle.kind === 'file' ? { bytes: readFile(fd, handle) } : readZipEntry(fd, handle))),
    peek: (handle, length) => withFile(handle, (fd) => (handle.kind === 'file' ? readAt(fd, 0, length) : peekZipEntry(fd, handle, length))),
    close: () => {
      for (const fd of open.values()) closeSync(fd);
      open.clear();
    },
  };
}

type ZipHandle = Extract<EntryHandle, { kind: 'zip' }>;

function openFile(path: string): number {
  try {
    return openSync(path, 'r');
  } catch (error) {
    throw unreadable(path, (error as Error).message, error);
  }
}

function readFile(fd: number, handle: EntryHandle): Buffer {
  if (fstatSync(fd).size !== handle.byteLength) throw unreadable(handle.path, 'it changed while it was being imported; try again when nobody writes to it');
  return readAt(fd, 0, handle.byteLength);
}

function readZipEntry(fd: number, handle: ZipHandle): { bytes: Buffer; deflated?: Buffer } {
  const packed = packedBytes(fd, handle, handle.compressedLength);
  if (packed.length < handle.compressedLength) throw unreadable(handle.path, `the entry at byte ${handle.offset} is cut off; fetch the package again`);
  const { bytes, used } = handle.method === 0 ? { bytes: packed, used: packed.length } : inflate(packed, handle);
  if (bytes.length !== handle.byteLength || crc32(bytes) !== handle.crc32) throw unreadable(handle.path, `the checksum of the entry at byte ${handle.offset} is wrong; fetch the package again`);
  return handle.method === 0 ? { bytes } : { bytes, deflated: packed.subarray(0, used) };
}

function inflate(packed: Buffer, handle: ZipHandle): { bytes: Buffer; used: number } {
  const limit = Math.max(1, handle.byteLength);
  try {
    // One chunk of the declared size spares joining; `info` is missing in the result type of @types/node.
    const chunkSize = Math.min(Math.max(limit, 64), 16 * 1024 ** 2);
    const { buffer, engine } = inflateRawSync(packed, { maxOutputLength: limit, chunkSize, info: true }) as unknown as { buffer: Buffer; engine: { bytesWritten: number } };
    return { bytes: buffer, used: engine.bytesWritten };
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE') throw unsafe(handle.path, `the entry at byte ${handle.offset} unpacks to more than the ${handle.byteLength} bytes it declares`);
    throw unreadable(handle.path, `the entry at byte ${handle.offset} is damaged (${(error as Error).message}); fetch the package again`, error);
  }
}

function peekZipEntry(fd: number, handle: ZipHandle, length: number): Buffer {
  const packed = packedBytes(fd, handle, Math.min(handle.compressedLength, handle.method === 0 ? length : 4096));
  if (handle.method === 0) return packed;
  try {
    // Deflate makes at most 1032 bytes of one, so the cap is never reached by 4 KiB.
    return inflateRawSync(packed, { finishFlush: constants.Z_SYNC_FLUSH, maxOutputLength: 8 * 1024 ** 2 }).subarray(0, length);
  } catch {
    return Buffer.alloc(0);
  }
}

const headerLength = 30;
const usualExtra = 320;

// The local header repeats name and extra fields in lengths of its own: reading a little more than needed spares a second read.
function packedBytes(fd: number, handle: ZipHandle, length: number): Buffer {
  const block = readAt(fd, handle.offset, headerLength + usualExtra + length);
  if (block.length < headerLength || block.readUInt32LE(0) !== 0x04034b50) throw unreadable(handle.path, `no entry begins at byte ${handle.offset}, where the package says; fetch it again`);
  const start = headerLength + block.readUInt16LE(26) + block.readUInt16LE(28);
  return start + length <= block.length ? block.subarray(start, start + length) : readAt(fd, handle.offset + start, length);
}

// Not from the pool, so that the bytes can be handed over to another thread.
function readAt(fd: number, position: number, length: number): Buffer {
  const block = Buffer.allocUnsafeSlow(length);
  let filled = 0;
  while (filled < length) {
    const read = readSync(fd, block, filled, Math.min(length - filled, 2 ** 30), position + filled);
    if (read === 0) break;
    filled += read;
  }
  return filled === length ? block : block.subarray(0, filled);
}

function unreadable(path: string, reason: string, cause?: unknown): TanluError {
  return new TanluError('file-unreadable', `${path} cannot be read: ${reason}.`, { params: { file: path, reason }, cause });
}
