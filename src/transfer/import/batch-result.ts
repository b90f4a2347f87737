// What a stored batch adds to the report.
import type { DatasetNoun } from '../../model/noun.ts';
import type { Issue } from '../../model/issue.ts';
import { Findings } from './findings.ts';
import type { PreparedBatch } from './prepare.ts';
import type { BatchResult } from './protocol.ts';
import { emptyCount, type NounCount } from './report.ts';
import type { StoredBatch } from './store.ts';

class Tally {
  readonly result: BatchResult = {
    files: { read: 0, known: 0, left: 0, refused: 0 }, bytes: 0, formats: {}, byNoun: {},
    exchanges: { total: 0, stored: 0, unchanged: 0, refused: 0 }, leaves: { kept: 0, beside: 0, inFile: 0 },
    unmappedLeaves: [], unmappedUnits: [], issues: [], issueCounts: {}, touched: {},
  };
  readonly findings = new Findings(this.result.issues, this.result.issueCounts);
  readonly #leaves = new Map<string, number>();
  readonly #units = new Map<string, number>();

  of(noun: DatasetNoun): NounCount {
    return (this.result.byNoun[noun] ??= emptyCount());
  }

  issues(found: readonly Issue[]): void {
    for (const issue of found) this.findings.put(issue);
  }

  touch(noun: DatasetNoun, key: string, fresh: boolean): void {
    (this.result.touched[noun] ??= []).push(fresh ? `+${key}` : key);
  }

  leaves(unmapped: ReadonlyMap<string, number>): void {
    for (const [path, count] of unmapped) {
      this.#leaves.set(path, (this.#leaves.get(path) ?? 0) + count);
      this.result.leaves.beside += count;
    }
  }

  units(unknown: ReadonlyMap<string, number>): void {
    for (const [unit, count] of unknown) this.#units.set(unit, (this.#units.get(unit) ?? 0) + count);
  }

  finish(): BatchResult {
    this.result.unmappedLeaves = [...this.#leaves];
    this.result.unmappedUnits = [...this.#units];
    return this.result;
  }
}

/** Counts a batch after it was stored. Every dataset and every exchange of its files ends in exactly one count. */
export function batchResult(batch: PreparedBatch, stored: StoredBatch): BatchResult {
  const tally = new Tally();
  const { result } = tally;
  for (const file of batch.known) {
    result.files.known += 1;
    result.bytes += file.opened.byteLength;
    result.formats[file.format] = (result.formats[file.format] ?? 0) + 1;
    result.exchanges.total += file.exchanges;
    result.exchanges.unchanged += file.exchanges;
    tally.findings.absorb([file.issues, ...file.datasets.map((d) => d.issues)].flat(), file.issueCounts);
    for (const d of file.datasets) {
      tally.of(d.noun).unchanged += 1;
      tally.touch(d.noun, d.key, false);
    }
  }
  for (const reading of batch.readings) {
    result.bytes += reading.opened.byteLength;
    if (reading.refused) result.files.refused += 1;
    else if (reading.format === undefined) result.files.left += 1;
    else result.files.read += 1;
    if (reading.format !== undefined) result.formats[reading.format] = (result.formats[reading.format] ?? 0) + 1;
    tally.issues(reading.issues);
    result.leaves.kept += reading.account.kept;
    result.leaves.inFile += reading.account.inFile ?? 0;
    tally.leaves(reading.account.unmapped);
    tally.units(reading.summary.unknownUnits);
  }
  const refuse = (noun: DatasetNoun, exchanges: number) => {
    tally.of(noun).refused += 1;
    result.exchanges.total += exchanges;
    result.exchanges.refused += exchanges;
  };
  for (const { noun, exchanges } of batch.refused) refuse(noun, exchanges);
  for (const { candidate, issue } of stored.duplicates) {
    refuse(candidate.dataset.noun, candidate.text.exchanges);
    tally.issues([issue]);
  }
  for (const { dataset, text } of stored.repeated) {
    if (dataset.derived) continue;
    tally.of(dataset.noun).unchanged += 1;
    result.exchanges.total += text.exchanges;
    result.exchanges.unchanged += text.exchanges;
  }
  for (const { candidate: { dataset, text }, decision, key, issues } of stored.decided) {
    const fresh = decision.state !== 'unchanged';
    tally.touch(dataset.noun, key, fresh);
    if (dataset.derived) {
      if (fresh) tally.of(dataset.noun).derived += 1;
      continue;
    }
    tally.of(dataset.noun)[decision.state] += 1;
    const { exchanges } = text;
    result.exchanges.total += exchanges;
    result.exchanges[fresh ? 'stored' : 'unchanged'] += exchanges;
    tally.issues(dataset.issues);
    tally.issues(issues);
  }
  return tally.finish();
}
