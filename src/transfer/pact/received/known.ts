// What the hub knows of footprints that a partner sends: what came before under the same identifier, from whom, and how it stands now.
import type { ClientBase } from 'pg';
import type { Major } from '../../../formats/pact/pact.ts';
import type { Footprint } from '../../../model/footprint.ts';

/** A footprint as it came: one row a version of the dataset and of PACT. */
export interface Receipt {
  partnerId: string;
  footprintId: string;
  major: Major;
  version: string;
  /** As stated last. */
  status: string;
  sha256: Buffer;
  body: Buffer;
  precedingIds: string[];
}

export interface Known {
  receipts: Receipt[];
  /** The current version; undefined where the hub has none. */
  current: Footprint | undefined;
}

const columns = `partner_id::text as "partnerId", footprint_id::text as "footprintId", major, version, status, sha256, body, preceding_ids as "precedingIds"`;

/** Hashes of texts, as hexadecimal, that came as they are from this partner. */
export async function knownTexts(client: ClientBase, partnerId: string, hashes: readonly Buffer[]): Promise<Map<string, string>> {
  const { rows } = await client.query<{ sha: string; id: string }>(`select encode(sha256, 'hex') as sha, footprint_id::text as id from received_footprint where partner_id = $1 and sha256 = any($2::bytea[])`, [partnerId, hashes]);
  return new Map(rows.map(({ sha, id }) => [sha, id]));
}

export async function loadKnown(client: ClientBase, ids: readonly string[]): Promise<Map<string, Known>> {
  const known = new Map<string, Known>();
  const of = (id: string): Known => {
    if (!known.has(id)) known.set(id, { receipts: [], current: undefined });
    return known.get(id)!;
  };
  const receipts = await client.query<Receipt>(`select ${columns} from received_footprint where footprint_id = any($1::uuid[]) order by key`, [ids]);
  for (const row of receipts.rows) of(row.footprintId).receipts.push(row);
  const current = await client.query<{ id: string; record: Footprint }>(`select id::text, record from footprint where id = any($1::uuid[]) and recorded_to is null and not placeholder`, [ids]);
  for (const { id, record } of current.rows) of(id).current = record;
  return known;
}

/** Those of the footprints that others of the same partner take the place of. */
export async function loadReplaced(client: ClientBase, partnerId: string, ids: readonly string[]): Promise<Set<string>> {
  const { rows } = await client.query<{ id: string }>(`select distinct unnest(preceding_ids) as id from received_footprint where partner_id = $1 and preceding_ids && $2::text[]`, [partnerId, ids]);
  return new Set(rows.map(({ id }) => id));
}

export async function saveReceipts(client: ClientBase, receipts: readonly Receipt[]): Promise<void> {
  if (receipts.length === 0) return;
  const last = new Map(receipts.map((receipt) => [`${receipt.footprintId} ${receipt.major} ${receipt.version}`, receipt]));
  const rows = [...last.values()].map((r) => ({
    partner_id: r.partnerId, footprint_id: r.footprintId, major: r.major, version: r.version, status: r.status, sha256: `\\x${r.sha256.toString('hex')}`, body: `\\x${r.body.toString('hex')}`,
    preceding_ids: r.precedingIds,
  }));
  const names = Object.keys(rows[0]!).join(', ');
  await client.query(
    `insert into received_footprint (${names}) select ${names} from jsonb_to_recordset($1::jsonb) as r(partner_id uuid, footprint_id uuid, major integer, version text, status text, sha256 bytea, body bytea, preceding_ids text[])
       on conflict (footprint_id, major, version) do update set status = excluded.status, sha256 = excluded.sha256, body = excluded.body, received_at = now()`, [JSON.stringify(rows)]);
}
