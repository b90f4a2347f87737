// tanlu start: the whole hub on one port: database, migrations, demonstration data, GraphQL, pages.
import { availableParallelism } from 'node:os';
import type { Command } from 'commander';
import { readConfig, VERSION, type Config } from '../config.ts';
import { connect } from '../database/connect.ts';
import { makePool } from '../database/pool.ts';
import { setUpSql, usableReaderRole } from '../database/reader-role.ts';
import { ReadDatabase } from '../database/read/read-database.ts';
import type { Principal } from '../hub/access/principal.ts';
import { makeContext } from '../hub/graphql/context.ts';
import { PactFootprintService } from '../hub/pact-footprint/pact-footprint.service.ts';
import { partnerLookup } from '../hub/partner/partner-standing.ts';
import { makeLog, type Log } from '../log.ts';
import { adminToken, adminTokenPath } from '../server/admin-token.ts';
import { buildGraphqlSchema } from '../server/graphql/schema.ts';
import { printSdl } from '../server/graphql/print.ts';
import type { Identity } from '../server/oauth/identity.ts';
import { secretKey } from '../server/oauth/secret-key.ts';
import { startServer } from '../server/http.ts';
import { makeHubServices } from '../server/hub-services.ts';
import { loadDemo } from '../transfer/demo/load-demo.ts';
import { MappingService } from '../transfer/flow-maps/mapping-service.ts';
import { ImportJobs } from '../transfer/import/import-service.ts';
import type { PactContext } from '../transfer/pact/context.ts';
import { ExchangeService } from '../transfer/pact/exchange-service.ts';
import type { PactJobs } from '../transfer/pact/jobs.ts';
import { eventEffects } from '../transfer/pact/received/take-answers.ts';
import { pullScheduled } from '../transfer/pact/sync/pull.ts';
import { markInterruptedPulls } from '../transfer/pact/sync/sync-run.ts';
import { PactPreviews } from '../transfer/pact/projections/preview.ts';
import { markInterrupted } from '../transfer/import/run-record.ts';
import { webPages } from '../web/pages.ts';
import { openDatabase, type OpenDatabase } from './database.ts';
import { print, tell } from './output.ts';
import { pactContext, pactHostOptions } from './pact-exchange.ts';

/** Puts an empty hub in order: dead imports are marked, demonstration data loaded. */
async function prepare(config: Config, database: OpenDatabase): Promise<void> {
  const client = await connect(database.url, 'tanlu set-up');
  try {
    await markInterrupted(client);
    const loaded = config.TANLU_DEMO ? await loadDemo(client, VERSION) : undefined;
    if (loaded !== undefined) tell(`Loaded ${loaded} demonstration records (TANLU_DEMO=false leaves them out).`);
  } finally {
    await client.end();
  }
}

/** The role to read as; where there is none, what would make it stands in the log. */
async function readerRole(url: string, log: Log): Promise<string | undefined> {
  const client = await connect(url, 'tanlu set-up');
  try {
    const role = await usableReaderRole(client);
    if (role === undefined) log.warn({ run: setUpSql(client.escapeIdentifier(new URL(url).username)) }, 'row-level security is not in force, since there is no role to read as: have the administrator of the database run this, then start again');
    return role;
  } finally {
    await client.end();
  }
}

/** Starts the jobs of the exchange, after what a process that died has left is put in order. */
async function startJobs(context: PactContext): Promise<PactJobs> {
  await markInterruptedPulls(context.pool);
  const { PactJobs: Jobs } = await import('../transfer/pact/jobs.ts'); // its queue takes time to load, which other commands need not wait for
  const jobs = new Jobs({ context, effects: eventEffects, pull: pullScheduled });
  await jobs.start();
  return jobs;
}

interface Running { url: string; signIn: Identity['signIn']; stop(): Promise<void> }

