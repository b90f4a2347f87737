// Credentials of partners' programs: issued, rotated with overlap, revoked, verified (RFC 6749 §2.3.1, RFC 7523).
import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { inTransaction } from '../../database/transaction.ts';
import { TanluError } from '../../errors.ts';
import { checkClientId, checkJwks, hintOf, makeSecret, type Credential, type IssuedSecret } from './credential.ts';
import { hashSecret, isSecret } from './secret-hash.ts';

const columns = `id, partner_id as "partnerId", client_id as "clientId", kind, hint, jwks, created_at as "createdAt", not_after as "notAfter", revoked_at as "revokedAt", last_used_at as "lastUsedAt"`;
const valid = `revoked_at is null and (not_after is null or not_after > now())`;

/** A secret that has been verified is believed for so long without another scrypt; that its credential is still valid is asked each time. */
const rememberedMs = 30_000;
const mostRemembered = 10_000;

export class CredentialService {
  /** Credential and digest of the secret, and until when it is believed. Digests only: what was in memory opens nothing elsewhere. */
  private readonly remembered = new Map<string, number>();

  constructor(private readonly pool: Pool) {}

  /** Gives a client another secret; those it has stay valid. `notAfter`: ISO 8601, none for a secret that does not end of itself. */
  async issue(input: { partnerId: string; clientId: string; notAfter?: string | null }): Promise<IssuedSecret> {
    checkClientId(input.clientId);
    const secret = makeSecret();
    const credential = await this.insert(input, { kind: 'SECRET', hint: hintOf(secret), hash: await hashSecret(secret), jwks: null });
    return { credential, secret };
  }

  /** Registers public keys, with which the client signs assertions instead of sending a secret. @throws TanluError (usage) */
  async register(input: { partnerId: string; clientId: string; jwks: unknown; notAfter?: string | null }): Promise<Credential> {
    checkClientId(input.clientId);
    return this.insert(input, { kind: 'KEY', hint: null, hash: null, jwks: checkJwks(input.jwks) });
  }

  /** A new secret; those of before end after `overlapSeconds`, or sooner where they would have. @throws TanluError where the client has none. */
  async rotate(clientId: string, overlapSeconds: number): Promise<IssuedSecret> {
    const { rows } = await this.pool.query<{ partnerId: string }>(`select partner_id as "partnerId" from partner_credential where client_id = $1 order by key desc limit 1`, [clientId]);
    if (rows[0] === undefined) throw new TanluError('CLIENT_UNKNOWN', `No credential was ever issued to "${clientId}".`);
    const secret = makeSecret();
    const hash = await hashSecret(secret);
    return inTransaction(this.pool, async (client) => {
      await client.query(`update partner_credential set not_after = least(not_after, now() + make_interval(secs => $2)) where client_id = $1 and kind = 'SECRET' and ${valid}`, [clientId, overlapSeconds]);
      const { rows: [credential] } = await client.query<Credential>(
        `insert into partner_credential (partner_id, client_id, kind, hint, secret_hash) values ($1, $2, 'SECRET', $3, $4) returning ${columns}`, [rows[0]!.partnerId, clientId, hintOf(secret), hash]);
      return { credential: credential!, secret };
    });
  }

  /** Ends a credential at once. False when there is none of this id, or it was revoked before. */
  async revoke(id: string): Promise<boolean> {
    return (await this.pool.query(`update partner_credential set revoked_at = now() where id = $1 and revoked_at is null`, [id])).rowCount === 1;
  }

  /** All credentials of a partner, newest first. */
  async ofPartner(partnerId: string): Promise<Credential[]> {
    return (await this.pool.query<Credential>(`select ${columns} from partner_credential where partner_id = $1 order by key desc`, [partnerId])).rows;
  }

  /** All credentials of several partners, newest first. */
  async ofPartners(partnerIds: readonly string[]): Promise<Credential[]> {
    return (await this.pool.query<Credential>(`select ${columns} from partner_credential where partner_id = any($1::uuid[]) order by key desc`, [partnerIds])).rows;
  }

