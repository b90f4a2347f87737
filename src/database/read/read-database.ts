// The reader's connection to PostgreSQL: prepared statements by their text, and a log of them for tests.
import { createHash } from 'node:crypto';
import type pg from 'pg';
import { TanluError } from '../../errors.ts';
import { isConnectionLost } from '../connect.ts';
import { anyone, readerKey, sessionOf } from './access.ts';
import type { Statement } from './compile-page.ts';
import { GivenFields } from './given.ts';
import type { Reader } from './plan.ts';

// A prepared statement lives as long as its connection. Texts seen once are not prepared, and there is an end to their number.
const mostPrepared = 2000;
const mostSeen = 10_000;

export interface StatementLog {
  text: string;
  values: readonly unknown[];
}

/** As whom each connection reads. */
const readers = new WeakMap<object, string>();

/** Names of prepared statements, shared by all readers of a pool. */
interface Prepared { names: Map<string, string>; seen: Set<string> }

export class ReadDatabase {
  readonly pool: pg.Pool;
  /** Set to an array to have every statement recorded. */
  log: StatementLog[] | undefined;
  /** Restricted fields that were read through this object: for the audit of who it reads for. */
  readonly given = new GivenFields();
  private readonly known: pg.Pool;
  private readonly reader: Reader;
  private readonly prepared: Prepared;

  /**
   * `pool`: connections that read what is public and never anything else. `known`: connections for readers that are known, who may change from use to use; the same pool where
   * nothing tells them apart.
   */
  constructor(pool: pg.Pool, known: pg.Pool = pool, reader: Reader = anyone, prepared: Prepared = { names: new Map(), seen: new Set() }) {
    this.pool = pool;
    this.known = known;
    this.reader = reader;
    this.prepared = prepared;
  }

  /** The same database as somebody sees it. */
  as(reader: Reader): ReadDatabase {
    const found = new ReadDatabase(this.pool, this.known, reader, this.prepared);
    found.log = this.log;
    return found;
  }

  /** Rows as arrays. Throws DATABASE_UNREACHABLE. */
  async rows(statement: Statement): Promise<unknown[][]> {
    this.log?.push(statement);
    const { text, values } = statement;
    const name = this.nameOf(text);
    const query = name === undefined ? { text, values, rowMode: 'array' as const } : { name, text, values, rowMode: 'array' as const };
    try {
      return (await this.query(query)).rows;
    } catch (error) {
      if (!isConnectionLost(error)) throw error;
      throw new TanluError('DATABASE_UNREACHABLE', 'The database of this hub does not answer at present. Try again in a moment; /readyz tells when it is back.', { kind: 'unavailable', cause: error });
    }
  }

  private async query(query: pg.QueryArrayConfig): Promise<pg.QueryArrayResult<unknown[]>> {
    const who = readerKey(this.reader);
    if (who === readerKey(anyone) && this.pool !== this.known) return this.pool.query<unknown[]>(query);
    const client = await this.known.connect();
    try {
      if ((readers.get(client) ?? readerKey(anyone)) !== who) {
        readers.delete(client);
        await client.query(sessionOf(this.reader, false));
        readers.set(client, who);
      }
      return await client.query<unknown[]>(query);
    } finally {
      client.release();
    }
  }

  private nameOf(text: string): string | undefined {
    const { names, seen } = this.prepared;
    const known = names.get(text);
    if (known !== undefined) return known;
    if (!seen.has(text)) {
      if (seen.size >= mostSeen) seen.clear();
      seen.add(text);
      return undefined;
    }
    if (names.size >= mostPrepared) return undefined;
    const name = createHash('sha256').update(text).digest('base64url').slice(0, 32); // two readers may share a pool: the name must tell the text
    names.set(text, name);
    return name;
  }
}
