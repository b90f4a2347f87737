// Errors of the token endpoint in the words of RFC 6749 §5.2.
import type { ServerResponse } from 'node:http';
import { sendJson } from '../respond.ts';

export type OAuthErrorCode = 'invalid_request' | 'invalid_client' | 'invalid_grant' | 'unauthorized_client' | 'unsupported_grant_type' | 'invalid_scope' | 'temporarily_unavailable';

export class OAuthError extends Error {
  constructor(readonly error: OAuthErrorCode, description: string, readonly status = error === 'invalid_client' ? 401 : 400, readonly headers: Record<string, string> = {}) {
    super(description);
  }
}

/** Neither the token nor what is wrong with a request for one is kept by anyone on the way (RFC 6749 §5.1). */
export const unkept = { 'cache-control': 'no-store', pragma: 'no-cache' };

/** A 401 names a way to prove who one is (RFC 9110 §11.6.1). */
const challenge = { 'www-authenticate': 'Basic realm="tanlu", charset="UTF-8"' };

export function sendOAuthError(response: ServerResponse, { error, message, status, headers }: OAuthError, more: Record<string, string> = {}): void {
  sendJson(response, status, { error, error_description: message }, { ...unkept, ...(status === 401 && challenge), ...headers, ...more });
}
