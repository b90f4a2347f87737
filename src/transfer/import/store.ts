// Stores a prepared batch in one transaction: source documents, datasets with their long lists and references, new versions in place of old ones.
import type { ClientBase } from 'pg';
import { copyBinary } from '../../database/bulk/copy.ts';
import { nounTables } from '../../database/tables/tables.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { Verdict } from './arrivals.ts';
import { decide, type Decision, type StoredVersion } from './decide.ts';
import type { Candidate, PreparedBatch } from './prepare.ts';
import type { FileReading } from './read-file.ts';
import { CopyBook } from './rows.ts';

/** Issues that stand with a stored record; the report has their exact counts. */
const ISSUES_PER_RECORD = 200;

export interface Decided {
  candidate: Candidate;
  decision: Decision;
  key: string;
  /** Issues of the decision itself. */
  issues: Issue[];
}

/** What happened to the datasets of a batch. */
export interface StoredBatch {
  decided: Decided[];
  /** Refused because the same identity came before with other content. */
  duplicates: { candidate: Candidate; issue: Issue }[];
  /** Derived datasets that another file of the package gave already. */
  repeated: Candidate[];
}

/** A candidate that may be stored, by the verdict on its arrival. */
interface Accepted { candidate: Candidate; replacesBrief: boolean }

/** `partnerId`: who sent it, where it does not come by an import. */
export interface StoreContext { run: { key: string; startedAt: string } | undefined; partnerId?: string; adapterVersion: string; recordedAt: string }

const idOf = (candidate: Candidate) => candidate.dataset.record as { id: string; version: string };

async function storedVersions(client: ClientBase, noun: DatasetNoun, ids: readonly string[]): Promise<Map<string, StoredVersion[]>> {
  const found = await client.query<StoredVersion & { id: string }>(
    `SELECT id::text, key::text, version, revision, content_hash AS hash, placeholder, derived, recorded_to IS NULL AS current FROM ${nounTables[noun].name} WHERE id = ANY($1::uuid[])`, [ids]);
  const byId = new Map<string, StoredVersion[]>();
  for (const row of found.rows) byId.set(row.id, [...(byId.get(row.id) ?? []), row]);
  return byId;
}

async function reserveKeys(client: ClientBase, table: string, count: number): Promise<string[]> {
  if (count === 0) return [];
  const found = await client.query<{ key: string }>(`SELECT nextval(pg_get_serial_sequence($1, 'key'))::text AS key FROM generate_series(1, $2)`, [table, count]);
  return found.rows.map((r) => r.key);
}

/** Decides in the order of arrival, so that a second version of a dataset in the same batch sees the first. */
async function decideAll(client: ClientBase, candidates: readonly Accepted[]): Promise<Decided[]> {
  const decided: Decided[] = [];
  for (const [noun, list] of Map.groupBy(candidates, (c) => c.candidate.dataset.noun)) {
    const stored = await storedVersions(client, noun, list.map((c) => idOf(c.candidate).id));
    const keys = await reserveKeys(client, nounTables[noun].name, list.length);
    list.forEach(({ candidate, replacesBrief }, i) => {
      const { id, version } = idOf(candidate);
      const derived = candidate.dataset.derived === true;
      const before = stored.get(id) ?? [];
      const decision = decide(version, candidate.text.hash, derived, before, replacesBrief);
      if (decision.state === 'unchanged') {
        decided.push({ candidate, decision, key: decision.key, issues: [] });
        return;
      }
      const key = keys[i]!;
      const past = isPast(decision);
      const added: StoredVersion = { key, version, revision: decision.revision, hash: candidate.text.hash, placeholder: false, derived, current: !past };
      stored.set(id, [...before.filter((s) => !s.placeholder).map((s) => (past ? s : { ...s, current: false })), added]);
      decided.push({ candidate, decision, key, issues: [] });
    });
  }
  return decided;
}

const isPast = (decision: Decision): boolean => decision.state === 'updated' && decision.current !== undefined;

