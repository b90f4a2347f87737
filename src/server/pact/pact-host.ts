// The PACT host: GET /2|3/footprints, GET /2|3/footprints/{id}, POST /2|3/events, under a base path (PACT 3.0 §API, 2.3 §HTTP REST API). Only for programs with an access token.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Given } from '../../database/read/given.ts';
import type { Principal } from '../../hub/access/principal.ts';
import type { PactFootprintService } from '../../hub/pact-footprint/pact-footprint.service.ts';
import type { PartnerLookup } from '../../hub/partner/partner-standing.ts';
import type { Log } from '../../log.ts';
import type { Authenticate } from '../authentication.ts';
import type { BaseOf } from '../oauth/public-base.ts';
import { sendPreflight } from '../respond.ts';
import { PactRefusal, refusalOf, refuseRequest, type Major } from './refusal.ts';
import { answerEvent } from './event-route.ts';
import { answerFootprint } from './get-route.ts';
import { answerList } from './list-route.ts';

export interface PactHostOptions {
  /** Path under the public address of the hub, '' or `/pact`. */
  path: string;
  footprints: Pick<PactFootprintService, 'list' | 'find'>;
  partner: PartnerLookup;
  /** Writes down who is given restricted fields. `path`: the way they go. */
  recordAccess: (principal: Principal, path: string, given: readonly Given[]) => Promise<void>;
  /** Takes an event of a partner. @throws TanluError: kind data for what is no valid event, kind forbidden for a source that is not the partner's. */
  receiveEvent: (partnerId: string, version: Major, text: string) => Promise<void>;
  limits: { page: number; eventBytes: number };
}

export interface PactSurroundings { authenticate: Authenticate; baseOf: BaseOf; log: Log }

/** One request that was let in. */
export interface PactRequest {
  request: IncomingMessage;
  response: ServerResponse;
  major: Major;
  principal: Principal;
  query: URLSearchParams;
  /** Address of the PACT host as the caller knows it, without /2 and /3. */
  base: string;
  host: PactHostOptions & PactSurroundings;
}

type Handler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** Who asks. Sessions of people are no proof here: programs ask. */
async function admit(request: IncomingMessage, { authenticate }: PactSurroundings): Promise<Principal> {
  const challenge = { 'www-authenticate': 'Bearer realm="tanlu"' };
  if (request.headers.authorization === undefined) throw new PactRefusal(401, 'BadRequest', 'Send `Authorization: Bearer <token>` with a token of the token endpoint of this host.', challenge);
  const authenticated = await authenticate(request);
  if ('refused' in authenticated) {
    const { status, code, message, headers } = authenticated.refused;
    if (status === 401) throw new PactRefusal(401, code === 'TOKEN_EXPIRED' ? 'TokenExpired' : 'BadRequest', message, headers);
    throw new PactRefusal(status, status === 403 ? 'AccessDenied' : 'BadRequest', message, headers);
  }
  const { role } = authenticated.principal;
  if (role !== 'partnerService' && role !== 'operator' && role !== 'administrator') throw new PactRefusal(401, 'BadRequest', 'This address is for programs of partners; the proof sent is none of one.', challenge);
  return authenticated.principal;
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    throw new PactRefusal(400, 'BadRequest', 'The path is not percent-encoded as it should be.');
  }
}

function demandMethod(request: IncomingMessage, ...methods: string[]): void {
  if (!methods.includes(request.method!)) throw new PactRefusal(405, 'NotImplemented', `${request.method} is not possible here; use ${methods.join(' or ')}.`, { allow: [...methods, 'OPTIONS'].join(', ') });
}

/** Handlers of everything under `<path>/2` and `<path>/3`. */
export function pactHost(options: PactHostOptions & PactSurroundings): { prefix: string; handle: Handler }[] {
  const mount = (major: Major): { prefix: string; handle: Handler } => {
    const prefix = `${options.path}/${major}`;
    return {
      prefix,
      async handle(request, response) {
        try {
          const { url = '/' } = request;
          const mark = url.indexOf('?');
          const segments = (mark < 0 ? url : url.slice(0, mark)).slice(prefix.length).split('/').slice(1).map(decoded);
          if (segments.at(-1) === '') segments.pop(); // a slash at the end names the same
          const [place, id] = segments;
          const isList = place === 'footprints' && segments.length === 1;
          const isOne = place === 'footprints' && segments.length === 2;
          const isEvents = place === 'events' && segments.length === 1;
          if (!isList && !isOne && !isEvents) throw new PactRefusal(404, 'NotFound', `There is nothing under this address. PACT version ${major} has ${prefix}/footprints, ${prefix}/footprints/{id} and ${prefix}/events.`);
          if (request.method === 'OPTIONS') {
            sendPreflight(response);
            return;
          }
          demandMethod(request, ...(isEvents ? ['POST'] : ['GET', 'HEAD']));
          const principal = await admit(request, options);
          const base = options.baseOf(request);
          if (base === undefined) throw new PactRefusal(400, 'BadRequest', 'The Host header names no usable host.');
          const asked: PactRequest = { request, response, major, principal, query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)), base: base.url + options.path, host: options };
          await (isEvents ? answerEvent(asked) : isOne ? answerFootprint(asked, id!) : answerList(asked));
        } catch (error) {
          refuseRequest(request, response, refusalOf(error, major, options.log));
        }
      },
    };
  };
  return [mount('3'), mount('2')];
}
