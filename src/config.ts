// The one configuration module: environment variables, validated at start, each with its meaning and default.
import { createRequire } from 'node:module';
import { z } from 'zod';
import { TanluError } from './errors.ts';

const flag = z.enum(['true', 'false', '1', '0']).transform((v) => v === 'true' || v === '1');
const count = (fallback: number, min = 1) => z.coerce.number().int().min(min).default(fallback);

/** Whether a text is 32 bytes, hexadecimal or base64. */
function isKey(text: string): boolean {
  return /^[0-9a-f]{64}$/i.test(text) || /^[A-Za-z0-9+/_-]{43}=?$/.test(text);
}

/** Whether a host name or address is this machine alone. */
export function isLoopback(host: string): boolean {
  return /^(localhost|127(\.\d{1,3}){3}|\[?::1\]?)$/i.test(host);
}

const mappableRoles: readonly string[] = ['reader', 'enterprise', 'certificationBody', 'operator', 'administrator'];

/** `value=role,value=role` as pairs; the value may contain "=" but no comma. */
function parseRoleMap(text: string, context: z.RefinementCtx): Record<string, string> {
  const map: Record<string, string> = {};
  for (const pair of text.split(',').map((part) => part.trim()).filter((part) => part !== '')) {
    const at = pair.lastIndexOf('=');
    const role = pair.slice(at + 1).trim();
    if (at < 1 || !mappableRoles.includes(role)) context.addIssue({ code: 'custom', message: `"${pair}" must be value=role with a role of: ${mappableRoles.join(', ')}` });
    else map[pair.slice(0, at).trim()] = role;
  }
  return map;
}

/** true, false, or a list divided by commas. */
const parseHosts = (text: string): boolean | string[] => (/^(true|1)$/i.test(text) ? true : /^(false|0|)$/i.test(text) ? false : text.split(',').map((host) => host.trim()).filter((host) => host !== ''));

