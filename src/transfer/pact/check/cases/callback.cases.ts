// Cases C: what the host sends back to us after a request (v3 §Asynchronous request and retrieval, §Action Events; v2 likewise). They need --callback-listen and --callback-url.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { CallbackHost, Received } from '../callback-host.ts';
import { failed, NotRun, passed, verdict, warning, type Case, type Level, type Verdict } from '../case.ts';
import { described, isJson, type Json, type TestedHost } from '../tested-host.ts';
import { dateTime } from '../values.ts';
import { eventTypes } from '../../../../formats/pact/event.ts';
import type { PactVersion } from '../../../../formats/pact/versions.ts';
import { since, v2, v3 } from '../versions.ts';
import { acceptance, requestFor } from './event.cases.ts';

const all = since('2.0');
const level = (version: PactVersion): Level => (version === '2.0' || version === '2.1' ? 'should' : 'must');
const clause = 'Asynchronous request and retrieval';

function listening(host: TestedHost): CallbackHost {
  if (host.options.callbacks === undefined) throw new NotRun('callbacks cannot be received: give --callback-listen and --callback-url');
  return host.options.callbacks;
}

interface Exchange { id: string; sent: Verdict; answers: Received[] }

/** Sends a request and waits for what comes back. */
async function exchange(host: TestedHost, mark: string, productIds: readonly unknown[], before?: (id: string) => void, count = 1): Promise<Exchange> {
  const callbacks = listening(host);
  const event = host.event('requestCreated', requestFor(host, productIds), mark);
  const id = String(event['id']);
  before?.(id);
  const response = await host.sendEvent(event);
  if (response.status < 200 || response.status >= 300) return { id, sent: failed(described(response)), answers: [] };
  return { id, sent: acceptance(host, response), answers: await callbacks.waitFor(id, host.options.maxWait * 1000, count) };
}
const knownProduct = (host: TestedHost): Promise<Exchange> => host.once('known product', async () => exchange(host, '12', await host.products()));
const unknownProduct = (host: TestedHost): Promise<Exchange> => host.once('unknown product', () => exchange(host, '14.A', [`urn:uuid:${randomUUID()}`]));

/** Every event that answered one of our requests; NotRun where none came. */
async function answers(host: TestedHost): Promise<{ event: Json; received: Received }[]> {
  const found = [await knownProduct(host), await unknownProduct(host)].flatMap(({ answers }) => answers);
  const events = found.flatMap((received) => (received.event === undefined ? [] : [{ event: received.event, received }]));
  if (events.length === 0) throw new NotRun('no callback came (see C1, C2)');
  return events;
}

/** v2 lets an owner stay silent after accepting; v3 does not. */
function silence(host: TestedHost, { sent, id }: Exchange): Verdict {
  if (sent.status === 'failed' && !/^2\d\d|bytes/.test(sent.got)) return host.major === '3' ? failed(`the request was refused: ${sent.got}`) : warning(`the request was refused: ${sent.got}`);
  const came = listening(host);
  const strays = [...came.others, ...came.events].filter(({ event, status }) => status !== 200 || dataOf(event)['requestEventId'] !== id).slice(-1)
    .map(({ path, status, event }) => `; what came to ${path} ${event === undefined ? '' : `for the request ${String(dataOf(event)['requestEventId'])} `}was answered ${status}`).join('');
  const got = `nothing came for ${id} within ${host.options.maxWait} seconds${strays}; if someone must approve there, do so and allow more with --max-wait`;
  return host.major === '3' ? failed(got) : warning(`${got} (v2 allows silence)`);
}

const dataOf = (event: Json | undefined): Json => (isJson(event?.['data']) ? event['data'] : {});
const footprintsOf = (event: Json | undefined): Json[] => {
  const { pfs } = dataOf(event);
  return Array.isArray(pfs) ? pfs.filter(isJson) : [];
};
/** The footprints that were sent for the product that is listed. */
async function fulfilled(host: TestedHost): Promise<Json[]> {
  const { answers } = await knownProduct(host);
  const pfs = footprintsOf(answers[0]?.event);
  if (pfs.length === 0) throw new NotRun('no footprints were sent (see C1)');
  return pfs;
}