async function storeDocuments(client: ClientBase, readings: readonly FileReading[], context: StoreContext, countsOf: (reading: FileReading) => Record<string, number>): Promise<Map<FileReading, string>> {
  const keys = new Map<FileReading, string>();
  if (readings.length === 0) return keys;
  const shas = readings.map((r) => r.opened.sha256);
  const existing = await client.query<{ key: string; sha: string }>(`SELECT key::text, encode(sha256, 'hex') AS sha FROM source_document WHERE sha256 = ANY($1::bytea[])`, [shas]);
  const bySha = new Map(existing.rows.map((r) => [r.sha, r.key]));
  const fresh = new Map<string, FileReading>();
  for (const reading of readings) {
    const sha = reading.opened.sha256.toString('hex');
    if (!bySha.has(sha)) fresh.set(sha, reading);
  }
  const reserved = await reserveKeys(client, 'source_document', fresh.size);
  [...fresh.keys()].forEach((sha, i) => bySha.set(sha, reserved[i]!));
  const rows = [...fresh].map(([sha, r]) => documentRow(BigInt(bySha.get(sha)!), r, context));
  if (rows.length > 0) await copyBinary(client, 'source_document', documentColumns, rows);
  for (const reading of readings) {
    const sha = reading.opened.sha256.toString('hex');
    keys.set(reading, bySha.get(sha)!);
  }
  await client.query(
    `UPDATE source_document d SET issues = v.issues, issue_counts = v.counts, adapter = $3, datasets = v.datasets, exchanges = v.exchanges
       FROM unnest($1::bigint[], $2::jsonb[], $4::int[], $5::int[], $6::jsonb[]) AS v(key, issues, datasets, exchanges, counts) WHERE d.key = v.key`,
    [readings.map((r) => keys.get(r)), readings.map((r) => JSON.stringify(r.issues.slice(0, ISSUES_PER_RECORD))), context.adapterVersion, readings.map((r) => r.summary.datasets), readings.map((r) => r.summary.exchanges), readings.map((r) => JSON.stringify(countsOf(r)))]);
  return keys;
}

const documentColumns = ['key', 'sha256', 'name', 'format', 'format_version', 'byte_length', 'content', 'encoding', 'import_run', 'adapter', 'datasets', 'exchanges', 'partner_id'];

function documentRow(key: bigint, reading: FileReading, context: StoreContext) {
  const { opened } = reading;
  return [
    { type: 'bigint', value: key }, { type: 'bytea', value: opened.sha256 }, { type: 'text', value: opened.entry.name }, { type: 'text', value: reading.format ?? '' },
    { type: 'text', value: reading.formatVersion ?? null }, { type: 'bigint', value: BigInt(opened.byteLength) }, { type: 'bytea', value: opened.content.bytes },
    { type: 'text', value: opened.content.encoding }, { type: 'bigint', value: context.run === undefined ? null : BigInt(context.run.key) }, { type: 'text', value: context.adapterVersion },
    { type: 'integer', value: reading.summary.datasets }, { type: 'integer', value: reading.summary.exchanges },
    { type: 'uuid', value: context.partnerId === undefined ? null : Buffer.from(context.partnerId.replaceAll('-', ''), 'hex') },
  ] as const;
}

/** Ends what is superseded and removes placeholders that are now filled; rows of this very batch are only noted. */
async function endSuperseded(client: ClientBase, fresh: readonly Decided[], context: StoreContext): Promise<{ ended: Set<string>; dropped: Set<string> }> {
  const here = new Set(fresh.map((d) => `${d.candidate.dataset.noun}/${d.key}`));
  const inBatch = { ended: new Set<string>(), dropped: new Set<string>() };
  for (const [noun, list] of Map.groupBy(fresh, (d) => d.candidate.dataset.noun)) {
    const { name } = nounTables[noun];
    const outside = (keys: string[], noted: Set<string>) => keys.filter((key) => {
      if (!here.has(`${noun}/${key}`)) return true;
      noted.add(`${noun}/${key}`);
      return false;
    });
    const ended = outside(list.flatMap(({ decision }) => (decision.state === 'updated' && decision.supersedes ? [decision.supersedes] : [])), inBatch.ended);
    const replaced = outside(list.flatMap(({ decision }) => (decision.state === 'new' && decision.replaces ? [decision.replaces] : [])), inBatch.dropped);
    if (ended.length > 0) await client.query(`UPDATE ${name} SET recorded_to = $2 WHERE key = ANY($1::bigint[])`, [ended, context.recordedAt]);
    if (replaced.length > 0) await client.query(`DELETE FROM ${name} WHERE key = ANY($1::bigint[]) AND (placeholder OR derived)`, [replaced]);
  }
  return inBatch;
}

function issuesOf({ candidate, decision }: Decided): Issue[] {
  const { id, version } = idOf(candidate);
  const where = { file: candidate.reading.opened.entry.name, dataset: `${candidate.dataset.noun} ${id}` };
  if (decision.state !== 'updated') return [];
  if (decision.sameVersion && decision.supersedes !== undefined && candidate.revises !== true) return [makeIssue('same-version-changed', where, { version })];
  return decision.current === undefined ? [] : [makeIssue('version-older', where, { version, current: decision.current })];
}

