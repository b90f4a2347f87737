// The exchange of footprints as configured: what it needs of the hub, for the server and for commands.
import { readFile } from 'node:fs/promises';
import type { Pool } from 'pg';
import { VERSION, type Config } from '../config.ts';
import type { ReadDatabase } from '../database/read/read-database.ts';
import { systemReason, TanluError } from '../errors.ts';
import { recordAccess } from '../hub/access-event/record-access.ts';
import { PactFootprintService } from '../hub/pact-footprint/pact-footprint.service.ts';
import type { PartnerLookup } from '../hub/partner/partner-standing.ts';
import type { Log } from '../log.ts';
import { partnerKey, secretKey } from '../server/oauth/secret-key.ts';
import type { PactHostOptions } from '../server/pact/pact-host.ts';
import type { NetworkRules } from '../transfer/pact/client/network-rules.ts';
import type { PactContext } from '../transfer/pact/context.ts';
import { eventReceiver } from '../transfer/pact/host/event-receiver.ts';

/** Rules for reaching partners. @throws TanluError (usage) where the file of certificates cannot be read. */
export async function networkRules(config: Pick<Config, 'TANLU_PACT_CA' | 'TANLU_PACT_ALLOW_PRIVATE' | 'TANLU_PACT_ALLOW_HTTP'>): Promise<NetworkRules> {
  const { TANLU_PACT_CA: file, TANLU_PACT_ALLOW_PRIVATE: allowPrivate, TANLU_PACT_ALLOW_HTTP: allowHttp } = config;
  if (file === undefined) return { allowPrivate, allowHttp };
  const ca = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new TanluError('CONFIG_INVALID', `TANLU_PACT_CA: ${file} cannot be read: ${systemReason(error)}.`, { kind: 'usage', cause: error });
  });
  return { allowPrivate, allowHttp, ca };
}

/** Without TANLU_PUBLIC_URL the source is set when the address of the server is known. */
export async function pactContext(config: Config, databaseUrl: string, pool: Pool, log: Log): Promise<PactContext> {
  const address = config.TANLU_PUBLIC_URL ?? `${config.TANLU_TLS_CERT === undefined ? 'http' : 'https'}://${config.HOST}:${config.PORT}`;
  return {
    databaseUrl, pool, log, adapterVersion: VERSION, requestDays: config.TANLU_REQUEST_DAYS, network: await networkRules(config), secret: partnerKey(await secretKey(config)),
    issuer: config.TANLU_PACT_ISSUER ?? new URL(address).hostname, source: `${address}${config.TANLU_PACT_PATH}`,
  };
}

/** The PACT host over the exchange. */
export const pactHostOptions = (config: Pick<Config, 'TANLU_PACT_PATH' | 'TANLU_PACT_PAGE' | 'TANLU_MAX_EVENT_BYTES'>, context: PactContext, db: ReadDatabase, partner: PartnerLookup): PactHostOptions => ({
  path: config.TANLU_PACT_PATH, footprints: new PactFootprintService(db), partner, receiveEvent: eventReceiver(context), limits: { page: config.TANLU_PACT_PAGE, eventBytes: config.TANLU_MAX_EVENT_BYTES },
  recordAccess: (principal, path, given) => recordAccess(context.pool, principal, path, given),
});
