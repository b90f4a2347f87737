// tanlu pact pull: the footprints of a partner, from its PACT host into the hub.
import type { Command } from 'commander';
import type { Pool } from 'pg';
import { readConfig } from '../config.ts';
import { makePool } from '../database/pool.ts';
import { exitCodeOf, TanluError } from '../errors.ts';
import { makeLog } from '../log.ts';
import type { PactContext } from '../transfer/pact/context.ts';
import type { PullReport } from '../transfer/pact/sync/pull.ts';
import { openDatabase } from './database.ts';
import { print, tell } from './output.ts';
import { pactContext } from './pact-exchange.ts';
import { showPull } from './progress.ts';

export interface NamedPartner { id: string; name: string }

/** The partner that is meant by its name, in any case, or by its identifier. @throws TanluError (usage) PARTNER_UNKNOWN */
async function findPartner(pool: Pool, named: string): Promise<NamedPartner> {
  const { rows: [found] } = await pool.query<NamedPartner>('select id::text, name from partner where lower(name) = lower($1) or id::text = lower($1)', [named]);
  if (found === undefined) throw new TanluError('PARTNER_UNKNOWN', `There is no partner ${named}. "tanlu partner list" names those that there are.`, { kind: 'usage' });
  return found;
}

/** Opens the hub for work with a partner, and closes it. */
export async function withPartner(named: string, work: (context: PactContext, partner: NamedPartner) => Promise<void>): Promise<void> {
  const config = readConfig();
  const database = await openDatabase(config);
  const pool = makePool(database.url, { size: 2, statementTimeout: 0 });
  try {
    const context = await pactContext(config, database.url, pool, makeLog(process.env['TANLU_LOG'] === undefined ? 'error' : config.TANLU_LOG));
    await work(context, await findPartner(pool, named));
  } finally {
    await pool.end();
    await database.close();
  }
}

/** Ctrl-C ends the pull after the page under way; a second one ends the process at once. */
function stoppable(): { signal: AbortSignal; release(): void } {
  const controller = new AbortController();
  const handler = () => {
    if (controller.signal.aborted) process.exit(130);
    tell('Stopping. Whole pages stay stored; the next pull goes on.');
    controller.abort();
  };
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, handler);
  return { signal: controller.signal, release: () => { for (const name of ['SIGINT', 'SIGTERM'] as const) process.off(name, handler); } };
}

const exitCode = ({ state, refused, error }: PullReport): number => (error !== undefined ? exitCodeOf(error) : state === 'INTERRUPTED' ? 130 : refused > 0 ? 1 : 0);

export function pactPullCommand(pact: Command): void {
  pact.command('pull').description('Pull the footprints of a partner from its PACT host. What is known already is skipped. Exit codes: 0 ok, 1 footprints were refused or the host errs, 2 usage, 3 the host cannot be reached.')
    .argument('<partner>', 'name or identifier of the partner')
    .option('--json', 'print the full report as JSON on standard output')
    .action((named: string, options: { json?: boolean }) => withPartner(named, async (context, partner) => {
      const { pullPartner } = await import('../transfer/pact/sync/pull.ts'); // reading formats takes time to load, which other commands need not wait for
      const { pullText } = await import('../transfer/pact/sync/report.ts');
      const { signal, release } = stoppable();
      const progress = showPull(`pact pull ${partner.name}`);
      try {
        const report = await pullPartner(context, partner.id, 'PERSON', { signal, onProgress: (counts) => progress.update(counts) });
        progress.stop();
        const { error, ...rest } = report;
        print(options.json === true ? JSON.stringify({ partner, ...rest, ...(error === undefined ? {} : { error: { code: error.code, message: error.message, params: error.params } }) }, undefined, 2) : pullText(partner.name, report));
        process.exitCode = exitCode(report);
      } finally {
        progress.stop();
        release();
      }
    }));
}
