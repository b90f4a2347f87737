// What a user hands in: a zip, a folder or a single file, listed entry by entry without unpacking (E49, E68, ILCD 55).
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { systemReason, TanluError } from '../../errors.ts';
import type { Issue } from '../../model/issue.ts';
import { openEntries, type EntryHandle, type PackageEntry } from './entries.ts';
import { listFolder } from './folder.ts';
import { Allowance, defaultArchiveLimits, type ArchiveLimits } from './limits.ts';
import { archiveKind, magicLength } from './magic.ts';
import { listZip, unsupported } from './zip.ts';

export { openEntries, type EntryHandle, type EntryReader, type PackageEntry } from './entries.ts';
export { archiveKind } from './magic.ts';
export type { ArchiveLimits } from './limits.ts';

export interface PackageListing {
  kind: 'zip' | 'folder' | 'file';
  /** Files only, without hidden ones and nested archives: in the order of the zip, or sorted by name. */
  entries: PackageEntry[];
  issues: Issue[];
  /** Bytes of the zip file, of the single file, or of all files of the folder. */
  byteLength: number;
}

/**
 * Lists a package. What it is, its first bytes decide, never its name.
 * Throws `file-missing` (usage) for a wrong path, `archive-unsafe`, `archive-truncated`, `archive-unsupported` or `file-unreadable`.
 */
export async function listPackage(path: string, limits: Partial<ArchiveLimits> = {}): Promise<PackageListing> {
  const allowed = { ...defaultArchiveLimits, ...limits };
  const facts = await factsOf(path);
  if (facts.isDirectory()) return { kind: 'folder', ...(await listFolder(path, allowed)) };
  if (!facts.isFile()) throw new TanluError('file-missing', `${path} is neither a file nor a folder. Give the path of a package.`, { kind: 'usage', params: { file: path } });

  const handle = { kind: 'file' as const, path, byteLength: facts.size };
  const kind = archiveKind(firstBytes(handle));
  if (kind === 'zip') return { kind: 'zip', ...(await listZip(path, facts.size, allowed)), byteLength: facts.size };
  if (kind !== undefined) throw unsupported(path, `it is a ${kind} archive; unpack it and import the folder`);
  new Allowance(path, allowed).add(basename(path), facts.size, facts.size);
  return { kind: 'file', entries: [{ name: basename(path), byteLength: facts.size, handle }], issues: [], byteLength: facts.size };
}

async function factsOf(path: string) {
  try {
    return await stat(path);
  } catch (error) {
    const reason = systemReason(error);
    throw new TanluError('file-missing', `${path} cannot be opened: ${reason}. Check the path.`, { kind: 'usage', params: { file: path, reason }, cause: error });
  }
}

function firstBytes(handle: EntryHandle): Buffer {
  const reader = openEntries();
  try {
    return reader.peek(handle, magicLength);
  } finally {
    reader.close();
  }
}
