// Links what an import touched: units from the datasets that define them, placeholders for what is referred to but absent, and the findings of it.
import { escapeLiteral, type ClientBase } from 'pg';
import { copyLines } from '../../database/bulk/copy.ts';
import { nounTables } from '../../database/tables/tables.ts';
import type { Issue } from '../../model/issue.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import { checkAgainstFlows } from './check-flows.ts';
import { countExchanges, mapFlows, type MappingCounts } from '../flow-maps/stored-mappings.ts';
import { Findings } from './findings.ts';

export interface LinkResult {
  issues: Issue[];
  issueCounts: Record<string, number>;
  unmappedFlows: { id: string; name: string; count: number }[];
  placeholders: number;
  danglingExchanges: number;
  flowMapping: MappingCounts;
}

/** Keys touched by an import; `+` marks rows stored by it, the others were there already. */
export type Touched = Readonly<Record<string, readonly string[]>>;

async function loadTouched(client: ClientBase, touched: Touched): Promise<void> {
  await client.query('CREATE TEMP TABLE touched (noun text, key bigint, fresh boolean) ON COMMIT DROP');
  const lines = function* () {
    for (const [noun, keys] of Object.entries(touched)) {
      for (const key of keys) yield key.startsWith('+') ? `${noun}\t${key.slice(1)}\tt\n` : `${noun}\t${key}\tf\n`;
    }
  };
  await copyLines(client, 'touched', ['noun', 'key', 'fresh'], lines());
  await client.query('ANALYZE touched');
}

/** Narrow rows of all touched exchanges: those stored now lie ready (import_exchange), only those that were there already are read from the wide table. */
async function loadTouchedExchanges(client: ClientBase): Promise<void> {
  await client.query(`CREATE TEMP TABLE touched_exchange ON COMMIT DROP AS
    SELECT process_key, flow_id, provider_id, direction, is_reference, unit, amount FROM import_exchange
    UNION ALL
    SELECT x.process_key, x.flow_id, x.provider_id, x.direction, x.is_reference, x.unit, CASE WHEN x.is_reference THEN x.amount END
      FROM touched t JOIN exchange x ON x.process_key = t.key WHERE t.noun = 'process' AND NOT t.fresh`);
  await client.query('ANALYZE touched_exchange');
}

/** Empties the narrow rows: at the begin of an import, as the one before may have died, and at its end. */
export async function clearTouchedExchanges(client: ClientBase): Promise<void> {
  await client.query('TRUNCATE import_exchange');
}

/** Reference units travel from unit groups over flow properties and flows to exchanges that state none (ILCD). */
const unitSteps = [
  `UPDATE flow_property p SET unit = g.unit FROM unit_group g WHERE p.recorded_to IS NULL AND p.unit IS DISTINCT FROM g.unit AND g.id = p.unit_group_id AND g.recorded_to IS NULL AND g.unit IS NOT NULL`,
  `UPDATE flow f SET unit = p.unit FROM dataset_reference r, flow_property p WHERE f.unit IS NULL AND f.recorded_to IS NULL AND r.from_key = f.key AND r.from_noun = 'flow' AND r.role = 'referenceProperty' AND p.id = r.to_id AND p.recorded_to IS NULL AND p.unit IS NOT NULL`,
  `UPDATE exchange x SET unit = f.unit FROM flow f WHERE x.unit IS NULL AND f.id = x.flow_id AND f.recorded_to IS NULL AND f.unit IS NOT NULL`,
];

/** The declared quantity of a process with one reference flow. */
const declaredQuantity =
  `UPDATE process p SET declared_unit = r.unit, declared_amount = CASE WHEN r.amount ~ '^[+-]?[0-9.]{1,40}([eE][+-]?[0-9]{1,2})?$' THEN r.amount::numeric END
     FROM (SELECT x.process_key, min(coalesce(x.unit, f.unit)) AS unit, min(x.amount) AS amount FROM touched_exchange x LEFT JOIN flow f ON f.id = x.flow_id AND f.recorded_to IS NULL
           WHERE x.is_reference GROUP BY x.process_key HAVING count(*) = 1) r
    WHERE p.key = r.process_key AND p.declared_unit IS NULL AND r.unit IS NOT NULL`;

