// How a client proves who it is at the token endpoint: Basic or body (RFC 6749 §2.3.1), or a signed assertion (RFC 7523 §2.2). One way at a time.
import { decodeJwt } from 'jose';
import { OAuthError } from './oauth-error.ts';

export type ClientProof = { clientId: string; secret: string } | { clientId: string; assertion: string };

export const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** A form in UTF-8, each parameter once (RFC 6749 §3.2); `resource` and `audience` may stand several times (RFC 8707, RFC 8693). @throws OAuthError */
export function readForm(body: string): Map<string, string> {
  const form = new Map<string, string>();
  for (const [name, value] of new URLSearchParams(body)) {
    if (form.has(name) && name !== 'resource' && name !== 'audience') throw new OAuthError('invalid_request', `The parameter ${name.slice(0, 60)} is given twice.`);
    if (value !== '') form.set(name, value); // without a value it counts as left out
  }
  return form;
}

/** @throws OAuthError */
export function readProof(authorization: string | undefined, form: Map<string, string>): ClientProof {
  const secret = form.get('client_secret');
  const assertion = form.get('client_assertion');
  const ways = [authorization, secret, assertion ?? form.get('client_assertion_type')].filter((way) => way !== undefined).length;
  if (ways > 1) throw new OAuthError('invalid_request', 'The client authenticates in more than one way. Send the Authorization header, or client_secret, or client_assertion.');
  const named = form.get('client_id');
  const proof = authorization !== undefined ? basic(authorization) : secret !== undefined ? { clientId: named ?? '', secret } : readAssertion(form, assertion);
  if (named !== undefined && named !== proof.clientId) throw new OAuthError('invalid_request', 'client_id names another client than the one that authenticates.');
  if (proof.clientId === '') throw new OAuthError('invalid_request', 'client_id is missing.');
  if (!/^[\x20-\x7e]{1,200}$/.test(proof.clientId)) throw new OAuthError('invalid_client', 'The client or its secret is not known.');
  return proof;
}

function basic(authorization: string): ClientProof {
  const encoded = /^Basic +([A-Za-z0-9+/=_-]+) *$/i.exec(authorization)?.[1];
  const pair = encoded === undefined ? '' : Buffer.from(encoded, 'base64').toString('utf8');
  const colon = pair.indexOf(':');
  if (colon < 0) throw new OAuthError('invalid_client', 'The Authorization header must be "Basic" and the base64 of client identifier, colon and secret.');
  return { clientId: decoded(pair.slice(0, colon)), secret: decoded(pair.slice(colon + 1)) };
}

/** Both halves are encoded as in a form (RFC 6749 §2.3.1). Many clients forget to; a text that is no such encoding is taken as it stands. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

function readAssertion(form: Map<string, string>, assertion: string | undefined): ClientProof {
  const type = form.get('client_assertion_type');
  if (type === undefined && assertion === undefined) throw new OAuthError('invalid_client', 'The client does not say who it is. Send Authorization: Basic, client_id with client_secret, or client_assertion.');
  if (type !== assertionType) throw new OAuthError('invalid_request', `client_assertion_type must be ${assertionType}.`);
  if (assertion === undefined) throw new OAuthError('invalid_request', 'client_assertion is missing.');
  try {
    return { clientId: String(decodeJwt(assertion).sub ?? ''), assertion }; // who it claims to be; its signature is checked with that client's keys
  } catch {
    throw new OAuthError('invalid_client', 'client_assertion is no JWT.');
  }
}
