// A hub with a PACT host over a real database: partners with credentials, footprints of records, row-level security; asked over HTTP.
import { pino } from 'pino';
import type { Pool } from 'pg';
import { pactHostOptions } from '../../../../src/cli/pact-exchange.ts';
import { readConfig } from '../../../../src/config.ts';
import { migrate } from '../../../../src/database/migrate.ts';
import { makePool } from '../../../../src/database/pool.ts';
import { usableReaderRole } from '../../../../src/database/reader-role.ts';
import { ReadDatabase } from '../../../../src/database/read/read-database.ts';
import { partnerTable } from '../../../../src/database/tables/access.ts';
import { makeContext } from '../../../../src/hub/graphql/context.ts';
import { partnerLookup } from '../../../../src/hub/partner/partner-standing.ts';
import type { Footprint } from '../../../../src/model/footprint.ts';
import { makeIdentity } from '../../../../src/server/oauth/identity.ts';
import type { PactHostOptions } from '../../../../src/server/pact/pact-host.ts';
import { buildGraphqlSchema } from '../../../../src/server/graphql/schema.ts';
import type { PactContext } from '../../../../src/transfer/pact/context.ts';
import { PactPreviews } from '../../../../src/transfer/pact/projections/preview.ts';
import { refreshProjections } from '../../../../src/transfer/pact/projections/refresh.ts';
import { freshDatabase } from '../../../support/database.ts';
import { aFootprint, uuidOf } from '../../../hub/support/records.ts';
import { insertValues } from '../../../hub/support/rows.ts';
import { accessToken, secret } from '../../support/identity-server.ts';
import { testServer, token as adminToken, type TestServer } from '../../support/running-server.ts';

export { adminToken };

export interface Asked { status: number; headers: Headers; text: string; code: string | undefined; data: Record<string, unknown>[]; ids: string[]; one: Record<string, unknown> | undefined }

export interface PactHub extends TestServer {
  pool: Pool;
  context: PactContext;
  /** Registers a partner with a client and gives a token of it. */
  partner(n: number, more?: Record<string, unknown>): Promise<{ id: string; clientId: string; clientSecret: string; token: string }>;
  refresh(): Promise<number>;
  /** GETs a path, or a whole address, with the token of partner 1 unless another or none is given. */
  get(target: string, token?: string | null, headers?: Record<string, string>): Promise<Asked>;
}

/** 12 liters with 18 kg CO2e: 1.5 kg a liter (ADR-36). */
export const bottle = (n: number, more: Partial<Footprint> = {}, product = 1): Footprint => aFootprint(n, product, '18', {
  owner: { type: 'organization', id: uuidOf(5, 1) }, declaredUnit: 'l', declaredAmount: '12', massPerUnit: '9.468', createdAt: '2026-02-01T00:00:00Z',
  result: { total: '18', totalExcludingUptake: '18', fossil: '18', fossilCarbonContent: '0', storedCarbon: '0' }, scope: { boundary: 'CRADLE_TO_GATE', cutOffPercent: '0', includesPackaging: true },
  method: { ...aFootprint(1, 1, '1').method, ipccReports: ['AR6'], crossSectoralStandards: ['ISO14067'] }, geography: { code: 'CN', system: 'iso', stated: 'CN' }, ...more,
});

export async function readAsked(response: Response): Promise<Asked> {
  const text = await response.text();
  const body = text === '' ? {} : JSON.parse(text) as { code?: string; data?: unknown };
  const data = Array.isArray(body.data) ? body.data as Record<string, unknown>[] : [];
  return { status: response.status, headers: response.headers, text, code: body.code, data, ids: data.map(({ id }) => String(id)), one: Array.isArray(body.data) ? undefined : body.data as Record<string, unknown> };
}

export async function pactHub(environment: Record<string, string> = {}, changes: Partial<PactHostOptions> = {}): Promise<PactHub> {
  const database = await freshDatabase();
  await migrate(database.url);
  const pool = makePool(database.url, { size: 4 });
  const reading = makePool(database.url, { size: 4, role: await usableReaderRole(pool) });
  const db = new ReadDatabase(reading);
  const config = readConfig(environment);
  const partner = partnerLookup(pool);
  const identity = await makeIdentity({ config, pool, log: pino({ level: 'silent' }), adminToken, secret, partner });
  const context: PactContext = {
    databaseUrl: database.url, pool, issuer: 'hub.example.org', source: 'https://hub.example.org', secret, network: { allowPrivate: true, allowHttp: true }, log: pino({ level: 'silent' }), adapterVersion: '0.1.0', requestDays: 30,
  };
  const pact: PactHostOptions = { ...pactHostOptions(config, context, db, partner), ...changes };
  const server = await testServer({ identity, pact, pactPreviews: new PactPreviews(context, pact.footprints), schema: buildGraphqlSchema(), hubContext: (principal) => makeContext(db, principal) }, environment);
  let first: string | null = null;
  return {
    ...server, pool, context,
    async partner(n, more = {}) {
      const id = uuidOf(20, n);
      await insertValues(pool, partnerTable, [{ id, name: `Partner ${n}`, kind: 'BUYER', ...more }]);
      const clientId = `client-${n}`;
      const { secret: clientSecret } = await identity.credentials.issue({ partnerId: id, clientId });
      const token = environment['TANLU_TLS_CERT'] === undefined ? await accessToken(server, clientId, clientSecret) : '';
      first ??= token;
      return { id, clientId, clientSecret, token };
    },
    refresh: () => refreshProjections(pool, context),
    async get(target, token = first, headers = {}) {
      return readAsked(await fetch(target.startsWith('/') ? server.url + target : target, { headers: { ...(token === null ? {} : { authorization: `Bearer ${token}` }), ...headers } }));
    },
    async close() {
      await server.close();
      await Promise.all([pool.end(), reading.end()]);
      await database.drop();
    },
  };
}