/** Every option of Tanlu. The description of each is what `tanlu config` prints. */
export const configSchema = z.object({
  TANLU_DATA: z.string().min(1).default('.tanlu').describe('Folder of the embedded database and of uploads. Relative to the working folder.'),
  PORT: z.coerce.number().int().min(0).max(65535).default(4000).describe('Port of the HTTP server; 0 takes a free one.'),
  HOST: z.string().min(1).default('127.0.0.1').describe('Address the HTTP server listens on.'),
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//, 'must start with postgres:// or postgresql://').optional()
    .describe('A PostgreSQL 15+ server to use instead of the embedded one.'),
  TANLU_ADMIN_TOKEN: z.string().min(16, 'must have at least 16 characters').optional()
    .describe('Bearer token for administrative writes. Without it the embedded set-up writes one to <TANLU_DATA>/admin-token.'),
  TANLU_PUBLIC_URL: z.url({ protocol: /^https?$/, error: 'must be an http or https address' }).refine((text) => !/[?#]/.test(text), 'must have no query and no fragment').transform((text) => text.replace(/\/+$/, '')).optional()
    .describe('Address under which others reach this hub, with its path where it has one: issuer of tokens, links in answers. Without it the Host of each request counts.'),
  TANLU_TRUST_PROXY: flag.default(false).describe('Believe X-Forwarded-For, -Host and -Proto of the proxy in front. Set it only where every request comes through that proxy.'),
  TANLU_TLS_CERT: z.string().min(1).optional().describe('File with the certificate chain (PEM): with it the server speaks https itself. Read anew when it changes.'),
  TANLU_TLS_KEY: z.string().min(1).optional().describe('File with the private key of that certificate (PEM, without a password).'),
  TANLU_SECRET_KEY: z.string().refine(isKey, 'must be 32 random bytes, as 64 hexadecimal digits or base64: openssl rand -hex 32').optional()
    .describe('Key that seals the private keys in the database and the cookies of sign-in; the same for all processes of a database. Without it one is made in <TANLU_DATA>/secret-key.'),
  TANLU_TOKEN_SECONDS: z.coerce.number().int().min(60).max(86_400).default(3600).describe('How long a token of the token endpoint is valid, in seconds.'),
  TANLU_SESSION_HOURS: z.coerce.number().int().min(1).max(720).default(12).describe('Hours after which a person who signed in must do so again.'),
  TANLU_KEY_DAYS: z.coerce.number().int().min(1).max(3650).default(90).describe('Days after which another key signs tokens.'),
  TANLU_OIDC_ISSUER: z.url({ error: 'must be an address' }).refine((text) => text.startsWith('https:') || isLoopback(new URL(text).hostname), 'must begin with https:// (http:// only on a loopback address)').optional().describe('OpenID Connect provider that people sign in with.'),
  TANLU_OIDC_CLIENT_ID: z.string().min(1).optional().describe('Identifier of this hub at the provider. The address to register there is <public address>/auth/callback.'),
  TANLU_OIDC_CLIENT_SECRET: z.string().min(1).optional().describe('Secret of this hub at the provider; none for a public client.'),
  TANLU_OIDC_SCOPE: z.string().regex(/(^| )openid( |$)/, 'must contain openid').default('openid profile email').describe('Scopes asked of the provider.'),
  TANLU_OIDC_ROLE_CLAIM: z.string().min(1).optional()
    .describe('Claim that tells the role, with dots into objects (realm_access.roles). Without it people are readers until the operator gives them a role.'),
  TANLU_OIDC_ROLES: z.string().transform(parseRoleMap).optional()
    .describe('Values of that claim and the roles they stand for: value=role,value=role. Roles: reader, enterprise, certificationBody, operator, administrator. Without it the values are these names.'),
  TANLU_OIDC_ORGANIZATION_CLAIM: z.string().min(1).optional().describe('Claim with the identifier (UUID) of the organization of the hub that a person belongs to.'),
  TANLU_DEV_SIGN_IN: flag.default(true)
    .describe('Without TANLU_OIDC_ISSUER, on a loopback address: a provider for development with a person for each role, who sign in with the administrator\'s token.'),
  TANLU_LOG: z.enum(['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent']).default('info').describe('Log level.'),
  TANLU_DEMO: flag.default(true).describe('Load the demonstration data into an empty database at start.'),
  TANLU_WORKERS: z.coerce.number().int().min(1).max(64).optional().describe('Import workers; default: the number of processor cores.'),
  TANLU_PACT_PATH: z.string().regex(/^(\/[A-Za-z0-9._~-]+)*$/, 'must be empty or a path such as /pact').refine((text) => !/^\/(graphql|auth|assets|dev-oidc|\.well-known)(\/|$)/.test(text), 'is taken by another part of the hub').default('')
    .describe('Path under the public address below which /2 and /3 of the PACT host stand.'),
  TANLU_PACT_PAGE: z.coerce.number().int().min(1).max(10_000).default(500).describe('Most footprints on a page of the PACT host.'),
  TANLU_MAX_EVENT_BYTES: count(4 * 1024 ** 2).describe('Largest event accepted from a partner, in bytes.'),
  TANLU_PACT_ISSUER: z.string().regex(/^[a-z0-9-]+(\.[a-z0-9-]+)*$/i, 'must be a domain name').transform((text) => text.toLowerCase()).optional()
    .describe('Domain name under which the hub gives URNs (urn:pact:<name>:product-id:…) to products and companies that have none. Without it the host of the public address.'),
  TANLU_PACT_CA: z.string().min(1).optional().describe('File with certificates (PEM) of authorities that are trusted, beside the system\'s, when partners are called.'),
  TANLU_PACT_ALLOW_PRIVATE: z.string().transform(parseHosts).default(false)
    .describe('Partners at addresses that are not public may be called: true for all of them, or a list of hosts, addresses and CIDR blocks divided by commas. For tests and private networks.'),
  TANLU_PACT_ALLOW_HTTP: z.string().transform((text): boolean | 'private' | string[] => (text === 'private' ? text : parseHosts(text))).default(false)
    .describe('Partners may be called without TLS: true, private (addresses that are not public), or a list of hosts. Credentials then travel in the clear.'),
  TANLU_REQUEST_DAYS: z.coerce.number().int().min(1).max(365).default(30).describe('Days that a request of a partner waits for a decision, and a request of the hub for an answer.'),
  TANLU_MAX_DEPTH: count(20).describe('Deepest GraphQL selection answered.'),
  TANLU_MAX_COST: count(50_000).describe('Highest estimated number of values a GraphQL operation may ask for.'),
  TANLU_MAX_PAGE: count(500).describe('Largest page of a GraphQL list.'),
  TANLU_MAX_QUERY_BYTES: count(100_000).describe('Longest GraphQL document accepted, in bytes.'),
  TANLU_TIMEOUT_MS: count(10_000).describe('Time after which a GraphQL operation is ended, in milliseconds.'),
  TANLU_MAX_EXPORT: count(10_000).describe('Most datasets that one GET /export gives, with those they refer to.'),
  TANLU_EXPORT_TIMEOUT_MS: count(600_000).describe('Time after which a GET /export is broken off, in milliseconds.'),
  TANLU_MAX_UPLOAD_BYTES: count(4 * 1024 ** 3).describe('Largest upload accepted, in bytes.'),
}).superRefine((config, context) => {
  if (config.TANLU_OIDC_ISSUER !== undefined && config.TANLU_OIDC_CLIENT_ID === undefined) {
    context.addIssue({ code: 'custom', path: ['TANLU_OIDC_CLIENT_ID'], message: 'is needed with TANLU_OIDC_ISSUER' });
  }
  const { TANLU_TLS_CERT: certificate, TANLU_TLS_KEY: key } = config;
  if ((certificate === undefined) !== (key === undefined)) {
    const missing = certificate === undefined ? 'TANLU_TLS_CERT' : 'TANLU_TLS_KEY';
    context.addIssue({ code: 'custom', path: [missing], message: `is needed with ${certificate === undefined ? 'TANLU_TLS_KEY' : 'TANLU_TLS_CERT'}` });
  }
});

export type Config = z.infer<typeof configSchema>;

/** Reads and checks the configuration. Throws one `usage` error that lists every wrong option. */
export function readConfig(env: Record<string, string | undefined> = process.env): Config {
  const known = Object.fromEntries(Object.keys(configSchema.shape).filter((k) => env[k] !== undefined && env[k] !== '').map((k) => [k, env[k]]));
  const parsed = configSchema.safeParse(known);
  if (parsed.success) return parsed.data;
  const lines = parsed.error.issues.map((i) => `${i.path.join('.')}: ${i.message}`);
  throw new TanluError('CONFIG_INVALID', `The configuration is not usable.\n  ${lines.join('\n  ')}`, { kind: 'usage', params: { lines } });
}

/** Version of Tanlu, from package.json: stands in the provenance of every record. */
export const VERSION: string = (createRequire(import.meta.url)('../package.json') as { version: string }).version;
