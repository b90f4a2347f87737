// A server with identity over the hub's real schema and a database of its own; partners are what the test says they are.
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { readConfig } from '../../../src/config.ts';
import { migrate } from '../../../src/database/migrate.ts';
import { makePool } from '../../../src/database/pool.ts';
import { ReadDatabase } from '../../../src/database/read/read-database.ts';
import { makeContext } from '../../../src/hub/graphql/context.ts';
import type { PartnerStanding } from '../../../src/hub/partner/partner-standing.ts';
import { buildGraphqlSchema } from '../../../src/server/graphql/schema.ts';
import { makeIdentity, type Identity } from '../../../src/server/oauth/identity.ts';
import { freshDatabase } from '../../support/database.ts';
import { testServer, token, type TestServer } from './running-server.ts';

export const partnerId = '11111111-1111-4111-8111-111111111111';

export interface IdentityDatabase {
  url: string;
  pool: ReturnType<typeof makePool>;
  close(): Promise<void>;
}

export async function identityDatabase(): Promise<IdentityDatabase> {
  const database = await freshDatabase();
  await migrate(database.url);
  const pool = makePool(database.url, { size: 4 });
  return { url: database.url, pool, close: async () => { await pool.end(); await database.drop(); } };
}

export interface IdentityServer extends TestServer {
  identity: Identity;
  /** Change what the partners are; taken at the next request. */
  partners: Map<string, PartnerStanding>;
}

export const secret = randomBytes(32);

/** Another server over the same database is another process of the same hub. */
export async function identityServer({ pool }: IdentityDatabase, environment: Record<string, string> = {}): Promise<IdentityServer> {
  const partners = new Map<string, PartnerStanding>([[partnerId, { status: 'ACTIVE', organization: null }]]);
  const identity = await makeIdentity({
    config: readConfig(environment), pool, log: pino({ level: 'silent' }), adminToken: token, secret, partner: async (id) => partners.get(id),
  });
  const db = new ReadDatabase(pool);
  const server = await testServer({ identity, schema: buildGraphqlSchema(), hubContext: (principal) => makeContext(db, principal) }, environment);
  return { ...server, identity, partners };
}

/** Asks for a token; the secret in the Authorization header. */
export function askToken(server: { url: string }, clientId: string, clientSecret: string, fields: Record<string, string> = {}, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(`${server.url}/auth/token`, {
    method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials', ...fields }),
    headers: { authorization: `Basic ${Buffer.from(`${encodeURIComponent(clientId)}:${encodeURIComponent(clientSecret)}`).toString('base64')}`, ...headers },
  });
}

export async function accessToken(server: { url: string }, clientId: string, clientSecret: string): Promise<string> {
  return ((await (await askToken(server, clientId, clientSecret)).json()) as { access_token: string }).access_token;
}
