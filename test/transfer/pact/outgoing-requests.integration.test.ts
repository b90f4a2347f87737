// Requests of the hub and what becomes of them: asked in the words of the partner, answered once and by the partner that was asked.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inTransaction } from '../../../src/database/transaction.ts';
import { eventTypes, type RequestCriteria } from '../../../src/formats/pact/pact.ts';
import { specimen2, specimen3 } from '../../../src/transfer/pact/check/specimen.ts';
import { processEvent } from '../../../src/transfer/pact/events/process.ts';
import { receiveEvent } from '../../../src/transfer/pact/events/receive.ts';
import type { PactPartner } from '../../../src/transfer/pact/partner-client.ts';
import { eventEffects } from '../../../src/transfer/pact/received/take-answers.ts';
import { requestFootprints, type SentRequest } from '../../../src/transfer/pact/requests/request-footprints.ts';
import { conformantHost } from './support/conformant-host.ts';
import { json, littleServer } from './support/little-server.ts';
import { partnerHub, type Json, type PartnerHub } from './support/partner-hub.ts';

let hub: PartnerHub;
let partners = 0;
beforeAll(async () => { hub = await partnerHub(); });
afterAll(() => hub.close());

const newPartner = (values: Json = {}): Promise<PactPartner> => hub.partner(`Partner ${partners += 1}`, { base_url: `https://partner-${partners}.example`, ...values });
const ask = (partner: PactPartner, criteria: RequestCriteria = { productIds: ['urn:example:p'] }, comment?: string): Promise<SentRequest> => inTransaction(hub.pool, (client) => requestFootprints(client, hub.context, partner.id, criteria, comment, 'Operator'));
const requestRow = async (id: string): Promise<Json> => (await hub.rows('select direction, state, version, made_by, decided_by, reason, code, footprint_ids, decided_at is not null as decided, round(extract(epoch from deadline - received_at) / 86400)::int as days from footprint_request where id = $1', [id]))[0];

/** An event as it comes over HTTP, and its effect as the job has it. Gives how it stands afterwards. */
async function comes(partner: PactPartner, kind: 'requestFulfilled' | 'requestRejected' | 'published', data: Json, { id = randomUUID(), major = 3 }: { id?: string; major?: 2 | 3 } = {}): Promise<Json> {
  const event = { type: eventTypes[major][kind], specversion: '1.0', id, source: partner.baseUrl, time: new Date().toISOString(), data };
  await receiveEvent(hub.context, partner, String(major) as '2' | '3', JSON.stringify(event));
  const [{ key }] = await hub.rows('select key::text from received_event where event_id = $1', [id]);
  await processEvent(hub.context, eventEffects, key);
  return (await hub.rows('select done_at is not null as done, message, attempts from received_event where event_id = $1', [id]))[0];
}

describe('asking', () => {
  it('v3: request and event are in the outbox together', async () => {
    const partner = await newPartner();
    const { id, eventId, issues } = await ask(partner, { productIds: ['urn:example:p'], geographies: ['CN-HI'], validOn: '2026-01-01T00:00:00Z', status: 'PUBLISHED' }, 'Please');
    expect(issues).toEqual([]);
    expect(await requestRow(id)).toMatchObject({ direction: 'OUTGOING', state: 'SENT', version: '3.0', made_by: 'Operator', days: 30, decided: false });
    const [delivery] = await hub.rows('select kind, state, version, event_id, request_id, event::jsonb as event from delivery where partner_id = $1', [partner.id]);
    expect(delivery).toMatchObject({
      kind: 'REQUEST', state: 'PENDING', version: '3.0', event_id: eventId, request_id: id,
      event: { id: eventId, source: 'https://hub.example.org', type: eventTypes[3].requestCreated, specversion: '1.0', data: { productId: ['urn:example:p'], geography: ['CN-HI'], validOn: '2026-01-01T00:00:00Z', status: 'Active', comment: 'Please' } },
    });
  });

  it('v2: a fragment of a footprint; what it has no word for is told', async () => {
    const partner = await newPartner({ pact_version: '2.2' });
    const { issues } = await ask(partner, { productIds: ['urn:example:p'], validOn: '2026-01-01T00:00:00Z' });
    expect(issues).toMatchObject([{ code: 'pact-criterion-dropped' }]);
    const [{ event }] = await hub.rows('select event::jsonb as event from delivery where partner_id = $1', [partner.id]);
    expect(event).toMatchObject({ type: eventTypes[2].requestCreated, data: { pf: { productIds: ['urn:example:p'] } } });
  });

  it('nothing is stored where it cannot be sent, or asks for nothing', async () => {
    await expect(ask(await newPartner({ status: 'SUSPENDED' }))).rejects.toMatchObject({ code: 'PARTNER_NOT_CALLABLE' });
    await expect(ask(await newPartner({ base_url: null }))).rejects.toMatchObject({ code: 'PARTNER_NOT_CALLABLE' });
    const partner = await newPartner();
    await expect(ask(partner, {})).rejects.toMatchObject({ code: 'REQUEST_EMPTY', kind: 'usage' });
    expect(await hub.rows('select 1 from footprint_request where partner_id = $1', [partner.id])).toEqual([]);
  });
});

