// GetFootprint: one footprint by its identifier, deprecated ones as well; of version 2 the highest version (v3 §GetFootprint; v2.3 likewise).
import { readerOf } from '../../hub/access/policy.ts';
import { uuidPattern } from '../../model/scalar.ts';
import { demandScope } from '../oauth/access-tokens.ts';
import { send } from '../respond.ts';
import { textsOf, versionFor } from './documents.ts';
import { isUnchanged, tagOf } from './entity-tag.ts';
import type { PactRequest } from './pact-host.ts';
import { PactRefusal, unknownFootprint } from './refusal.ts';

export async function answerFootprint(asked: PactRequest, stated: string): Promise<void> {
  const { request, response, major, principal, host } = asked;
  if (principal.scopes !== undefined) demandScope(principal.scopes, 'footprint:read');
  const id = stated.toLowerCase();
  if (!uuidPattern.test(id)) throw new PactRefusal(400, 'BadRequest', `${JSON.stringify(stated.slice(0, 80))} is no identifier of a footprint; it must be a UUID.`);
  const version = await versionFor(asked);
  const found = await host.footprints.find(readerOf(principal), major === '3' ? '3.0' : '2.3', id);
  if (found === undefined) throw unknownFootprint(major, id);
  if (found === 'closed') throw new PactRefusal(403, 'AccessDenied', `The footprint ${id} is not open to you. Ask its owner by a RequestCreated event.`);
  const [text] = await textsOf(asked, [found], version);
  const body = Buffer.from(`{"data":${text}}`);
  const headers = { 'content-type': 'application/json', 'cache-control': 'private, no-cache', vary: 'authorization', etag: tagOf(body) };
  if (isUnchanged(request, headers.etag)) send(response, 304, '', headers);
  else send(response, 200, body, headers);
}
