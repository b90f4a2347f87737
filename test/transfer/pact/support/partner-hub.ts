// A hub on a database of its own with a partner whose host is on loopback: for pulling, asking and taking in.
import { randomUUID } from 'node:crypto';
import { pino } from 'pino';
import type pg from 'pg';
import { migrate } from '../../../../src/database/migrate.ts';
import { makePool } from '../../../../src/database/pool.ts';
import { inTransaction } from '../../../../src/database/transaction.ts';
import { partnerTable } from '../../../../src/database/tables/access.ts';
import { seal } from '../../../../src/hub/access/seal.ts';
import type { PactContext } from '../../../../src/transfer/pact/context.ts';
import { secretPlace } from '../../../../src/hub/partner/host-secret.ts';
import { loadPartner, type PactPartner } from '../../../../src/transfer/pact/partner-client.ts';
import { storeReceived, type Origin, type StoredFootprints } from '../../../../src/transfer/pact/received/store-received.ts';
import { freshDatabase } from '../../../support/database.ts';
import { insertValues } from '../../../hub/support/rows.ts';
import { credentials } from './conformant-host.ts';

export type Json = Record<string, unknown>;

export interface PartnerHub {
  context: PactContext;
  pool: pg.Pool;
  url: string;
  /** Registers a partner; `baseUrl` is its host. */
  partner(name: string, values?: Record<string, unknown>): Promise<PactPartner>;
  /** Takes documents in as if the partner had listed them. */
  receive(partner: PactPartner, documents: readonly (Json | string)[], origin?: Partial<Origin>): Promise<StoredFootprints>;
  // oxlint-disable-next-line typescript/no-explicit-any -- rows of any query
  rows(sql: string, values?: unknown[]): Promise<any[]>;
  close(): Promise<void>;
}

export const secret = Buffer.alloc(32, 7);
/** Hosts on loopback, answers within seconds. */
export const network = { allowPrivate: true, allowHttp: 'private', timeout: 3000 } as const;

export async function partnerHub(changes: Partial<PactContext> = {}): Promise<PartnerHub> {
  const database = await freshDatabase();
  await migrate(database.url);
  const pool = makePool(database.url, { size: 4 });
  const context: PactContext = { databaseUrl: database.url, pool, issuer: 'hub.example.org', source: 'https://hub.example.org', secret, network, log: pino({ level: 'silent' }), adapterVersion: '0.1.0', requestDays: 30, ...changes };
  return {
    context, pool, url: database.url,
    async partner(name, values = {}) {
      const id = randomUUID();
      await insertValues(pool, partnerTable, [{ id, name, kind: 'SUPPLIER', base_url: 'http://localhost:1', pact_version: '3.0', client_id: credentials.clientId, client_secret: Buffer.from(seal(secret, credentials.clientSecret, secretPlace(id))), ...values }]);
      return (await loadPartner(pool, id))!;
    },
    receive: (partner, documents, origin = {}) => inTransaction(pool, (client) => storeReceived(client, context, partner, documents.map((each) => ({ text: typeof each === 'string' ? each : JSON.stringify(each) })), {
      url: 'https://supplier.example/3/footprints', version: partner.version.startsWith('2') ? '2' : '3', via: 'pull', ...origin,
    })),
    rows: async (sql, values = []) => (await pool.query(sql, values)).rows as never[],
    async close() {
      await pool.end();
      await database.drop();
    },
  };
}
