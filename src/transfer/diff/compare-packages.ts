// Compares two packages of one format by meaning: an index of identities first, then one pair of documents after the other.
// Independent of the adapters and of their mapping tables, because it is their judge: it reads XML and JSON itself.
import { TanluError } from '../../errors.ts';
import { listPackage, openEntries, type EntryReader, type PackageEntry } from '../../formats/archive/archive.ts';
import { compareTrees, type Difference } from './compare-trees.ts';
import { pairOtherFiles, type OtherFiles } from './compare-bytes.ts';
import { readFileContent, type Document } from './documents.ts';
import { indexPackage, nameOf, type IndexedDocument, type IndexedFile, type Note, type PackageIndex } from './index-package.ts';
import { pairDocuments } from './pair-documents.ts';
import { inWordsOf } from './olca-versions.ts';
import { formatTitles, Rules, type Format } from './schema-facts.ts';
import { unitsOfA } from './units.ts';

export interface DocumentDifference extends Difference {
  /** Kind, identifier and version of the document in A, or its file. */
  document: string;
}

export interface CompareOptions {
  /** An amount in another unit of the same quantity is the same amount. */
  units?: boolean;
  onDifference?: (difference: DocumentDifference) => void;
  onProgress?: (progress: CompareProgress) => void;
}

/** Every file is read twice: for the index and to be compared. */
export interface CompareProgress { filesDone: number; filesTotal: number; bytesDone: number; bytesTotal: number; datasets: number }

export interface LostDocument { document: string; file: string; leaves: number }

export interface PackageComparison {
  formats: Format[];
  documents: { a: number; b: number; paired: number; same: number; different: number };
  onlyA: LostDocument[];
  onlyB: LostDocument[];
  /** Files that are no documents, by SHA-256; and documents that cannot be read. */
  otherFiles: OtherFiles;
  /** Leaves are attributes, texts, and elements that hold nothing. `same` are those of A that B states in the same meaning. */
  leaves: { a: number; b: number; same: number };
  notes: Note[];
}

/**
 * Compares every document. Differences are handed over as they are found; at any time no more than one file of each side is in memory.
 * Throws TanluError `DIFF_FORMATS` and `DIFF_NOTHING` (usage), and what the archive reader throws for a package that cannot be opened.
 */
export async function comparePackages(pathA: string, pathB: string, options: CompareOptions = {}): Promise<PackageComparison> {
  const reader = openEntries();
  try {
    const listings = [await listPackage(pathA), await listPackage(pathB)] as const;
    const entries = listings.flatMap((l) => l.entries);
    const progress: CompareProgress = { filesDone: 0, filesTotal: 2 * entries.length, bytesDone: 0, bytesTotal: 2 * entries.reduce((sum, e) => sum + e.byteLength, 0), datasets: 0 };
    const onFile = (entry: PackageEntry) => {
      progress.filesDone++;
      progress.bytesDone += entry.byteLength;
      options.onProgress?.(progress);
    };
    const a = indexPackage(pathA, listings[0], 'a', reader, onFile);
    const b = indexPackage(pathB, listings[1], 'b', reader, onFile);
    refuseStrangers(a, b);
    const done = new Set<IndexedFile>();
    return compareIndexed(a, b, reader, options, ([inA, inB]) => {
      progress.datasets++;
      for (const { file } of [inA, inB]) {
        if (done.has(file)) continue;
        done.add(file);
        onFile(file.entry);
      }
    });
  } finally {
    reader.close();
  }
}

function compareIndexed(a: PackageIndex, b: PackageIndex, reader: EntryReader, options: CompareOptions, onPair: (pair: readonly [IndexedDocument, IndexedDocument]) => void): PackageComparison {
  const { pairs, onlyA, onlyB } = pairDocuments(a, b);
  const leaves = { a: sumOf(a.documents), b: sumOf(b.documents), same: 0 };
  const [readA, readB] = [new LastFile(reader), new LastFile(reader)];
  let same = 0;
  for (const [inA, inB] of pairs) {
    if (inA.file.sha256 === inB.file.sha256 && inA.ordinal === inB.ordinal) {
      leaves.same += inA.leaves;
      same++;
    } else {
      let differences = 0;
      const found = (difference: Difference) => {
        differences++;
        options.onDifference?.({ document: nameOf(inA), ...difference });
      };
      const rules = new Rules(inA.file.format ?? inB.file.format);
      const prepare = options.units === true ? unitsOfA(rules) : undefined;
      const { kind, tree } = readA.document(inA);
      // What is older is said in the words of the newer; never the other way round.
      const treeA = rules.format === 'olca' || rules.format === undefined ? inWordsOf(b.olca.version ?? 1, kind, tree, a.olca) : tree;
      leaves.same += compareTrees(treeA, readB.document(inB).tree, { rules, found, ...(prepare === undefined ? {} : { prepare }) }).same;
      if (differences === 0) same++;
    }
    onPair([inA, inB]);
  }
  return {
    formats: [...new Set([...a.formats, ...b.formats])],
    documents: { a: a.documents.length, b: b.documents.length, paired: pairs.length, same, different: pairs.length - same },
    onlyA: onlyA.map(lost), onlyB: onlyB.map(lost),
    otherFiles: pairOtherFiles(a, b), leaves, notes: [...a.notes, ...b.notes],
  };
}

const sumOf = (documents: readonly IndexedDocument[]): number => documents.reduce((sum, d) => sum + d.leaves, 0);
const lost = (document: IndexedDocument): LostDocument => ({ document: nameOf(document), file: document.file.entry.name, leaves: document.leaves });

/** Nothing differs. */
export function isSame({ documents, onlyA, onlyB, otherFiles: o }: PackageComparison): boolean {
  return documents.different + onlyA.length + onlyB.length + o.different.length + o.onlyA.length + o.onlyB.length + o.unreadable.length === 0;
}

/** Documents of the file read last: those of one file are asked for one after the other. */
class LastFile {
  readonly #reader: EntryReader;
  #file: IndexedFile | undefined;
  #documents: Document[] = [];

  constructor(reader: EntryReader) {
    this.#reader = reader;
  }

  document({ file, ordinal }: IndexedDocument): Document {
    if (this.#file !== file) {
      this.#documents = [];
      const content = readFileContent(this.#reader.read(file.entry.handle).bytes, file.entry.name);
      if (content.is === 'documents') this.#documents = content.documents;
      this.#file = file;
    }
    const found = this.#documents[ordinal];
    if (found === undefined) throw changed(file.entry);
    return found;
  }
}

function changed(entry: PackageEntry): TanluError {
  return new TanluError('file-unreadable', `${entry.name} changed while it was being compared; try again when nobody writes to it.`, { params: { file: entry.name } });
}

function refuseStrangers(a: PackageIndex, b: PackageIndex): void {
  for (const index of [a, b]) {
    if (index.documents.length + index.others.length === 0) throw new TanluError('DIFF_NOTHING', `${index.path} holds no file to compare. Give a package: a zip, a folder or a file.`, { kind: 'usage', params: { file: index.path } });
  }
  if (a.formats.size === 0 || b.formats.size === 0 || [...a.formats].some((f) => b.formats.has(f))) return;
  const [inA, inB] = [a, b].map((index) => [...index.formats].map((f) => formatTitles[f]).join(' and '));
  throw new TanluError('DIFF_FORMATS', `${a.path} is ${inA!}, ${b.path} is ${inB!}. Only packages of the same format can be compared; convert one of them first.`, { kind: 'usage', params: { a: inA, b: inB } });
}
