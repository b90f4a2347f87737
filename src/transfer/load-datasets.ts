// Loads datasets that are made in the program (demonstration data, tests) the same way as imported ones: one transaction, same decisions, same rows.
import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Dataset } from '../model/noun.ts';
import { Arrivals, type Arrival } from './import/arrivals.ts';
import { clearTouchedExchanges, linkTouched } from './import/link.ts';
import type { PreparedBatch } from './import/prepare.ts';
import { summaryOf, type FileReading } from './import/read-file.ts';
import type { ReadDataset } from '../mapping/transform.ts';
import { lockImports, unlockImports } from './import/run-record.ts';
import { datasetText } from './import/rows.ts';
import { storeBatch, type Decided } from './import/store.ts';

export interface LoadOptions {
  /** Name that stands in the provenance of the records. */
  origin: string;
  adapterVersion: string;
}

/** Stores datasets as one source document. Loading the same again changes nothing. Returns how many were new or changed. */
export async function loadDatasets(client: ClientBase, datasets: readonly Dataset[], options: LoadOptions): Promise<number> {
  const bytes = Buffer.from(JSON.stringify(datasets), 'utf8');
  const read = datasets.map((d): ReadDataset => ({ noun: d.noun, record: { ...d.record }, issues: [] }));
  const reading: FileReading = {
    opened: {
      entry: { name: options.origin, byteLength: bytes.length, handle: { kind: 'file', path: options.origin, byteLength: bytes.length } },
      bytes, byteLength: bytes.length, sha256: createHash('sha256').update(bytes).digest(), content: { bytes, encoding: 'identity' },
    },
    format: 'tanlu', formatVersion: undefined, datasets: [], unusable: [], issues: [], account: { kept: 0, unmapped: new Map() }, refused: false, summary: summaryOf(read, []),
  };
  const candidates = read.map((dataset) => ({ dataset, reading, text: datasetText(dataset.noun, dataset.record as Record<string, unknown>) }));
  const arrivals = candidates.map(({ dataset, text }): Arrival => ({ noun: dataset.noun, id: dataset.record.id, version: dataset.record.version, hash: text.hash.toString('hex'), file: options.origin, derived: false }));
  const batch: PreparedBatch = { readings: [reading], known: [], candidates, refused: [], arrivals };
  const recordedAt = new Date().toISOString();
  await lockImports(client, () => undefined);
  try {
    await clearTouchedExchanges(client);
    const stored = await storeBatch(client, batch, await new Arrivals().judge(0, arrivals), { run: undefined, adapterVersion: options.adapterVersion, recordedAt });
    const duplicate = stored.duplicates[0];
    if (duplicate !== undefined) throw new Error(`${options.origin}: ${duplicate.issue.dataset} stands twice`);
    await linkTouched(client, touchedOf(stored.decided), null, recordedAt);
    return stored.decided.filter((d) => d.decision.state !== 'unchanged').length;
  } finally {
    await unlockImports(client);
  }
}

function touchedOf(decided: readonly Decided[]): Record<string, string[]> {
  const touched: Record<string, string[]> = {};
  for (const { candidate, decision, key } of decided) (touched[candidate.dataset.noun] ??= []).push(decision.state === 'unchanged' ? key : `+${key}`);
  return touched;
}
