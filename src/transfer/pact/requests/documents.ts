// The footprints of an answer, as the partner may see them: groups of fields that stay closed to it are cut out.
import type { ClientBase } from 'pg';
import { parseJson } from '../../../formats/json/parse.ts';
import { jsonText, type JsonObject } from '../../../formats/json/value.ts';
import type { Projection } from '../../../formats/pact/pact.ts';
import { holderOf } from '../host/shown-document.ts';

/** A document without what stands at these dotted paths; its numbers keep their digits. */
export function withoutPaths(document: string, paths: readonly string[]): string {
  if (paths.length === 0) return document;
  const root = parseJson(document, { file: 'document' }).value as JsonObject;
  for (const path of paths) {
    const found = holderOf(root, path);
    found?.holder.members.delete(found.name);
  }
  return jsonText(root);
}

/** Paths that are closed, but for the groups that are open to the reader. */
export const closedPaths = (closed: Readonly<Record<string, readonly string[]>> | null, isOpen: (group: string) => boolean): string[] =>
  [...new Set(Object.entries(closed ?? {}).filter(([group]) => !isOpen(group)).flatMap(([, paths]) => paths))];

export interface AnswerDocument { pactId: string; footprintId: string; /** Groups that are open to this partner and not to all. */ opened: string[]; projection: Projection }

/** Documents in the order asked for, with the groups that were granted and those that every partner sees; what cannot be stated is left out. */
export async function documentsOf(client: ClientBase, kept: '2.3' | '3.0', pactIds: readonly string[], granted: readonly string[]): Promise<AnswerDocument[]> {
  const { rows } = await client.query<{ id: string; footprintId: string; document: string; closed: Record<string, string[]> | null; restricted: string[] | null }>(
    `select pact_id as id, footprint_id as "footprintId", document, closed_paths as closed, restricted from pact_footprint where version = $1 and pact_id = any($2::uuid[]) and document is not null`, [kept, pactIds]);
  const found = new Map(rows.map((row) => [row.id, row]));
  return pactIds.flatMap((id) => {
    const row = found.get(id);
    if (row === undefined) return [];
    const isOpen = (group: string): boolean => granted.includes(group) || (row.restricted ?? []).includes(`${group}:PARTNER`);
    const text = withoutPaths(row.document, closedPaths(row.closed, isOpen));
    return [{ pactId: id, footprintId: row.footprintId, opened: Object.keys(row.closed ?? {}).filter(isOpen), projection: { text, value: JSON.parse(text) as Record<string, unknown>, issues: [] } }];
  });
}
