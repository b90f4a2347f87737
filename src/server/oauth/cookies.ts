// Cookies (RFC 6265): read from a request, and written so that no script and no foreign page can use them.
import type { IncomingMessage } from 'node:http';

export function readCookie(request: IncomingMessage, name: string): string | undefined {
  for (const pair of (request.headers.cookie ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}

export interface CookieOptions {
  /** Seconds; 0 removes the cookie. */
  maxAge: number;
  /** Sent over https only. */
  secure: boolean;
}

/** Lax: sent when a person follows a link to the hub, as from the provider, but not with writes from pages of others. */
export const setCookie = (name: string, value: string, { maxAge, secure }: CookieOptions): string =>
  `${name}=${value}; Path=/; Max-Age=${maxAge}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`;

/**
 * Cookies of a host go to all its ports, so the name tells the port: two hubs on one machine keep apart. With https it also says that the
 * cookie comes from this very host, so that no neighboring host can set it (RFC 6265bis §4.1.3.2).
 */
export function cookieName(name: string, origin: string): string {
  const { port, protocol } = new URL(origin);
  return `${protocol === 'https:' ? '__Host-' : ''}${name}${port === '' ? '' : `_${port}`}`;
}
