// Imports as background jobs of the server: started by a mutation, watched by querying the import run, canceled or ended with the server.
import { messageOf } from '../../errors.ts';
import type { Log } from '../../log.ts';
import { importPackages } from './import.ts';

export interface ImportServiceOptions {
  databaseUrl: string;
  adapterVersion: string;
  workers: number;
  log: Log;
}

/** Runs one import at a time per database; others wait their turn. */
export class ImportJobs {
  readonly #running = new Map<string, { controller: AbortController; done: Promise<void> }>();
  readonly #options: ImportServiceOptions;

  constructor(options: ImportServiceOptions) {
    this.#options = options;
  }

  /** Starts an import and returns the id of its run as soon as the run is recorded. Rejects where the package itself is unusable. */
  async start(input: { path: string; origin: string; onFinished: () => Promise<void> }): Promise<{ id: string }> {
    const { databaseUrl, adapterVersion, workers, log } = this.#options;
    const controller = new AbortController();
    const began = Promise.withResolvers<{ id: string }>();
    const done = importPackages({
      databaseUrl, adapterVersion, workers, paths: [input.path], origin: input.origin, signal: controller.signal, onBegin: (run) => began.resolve({ id: run.id }),
    }).then(
      (report) => { log.info({ run: report.run, datasets: report.datasets, seconds: report.seconds }, 'import completed'); },
      (error: unknown) => {
        log.error({ origin: input.origin, error: messageOf(error) }, 'import failed');
        began.reject(error); // no effect where the run had begun: its row tells
      },
    ).then(() => input.onFinished()).catch((error: unknown) => { log.warn({ error: messageOf(error) }, 'an upload could not be removed'); });
    const { id } = await began.promise;
    this.#running.set(id, { controller, done });
    void done.then(() => this.#running.delete(id));
    return { id };
  }

  /** Asks a run of this process to stop. False where it is not running here. */
  async cancel(id: string): Promise<boolean> {
    const job = this.#running.get(id);
    job?.controller.abort();
    return job !== undefined;
  }

  /** Cancels everything and waits for its end. */
  async close(): Promise<void> {
    const jobs = [...this.#running.values()];
    for (const job of jobs) job.controller.abort();
    await Promise.all(jobs.map((job) => job.done));
  }
}
