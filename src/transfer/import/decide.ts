// Decides what a dataset is to the database: new, a new version, a past version, or what is there already.
import { compareVersions } from '../../model/version.ts';

/** A stored version of a dataset. */
export interface StoredVersion {
  key: string;
  version: string;
  revision: number;
  hash: Buffer | null;
  placeholder: boolean;
  derived: boolean;
  current: boolean;
}

export type Decision =
  | { state: 'unchanged'; key: string }
  | { state: 'new'; revision: 1; replaces?: string }
  /** `supersedes` is the current version that ends now; absent for a version older than the current one. */
  | { state: 'updated'; revision: number; supersedes?: string; sameVersion: boolean; current?: string };

/** The decision for a dataset with this version and content hash, given all stored versions of its identifier. A derived one may only replace a brief derived one. */
export function decide(version: string, hash: Buffer, derived: boolean, stored: readonly StoredVersion[], replacesBrief = false): Decision {
  const current = stored.find((s) => s.current);
  const real = stored.filter((s) => !s.placeholder);
  if (real.length === 0) return current === undefined ? { state: 'new', revision: 1 } : { state: 'new', revision: 1, replaces: current.key };
  if (derived && !(replacesBrief && current?.derived)) return { state: 'unchanged', key: (current ?? real[0]!).key };
  if (current?.derived) {
    const revision = nextRevision(version, real);
    return { state: 'new', revision: revision as 1, replaces: current.key };
  }
  const same = real.filter((s) => s.version === version).sort((a, b) => b.revision - a.revision);
  const identical = same.find((s) => s.hash?.equals(hash));
  if (identical !== undefined) return { state: 'unchanged', key: identical.key };
  const revision = nextRevision(version, real);
  if (current !== undefined && compareVersions(version, current.version) < 0) return { state: 'updated', revision, sameVersion: same.length > 0, current: current.version };
  return { state: 'updated', revision, sameVersion: same.length > 0, ...(current === undefined ? {} : { supersedes: current.key }) };
}

const nextRevision = (version: string, stored: readonly StoredVersion[]): number =>
  1 + Math.max(0, ...stored.filter((s) => s.version === version).map((s) => s.revision));
