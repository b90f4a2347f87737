// The row of an import run: begun, kept up to date while it goes, ended with its counts and issues. A dead run is recognized by its lock.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import { copyLines } from '../../database/bulk/copy.ts';
import { copyRow } from '../../database/bulk/copy-text.ts';
import type { ImportRun } from '../../model/provenance.ts';
import type { ImportReport } from './report.ts';

/** Only one import at a time writes to a database; this lock says so, and frees itself when its holder dies. */
const IMPORT_LOCK = 7_211_043;
const RUN_LOCK = 7_211_044;

/** Waits for other imports to end; `onWait` is called once where there is one. Rejects when `signal` says to stop waiting. */
export async function lockImports(client: ClientBase, onWait: () => void, signal?: AbortSignal): Promise<void> {
  for (let waited = false; ; waited = true) {
    const tried = await client.query<{ got: boolean }>('SELECT pg_try_advisory_lock($1) AS got', [IMPORT_LOCK]);
    if (tried.rows[0]!.got) return;
    if (!waited) onWait();
    await sleep(300, undefined, signal === undefined ? {} : { signal });
  }
}

/** Lets other imports begin before the session ends. */
export async function unlockImports(client: ClientBase): Promise<void> {
  await client.query('SELECT pg_advisory_unlock($1)', [IMPORT_LOCK]);
}

/** Marks runs whose process died. `own` is the run of this session, whose lock the session would get again. */
export async function markInterrupted(client: ClientBase, own?: RunHandle): Promise<number> {
  const result = await client.query(
    `UPDATE import_run SET state = 'INTERRUPTED', finished_at = now(), message = 'The process that ran this import ended before it was done. Nothing is half-written; run the import again to complete it.'
      WHERE state IN ('RUNNING', 'QUEUED') AND key IS DISTINCT FROM $2::bigint AND pg_try_advisory_xact_lock($1, key::int)`, [RUN_LOCK, own?.key ?? null]);
  return result.rowCount ?? 0;
}

export interface RunHandle { key: string; id: string; startedAt: string }

const startedText = `to_char(started_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS started`;

/** Records a run that waits its turn: its row exists from now on, and the session holds its lock. */
export async function queueRun(client: ClientBase, origin: string, adapterVersion: string): Promise<RunHandle> {
  const made = await client.query<{ key: string; id: string; started: string }>(
    `INSERT INTO import_run (state, origin, adapter_version) VALUES ('QUEUED', $1, $2) RETURNING key::text, id::text, ${startedText}`, [origin, adapterVersion]);
  const { key, id, started } = made.rows[0]!;
  await client.query('SELECT pg_advisory_lock($1, $2::int)', [RUN_LOCK, key]);
  return { key, id, startedAt: started };
}

/** The run's turn has come: what it stores is recorded from now. */
export async function startRun(client: ClientBase, run: RunHandle): Promise<void> {
  const started = await client.query<{ started: string }>(`UPDATE import_run SET state = 'RUNNING', started_at = clock_timestamp() WHERE key = $1 RETURNING ${startedText}`, [run.key]);
  run.startedAt = started.rows[0]!.started;
}

export interface Progress { filesTotal: number; filesDone: number; bytesTotal: number; bytesDone: number; datasets: number }

export async function saveProgress(client: ClientBase, run: RunHandle, progress: Progress, report: ImportReport): Promise<void> {
  const d = report.datasets;
  await client.query(
    `UPDATE import_run SET files_total = $2, files_done = $3, bytes_total = $4, bytes_done = $5, datasets_new = $6, datasets_updated = $7, datasets_unchanged = $8, datasets_refused = $9, exchanges = $10, issue_counts = $11 WHERE key = $1`,
    [run.key, progress.filesTotal, progress.filesDone, progress.bytesTotal, progress.bytesDone, d.new, d.updated, d.unchanged, d.refused, report.exchanges.total, JSON.stringify(report.issueCounts)]);
}

/** Ends a run and keeps its issues: exact counts, and the first examples of each code. */
export async function endRun(client: ClientBase, run: RunHandle, state: ImportRun['state'], message: string | undefined, report: ImportReport): Promise<void> {
  await client.query('BEGIN');
  await client.query('UPDATE import_run SET state = $2, finished_at = now(), message = $3 WHERE key = $1', [run.key, state, message ?? null]);
  const types = ['bigint', 'text', 'text', 'text', 'text', 'text', 'text', 'jsonb'] as const;
  const lines = report.issues.map((i) => copyRow(types, [run.key, i.code, i.kind, i.severity, i.file, i.dataset, i.path, i.params]));
  await copyLines(client, 'import_issue', ['import_run', 'code', 'kind', 'severity', 'file', 'dataset', 'path', 'params'], lines);
  await client.query('COMMIT');
}
