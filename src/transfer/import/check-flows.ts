// What can only be said of a process once its flows are there: its products and references, units that do not measure the flow.
import type { ClientBase } from 'pg';
import { checkProcessAgainstFlows } from '../../mapping/check-process.ts';
import { findUnit } from '../../mapping/tables/units.ts';
import type { Process } from '../../model/process.ts';
import type { Findings } from './findings.ts';

interface Row { id: string; type: Process['type']; approaches: string[] | null; exchanges: Process['exchanges'] }

/** Processes a statement takes at once: bounds memory, whatever the size of the package. */
const PAGE = 500;

/**
 * Products and references of ILCD processes (ilcd.md §4.3, cases 12–15 and 41). EcoSpold 2 says itself what a reference product and a
 * treatment is, so its processes are not asked. Reads the temporary tables of the link step.
 */
async function checkProducts(client: ClientBase, findings: Findings): Promise<void> {
  let after = '0';
  for (;;) {
    const page = await client.query<Row & { key: string }>(
      `SELECT p.key::text, p.id::text, p.type, p.record->'methodApproaches' AS approaches,
              json_agg(json_build_object('internalId', x.internal_id, 'position', x.position, 'direction', x.direction, 'isReference', x.is_reference, 'function', x.function,
                'isAvoided', x.detail::json->'isAvoided', 'flow', json_build_object('type', 'flow', 'id', x.flow_id), 'flowKind', f.kind,
                'allocations', x.detail::json->'allocations') ORDER BY x.position) AS exchanges
         FROM (SELECT key FROM touched WHERE noun = 'process' AND key > $1 ORDER BY key LIMIT ${PAGE}) t JOIN process p ON p.key = t.key
         JOIN exchange x ON x.process_key = p.key LEFT JOIN flow f ON f.id = x.flow_id AND f.recorded_to IS NULL
        WHERE p.adapter LIKE 'ilcd %' AND p.recorded_to IS NULL GROUP BY p.key ORDER BY p.key`, [after]);
    for (const row of page.rows) {
      const exchanges = (row.exchanges ?? []).map((x) => Object.fromEntries(Object.entries(x).filter(([, v]) => v !== null)));
      const process = { id: row.id, version: '', name: {}, ...(row.type ? { type: row.type } : {}), methodApproaches: row.approaches ?? [], exchanges } as unknown as Process;
      for (const issue of checkProcessAgainstFlows(process, () => undefined)) findings.put(issue);
    }
    const next = await client.query<{ key: string | null }>(`SELECT max(key)::text AS key FROM (SELECT key FROM touched WHERE noun = 'process' AND key > $1 ORDER BY key LIMIT ${PAGE}) t`, [after]);
    const last = next.rows[0]!.key;
    if (last === null) return;
    after = last;
  }
}

async function checkUnits(client: ClientBase, findings: Findings): Promise<void> {
  const units = await client.query<{ process: string; flow: string; unit: string; expected: string; count: string }>(
    `SELECT min(p.id::text) AS process, f.id::text AS flow, x.unit, f.unit AS expected, count(*)::text AS count FROM touched_exchange x JOIN process p ON p.key = x.process_key
       JOIN flow f ON f.id = x.flow_id AND f.recorded_to IS NULL WHERE x.unit <> f.unit GROUP BY f.id, x.unit, f.unit ORDER BY f.id, x.unit`);
  for (const row of units.rows) {
    const [given, expected] = [findUnit(row.unit), findUnit(row.expected)];
    const where = { dataset: `process ${row.process}`, path: 'exchanges/unit' };
    if (given !== undefined && expected !== undefined && given.quantity === expected.quantity) findings.add('unit-conflict', where, { flow: row.flow, unit: row.unit, other: row.expected }, Number(row.count));
    else findings.add('unit-not-of-property', where, { unit: row.unit, property: expected?.quantity ?? row.expected, flow: row.flow }, Number(row.count));
  }
}

export async function checkAgainstFlows(client: ClientBase, findings: Findings): Promise<void> {
  await checkProducts(client, findings);
  await checkUnits(client, findings);
}
