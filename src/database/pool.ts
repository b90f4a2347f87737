// Connections to PostgreSQL: one pool per process, values as the model writes them.
import { Pool, types as defaults, type CustomTypesConfig } from 'pg';

/** A new Date loses microseconds and the text of the day; both stay text. bigint keys are below 2^53. */
const parsers: Record<number, (text: string) => unknown> = {
  20: Number, // int8
  1700: (text) => text, // numeric: exact
  1082: (text) => text, // date
  1184: (text) => `${text.slice(0, 10)}T${text.slice(11).replace(/\+00$/, 'Z')}`, // timestamptz, in UTC
};

export const types: CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => parsers[oid] ?? defaults.getTypeParser(oid, format as 'text')) as CustomTypesConfig['getTypeParser'],
};

export interface PoolOptions {
  /** Most connections. */
  size?: number;
  /** Longest a statement may run, in milliseconds; 0 for no limit. */
  statementTimeout?: number;
  /** Role to read as; the user of the URL where absent. */
  role?: string | undefined;
}

/** A pool for a postgresql:// URL; unix sockets as `postgresql://user@%2Fpath/database`. End it with `end()`. */
export function makePool(url: string, { size = 10, statementTimeout = 10_000, role }: PoolOptions = {}): Pool {
  const pool = new Pool({
    connectionString: url, max: size, types, statement_timeout: statementTimeout, keepAlive: true,
    idleTimeoutMillis: 0, // no timer per query; the pool ends with the process
    options: `-c timezone=UTC -c datestyle=ISO -c jit=off${role === undefined ? '' : ` -c role=${role}`}`, // compiling a plan costs more than our queries take
  });
  pool.on('error', () => {}); // an idle connection that breaks is replaced at the next use
  return pool;
}
