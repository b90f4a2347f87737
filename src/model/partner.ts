// Partner, access grant, access event: organizations the hub exchanges records with, what they may see, and who saw what was restricted (design §5; PACT v3 §1.1: access management).
import { z } from 'zod';
import { dateTime, integer, text, uuid } from './scalar.ts';
import { fieldGroup } from './field-group.ts';

export const partnerKind = z.enum(['REGISTRY', 'BUYER', 'SUPPLIER', 'CERTIFICATION_BODY']).meta({ id: 'PartnerKind', description: 'What a partner is to the hub.' });
export const partnerStatus = z.enum(['ACTIVE', 'SUSPENDED', 'ENDED'])
  .meta({ id: 'PartnerStatus', description: 'Whether a partner has access: SUSPENDED may come back, ENDED does not. Neither gets tokens, and those given stop working.' });

export const partnerContact = z.object({
  name: text.describe('Name of the person or office.'),
  email: text.optional().describe('E-mail address.'),
  phone: text.optional().describe('Telephone number.'),
  role: text.optional().describe('What to ask there: technical, commercial, data.'),
}).meta({ id: 'PartnerContact', description: 'Whom to ask at a partner.' });

export const partner = z.object({
  name: text.describe('Name of the partner.'),
  kind: partnerKind.describe('What the partner is to the hub.'),
  status: partnerStatus.describe('Whether the partner has access.'),
  organizationId: uuid.optional().describe('Identifier of the organization in the hub that the partner is; it sees what belongs to that organization.'),
  baseUrl: text.optional().describe('Base address of the PACT host of the partner, without /2 or /3; events go there and are expected from there.'),
  authUrl: text.optional().describe('Base address for tokens and discovery of the host, where it is another.'),
  pactVersion: text.optional().describe('Version of PACT that the host of the partner is spoken to in: 2.0, 2.1, 2.2, 2.3 or 3.0.'),
  sources: z.array(text).optional().describe('Further values by which the partner names itself as the source of events.'),
  contacts: z.array(partnerContact).optional().describe('Whom to ask.'),
  syncMinutes: integer.optional().describe('Minutes between pulls of the partner\'s footprints; absent where none are scheduled.'),
  tellsChanges: z.boolean().describe('Whether the partner is told of footprints that are new or deprecated, of those it may see (Published events).'),
  nextSyncAt: dateTime.optional().describe('When the next pull is due.'),
  lastSyncAt: dateTime.optional().describe('When the last pull that went well ended.'),
  lastSyncError: text.optional().describe('Why the last pull failed; absent where it went well.'),
  note: text.optional().describe('Remark of the operator.'),
  createdAt: dateTime.describe('When the partner was registered.'),
  updatedAt: dateTime.describe('When the entry last changed.'),
}).meta({ id: 'Partner', description: 'An organization that the hub exchanges records with: a registry, a buyer, a supplier, a certification body.' });
export type Partner = z.infer<typeof partner>;

export const grantTarget = z.enum(['RECORD', 'PRODUCT', 'OWNER'])
  .meta({ id: 'GrantTarget', description: 'What a grant is for: one record, whatever its visibility; or the records of a product or of an organization, those that are PRIVATE excepted.' });

export const accessGrant = z.object({
  partnerId: uuid.optional().describe('Identifier of the partner it is given to.'),
  organizationId: uuid.optional().describe('Identifier of the organization it is given to, where that is no partner: its people see the records when they are signed in.'),
  ownerId: uuid.optional().describe('Identifier of the organization whose records it opens, no others; absent where it opens those of a product whoever they belong to.'),
  target: grantTarget.describe('What it is for.'),
  noun: text.optional().describe('Noun of the record, for RECORD.'),
  targetId: uuid.describe('Identifier of the record, product or organization.'),
  fieldGroups: z.array(fieldGroup).describe('Restricted groups of fields that come with it; none where the list is empty.'),
  validUntil: dateTime.optional().describe('When it ends; absent means not by itself.'),
  reason: text.optional().describe('Why it was given: a contract, a request.'),
  grantedBy: text.describe('Who gave it.'),
  grantedAt: dateTime.describe('When it was given.'),
  revokedAt: dateTime.optional().describe('When it was withdrawn.'),
  revokedBy: text.optional().describe('Who withdrew it.'),
}).meta({ id: 'AccessGrant', description: 'Which records, and which restricted fields of them, a partner or an organization may see beyond those that all may.' });
export type AccessGrant = z.infer<typeof accessGrant>;

export const accessEvent = z.object({
  at: dateTime.describe('When.'),
  actor: text.describe('Who: partner with client, person, or the administrator\'s token.'),
  partnerId: uuid.optional().describe('Identifier of the partner.'),
  noun: text.describe('Noun of the records.'),
  recordIds: z.array(text).describe('Identifiers of the records.'),
  fieldGroups: z.array(fieldGroup).describe('Restricted groups of fields that were given out.'),
  path: text.describe('Way they went: graphql, export, pact 3.0, …'),
}).meta({ id: 'AccessEvent', description: 'Restricted fields of records that were given to somebody.' });
export type AccessEvent = z.infer<typeof accessEvent>;
