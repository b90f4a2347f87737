// Pulls footprints of a partner from its PACT host: the whole list, or those it announced. Page by page, each stored in one transaction with the counts, so that an end in the middle loses and doubles nothing.
import type { ClientBase } from 'pg';
import { messageOf, TanluError } from '../../../errors.ts';
import { connect, isConnectionLost } from '../../../database/connect.ts';
import { makeIssue, type Issue } from '../../../model/issue.ts';
import type { SyncRun } from '../../../model/exchange-of-footprints.ts';
import { Findings } from '../../import/findings.ts';
import { isCollision } from '../../import/store.ts';
import type { PactClient } from '../client/client.ts';
import { isPactError } from '../client/errors.ts';
import type { FootprintPage } from '../client/pages.ts';
import { under } from '../client/token.ts';
import type { PactContext } from '../context.ts';
import { loadPartner, partnerClient, type PactPartner } from '../partner-client.ts';
import { addressVersion } from '../spoken-version.ts';
import { storeReceived, type Origin, type ReceivedItem } from '../received/store-received.ts';
import { beginRun, endRun, loadSyncState, lockPulls, saveCounts, type SyncCounts, type SyncState, type SyncTrigger } from './sync-run.ts';

export interface PullOptions {
  signal?: AbortSignal;
  /** Called after every page. */
  onProgress?: (counts: SyncCounts) => void;
  /** Milliseconds to wait for another pull of the same partner (default 0). */
  patience?: number;
  /** Called as soon as the run stands, with its identifier. */
  onRun?: (id: string) => void;
  /** Footprints asked for at once (default 500); hosts may give fewer. */
  pageSize?: number;
}

/** What a pull came to, as its row says. `error` is why it failed, as it was thrown. */
export interface PullReport extends SyncCounts {
  run: string;
  state: SyncRun['state'];
  version: string;
  /** The host said that nothing has changed since the last pull. */
  notModified: boolean;
  issueCounts: Record<string, number>;
  issues: Issue[];
  error?: TanluError;
}

/** Of each code so many issues are kept with the run. */
const ISSUES_PER_CODE = 50;
/** After so long the list is read even where the host says that its first page is the same. */
const FULL_AFTER = 24 * 3600 * 1000;
/** Footprints got one by one that are stored together. */
const GET_BATCH = 50;

/** One pull under way: its row, its counts, its connection. */
class Pull {
  readonly client: ClientBase;
  readonly context: PactContext;
  readonly partner: PactPartner;
  readonly run: string;
  readonly counts: SyncCounts = { pages: 0, seen: 0, added: 0, changed: 0, unchanged: 0, refused: 0 };
  readonly findings = new Findings([], {}, ISSUES_PER_CODE);
  notModified = false;
  /** Set where the whole list was read. */
  kept: SyncState | undefined;
  readonly #onProgress: PullOptions['onProgress'];

  constructor(client: ClientBase, context: PactContext, partner: PactPartner, run: string, onProgress: PullOptions['onProgress']) {
    this.client = client;
    this.context = context;
    this.partner = partner;
    this.run = run;
    this.#onProgress = onProgress;
  }

  /** Stores a page, or a part of a list of identifiers, with the counts that then hold. Nothing of it stays where this throws. */
  async store(items: readonly ReceivedItem[], via: Origin['via'], page: { read: boolean; refused?: readonly Issue[] }): Promise<void> {
    const { partner, client } = this;
    const version = addressVersion(partner.version);
    const refused = page.refused ?? [];
    for (let attempt = 1; ; attempt += 1) {
      await client.query('begin');
      try {
        const stored = await storeReceived(client, this.context, partner, items, { url: under(partner.baseUrl!, `/${version}/footprints`), version, via });
        const { counts } = this;
        const sums: SyncCounts = {
          pages: counts.pages + (page.read ? 1 : 0), seen: counts.seen + items.length + refused.length, added: counts.added + stored.added, changed: counts.changed + stored.changed,
          unchanged: counts.unchanged + stored.unchanged, refused: counts.refused + stored.refused + refused.length,
        };
        const findings = new Findings([...this.findings.issues], { ...this.findings.counts }, ISSUES_PER_CODE);
        for (const issue of [...stored.issues, ...refused]) findings.put(issue);
        await saveCounts(client, this.run, sums, findings.issues);
        await client.query('commit');
        Object.assign(counts, sums);
        this.findings.replace(findings);
        this.#onProgress?.({ ...sums });
        return;
      } catch (error) {
        await client.query('rollback').catch(() => undefined); // the connection is gone; the error below tells
        if (attempt === 5 || !isCollision(error)) throw error;
      }
    }
  }