async function startHub(config: Config, log: Log): Promise<Running> {
  const database = await openDatabase(config);
  try {
    await prepare(config, database);
    const role = await readerRole(database.url, log);
    const pool = makePool(database.url, { statementTimeout: config.TANLU_TIMEOUT_MS, role });
    const known = makePool(database.url, { statementTimeout: config.TANLU_TIMEOUT_MS, role });
    const db = new ReadDatabase(pool, known);
    const imports = new ImportJobs({ databaseUrl: database.url, adapterVersion: VERSION, workers: config.TANLU_WORKERS ?? availableParallelism(), log });
    const schema = buildGraphqlSchema();
    const token = await adminToken(config);
    // Connections of its own: who asks is known also while long questions are answered.
    const identityPool = makePool(database.url, { size: 4 });
    const exchangePool = makePool(database.url, { size: 4, statementTimeout: 60_000 }); // batches of what partners sent may take their time
    const { makeIdentity } = await import('../server/oauth/identity.ts'); // its libraries take time to load, which other commands need not wait for
    const secret = await secretKey(config);
    const partner = partnerLookup(identityPool);
    const identity = await makeIdentity({ config, pool: identityPool, log, adminToken: token, secret, partner });
    const services = makeHubServices(identityPool, secret, identity);
    const exchange = await pactContext(config, database.url, exchangePool, log);
    const server = await startServer({
      config, log, schema, sdl: printSdl(schema), adminToken: token, identity, services, imports, mappings: new MappingService(database.url), databaseUrl: database.url, pages: webPages({ signIn: identity.signIn !== undefined }),
      hubContext: (principal: Principal) => makeContext(db, principal, { maxPage: config.TANLU_MAX_PAGE }, services),
      pact: pactHostOptions(config, exchange, db, partner), pactPreviews: new PactPreviews(exchange, new PactFootprintService(db)), exchange: new ExchangeService(exchange),
      readiness: [{ name: 'database', check: async () => { await pool.query('SELECT 1 FROM import_run LIMIT 1'); } }],
    });
    if (config.TANLU_PUBLIC_URL === undefined) exchange.source = `${server.url}${config.TANLU_PACT_PATH}`;
    const jobs = await startJobs(exchange);
    return {
      url: server.url, signIn: identity.signIn,
      async stop() {
        await imports.close();
        await server.close();
        await jobs.stop();
        await Promise.all([pool.end(), known.end(), identityPool.end(), exchangePool.end()]);
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

export function startCommand(program: Command): void {
  program.command('start').description('Start the hub: database, demonstration data, GraphQL and pages on one port.').action(async () => {
    const config = readConfig();
    const log = makeLog(config.TANLU_LOG);
    const begun = performance.now();
    const hub = await startHub(config, log);
    print([
      `Tanlu ${VERSION} is ready at ${hub.url} (${((performance.now() - begun) / 1000).toFixed(1)} s)`,
      `  GraphiQL   ${hub.url}/graphiql`,
      `  GraphQL    ${hub.url}/graphql`,
      `  export     ${hub.url}/export?format=ilcd`,
      `  PACT host  ${hub.url}${config.TANLU_PACT_PATH}/3/footprints (and /2), for partners`,
      config.TANLU_ADMIN_TOKEN === undefined ? `  token for administrative writes: ${adminTokenPath(config)}` : '  token for administrative writes: TANLU_ADMIN_TOKEN',
      ...hub.signIn === undefined ? [] : [`  sign in    ${hub.url}/auth/login`],
      ...hub.signIn === 'development' ? ['  People sign in with a provider for development: whoever has that token may be any of its demonstration people. TANLU_OIDC_ISSUER names yours; TANLU_DEV_SIGN_IN=false leaves it out.'] : [],
      '  Ctrl-C ends it.',
    ].join('\n'));
    let stopping = false;
    const stop = (signal: string) => {
      if (stopping) process.exit(1);
      stopping = true;
      log.info({ signal }, 'stopping');
      hub.stop().then(() => process.exit(0), (error: unknown) => {
        log.error({ error }, 'could not stop cleanly');
        process.exit(3);
      });
    };
    process.on('SIGINT', () => stop('SIGINT'));
    process.on('SIGTERM', () => stop('SIGTERM'));
  });
}
