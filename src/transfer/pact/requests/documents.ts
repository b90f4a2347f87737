// The footprints of an answer as the partner may see them, in the version that it is spoken to in: groups of fields that stay closed to it are cut out.
import type { ClientBase } from 'pg';
import type { PactVersion, Projection } from '../../../formats/pact/pact.ts';
import type { FieldGroup } from '../../../model/field-group.ts';
import { shownDocument } from '../host/shown-document.ts';
import { keptVersion } from '../spoken-version.ts';

export interface AnswerDocument { pactId: string; footprintId: string; /** Groups of which something stands in it, open to this partner and not to all. */ opened: readonly FieldGroup[]; projection: Projection }

interface Row { id: string; footprintId: string; key: number; text: string; paths: Partial<Record<FieldGroup, string[]>> | null; restricted: string[] | null }

/** Documents in the order asked for, with the groups that were granted and those that every partner sees; what cannot be stated is left out. */
export async function documentsOf(client: ClientBase, version: PactVersion, pactIds: readonly string[], granted: readonly string[]): Promise<AnswerDocument[]> {
  const { rows } = await client.query<Row>(
    `select pact_id as id, footprint_id as "footprintId", key, document as text, closed_paths as paths, restricted from pact_footprint where version = $1 and pact_id = any($2::uuid[]) and document is not null`, [keptVersion(version), pactIds]);
  const found = new Map(rows.map((row) => [row.id, row]));
  return pactIds.flatMap((id) => {
    const row = found.get(id);
    if (row === undefined) return [];
    const { footprintId, key, text, paths, restricted } = row;
    const groups = Object.keys(paths ?? {}) as FieldGroup[];
    const closed = groups.filter((group) => !granted.includes(group) && restricted?.includes(`${group}:PARTNER`) !== true);
    const shown = shownDocument({ key, text, restriction: { footprintId, groups, closed, paths: paths ?? {} } }, version);
    return [{ pactId: id, footprintId, opened: shown.given?.groups ?? [], projection: { text: shown.text, value: JSON.parse(shown.text) as Record<string, unknown>, issues: [] } }];
  });
}
