// Requests of partners: matched, laid before their owner, decided once, answered once; and the outbox that carries the answers.
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accessGrantTable } from '../../../src/database/tables/access.ts';
import { requestRuleTable } from '../../../src/database/tables/pact.ts';
import type { EventEffects } from '../../../src/transfer/pact/events/effects.ts';
import { processEvent } from '../../../src/transfer/pact/events/process.ts';
import { receiveEvent } from '../../../src/transfer/pact/events/receive.ts';
import { sourceKey } from '../../../src/transfer/pact/events/source.ts';
import { PactJobs } from '../../../src/transfer/pact/jobs.ts';
import { deliver, pauseAfter } from '../../../src/transfer/pact/outbox/deliver.ts';
import { loadPartner } from '../../../src/transfer/pact/partner-client.ts';
import { refreshProjections } from '../../../src/transfer/pact/projections/refresh.ts';
import { approveRequest, endOverdueRequests, rejectRequest } from '../../../src/transfer/pact/requests/decide.ts';
import { aProduct, uuidOf } from '../../hub/support/records.ts';
import { insertDataset, insertValues } from '../../hub/support/rows.ts';
import { bottle, mine, openExchange, partnerId, productUrn, theirs, type Exchange } from './support/exchange.ts';

const no = (): Promise<never> => Promise.reject(new Error('not expected here'));
const effects: EventEffects = { fulfilled: no, rejected: no, published: no };
let x: Exchange;
let number = 0;

beforeAll(async () => {
  x = await openExchange();
  await insertDataset(x.pool, 'footprint', bottle(1, 1));
  await insertDataset(x.pool, 'footprint', bottle(2, 2, { visibility: 'BUYER', quality: { primaryDataSharePercent: '60' }, restrictions: [{ group: 'QUALITY', visibility: 'PRIVATE' }] }));
  await insertDataset(x.pool, 'footprint', bottle(3, 3, { visibility: 'PRIVATE' }));
  await refreshProjections(x.pool, x.context);
});
afterAll(() => x.close());
beforeEach(async () => {
  x.host.answer = 200;
  x.host.seen.length = 0;
  await x.pool.query('delete from delivery; delete from footprint_request; delete from received_event; delete from access_grant; delete from request_rule; delete from access_event');
});

const request = (data: object, more: object = {}) => ({ type: 'org.wbcsd.pact.ProductFootprint.RequestCreatedEvent.3', specversion: '1.0', id: `${uuidOf(50, ++number)}/14.A`, source: x.host.url, time: '2026-11-22T10:00:00Z', data, ...more });
const receive = async (event: object): Promise<void> => receiveEvent(x.context, (await loadPartner(x.pool, partnerId))!, '3', JSON.stringify(event));
async function ask(event: ReturnType<typeof request>): Promise<void> {
  await receive(event);
  for (const { key } of (await x.pool.query<{ key: number }>('select key from received_event where done_at is null')).rows) await processEvent(x.context, effects, String(key));
}
const requests = async () => (await x.pool.query('select id, state, decided_by, reason, code, product_ids, owner_ids, footprint_ids, deadline > now() + interval \'29 days\' as late from footprint_request order by key')).rows;
const deliveries = async () => (await x.pool.query('select id, kind, state, attempts, last_error, event_id, give_up_at from delivery order by key')).rows;
async function deliverAll(): Promise<void> {
  for (const { id } of await deliveries()) await deliver(x.context, id as string);
}
const operator = { name: 'person O (operator)' };
const owner = { name: 'person E (enterprise)', organization: mine };

