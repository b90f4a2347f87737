// Who asks: the administrator's token, an access token of this hub, the session of a person, or nobody. A proof that does not hold is refused, never read as nobody.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { administrator, anonymous, type Principal } from '../hub/access/principal.ts';

/** Why a request is refused, and how: `code` is stable, TOKEN_EXPIRED is told from every other fault of a token. */
export interface Refusal {
  status: 400 | 401 | 403;
  code: 'UNAUTHENTICATED' | 'TOKEN_EXPIRED' | 'SESSION_ENDED' | 'FOREIGN_ORIGIN' | 'FORBIDDEN' | 'BAD_REQUEST';
  message: string;
  headers: Record<string, string>;
}

/** `cookie` is a Set-Cookie for the answer: the session goes on. */
export type Authenticated = { principal: Principal; cookie?: string } | { refused: Refusal };
export type Authenticate = (request: IncomingMessage) => Authenticated | Promise<Authenticated>;

/** The other proofs that a server may know besides the administrator's token. */
export interface OtherProofs {
  /** The holder of an access token. */
  bearer(token: string, request: IncomingMessage): Promise<Authenticated>;
  /** The person of a session; undefined when the request belongs to none. */
  session(request: IncomingMessage): Promise<Authenticated> | undefined;
}

const nobody: Authenticated = { principal: anonymous };
const theAdministrator: Authenticated = { principal: administrator };

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

export const refusedToken = (code: 'UNAUTHENTICATED' | 'TOKEN_EXPIRED', message: string): Authenticated => ({
  refused: { status: 401, code, message, headers: { 'www-authenticate': 'Bearer realm="tanlu", error="invalid_token"' } },
});

/** Makes the check. A header counts before a cookie. */
export function authenticator(adminToken: string, others?: OtherProofs): Authenticate {
  const expected = digest(adminToken);
  return (request) => {
    const { authorization } = request.headers;
    if (authorization === undefined) return others?.session(request) ?? nobody;
    const token = /^Bearer +([^\s]+)$/i.exec(authorization)?.[1];
    // Digests have one length, so the comparison takes the same time whatever is sent.
    if (token !== undefined && timingSafeEqual(digest(token), expected)) return theAdministrator;
    if (token !== undefined && others !== undefined && token.split('.').length === 3) return others.bearer(token, request);
    return refusedToken('UNAUTHENTICATED', 'The token is not valid. Send `Authorization: Bearer <token>` with the administrator\'s token, or no Authorization header to read as anyone may.');
  };
}
