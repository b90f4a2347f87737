// Brings the geography table of the mapping room into the database, where place filters use it.
import type { ClientBase } from 'pg';
import { allPlaces, ancestorsOf } from '../mapping/tables/geographies.ts';

/** Makes the geography table equal to the mapping table. Returns the number of places. */
export async function loadGeographies(client: ClientBase): Promise<number> {
  const rows = allPlaces().map((place) => ({
    code: place.code, kind: place.kind, name_en: place.names['en'] ?? null, name_zh: place.names['zh'] ?? null,
    parents: place.parents, ancestors: [...new Set([place.code, ...ancestorsOf(place.code)])],
  }));
  await client.query('BEGIN');
  try {
    await client.query('LOCK TABLE geography IN SHARE ROW EXCLUSIVE MODE');
    await client.query(
      `INSERT INTO geography (code, kind, name_en, name_zh, parents, ancestors)
       SELECT r.code, r.kind, r.name_en, r.name_zh, ARRAY(SELECT jsonb_array_elements_text(r.parents)), ARRAY(SELECT jsonb_array_elements_text(r.ancestors))
         FROM jsonb_to_recordset($1::jsonb) AS r(code text, kind text, name_en text, name_zh text, parents jsonb, ancestors jsonb)
       ON CONFLICT (code) DO UPDATE SET kind = excluded.kind, name_en = excluded.name_en, name_zh = excluded.name_zh, parents = excluded.parents, ancestors = excluded.ancestors`,
      [JSON.stringify(rows)]);
    await client.query('DELETE FROM geography WHERE NOT code = ANY($1::text[])', [rows.map((r) => r.code)]);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
  return rows.length;
}
