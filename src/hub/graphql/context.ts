// What every resolver gets: the reader's database, who asks, the limits, and room for per-request loaders.
import type { ReadDatabase } from '../../database/read/read-database.ts';
import type { Scope } from '../../database/read/plan.ts';
import { readerOf } from '../access/policy.ts';
import type { Principal } from '../access/principal.ts';

export interface GraphqlContext {
  db: ReadDatabase;
  principal: Principal;
  limits: { maxPage: number };
  /** Loaders of this request, made at first use; see loaders.ts. */
  loaders: Map<unknown, unknown>;
}

/** A context for one request. The server may add to it. */
export const makeContext = (db: ReadDatabase, principal: Principal, limits: { maxPage: number } = { maxPage: 500 }): GraphqlContext =>
  ({ db: db.as(readerOf(principal)), principal, limits, loaders: new Map() });

export const scopeOf = (context: GraphqlContext, asOf?: string | null): Scope =>
  ({ reader: readerOf(context.principal), ...(asOf != null && { asOf }) });
