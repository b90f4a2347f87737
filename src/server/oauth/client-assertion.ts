// Signed client assertions (private_key_jwt: OpenID Connect Core §9, RFC 7523 §3): checked with the keys that the client registered, each used once.
import { createLocalJWKSet, errors, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import type { Credential } from '../../hub/partner/credential.ts';
import type { CredentialService } from '../../hub/partner/credential.service.ts';
import type { PublicBase } from './public-base.ts';

/** Signatures with public keys only: a symmetric algorithm would make the public key a secret (RFC 8725 §2.1). */
export const assertionAlgorithms = ['ES256', 'ES384', 'ES512', 'RS256', 'PS256', 'EdDSA', 'Ed25519'];
/** An assertion may not be valid for longer from now: its identifier is remembered that long. */
const longestSeconds = 600;
const leewaySeconds = 30;

/** The credential that the assertion was signed with; undefined where it proves nothing. */
export async function verifyAssertion(credentials: CredentialService, clientId: string, assertion: string, base: PublicBase): Promise<Credential | undefined> {
  if (assertion.length > 8192) return undefined;
  const audience = base.issuers.flatMap((issuer) => [issuer, `${issuer}/auth/token`]);
  for (const credential of await credentials.keysOf(clientId)) {
    const payload = await verified(credential, assertion, audience);
    if (payload === undefined) continue;
    const { jti, exp } = payload;
    if (typeof jti !== 'string' || jti === '' || jti.length > 500 || exp! > Date.now() / 1000 + longestSeconds + leewaySeconds) return undefined;
    return await credentials.useAssertion(credential, jti, new Date((exp! + leewaySeconds) * 1000)) ? credential : undefined;
  }
  return undefined;
}

async function verified({ clientId, jwks }: Credential, assertion: string, audience: string[]): Promise<JWTPayload | undefined> {
  const options = { algorithms: assertionAlgorithms, issuer: clientId, subject: clientId, audience, clockTolerance: leewaySeconds, requiredClaims: ['exp', 'jti'] };
  try {
    return (await jwtVerify(assertion, createLocalJWKSet(jwks as JSONWebKeySet), options)).payload;
  } catch (error) {
    if (error instanceof errors.JWKSMultipleMatchingKeys) {
      for await (const key of error) {
        const found = await jwtVerify(assertion, key, options).catch(noProof);
        if (found !== undefined) return found.payload;
      }
      return undefined;
    }
    return noProof(error);
  }
}

/** Whatever is wrong with an assertion, it proves nothing; other errors are not its own. */
function noProof(error: unknown): undefined {
  if (!(error instanceof errors.JOSEError)) throw error;
  return undefined;
}