describe('a request', () => {
  it('for what the partner may see is answered at once, with the event id as it was (trap 10)', async () => {
    const event = request({ productId: [productUrn(1).toUpperCase()] });
    await ask(event);
    expect(await requests()).toMatchObject([{ state: 'FULFILLED', decided_by: 'the hub', footprint_ids: [uuidOf(2, 1)] }]);
    await deliverAll();
    const [sent] = x.events();
    expect([sent!.type, sent!.data['requestEventId'], (sent!.data['pfs'] as { id: string }[]).map((pf) => pf.id)]).toEqual(['org.wbcsd.pact.ProductFootprint.RequestFulfilledEvent.3', event.id, [uuidOf(2, 1)]]);
    expect(x.host.seen.find((one) => one.url.endsWith('/events'))!.headers).toMatchObject({ authorization: 'Bearer token', 'content-type': 'application/cloudevents+json; charset=UTF-8' });
    expect(await deliveries()).toMatchObject([{ state: 'DELIVERED', attempts: 1 }]);
  });

  it.each([['2.0', '2.0.0', false], ['2.2', '2.2.0', false], ['2.3', '2.3.0', true]])('of a partner of version %s is answered in its version (pact.md §2.3)', async (version, specVersion, knowsNewer) => {
    await x.pool.query('update partner set pact_version = $1', [version]);
    try {
      const event = request({ pf: { productIds: [productUrn(1)] } }, { type: 'org.wbcsd.pathfinder.ProductFootprintRequest.Created.v1' });
      await receiveEvent(x.context, (await loadPartner(x.pool, partnerId))!, '2', JSON.stringify(event));
      await processEvent(x.context, effects, String((await x.pool.query('select key from received_event where done_at is null')).rows[0].key));
      await deliverAll();
      const [sent] = x.events();
      expect(sent!.type).toBe('org.wbcsd.pathfinder.ProductFootprintRequest.Fulfilled.v1');
      const [found] = sent!.data['pfs'] as Record<string, unknown>[];
      expect([found!['specVersion'], 'productClassifications' in found!]).toEqual([specVersion, knowsNewer]);
    } finally {
      await x.pool.query(`update partner set pact_version = '3.0'`);
    }
  });

  it('for what nobody here has is rejected after it was taken (trap 6)', async () => {
    await ask(request({ productId: ['urn:example:unknown'] }));
    expect(await requests()).toMatchObject([{ state: 'REJECTED', code: 'NotFound' }]);
    await deliverAll();
    expect(x.events()).toMatchObject([{ type: 'org.wbcsd.pact.ProductFootprint.RequestRejectedEvent.3', data: { error: { code: 'NotFound' } } }]);
  });

  it('without any criterion is rejected: nobody gets everything', async () => {
    await ask(request({ comment: 'all of it' }));
    expect(await requests()).toMatchObject([{ state: 'REJECTED', code: 'BadRequest' }]);
  });

  it('for what another partner sent: no approval and no rule passes it on, unless its rights allow it', async () => {
    await insertDataset(x.pool, 'footprint', bottle(4, 4, { visibility: 'PRIVATE', rights: { redistribution: 'FORBIDDEN' } }));
    await refreshProjections(x.pool, x.context);
    await insertValues(x.pool, requestRuleTable, [{ owner_id: mine, action: 'APPROVE', made_by: 'E' }]);
    await ask(request({ productId: [productUrn(4)] }));
    const [waiting] = await requests();
    expect(waiting).toMatchObject({ state: 'RECEIVED' });
    for (const footprintIds of [undefined, [uuidOf(2, 4)]]) expect(await approveRequest(x.context, waiting.id as string, { footprintIds }, operator)).toMatchObject({ refused: 'NOTHING_TO_SEND' });
    expect(await deliveries()).toEqual([]);
    expect((await x.pool.query('select 1 from access_grant')).rows).toEqual([]);
    await x.pool.query(`update footprint set redistribution = 'ALLOWED' where id = $1`, [uuidOf(2, 4)]);
    expect(await approveRequest(x.context, waiting.id as string, {}, operator)).toEqual({ requestId: waiting.id });
    await x.pool.query('delete from footprint where id = $1', [uuidOf(2, 4)]);
    await x.pool.query('delete from pact_footprint where footprint_id = $1', [uuidOf(2, 4)]);
  });

  it('for what is closed waits for its owner, and nothing leaves before', async () => {
    await ask(request({ productId: [productUrn(2)] }));
    expect(await requests()).toMatchObject([{ state: 'RECEIVED', product_ids: [uuidOf(1, 2)], owner_ids: [mine], late: true }]);
    expect(await deliveries()).toEqual([]);
  });

  it('for a product without footprint waits as well', async () => {
    await ask(request({ productId: [productUrn(4)] }));
    expect(await requests()).toMatchObject([{ state: 'RECEIVED', product_ids: [uuidOf(1, 4)], owner_ids: [mine] }]);
    expect(await approveRequest(x.context, (await requests())[0].id, {}, operator)).toMatchObject({ refused: 'NOTHING_TO_SEND' });
  });

  it('for a product is matched by the whole of a long identifier, not by what the index has of it', async () => {
    const long = `urn:example:${'x'.repeat(250)}`;
    await insertDataset(x.pool, 'product', aProduct(9, { producer: { type: 'organization', id: mine }, identifiers: [{ scheme: 'URN', value: `${long}-1` }] }));
    await ask(request({ productId: [`${long}-2`] }));
    await ask(request({ productId: [`${long}-1`.toUpperCase()] }));
    expect(await requests()).toMatchObject([{ state: 'REJECTED', code: 'NotFound' }, { state: 'RECEIVED', product_ids: [uuidOf(1, 9)] }]);
    await x.pool.query('delete from product where id = $1', [uuidOf(1, 9)]);
  });

  it('sent twice has one effect; of another id it is another', async () => {
    const event = request({ productId: [productUrn(1)] });
    await Promise.all([ask(event), ask(event), ask(event)]);
    await ask(event);
    await ask(request({ productId: [productUrn(1)] }));
    expect([(await requests()).length, (await deliveries()).length]).toEqual([2, 2]);
  });

  it.each([
    ['a source that is not registered', { source: 'https://evil.example.org/3/events' }, 'PACT_SOURCE_UNKNOWN'],
    ['a foreign address that only begins like ours', { source: 'http://localhost.evil.example.org' }, 'PACT_SOURCE_UNKNOWN'],
    ['no source', { source: '' }, 'PACT_EVENT_INVALID'], ['no id', { id: '' }, 'PACT_EVENT_INVALID'], ['a type that there is not', { type: 'org.wbcsd.pact.Nothing' }, 'PACT_EVENT_INVALID'],
    ['an event of version 2 at the address of version 3', { type: 'org.wbcsd.pathfinder.ProductFootprintRequest.Created.v1', data: { pf: {} } }, 'PACT_EVENT_INVALID'], ['no data', { data: undefined }, 'PACT_EVENT_INVALID'],
  ])('with %s is refused', async (_name, more, code) => {
    await expect(receive(request({ productId: [productUrn(1)] }, more))).rejects.toMatchObject({ code });
    expect((await x.pool.query('select 1 from received_event')).rowCount).toBe(0);
  });
});

