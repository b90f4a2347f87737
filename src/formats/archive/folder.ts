// The files of a folder and below, sorted by name; symbolic links never lead out of it.
import { readdir, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { systemReason, TanluError } from '../../errors.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { openEntries, type PackageEntry } from './entries.ts';
import { Allowance, type ArchiveLimits } from './limits.ts';
import { archiveKind, magicLength } from './magic.ts';
import { isArchiveName, isLitter } from './names.ts';

export async function listFolder(path: string, limits: ArchiveLimits): Promise<{ entries: PackageEntry[]; issues: Issue[]; byteLength: number }> {
  const allowance = new Allowance(path, limits);
  const entries: PackageEntry[] = [];
  const issues: Issue[] = [];
  const root = await realpath(path);
  const reader = openEntries();
  let byteLength = 0;

  const visit = async (inner: string): Promise<void> => {
    for (const found of await children(join(root, inner))) {
      const name = inner === '' ? found.name : `${inner}/${found.name}`;
      if (isLitter(found.name)) continue;
      if (found.isDirectory()) {
        await visit(name);
        continue;
      }
      const place = join(root, name);
      if (found.isSymbolicLink() && !(await isFileWithin(root, place))) {
        issues.push(makeIssue('file-link-ignored', { file: name }));
        continue;
      }
      // Pipes, sockets and devices would never end.
      const facts = await stat(place);
      if (!facts.isFile()) continue;
      allowance.add(name, facts.size, facts.size);
      byteLength += facts.size;
      const handle = { kind: 'file' as const, path: place, byteLength: facts.size };
      if (isArchiveName(name) ?? archiveKind(reader.peek(handle, magicLength)) !== undefined) issues.push(makeIssue('archive-nested', { file: name }));
      else entries.push({ name, byteLength: facts.size, handle });
    }
  };
  await visit('');
  const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
  return { entries: entries.toSorted(byName), issues: issues.toSorted((a, b) => byName({ name: a.file ?? '' }, { name: b.file ?? '' })), byteLength };
}

async function children(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    throw new TanluError('file-unreadable', `${folder} cannot be read: ${systemReason(error)}.`, { params: { file: folder, reason: systemReason(error) }, cause: error });
  }
}

/** True when a link ends at a file of the folder. Folders inside are visited under their own name, so links to them would only repeat them. */
async function isFileWithin(root: string, link: string): Promise<boolean> {
  try {
    const target = await realpath(link);
    return target.startsWith(root.endsWith(sep) ? root : root + sep) && (await stat(target)).isFile();
  } catch {
    return false;
  }
}
