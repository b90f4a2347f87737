// Where others reach this hub: TANLU_PUBLIC_URL, or what the request was sent to. And where a request comes from.
import type { IncomingMessage } from 'node:http';
import { isIPv6 } from 'node:net';
import type { TLSSocket } from 'node:tls';
import { isLoopback, type Config } from '../../config.ts';

/** The address of the hub as a caller knows it. */
export interface PublicBase {
  /** Without a slash at its end: the issuer of tokens. */
  url: string;
  origin: string;
  secure: boolean;
  /** Issuers whose tokens are accepted: this one, and on a loopback address the other names of the machine. */
  issuers: readonly string[];
}

type ProxyConfig = Pick<Config, 'TANLU_PUBLIC_URL' | 'TANLU_TRUST_PROXY'>;

/** The proxy in front adds at the end; what stands before was sent by whoever asked it. */
const last = (header: string | string[] | undefined): string | undefined => (typeof header === 'string' ? header : header?.at(-1))?.split(',').at(-1)!.trim();

function describe(url: string): PublicBase {
  const { origin, hostname, protocol, pathname, port } = new URL(url);
  const path = pathname.replace(/\/+$/, '');
  const names = isLoopback(hostname) ? ['localhost', '127.0.0.1', '[::1]'].map((name) => `${protocol}//${name}${port === '' ? '' : `:${port}`}${path}`) : [origin + path];
  return { url: origin + path, origin, secure: protocol === 'https:', issuers: names };
}

/** Undefined: the request names no usable host. */
export type BaseOf = (request: IncomingMessage) => PublicBase | undefined;

export function publicBase({ TANLU_PUBLIC_URL, TANLU_TRUST_PROXY }: ProxyConfig): BaseOf {
  if (TANLU_PUBLIC_URL !== undefined) {
    const base = describe(TANLU_PUBLIC_URL);
    return () => base;
  }
  return ({ headers, socket }) => {
    const host = (TANLU_TRUST_PROXY ? last(headers['x-forwarded-host']) : undefined) ?? headers.host ?? '';
    const told = TANLU_TRUST_PROXY ? last(headers['x-forwarded-proto'])?.toLowerCase() : undefined;
    const scheme = told === 'https' || told === 'http' ? told : (socket as TLSSocket).encrypted === true ? 'https' : 'http';
    if (!/^(\[[0-9a-f:.]+\]|[a-z0-9_-]+(\.[a-z0-9_-]+)*\.?)(:\d{1,5})?$/i.test(host)) return undefined;
    return URL.canParse(`${scheme}://${host}`) ? describe(`${scheme}://${host}`) : undefined;
  };
}

/** The address a request comes from, for counting: of IPv6 the network (/64), which is what one customer has. */
export function clientAddress({ TANLU_TRUST_PROXY }: ProxyConfig): (request: IncomingMessage) => string {
  return ({ headers, socket }) => {
    const address = ((TANLU_TRUST_PROXY ? last(headers['x-forwarded-for']) : undefined) ?? socket.remoteAddress ?? '').slice(0, 64).replace(/^::ffff:(?=\d+\.)/i, '');
    if (!isIPv6(address)) return address;
    const [head = '', tail] = address.split('::');
    const groups = head === '' ? [] : head.split(':');
    const missing = tail === undefined ? 0 : 8 - groups.length - (tail === '' ? 0 : tail.split(':').length);
    return `${[...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail ?? '').split(':')].slice(0, 4).join(':')}::/64`;
  };
}