describe('sources', () => {
  it.each([
    ['//api.example.com/3/events', 'api.example.com'], ['https://API.example.com/', 'api.example.com'], ['https://api.example.com:8443/base/2/events/', 'api.example.com:8443/base'], ['https://api.example.com/events', 'api.example.com'],
    ['https://api.example.com/base/3', 'api.example.com/base'], ['urn:example:host', undefined], ['', undefined],
  ])('%s is %s', (source, key) => expect(sourceKey(source)).toBe(key));
});

describe('a decision', () => {
  const waiting = async (n: number): Promise<string> => {
    await ask(request({ productId: [productUrn(n)] }));
    return (await requests()).at(-1).id as string;
  };

  it('of the owner opens the footprint to the partner, and answers', async () => {
    const id = await waiting(3);
    expect(await approveRequest(x.context, id, { reason: 'contract 17', validUntil: '2030-01-01T00:00:00Z' }, owner)).toEqual({ requestId: id });
    expect(await requests()).toMatchObject([{ state: 'FULFILLED', decided_by: owner.name, reason: 'contract 17', footprint_ids: [uuidOf(2, 3)] }]);
    expect((await x.pool.query('select target, noun, target_id, partner_id, reason, valid_until from access_grant order by key')).rows).toEqual([{ target: 'RECORD', noun: 'footprint', target_id: uuidOf(2, 3), partner_id: partnerId, reason: 'contract 17', valid_until: '2030-01-01T00:00:00Z' }]);
    await deliverAll();
    expect((x.events()[0]!.data['pfs'] as { id: string }[])[0]!.id).toBe(uuidOf(2, 3));
    // From then on it is open: the next request is answered at once.
    await ask(request({ productId: [productUrn(3)] }));
    expect((await requests()).at(-1)).toMatchObject({ state: 'FULFILLED', decided_by: 'the hub' });
  });

  it('keeps closed groups of fields closed, unless they are granted; what is given is written down', async () => {
    await approveRequest(x.context, await waiting(2), {}, owner);
    const share = (await x.pool.query(`select event::jsonb #> '{data,pfs,0,pcf,primaryDataShare}' as share from delivery`)).rows[0].share;
    expect([share, (await x.pool.query('select 1 from access_event')).rowCount]).toEqual([null, 0]);
    await x.pool.query('delete from delivery; delete from footprint_request; delete from access_grant');
    await approveRequest(x.context, await waiting(2), { fieldGroups: ['QUALITY'] }, owner);
    expect((await x.pool.query(`select event::jsonb #>> '{data,pfs,0,pcf,primaryDataShare}' as share from delivery`)).rows[0].share).toBe('60');
    expect((await x.pool.query('select record_ids, field_groups, partner_id, path from access_event')).rows).toEqual([{ record_ids: [uuidOf(2, 2)], field_groups: ['QUALITY'], partner_id: partnerId, path: 'pact 3.0 event' }]);
  });

  it('is made once, and by those alone whose records they are', async () => {
    const id = await waiting(2);
    expect(await approveRequest(x.context, id, {}, { name: 'stranger', organization: theirs })).toMatchObject({ refused: 'REQUEST_UNKNOWN' });
    expect(await rejectRequest(x.context, uuidOf(99, 9), 'no', operator)).toMatchObject({ refused: 'REQUEST_UNKNOWN' });
    const answers = await Promise.all([approveRequest(x.context, id, {}, owner), rejectRequest(x.context, id, 'not you', operator), approveRequest(x.context, id, {}, operator)]);
    expect(answers.filter((answer) => 'requestId' in answer)).toHaveLength(1);
    expect(answers.filter((answer) => 'refused' in answer && answer.refused === 'REQUEST_DECIDED')).toHaveLength(2);
    expect(await deliveries()).toHaveLength(1);
  });

  it('to reject tells why and opens nothing', async () => {
    await rejectRequest(x.context, await waiting(3), 'We sell to others only.', owner);
    await deliverAll();
    expect(x.events()[0]!.data['error']).toEqual({ code: 'AccessDenied', message: 'We sell to others only.' });
    expect((await x.pool.query('select 1 from access_grant')).rowCount).toBe(0);
  });

  it('is made by a rule: for the product before the organization, for the partner before all, to reject before to approve', async () => {
    const rule = (more: object) => insertValues(x.pool, requestRuleTable, [{ owner_id: mine, action: 'APPROVE', made_by: 'test', ...more }]);
    await rule({});
    await waiting(3);
    expect((await requests()).at(-1)).toMatchObject({ state: 'FULFILLED', decided_by: expect.stringMatching(/^rule /) });
    await x.pool.query('delete from access_grant');
    await rule({ partner_id: partnerId, action: 'REJECT', reason: 'not this one' });
    await waiting(3);
    expect((await requests()).at(-1)).toMatchObject({ state: 'REJECTED', reason: 'not this one' });
    await rule({ product_id: uuidOf(1, 3) });
    await waiting(3);
    expect((await requests()).at(-1)).toMatchObject({ state: 'FULFILLED' });
    await x.pool.query('delete from access_grant');
    await rule({ product_id: uuidOf(1, 3), action: 'REJECT' });
    await waiting(3);
    expect((await requests()).at(-1)).toMatchObject({ state: 'REJECTED' });
    await x.pool.query('update request_rule set ended_at = now()');
    await waiting(3);
    expect((await requests()).at(-1)).toMatchObject({ state: 'RECEIVED' });
  });

  it('that is not made in time is one to reject', async () => {
    await waiting(3);
    await x.pool.query(`update footprint_request set deadline = now() - interval '1 second'`);
    expect(await endOverdueRequests(x.context)).toBe(1);
    expect(await requests()).toMatchObject([{ state: 'REJECTED', decided_by: 'the deadline', code: 'NotFound' }]);
    expect(await endOverdueRequests(x.context)).toBe(0);
  });
});

