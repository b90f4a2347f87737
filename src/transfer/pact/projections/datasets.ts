// Versions of a footprint of the hub as PACT counts them: any change is a dataset with another id that names its predecessor; only deprecation happens in place (PACT v3 §Lifecycle).
import { uuidV5 } from '../../../model/identity.ts';
import type { Footprint } from '../../../model/footprint.ts';

/** A version of a footprint as it is stored. */
export interface StoredVersion {
  key: string;
  record: Footprint;
  revision: number;
  recordedFrom: string;
  /** Undefined for the current version. */
  recordedTo: string | undefined;
}

/** One dataset in the sense of PACT: the newest of the versions that say the same. */
export interface PactDataset {
  key: string;
  footprint: Footprint;
  id: string;
  precedingIds: string[];
  created: string;
  deprecatedAt: string | undefined;
}

/** What may change without making another dataset of it: its status, and who may see it. */
const beside: ReadonlySet<string> = new Set(['status', 'version', 'statusComment', 'updatedAt', 'visibility', 'restrictions', 'rights']);

const contentOf = (record: Footprint): string => JSON.stringify(Object.entries(record).filter(([key]) => !beside.has(key)).toSorted(([a], [b]) => (a < b ? -1 : 1)));

const isShown = ({ record: { status } }: StoredVersion): boolean => status === 'PUBLISHED' || status === 'DEPRECATED' || status === 'WITHDRAWN';

/**
 * The datasets of one footprint, oldest first. The first keeps the identifier of the footprint; later ones get one that is always the same for their version.
 * Versions that were never published, and those that were never current, are none.
 */
export function pactDatasets(versions: readonly StoredVersion[]): PactDataset[] {
  const groups: StoredVersion[][] = [];
  for (const version of versions) {
    if (version.recordedTo !== undefined && version.recordedTo <= version.recordedFrom) continue;
    const last = groups.at(-1);
    if (last !== undefined && contentOf(last.at(-1)!.record) === contentOf(version.record)) last.push(version);
    else groups.push([version]);
  }
  const found: PactDataset[] = [];
  for (const group of groups) {
    const newest = group.at(-1)!;
    const shown = group.filter(isShown);
    // A draft that no partner has seen is none; where one has been, that it was taken back is told as deprecation.
    if (shown.length === 0) continue;
    const first = shown[0]!;
    const { record } = isShown(newest) ? newest : shown.at(-1)!;
    const previous = found.at(-1);
    const turned = group.find((each) => each.record.status === 'DEPRECATED' || each.record.status === 'WITHDRAWN');
    const withdrawn = isShown(newest) ? undefined : newest.recordedFrom;
    found.push({
      key: newest.key, footprint: record,
      id: previous === undefined ? record.id : uuidV5(`pact/footprint/${record.id}/${first.record.version}/${first.revision}`),
      precedingIds: [...new Set([...(previous === undefined ? [] : [previous.id]), ...(record.precedingIds ?? [])])],
      created: previous === undefined ? record.createdAt ?? first.recordedFrom : first.recordedFrom,
      deprecatedAt: turned?.recordedFrom ?? withdrawn ?? newest.recordedTo,
    });
  }
  return found;
}
