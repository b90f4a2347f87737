// The administrator's token: TANLU_ADMIN_TOKEN, or one made once and kept in <TANLU_DATA>/admin-token.
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { TanluError } from '../errors.ts';
import { keptSecret } from './kept-secret.ts';

/** Where the token is kept when the environment gives none. */
export const adminTokenPath = (config: Pick<Config, 'TANLU_DATA'>): string => join(config.TANLU_DATA, 'admin-token');

/** Reads or makes the token: 32 random bytes as base64url, readable by the owner only. */
export async function adminToken(config: Pick<Config, 'TANLU_DATA' | 'TANLU_ADMIN_TOKEN'>): Promise<string> {
  if (config.TANLU_ADMIN_TOKEN) return config.TANLU_ADMIN_TOKEN;
  const path = adminTokenPath(config);
  const kept = await keptSecret(path);
  if (kept.length < 16) throw new TanluError('ADMIN_TOKEN_INVALID', `${path} holds no usable token (at least 16 characters). Delete the file to get a new one.`, { kind: 'usage', params: { path } });
  return kept;
}
