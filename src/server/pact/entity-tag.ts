// Entity tags of what is sent, and whether the caller has it already (RFC 9110 §8.8.3, §13.1.2).
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

export const tagOf = (body: Buffer): string => `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`;

/** If-None-Match compares weakly. */
export function isUnchanged({ headers }: IncomingMessage, tag: string): boolean {
  const known = headers['if-none-match'];
  return known !== undefined && (known.trim() === '*' || known.split(',').some((each) => each.trim().replace(/^W\//, '') === tag));
}
