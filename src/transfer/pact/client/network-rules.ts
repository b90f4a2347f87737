// Which foreign addresses may be reached: the rules against requests to what is not public (SSRF), for the client, for callbacks, for every URL that a partner gives.
import ipaddr from 'ipaddr.js';
import { PactError, shown } from './errors.ts';

export interface NetworkRules {
  /** Addresses that are not public: none (default), all of loopback, private, unique local, link-local and carrier-grade networks, or those of the CIDR blocks, addresses and host names listed. */
  allowPrivate?: boolean | readonly string[];
  /** Plain http: nowhere (default), everywhere, only at addresses that are not public, or at the hosts listed. */
  allowHttp?: boolean | 'private' | readonly string[];
  /** Certificates of authorities that are trusted beside the system's, PEM. */
  ca?: string | readonly string[];
  /** Milliseconds until a connection stands (default 10,000). */
  connectTimeout?: number;
  /** Milliseconds until the answer of one request is complete (default 60,000). */
  timeout?: number;
  /** Bytes of one answer (default 50 MiB). */
  maxBytes?: number;
  /** Looks a name up; default: the system. */
  resolve?: (host: string) => Promise<readonly string[]>;
}

/** Answered by cloud providers to their own machines, with secrets; the last one lies among public addresses. No rule opens them. */
const metadata = new Set(['169.254.169.254', '169.254.170.2', '169.254.169.253', 'fd00:ec2::254', '100.100.100.200', '192.0.0.192', '168.63.129.16']);

/** Ranges that `allowPrivate` may open; unspecified, multicast, broadcast and reserved ones stay closed. */
const privateRanges: Readonly<Record<string, string>> = {
  loopback: 'a loopback address', private: 'a private address', uniqueLocal: 'a unique local address', linkLocal: 'a link-local address', carrierGradeNat: 'an address of a carrier\'s network',
};

const globalUnicast = ipaddr.parseCIDR('2000::/3') as [ipaddr.IPv6, number];

const bare = (host: string): string => host.replace(/^\[|\]$/g, '').replace(/\.$/, '').toLowerCase();

/** The address that a literal stands for; IPv4 in IPv6 is taken as IPv4. Undefined for names. */
function literalAddress(host: string): string | undefined {
  const text = bare(host);
  return ipaddr.isValid(text) ? ipaddr.process(text).toString() : undefined;
}

function isListed(list: readonly string[], host: string, address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return list.some((entry) => {
    if (bare(entry) === bare(host)) return true;
    if (ipaddr.isValid(entry)) return ipaddr.process(entry).toString() === address.toString();
    if (!ipaddr.isValidCIDR(entry)) return false;
    const [network, bits] = ipaddr.parseCIDR(entry);
    return network.kind() === address.kind() && address.match(network, bits);
  });
}

/** The kind of an address: `public`, one that rules may open, or, in words, why it is never reached. */
function kindOf(address: ipaddr.IPv4 | ipaddr.IPv6): { kind: 'public' } | { kind: 'private' | 'never'; words: string } {
  if (metadata.has(address.toString())) return { kind: 'never', words: 'an address of cloud metadata' };
  const range = address.range();
  if (privateRanges[range] !== undefined) return { kind: 'private', words: privateRanges[range] };
  if (range === 'unicast' && (address.kind() === 'ipv4' || address.match(globalUnicast))) return { kind: 'public' };
  return { kind: 'never', words: `an address for special use (${range})` };
}

/** Throws PACT_ADDRESS_REFUSED where the rules forbid `address`, to which `host` led, for `protocol` (http: or https:). */
export function checkAddress(address: string, host: string, protocol: string, rules: NetworkRules): void {
  const refuse = (words: string, advice: string): never => {
    throw new PactError('PACT_ADDRESS_REFUSED', `${host} leads to ${address}: ${words}. ${advice}`, { params: { host, address, reason: words } });
  };
  if (!ipaddr.isValid(address)) return refuse('no address at all', 'Check the name server.');
  const parsed = ipaddr.process(address);
  const found = kindOf(parsed);
  if (found.kind === 'never') return refuse(found.words, 'No request is sent there. Check the URL.');
  const allowed = rules.allowPrivate ?? false;
  if (found.kind === 'private' && allowed !== true && (allowed === false || !isListed(allowed, host, parsed))) {
    return refuse(found.words, 'Only public hosts are reached unless the settings allow this address.');
  }
  const http = rules.allowHttp ?? false;
  if (protocol === 'https:' || http === true) return;
  if (http === false || (http === 'private' ? found.kind !== 'private' : !isListed(http, host, parsed))) refuse('plain http is not allowed there', 'Use https.');
}

/**
 * Reads a URL that is about to be called. Throws PACT_URL_INVALID for what is none, other schemes and user info,
 * and PACT_ADDRESS_REFUSED for a literal address that the rules forbid and for plain http that no rule could allow.
 */
export function checkUrl(text: string | URL, rules: NetworkRules): URL {
  const invalid = (reason: string): PactError => new PactError('PACT_URL_INVALID', `The URL ${shown(text).replace(/\/\/[^/@]*@/, '//…@')} cannot be used: ${reason}.`, { params: { reason } });
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    throw invalid('it is not an absolute URL such as https://pact.example.com');
  }
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw invalid('only https is spoken with foreign hosts');
  if (url.username !== '' || url.password !== '') throw invalid('it carries a user name or a password; credentials are given apart');
  const literal = literalAddress(url.hostname);
  if (literal !== undefined) checkAddress(literal, url.hostname, url.protocol, rules);
  if (url.protocol === 'http:' && (rules.allowHttp ?? false) === false) {
    throw new PactError('PACT_ADDRESS_REFUSED', `${shown(url.origin)} is plain http, which anyone on the way can read. Use https.`, { params: { host: url.hostname, reason: 'plain http' } });
  }
  return url;
}

/** The port that a URL leads to. */
export const portOf = (url: URL): string => url.port || (url.protocol === 'https:' ? '443' : '80');