describe('answers', () => {
  it('Fulfilled: the footprints become records, the request names them; a duplicate has no second effect', async () => {
    const partner = await newPartner();
    const { id, eventId } = await ask(partner);
    const pfs = [specimen3(), specimen3()];
    const eventOf = randomUUID();
    expect(await comes(partner, 'requestFulfilled', { requestEventId: eventId, pfs }, { id: eventOf })).toEqual({ done: true, message: null, attempts: 1 });
    expect(await requestRow(id)).toMatchObject({ state: 'FULFILLED', footprint_ids: pfs.map((each) => each['id']), decided: true, decided_by: partner.name, reason: null });
    expect(await hub.rows('select d.name, d.partner_id from footprint f join source_document d on d.key = f.source_document where f.id = $1', [pfs[0]!['id']])).toEqual([{ name: `${partner.baseUrl}#${String(pfs[0]!['id'])}`, partner_id: partner.id }]);
    expect(await hub.rows('select state from delivery where request_id = $1', [id])).toEqual([{ state: 'DELIVERED' }]);
    const before = await requestRow(id);
    await comes(partner, 'requestFulfilled', { requestEventId: eventId, pfs: [specimen3()] }, { id: eventOf });
    await comes(partner, 'requestFulfilled', { requestEventId: eventId, pfs: [specimen3()] });
    await comes(partner, 'requestRejected', { requestEventId: eventId, error: { code: 'NotFound', message: 'after all' } });
    expect(await requestRow(id)).toEqual(before);
    expect(await hub.rows('select count(*)::int as n from received_footprint where partner_id = $1', [partner.id])).toEqual([{ n: 2 }]);
  });

  it('v2, and an answer in another version than the question', async () => {
    const older = await newPartner({ pact_version: '2.3' });
    const first = await ask(older);
    await comes(older, 'requestFulfilled', { requestEventId: first.eventId, pfs: [specimen2('2.3.0')] }, { major: 2 });
    expect(await requestRow(first.id)).toMatchObject({ state: 'FULFILLED', reason: null });
    const second = await ask(older);
    await comes(older, 'requestFulfilled', { requestEventId: second.eventId, pfs: [specimen3()] });
    expect(await requestRow(second.id)).toMatchObject({ state: 'FULFILLED', reason: null });
    const third = await ask(older);
    await comes(older, 'requestFulfilled', { requestEventId: third.eventId, pfs: [] }, { major: 2 });
    expect(await requestRow(third.id)).toMatchObject({ state: 'REJECTED', code: 'NotFound' });
  });

  it('footprints that break rules are left out, and the request says so', async () => {
    const partner = await newPartner();
    const { id, eventId } = await ask(partner);
    const good = specimen3();
    const bad = { ...specimen3(), pcf: { ...(specimen3()['pcf'] as Json), fossilGhgEmissions: 'abc' } };
    await comes(partner, 'requestFulfilled', { requestEventId: eventId, pfs: [bad, good] });
    expect(await requestRow(id)).toMatchObject({ state: 'FULFILLED', footprint_ids: [good['id']], reason: expect.stringMatching(/^1 of 2 footprints could not be taken over\. "abc" is not a number/) as string });
  });

  it('Rejected: with reason and code, also where it comes late', async () => {
    const partner = await newPartner();
    const { id, eventId } = await ask(partner);
    await hub.pool.query(`update footprint_request set state = 'EXPIRED' where id = $1`, [id]);
    await comes(partner, 'requestRejected', { requestEventId: eventId, error: { code: 'NoSuchFootprint', message: 'We do not make this' } }, { major: 2 });
    expect(await requestRow(id)).toMatchObject({ state: 'REJECTED', reason: 'We do not make this', code: 'NotFound', decided_by: partner.name });
  });

  it('an answer of another partner than the one that was asked is refused, and so is one to no request', async () => {
    const [partner, stranger] = [await newPartner(), await newPartner()];
    const { id, eventId } = await ask(partner);
    const pfs = [specimen3()];
    for (const requestEventId of [eventId, randomUUID()]) {
      expect(await comes(stranger, 'requestFulfilled', { requestEventId, pfs })).toMatchObject({ done: true, message: expect.stringContaining('did not send it') as string });
      expect(await comes(stranger, 'requestRejected', { requestEventId, error: { code: 'NotFound', message: 'x' } })).toMatchObject({ done: true, message: expect.stringContaining('did not send it') as string });
    }
    expect(await requestRow(id)).toMatchObject({ state: 'SENT' });
    expect(await hub.rows('select 1 from footprint where id = $1', [pfs[0]!['id']])).toEqual([]);
  });
});