  /** The partner that a client belongs to; undefined where the client is not known. */
  async partnerOf(clientId: string): Promise<string | undefined> {
    return (await this.pool.query<{ partnerId: string }>('select partner_id as "partnerId" from partner_credential where client_id = $1 order by key desc limit 1', [clientId.slice(0, 200)])).rows[0]?.partnerId;
  }

  /** The credential of this secret, or undefined; which takes as long when there is no such client. */
  async verify(clientId: string, secret: string): Promise<Credential | undefined> {
    // The hint chooses one of several secrets, so that exactly one is hashed whatever is sent.
    const { rows } = await this.pool.query<Credential & { hash: string }>(
      `select ${columns}, secret_hash as hash from partner_credential where client_id = $1 and kind = 'SECRET' and hint = $2 and ${valid} order by key desc limit 1`, [clientId.slice(0, 200), hintOf(secret)]);
    const { hash, ...credential } = rows[0] ?? { hash: undefined, id: '' };
    const known = `${credential.id} ${createHash('sha256').update(secret).digest('base64')}`;
    if (hash === undefined || (this.remembered.get(known) ?? 0) < performance.now()) {
      if (!await isSecret(secret, hash)) return undefined;
      if (this.remembered.size >= mostRemembered) this.remembered.delete(this.remembered.keys().next().value!);
      this.remembered.set(known, performance.now() + rememberedMs);
    }
    return this.used(credential as Credential);
  }

  /** Valid key credentials of a client, newest first. */
  async keysOf(clientId: string): Promise<Credential[]> {
    return (await this.pool.query<Credential>(`select ${columns} from partner_credential where client_id = $1 and kind = 'KEY' and ${valid} order by key desc`, [clientId.slice(0, 200)])).rows;
  }

  /** Marks an assertion as used until it expires; false when it was before. Across all processes of the database. */
  async useAssertion(credential: Credential, jti: string, expiresAt: Date): Promise<boolean> {
    await this.pool.query('delete from client_assertion where expires_at < now() - interval \'1 minute\'');
    const { rowCount } = await this.pool.query('insert into client_assertion (client_id, jti, expires_at) values ($1, $2, $3) on conflict do nothing',
      [credential.clientId, createHash('sha256').update(jti).digest(), expiresAt.toISOString()]);
    if (rowCount !== 1) return false;
    await this.used(credential);
    return true;
  }

  /** Notes the use, to the minute: most calls write nothing. */
  private async used(credential: Credential): Promise<Credential> {
    if (credential.lastUsedAt === null || Date.parse(credential.lastUsedAt) < Date.now() - 60_000) await this.pool.query(`update partner_credential set last_used_at = now() where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`, [credential.id]);
    return credential;
  }

  private async insert(input: { partnerId: string; clientId: string; notAfter?: string | null }, made: { kind: string; hint: string | null; hash: string | null; jwks: object | null }): Promise<Credential> {
    const { clientId, partnerId, notAfter = null } = input;
    return inTransaction(this.pool, async (client) => {
      // One client belongs to one partner: a token names the client alone.
      await client.query('select pg_advisory_xact_lock(hashtextextended($1, 499850341))', [clientId]);
      const { rowCount } = await client.query('select 1 from partner_credential where client_id = $1 and partner_id <> $2 limit 1', [clientId, partnerId]);
      if (rowCount !== 0) throw new TanluError('CLIENT_ID_TAKEN', `The client identifier "${clientId}" belongs to another partner. Choose another one.`);
      const { rows: [credential] } = await client.query<Credential>(
        `insert into partner_credential (partner_id, client_id, kind, hint, secret_hash, jwks, not_after) values ($1, $2, $3, $4, $5, $6, $7) returning ${columns}`,
        [partnerId, clientId, made.kind, made.hint, made.hash, made.jwks === null ? null : JSON.stringify(made.jwks), notAfter]);
      return credential!;
    });
  }
}