describe('the outbox', () => {
  it('tries again with growing pauses, under the same identifier, and gives up after 72 hours', async () => {
    await ask(request({ productId: [productUrn(1)] }));
    const [{ id, give_up_at: giveUp }] = await deliveries();
    expect(Math.round((Date.parse(giveUp as string) - Date.now()) / 3_600_000)).toBe(72);
    x.host.answer = 503;
    await deliver(x.context, id as string);
    expect(await deliveries()).toMatchObject([{ state: 'PENDING', attempts: 1, last_error: expect.stringMatching(/503/) }]);
    await deliver(x.context, id as string); // not due yet
    expect(x.events()).toHaveLength(1);
    await x.pool.query('update delivery set next_attempt_at = now()');
    x.host.answer = 200;
    await deliver(x.context, id as string);
    expect(await deliveries()).toMatchObject([{ state: 'DELIVERED', attempts: 2, last_error: null }]);
    expect(new Set(x.events().map((event) => event.id)).size).toBe(1);
    await x.pool.query(`update delivery set state = 'PENDING', next_attempt_at = now(), give_up_at = now() + interval '1 second'`);
    x.host.answer = 500;
    await deliver(x.context, id as string);
    expect(await deliveries()).toMatchObject([{ state: 'GIVEN_UP', attempts: 3 }]);
    expect([1, 2, 3, 20].map((attempts) => pauseAfter(attempts, 1))).toEqual([5, 10, 20, 21_600]);
  });

  it('sends one delivery once, however many try', async () => {
    await ask(request({ productId: [productUrn(1)] }));
    const [{ id }] = await deliveries();
    await Promise.all(Array.from({ length: 5 }, () => deliver(x.context, id as string)));
    expect(x.events()).toHaveLength(1);
  });

  it('calls nobody but the registered address of an active partner', async () => {
    await ask(request({ productId: [productUrn(1)] }));
    const [{ id }] = await deliveries();
    await deliver({ ...x.context, network: {} }, id as string);
    expect(await deliveries()).toMatchObject([{ state: 'PENDING', last_error: expect.stringMatching(/http|loopback|refused|forbid/i) }]);
    await x.pool.query(`update partner set status = 'SUSPENDED'; update delivery set next_attempt_at = now()`);
    await deliver(x.context, id as string);
    expect(await deliveries()).toMatchObject([{ state: 'PENDING', last_error: expect.stringMatching(/SUSPENDED/) }]);
    await x.pool.query(`update partner set status = 'ACTIVE'`);
    expect(x.events()).toEqual([]);
  });
});