const pathOf = { exchange: 'exchanges/flow', factor: 'factors/flow', provider: 'exchanges/provider' };

interface Dangling { id: string; name: Record<string, string> | null; dataset: string; count: string }

const nameOf = (name: Record<string, string> | null): string => name?.['en'] ?? name?.['zh'] ?? Object.values(name ?? {})[0] ?? '';

/** Rows that refer to a dataset which is absent or a placeholder, one per target and referring dataset. */
async function danglingRows(client: ClientBase, from: 'exchange' | 'characterization_factor', column: 'flow_id' | 'provider_id', target: DatasetNoun): Promise<Dangling[]> {
  const absent = `x.${column} IS NOT NULL AND NOT EXISTS (SELECT 1 FROM ${nounTables[target].name} f WHERE f.id = x.${column} AND f.recorded_to IS NULL AND NOT f.placeholder)`;
  const name = column !== 'flow_id' ? 'NULL::jsonb' : from === 'exchange' ? '(SELECT w.flow_name FROM exchange w WHERE w.flow_id = x.flow_id LIMIT 1)' : '(array_agg(x.flow_name))[1]';
  const rows = from === 'exchange'
    ? `touched_exchange x JOIN process o ON o.key = x.process_key AND o.recorded_to IS NULL WHERE ${absent}`
    : `touched t JOIN impact_category o ON o.key = t.key AND o.recorded_to IS NULL JOIN characterization_factor x ON x.impact_category_key = o.key WHERE t.noun = 'impactCategory' AND ${absent}`;
  const found = await client.query<Dangling>(
    `SELECT x.${column}::text AS id, ${name} AS name, o.id::text AS dataset, count(*)::text AS count FROM ${rows} GROUP BY x.${column}, o.id ORDER BY o.id, x.${column}`);
  return found.rows;
}

async function makePlaceholders(client: ClientBase, noun: DatasetNoun, targets: ReadonlyMap<string, Record<string, string> | null>, run: string | null, recordedAt: string): Promise<number> {
  if (targets.size === 0) return 0;
  const rows = [...targets].map(([id, name]) => ({ id, name: name ?? {} }));
  const made = await client.query(
    `INSERT INTO ${nounTables[noun].name} (id, version, name, record, placeholder, import_run, recorded_from)
     SELECT v.id, '00.00.000', v.name, jsonb_build_object('id', v.id, 'version', '00.00.000', 'name', v.name), true, $3, $4
       FROM unnest($1::uuid[], $2::jsonb[]) AS v(id, name)
      WHERE NOT EXISTS (SELECT 1 FROM ${nounTables[noun].name} x WHERE x.id = v.id AND x.recorded_to IS NULL)`,
    [rows.map((r) => r.id), rows.map((r) => JSON.stringify(r.name)), run, recordedAt]);
  return made.rowCount ?? 0;
}

