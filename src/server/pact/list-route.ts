// ListFootprints: pages by key, each with the way to the next one (v3 §ListFootprints, §Pagination; v2.3 likewise; RFC 8288). A link holds all that it needs: it can be called any time, and again.
import { readerOf } from '../../hub/access/policy.ts';
import { readCursor, writeCursor } from '../../database/read/cursor.ts';
import { column, type OrderTerm } from '../../database/read/plan.ts';
import { listQuery2, listQuery3 } from '../../transfer/pact/host/list-query.ts';
import { demandScope } from '../oauth/access-tokens.ts';
import { send } from '../respond.ts';
import { textsOf, versionFor } from './documents.ts';
import { isUnchanged, tagOf } from './entity-tag.ts';
import type { PactRequest } from './pact-host.ts';

const order: OrderTerm[] = [{ name: 'key', sql: column('key'), type: 'bigint', descending: false, nullable: false }];
const signature = (major: string): string => `1 pact ${major}`;

/** The address of the page that begins after a key: all that was asked, and where to go on. */
function nextLink({ base, major, query }: PactRequest, after: number): string {
  const asked = new URLSearchParams([...query].filter(([name]) => name.toLowerCase() !== 'cursor'));
  asked.set('cursor', writeCursor(signature(major), [after]));
  return `<${base}/${major}/footprints?${asked.toString()}>; rel="next"`;
}

export async function answerList(asked: PactRequest): Promise<void> {
  const { request, response, major, principal, query, host } = asked;
  if (principal.scopes !== undefined) demandScope(principal.scopes, 'footprint:list');
  const { conditions, limit, cursor } = major === '3' ? listQuery3(query) : listQuery2(query);
  const after = cursor === undefined ? 0 : readCursor('cursor', cursor, signature(major), order)[0] as number;
  const most = Math.min(limit ?? host.limits.page, host.limits.page);
  const version = await versionFor(asked);
  // Whoever asks for no footprint gets none, and no link: it would lead to itself for ever.
  const { documents, next } = most === 0 ? { documents: [], next: undefined } : await host.footprints.list(readerOf(principal), major === '3' ? '3.0' : '2.3', conditions, { after, limit: most });
  const body = Buffer.from(`{"data":[${(await textsOf(asked, documents, version)).join(',')}]}`);
  const headers: Record<string, string> = { 'content-type': 'application/json', 'cache-control': 'private, no-cache', vary: 'authorization' };
  if (next !== undefined) headers['link'] = nextLink(asked, next);
  else if (cursor === undefined && most > 0) {
    // A tag for the whole list alone: clients take "not modified" of its first page to be said of all pages.
    headers['etag'] = tagOf(body);
    if (isUnchanged(request, headers['etag'])) {
      send(response, 304, '', headers);
      return;
    }
  }
  send(response, 200, body, headers);
}
