// The entries of a zip file (APPNOTE 6.3.9, zip64 included) from its central directory; nothing is unpacked except the first bytes of what has no known name.
import { closeSync, openSync, readSync } from 'node:fs';
import { isUtf8 } from 'node:buffer';
import { fromRandomAccessReaderPromise, getFileNameLowLevel, RandomAccessReader, type Entry, type ZipFile } from 'yauzl';
import { TanluError } from '../../errors.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { openEntries, type EntryHandle, type PackageEntry } from './entries.ts';
import { Allowance, unsafe, type ArchiveLimits } from './limits.ts';
import { archiveKind, magicLength } from './magic.ts';
import { dangerOf, isArchiveName, isLitter } from './names.ts';

/** Entries in the order of the central directory. Throws `archive-unsafe`, `archive-truncated`, `archive-unsupported` or `file-unreadable`. */
export async function listZip(path: string, byteLength: number, limits: ArchiveLimits): Promise<{ entries: PackageEntry[]; issues: Issue[] }> {
  const found = await readDirectory(path, byteLength, limits);
  refuseOverlaps(path, byteLength, found);

  const entries: PackageEntry[] = [];
  const issues: Issue[] = [];
  const reader = openEntries();
  try {
    for (const { name, entry } of found) {
      if (name.endsWith('/') || isLitter(name)) continue;
      const handle = handleOf(path, name, entry);
      if (isArchiveName(name) ?? archiveKind(reader.peek(handle, magicLength)) !== undefined) issues.push(makeIssue('archive-nested', { file: name }));
      else entries.push({ name, byteLength: handle.byteLength, handle });
    }
  } finally {
    reader.close();
  }
  return { entries, issues };
}

interface Found {
  name: string;
  entry: Entry;
}

async function readDirectory(path: string, byteLength: number, limits: ArchiveLimits): Promise<Found[]> {
  const allowance = new Allowance(path, limits);
  const found: Found[] = [];
  const reader = new WindowReader(path);
  let zip: ZipFile | undefined;
  try {
    zip = await fromRandomAccessReaderPromise(reader, byteLength, { autoClose: false, decodeStrings: false, validateEntrySizes: false });
    allowance.expect(zip.entryCount);
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      const danger = dangerOf(name);
      if (danger !== undefined) throw unsafe(path, `the entry ${JSON.stringify(name)} ${danger}`, name);
      allowance.add(name, entry.compressedSize, entry.uncompressedSize);
      found.push({ name, entry });
    }
    return found;
  } catch (error) {
    throw error instanceof TanluError ? error : explained(path, error as Error);
  } finally {
    reader.end();
  }
}

// Programs on Linux and macOS write UTF-8 without saying so; yauzl reads such names as code page 437.
function nameOf(entry: Entry): string {
  const raw = entry.fileNameRaw;
  const flags = isUtf8(raw) ? entry.generalPurposeBitFlag | 0x800 : entry.generalPurposeBitFlag;
  return getFileNameLowLevel(flags, raw, entry.extraFields, true);
}

function handleOf(path: string, name: string, entry: Entry): EntryHandle {
  const method = entry.compressionMethod;
  if (entry.isEncrypted()) throw unsupported(path, `${name} is encrypted; unpack the archive with its password and import the folder`);
  if (method !== 0 && method !== 8) throw unsupported(path, `${name} is compressed by method ${method}; only "deflate" and "store" are read. Pack it again as an ordinary zip`);
  if (method === 0 && entry.compressedSize !== entry.uncompressedSize) throw unsafe(path, `${name} is stored uncompressed, but declares two different lengths`, name);
  return { kind: 'zip', path, offset: entry.relativeOffsetOfLocalHeader, method, compressedLength: entry.compressedSize, byteLength: entry.uncompressedSize, crc32: entry.crc32 };
}

// A bomb can name the same compressed bytes from many entries, and so hide its size from every other limit.
function refuseOverlaps(path: string, byteLength: number, found: Found[]): void {
  const sorted = found.toSorted((a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader);
  let end = 0;
  let before = '';
  for (const { name, entry } of sorted) {
    if (entry.relativeOffsetOfLocalHeader < end) throw unsafe(path, `the entries ${before} and ${name} lie over each other`, name);
    end = entry.relativeOffsetOfLocalHeader + 30 + entry.fileNameLength + entry.compressedSize;
    before = name;
  }
  if (end > byteLength) throw truncated(path);
}

function explained(path: string, error: Error): TanluError {
  const { message } = error;
  if (/end of central directory record signature not found|unexpected EOF/i.test(message)) return truncated(path);
  if (/encryption/.test(message)) return unsupported(path, 'it is encrypted; unpack the archive with its password and import the folder');
  if (/multi-disk/.test(message)) return unsupported(path, 'it is one part of a split archive; join the parts first');
  return new TanluError('file-unreadable', `${path} is a damaged zip file (${message}). Fetch it again.`, { params: { file: path, reason: message }, cause: error });
}

function truncated(path: string): TanluError {
  return new TanluError('archive-truncated', `${path} ends before its end: it was not copied or downloaded completely. Fetch it again.`, { params: { file: path } });
}

export function unsupported(path: string, reason: string): TanluError {
  return new TanluError('archive-unsupported', `${path} cannot be opened: ${reason}.`, { params: { file: path, reason } });
}

const windowLength = 1024 ** 2;

/** Serves yauzl's many small reads from one block at a time: a directory of 100,000 entries asks 200,000 times. */
class WindowReader extends RandomAccessReader {
  readonly #fd: number;
  #window = Buffer.alloc(0);
  #start = 0;

  constructor(path: string) {
    super();
    this.#fd = openSync(path, 'r');
  }

  override read(buffer: Buffer, offset: number, length: number, position: number, callback: (error: Error | null, bytesRead?: number) => void): void {
    try {
      if (position < this.#start || position + length > this.#start + this.#window.length) {
        const block = Buffer.allocUnsafe(Math.max(length, windowLength));
        this.#window = block.subarray(0, readSync(this.#fd, block, 0, block.length, position));
        this.#start = position;
      }
      const at = position - this.#start;
      callback(null, this.#window.copy(buffer, offset, at, at + length));
    } catch (error) {
      callback(error as Error);
    }
  }

  end(): void {
    closeSync(this.#fd);
  }
}
