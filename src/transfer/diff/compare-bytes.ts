// Files that are no documents (ILCD external_docs, pictures) are compared by SHA-256; documents that cannot be read are told with the reason.
import type { IndexedFile, PackageIndex } from './index-package.ts';
import { innerPath } from './pair-documents.ts';

export interface OtherFiles {
  /** Number of files that are the same byte for byte. */
  same: number;
  different: { a: string; b: string; sha256A: string; sha256B: string }[];
  onlyA: string[];
  onlyB: string[];
  /** Broken documents. Where both sides hold the same bytes, they are counted under `same`. */
  unreadable: { side: 'a' | 'b'; file: string; reason: string }[];
}

type Other = PackageIndex['others'][number];

/** Pairs files by path, then by content (renamed), then by name. */
export function pairOtherFiles(a: PackageIndex, b: PackageIndex): OtherFiles {
  const result: OtherFiles = { same: 0, different: [], onlyA: [], onlyB: [], unreadable: [] };
  const nameOf = (file: IndexedFile) => file.entry.name;
  const pairs: [Other, Other][] = [];
  let [leftA, leftB] = [a.others, b.others];
  for (const key of [(f: IndexedFile) => innerPath(nameOf(f)), (f: IndexedFile) => f.sha256, (f: IndexedFile) => nameOf(f).slice(nameOf(f).lastIndexOf('/') + 1)]) {
    const waiting = new Map<string, Other[]>();
    for (const other of leftB.toReversed()) {
      const same = waiting.get(key(other.file));
      if (same === undefined) waiting.set(key(other.file), [other]);
      else same.push(other);
    }
    leftA = leftA.filter((other) => {
      const partner = waiting.get(key(other.file))?.pop();
      if (partner !== undefined) pairs.push([other, partner]);
      return partner === undefined;
    });
    const paired = new Set(pairs.map(([, other]) => other));
    leftB = leftB.filter((other) => !paired.has(other));
  }
  const tell = (side: 'a' | 'b', other: Other): boolean => {
    if (other.reason !== undefined) result.unreadable.push({ side, file: nameOf(other.file), reason: other.reason });
    return other.reason !== undefined;
  };
  for (const [inA, inB] of pairs) {
    if (inA.file.sha256 === inB.file.sha256) result.same++;
    else if ([tell('a', inA), tell('b', inB)].every((told) => !told)) result.different.push({ a: nameOf(inA.file), b: nameOf(inB.file), sha256A: inA.file.sha256, sha256B: inB.file.sha256 });
  }
  for (const other of leftA) if (!tell('a', other)) result.onlyA.push(nameOf(other.file));
  for (const other of leftB) if (!tell('b', other)) result.onlyB.push(nameOf(other.file));
  return result;
}
