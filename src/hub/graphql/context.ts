// What every resolver gets: the reader's database, who asks, the limits, and room for per-request loaders.
import type { ReadDatabase } from '../../database/read/read-database.ts';
import type { Scope } from '../../database/read/plan.ts';
import type { AccessEventService } from '../access-event/access-event.service.ts';
import { readerOf } from '../access/policy.ts';
import type { Principal } from '../access/principal.ts';
import type { CredentialService } from '../partner/credential.service.ts';
import type { PartnerService } from '../partner/partner.service.ts';

/** What the hub needs beside the reader's database: it writes, or reads what no reader may. */
export interface ContextServices {
  accessEvents?: AccessEventService;
  credentials?: CredentialService;
  partners?: PartnerService;
}

export interface GraphqlContext {
  db: ReadDatabase;
  principal: Principal;
  limits: { maxPage: number };
  /** Loaders of this request, made at first use; see loaders.ts. */
  loaders: Map<unknown, unknown>;
  credentials: CredentialService | undefined;
  partners: PartnerService | undefined;
  /** Writes down what the operation was given of restricted fields. To be awaited before the answer leaves; where it fails the answer must not. */
  recordAccess(): Promise<void>;
}

/** A context for one request. The server may add to it. */
export function makeContext(db: ReadDatabase, principal: Principal, limits: { maxPage: number } = { maxPage: 500 }, { accessEvents, credentials, partners }: ContextServices = {}): GraphqlContext {
  const own = db.as(readerOf(principal));
  return {
    db: own, principal, limits, loaders: new Map(), credentials, partners,
    recordAccess: async () => {
      const given = own.given.take();
      if (given.length > 0) await accessEvents?.record(principal, 'graphql', given);
    },
  };
}

export const scopeOf = (context: GraphqlContext, asOf?: string | null): Scope =>
  ({ reader: readerOf(context.principal), ...(asOf != null && { asOf }) });
