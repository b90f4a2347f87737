// Partners, credentials and grants as lines for a terminal.
import type { StoredGrant } from '../hub/access-grant/access-grant.service.ts';
import type { Credential } from '../hub/partner/credential.ts';
import type { StoredPartner } from '../hub/partner/partner.service.ts';

const row = (label: string, value: string): string => `${label.padEnd(10)} ${value}`;

export const partnerLine = ({ id, name, kind, status, baseUrl }: StoredPartner): string => row('partner', `${id}  ${name} (${kind}, ${status})${baseUrl === null ? '' : `  ${baseUrl}`}`);

export function partnerText(partner: StoredPartner): string {
  const { organizationId, authUrl, pactVersion, sources, contacts, syncMinutes, nextSyncAt, lastSyncAt, lastSyncError, tellsChanges, note, clientId, createdAt } = partner;
  return [
    partnerLine(partner), row('registered', createdAt),
    ...(organizationId === null ? [] : [row('is', `organization ${organizationId}`)]),
    ...(authUrl === null ? [] : [row('tokens', authUrl)]), ...(pactVersion === null ? [] : [row('PACT', pactVersion)]),
    ...(clientId === null ? [] : [row('signs in', `the hub, as ${clientId}`)]), ...(sources === null ? [] : [row('sources', sources.join(', '))]),
    ...(contacts ?? []).map(({ name, email, phone, role }) => row('contact', [name, email, phone, role].filter((part) => part !== undefined).join(', '))),
    ...(syncMinutes === null ? [] : [row('pulled', `every ${syncMinutes} minutes, next ${nextSyncAt ?? 'not scheduled'}, last ${lastSyncAt ?? 'never'}${lastSyncError === null ? '' : `; failed: ${lastSyncError}`}`)]),
    ...(tellsChanges ? [row('told', 'of footprints that are new or deprecated')] : []),
    ...(note === null ? [] : [row('note', note)]),
  ].join('\n');
}

export function credentialLine({ id, clientId, kind, hint, notAfter, revokedAt, lastUsedAt }: Credential): string {
  const state = revokedAt !== null ? `revoked ${revokedAt}` : notAfter === null ? 'valid' : `${Date.parse(notAfter) > Date.now() ? 'valid until' : 'ended'} ${notAfter}`;
  return row('credential', `${id}  ${clientId}  ${kind === 'SECRET' ? `secret ${hint}…` : 'keys'}  ${state}${lastUsedAt === null ? '' : `, used ${lastUsedAt}`}`);
}

export function grantLine({ id, target, noun, targetId, fieldGroups, validUntil, reason, revokedAt, grantedBy }: StoredGrant): string {
  const what = target === 'RECORD' ? `${noun} ${targetId}` : `${target.toLowerCase()} ${targetId}`;
  const state = revokedAt !== null ? `revoked ${revokedAt}` : validUntil === null ? 'valid' : `${Date.parse(validUntil) > Date.now() ? 'valid until' : 'ended'} ${validUntil}`;
  return row('grant', `${id}  ${what}${fieldGroups.length === 0 ? '' : ` with ${fieldGroups.join(', ')}`}  ${state}, by ${grantedBy}${reason === null ? '' : `: ${reason}`}`);
}