describe('changes', () => {
  it('are told to partners who want it, of footprints that they may see', async () => {
    await x.pool.query('update partner set tells_changes = true');
    await insertDataset(x.pool, 'footprint', bottle(20, 1));
    await insertDataset(x.pool, 'footprint', bottle(21, 1, { visibility: 'PRIVATE' }));
    await insertDataset(x.pool, 'footprint', bottle(22, 1, { visibility: 'PARTNER' }));
    await refreshProjections(x.pool, x.context);
    await deliverAll();
    expect(x.events()).toMatchObject([{ type: 'org.wbcsd.pact.ProductFootprint.PublishedEvent.3', source: 'https://hub.example.org', data: { pfIds: [uuidOf(2, 20), uuidOf(2, 22)] } }]);
    // What changes nothing is no news; that it is deprecated is.
    await x.pool.query('insert into pact_pending (footprint_id) select distinct footprint_id from pact_footprint');
    await refreshProjections(x.pool, x.context);
    await x.pool.query(`update footprint set record = jsonb_set(record, '{status}', '"DEPRECATED"'), status = 'DEPRECATED' where id = $1`, [uuidOf(2, 20)]);
    await refreshProjections(x.pool, x.context);
    await deliverAll();
    expect(x.events().slice(1)).toMatchObject([{ data: { pfIds: [uuidOf(2, 20)] } }]);
    await x.pool.query('update partner set tells_changes = false');
  });
});

describe('jobs', () => {
  it('carry a request from its receipt to the answer, and a change of a footprint to its projection', async () => {
    const jobs = new PactJobs({ context: x.context, effects, pull: no });
    await jobs.start();
    try {
      await insertValues(x.pool, accessGrantTable, [{ granted_by: 'test', partner_id: partnerId, target: 'RECORD', noun: 'footprint', target_id: uuidOf(2, 2) }]);
      await receive(request({ productId: [productUrn(2)] }));
      await expect.poll(() => x.events().length, { timeout: 15_000 }).toBe(1);
      await expect.poll(async () => (await deliveries())[0]?.state, { timeout: 5000 }).toBe('DELIVERED');
      await insertDataset(x.pool, 'footprint', bottle(9, 1));
      await expect.poll(async () => (await x.pool.query('select 1 from pact_footprint where footprint_id = $1', [uuidOf(2, 9)])).rowCount, { timeout: 15_000 }).toBe(2);
    } finally {
      await jobs.stop();
    }
  }, 40_000);
});
