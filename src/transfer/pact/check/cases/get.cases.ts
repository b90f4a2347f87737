// Cases G: one footprint by its id (v3 §Action GetFootprint, §Error Responses; v2 likewise).
import { randomUUID } from 'node:crypto';
import { hostError, saysJson } from '../../client/answer.ts';
import { failed, NotRun, passed, verdict, type Case } from '../case.ts';
import { described, errorBodyFault, isJson, type Json, type TestedHost } from '../tested-host.ts';
import { since, v2, v3 } from '../versions.ts';

const all = since('2.0');
const sorted = (value: unknown): unknown => (Array.isArray(value) ? value.map(sorted) : isJson(value) ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, inner]) => [key, sorted(inner)])) : value);
const unknownOf = (host: TestedHost) => host.once('unknown', () => host.ask(`/footprints/${randomUUID()}`));

async function got(host: TestedHost, id: unknown): Promise<Json | string> {
  const response = await host.ask(`/footprints/${encodeURIComponent(String(id))}`);
  if (response.status !== 200) return described(response);
  const body = host.json(response);
  return isJson(body) && isJson(body['data']) ? body['data'] : `200 ${saysJson(response) ? 'without a "data" object' : 'without JSON'}`;
}

export const getCases: readonly Case[] = [
  {
    id: 'G1', versions: all, level: 'must', clause: 'Action GetFootprint', does: 'Gets a footprint that is listed.', expected: 'Status 200 and {"data": footprint} with this id.',
    run: async (host) => {
      const { id } = await host.sample();
      const data = await got(host, id);
      return typeof data === 'string' ? failed(data) : verdict(String(data['id']).toLowerCase() === String(id).toLowerCase(), `200, id ${String(data['id'])}`);
    },
  },
  {
    id: 'G2', versions: all, level: 'must', clause: 'Host system requirements: the same footprints by every way', does: 'Gets every footprint listed (the first twenty) and compares it with the list.', expected: 'The same footprint (v2: or a higher version of it).',
    run: async (host) => {
      const { footprints } = await host.all();
      if (footprints.length === 0) throw new NotRun('no footprint is listed');
      const newest = new Map<string, Json>();
      for (const one of footprints) if (Number(one['version'] ?? 0) >= Number(newest.get(String(one['id']))?.['version'] ?? -1)) newest.set(String(one['id']), one);
      for (const one of [...newest.values()].slice(0, 20)) {
        const data = await got(host, one['id']);
        if (typeof data === 'string') return failed(`${String(one['id'])}: ${data}`);
        if (host.major === '2' && Number(data['version']) > Number(one['version'])) continue;
        if (JSON.stringify(sorted(data)) !== JSON.stringify(sorted(one))) return failed(`${String(one['id'])} is another footprint here than in the list`);
      }
      return passed(`${Math.min(newest.size, 20)} footprints, all the same`);
    },
  },
  {
    id: 'G3', versions: all, level: 'must', clause: 'Action GetFootprint: errors', does: 'Gets a footprint that does not exist.', expected: 'Status 404.',
    run: async (host) => {
      const response = await unknownOf(host);
      return verdict(response.status === 404, described(response));
    },
  },
  {
    id: 'G4', versions: v3, level: 'must', clause: 'Error responses: codes', does: 'Looks at the error of a footprint that does not exist.', expected: 'JSON with code NotFound and a message.',
    run: async (host) => {
      const response = await unknownOf(host);
      return verdict(errorBodyFault(response) === undefined && hostError(response).code === 'NotFound', errorBodyFault(response) ?? described(response));
    },
  },
  {
    id: 'G4', versions: v2, level: 'must', clause: 'Error responses: codes', does: 'Looks at the error of a footprint that does not exist.', expected: 'JSON with code NoSuchFootprint (or NotFound, as the OpenAPI of 2.3 has it) and a message.',
    run: async (host) => {
      const response = await unknownOf(host);
      return verdict(errorBodyFault(response) === undefined && ['NoSuchFootprint', 'NotFound'].includes(hostError(response).code ?? ''), errorBodyFault(response) ?? described(response));
    },
  },
  {
    id: 'G5', versions: all, level: 'should', clause: 'Error responses: BadRequest', does: 'Gets a footprint by something that is no UUID.', expected: 'Status 400.',
    run: async (host) => {
      const response = await host.ask('/footprints/not-a-uuid');
      return verdict(response.status === 400, described(response));
    },
  },
  {
    id: 'G6', versions: all, level: 'must', clause: 'Action GetFootprint: errors', does: 'Gets a footprint by something that is no UUID, and one that does not exist: looks for answers that no client can act on.', expected: 'A status of the 400s with code and message in JSON.',
    run: async (host) => {
      for (const response of [await host.ask('/footprints/not-a-uuid'), await unknownOf(host)]) {
        if (response.status < 400 || response.status >= 500) return failed(described(response));
        const fault = errorBodyFault(response);
        if (fault !== undefined) return failed(`${response.status}, ${fault}`);
      }
      return passed('code and message both times');
    },
  },
  {
    id: 'G7', versions: all, level: 'should', clause: 'Action GetFootprint: deprecated footprints', does: 'Gets a footprint that is deprecated.', expected: 'Status 200 and status Deprecated.',
    run: async (host) => {
      const old = (await host.all()).footprints.find((one) => one['status'] === 'Deprecated');
      if (old === undefined) throw new NotRun('no deprecated footprint is listed');
      const data = await got(host, old['id']);
      return typeof data === 'string' ? failed(data) : verdict(data['status'] === 'Deprecated' || host.major === '2', `200, ${String(data['status'])}`);
    },
  },
  {
    id: 'G8', versions: all, level: 'interoperability', clause: 'UUID (RFC 9562 §4: read in any case)', does: 'Gets a footprint by its id in capital letters.', expected: 'Status 200.',
    run: async (host) => {
      const data = await got(host, String((await host.sample())['id']).toUpperCase());
      return typeof data === 'string' ? failed(data) : passed('200');
    },
  },
];