/** Another batch stored a version of the same dataset meanwhile; with it in sight the decision is made anew. */
export const isCollision = (error: unknown): boolean => ['23505', '40P01', '40001'].includes((error as { code?: string }).code ?? '');

/** Stores a batch in one transaction. Either all of it is stored or nothing. */
export async function storeBatch(client: ClientBase, batch: PreparedBatch, verdicts: readonly Verdict[], context: StoreContext): Promise<StoredBatch> {
  const offset = batch.arrivals.length - batch.candidates.length;
  const result: StoredBatch = { decided: [], duplicates: [], repeated: [] };
  const accepted: Accepted[] = [];
  batch.candidates.forEach((candidate, i) => {
    const verdict = verdicts[offset + i]!;
    if (verdict.accepted) accepted.push({ candidate, replacesBrief: verdict.replacesBrief === true });
    else if (verdict.reason === 'known') result.repeated.push(candidate);
    else {
      const { id, version } = idOf(candidate);
      const where = { file: candidate.reading.opened.entry.name, dataset: `${candidate.dataset.noun} ${id}` };
      result.duplicates.push({ candidate, issue: makeIssue('duplicate-dataset', where, { id, version, other: verdict.other }) });
    }
  });
  // Lists of a package (units, places, categories) hold no dataset, but what they say is kept with them.
  const lists = batch.readings.filter((r) => r.format !== undefined && !r.refused && r.summary.datasets === 0);
  for (let attempt = 1; accepted.length + lists.length > 0; attempt += 1) {
    await client.query('BEGIN');
    try {
      result.decided = await storeAccepted(client, accepted, lists, context);
      await client.query('COMMIT');
      break;
    } catch (error) {
      await client.query('ROLLBACK').catch(() => undefined);
      if (attempt === 5 || !isCollision(error)) throw error;
    }
  }
  return result;
}

/** Stores candidates in the transaction that is going on; of those with the same identity in the order given. @throws what PostgreSQL says where another session stored a version meanwhile: see `isCollision` */
export const storeCandidates = (client: ClientBase, candidates: readonly Candidate[], context: StoreContext): Promise<Decided[]> =>
  storeAccepted(client, candidates.map((candidate) => ({ candidate, replacesBrief: false })), [], context);

async function storeAccepted(client: ClientBase, accepted: readonly Accepted[], lists: readonly FileReading[], context: StoreContext): Promise<Decided[]> {
  const decided = await decideAll(client, accepted);
  const fresh = decided.filter((d) => d.decision.state !== 'unchanged');
  for (const d of fresh) d.issues = issuesOf(d);
  const counts = (reading: FileReading): Record<string, number> => {
    const all = { ...reading.summary.issueCounts };
    for (const d of fresh) if (d.candidate.reading === reading) for (const { code } of d.issues) all[code] = (all[code] ?? 0) + 1;
    return all;
  };
  const documents = await storeDocuments(client, [...new Set([...fresh.filter((d) => !d.candidate.dataset.derived).map((d) => d.candidate.reading), ...lists])], context, counts);
  const { ended, dropped } = await endSuperseded(client, fresh, context);
  const book = new CopyBook();
  for (const d of fresh) {
    const { noun, record } = d.candidate.dataset;
    const label = `${noun}/${d.key}`;
    if (!dropped.has(label)) book.addDataset(noun, record as Record<string, unknown>, d.candidate.text, rowContext(d, documents, context, ended.has(label)));
  }
  await book.copyTo(client);
  return decided;
}

function rowContext({ candidate, decision, key, issues }: Decided, documents: ReadonlyMap<FileReading, string>, context: StoreContext, ended: boolean) {
  return {
    key,
    revision: (decision as { revision: number }).revision,
    recordedFrom: context.recordedAt,
    recordedTo: ended || isPast(decision) ? context.recordedAt : null,
    supersedes: decision.state === 'updated' ? decision.supersedes ?? null : null,
    changeReason: decision.state === 'updated' ? 'DATA' : null,
    derived: candidate.dataset.derived === true,
    sourceDocument: documents.get(candidate.reading) ?? null,
    importRun: context.run?.key ?? null,
    adapter: `${candidate.reading.format ?? 'tanlu'} ${context.adapterVersion}`,
    contentHash: candidate.text.hash,
    ...(candidate.visibility === undefined ? {} : { visibility: candidate.visibility }),
    issues: [...candidate.dataset.issues, ...issues].slice(0, ISSUES_PER_RECORD),
  };
}
