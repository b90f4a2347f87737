// The package that a conversion writes: which datasets and files stand in it already, and under which names.
import { crc32 } from 'node:zlib';
import type { FormatAdapter, PackageFile } from '../../formats/adapter.ts';
import type { PackageWriter } from '../../formats/archive/package-writer.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { ConvertReport } from './report.ts';

export class Output {
  readonly package: PackageWriter;
  readonly #to: FormatAdapter;
  readonly #report: ConvertReport;
  /** File by noun, identifier and version. */
  readonly #datasets = new Map<string, string>();
  readonly #files = new Set<string>();
  /** Content of written datasets, to tell one that is there again from another one of its identity. */
  readonly #contents = new Map<string, string>();

  constructor(output: PackageWriter, to: FormatAdapter, report: ConvertReport) {
    this.package = output;
    this.#to = to;
    this.#report = report;
  }

  /** The file in which a dataset stands; undefined where it does not. */
  fileOf(noun: DatasetNoun, record: object): string | undefined {
    return this.#datasets.get(keyOf(noun, record));
  }

  /** Whether the dataset that stands there has this text. */
  isSame(noun: DatasetNoun, record: object, text: string | undefined): boolean {
    return this.#contents.get(keyOf(noun, record)) === digestOf(text);
  }

  /** Notes that a dataset stands in a file. */
  note(noun: DatasetNoun, record: object, file: string): void {
    this.#datasets.set(keyOf(noun, record), file);
  }

  /** Writes the document of a dataset under `name`, or the name that the format has for it, and gives the name. */
  async put(noun: DatasetNoun, record: object, text: string, name: string | undefined): Promise<string> {
    const wanted = name ?? this.#to.packaging!.fileName(noun, record);
    let file = wanted;
    // Two versions of a dataset may stand in one package, and two datasets of one version.
    for (let n = 1; this.#files.has(file); n++) file = wanted.replace(/(\.[^./]+)$/, `_${(record as { version: string }).version}${n === 1 ? '' : `-${n}`}$1`);
    this.note(noun, record, file);
    this.#contents.set(keyOf(noun, record), digestOf(text));
    await this.add(file, text);
    return file;
  }

  /** Writes a text that is no single dataset. */
  async add(file: string, text: string): Promise<void> {
    this.#files.add(file);
    await this.package.add(file, text);
    this.#report.bytesWritten += text.length;
  }

  /** A file that stands in the new package as it is. */
  async passOn(file: string, content: Uint8Array | string): Promise<void> {
    this.#files.add(file);
    await this.package.add(file, content);
  }

  /** Files that are no datasets, where the package has none of that name yet. */
  async addOnce(files: readonly PackageFile[] = []): Promise<void> {
    for (const { name, text } of files) if (!this.#files.has(name)) await this.add(name, text);
  }
}

/** Short enough to be kept for every dataset, and quickly made; only texts of one identity are compared. */
const digestOf = (text = ''): string => `${text.length} ${crc32(text)}`;

/** Derived records have no version of their own: one per identifier. */
export const keyOf = (noun: DatasetNoun, record: object): string => `${noun} ${(record as { id?: string }).id ?? '?'} ${(record as { version?: string }).version ?? ''}`;
