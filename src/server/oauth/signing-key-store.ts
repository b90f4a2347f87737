// Signing keys in the database: made, put into use, retired, revoked. All processes of a database share them.
import { calculateJwkThumbprint, exportJWK, generateKeyPair, type JWK } from 'jose';
import type { Pool, PoolClient } from 'pg';
import { inTransaction } from '../../database/transaction.ts';
import { seal } from '../../hub/access/seal.ts';

/** The one algorithm of this hub's tokens (RFC 7518 §3.4). Tokens that state another are refused, whatever their signature. */
export const signingAlgorithm = 'ES256';

/** NEXT is published before it signs, ACTIVE signs, RETIRED still verifies until its last token has expired, REVOKED verifies nothing. */
export type SigningKeyState = 'NEXT' | 'ACTIVE' | 'RETIRED' | 'REVOKED';

export interface SigningKeyRow {
  kid: string;
  state: SigningKeyState;
  publicJwk: JWK;
  privateJwk: string;
  createdAt: string;
  activatedAt: string | null;
  verifiesUntil: string | null;
  revokedAt: string | null;
  /** RETIRED, and its last token has expired. */
  spent: boolean;
  /** ACTIVE for longer than the days it should be. */
  due: boolean;
}

/** Any number will do as long as every process takes the same. */
const lock = 'select pg_advisory_xact_lock(499850341494)';

const columns = `kid, state, public_jwk as "publicJwk", private_jwk as "privateJwk", created_at as "createdAt", activated_at as "activatedAt", verifies_until as "verifiesUntil",
  revoked_at as "revokedAt", state = 'RETIRED' and verifies_until < now() as spent, state = 'ACTIVE' and activated_at < now() - make_interval(days => $1) as due`;

export class SigningKeyStore {
  constructor(private readonly pool: Pool, private readonly sealing: Buffer, private readonly days: number) {}

  /** All keys, newest first. */
  async list(): Promise<SigningKeyRow[]> {
    return (await this.pool.query<SigningKeyRow>(`select ${columns} from signing_key order by key desc`, [this.days])).rows;
  }

  /** Makes the first keys of a hub, and puts the next one into use where the active one is due. Safe to call from several processes at once. */
  async maintain(longestSeconds: number): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query(lock);
      const { rows } = await client.query<SigningKeyRow>(`select ${columns} from signing_key where state = 'ACTIVE'`, [this.days]);
      if (rows[0]?.due === true) await this.retire(client, longestSeconds);
      await this.fill(client);
    });
  }

  /** Puts the next key into use; the old one verifies for `longestSeconds` more, the longest that a token signed by it may live. */
  async rotate(longestSeconds: number): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query(lock);
      await this.retire(client, longestSeconds);
      await this.fill(client);
    });
  }

  /** Ends a key and with it all its tokens; where it was the active one, the next takes its place. False when there is no such key. */
  async revoke(kid: string): Promise<boolean> {
    return inTransaction(this.pool, async (client) => {
      await client.query(lock);
      const { rowCount } = await client.query(`update signing_key set state = 'REVOKED', revoked_at = coalesce(revoked_at, now()) where kid = $1`, [kid]);
      await this.fill(client);
      return rowCount === 1;
    });
  }

  /** Ends all keys and all tokens, and makes new ones. */
  async revokeAll(): Promise<void> {
    await inTransaction(this.pool, async (client) => {
      await client.query(lock);
      await client.query(`update signing_key set state = 'REVOKED', revoked_at = now() where state <> 'REVOKED'`);
      await this.fill(client);
    });
  }

  private async retire(client: PoolClient, longestSeconds: number): Promise<void> {
    await client.query(`update signing_key set state = 'RETIRED', verifies_until = now() + make_interval(secs => $1) where state = 'ACTIVE'`, [longestSeconds]);
  }

  /** Sees to it that there is one active key and one next. */
  private async fill(client: PoolClient): Promise<void> {
    const active = async (): Promise<boolean> => (await client.query(`select 1 from signing_key where state = 'ACTIVE'`)).rowCount === 1;
    if (!await active()) {
      await this.make(client);
      await client.query(`update signing_key set state = 'ACTIVE', activated_at = now() where state = 'NEXT'`);
    }
    await this.make(client);
  }

  /** Makes the next key where there is none. */
  private async make(client: PoolClient): Promise<void> {
    if ((await client.query(`select 1 from signing_key where state = 'NEXT'`)).rowCount === 1) return;
    const { kid, publicJwk, privateJwk } = await makeKeyPair();
    await client.query(`insert into signing_key (kid, algorithm, state, public_jwk, private_jwk) values ($1, $2, 'NEXT', $3, $4)`,
      [kid, signingAlgorithm, JSON.stringify(publicJwk), seal(this.sealing, JSON.stringify(privateJwk), kid)]);
  }
}

/** A pair of keys with its thumbprint (RFC 7638) as identifier. One that begins with "-" would be taken for an option where it is named in a command: another pair is made then. */
export async function makeKeyPair(): Promise<{ kid: string; publicJwk: JWK; privateJwk: JWK }> {
  for (;;) {
    const { publicKey, privateKey } = await generateKeyPair(signingAlgorithm, { extractable: true });
    const publicJwk = await exportJWK(publicKey);
    const kid = await calculateJwkThumbprint(publicJwk);
    if (!kid.startsWith('-')) return { kid, publicJwk, privateJwk: await exportJWK(privateKey) };
  }
}
