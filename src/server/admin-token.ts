// The administrator's token: TANLU_ADMIN_TOKEN, or one made once and kept in <TANLU_DATA>/admin-token.
import { randomBytes } from 'node:crypto';
import { link, mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { TanluError } from '../errors.ts';

/** Where the token is kept when the environment gives none. */
export const adminTokenPath = (config: Pick<Config, 'TANLU_DATA'>): string => join(config.TANLU_DATA, 'admin-token');

/** Reads or makes the token: 32 random bytes as base64url, readable by the owner only. */
export async function adminToken(config: Pick<Config, 'TANLU_DATA' | 'TANLU_ADMIN_TOKEN'>): Promise<string> {
  if (config.TANLU_ADMIN_TOKEN) return config.TANLU_ADMIN_TOKEN;
  const path = adminTokenPath(config);
  await mkdir(config.TANLU_DATA, { recursive: true });
  const token = randomBytes(32).toString('base64url');
  const aside = `${path}.${process.pid}.${token.slice(0, 8)}`;
  await writeFile(aside, `${token}\n`, { mode: 0o600, flag: 'wx' });
  try {
    // A link is made whole or not at all: of two processes that start at once, one makes it and the other reads it.
    await link(aside, path);
    return token;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    await rm(aside);
  }
  const kept = (await readFile(path, 'utf8')).trim();
  if (kept.length < 16) throw new TanluError('ADMIN_TOKEN_INVALID', `${path} holds no usable token (at least 16 characters). Delete the file to get a new one.`, { kind: 'usage', params: { path } });
  return kept;
}