  report(state: SyncRun['state'], error?: TanluError): PullReport {
    return { run: this.run, state, version: this.partner.version, ...this.counts, notModified: this.notModified, issueCounts: this.findings.counts, issues: this.findings.issues, ...(error === undefined ? {} : { error }) };
  }
}

/** Opens a pull, runs `work`, ends its row. Failures of the host are in the report; those of the database are thrown. */
async function pulling(context: PactContext, partnerId: string, trigger: SyncTrigger, whole: boolean, options: PullOptions, work: (pull: Pull, host: PactClient) => Promise<void>): Promise<PullReport> {
  const client = await connect(context.databaseUrl, 'tanlu pact pull');
  try {
    const partner = await loadPartner(client, partnerId);
    if (partner === undefined) throw new TanluError('PARTNER_UNKNOWN', `There is no partner ${partnerId}.`, { kind: 'usage', params: { partner: partnerId } });
    if (!await lockPulls(client, partner, options.patience ?? 0, options.signal)) {
      throw new TanluError('PULL_RUNNING', `Footprints of ${partner.name} are being pulled already; wait for that to end.`, { kind: 'unavailable', params: { partner: partner.id } });
    }
    const run = await beginRun(client, partner, trigger);
    options.onRun?.(run);
    const pull = new Pull(client, context, partner, run, options.onProgress);
    return await finish(pull, whole, options.signal, async () => {
      const host = partnerClient(partner, context);
      try {
        await work(pull, host);
      } finally {
        await host.close();
      }
    });
  } catch (error) {
    if (!isConnectionLost(error)) throw error;
    throw new TanluError('DATABASE_LOST', `The connection to the database was lost (${messageOf(error)}). Whole pages are stored; the next pull goes on.`, { kind: 'unavailable', cause: error });
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function finish(pull: Pull, whole: boolean, signal: AbortSignal | undefined, work: () => Promise<void>): Promise<PullReport> {
  const { client, run, partner, context } = pull;
  try {
    await work();
    await endRun(client, run, partner, 'COMPLETED', undefined, whole, pull.kept);
    return pull.report('COMPLETED');
  } catch (error) {
    if (isConnectionLost(error) && !(error instanceof TanluError)) throw error;
    if (signal?.aborted === true) {
      await endRun(client, run, partner, 'INTERRUPTED', 'The pull was stopped. Whole pages are stored; the next pull goes on.', whole);
      return pull.report('INTERRUPTED');
    }
    await endRun(client, run, partner, 'FAILED', messageOf(error), whole);
    if (!(error instanceof TanluError)) throw error;
    context.log.warn({ partner: partner.id, run, code: error.code, message: error.message }, 'a pull of footprints failed');
    return pull.report('FAILED', error);
  }
}

/**
 * Pulls the whole list of a partner's footprints. What is known byte for byte is skipped; a list of one page that the host says is unchanged is not read again for a day.
 * @throws TanluError PARTNER_UNKNOWN (usage), PULL_RUNNING and DATABASE_LOST (unavailable); what goes wrong at the partner is in the report, on the run and on the partner.
 */
export function pullPartner(context: PactContext, partnerId: string, trigger: SyncTrigger, options: PullOptions = {}): Promise<PullReport> {
  return pulling(context, partnerId, trigger, true, options, async (pull, host) => {
    const before = await loadSyncState(pull.client, partnerId);
    const validators = usableValidators(before, pull.partner);
    const pages = host.listFootprints({}, { limit: options.pageSize ?? 500, ...(validators === undefined ? {} : { validators }), ...(options.signal === undefined ? {} : { signal: options.signal }) });
    let first: FootprintPage | undefined;
    let next = pages.next();
    try {
      for (let step = await next; step.done !== true; step = await next) {
        const page = step.value;
        first ??= page;
        if (page.notModified) pull.notModified = true;
        if (!page.complete) throw new TanluError('PACT_LIST_INCOMPLETE', `The host of ${pull.partner.name} has not finished collecting its list. Nothing of it was taken; the next pull asks again.`, { kind: 'unavailable', params: { url: page.url } });
        next = pages.next(); // the next page comes while this one is stored
        next.catch(() => undefined); // told when it is its turn
        if (!page.notModified) await pull.store(page.footprints, 'pull', { read: true });
        options.signal?.throwIfAborted();
      }
    } finally {
      await next.catch(() => undefined);
      await pages.return();
    }
    if (pull.notModified || first === undefined) return;
    const { etag, lastModified } = first;
    pull.kept = {
      url: pull.partner.baseUrl!, version: pull.partner.version, pages: pull.counts.pages, readAt: new Date().toISOString(),
      validators: { ...(etag === undefined ? {} : { etag }), ...(lastModified === undefined ? {} : { lastModified }) },
    };
  });
}

/** Validators say that one page is unchanged, not what follows it: they serve where that page was the list, and not for ever, as the page may have filled up. */
function usableValidators(state: SyncState | undefined, partner: PactPartner): SyncState['validators'] | undefined {
  if (state === undefined || state.url !== partner.baseUrl || state.version !== partner.version || state.pages !== 1) return undefined;
  return Date.now() - Date.parse(state.readAt) < FULL_AFTER ? state.validators : undefined;
}

/**
 * Gets footprints of a partner by their identifiers, such as those it announced. One that the host does not give, or gives as another, is counted as refused.
 * @throws as `pullPartner`
 */
export function pullFootprints(context: PactContext, partnerId: string, ids: readonly string[], trigger: SyncTrigger, options: PullOptions = {}): Promise<PullReport> {
  return pulling(context, partnerId, trigger, false, options, async (pull, host) => {
    const wanted = [...new Set(ids)];
    for (let at = 0; at < wanted.length; at += GET_BATCH) {
      const items: ReceivedItem[] = [];
      const refused: Issue[] = [];
      let failure: unknown;
      for (const id of wanted.slice(at, at + GET_BATCH)) {
        try {
          const received = await host.getFootprint(id, options.signal);
          const given = received.exact.members.get('id');
          if (typeof given === 'string' && given.trim().toLowerCase().replace(/^urn:uuid:/, '') === id.toLowerCase()) items.push(received);
          else refused.push(makeIssue('pact-footprint-mistaken', { dataset: `footprint ${id}` }, { asked: id }));
        } catch (error) {
          const reason = withheld(error);
          if (reason === undefined) {
            failure = error;
            break;
          }
          refused.push(makeIssue('pact-footprint-withheld', { dataset: `footprint ${id}` }, { reason }));
        }
      }
      await pull.store(items, 'get', { read: false, refused });
      if (failure !== undefined) throw failure;
    }
  });
}

/** Why the host does not give a footprint that is asked for; undefined for errors that are not about it alone. */
function withheld(error: unknown): string | undefined {
  if (!isPactError(error, 'PACT_STATUS')) return undefined;
  const { status, code } = error.params as { status: number; code?: string };
  return [400, 403, 404, 410].includes(status) ? `${status}${code === undefined ? '' : ` ${code}`}` : undefined;
}

/** A pull that is due: what goes wrong stands with the run and the partner, another one that is going on does the same work. */
export async function pullScheduled(context: PactContext, partnerId: string): Promise<void> {
  try {
    await pullPartner(context, partnerId, 'SCHEDULE');
  } catch (error) {
    if (!(error instanceof TanluError && error.code === 'PULL_RUNNING')) throw error;
  }
}
