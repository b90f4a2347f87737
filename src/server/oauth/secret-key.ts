// The key that seals private keys and cookies: TANLU_SECRET_KEY, or one made once and kept in <TANLU_DATA>/secret-key.
import { hkdfSync } from 'node:crypto';
import { join } from 'node:path';
import type { Config } from '../../config.ts';
import { TanluError } from '../../errors.ts';
import { keptSecret } from '../kept-secret.ts';

export const secretKeyPath = (config: Pick<Config, 'TANLU_DATA'>): string => join(config.TANLU_DATA, 'secret-key');

/** 32 bytes. @throws TanluError (usage) where the file holds something else. */
export async function secretKey(config: Pick<Config, 'TANLU_DATA' | 'TANLU_SECRET_KEY'>): Promise<Buffer> {
  const given = config.TANLU_SECRET_KEY;
  const text = given ?? await keptSecret(secretKeyPath(config));
  const key = Buffer.from(text, /^[0-9a-f]{64}$/i.test(text) ? 'hex' : 'base64');
  if (key.length === 32) return key;
  throw new TanluError('SECRET_KEY_INVALID', `${given === undefined ? secretKeyPath(config) : 'TANLU_SECRET_KEY'} must be 32 bytes, hexadecimal or base64. What was sealed with another key cannot be opened.`, { kind: 'usage' });
}

/** A key for one purpose (RFC 5869), so that what is sealed for one cannot be used for another. */
export const keyFor = (secret: Buffer, purpose: string): Buffer => Buffer.from(hkdfSync('sha256', secret, '', `tanlu ${purpose}`, 32));

/** The key that seals what the hub signs in with at its partners: the same for the server and the command line. */
export const partnerKey = (secret: Buffer): Buffer => keyFor(secret, 'partners');
