// Footprint request, request rule, delivery, sync run, PACT footprint: footprints on their way between the hub and its partners (PACT v3 §Events, §Asynchronous flow; v2.3 §Action Events).
import { z } from 'zod';
import { fieldGroup } from './field-group.ts';
import { dateTime, integer, text, uuid } from './scalar.ts';
import { period } from './value.ts';

export const requestCriteria = z.object({
  productIds: z.array(text).optional().describe('URNs of products; one of them.'),
  companyIds: z.array(text).optional().describe('URNs of companies; one of them.'),
  geographies: z.array(text).optional().describe('Regions, countries or subdivisions in the words of PACT; one of them.'),
  classifications: z.array(text).optional().describe('URNs of product classes; one of them.'),
  validOn: text.optional().describe('Valid at this time.'),
  validAfter: text.optional().describe('Valid from a time after this.'),
  validBefore: text.optional().describe('Valid until a time before this.'),
  status: z.enum(['PUBLISHED', 'DEPRECATED']).meta({ id: 'RequestedStatus', description: 'Status of the footprints that a request asks for.' }).optional().describe('Status wanted.'),
  referencePeriod: period.optional().describe('Reference period wanted (PACT 2 only).'),
}).meta({ id: 'RequestCriteria', description: 'What a request for footprints asks for: within a criterion one value is enough, all criteria must hold.' });
export type RequestCriteria = z.infer<typeof requestCriteria>;

export const requestDirection = z.enum(['INCOMING', 'OUTGOING']).meta({ id: 'RequestDirection', description: 'Whether a partner asks the hub, or the hub a partner.' });
export const requestState = z.enum(['RECEIVED', 'SENT', 'FULFILLED', 'REJECTED', 'EXPIRED', 'FAILED'])
  .meta({ id: 'RequestState', description: 'RECEIVED waits for a decision of the hub, SENT for an answer of the partner; FAILED could not be delivered; EXPIRED was not answered in time.' });

export const footprintRequest = z.object({
  direction: requestDirection.describe('Who asks.'),
  state: requestState.describe('What became of it.'),
  partnerId: uuid.describe('Identifier of the partner.'),
  version: text.describe('Version of PACT it was stated in.'),
  eventId: text.describe('Identifier of the event, as its sender gave it.'),
  criteria: requestCriteria.describe('What is asked for.'),
  comment: text.optional().describe('What the sender says with it.'),
  productIds: z.array(uuid).describe('Products of the hub that it was matched to.'),
  ownerIds: z.array(uuid).describe('Organizations that these belong to; their people may decide.'),
  footprintIds: z.array(uuid).describe('Footprints it was answered with.'),
  receivedAt: dateTime.describe('When it came in, or was sent.'),
  deadline: dateTime.describe('Until when it is to be answered.'),
  madeBy: text.optional().describe('Who asked, where the hub did.'),
  decidedAt: dateTime.optional().describe('When it was decided or answered.'),
  decidedBy: text.optional().describe('Who decided: a person, a rule.'),
  reason: text.optional().describe('Why it was rejected, or what the decision says.'),
  code: text.optional().describe('Error code of PACT that a rejection states.'),
}).meta({ id: 'FootprintRequest', description: 'A request for footprints: of a partner, to be decided by their owner; or of the hub, to be answered by a partner.' });
export type FootprintRequest = z.infer<typeof footprintRequest>;

export const requestRule = z.object({
  partnerId: uuid.optional().describe('Identifier of the partner whose requests it decides; absent means all partners.'),
  productId: uuid.optional().describe('Identifier of the product it is about; absent means all of the organization.'),
  ownerId: uuid.describe('Identifier of the organization whose footprints it is about.'),
  action: z.enum(['APPROVE', 'REJECT']).meta({ id: 'RequestAction', description: 'What is done with a request.' }).describe('What it does.'),
  fieldGroups: z.array(fieldGroup).describe('Restricted groups of fields that come with an approval.'),
  reason: text.optional().describe('Why; a rejection states it.'),
  validUntil: dateTime.optional().describe('When it ends; absent means not by itself.'),
  madeBy: text.describe('Who made it.'),
  madeAt: dateTime.describe('When it was made.'),
  endedAt: dateTime.optional().describe('When it was ended.'),
}).meta({ id: 'RequestRule', description: 'Decides incoming requests by itself. Where several hold, the one for a product goes before one for an organization, one for a partner before one for all, and REJECT before APPROVE.' });
export type RequestRule = z.infer<typeof requestRule>;

