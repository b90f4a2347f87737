// Identity put together: keys, tokens, sessions, sign-in; the addresses under /auth and /.well-known, and who a request comes from.
import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Pool } from 'pg';
import { isLoopback, type Config } from '../../config.ts';
import type { Principal } from '../../hub/access/principal.ts';
import { CredentialService } from '../../hub/partner/credential.service.ts';
import type { PartnerLookup } from '../../hub/partner/partner-standing.ts';
import { PersonService } from '../../hub/person/person.service.ts';
import type { Log } from '../../log.ts';
import { authenticator, refusedToken, type Authenticate, type Authenticated } from '../authentication.ts';
import { AccessTokens } from './access-tokens.ts';
import { discoveryRoute, jwksRoute } from './discovery.ts';
import { clientAddress, publicBase } from './public-base.ts';
import { keyFor } from './secret-key.ts';
import { Sessions, sessionSeconds } from './sessions.ts';
import { SignIn, type ProviderSettings } from './sign-in.ts';
import { signInRoutes } from './sign-in-routes.ts';
import { SigningKeys } from './signing-keys.ts';
import { SigningKeyStore } from './signing-key-store.ts';
import { TokenError } from './token-error.ts';
import { tokenRoute } from './token-route.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

export interface IdentityOptions {
  config: Pick<Config, 'HOST' | 'TANLU_PUBLIC_URL' | 'TANLU_TRUST_PROXY' | 'TANLU_TOKEN_SECONDS' | 'TANLU_SESSION_HOURS' | 'TANLU_KEY_DAYS' | 'TANLU_OIDC_ISSUER' | 'TANLU_OIDC_CLIENT_ID' | 'TANLU_OIDC_CLIENT_SECRET'
  | 'TANLU_OIDC_SCOPE' | 'TANLU_OIDC_ROLE_CLAIM' | 'TANLU_OIDC_ROLES' | 'TANLU_OIDC_ORGANIZATION_CLAIM' | 'TANLU_DEV_SIGN_IN' | 'TANLU_TLS_CERT'>;
  pool: Pool;
  log: Log;
  adminToken: string;
  /** 32 bytes; see secret-key.ts. */
  secret: Buffer;
  /** Whether a partner may ask now. */
  partner: PartnerLookup;
}

export interface Identity {
  authenticate: Authenticate;
  routes: readonly { path: string; methods: readonly string[]; handle: Handler }[];
  /** Whole parts of the address space, by their beginning. */
  mounts: readonly { prefix: string; handle: Handler }[];
  /** How people sign in, if they can. */
  signIn: 'provider' | 'development' | undefined;
  keys: SigningKeys;
  credentials: CredentialService;
  people: PersonService;
  /** To be told the address once the server listens. */
  listening(url: string): void;
}

/** The same key for everything that needs the keys of a database: the server and the command line. */
export function signingKeys({ pool, secret, config }: Pick<IdentityOptions, 'pool' | 'secret' | 'config'>): SigningKeys {
  const sealing = keyFor(secret, 'signing keys');
  return new SigningKeys({ store: new SigningKeyStore(pool, sealing, config.TANLU_KEY_DAYS), sealing, longestSeconds: Math.max(config.TANLU_TOKEN_SECONDS, sessionSeconds) });
}

/**
 * The development provider gives every role, the administrator's among them: only where nobody but this machine reaches the hub. Not over https: the hub would not trust a
 * certificate of its own making when it asks itself.
 */
export const hasDevProvider = ({ HOST, TANLU_DEV_SIGN_IN, TANLU_OIDC_ISSUER, TANLU_PUBLIC_URL, TANLU_TRUST_PROXY, TANLU_TLS_CERT }: IdentityOptions['config']): boolean =>
  TANLU_DEV_SIGN_IN && TANLU_TLS_CERT === undefined && TANLU_OIDC_ISSUER === undefined && isLoopback(HOST) && !TANLU_TRUST_PROXY && (TANLU_PUBLIC_URL === undefined || isLoopback(new URL(TANLU_PUBLIC_URL).hostname));

