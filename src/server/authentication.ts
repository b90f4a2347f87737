// Who asks: `Authorization: Bearer <admin token>` is the administrator, no header is anonymous, anything else is refused.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { Principal } from '../hub/access/principal.ts';

export const anonymous: Principal = Object.freeze({ role: 'anonymous' });
export const administrator: Principal = Object.freeze({ role: 'administrator' });

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/** Makes the check. It returns undefined for a header that names nobody, so that a mistyped token never reads as anonymous. */
export function authenticator(adminToken: string): (authorization: string | undefined) => Principal | undefined {
  const expected = digest(adminToken);
  return (authorization) => {
    if (authorization === undefined) return anonymous;
    const token = /^Bearer +([^\s]+)$/i.exec(authorization)?.[1];
    // Digests have one length, so the comparison takes the same time whatever is sent.
    return token !== undefined && timingSafeEqual(digest(token), expected) ? administrator : undefined;
  };
}
