// Cases E: events that the host receives, good and bad (v3 §Action Events, §Event types; v2 §Action Events; CloudEvents 1.0, structured mode).
import { randomUUID } from 'node:crypto';
import type { HttpResponse } from '../../client/http.ts';
import { hostError } from '../../client/answer.ts';
import { failed, NotRun, passed, verdict, warning, type Case, type Level, type Verdict } from '../case.ts';
import { specimen2, specimen3 } from '../specimen.ts';
import { described, errorBodyFault, type Json, type TestedHost } from '../tested-host.ts';
import type { PactVersion } from '../../../../formats/pact/versions.ts';
import { since, v3 } from '../versions.ts';

const all = since('2.0');
/** Events became mandatory with 2.2. */
const eventLevel = (version: PactVersion): Level => (version === '2.0' || version === '2.1' ? 'should' : 'must');

export const footprintOf = (host: TestedHost): Json => (host.major === '3' ? specimen3() : specimen2(`${host.version}.0`));

/** The data of a request for products: v3 names criteria, v2 a fragment of a footprint. */
export const requestFor = (host: TestedHost, productIds: readonly unknown[]): Json => (host.major === '3' ? { productId: productIds, comment: 'Sent by a conformance check.' } : { pf: { productIds }, comment: 'Sent by a conformance check.' });

/** Accepted as the specification wants it: 200 and nothing in the body. */
export function acceptance(host: TestedHost, response: HttpResponse): Verdict {
  if (response.status === 200 && response.body.length === 0) return passed('200, empty body');
  if (response.status === 200) return (host.major === '3' ? failed : warning)(`200 with ${response.body.length} bytes in the body`); // the OpenAPI of v2 shows a body, its prose none
  if (response.status >= 400 && response.status < 500 && host.options.callbackUrl === undefined) throw new NotRun(`the host refuses events of a source that is not registered there (${described(response)}); register us and give --callback-url`);
  return failed(described(response));
}

/** A refusal that the specification allows, though not every partner expects it. */
const acceptanceOrRefusal = (host: TestedHost, response: HttpResponse): Verdict => {
  const judged = acceptance(host, response);
  return judged.status === 'failed' && response.status >= 400 && response.status < 500 && errorBodyFault(response) === undefined ? warning(`${described(response)}: allowed, but other checks want 200`) : judged;
};

const accepts = (id: string, does: string, send: (host: TestedHost) => Promise<HttpResponse>, judge = acceptance): Case => ({
  id, versions: all, level: eventLevel, clause: 'Action Events: response', does, expected: 'Status 200 with an empty body.', run: async (host) => judge(host, await send(host)),
});

/** An event with one thing wrong with it. */
const refuses = (id: string, does: string, send: (host: TestedHost) => Promise<HttpResponse>, versions = all, level: Case['level'] = eventLevel): Case => ({
  id, versions, level, clause: 'Action Events: invalid events', does, expected: 'A status of the 400s.',
  run: async (host) => {
    await host.takesEvents();
    const response = await send(host);
    return verdict(response.status >= 400 && response.status < 500 && response.status !== 401, described(response));
  },
});
const created = (host: TestedHost): Json => host.event('requestCreated', requestFor(host, [`urn:uuid:${randomUUID()}`]));
const without = (event: Json, key: string): Json => Object.fromEntries(Object.entries(event).filter(([name]) => name !== key));

