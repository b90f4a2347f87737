// Why a token is refused. An expired one is told from all others: PACT answers 401 TokenExpired to it (PACT 3.0 §9, error codes).

/** `insufficient`: valid, but not for this (RFC 6750 §3.1 insufficient_scope). `suspended`: valid, but its partner may not ask now. */
export type TokenFault = 'expired' | 'invalid' | 'insufficient' | 'suspended';

export class TokenError extends Error {
  constructor(readonly fault: TokenFault, message: string, options?: { cause?: unknown }) {
    super(message, options);
  }
}