/** Makes all of it and reads the signing keys, which fails early where they cannot be opened. @throws TanluError */
export async function makeIdentity(options: IdentityOptions): Promise<Identity> {
  const { config, pool, log, adminToken, secret, partner } = options;
  const keys = signingKeys(options);
  await keys.active();
  const baseOf = publicBase(config);
  const tokens = new AccessTokens(keys, config.TANLU_TOKEN_SECONDS);
  const people = new PersonService(pool);
  const credentials = new CredentialService(pool);
  const sessions = new Sessions({ keys, people, baseOf, hours: config.TANLU_SESSION_HOURS });

  const dev = hasDevProvider(config) ? devSide(adminToken) : undefined;
  const provider: (() => ProviderSettings) | undefined = dev?.settings ?? (config.TANLU_OIDC_ISSUER === undefined ? undefined : () => ({
    issuer: config.TANLU_OIDC_ISSUER!, clientId: config.TANLU_OIDC_CLIENT_ID!, clientSecret: config.TANLU_OIDC_CLIENT_SECRET, scope: config.TANLU_OIDC_SCOPE, claims: config,
  }));
  const signIn = provider === undefined ? undefined : new SignIn(provider, keyFor(secret, 'sign-in'));
  const { login, callback, logout } = signInRoutes({ signIn, sessions, people, baseOf, log });

  async function bearer(token: string, request: IncomingMessage): Promise<Authenticated> {
    const base = baseOf(request);
    try {
      if (base === undefined) throw new TokenError('invalid', 'The Host header names no usable host.');
      const { clientId, partnerId, scopes } = await tokens.verify(token, base.issuers);
      const standing = await partner(partnerId);
      if (standing?.status !== 'ACTIVE') throw new TokenError('suspended', 'The partner of this token is suspended, or no longer a partner.');
      const principal: Principal = { role: 'partnerService', partner: { id: partnerId, clientId }, scopes, ...(standing.organization !== null && { organization: standing.organization }) };
      return { principal };
    } catch (error) {
      if (!(error instanceof TokenError)) throw error;
      return refusedToken(error.fault === 'expired' ? 'TOKEN_EXPIRED' : 'UNAUTHENTICATED', error.message);
    }
  }

  const read = ['GET', 'HEAD'];
  const discovery = discoveryRoute(baseOf);
  const path = config.TANLU_PUBLIC_URL === undefined ? '' : new URL(config.TANLU_PUBLIC_URL).pathname.replace(/\/+$/, '');
  return {
    authenticate: authenticator(adminToken, { bearer, session: (request) => sessions.authenticate(request) }),
    routes: [
      { path: '/auth/token', methods: ['POST'], handle: tokenRoute({ credentials, partner, tokens, baseOf, addressOf: clientAddress(config), log }) },
      { path: '/auth/jwks', methods: read, handle: jwksRoute(keys) },
      { path: '/.well-known/openid-configuration', methods: read, handle: discovery },
      { path: '/.well-known/oauth-authorization-server', methods: read, handle: discovery },
      ...(path === '' ? [] : [{ path: `/.well-known/oauth-authorization-server${path}`, methods: read, handle: discovery }]), // RFC 8414 §3.1: before the path of the issuer
      { path: '/auth/login', methods: read, handle: login },
      { path: '/auth/callback', methods: ['GET'], handle: callback },
      { path: '/auth/logout', methods: [...read, 'POST'], handle: logout },
    ],
    mounts: dev === undefined ? [] : [{ prefix: dev.prefix, handle: dev.handle }],
    signIn: dev !== undefined ? 'development' : signIn === undefined ? undefined : 'provider',
    keys, credentials, people,
    listening: (url) => { dev?.listening(url); },
  };
}

/** The development provider, loaded and made at the first request for it. */
function devSide(adminToken: string): { prefix: string; settings: () => ProviderSettings; handle: Handler; listening: (url: string) => void } {
  const prefix = '/dev-oidc';
  const clientId = 'tanlu';
  const clientSecret = randomBytes(32).toString('base64url');
  let url = '';
  let made: Promise<Handler> | undefined;
  return {
    prefix,
    // People of one hub stay the same whatever port it listens on.
    settings: () => ({
      issuer: url + prefix, clientId, clientSecret, scope: 'openid profile email', prompt: 'login', keptAs: 'urn:tanlu:development',
      claims: { TANLU_OIDC_ROLE_CLAIM: 'roles', TANLU_OIDC_ROLES: undefined, TANLU_OIDC_ORGANIZATION_CLAIM: 'organization' },
    }),
    handle: async (request, response) => {
      made ??= import('./dev-provider.ts').then(({ devProvider }) => devProvider({ url, adminToken, prefix, clientId, clientSecret }));
      await (await made)(request, response);
    },
    listening: (address) => { url = address; },
  };
}
