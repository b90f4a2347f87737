// The mappings of the flows in the hub: made at every import for what it touched, and anew for all of them when tables, files or decisions have changed.
import type { ClientBase } from 'pg';
import type { FlowMapping } from '../../model/mapping.ts';
import { resolveFlow, type FlowFacts, type NamedMap, type ResolvedMapping } from './resolve-flow.ts';

/** Counts of flows by what they were found by. */
export type MappingCounts = Record<FlowMapping['method'] | 'total', number>;

export interface ApplyReport {
  /** Elementary flows that were looked at. */
  examined: number;
  added: number;
  changed: number;
  /** With what a decision or a file decided before, which stays. */
  unchanged: number;
  flows: MappingCounts;
}

const LOCK = 7_211_045;
const flowsAtOnce = 2_000;

/** One that maps at a time: who comes second sees what the first has stored. Held to the end of the transaction. */
export const lockMappings = async (client: ClientBase): Promise<void> => { await client.query('SELECT pg_advisory_xact_lock($1)', [LOCK]); };

const columns = {
  flow_id: 'uuid', state: 'text', method: 'text', condition: 'text', factor: 'text', unit: 'text', list: 'text', target_id: 'text', target_name: 'text', compartment: 'text', reversed: 'boolean',
  carbon_origin: 'text', flow_name: 'text', flow_compartment: 'text', flow_unit: 'text', reason: 'text', candidates: 'jsonb', origin: 'text', decided_at: 'timestamptz',
} as const;
const names = Object.keys(columns);
const values = names.filter((name) => name !== 'flow_id');
const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

/** Stores mappings; one that says what is stored already stays as it is. */
export async function saveMappings(client: ClientBase, mappings: readonly (ResolvedMapping & { decidedAt?: string })[]): Promise<{ added: number; changed: number }> {
  const rows = mappings.map((mapping) => Object.fromEntries(names.map((name) => [name, (mapping as Record<string, unknown>)[camel(name)] ?? null])));
  const done = await client.query<{ added: boolean }>(
    `INSERT INTO flow_mapping AS m (${names.join(', ')}) SELECT ${names.map((name) => `r.${name}`).join(', ')} FROM jsonb_to_recordset($1::jsonb) AS r(${Object.entries(columns).map(([name, type]) => `${name} ${type}`).join(', ')})
     ON CONFLICT (flow_id) DO UPDATE SET ${values.map((name) => `${name} = excluded.${name}`).join(', ')}, updated_at = now()
       WHERE (${values.filter((name) => name !== 'decided_at').map((name) => `m.${name}`).join(', ')}, m.decided_at IS NULL) IS DISTINCT FROM (${values.filter((name) => name !== 'decided_at').map((name) => `excluded.${name}`).join(', ')}, excluded.decided_at IS NULL)
     RETURNING (xmax = 0) AS added`, [JSON.stringify(rows)]);
  const added = done.rows.filter((row) => row.added).length;
  return { added, changed: done.rows.length - added };
}

export const emptyCounts = (): MappingCounts => ({ ID: 0, CAS: 0, NAME: 0, FILE: 0, DECISION: 0, NONE: 0, total: 0 });

type FlowRow = { id: string; name: FlowFacts['name']; kind: FlowFacts['kind'] | null; unit: string | null; facts: Pick<FlowFacts, 'compartment' | 'cas' | 'synonyms'>; decided: FlowMapping['method'] | null };

/**
 * Resolves flows and stores what changed, inside the transaction of the caller. What a person decided stays; what a file decided stays unless one of `files`
 * has the flow again. `among` limits it to the flows of a query, which gives their identifiers.
 */
export async function mapFlows(client: ClientBase, { files = [], among }: { files?: readonly NamedMap[]; among?: string } = {}): Promise<ApplyReport> {
  await lockMappings(client);
  const report: ApplyReport = { examined: 0, added: 0, changed: 0, unchanged: 0, flows: emptyCounts() };
  const { rows: [{ now } = { now: '' }] } = await client.query<{ now: string }>(`SELECT to_char(now() AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS now`);
  for (let after = '00000000-0000-0000-0000-000000000000'; ;) {
    const page = await client.query<FlowRow>(
      `SELECT f.id::text, f.name, f.kind, f.unit, jsonb_strip_nulls(jsonb_build_object('compartment', f.record->'compartment', 'cas', f.record->'cas', 'synonyms', f.record->'synonyms')) AS facts,
              CASE WHEN m.decided_at IS NOT NULL THEN m.method END AS decided
         FROM flow f LEFT JOIN flow_mapping m ON m.flow_id = f.id
        WHERE f.recorded_to IS NULL AND (f.kind IS NULL OR f.kind = 'ELEMENTARY') AND f.id > $1${among === undefined ? '' : ` AND f.id IN (${among})`} ORDER BY f.id LIMIT ${flowsAtOnce}`, [after]);
    const wanted: (ResolvedMapping & { decidedAt?: string })[] = [];
    for (const { id, name, kind, unit, facts, decided } of page.rows) {
      const flow: FlowFacts = { id, name, ...facts, ...(kind === null ? {} : { kind }), ...(unit === null ? {} : { unit }) };
      const found = decided === 'DECISION' ? undefined : resolveFlow(flow, files);
      if (decided !== null && found?.method !== 'FILE') {
        report.examined += 1;
        report.unchanged += 1;
        report.flows[decided] += 1;
        continue;
      }
      if (found === undefined) continue;
      report.examined += 1;
      report.flows[found.method] += 1;
      wanted.push({ ...found, ...(found.method === 'FILE' ? { decidedAt: now } : {}) });
    }
    const { added, changed } = wanted.length === 0 ? { added: 0, changed: 0 } : await saveMappings(client, wanted);
    report.added += added;
    report.changed += changed;
    report.unchanged += wanted.length - added - changed;
    if (page.rows.length < flowsAtOnce) break;
    after = page.rows.at(-1)!.id;
  }
  report.flows.total = report.examined;
  return report;
}

/** Counts anew in how many exchanges of current processes flows occur: `among` the flows of a query, by the exchanges of the hub or by the narrow rows of an import that has them all. */
export async function countExchanges(client: ClientBase, { among, exchanges = 'exchange' }: { among?: string; exchanges?: 'exchange' | 'touched_exchange' } = {}): Promise<void> {
  const which = among === undefined ? '' : ` AND m.flow_id IN (${among})`;
  await client.query(
    `UPDATE flow_mapping m SET exchanges = c.n FROM (
       SELECT m.flow_id, count(p.key) AS n FROM flow_mapping m LEFT JOIN ${exchanges} x ON x.flow_id = m.flow_id LEFT JOIN process p ON p.key = x.process_key AND p.recorded_to IS NULL WHERE true${which} GROUP BY m.flow_id) c
      WHERE c.flow_id = m.flow_id AND m.exchanges <> c.n`);
}

/** Maps all flows of the hub anew, in one transaction. Run again it changes nothing. */
export async function applyMappings(client: ClientBase, files: readonly NamedMap[] = []): Promise<ApplyReport> {
  await client.query('BEGIN');
  try {
    const report = await mapFlows(client, { files });
    await countExchanges(client);
    await client.query('COMMIT');
    return report;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
