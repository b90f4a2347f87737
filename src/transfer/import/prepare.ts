// Prepares a batch: reads its files, leaves out what the database already holds byte for byte, and names everything that wants to be stored.
import type { ClientBase } from 'pg';
import type { EntryReader, PackageEntry } from '../../formats/archive/archive.ts';
import type { Surroundings } from '../../formats/surroundings.ts';
import type { ReadDataset } from '../../mapping/transform.ts';
import { uuidPattern } from '../../model/scalar.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import { datasetNouns } from '../../model/noun.ts';
import { nounTables } from '../../database/tables/tables.ts';
import type { Arrival } from './arrivals.ts';
import { datasetText, type DatasetText } from './rows.ts';
import { exchangesOf, openFile, readOpened, type FileReading, type OpenedFile } from './read-file.ts';

/** A dataset that wants to be stored, with the file it came from. */
export interface Candidate {
  dataset: ReadDataset;
  reading: FileReading;
  text: DatasetText;
  /** Who may see it, where its record does not say. */
  visibility?: string;
  /** A change that its format allows under the same version, such as one of the status: nothing to be told. */
  revises?: true;
}

/** A file whose datasets are all stored already, exactly as they are. */
export interface KnownFile {
  opened: OpenedFile;
  format: string;
  datasets: { noun: DatasetNoun; id: string; version: string; hash: Buffer; key: string; issues: Issue[] }[];
  exchanges: number;
  issues: Issue[];
  issueCounts: Record<string, number>;
}

export interface PreparedBatch {
  readings: FileReading[];
  known: KnownFile[];
  candidates: Candidate[];
  refused: { noun: DatasetNoun; exchanges: number }[];
  /** Those of the known files first, then one per candidate. */
  arrivals: Arrival[];
}

async function knownFiles(client: ClientBase, opened: readonly OpenedFile[], adapterVersion: string): Promise<Map<OpenedFile, KnownFile>> {
  const bySha = new Map(opened.map((o) => [o.sha256.toString('hex'), o]));
  const documents = await client.query<{ key: string; sha: string; format: string; datasets: number; exchanges: number; issues: Issue[] | null; counts: Record<string, number> | null }>(
    `SELECT key::text, encode(sha256, 'hex') AS sha, format, datasets, exchanges, issues, issue_counts AS counts FROM source_document WHERE sha256 = ANY($1::bytea[]) AND adapter = $2 AND datasets > 0`,
    [[...bySha.keys()].map((hex) => Buffer.from(hex, 'hex')), adapterVersion]);
  const known = new Map<OpenedFile, KnownFile>();
  if (documents.rows.length === 0) return known;
  const byDocument = new Map<string, KnownFile['datasets']>();
  const select = datasetNouns.map((noun) => `SELECT '${noun}' AS noun, key::text, id::text, version, content_hash AS hash, issues, source_document::text AS document FROM ${nounTables[noun].name} WHERE source_document = ANY($1::bigint[]) AND NOT derived AND NOT placeholder`);
  const rows = await client.query<{ noun: DatasetNoun; key: string; id: string; version: string; hash: Buffer; issues: Issue[] | null; document: string }>(select.join(' UNION ALL '), [documents.rows.map((d) => d.key)]);
  for (const row of rows.rows) {
    const list = byDocument.get(row.document) ?? [];
    list.push({ ...row, issues: row.issues ?? [] });
    byDocument.set(row.document, list);
  }
  for (const document of documents.rows) {
    const datasets = byDocument.get(document.key) ?? [];
    const file = bySha.get(document.sha)!;
    // Fewer rows than the file has datasets: some of them came from elsewhere, so the file is read again.
    if (datasets.length === document.datasets) known.set(file, { opened: file, format: document.format, datasets, exchanges: document.exchanges, issues: document.issues ?? [], issueCounts: document.counts ?? {} });
  }
  return known;
}

function refusal(dataset: ReadDataset, file: string): Issue | undefined {
  const { id } = dataset.record as { id?: string };
  if (id === undefined || id === '') return makeIssue('id-missing', { file, dataset: dataset.noun });
  if (!uuidPattern.test(id)) return makeIssue('dataset-invalid', { file, dataset: `${dataset.noun} ${id}` }, { reason: 'its identifier is not a UUID' });
  return undefined;
}

/** Derived datasets that this worker has announced already: the first one counts, so later ones need no work. */
export class Announced {
  /** By key: whether only brief records were announced. */
  readonly #keys = new Map<string, boolean>();

  /** True the first time, and once more for the first full record after a brief one. */
  first(dataset: ReadDataset): boolean {
    const key = `${dataset.noun}/${dataset.record.id}`;
    const brief = this.#keys.get(key);
    if (brief === false || (brief === true && dataset.brief)) return false;
    // The key is copied, as a slice would keep the text of its whole file alive.
    this.#keys.set(Buffer.from(key, 'latin1').toString('latin1'), dataset.brief === true);
    return true;
  }
}

/** Reads a batch. Uses the database only to look up what is known. */
export async function prepareBatch(client: ClientBase, entries: readonly PackageEntry[], reader: EntryReader, adapterVersion: string, announced: Announced, surroundings: Surroundings): Promise<PreparedBatch> {
  const opened = entries.map((entry) => openFile(entry, reader));
  const known = await knownFiles(client, opened.filter((o) => o.failure === undefined), adapterVersion);
  const batch: PreparedBatch = { readings: [], known: [...known.values()], candidates: [], refused: [], arrivals: [] };
  for (const file of batch.known) {
    for (const d of file.datasets) batch.arrivals.push({ noun: d.noun, id: d.id, version: d.version, hash: d.hash.toString('hex'), file: file.opened.entry.name, derived: false });
  }
  for (const file of opened) {
    if (known.has(file)) continue;
    const reading = readOpened(file, surroundings);
    batch.readings.push(reading);
    batch.refused.push(...reading.unusable);
    const { datasets } = reading;
    reading.datasets = []; // what is wanted of them stands with the batch from here on
    for (const dataset of datasets) {
      if (dataset.derived && !announced.first(dataset)) continue;
      const refused = refusal(dataset, file.entry.name);
      if (refused !== undefined) {
        reading.issues.push(refused, ...dataset.issues);
        batch.refused.push({ noun: dataset.noun, exchanges: exchangesOf(dataset.record) });
        continue;
      }
      const text = datasetText(dataset.noun, dataset.record as Record<string, unknown>);
      batch.candidates.push({ dataset, reading, text });
      const { id, version } = dataset.record as { id: string; version: string };
      batch.arrivals.push({ noun: dataset.noun, id, version, hash: text.hash.toString('hex'), file: file.entry.name, derived: dataset.derived === true, ...(dataset.brief ? { brief: true } : {}) });
    }
  }
  return batch;
}


