// Who asks: a person, the service of a partner, whoever has the administrator's token, or nobody in particular.

export const roles = ['anonymous', 'reader', 'enterprise', 'certificationBody', 'operator', 'administrator', 'partnerService'] as const;
export type Role = (typeof roles)[number];

export interface Principal {
  role: Role;
  person?: { id: string; name: string };
  partner?: { id: string; clientId: string };
  /** Identifier of the organization of the hub that the person or partner belongs to. */
  organization?: string;
  /** What the access token allows; absent where it was no token of ours. */
  scopes?: readonly string[];
}

/** The principal in words, for logs and the audit of access. */
export function nameOfPrincipal({ role, person, partner }: Principal): string {
  if (partner !== undefined) return `partner ${partner.id} (client ${partner.clientId})`;
  return person === undefined ? role : `person ${person.id} (${role})`;
}
