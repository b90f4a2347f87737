// Sealing of secrets at rest: AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce, bound to the place where the text belongs.
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

/** Seals a text. `place` is authenticated with it: moved to another row, it does not open. */
export function seal(key: Buffer, text: string, place: string): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(place));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return ['v1', nonce, cipher.getAuthTag(), sealed].map((part) => (typeof part === 'string' ? part : part.toString('base64url'))).join('.');
}

/** Throws when the text was sealed with another key, for another place, or was changed. */
export function unseal(key: Buffer, text: string, place: string): string {
  const [version, nonce, tag, sealed] = text.split('.');
  if (version !== 'v1' || sealed === undefined) throw new Error('This is no sealed text.');
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.from(nonce!, 'base64url'), { authTagLength: 16 }).setAAD(Buffer.from(place)).setAuthTag(Buffer.from(tag!, 'base64url'));
  return Buffer.concat([decipher.update(Buffer.from(sealed, 'base64url')), decipher.final()]).toString('utf8');
}
