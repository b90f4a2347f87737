// The reader's connection to PostgreSQL: prepared statements by their text, and a log of them for tests.
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { TanluError } from '../../errors.ts';
import { isConnectionLost } from '../connect.ts';
import type { Statement } from './compile-page.ts';

// A prepared statement lives as long as its connection. Texts seen once are not prepared, and there is an end to their number.
const mostPrepared = 2000;
const mostSeen = 10_000;

export interface StatementLog {
  text: string;
  values: readonly unknown[];
}

export class ReadDatabase {
  readonly pool: pg.Pool;
  /** Set to an array to have every statement recorded. */
  log: StatementLog[] | undefined;
  private readonly names = new Map<string, string>();
  private readonly seen = new Set<string>();

  constructor(pool: pg.Pool) {
    this.pool = pool;
  }

  /** Rows as arrays. Throws DATABASE_UNREACHABLE. */
  async rows(statement: Statement): Promise<unknown[][]> {
    this.log?.push(statement);
    const { text, values } = statement;
    const name = this.nameOf(text);
    const query = name === undefined ? { text, values, rowMode: 'array' as const } : { name, text, values, rowMode: 'array' as const };
    try {
      return (await this.pool.query<unknown[]>(query)).rows;
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      throw new TanluError('DATABASE_UNREACHABLE', 'The database of this hub does not answer at present. Try again in a moment; /readyz tells when it is back.', { kind: 'unavailable', cause: error });
    }
  }

  private nameOf(text: string): string | undefined {
    const known = this.names.get(text);
    if (known !== undefined) return known;
    if (!this.seen.has(text)) {
      if (this.seen.size >= mostSeen) this.seen.clear();
      this.seen.add(text);
      return undefined;
    }
    if (this.names.size >= mostPrepared) return undefined;
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 32); // two readers may share a pool: the name must tell the text
    this.names.set(text, name);
    return name;
  }
}