export const eventCases: readonly Case[] = [
  accepts('E1', 'Sends a Published event.', (host) => host.sendEvent(host.event('published', { pfIds: [randomUUID()] }))),
  accepts('E2', 'Sends a RequestCreated event for a product that is listed; its id has a slash in it.', async (host) => host.sendEvent(host.event('requestCreated', requestFor(host, await host.products()), 'E2'))),
  accepts('E3', 'Sends a RequestCreated event for a product that nobody has.', (host) => host.sendEvent(created(host)), acceptanceOrRefusal),
  accepts('E4', 'Sends a RequestFulfilled event with one footprint.', (host) => host.sendEvent(host.event('requestFulfilled', { requestEventId: randomUUID(), pfs: [footprintOf(host)] })), acceptanceOrRefusal),
  accepts('E5', 'Sends a RequestRejected event.', (host) => host.sendEvent(host.event('requestRejected', { requestEventId: randomUUID(), error: { code: 'NotFound', message: 'There is no such product.' } })), acceptanceOrRefusal),
  {
    id: 'E6', versions: all, level: 'interoperability', clause: 'Action Events: content type', does: 'Sends a Published event as application/json, as other clients do.', expected: 'Status 200.',
    run: async (host) => acceptance(host, await host.sendEvent(host.event('published', { pfIds: [randomUUID()] }), { type: 'application/json' })),
  },
  {
    id: 'E7', versions: all, level: 'should', clause: 'CloudEvents: source and id', does: 'Sends one and the same Published event twice.', expected: 'Status 200 both times: a repeated event is no error.',
    run: async (host) => {
      const event = host.event('published', { pfIds: [randomUUID()] });
      const first = acceptance(host, await host.sendEvent(event));
      return first.status === 'passed' ? acceptance(host, await host.sendEvent(event)) : first;
    },
  },
  refuses('E20', 'Sends something that is no JSON.', (host) => host.sendEvent('{"type": ')),
  refuses('E21', 'Sends nothing.', (host) => host.sendEvent('')),
  refuses('E22', 'Sends an event of a type that does not exist.', (host) => host.sendEvent({ ...created(host), type: 'org.example.NoSuchEvent.1' })),
  ...(['type', 'specversion', 'id', 'source', 'data'] as const).map((key, index) => refuses(`E${23 + index}`, `Sends an event without ${key}.`, (host) => host.sendEvent(without(created(host), key)))),
  refuses('E28', 'Sends an event without time.', (host) => host.sendEvent(without(created(host), 'time')), v3),
  refuses('E29', 'Sends an event of another version of CloudEvents (0.3).', (host) => host.sendEvent({ ...created(host), specversion: '0.3' })),
  refuses('E30', 'Sends an event whose time is none.', (host) => host.sendEvent({ ...created(host), time: 'yesterday' }), v3),
  refuses('E31', 'Sends an event whose data is a text.', (host) => host.sendEvent({ ...created(host), data: 'text' })),
  refuses('E32', 'Sends a RequestFulfilled event without requestEventId.', (host) => host.sendEvent(host.event('requestFulfilled', { pfs: [footprintOf(host)] }))),
  refuses('E33', 'Sends a RequestFulfilled event without pfs.', (host) => host.sendEvent(host.event('requestFulfilled', { requestEventId: randomUUID() }))),
  refuses('E34', 'Sends a RequestFulfilled event with no footprint in it.', (host) => host.sendEvent(host.event('requestFulfilled', { requestEventId: randomUUID(), pfs: [] })), v3),
  refuses('E35', 'Sends a RequestFulfilled event whose footprint has no pcf.', (host) => host.sendEvent(host.event('requestFulfilled', { requestEventId: randomUUID(), pfs: [without(footprintOf(host), 'pcf')] }))),
  refuses('E36', 'Sends a RequestRejected event without requestEventId.', (host) => host.sendEvent(host.event('requestRejected', { error: { code: 'NotFound', message: 'none' } }))),
  refuses('E37', 'Sends a RequestRejected event without error.', (host) => host.sendEvent(host.event('requestRejected', { requestEventId: randomUUID() }))),
  refuses('E38', 'Sends a Published event whose pfIds is a text.', (host) => host.sendEvent(host.event('published', { pfIds: 'all' }))),
  refuses('E39', 'Sends a RequestCreated event whose criteria are no lists (v3), whose fragment is missing (v2).', (host) => host.sendEvent(host.event('requestCreated', host.major === '3' ? { productId: 7 } : { comment: 'nothing' }))),
  refuses('E40', 'Sends an event from a source that is no registered partner.', (host) => host.sendEvent({ ...created(host), source: 'https://unregistered.invalid' }), all, 'should'),
  {
    id: 'E41', versions: all, level: eventLevel, clause: 'Error responses: codes', does: 'Looks at the error for something that is no JSON and for an event without type.', expected: 'JSON with code BadRequest and a message.',
    run: async (host) => {
      await host.takesEvents();
      for (const response of [await host.sendEvent('{"type": '), await host.sendEvent(without(created(host), 'type'))]) {
        const fault = errorBodyFault(response);
        if (fault !== undefined) return failed(`${response.status}, ${fault}`);
        if (hostError(response).code !== 'BadRequest') return failed(described(response));
      }
      return passed('BadRequest with a message');
    },
  },
  {
    id: 'E42', versions: all, level: 'must', clause: 'Authentication: access tokens', does: 'Sends an event with no token.', expected: 'Status 401 (v2: or 400).',
    run: async (host) => {
      const response = await host.sendEvent(created(host), { token: null });
      return verdict(response.status === 401 || (host.major === '2' && response.status === 400), described(response));
    },
  },
];
