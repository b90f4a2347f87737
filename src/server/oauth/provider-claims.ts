// What a provider's claims say of a person: name, role and organization, by the settings of this hub.
import { personRoles, type PersonRole } from '../../hub/access/principal.ts';
import type { SignedIn } from '../../hub/person/person.service.ts';
import type { Config } from '../../config.ts';

export type ClaimConfig = Pick<Config, 'TANLU_OIDC_ROLE_CLAIM' | 'TANLU_OIDC_ROLES' | 'TANLU_OIDC_ORGANIZATION_CLAIM'>;
type Claims = Record<string, unknown>;

/** A claim by its name, which may be an address with dots; else along the dots into objects. */
function claimAt(claims: Claims, name: string): unknown {
  if (name in claims) return claims[name];
  let value: unknown = claims;
  for (const step of name.split('.')) {
    if (value === null || typeof value !== 'object' || !Object.hasOwn(value, step)) return undefined;
    value = (value as Claims)[step];
  }
  return value;
}

const textsOf = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string');

/** The role that may most of those that the claim stands for; reader where it stands for none, so that a role taken away at the provider is gone here. */
export function roleOf(claims: Claims, { TANLU_OIDC_ROLE_CLAIM: claim, TANLU_OIDC_ROLES: map }: ClaimConfig): PersonRole | undefined {
  if (claim === undefined) return undefined;
  const named = new Set(textsOf(claimAt(claims, claim)).map((value) => (map === undefined ? value : Object.hasOwn(map, value) ? map[value] : undefined)));
  return personRoles.findLast((role) => named.has(role)) ?? 'reader';
}

export function signedIn(issuer: string, claims: Claims & { sub: string }, config: ClaimConfig): SignedIn {
  const text = (name: string): string | undefined => { const value = claims[name]; return typeof value === 'string' && value.trim() !== '' ? value.replaceAll('\0', '').trim().slice(0, 300) : undefined; }; // PostgreSQL stores no NUL
  const role = roleOf(claims, config);
  const organization = config.TANLU_OIDC_ORGANIZATION_CLAIM === undefined ? undefined
    : textsOf(claimAt(claims, config.TANLU_OIDC_ORGANIZATION_CLAIM)).find((one) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(one)) ?? null;
  return {
    issuer, subject: claims.sub, name: text('name') ?? text('preferred_username') ?? text('email') ?? claims.sub, email: text('email') ?? null,
    ...(role !== undefined && { role }), ...(organization !== undefined && { organizationId: organization?.toLowerCase() ?? null }),
  };
}
