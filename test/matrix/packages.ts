// The packages of the matrix: those in the folders given, and the fixtures; each of one format, found by content.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { messageOf, TanluError } from '../../src/errors.ts';
import type { FormatAdapter } from '../../src/formats/adapter.ts';
import { listPackage, openEntries } from '../../src/formats/archive/archive.ts';
import { recognize } from '../../src/formats/registry.ts';
import { gatherSurroundings } from '../../src/formats/surroundings.ts';
import { repaired, withoutDataset } from '../formats/support/repaired-fixtures.ts';
import { leavesOf } from './leaves.ts';

export interface MatrixPackage {
  /** Name of the row in the tables. */
  row: string;
  path: string;
  from: FormatAdapter;
  /** Leaves of the records of nouns that have documents of their own and nothing derived, counted without the account of a conversion. */
  leaves: ReadonlyMap<string, number>;
}

export interface Found { packages: MatrixPackage[]; leftOut: { path: string; why: string }[] }

const isDocument = /\.(xml|spold|json)$/;

interface Contents { formats: Set<FormatAdapter>; leaves: Map<string, number>; datasets: number; twice: boolean; strangers: number; unread: string | undefined }

/** What a package holds: its formats and datasets, by reading all of it. */
async function contentsOf(path: string): Promise<Contents> {
  const found: Contents = { formats: new Set(), leaves: new Map(), datasets: 0, twice: false, strangers: 0, unread: undefined };
  const derived = new Set<string>();
  const seen = new Set<string>();
  const reader = openEntries();
  try {
    const { entries } = await listPackage(path);
    const surroundings = gatherSurroundings(entries, reader);
    for (const { name, handle } of entries) {
      const { bytes } = reader.read(handle);
      const recognized = recognize(bytes, name);
      if (!('adapter' in recognized)) {
        if (isDocument.test(name)) found.strangers += 1;
        continue;
      }
      found.formats.add(recognized.adapter);
      let reading;
      try {
        reading = recognized.adapter.read(bytes, name, surroundings.get(recognized.adapter.name));
      } catch (error) {
        if (!(error instanceof TanluError)) throw error;
        found.unread = messageOf(error);
        continue;
      }
      for (const { noun, record, derived: isDerived } of reading.datasets) {
        if (isDerived) {
          derived.add(noun);
          continue;
        }
        found.datasets += 1;
        const key = `${noun} ${record.id} ${record.version}`;
        if (seen.has(key)) found.twice = true;
        seen.add(key);
        found.leaves.set(noun, (found.leaves.get(noun) ?? 0) + leavesOf(record));
      }
    }
  } finally {
    reader.close();
  }
  // Of datasets that stand in two files, or are put together of others, another count is right than that of the documents.
  for (const noun of found.twice ? [...found.leaves.keys()] : derived) found.leaves.delete(noun);
  return found;
}

/** A zip, folder or file as one package; a folder of several formats file by file. */
async function addPackage(path: string, row: string, found: Found): Promise<void> {
  const { formats, leaves, datasets, unread } = await contentsOf(path);
  if (formats.size > 1 && statSync(path).isDirectory()) {
    for (const { name } of (await listPackage(path)).entries) await addPackage(join(path, name), `${row}/${name}`, found);
    return;
  }
  const [from] = formats;
  if (from !== undefined && datasets > 0) found.packages.push({ row, path, from, leaves });
  else found.leftOut.push({ path: row.startsWith('fixtures of') ? relative(fixtureFolder, path) : row, why: unread ?? (from === undefined ? 'no format that Tanlu reads' : 'no dataset') });
}

const fixtureFolder = fileURLToPath(new URL('../fixtures/', import.meta.url));
const filesBelow = (folder: string): string[] => readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)).filter((file) => statSync(file).isFile()).sort();
/** What comes back in the spelling of the schema, which a comparison of texts cannot take for the same. */
const respelled = { 'values/booleans.spold': 'truth values that begin with a capital letter' };

/** A case is one package where its files belong together; where a dataset stands in two of them, one is broken on purpose or of no format, each file is one. */
async function addCase(folder: string, format: string, found: Found): Promise<void> {
  const repairs: Readonly<Record<string, string>> = { ...repaired, ...respelled };
  const left = (file: string) => withoutDataset.test(relative(fixtureFolder, file)) || relative(join(fixtureFolder, format), file) in repairs;
  const files = filesBelow(folder).filter((file) => isDocument.test(file));
  const contents = await contentsOf(folder);
  const before = found.packages.length;
  const row = `fixtures of ${format}`;
  if (!contents.twice && contents.strangers === 0 && contents.unread === undefined && contents.formats.size === 1 && !files.some(left)) await addPackage(folder, row, found);
  else {
    for (const file of files) {
      if (!left(file)) await addPackage(file, row, found);
      else found.leftOut.push({ path: relative(fixtureFolder, file), why: repairs[relative(join(fixtureFolder, format), file)] ?? 'a list, or broken on purpose' });
    }
  }
  for (const added of found.packages.slice(before)) added.row = `fixtures of ${added.from.name}`;
}

/** All packages. Throws TanluError for paths that are not there. */
export async function findPackages(paths: readonly string[], withFixtures: boolean): Promise<Found> {
  const found: Found = { packages: [], leftOut: [] };
  for (const path of paths) {
    if (!existsSync(path)) throw new TanluError('file-missing', `There is no ${path}. Name packages, or folders of packages, or set TANLU_SAMPLES.`, { kind: 'usage' });
    // A folder of packages holds zips or folders; a package as a folder is given by its own path.
    const inner = statSync(path).isDirectory() ? readdirSync(path).sort().map((name) => join(path, name)).filter((p) => p.toLowerCase().endsWith('.zip') || statSync(p).isDirectory()) : [];
    const isFolderOfPackages = inner.some((p) => p.toLowerCase().endsWith('.zip'));
    for (const each of isFolderOfPackages ? inner : [path]) await addPackage(each, basename(each), found);
  }
  if (withFixtures) {
    for (const format of readdirSync(fixtureFolder).filter((name) => name !== 'mapping').sort()) {
      for (const name of readdirSync(join(fixtureFolder, format)).sort()) {
        const folder = join(fixtureFolder, format, name);
        if (statSync(folder).isDirectory()) await addCase(folder, format, found);
      }
    }
  }
  return found;
}
