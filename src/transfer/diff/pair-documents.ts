// Which document of A is which of B: by the identity they state, then by identifier where only the version changed, then by file name.
import type { IndexedDocument, PackageIndex } from './index-package.ts';

export interface DocumentPairs {
  pairs: [a: IndexedDocument, b: IndexedDocument][];
  onlyA: IndexedDocument[];
  onlyB: IndexedDocument[];
}

const fileName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The path below a top folder such as ILCD/, which packages have or have not. */
export const innerPath = (path: string): string => (path.startsWith('ILCD/') ? path.slice(5) : path);

type Key = (document: IndexedDocument) => string | undefined;

// Weaker keys are asked only of what the stronger ones left over.
const rounds: readonly Key[] = [
  (d) => (d.id === undefined ? undefined : `${d.kind}\n${d.id}\n${d.version ?? ''}\n${fileName(d.file.entry.name)}`),
  (d) => (d.id === undefined ? undefined : `${d.kind}\n${d.id}\n${d.version ?? ''}`),
  (d) => (d.id === undefined ? undefined : `${d.kind}\n${d.id}`),
  (d) => (d.file.documents > 1 ? undefined : `${d.kind}\n${innerPath(d.file.entry.name)}`),
  (d) => (d.id === undefined ? `${d.kind}\n${fileName(d.file.entry.name)}` : undefined),
  (d) => (d.id === undefined ? d.kind : undefined),
];

/** Documents of equal keys are paired in order. Pairs are sorted by the files of A, then of B, so that each file is read as seldom as possible. */
export function pairDocuments(a: PackageIndex, b: PackageIndex): DocumentPairs {
  const pairs: [IndexedDocument, IndexedDocument][] = [];
  let [leftA, leftB] = [a.documents, b.documents];
  for (const key of rounds) {
    const waiting = new Map<string, IndexedDocument[]>();
    for (const document of leftB.toReversed()) {
      const found = key(document);
      if (found === undefined) continue;
      const same = waiting.get(found);
      if (same === undefined) waiting.set(found, [document]);
      else same.push(document);
    }
    const paired = new Set<IndexedDocument>();
    leftA = leftA.filter((document) => {
      const found = key(document);
      const partner = found === undefined ? undefined : waiting.get(found)?.pop();
      if (partner === undefined) return true;
      pairs.push([document, partner]);
      paired.add(partner);
      return false;
    });
    leftB = leftB.filter((document) => !paired.has(document));
  }
  const order = new Map([...a.documents, ...b.documents].map((document, at) => [document, at]));
  pairs.sort(([a1, b1], [a2, b2]) => (a1.file === a2.file ? order.get(b1)! - order.get(b2)! : order.get(a1)! - order.get(a2)!));
  return { pairs, onlyA: leftA, onlyB: leftB };
}
