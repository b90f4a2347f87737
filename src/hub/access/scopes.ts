// What a token of a partner's program may be used for (PACT 3.0, OpenAPI: oauth2 scopes).

export const scopes = ['footprint:list', 'footprint:read'] as const;
export type Scope = (typeof scopes)[number];

/**
 * The scopes that a request for a token gets: those it names, or all where it names none of ours. Clients are often set up with a scope
 * that another host demanded; refusing it would keep them out without protecting anything. The answer tells what was given (RFC 6749 §3.3).
 */
export function grantedScopes(requested: string | undefined): Scope[] {
  const words = (requested ?? '').split(' ');
  const named = scopes.filter((scope) => words.includes(scope));
  return named.length > 0 ? named : [...scopes];
}
