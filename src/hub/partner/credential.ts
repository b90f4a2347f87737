// Credentials of partners' programs: the row, the secret as it is handed over, the keys that may be registered (RFC 7517, RFC 7523).
import { createPublicKey, randomBytes, type JsonWebKey } from 'node:crypto';
import { TanluError } from '../../errors.ts';

export type CredentialKind = 'SECRET' | 'KEY';

/** A credential without what is secret of it. */
export interface Credential {
  id: string;
  partnerId: string;
  clientId: string;
  kind: CredentialKind;
  /** Beginning of the secret, to tell several from each other. */
  hint: string | null;
  /** Public keys of a KEY credential. */
  jwks: { keys: JsonWebKey[] } | null;
  createdAt: string;
  notAfter: string | null;
  revokedAt: string | null;
  lastUsedAt: string | null;
}

/** The only time that the secret is told. */
export interface IssuedSecret { credential: Credential; secret: string }

const hintLength = 'tanlu_'.length + 8;

/**
 * A new secret: 256 random bits after eight characters that tell which of a client's secrets it is. It has only characters that mean
 * themselves in Basic authentication and in forms.
 */
export const makeSecret = (): string => `tanlu_${randomBytes(4).toString('hex')}_${randomBytes(32).toString('base64url')}`;

export const hintOf = (secret: string): string => secret.slice(0, hintLength);

/** Letters, digits and -._ only: nothing that a form or a header would spell differently. @throws TanluError (usage) */
export function checkClientId(clientId: string): void {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{2,99}$/.test(clientId)) return;
  throw new TanluError('CLIENT_ID_INVALID', 'A client identifier has 3 to 100 characters: letters, digits, "-", "." and "_", a letter or digit first.', { kind: 'usage' });
}

/** A client identifier that tells the partner: of the Latin letters and digits of its name, and some of chance, so that no two are the same. */
export function newClientId(partnerName: string): string {
  const part = partnerName.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '').slice(0, 40);
  return `${part === '' ? 'partner' : part}-${randomBytes(4).toString('hex')}`;
}

/** Members that only private or symmetric keys have (RFC 7518 §6). */
const privateMembers = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k'];
const curves = new Set(['P-256', 'P-384', 'P-521', 'Ed25519']);

/** @throws TanluError (usage) where the set is no set of public signature keys of usable strength. */
export function checkJwks(value: unknown): { keys: JsonWebKey[] } {
  const refuse = (why: string): never => { throw new TanluError('JWKS_INVALID', `The key set cannot be registered: ${why}. Give {"keys": [...]} with public keys (RFC 7517) for RS256, PS256, ES256, ES384, ES512 or EdDSA.`, { kind: 'usage' }); };
  const keys = (value as { keys?: unknown } | null)?.keys;
  if (!Array.isArray(keys) || keys.length === 0) return refuse('it has no keys');
  if (keys.length > 10) return refuse('it has more than ten keys');
  keys.forEach((key: JsonWebKey & { use?: string }, index) => {
    const name = `key ${index + 1}`;
    if (key === null || typeof key !== 'object') return refuse(`${name} is no key`);
    if (privateMembers.some((member) => member in key)) return refuse(`${name} is a private or symmetric key; keep that to yourself`);
    if (key.use !== undefined && key.use !== 'sig') return refuse(`${name} is not for signatures`);
    let bits: number | undefined;
    try {
      bits = createPublicKey({ key, format: 'jwk' }).asymmetricKeyDetails?.modulusLength;
    } catch {
      return refuse(`${name} is not readable`);
    }
    if (key.kty === 'RSA' ? (bits ?? 0) < 2048 : !curves.has(key.crv ?? '')) return refuse(`${name} is ${key.kty === 'RSA' ? 'shorter than 2048 bits' : 'of a curve that no algorithm here uses'}`);
  });
  return { keys: keys as JsonWebKey[] };
}
