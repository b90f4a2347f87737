// The package that a conversion writes: which datasets and files stand in it already, and under which names.
import { crc32 } from 'node:zlib';
import type { FormatAdapter, PackageFile } from '../../formats/adapter.ts';
import type { PackageWriter } from '../../formats/archive/package-writer.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import type { ConvertReport } from './report.ts';

/** Where a dataset stands, beside other versions of it; length and checksum of its text tell one that is there again from another one of its identity. */
interface Place { readonly version: string; file: string; length: number | undefined; checksum: number | undefined; readonly next: Place | undefined }

export class Output {
  readonly package: PackageWriter;
  readonly #to: FormatAdapter;
  readonly #report: ConvertReport;
  /** By noun and identifier: asked for every flow that an exchange names, so no text is joined for it. */
  readonly #datasets = new Map<DatasetNoun, Map<string, Place>>();
  readonly #files = new Set<string>();

  constructor(output: PackageWriter, to: FormatAdapter, report: ConvertReport) {
    this.package = output;
    this.#to = to;
    this.#report = report;
  }

  /** The file in which a dataset stands; undefined where it does not. */
  fileOf(noun: DatasetNoun, record: object): string | undefined {
    return this.#placeOf(noun, record)?.file;
  }

  /** Whether the dataset that stands there has this text. */
  isSame(noun: DatasetNoun, record: object, text: string | undefined): boolean {
    const place = this.#placeOf(noun, record);
    return text !== undefined && place !== undefined && place.length === text.length && place.checksum === crc32(text);
  }

  /** Notes that a dataset stands in a file. */
  note(noun: DatasetNoun, record: object, file: string): void {
    const place = this.#placeOf(noun, record);
    if (place !== undefined) {
      place.file = file;
      return;
    }
    const [id, version] = identityOf(record);
    let places = this.#datasets.get(noun);
    if (places === undefined) this.#datasets.set(noun, (places = new Map()));
    places.set(id, { version, file, length: undefined, checksum: undefined, next: places.get(id) });
  }

  #placeOf(noun: DatasetNoun, record: object): Place | undefined {
    const [id, version] = identityOf(record);
    let place = this.#datasets.get(noun)?.get(id);
    while (place !== undefined && place.version !== version) place = place.next;
    return place;
  }

  /** Writes the document of a dataset under `name`, or the name that the format has for it, and gives the name. */
  async put(noun: DatasetNoun, record: object, text: string, name: string | undefined): Promise<string> {
    const wanted = name ?? this.#to.packaging!.fileName(noun, record);
    let file = wanted;
    // Two versions of a dataset may stand in one package, and two datasets of one version.
    for (let n = 1; this.#files.has(file); n++) file = wanted.replace(/(\.[^./]+)$/, `_${(record as { version: string }).version}${n === 1 ? '' : `-${n}`}$1`);
    this.note(noun, record, file);
    const place = this.#placeOf(noun, record)!;
    place.length = text.length;
    place.checksum = crc32(text);
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

/** Derived records have no version of their own: one per identifier. */
function identityOf(record: object): [id: string, version: string] {
  const { id = '?', version = '' } = record as { id?: string; version?: string };
  return [id, version];
}

export const keyOf = (noun: DatasetNoun, record: object): string => [noun, ...identityOf(record)].join(' ');