export const callbackCases: readonly Case[] = [
  {
    id: 'C1', versions: all, level, clause, does: 'Requests the footprint of a product that is listed and waits.', expected: 'A RequestFulfilled event with the id of the request, letter by letter, and footprints of the product.',
    run: async (host) => {
      const asked = await knownProduct(host);
      const event = asked.answers[0]?.event;
      if (event === undefined) return silence(host, asked);
      if (event['type'] !== eventTypes[host.major].requestFulfilled) return failed(`an event of type ${String(event['type'])}`);
      const wanted = new Set((await host.products()).map((id) => String(id).toLowerCase()));
      const pfs = footprintsOf(event);
      const strange = pfs.find((one) => !(Array.isArray(one['productIds']) && one['productIds'].some((id) => wanted.has(String(id).toLowerCase()))));
      if (strange !== undefined) return failed(`the footprint ${String(strange['id'])} is of another product`);
      return verdict(pfs.length > 0, `${pfs.length} footprints for ${asked.id}`);
    },
  },
  {
    id: 'C2', versions: all, level, clause, does: 'Requests the footprint of a product that nobody has and waits.', expected: 'A RequestRejected event with the id of the request, letter by letter.',
    run: async (host) => {
      const asked = await unknownProduct(host);
      const event = asked.answers[0]?.event;
      if (event === undefined) {
        const refusedAtOnce = /^4\d\d/.test(asked.sent.got);
        return refusedAtOnce ? warning(`the request was refused at once: ${asked.sent.got}; allowed, but other checks want 200 and a RequestRejected event`) : silence(host, asked);
      }
      return verdict(event['type'] === eventTypes[host.major].requestRejected, `an event of type ${String(event['type'])} for ${asked.id}`);
    },
  },
  {
    id: 'C3', versions: all, level, clause: 'Error responses: codes', does: 'Looks at the error of the RequestRejected event.', expected: 'An object with code and message.',
    run: async (host) => {
      const event = (await unknownProduct(host)).answers[0]?.event;
      if (event === undefined) throw new NotRun('no RequestRejected event came (see C2)');
      const { error } = dataOf(event);
      const good = isJson(error) && typeof error['code'] === 'string' && typeof error['message'] === 'string';
      return verdict(good, JSON.stringify(error) ?? 'no error');
    },
  },
  {
    id: 'C4', versions: all, level, clause: 'Authentication: token request', does: 'Looks at how the host asked us for a token: we accept only Basic, answer only access_token, have no discovery.', expected: 'POST to /auth/token, Basic, application/x-www-form-urlencoded, grant_type=client_credentials.',
    run: async (host) => {
      await answers(host).catch((error: unknown) => {
        if (!(error instanceof NotRun)) throw error;
      });
      const good = listening(host).tokenRequests.find(({ status }) => status === 200);
      const last = listening(host).tokenRequests.at(-1);
      if (last === undefined) throw new NotRun('the host has not asked us for a token');
      if (good === undefined) return failed(`its credentials were not ours: ${last.headers.authorization?.split(' ')[0] ?? 'no Authorization'} (are they registered there?)`);
      const type = good.headers['content-type'] ?? 'none';
      return verdict(type.startsWith('application/x-www-form-urlencoded') && new URLSearchParams(good.body).get('grant_type') === 'client_credentials', `content type ${type}, body ${good.body.slice(0, 80)}`);
    },
  },
  {
    id: 'C5', versions: all, level, clause: 'Action Events: request', does: 'Looks at where callbacks were posted to.', expected: 'The path /events of the version right under our base URL, no trailing slash.',
    run: async (host) => {
      await Promise.all([knownProduct(host), unknownProduct(host)]);
      const callbacks = listening(host);
      const stray = callbacks.others.find(({ path }) => path.includes('events'));
      if (stray !== undefined) return failed(`posted to ${stray.path}`);
      const wanted = `/${host.major}/events`;
      const wrong = (await answers(host)).find(({ received }) => !received.path.endsWith(wanted));
      return wrong === undefined ? passed(wanted) : failed(`posted to ${wrong.received.path}`);
    },
  },
  {
    id: 'C6', versions: all, level: 'should', clause: 'Action Events: content type', does: 'Looks at the content type of callbacks.', expected: 'application/cloudevents+json; charset=UTF-8.',
    run: async (host) => {
      const types = [...new Set((await answers(host)).map(({ received }) => received.headers['content-type'] ?? 'none'))];
      return verdict(types.every((type) => /^application\/cloudevents\+json(;\s*charset="?utf-8"?)?$/i.test(type)), types.join(', '));
    },
  },
  {
    id: 'C7', versions: v3, level, clause: 'CloudEvents: envelope', does: 'Looks at the envelope of callbacks.', expected: 'specversion 1.0, id and source as texts, time with zone; another id each time.',
    run: async (host) => envelope(await answers(host), true),
  },
  {
    id: 'C7', versions: v2, level, clause: 'CloudEvents: envelope', does: 'Looks at the envelope of callbacks.', expected: 'specversion 1.0, id and source as texts, time (where given) with zone; another id each time.',
    run: async (host) => envelope(await answers(host), false),
  },
  {
    id: 'C8', versions: all, level, clause: 'Data model', does: 'Checks the footprints sent, as cases W do.', expected: 'They hold to the data model.',
    run: async (host) => {
      const pfs = await fulfilled(host);
      const wrong = pfs.flatMap((one) => host.options.checkFootprint(host.version, one)).filter(({ rule }) => rule !== 'reporting' && rule !== 'sum');
      return verdict(wrong.length === 0, wrong.length === 0 ? `${pfs.length} footprints` : wrong.slice(0, 3).map(({ path, message }) => `${path} ${message}`).join('; '));
    },
  },
  {
    id: 'C9', versions: all, level, clause: 'Host system requirements: the same footprints by every way', does: 'Gets the footprints sent by their ids.', expected: 'Status 200: what was sent can be got.',
    run: async (host) => {
      for (const one of (await fulfilled(host)).slice(0, 20)) {
        const response = await host.ask(`/footprints/${encodeURIComponent(String(one['id']))}`);
        if (response.status !== 200) return failed(`${String(one['id'])}: ${described(response)}`);
      }
      return passed('all of them');
    },
  },
  {
    id: 'C10', versions: all, level: 'should', clause: 'Asynchronous request and retrieval: delivery', does: 'Answers the first delivery of an event with 503 and waits.', expected: 'It is delivered again.',
    run: async (host) => {
      const { id, answers: came } = await exchange(host, 'C10', await host.products(), (id) => listening(host).refuseOnce(id), 2);
      if (came.length === 0) throw new NotRun('no callback came (see C1)');
      return verdict(came.length > 1, came.length > 1 ? `delivered again for ${id}` : `not delivered again within ${host.options.maxWait} seconds`);
    },
  },
  {
    id: 'C11', versions: all, level, clause, does: 'Waits a little more and counts the answers to each request.', expected: 'One each.',
    run: async (host) => {
      await answers(host);
      await pause(host.options.settle * 1000);
      const many = [await knownProduct(host), await unknownProduct(host)].map(({ id }) => ({ id, count: listening(host).answersTo(id).filter(({ status }) => status === 200).length })).find(({ count }) => count > 1);
      return many === undefined ? passed('one each') : failed(`${many.count} answers to ${many.id}`);
    },
  },
  {
    id: 'C12', versions: all, level, clause: 'Authentication: access tokens', does: 'Looks at the token that callbacks carried.', expected: 'The one that our token endpoint gave.',
    run: async (host) => {
      const refused = (await answers(host)).find(({ received }) => received.status === 401);
      return refused === undefined ? passed('ours') : failed(`Authorization ${refused.received.headers.authorization?.split(' ')[0] ?? 'missing'} with another token`);
    },
  },
];

function envelope(events: readonly { event: Json }[], timeRequired: boolean): Verdict {
  for (const { event } of events) {
    for (const key of ['id', 'source', 'type']) if (typeof event[key] !== 'string' || event[key] === '') return failed(`${key} is ${JSON.stringify(event[key]) ?? 'missing'}`);
    if (event['specversion'] !== '1.0') return failed(`specversion is ${JSON.stringify(event['specversion']) ?? 'missing'}`);
    if (event['time'] === undefined ? timeRequired : dateTime(event['time']) !== undefined) return failed(`time is ${JSON.stringify(event['time']) ?? 'missing'}`);
  }
  const ids = new Set(events.map(({ event }) => event['id']));
  return verdict(ids.size === events.length, `${events.length} events, ${ids.size} ids`);
}