async function linkFlows(client: ClientBase, findings: Findings, run: string | null, recordedAt: string) {
  const flows = new Map<string, { name: Record<string, string> | null; count: number }>();
  let danglingExchanges = 0;
  for (const [from, code, path] of [['exchange', 'exchange-flow-dangling', pathOf.exchange], ['characterization_factor', 'factor-flow-absent', pathOf.factor]] as const) {
    for (const row of await danglingRows(client, from, 'flow_id', 'flow')) {
      const times = Number(row.count);
      const owner = from === 'exchange' ? 'process' : 'impactCategory';
      findings.add(code, { dataset: `${owner} ${row.dataset}`, path }, { type: 'flow', id: row.id, name: nameOf(row.name) }, times);
      const known = flows.get(row.id) ?? { name: row.name, count: 0 };
      if (from === 'exchange') {
        known.count += times;
        danglingExchanges += times;
      }
      flows.set(row.id, known);
    }
  }
  const keyed = await client.query<{ key: string; name: Record<string, string> | null; count: string }>(
    `SELECT coalesce(w.detail::json->'flow'->>'externalKey', '') AS key, (array_agg(w.flow_name))[1] AS name, count(*)::text AS count FROM exchange w WHERE w.flow_id IS NULL AND w.process_key IN (SELECT process_key FROM touched_exchange WHERE flow_id IS NULL) GROUP BY 1`);
  const unmapped = [...flows].filter(([, f]) => f.count > 0).map(([id, f]) => ({ id, name: nameOf(f.name), count: f.count }));
  for (const row of keyed.rows) {
    danglingExchanges += Number(row.count);
    unmapped.push({ id: row.key, name: nameOf(row.name), count: Number(row.count) });
  }
  const placeholders = await makePlaceholders(client, 'flow', new Map([...flows].map(([id, f]) => [id, f.name])), run, recordedAt);
  return { danglingExchanges, unmapped: unmapped.sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1)), placeholders };
}

async function linkProviders(client: ClientBase, findings: Findings, run: string | null, recordedAt: string): Promise<number> {
  const ghosts = await danglingRows(client, 'exchange', 'provider_id', 'process');
  for (const row of ghosts) findings.add('link-ghost', { dataset: `process ${row.dataset}`, path: pathOf.provider }, { id: row.id }, Number(row.count));
  return makePlaceholders(client, 'process', new Map(ghosts.map((g) => [g.id, g.name])), run, recordedAt);
}

async function linkReferences(client: ClientBase, findings: Findings, run: string | null, recordedAt: string): Promise<number> {
  let placeholders = 0;
  for (const noun of ['contact', 'source', 'unitGroup', 'flowProperty', 'flow', 'process', 'lifeCycleModel', 'impactMethod', 'impactCategory'] as const) {
    const found = await client.query<{ id: string; from_noun: string; role: string; count: string; keys: string[] }>(
      `SELECT r.to_id::text AS id, r.from_noun, r.role, count(*)::text AS count, (array_agg(r.from_key::text))[1:1] AS keys
         FROM touched t JOIN dataset_reference r ON r.from_noun = t.noun AND r.from_key = t.key
        WHERE r.to_noun = $1 AND NOT EXISTS (SELECT 1 FROM ${nounTables[noun].name} x WHERE x.id = r.to_id AND x.recorded_to IS NULL AND NOT x.placeholder)
        GROUP BY 1, 2, 3 ORDER BY 1, 2, 3`, [noun]);
    const targets = new Map<string, Record<string, string> | null>();
    for (const row of found.rows) {
      const owner = await client.query<{ id: string; record: Record<string, unknown> }>(`SELECT id::text, record FROM ${nounTables[row.from_noun as DatasetNoun].name} WHERE key = $1`, [row.keys[0]]);
      const name = labelIn(owner.rows[0]?.record, row.id);
      findings.add('reference-dangling', { dataset: `${row.from_noun} ${owner.rows[0]?.id ?? ''}`, path: row.role }, { type: noun, id: row.id, name: nameOf(name) }, Number(row.count));
      if (!targets.has(row.id) || targets.get(row.id) === null) targets.set(row.id, name);
    }
    placeholders += await makePlaceholders(client, noun, targets, run, recordedAt);
  }
  return placeholders;
}

/** The label that a record gives with a reference to `id`. */
function labelIn(value: unknown, id: string): Record<string, string> | null {
  if (value === null || typeof value !== 'object') return null;
  const here = value as { id?: unknown; type?: unknown; name?: Record<string, string> };
  if (here.id === id && here.type !== undefined) return here.name ?? null;
  for (const child of Object.values(value)) {
    const found = labelIn(child, id);
    if (found !== null) return found;
  }
  return null;
}

