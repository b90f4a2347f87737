// The exchange of footprints as configured: what it needs of the hub, for the server and for commands.
import { readFile } from 'node:fs/promises';
import type { Pool } from 'pg';
import { VERSION, type Config } from '../config.ts';
import { systemReason, TanluError } from '../errors.ts';
import type { Log } from '../log.ts';
import { keyFor, secretKey } from '../server/oauth/secret-key.ts';
import type { NetworkRules } from '../transfer/pact/client/network-rules.ts';
import type { PactContext } from '../transfer/pact/context.ts';

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
  const address = config.TANLU_PUBLIC_URL ?? `http://${config.HOST}:${config.PORT}`;
  return {
    databaseUrl, pool, log, adapterVersion: VERSION, requestDays: config.TANLU_REQUEST_DAYS, network: await networkRules(config), secret: keyFor(await secretKey(config), 'partners'),
    issuer: config.TANLU_PACT_ISSUER ?? new URL(address).hostname, source: `${address}${config.TANLU_PACT_PATH}`,
  };
}