describe('announcements', () => {
  it('announced footprints are got, new and deprecated ones; again without effect', async () => {
    const footprints3 = [specimen3(), specimen3()];
    await using host = await conformantHost({ footprints3 });
    const partner = await newPartner({ base_url: host.url });
    const pfIds = footprints3.map((each) => each['id']);
    await comes(partner, 'published', { pfIds });
    footprints3[0] = { ...footprints3[0], status: 'Deprecated' };
    await comes(partner, 'published', { pfIds });
    await comes(partner, 'published', { pfIds });
    expect(await hub.rows(`select record ->> 'status' as status from footprint where id = any($1) and recorded_to is null order by 1`, [pfIds])).toEqual([{ status: 'DEPRECATED' }, { status: 'PUBLISHED' }]);
    expect(await hub.rows('select trigger, state, added, changed, unchanged from sync_run where partner_id = $1 order by key', [partner.id])).toEqual([
      { trigger: 'EVENT', state: 'COMPLETED', added: 2, changed: 0, unchanged: 0 }, { trigger: 'EVENT', state: 'COMPLETED', added: 0, changed: 1, unchanged: 1 }, { trigger: 'EVENT', state: 'COMPLETED', added: 0, changed: 0, unchanged: 2 }]);
  });

  it('where the host fails, the event waits and comes to its effect later', async () => {
    const document = specimen3();
    let broken = true;
    await using host = await littleServer((request, response) => {
      if (request.url.endsWith('/auth/token')) return json(response, 200, { access_token: 'x' });
      return broken ? json(response, 503, { code: 'InternalError', message: 'busy' }) : json(response, 200, { data: document });
    });
    const partner = await newPartner({ base_url: host.url });
    const id = randomUUID();
    expect(await comes(partner, 'published', { pfIds: [document['id']] }, { id })).toMatchObject({ done: false, attempts: 1, message: expect.stringContaining('503') as string });
    broken = false;
    expect(await comes(partner, 'published', { pfIds: [document['id']] }, { id })).toMatchObject({ done: true, message: null });
    expect(await hub.rows('select count(*)::int as n from footprint where id = $1', [document['id']])).toEqual([{ n: 1 }]);
  });
});
