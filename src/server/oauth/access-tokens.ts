// Access tokens: JWT of RFC 9068 (at+jwt), signed by the active key, verified with everything about them pinned (RFC 8725).
import { randomUUID } from 'node:crypto';
import { decodeProtectedHeader, errors, jwtVerify, SignJWT, type JWTPayload } from 'jose';
import { grantedScopes, type Scope } from '../../hub/access/scopes.ts';
import type { SigningKeys } from './signing-keys.ts';
import { signingAlgorithm } from './signing-key-store.ts';
import { TokenError } from './token-error.ts';

/** What a token says of the program that holds it. */
export interface AccessGrant {
  clientId: string;
  partnerId: string;
  scopes: Scope[];
}

/** Clocks of two machines differ. */
const leewaySeconds = 5;
/** Longer texts are no tokens of ours. */
const longestToken = 4096;

/** Signs claims with the active key: `kind` is the type in the header, which keeps kinds of tokens apart (RFC 8725 §3.11). */
export async function signToken(keys: SigningKeys, kind: string, claims: JWTPayload & { iss: string; aud: string }, seconds: number): Promise<string> {
  const { kid, key } = await keys.active();
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({ jti: randomUUID(), iat: now, nbf: now, exp: now + seconds, ...claims }).setProtectedHeader({ alg: signingAlgorithm, typ: kind, kid }).sign(key);
}

/** Checks signature, algorithm, type, issuer, audience and times. @throws TokenError */
export async function verifyToken(keys: SigningKeys, kind: string, token: string, issuers: readonly string[], audiences: readonly string[], required: readonly string[]): Promise<JWTPayload> {
  if (token.length > longestToken) throw new TokenError('invalid', 'The token is too long to be one of this hub.');
  try {
    const { payload } = await jwtVerify(token, async ({ kid }) => {
      const key = typeof kid === 'string' ? await keys.verifying(kid) : undefined;
      if (key === undefined) throw new TokenError('invalid', 'The token was signed with a key that this hub does not know, or no longer accepts.');
      return key;
    }, { algorithms: [signingAlgorithm], typ: kind, issuer: [...issuers], audience: [...audiences], clockTolerance: leewaySeconds, requiredClaims: ['sub', 'exp', 'iat', 'jti', ...required] });
    return payload;
  } catch (error) {
    if (error instanceof TokenError) throw error;
    if (error instanceof errors.JWTExpired) throw new TokenError('expired', 'The token has expired. Ask for a new one.', { cause: error });
    if (error instanceof errors.JOSEError) throw new TokenError('invalid', `The token is not valid: ${reasonOf(error)}.`, { cause: error });
    throw error; // the database does not answer, for one: that is no fault of the token
  }
}

/** In words, and without what stands in the token. */
function reasonOf(error: errors.JOSEError): string {
  if (error instanceof errors.JWTClaimValidationFailed) {
    const names: Record<string, string> = { iss: 'it was issued by another host', aud: 'it is meant for another host', nbf: 'it is not valid yet', typ: 'it is of another type' };
    return names[error.claim] ?? `its claim ${error.claim} is missing or wrong`;
  }
  if (error instanceof errors.JOSEAlgNotAllowed || error instanceof errors.JOSENotSupported) return `it must be signed with ${signingAlgorithm}`;
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'its signature does not fit';
  return 'it is malformed';
}

/** A token whose signature was found good. What may change since, its key and the clock, is looked at each time. */
interface Verified { grant: AccessGrant; issuers: string; kid: string; expires: number }

const mostVerified = 1000;

export class AccessTokens {
  /** Programs ask many times with one token: to check its signature each time takes as long as to answer. */
  private readonly verified = new Map<string, Verified>();

  constructor(private readonly keys: SigningKeys, readonly seconds: number) {}

  /** `issuer` is the public address of the hub, and what the token is good for. */
  issue(grant: AccessGrant, issuer: string): Promise<string> {
    return signToken(this.keys, 'at+jwt', { iss: issuer, aud: issuer, sub: grant.clientId, client_id: grant.clientId, partner_id: grant.partnerId, scope: grant.scopes.join(' ') }, this.seconds);
  }

  /**
   * What the token grants. `issuers` are the addresses of this hub.
   * @throws TokenError
   */
  async verify(token: string, issuers: readonly string[]): Promise<AccessGrant> {
    const known = this.verified.get(token);
    if (known !== undefined && known.issuers === issuers.join() && Date.now() < known.expires && await this.keys.verifying(known.kid) !== undefined) return known.grant;
    this.verified.delete(token);
    const { sub, exp, partner_id: partnerId, scope } = await verifyToken(this.keys, 'at+jwt', token, issuers, issuers, ['client_id', 'partner_id', 'scope']);
    const named = String(scope).split(' ');
    const grant = { clientId: sub!, partnerId: String(partnerId), scopes: scope === '' ? [] : grantedScopes(String(scope)).filter((one) => named.includes(one)) };
    if (this.verified.size >= mostVerified) this.verified.delete(this.verified.keys().next().value!);
    this.verified.set(token, { grant, issuers: issuers.join(), kid: decodeProtectedHeader(token).kid!, expires: exp! * 1000 });
    return grant;
  }
}

/** @throws TokenError (insufficient) when the token does not allow this. */
export function demandScope(scopes: readonly string[] | undefined, scope: Scope): void {
  if (scopes?.includes(scope) !== true) throw new TokenError('insufficient', `The token does not allow this; it needs the scope ${scope}.`);
}
