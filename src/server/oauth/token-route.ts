// POST /auth/token: client credentials against a short-lived access token (RFC 6749 §4.4, PACT 3.0 §1.3).
import type { IncomingMessage, ServerResponse } from 'node:http';
import { TanluError } from '../../errors.ts';
import { grantedScopes } from '../../hub/access/scopes.ts';
import type { Credential } from '../../hub/partner/credential.ts';
import type { CredentialService } from '../../hub/partner/credential.service.ts';
import type { PartnerLookup } from '../../hub/partner/partner-standing.ts';
import type { Log } from '../../log.ts';
import { BodyError, readBody } from '../body.ts';
import { answerUnread, sendJson } from '../respond.ts';
import type { AccessTokens } from './access-tokens.ts';
import { FailedAttempts } from './attempts.ts';
import { verifyAssertion } from './client-assertion.ts';
import { readForm, readProof, type ClientProof } from './client-authentication.ts';
import { OAuthError, sendOAuthError, unkept } from './oauth-error.ts';
import type { BaseOf, PublicBase } from './public-base.ts';

export interface TokenRouteOptions {
  credentials: CredentialService;
  partner: PartnerLookup;
  tokens: AccessTokens;
  baseOf: BaseOf;
  addressOf: (request: IncomingMessage) => string;
  log: Log;
}

const mostBytes = 20_000;

export function tokenRoute({ credentials, partner, tokens, baseOf, addressOf, log }: TokenRouteOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  // By client and address, so that nobody can lock a client out from elsewhere; and by address alone, against trying many clients.
  const ofClient = new FailedAttempts({ most: 60, windowMs: 60_000 }); // secrets are random: this keeps load down, and leaves room for whoever tests what is refused
  const ofAddress = new FailedAttempts({ most: 300, windowMs: 60_000 });

  async function prove(proof: ClientProof, base: PublicBase, address: string): Promise<Credential> {
    const key = `${address} ${proof.clientId}`;
    const wait = Math.max(ofClient.waitSeconds(key), ofAddress.waitSeconds(address));
    if (wait > 0) throw new OAuthError('temporarily_unavailable', `Too many attempts have failed. Try again in ${wait} seconds.`, 429, { 'retry-after': String(wait) });
    const credential = 'secret' in proof ? await credentials.verify(proof.clientId, proof.secret) : await verifyAssertion(credentials, proof.clientId, proof.assertion, base);
    if (credential !== undefined) return credential;
    ofClient.failed(key);
    ofAddress.failed(address);
    log.warn({ client: proof.clientId, address }, 'a client could not prove who it is');
    throw new OAuthError('invalid_client', 'secret' in proof ? 'The client or its secret is not known.' : 'The assertion does not prove who the client is: key, issuer, subject, audience, exp (ten minutes at most) and jti (used once) must be right.');
  }

  async function answer(request: IncomingMessage): Promise<object> {
    const base = baseOf(request);
    if (base === undefined) throw new OAuthError('invalid_request', 'The Host header names no usable host.');
    if (!/^application\/x-www-form-urlencoded\s*(;|$)/i.test(request.headers['content-type'] ?? '')) throw new OAuthError('invalid_request', 'The content type must be application/x-www-form-urlencoded.');
    const form = readForm((await readBody(request, mostBytes)).toString('utf8'));
    const grant = form.get('grant_type');
    if (grant === undefined) throw new OAuthError('invalid_request', 'grant_type is missing. Send grant_type=client_credentials.');
    if (grant !== 'client_credentials') throw new OAuthError('unsupported_grant_type', 'Only grant_type=client_credentials is answered.');
    const { clientId, partnerId } = await prove(readProof(request.headers.authorization, form), base, addressOf(request));
    const standing = await partner(partnerId);
    if (standing?.status !== 'ACTIVE') throw new OAuthError('unauthorized_client', `The partner of this client is ${standing?.status === 'SUSPENDED' ? 'suspended' : 'no longer a partner'}. Ask the operator of the hub.`);
    const scopes = grantedScopes(form.get('scope'));
    log.info({ client: clientId, partner: partnerId }, 'token issued');
    return { access_token: await tokens.issue({ clientId, partnerId, scopes }, base.url), token_type: 'Bearer', expires_in: tokens.seconds, scope: scopes.join(' ') };
  }

  return async (request, response) => {
    try {
      sendJson(response, 200, await answer(request), unkept);
    } catch (error) {
      const told = inWords(error);
      if (told === undefined) throw error;
      if (request.complete) sendOAuthError(response, told);
      else answerUnread(request, (closing) => { sendOAuthError(response, told, closing); });
    }
  };
}

function inWords(error: unknown): OAuthError | undefined {
  if (error instanceof OAuthError) return error;
  if (error instanceof BodyError) return new OAuthError('invalid_request', error.message, error.status);
  if (error instanceof TanluError && error.code === 'BUSY') return new OAuthError('temporarily_unavailable', error.message, 503, { 'retry-after': '5' });
  return undefined;
}
