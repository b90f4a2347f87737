// The hub with partners, people of each role who are signed in, and two companies with a product and footprints each; over real HTTP on a database of its own.
import { pino } from 'pino';
import { readConfig } from '../../../src/config.ts';
import { ReadDatabase } from '../../../src/database/read/read-database.ts';
import { readerRole } from '../../../src/database/reader-role.ts';
import { makePool } from '../../../src/database/pool.ts';
import { makeContext } from '../../../src/hub/graphql/context.ts';
import { partnerLookup } from '../../../src/hub/partner/partner-standing.ts';
import type { PactService } from '../../../src/server/graphql/context.ts';
import { buildGraphqlSchema } from '../../../src/server/graphql/schema.ts';
import { makeHubServices } from '../../../src/server/hub-services.ts';
import { makeIdentity } from '../../../src/server/oauth/identity.ts';
import { demoId } from '../../../src/transfer/demo/demo-data.ts';
import { aCertification, aFootprint, anOrganization, aProduct, uuidOf } from '../../hub/support/records.ts';
import { insertDataset } from '../../hub/support/rows.ts';
import { Browser } from './browser.ts';
import { accessToken, askToken, identityDatabase, secret } from './identity-server.ts';
import { testServer, token } from './running-server.ts';

/** Organizations of the development provider's people, and one of nobody. */
export const [company, body, stranger] = [demoId('organization', 'COCONUT'), demoId('organization', 'DEMO-CB-QIONGZHOU'), uuidOf(5, 9)];
export const roles = ['anonymous', 'reader', 'enterprise', 'certification-body', 'operator', 'administrator', 'token', 'partner'] as const;
export type Asking = (typeof roles)[number];

// oxlint-disable-next-line typescript/no-explicit-any -- answers of any operation
export type Data = any;

export interface PartnerHub {
  url: string;
  databaseUrl: string;
  pool: ReturnType<typeof makePool>;
  /** Who asks; data of the answer, which has no errors. */
  ask(as: Asking, query: string, variables?: Record<string, unknown>): Promise<Data>;
  raw(as: Asking, query: string, variables?: Record<string, unknown>): Promise<{ status: number; json: Data }>;
  /** Asks with a token of one's own. */
  askWith(bearer: string, query: string, variables?: Record<string, unknown>): Promise<Data>;
  tokenStatus(clientId: string, clientSecret: string): Promise<number>;
  token(clientId: string, clientSecret: string): Promise<string>;
  /** The partner that asks as `partner`. */
  partnerId: string;
  close(): Promise<void>;
}

export async function partnerHub(pact: PactService): Promise<PartnerHub> {
  const database = await identityDatabase();
  const { pool } = database;
  const reading = makePool(database.url, { size: 4, role: readerRole });
  const own = (id: string) => ({ owner: { type: 'organization' as const, id } });
  for (const [n, id] of [[1, company], [2, body], [9, stranger]] as const) await insertDataset(pool, 'organization', { ...anOrganization(n), id });
  await insertDataset(pool, 'product', aProduct(1, { producer: { type: 'organization', id: company } }));
  await insertDataset(pool, 'product', aProduct(2, { producer: { type: 'organization', id: stranger } }));
  await insertDataset(pool, 'footprint', aFootprint(1, 1, '1', { visibility: 'BUYER', ...own(company) }));
  await insertDataset(pool, 'footprint', aFootprint(2, 1, '2', { visibility: 'PRIVATE', ...own(company) }));
  await insertDataset(pool, 'footprint', aFootprint(3, 1, '3', { visibility: 'BUYER', ...own(stranger) })); // of a product that the company makes, but not its own
  await insertDataset(pool, 'footprint', aFootprint(4, 2, '4', { visibility: 'BUYER', ...own(stranger) }));
  await insertDataset(pool, 'certification', aCertification(1, 2, { issuer: { type: 'organization', id: body } }));
  const config = readConfig({});
  const log = pino({ level: 'silent' });
  const identity = await makeIdentity({ config, pool, log, adminToken: token, secret, partner: partnerLookup(pool) });
  const services = makeHubServices(pool, secret, identity);
  const db = new ReadDatabase(reading);
  const server = await testServer({ identity, services, exchange: pact, schema: buildGraphqlSchema(), hubContext: (principal) => makeContext(db, principal, undefined, services) });
  const browsers = new Map<Asking, Browser>();
  for (const person of ['reader', 'enterprise', 'certification-body', 'operator', 'administrator'] as const) {
    const browser = new Browser();
    await browser.signIn(server.url, person, token);
    browsers.set(person, browser);
  }
  const partnerId = await services.partners.register({ name: 'The program that asks', kind: 'BUYER' });
  const { secret: clientSecret } = await identity.credentials.issue({ partnerId, clientId: 'asking' });
  const bearer = await accessToken(server, 'asking', clientSecret);
  const post = async (fetcher: (url: string, init: RequestInit) => Promise<Response>, query: string, variables: object, headers: Record<string, string> = {}) => {
    const response = await fetcher(`${server.url}/graphql`, { method: 'POST', body: JSON.stringify({ query, variables }), headers: { 'content-type': 'application/json', ...headers } });
    return { status: response.status, json: await response.json() as Data };
  };
  const raw: PartnerHub['raw'] = (as, query, variables = {}) => {
    const browser = browsers.get(as);
    if (browser !== undefined) return post((url, init) => browser.once(url, init), query, variables);
    return post(fetch, query, variables, as === 'anonymous' ? {} : { authorization: `Bearer ${as === 'token' ? token : bearer}` });
  };
  const dataOf = ({ json }: { json: Data }): Data => {
    if (json.errors !== undefined) throw new Error(JSON.stringify(json.errors));
    return json.data;
  };
  return {
    url: server.url, databaseUrl: database.url, pool, partnerId, raw,
    ask: async (...words) => dataOf(await raw(...words)),
    askWith: async (own_, query, variables = {}) => dataOf(await post(fetch, query, variables, { authorization: `Bearer ${own_}` })),
    tokenStatus: async (clientId, clientSecret_) => (await askToken(server, clientId, clientSecret_)).status,
    token: (clientId, clientSecret_) => accessToken(server, clientId, clientSecret_),
    async close() {
      await server.close();
      await reading.end();
      await database.close();
    },
  };
}
