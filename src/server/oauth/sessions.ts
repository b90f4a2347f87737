// Sessions of people: a short-lived signed token in a cookie, renewed while it is used, ended by signing out, by suspension and by its greatest age.
import type { IncomingMessage } from 'node:http';
import { anonymous, type Principal } from '../../hub/access/principal.ts';
import type { Person, PersonService } from '../../hub/person/person.service.ts';
import type { Authenticated, Refusal } from '../authentication.ts';
import { signToken, verifyToken } from './access-tokens.ts';
import { cookieName, readCookie, setCookie } from './cookies.ts';
import type { BaseOf, PublicBase } from './public-base.ts';
import type { SigningKeys } from './signing-keys.ts';
import { TokenError } from './token-error.ts';

/** Life of one token, and the age at which it is made anew. */
export const sessionSeconds = 3600;
const renewedAfterSeconds = 600;
const kind = 'session+jwt';
const audience = 'tanlu session';

export interface SessionsOptions {
  keys: SigningKeys;
  people: PersonService;
  baseOf: BaseOf;
  /** Greatest age of a session. */
  hours: number;
}

const nameOf = (base: PublicBase): string => cookieName('tanlu_session', base.origin);

export const principalOf = ({ id, name, role, organizationId }: Person): Principal => ({ role, person: { id, name }, ...(organizationId !== null && { organization: organizationId }) });

export class Sessions {
  constructor(private readonly options: SessionsOptions) {}

  /** The cookie of a person who has just signed in, or whose session goes on since `began` (milliseconds). */
  async begin(person: Person, base: PublicBase, began = Date.now()): Promise<string> {
    const left = Math.floor((began + this.options.hours * 3_600_000 - Date.now()) / 1000);
    const seconds = Math.min(sessionSeconds, left);
    return setCookie(nameOf(base), await signToken(this.options.keys, kind, { iss: base.url, aud: audience, sub: person.id, began }, seconds), { maxAge: seconds, secure: base.secure });
  }

  /** Removes the cookie. */
  end(base: PublicBase): string {
    return setCookie(nameOf(base), '', { maxAge: 0, secure: base.secure });
  }

  /** The person of the request's session; undefined without one. @throws TokenError */
  async person(request: IncomingMessage, base: PublicBase): Promise<{ person: Person; began: number; age: number } | undefined> {
    const token = readCookie(request, nameOf(base));
    if (token === undefined) return undefined;
    const { sub, began, iat } = await verifyToken(this.options.keys, kind, token, base.issuers, [audience], ['began']);
    const person = await this.options.people.get(sub!);
    if (person === undefined || Number(began) <= Date.parse(person.signedOutAt ?? '1970-01-01T00:00:00Z')) throw new TokenError('expired', 'The session has been ended.');
    return { person, began: Number(began), age: Date.now() / 1000 - iat! };
  }

  /** Who the cookie of a request proves; undefined where it has none. */
  authenticate(request: IncomingMessage): Promise<Authenticated> | undefined {
    return request.headers.cookie?.includes('tanlu_session') === true ? this.proven(request) : undefined;
  }

  private async proven(request: IncomingMessage): Promise<Authenticated> {
    const base = this.options.baseOf(request);
    if (base === undefined) return { refused: { status: 400, code: 'BAD_REQUEST', message: 'The Host header names no usable host.', headers: {} } };
    const refuse = (status: 401 | 403, code: Refusal['code'], message: string, headers: Record<string, string> = {}): Authenticated => ({ refused: { status, code, message, headers } });
    try {
      const found = await this.person(request, base);
      if (found === undefined) return { principal: anonymous }; // the cookie of a hub on another port
      if (isForeignWrite(request, base)) return refuse(403, 'FOREIGN_ORIGIN', 'A page of another origin may not write with your session.');
      const { person, began, age } = found;
      if (person.status !== 'ACTIVE') return refuse(403, 'FORBIDDEN', 'Your account is suspended. Ask the operator of the hub.', { 'set-cookie': this.end(base) });
      return { principal: principalOf(person), ...(age > renewedAfterSeconds && { cookie: await this.begin(person, base, began) }) };
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      return refuse(401, 'SESSION_ENDED', 'Your session has ended. Sign in again under /auth/login.', { 'set-cookie': this.end(base), 'www-authenticate': 'Bearer realm="tanlu"' });
    }
  }
}

/**
 * Whether a page of another origin sent this write. SameSite=Lax keeps the cookie from other sites; this keeps out the pages of neighboring
 * hosts, which are the same site. Browsers set both headers themselves; programs that keep cookies send neither.
 */
export function isForeignWrite({ method, headers }: IncomingMessage, base: PublicBase): boolean {
  if (method === 'GET' || method === 'HEAD') return false;
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  return headers.origin !== undefined && headers.origin !== base.origin;
}