export const deliveryState = z.enum(['PENDING', 'DELIVERED', 'GIVEN_UP']).meta({ id: 'DeliveryState', description: 'Whether an event has arrived: PENDING is tried again with growing pauses, GIVEN_UP after 72 hours.' });
export const eventKind = z.enum(['REQUEST', 'FULFILLED', 'REJECTED', 'PUBLISHED']).meta({ id: 'EventKind', description: 'Events between PACT hosts.' });

export const delivery = z.object({
  partnerId: uuid.describe('Identifier of the partner it goes to.'),
  requestId: uuid.optional().describe('Identifier of the request it answers, or is.'),
  kind: eventKind.describe('What it tells.'),
  version: text.describe('Version of PACT it is stated in.'),
  eventId: text.describe('Identifier of the event; the same at every try.'),
  state: deliveryState.describe('Whether it has arrived.'),
  attempts: integer.describe('Tries so far.'),
  createdAt: dateTime.describe('When it was put into the outbox.'),
  nextAttemptAt: dateTime.optional().describe('When it is tried next.'),
  giveUpAt: dateTime.describe('When no more is tried.'),
  deliveredAt: dateTime.optional().describe('When the partner took it.'),
  lastError: text.optional().describe('What went wrong at the last try.'),
}).meta({ id: 'Delivery', description: 'An event on its way to a partner.' });
export type Delivery = z.infer<typeof delivery>;

export const syncRun = z.object({
  partnerId: uuid.describe('Identifier of the partner.'),
  trigger: z.enum(['SCHEDULE', 'PERSON', 'EVENT']).meta({ id: 'SyncTrigger', description: 'What a pull was started by.' }).describe('What it was started by.'),
  state: z.enum(['RUNNING', 'COMPLETED', 'FAILED', 'INTERRUPTED']).meta({ id: 'SyncState', description: 'How a pull stands.' }).describe('How it stands.'),
  version: text.describe('Version of PACT that was spoken.'),
  startedAt: dateTime.describe('When it began.'),
  finishedAt: dateTime.optional().describe('When it ended.'),
  pages: integer.describe('Pages read.'),
  seen: integer.describe('Footprints read.'),
  added: integer.describe('Footprints that are new.'),
  changed: integer.describe('Footprints that changed, such as those deprecated, also by one that takes their place.'),
  unchanged: integer.describe('Footprints that are known already.'),
  refused: integer.describe('Footprints that break the rules and were not taken.'),
  message: text.optional().describe('Why it failed.'),
}).meta({ id: 'SyncRun', description: 'A pull of the footprints of a partner.' });
export type SyncRun = z.infer<typeof syncRun>;

export const pactFootprint = z.object({
  footprintId: uuid.describe('Identifier of the footprint in the hub.'),
  footprintVersion: text.describe('Version of the footprint in the hub.'),
  version: text.describe('Version of PACT.'),
  pactId: uuid.describe('Identifier under which PACT hosts and clients know it.'),
  status: z.enum(['ACTIVE', 'DEPRECATED']).meta({ id: 'PactStatus', description: 'Status of a footprint in PACT.' }).describe('Status in PACT.'),
  expressible: z.boolean().describe('Whether the version can state it; where not, partners do not see it in that version, and the issues tell why.'),
  ownerId: uuid.optional().describe('Identifier of the organization it belongs to.'),
}).meta({ id: 'PactFootprint', description: 'A footprint as partners see it in a version of PACT, or why they do not.' });
export type PactFootprint = z.infer<typeof pactFootprint>;
