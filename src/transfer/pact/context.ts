// What the exchange of footprints needs of the hub: its database, its name towards others, its secrets and the rules of the network.
import type { Pool } from 'pg';
import type { Log } from '../../log.ts';
import type { NetworkRules } from './client/network-rules.ts';

export interface PactContext {
  databaseUrl: string;
  /** Connections with all rights; not for reading on behalf of others. */
  pool: Pool;
  /** Fully qualified domain name under which the hub gives URNs to products and companies. */
  issuer: string;
  /** Address of this PACT host without /2 and /3, as partners know it: the source of its events. */
  source: string;
  /** Seals what the hub signs in with at its partners. */
  secret: Buffer;
  network: NetworkRules;
  log: Log;
  /** Version of Tanlu: stands in the provenance of what comes in. */
  adapterVersion: string;
  /** Days a request of a partner waits for a decision, and a request of the hub for an answer. */
  requestDays: number;
}
