// Brings the rows of the mapping tables into the database, where they can be asked for like everything else.
import { createHash } from 'node:crypto';
import type { ClientBase } from 'pg';
import { adapters } from '../../formats/registry.ts';
import { loadOwnMap, ownMaps } from '../../mapping/flow-maps/own-maps.ts';
import { printedRows } from '../../mapping/print-table.ts';
import type { FieldMapping, FlowMapRow } from '../../model/mapping.ts';
import { conditionName } from './condition-names.ts';

function fieldRows(): FieldMapping[] {
  return adapters.flatMap(({ name: format, tables: { tables } }) => [...tables.values()].flatMap((table) => {
    const dataset = table.noun ?? (table.model === 'raw' ? undefined : table.model);
    const printed = printedRows(table);
    return table.fields.map((row, n): FieldMapping => ({
      format, table: table.table, ...(dataset === undefined ? {} : { dataset }), path: row.path, ...(row.model === undefined ? {} : { model: row.model }),
      ...(row.lost === undefined ? { transform: printed[n]!.as } : { lost: row.lost }), occurs: printed[n]!.occurs, ...(row.note === undefined ? {} : { note: row.note }),
    }));
  }));
}

function flowRows(): FlowMapRow[] {
  return ownMaps.flatMap((own) => loadOwnMap(own).rows.map(({ from, to, condition, factor, reversed, remark }): FlowMapRow => ({
    map: own.name, sourceList: from.list!, sourceId: from.id!, sourceName: from.name!, sourceContext: from.context!.join('/'), sourceUnit: from.unit!,
    condition: conditionName(condition), ...(factor === null ? {} : { factor }), targetList: to.list!, targetId: to.id!, targetName: to.name!, targetContext: to.context!.join('/'), targetUnit: to.unit!,
    reversed: reversed === true, ...(remark === undefined ? {} : { remark }),
  })));
}

const fieldColumns = ['format', 'table', 'dataset', 'path', 'model', 'transform', 'occurs', 'lost', 'note'] as const satisfies readonly (keyof FieldMapping)[];
const flowColumns = ['map', 'sourceList', 'sourceId', 'sourceName', 'sourceContext', 'sourceUnit', 'condition', 'factor', 'targetList', 'targetId', 'targetName', 'targetContext', 'targetUnit', 'reversed', 'remark'] as const satisfies readonly (keyof FlowMapRow)[];
const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

/** Makes a table equal to the rows; keys are their numbers, so that a cursor stays good as long as the files stay the same. */
async function replaceRows(client: ClientBase, table: string, columns: readonly string[], rows: readonly object[]): Promise<void> {
  const content = JSON.stringify(rows.map((row, n) => ({ key: n + 1, ...row })));
  const hash = createHash('sha256').update(content).digest('hex');
  // The comment of a table says which rows it holds: most starts find nothing to do.
  const known = await client.query<{ hash: string | null }>('SELECT obj_description($1::regclass) AS hash', [table]);
  if (known.rows[0]?.hash === hash) return;
  await client.query(`DELETE FROM ${table}`);
  const names = columns.map((name) => `"${snake(name)}"`).join(', ');
  await client.query(
    `INSERT INTO ${table} ("key", ${names}) SELECT r."key", ${columns.map((name) => `r."${name}"`).join(', ')}
       FROM jsonb_to_recordset($1::jsonb) AS r("key" bigint, ${columns.map((name) => `"${name}" ${name === 'reversed' ? 'boolean' : 'text'}`).join(', ')})`, [content]);
  await client.query(`COMMENT ON TABLE ${table} IS '${hash}'`);
}

/** Makes the tables of mapping rows equal to the files of the mapping room. */
export async function loadMappings(client: ClientBase): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query('LOCK TABLE field_mapping, flow_map_row IN SHARE ROW EXCLUSIVE MODE');
    await replaceRows(client, 'field_mapping', fieldColumns, fieldRows());
    await replaceRows(client, 'flow_map_row', flowColumns, flowRows());
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  }
}
