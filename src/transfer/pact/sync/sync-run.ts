// The row of a pull: begun, counted with every page in the transaction that stores it, ended. A dead pull is recognized by its lock.
import { setTimeout as sleep } from 'node:timers/promises';
import type { ClientBase } from 'pg';
import type { Issue } from '../../../model/issue.ts';
import type { SyncRun } from '../../../model/exchange-of-footprints.ts';
import type { Validators } from '../client/pages.ts';
import type { PactPartner } from '../partner-client.ts';

/** One pull of a partner at a time; the lock frees itself when its holder dies. */
const PULL_LOCK = 7_211_046;

export type SyncTrigger = SyncRun['trigger'];
export interface SyncCounts { pages: number; seen: number; added: number; changed: number; unchanged: number; refused: number }

/** What the next pull needs to know of the last one that went through. */
export interface SyncState { url: string; version: string; pages: number; readAt: string; validators: Validators }

/** Waits for another pull of the partner to end, at most `patience` milliseconds; false where it did not. */
export async function lockPulls(client: ClientBase, partner: Pick<PactPartner, 'key'>, patience: number, signal?: AbortSignal): Promise<boolean> {
  for (const end = Date.now() + patience; ;) {
    const { rows: [row] } = await client.query<{ got: boolean }>('select pg_try_advisory_lock($1, $2::int) as got', [PULL_LOCK, partner.key]);
    if (row!.got) return true;
    if (Date.now() >= end) return false;
    await sleep(200, undefined, signal === undefined ? {} : { signal });
  }
}

const interrupted = `update sync_run r set state = 'INTERRUPTED', finished_at = now(), message = 'The process that pulled ended before it was done. Whole pages are stored; the next pull goes on.'
  from partner p where p.id = r.partner_id and r.state = 'RUNNING'`;

/** Marks pulls whose process died, of all partners: those that nobody holds the lock of. */
export async function markInterruptedPulls(client: Pick<ClientBase, 'query'>): Promise<number> {
  return (await client.query(`${interrupted} and pg_try_advisory_xact_lock($1, p.key::int)`, [PULL_LOCK])).rowCount ?? 0;
}

/** Records a pull; the session holds the lock, so one of this partner that still seems to go on is dead. */
export async function beginRun(client: ClientBase, partner: PactPartner, trigger: SyncTrigger): Promise<string> {
  await client.query(`${interrupted} and p.id = $1`, [partner.id]);
  const { rows: [row] } = await client.query<{ id: string }>(`insert into sync_run (partner_id, trigger, version, started_at) values ($1, $2, $3, clock_timestamp()) returning id::text`, [partner.id, trigger, partner.version]);
  return row!.id;
}

/** Writes the counts so far, in the transaction that stores what they count. */
export async function saveCounts(client: ClientBase, run: string, counts: SyncCounts, issues: readonly Issue[]): Promise<void> {
  await client.query('update sync_run set pages = $2, seen = $3, added = $4, changed = $5, unchanged = $6, refused = $7, issues = $8 where id = $1',
    [run, counts.pages, counts.seen, counts.added, counts.changed, counts.unchanged, counts.refused, issues.length === 0 ? null : JSON.stringify(issues)]);
}

/** Ends a pull; that of a whole list is told of the partner too, with the time of the next one. */
export async function endRun(client: ClientBase, run: string, partner: PactPartner, state: SyncRun['state'], message: string | undefined, whole: boolean, kept?: SyncState): Promise<void> {
  await client.query('begin');
  try {
    await client.query('update sync_run set state = $2, finished_at = clock_timestamp(), message = $3 where id = $1', [run, state, message ?? null]);
    if (whole && state !== 'INTERRUPTED') {
      await client.query(
        `update partner set last_sync_error = $2, last_sync_at = case when $3 then clock_timestamp() else last_sync_at end, sync_state = coalesce($4::jsonb, sync_state),
           next_sync_at = case when sync_minutes is null then null else clock_timestamp() + make_interval(mins => sync_minutes) end where id = $1`,
        [partner.id, state === 'COMPLETED' ? null : message ?? null, state === 'COMPLETED', kept === undefined ? null : JSON.stringify(kept)]);
    }
    await client.query('commit');
  } catch (error) {
    await client.query('rollback').catch(() => undefined); // the connection is gone; the error below tells
    throw error;
  }
}

export async function loadSyncState(client: ClientBase, partnerId: string): Promise<SyncState | undefined> {
  const { rows: [row] } = await client.query<{ state: SyncState | null }>('select sync_state as state from partner where id = $1', [partnerId]);
  return row?.state ?? undefined;
}
