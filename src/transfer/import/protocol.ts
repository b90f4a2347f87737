// Messages between the import and its workers. Everything here is structured-clonable.
import type { PackageEntry } from '../../formats/archive/archive.ts';
import type { Surroundings } from '../../formats/surroundings.ts';
import type { Issue } from '../../model/issue.ts';
import type { Arrival, Verdict } from './arrivals.ts';
import type { NounCount } from './report.ts';

export interface WorkerData {
  databaseUrl: string;
  run: { key: string; startedAt: string };
  adapterVersion: string;
  /** What only the package as a whole tells its documents. */
  surroundings: Surroundings;
}

export type ToWorker =
  | { type: 'batch'; number: number; entries: PackageEntry[] }
  | { type: 'verdicts'; number: number; verdicts: Verdict[] }
  | { type: 'stop' };

/** What a batch came to. */
export interface BatchResult {
  files: { read: number; known: number; left: number; refused: number };
  bytes: number;
  formats: Record<string, number>;
  byNoun: Record<string, NounCount>;
  exchanges: { total: number; stored: number; unchanged: number; refused: number };
  leaves: { kept: number; beside: number; inFile: number };
  unmappedLeaves: [string, number][];
  unmappedUnits: [string, number][];
  issues: Issue[];
  /** Counts of issues that are no longer told one by one. */
  issueCounts: Record<string, number>;
  /** Keys of the current rows of every dataset of the batch, by noun: what the links are made for. */
  touched: Record<string, string[]>;
}

export type FromWorker =
  | { type: 'ready' }
  | { type: 'arrivals'; number: number; arrivals: Arrival[] }
  | { type: 'done'; number: number; result: BatchResult }
  | { type: 'failed'; message: string; code: string; kind: string };
