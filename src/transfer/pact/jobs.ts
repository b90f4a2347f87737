// The jobs of the exchange, by pg-boss: projections, events that came in, the outbox, pulls, deadlines. The tables are the truth: a job only says that a row is due, so that one that is lost or comes twice does no harm.
import { Client } from 'pg';
import { PgBoss } from 'pg-boss';
import { messageOf } from '../../errors.ts';
import type { PactContext } from './context.ts';
import type { EventEffects } from './events/effects.ts';
import { processEvent } from './events/process.ts';
import { deliver } from './outbox/deliver.ts';
import { refreshProjections, renewProjections } from './projections/refresh.ts';
import { endOverdueRequests } from './requests/decide.ts';

export interface PactJobsOptions {
  context: PactContext;
  effects: EventEffects;
  /** Pulls the footprints of a partner; what goes wrong stands with the partner. */
  pull: (context: PactContext, partnerId: string) => Promise<void>;
}

/** Queues with the rows that are due for each. One job a row waits at a time. */
const queues = {
  'pact-event': { atOnce: 4, due: `select key::text as id from received_event where done_at is null and next_attempt_at <= now() and kind <> 'published' order by key limit 1000` },
  // What is announced is got from the host of the partner, which may take its time: answers do not wait for that.
  'pact-announcement': { atOnce: 2, due: `select key::text as id from received_event where done_at is null and next_attempt_at <= now() and kind = 'published' order by key limit 1000` },
  'pact-delivery': { atOnce: 4, due: `select id::text from delivery where state = 'PENDING' and next_attempt_at <= now() order by next_attempt_at limit 1000` },
  'pact-pull': { atOnce: 2, due: `select id::text from partner where status = 'ACTIVE' and sync_minutes is not null and base_url is not null and coalesce(next_sync_at, now()) <= now() order by next_sync_at nulls first limit 100` },
  'pact-projection': { atOnce: 1, due: `select 'all' as id where exists (select from pact_pending)` },
} as const;
type QueueName = keyof typeof queues;

/** When something is due next, in milliseconds from now. */
const nextDue = `select least(
  (select min(next_attempt_at) from delivery where state = 'PENDING'), (select min(next_attempt_at) from received_event where done_at is null),
  (select min(next_sync_at) from partner where status = 'ACTIVE' and sync_minutes is not null and base_url is not null), (select min(deadline) from footprint_request where state in ('RECEIVED', 'SENT'))) as at`;
const longestPauseMs = 60_000;
/** Changes that come together are looked at together. */
const gatherMs = 50;

export class PactJobs {
  readonly #options: PactJobsOptions;
  readonly #boss: PgBoss;
  #listener: Client | undefined;
  #timer: NodeJS.Timeout | undefined;
  #sweeping: Promise<void> | undefined;
  #again = false;
  #stopped = false;

  constructor(options: PactJobsOptions) {
    this.#options = options;
    this.#boss = new PgBoss({ connectionString: options.context.databaseUrl, schema: 'tanlu_jobs', application_name: 'tanlu jobs', max: 4, useListenNotify: true });
    this.#boss.on('error', (error) => { options.context.log.error({ reason: messageOf(error) }, 'the job queue met an error'); });
  }

  /** Starts to work. Throws where the database does not let the queue make its schema. */
  async start(): Promise<void> {
    const { context } = this.#options;
    await this.#boss.start();
    const handlers: Record<QueueName, (id: string) => Promise<unknown>> = {
      'pact-event': (id) => processEvent(context, this.#options.effects, id),
      'pact-announcement': (id) => processEvent(context, this.#options.effects, id),
      'pact-delivery': (id) => deliver(context, id),
      'pact-pull': (id) => this.#options.pull(context, id),
      'pact-projection': () => refreshProjections(context.pool, context),
    };
    for (const [name, { atOnce }] of Object.entries(queues) as [QueueName, (typeof queues)[QueueName]][]) {
      // Tried again by what the row says, not by the queue.
      await this.#boss.createQueue(name, { policy: 'short', notify: true, retryLimit: 0, deleteAfterSeconds: 3600, expireInSeconds: 3600 });
      for (let i = 0; i < atOnce; i += 1) {
        const worker: string = await this.#boss.work<{ id: string }>(name, { pollingIntervalSeconds: 2 }, async ([job]) => {
          await handlers[name](job!.data.id);
          this.#boss.notifyWorker(worker); // one announcement may stand for many jobs: it looks for the next without a pause
          this.wake();
        });
      }
    }
    await renewProjections(context.pool, context);
    await this.#listen();
    this.wake();
  }

  /** Looks soon for what is due. */
  wake(): void {
    if (this.#stopped) return;
    if (this.#sweeping !== undefined) {
      this.#again = true; // its end would forget a timer set now
      return;
    }
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => { this.#sweep(); }, gatherMs);
  }

  #sweep(): void {
    if (this.#sweeping !== undefined) {
      this.#again = true;
      return;
    }
    this.#sweeping = this.#sweepOnce().catch((error: unknown) => {
      this.#options.context.log.warn({ reason: messageOf(error) }, 'what is due could not be looked up');
      return longestPauseMs;
    }).then((pause) => {
      this.#sweeping = undefined;
      if (this.#stopped) return;
      clearTimeout(this.#timer);
      this.#timer = setTimeout(() => { this.#sweep(); }, this.#again ? gatherMs : pause);
      this.#again = false;
    });
  }

  /** Has a job made for each row that is due; tells how long nothing else will be. */
  async #sweepOnce(): Promise<number> {
    const { context } = this.#options;
    await endOverdueRequests(context);
    for (const [name, { due }] of Object.entries(queues)) {
      const { rows } = await context.pool.query<{ id: string }>(due);
      if (rows.length > 0) await this.#boss.insert(name, rows.map(({ id }) => ({ data: { id }, singletonKey: id })));
    }
    const { rows: [next] } = await context.pool.query<{ at: string | null }>(nextDue);
    return next?.at == null ? longestPauseMs : Math.min(longestPauseMs, Math.max(1000, Date.parse(next.at) - Date.now()));
  }

  /** Rows that come in announce themselves; a connection that is lost is made anew, and what was missed is looked up. */
  async #listen(): Promise<void> {
    if (this.#stopped) return;
    const client = new Client({ connectionString: this.#options.context.databaseUrl, application_name: 'tanlu jobs', keepAlive: true });
    this.#listener = client;
    const again = (): void => {
      if (this.#stopped || this.#listener !== client) return;
      this.#listener = undefined;
      setTimeout(() => { this.#listen().then(() => { this.wake(); }, again); }, 1000);
    };
    client.on('notification', () => { this.wake(); });
    client.on('error', again);
    client.on('end', again);
    await client.connect();
    await client.query('listen pact_work');
  }

  /** Ends when the jobs that are going on have ended, at most after `withinMs`. */
  async stop(withinMs = 10_000): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#sweeping;
    await this.#listener?.end().catch(() => undefined);
    await this.#boss.stop({ graceful: true, timeout: withinMs });
  }
}
