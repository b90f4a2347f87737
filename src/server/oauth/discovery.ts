// What a client needs to know to get a token (OpenID Connect Discovery 1.0 §4, RFC 8414), and the public keys (RFC 7517).
import type { IncomingMessage, ServerResponse } from 'node:http';
import { scopes } from '../../hub/access/scopes.ts';
import { refuse, sendJson } from '../respond.ts';
import { assertionAlgorithms } from './client-assertion.ts';
import type { BaseOf } from './public-base.ts';
import type { SigningKeys } from './signing-keys.ts';
import { signingAlgorithm } from './signing-key-store.ts';

type Handler = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;

/** Short enough that a revoked key does not live on in caches. */
const cached = { 'cache-control': 'public, max-age=300' };

export function discoveryRoute(baseOf: BaseOf): Handler {
  return (request, response) => {
    const base = baseOf(request);
    if (base === undefined) {
      refuse(response, 400, 'BAD_REQUEST', 'The Host header names no usable host.');
      return;
    }
    sendJson(response, 200, {
      issuer: base.url,
      token_endpoint: `${base.url}/auth/token`,
      jwks_uri: `${base.url}/auth/jwks`,
      scopes_supported: scopes,
      response_types_supported: [], // no grant of this hub has an authorization endpoint
      grant_types_supported: ['client_credentials'],
      token_endpoint_auth_methods_supported: ['client_secret_basic', 'client_secret_post', 'private_key_jwt'],
      token_endpoint_auth_signing_alg_values_supported: assertionAlgorithms,
      subject_types_supported: ['public'],
      id_token_signing_alg_values_supported: [signingAlgorithm],
    }, { ...cached, vary: 'host' });
  };
}

export function jwksRoute(keys: SigningKeys): Handler {
  return async (_request, response) => { sendJson(response, 200, await keys.published(), { ...cached, 'content-type': 'application/jwk-set+json' }); };
}