/** Statistics of what was filled: until the server gathers them by itself, questions would be planned as if the tables were empty. */
export async function analyzeTouched(client: ClientBase, touched: Touched): Promise<void> {
  const nouns = Object.entries(touched).filter(([, keys]) => keys.some((key) => key.startsWith('+'))).map(([noun]) => noun as DatasetNoun);
  const rows = [...(nouns.includes('process') ? ['exchange', 'parameter'] : []), ...(nouns.includes('impactCategory') ? ['characterization_factor'] : []), ...(nouns.includes('lifeCycleModel') ? ['process_instance'] : [])];
  const tables = [...nouns.map((noun) => nounTables[noun].name), ...rows, ...(nouns.length > 0 ? ['dataset_reference', 'source_document'] : [])];
  if (tables.length === 0) return;
  // A small sample serves: what matters is that PostgreSQL knows the tables are not empty. Autovacuum refines it later.
  await client.query('SET default_statistics_target = 20');
  await client.query(`ANALYZE ${tables.join(', ')}`);
  await client.query('RESET default_statistics_target');
}

/** Flows that came, occur in what came, or occurred in what it superseded. */
const touchedFlows = (recordedAt: string): string => `SELECT f.id FROM touched t JOIN flow f ON f.key = t.key WHERE t.noun = 'flow' UNION SELECT flow_id FROM touched_exchange WHERE flow_id IS NOT NULL
  UNION SELECT x.flow_id FROM touched t JOIN characterization_factor x ON x.impact_category_key = t.key WHERE t.noun = 'impactCategory' AND x.flow_id IS NOT NULL
  UNION SELECT x.flow_id FROM process p JOIN exchange x ON x.process_key = p.key WHERE p.recorded_to = ${escapeLiteral(recordedAt)}::timestamptz AND x.flow_id IS NOT NULL`;

/** Which flows of the hub's list the touched ones are, and in how many exchanges they occur. */
async function mapTouched(client: ClientBase, recordedAt: string): Promise<MappingCounts> {
  await client.query(`CREATE TEMP TABLE touched_flow ON COMMIT DROP AS ${touchedFlows(recordedAt)}`);
  await client.query('ANALYZE touched_flow');
  const { flows } = await mapFlows(client, { among: 'SELECT id FROM touched_flow' });
  const { rows: [row] } = await client.query<{ all: boolean }>(
    `SELECT NOT EXISTS (SELECT 1 FROM process p WHERE p.recorded_to IS NULL AND NOT EXISTS (SELECT 1 FROM touched t WHERE t.noun = 'process' AND t.key = p.key)) AS all`);
  // Where the package is all there is, its narrow rows tell; reading the wide ones again took a twentieth of an import.
  await countExchanges(client, { among: 'SELECT id FROM touched_flow', exchanges: row!.all ? 'touched_exchange' : 'exchange' });
  return flows;
}

/** Links everything that was touched, in one transaction. Can be repeated without effect. */
export async function linkTouched(client: ClientBase, touched: Touched, run: string | null, recordedAt: string): Promise<LinkResult> {
  const findings = new Findings();
  await client.query('BEGIN');
  try {
    await loadTouched(client, touched);
    for (const step of unitSteps) await client.query(step);
    await loadTouchedExchanges(client);
    await client.query(declaredQuantity);
    const flows = await linkFlows(client, findings, run, recordedAt);
    const placeholders = flows.placeholders + await linkProviders(client, findings, run, recordedAt) + await linkReferences(client, findings, run, recordedAt);
    await checkAgainstFlows(client, findings);
    const mapping = await mapTouched(client, recordedAt);
    await clearTouchedExchanges(client);
    await client.query('COMMIT');
    return { issues: findings.issues, issueCounts: findings.counts, unmappedFlows: flows.unmapped, placeholders, danglingExchanges: flows.danglingExchanges, flowMapping: mapping };
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
