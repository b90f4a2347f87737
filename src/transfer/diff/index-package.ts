// First reading of a package: where each document lies, its identity and number of leaves. Trees are let go at once.
import { hash } from 'node:crypto';
import type { EntryReader, PackageEntry, PackageListing } from '../../formats/archive/archive.ts';
import { issueText } from '../../model/issue.ts';
import { readFileContent } from './documents.ts';
import { learn, noFacts, type OlcaFacts } from './olca-versions.ts';
import type { Format } from './schema-facts.ts';
import { countLeaves } from './tree.ts';

export interface IndexedFile {
  entry: PackageEntry;
  sha256: string;
  format: Format | undefined;
  /** Number of documents in it. */
  documents: number;
}

export interface IndexedDocument {
  file: IndexedFile;
  /** Place among the documents of the file. */
  ordinal: number;
  kind: string;
  id?: string;
  version?: string;
  leaves: number;
}

export interface Note { side: 'a' | 'b'; file: string; text: string }

export interface PackageIndex {
  path: string;
  formats: Set<Format>;
  documents: IndexedDocument[];
  /** Files that are no documents, and documents that cannot be read (with the reason). */
  others: { file: IndexedFile; reason?: string }[];
  /** What was repaired while reading, and what was left out. */
  notes: Note[];
  /** What its documents say of the package, where it is one of openLCA. */
  olca: OlcaFacts;
}

/** Reads every file once; a broken one becomes one of `others`. */
export function indexPackage(path: string, listing: PackageListing, side: 'a' | 'b', reader: EntryReader, onFile: (entry: PackageEntry) => void): PackageIndex {
  const index: PackageIndex = { path, formats: new Set(), documents: [], others: [], olca: noFacts(), notes: listing.issues.map((i) => ({ side, file: i.file ?? path, text: issueText(i) })) };
  for (const entry of listing.entries) {
    const { bytes } = reader.read(entry.handle);
    const content = readFileContent(bytes, entry.name);
    const file: IndexedFile = { entry, sha256: hash('sha256', bytes, 'hex'), format: undefined, documents: 0 };
    if (content.is === 'bytes') index.others.push(content.reason === undefined ? { file } : { file, reason: content.reason });
    else {
      file.format = content.format;
      file.documents = content.documents.length;
      if (content.format !== undefined) index.formats.add(content.format);
      content.documents.forEach(({ tree, ...identity }, ordinal) => {
        index.documents.push({ file, ordinal, ...identity, leaves: leavesIn(tree.children) });
        learn(index.olca, identity.kind, tree);
      });
      index.notes.push(...content.issues.map((i) => ({ side, file: entry.name, text: issueText(i) })));
    }
    onFile(entry);
  }
  return index;
}

const leavesIn = (trees: Parameters<typeof countLeaves>[0][]): number => trees.reduce((sum, tree) => sum + countLeaves(tree), 0);

/** How a document is called in a report: kind, identifier and version, or its file. */
export function nameOf(document: IndexedDocument): string {
  if (document.id === undefined) return `${document.kind} in ${document.file.entry.name}`;
  return [document.kind, document.id, document.version].filter((part) => part !== undefined && part !== '').join(' ');
}
