// Sign-in of people by OpenID Connect: authorization code with PKCE, state and nonce (OpenID Connect Core §3.1, RFC 9700). The protocol is openid-client's.
import { EncryptJWT, errors as joseErrors, jwtDecrypt } from 'jose';
import * as openid from 'openid-client';
import { TanluError, messageOf } from '../../errors.ts';
import type { SignedIn } from '../../hub/person/person.service.ts';
import { signedIn, type ClaimConfig } from './provider-claims.ts';
import type { PublicBase } from './public-base.ts';

/** The provider, and this hub's name and secret there. */
export interface ProviderSettings {
  issuer: string;
  clientId: string;
  clientSecret: string | undefined;
  scope: string;
  claims: ClaimConfig;
  /** Asks who it is even of people whom the provider knows already. */
  prompt?: 'login';
  /** Name under which people of this provider are kept; the issuer where left out. */
  keptAs?: string;
}

/** What must be the same when the browser comes back. Encrypted, since it holds the verifier. */
interface Transaction { state: string; nonce: string; verifier: string; back: string }

export const transactionSeconds = 600;
/** Endpoints and keys of a provider are asked for again after this time. */
const configurationMs = 3_600_000;

/** A path of this hub to go back to; anything else leads to its start page. */
export function backPath(asked: string | null | undefined): string {
  if (asked == null || !/^\/(?![/\\])/.test(asked)) return '/';
  const url = URL.canParse(asked, 'http://hub.invalid') ? new URL(asked, 'http://hub.invalid') : undefined;
  return url?.origin === 'http://hub.invalid' ? url.pathname + url.search + url.hash : '/';
}

export class SignIn {
  private configured: { until: number; configuration: Promise<openid.Configuration> } | undefined;

  /** `settings` may be known only after the server listens. */
  constructor(private readonly settings: () => ProviderSettings, private readonly sealing: Buffer) {}

  /** Where to send the browser, and the cookie value that it must bring back. @throws TanluError (unavailable) when the provider does not answer. */
  async begin(base: PublicBase, back: string): Promise<{ location: string; transaction: string }> {
    const { scope, prompt } = this.settings();
    const configuration = await this.configuration();
    const transaction: Transaction = { state: openid.randomState(), nonce: openid.randomNonce(), verifier: openid.randomPKCECodeVerifier(), back };
    const location = openid.buildAuthorizationUrl(configuration, {
      redirect_uri: `${base.url}/auth/callback`, scope, state: transaction.state, nonce: transaction.nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(transaction.verifier), code_challenge_method: 'S256', ...(prompt !== undefined && { prompt }),
    });
    const sealed = await new EncryptJWT({ ...transaction }).setProtectedHeader({ alg: 'dir', enc: 'A256GCM' }).setIssuer(base.url).setExpirationTime(`${transactionSeconds}s`).encrypt(this.sealing);
    return { location: location.href, transaction: sealed };
  }

  /** Redeems the code that the browser brought. `search` is the query of the callback. @throws TanluError (forbidden) in words for the person. */
  async complete(base: PublicBase, search: string, sealed: string | undefined): Promise<{ person: SignedIn; back: string }> {
    const { state, nonce, verifier, back } = await this.open(base, sealed);
    const configuration = await this.configuration();
    const { claims: config, keptAs } = this.settings();
    try {
      const tokens = await openid.authorizationCodeGrant(configuration, new URL(`${base.url}/auth/callback${search}`), { expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true });
      const told = tokens.claims()!;
      const { issuer, userinfo_endpoint: userinfo } = configuration.serverMetadata();
      const more = userinfo === undefined ? {} : await openid.fetchUserInfo(configuration, tokens.access_token, told.sub);
      return { person: signedIn(keptAs ?? issuer, { ...more, ...told }, config), back };
    } catch (error) {
      throw refusedBy(error);
    }
  }

  private async open(base: PublicBase, sealed: string | undefined): Promise<Transaction> {
    const again = 'This sign-in was not begun in this browser, or more than ten minutes ago. Begin again.';
    if (sealed === undefined) throw new TanluError('SIGN_IN_LOST', again, { kind: 'forbidden' });
    try {
      const { payload } = await jwtDecrypt(sealed, this.sealing, { issuer: [...base.issuers], keyManagementAlgorithms: ['dir'], contentEncryptionAlgorithms: ['A256GCM'], requiredClaims: ['exp'] });
      return payload as unknown as Transaction;
    } catch (error) {
      if (error instanceof joseErrors.JOSEError) throw new TanluError('SIGN_IN_LOST', again, { kind: 'forbidden', cause: error });
      throw error;
    }
  }

  private configuration(): Promise<openid.Configuration> {
    if (this.configured !== undefined && this.configured.until > performance.now()) return this.configured.configuration;
    const configuration = this.discover();
    this.configured = { until: performance.now() + configurationMs, configuration };
    configuration.catch(() => { this.configured = undefined; });
    return configuration;
  }

  private async discover(): Promise<openid.Configuration> {
    const { issuer, clientId, clientSecret } = this.settings();
    const server = new URL(issuer);
    try {
      return await openid.discovery(server, clientId, undefined, clientSecret === undefined ? openid.None() : withSecret(clientSecret), {
        // Signatures of identity tokens are checked although they come over TLS. Plain http is of a loopback address only: see TANLU_OIDC_ISSUER.
        timeout: 10, execute: [openid.enableNonRepudiationChecks, ...(server.protocol === 'http:' ? [openid.allowInsecureRequests] : [])],
      });
    } catch (cause) {
      throw new TanluError('PROVIDER_UNAVAILABLE', `The sign-in provider ${issuer} does not answer as it should: ${messageOf(cause)}.`, { kind: 'unavailable', cause });
    }
  }
}

/** Basic, unless the provider says that it knows other ways only (OpenID Connect Discovery §3: what it does not say is Basic). */
const withSecret = (secret: string): openid.ClientAuth => (server, client, body, headers) => {
  const ways = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic'];
  (ways.includes('client_secret_basic') ? openid.ClientSecretBasic(secret) : openid.ClientSecretPost(secret))(server, client, body, headers);
};

/** In words for the person; what the provider wrote is shown as its words. */
function refusedBy(error: unknown): unknown {
  if (error instanceof openid.AuthorizationResponseError || error instanceof openid.ResponseBodyError) {
    return new TanluError('SIGN_IN_REFUSED', `The provider did not let you in: ${error.error_description ?? error.error}.`, { kind: 'forbidden', cause: error });
  }
  if (error instanceof openid.ClientError) {
    const reason = error.cause instanceof Error ? error.cause.message : error.message;
    return new TanluError('SIGN_IN_REFUSED', `The answer of the provider does not fit this sign-in: ${reason}. Begin again.`, { kind: 'forbidden', cause: error });
  }
  return error;
}
