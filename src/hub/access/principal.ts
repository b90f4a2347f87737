// Who asks: the one description of a caller that every path, GraphQL or not, is given.

/** Roles, from the one that may least. `partnerService` is a program of a partner organization with a token of the token endpoint. */
export const roles = ['anonymous', 'reader', 'enterprise', 'certificationBody', 'operator', 'administrator', 'partnerService'] as const;
export type Role = (typeof roles)[number];

/** Roles that a person may have. */
export const personRoles = ['reader', 'enterprise', 'certificationBody', 'operator', 'administrator'] as const;
export type PersonRole = (typeof personRoles)[number];

export interface Principal {
  role: Role;
  /** Who has signed in. */
  person?: { id: string; name: string };
  /** On whose behalf a program asks. */
  partner?: { id: string; clientId: string };
  /** Identifier of the organization that the person or partner belongs to. */
  organization?: string;
  /** What the token of a program allows. */
  scopes?: string[];
}

export const anonymous: Principal = Object.freeze({ role: 'anonymous' });
export const administrator: Principal = Object.freeze({ role: 'administrator' });

/** The principal in words, for logs and the audit of access. */
export function nameOfPrincipal({ role, person, partner }: Principal): string {
  if (partner !== undefined) return `partner ${partner.id} (client ${partner.clientId})`;
  return person === undefined ? role : `person ${person.id} (${role})`;
}
