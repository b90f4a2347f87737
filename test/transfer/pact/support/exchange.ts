// A hub with footprints and a partner whose host is a little server: for tests of what goes between them.
import { pino } from 'pino';
import type pg from 'pg';
import { migrate } from '../../../../src/database/migrate.ts';
import { makePool } from '../../../../src/database/pool.ts';
import { partnerTable } from '../../../../src/database/tables/access.ts';
import { seal } from '../../../../src/hub/access/seal.ts';
import type { Footprint } from '../../../../src/model/footprint.ts';
import type { PactContext } from '../../../../src/transfer/pact/context.ts';
import { secretPlace } from '../../../../src/hub/partner/host-secret.ts';
import { freshDatabase } from '../../../support/database.ts';
import { aFootprint, anOrganization, aProduct, uuidOf } from '../../../hub/support/records.ts';
import { insertDataset, insertValues } from '../../../hub/support/rows.ts';
import { json, littleServer, type LittleServer, type Seen } from './little-server.ts';

export const secret = Buffer.alloc(32, 7);
export const [mine, theirs, partnerId] = [uuidOf(5, 1), uuidOf(5, 2), uuidOf(20, 1)];

/** A footprint that every version can state. */
export const bottle = (n: number, product: number, more: Partial<Footprint> = {}): Footprint => aFootprint(n, product, '18', {
  owner: { type: 'organization', id: mine }, declaredUnit: 'l', declaredAmount: '12', massPerUnit: '9.468', createdAt: '2026-02-01T00:00:00Z',
  result: { total: '18', totalExcludingUptake: '18', fossil: '18', fossilCarbonContent: '0', storedCarbon: '0' }, scope: { boundary: 'CRADLE_TO_GATE', cutOffPercent: '0', includesPackaging: true },
  method: { ...aFootprint(1, 1, '1').method, ipccReports: ['AR6'], crossSectoralStandards: ['ISO14067'] }, geography: { code: 'CN', system: 'iso', stated: 'CN' }, ...more,
});

export const productUrn = (n: number): string => `urn:example:product-${n}`;

export interface Exchange {
  pool: pg.Pool;
  context: PactContext;
  /** The host of the partner; `answer` is the status it gives to events. */
  host: LittleServer & { answer: number };
  /** Events that reached the partner. */
  events(): { id: string; type: string; data: Record<string, unknown> }[];
  close(): Promise<void>;
}

/** Organizations 1 and 2, products 1–4 of the first, partner with a host. */
export async function openExchange(version = '3.0'): Promise<Exchange> {
  const database = await freshDatabase();
  await migrate(database.url);
  const pool = makePool(database.url, { size: 6 });
  for (const n of [1, 2]) await insertDataset(pool, 'organization', anOrganization(n));
  for (const n of [1, 2, 3, 4]) {
    await insertDataset(pool, 'product', aProduct(n, { producer: { type: 'organization', id: mine }, identifiers: [{ scheme: 'URN', value: productUrn(n) }], classifications: [{ scheme: 'CPC', code: '24490' }] }));
  }
  const state = { answer: 200 };
  const host = await littleServer((request: Seen, response) => {
    if (request.url.endsWith('/auth/token')) return json(response, 200, { access_token: 'token' });
    if (request.url.endsWith('/events')) return void response.writeHead(state.answer).end();
    return json(response, 404, { code: 'NotFound', message: 'Nothing here.' });
  });
  await insertValues(pool, partnerTable, [{ id: partnerId, name: 'Buyer', kind: 'BUYER', base_url: host.url, pact_version: version, client_id: 'hub', client_secret: Buffer.from(seal(secret, 'their-secret', secretPlace(partnerId))) }]);
  const context: PactContext = {
    databaseUrl: database.url, pool, issuer: 'hub.example.org', source: 'https://hub.example.org', secret, network: { allowPrivate: true, allowHttp: true }, log: pino({ level: 'silent' }), adapterVersion: '0.1.0', requestDays: 30,
  };
  return {
    pool, context, host: Object.defineProperty(host, 'answer', { get: () => state.answer, set: (status: number) => { state.answer = status; } }) as Exchange['host'],
    events: () => host.seen.filter((one) => one.url.endsWith('/events')).map((one) => JSON.parse(one.body) as { id: string; type: string; data: Record<string, unknown> }),
    async close() {
      await host.close();
      await pool.end();
      await database.drop();
    },
  };
}
