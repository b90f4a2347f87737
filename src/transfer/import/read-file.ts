// Reads one file of a package into datasets, without a database. Nothing that a file contains can make this throw: every failure is an issue.
import { createHash } from 'node:crypto';
import type { EntryReader, PackageEntry } from '../../formats/archive/archive.ts';
import { recognize } from '../../formats/registry.ts';
import type { Surroundings } from '../../formats/surroundings.ts';
import { findUnit } from '../../mapping/tables/units.ts';
import type { LeafAccount } from '../../mapping/beside.ts';
import type { ReadDataset } from '../../mapping/transform.ts';
import { issueOfFailure, type Issue } from '../../model/issue.ts';
import type { DatasetNoun } from '../../model/noun.ts';

/** A file with its bytes and their hash, not yet read as data. */
export interface OpenedFile {
  entry: PackageEntry;
  /** Empty once the file was read: kept, the bytes of a whole batch would outlive every young collection. */
  bytes: Buffer;
  byteLength: number;
  sha256: Buffer;
  content: { bytes: Buffer; encoding: 'deflate-raw' | 'identity' };
  /** Set where the bytes could not be had. */
  failure?: Issue;
}

export interface FileSummary { datasets: number; exchanges: number; unknownUnits: Map<string, number>; issueCounts: Record<string, number> }

export const exchangesOf = (record: unknown): number => ((record as { exchanges?: unknown[] }).exchanges ?? []).length;

export function summaryOf(datasets: readonly ReadDataset[], issues: readonly Issue[]): FileSummary {
  const summary: FileSummary = { datasets: 0, exchanges: 0, unknownUnits: new Map(), issueCounts: {} };
  const count = (found: readonly Issue[]) => {
    for (const { code } of found) summary.issueCounts[code] = (summary.issueCounts[code] ?? 0) + 1;
  };
  count(issues);
  for (const { record, derived, issues: own } of datasets) {
    count(own);
    if (derived) continue;
    summary.datasets += 1;
    summary.exchanges += exchangesOf(record);
    for (const { unit } of (record as { exchanges?: { unit?: string }[] }).exchanges ?? []) {
      if (unit !== undefined && findUnit(unit) === undefined) summary.unknownUnits.set(unit, (summary.unknownUnits.get(unit) ?? 0) + 1);
    }
  }
  return summary;
}

/** What one file gave. `format` is undefined for files that are no datasets. */
export interface FileReading {
  opened: OpenedFile;
  format: string | undefined;
  formatVersion: string | undefined;
  datasets: ReadDataset[];
  /** Datasets that cannot be used, with the number of their exchanges. */
  unusable: { noun: DatasetNoun; exchanges: number }[];
  issues: Issue[];
  account: LeafAccount;
  /** What the file holds: datasets of its own, their exchanges, units that are in no table, everything found by code. */
  summary: FileSummary;
  /** True where the file was meant as data but could not be read. */
  refused: boolean;
}

/** Takes a file out of its package. */
export function openFile(entry: PackageEntry, reader: EntryReader): OpenedFile {
  try {
    const { bytes, deflated } = reader.read(entry.handle);
    const content = deflated === undefined ? { bytes, encoding: 'identity' as const } : { bytes: deflated, encoding: 'deflate-raw' as const };
    return { entry, bytes, byteLength: bytes.length, sha256: createHash('sha256').update(bytes).digest(), content };
  } catch (error) {
    const empty = Buffer.alloc(0);
    return { entry, bytes: empty, byteLength: 0, sha256: empty, content: { bytes: empty, encoding: 'identity' }, failure: issueOfFailure(error, entry.name) };
  }
}

/** Reads and maps one opened file. Synchronous: it is meant for worker threads. */
export function readOpened(opened: OpenedFile, surroundings?: Surroundings): FileReading {
  const reading = readBytes(opened, surroundings);
  opened.bytes = Buffer.alloc(0);
  return reading;
}

function readBytes(opened: OpenedFile, surroundings: Surroundings | undefined): FileReading {
  const { entry, bytes, failure } = opened;
  const base = { opened, format: undefined, formatVersion: undefined, datasets: [], unusable: [], account: { kept: 0, unmapped: new Map<string, number>() }, summary: summaryOf([], []) };
  if (failure !== undefined) return { ...base, issues: [failure], refused: true };
  const found = recognize(bytes, entry.name);
  if ('issue' in found) return { ...base, issues: [found.issue], refused: found.issue.severity === 'error' };
  try {
    const { refused: unusable, ...reading } = found.adapter.read(bytes, entry.name, surroundings?.get(found.adapter.name));
    return { opened, format: found.adapter.name, refused: false, unusable, summary: summaryOf(reading.datasets, reading.issues), ...reading };
  } catch (error) {
    return { ...base, format: found.adapter.name, issues: [issueOfFailure(error, entry.name)], refused: true };
  }
}
