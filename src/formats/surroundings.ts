// What only the package tells a document: facts that stand in other files of it, gathered before any document is read. Plain data, to be sent to worker threads.
import type { EntryReader, PackageEntry } from './archive/archive.ts';
import { adapters } from './registry.ts';

/** Facts by name of the format. */
export type Surroundings = ReadonlyMap<string, unknown>;

/**
 * Gathers the facts of a package for all formats that need some. Only files that a format asks for by name are read, so a package of other formats
 * costs nothing. A file that cannot be read gives no facts; what is wrong with it is told when its turn comes.
 */
export function gatherSurroundings(entries: readonly PackageEntry[], reader: EntryReader): Surroundings {
  const found = new Map<string, unknown>();
  for (const { name: format, surroundings } of adapters) {
    if (surroundings === undefined) continue;
    const wanted = entries.filter((entry) => surroundings.wants(entry.name));
    if (wanted.length > 0) found.set(format, surroundings.gather(wanted.map(({ handle }) => () => reader.read(handle).bytes)));
  }
  return found;
}
