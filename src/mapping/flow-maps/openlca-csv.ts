// openLCA flow map as text: no header, semicolons, up to 23 columns of which the first three are required; no match condition.
import { makeIssue, type Issue } from '../../model/issue.ts';
import { parseCsv, printCsv } from '../tables/csv.ts';
import { conditionOf, isShare, refusalOf, type FlowMap, type FlowMapEnd, type FlowMapRow } from './flow-map.ts';
import { compact, present, readContext, readFactor, readId, rowPlace } from './row-values.ts';
import { LossCount, type MapFileWritten } from './written.ts';

/** Names under which the state of either side is kept; openLCA writes and ignores it. */
export const sourceStatus = 'Source status';
export const targetStatus = 'Target status';

/** Reads a mapping of 3 to 23 columns. Identifiers may be paths instead of UUIDs (SimaPro maps). Rows that cannot be used are left out with an issue. */
export function readOpenLcaCsv(text: string, file?: string): { value: FlowMap; issues: Issue[] } {
  const issues: Issue[] = [];
  const rows: FlowMapRow[] = [];
  for (const [index, { cells, line }] of parseCsv(text, ';').entries()) {
    const where = rowPlace(file, line);
    const at = (column: number): string | undefined => present(cells[column]);
    if (cells.every((value) => value.trim() === '')) continue;
    // Some tools write a header all the same.
    if (index === 0 && /factor/i.test(at(2) ?? '')) continue;
    if (cells.length < 3 || cells.length > 23) {
      issues.push(makeIssue('flow-map-row-invalid', where, { reason: `it has ${cells.length} columns; an openLCA flow map has 3 to 23, divided by semicolons` }));
      continue;
    }
    const [fromId, toId] = [readId(at(0)), readId(at(1))];
    if (fromId === undefined || toId === undefined) {
      issues.push(makeIssue('flow-map-row-invalid', where, { reason: `it has no ${fromId === undefined ? 'source' : 'target'} flow` }));
      continue;
    }
    const end = (id: string, name: number, property: number, unit: number, provider: number): FlowMapEnd => compact<FlowMapEnd>({
      id, name: at(name), context: readContext(at(name + 1)), location: at(name + 2), property: compact({ id: at(property), name: at(property + 1) }),
      unitId: at(unit), unit: at(unit + 1),
      provider: compact({ id: at(provider), name: at(provider + 1), context: readContext(at(provider + 2)), location: at(provider + 3) }),
    })!;
    const from = end(fromId, 3, 9, 13, cells.length);
    const to = end(toId, 6, 11, 15, 17);
    const factor = readFactor(at(2), { from: from.unit, to: to.unit }, where, issues);
    rows.push(compact<FlowMapRow>({ from, to, condition: '=', factor, notes: compact({ [sourceStatus]: at(21), [targetStatus]: at(22) }) as Record<string, string> | undefined, row: line })!);
  }
  return { value: { rows }, issues };
}

/**
 * Whether a format without match conditions can carry a row: its readers apply every row without asking, so what is never applied by itself is left out.
 * A warning remains for `<` and `~`, whose condition is lost.
 */
export function fitsWithoutCondition(row: FlowMapRow, lost: LossCount): boolean {
  const refusal = refusalOf(row);
  if (refusal !== undefined) return lost.leaveOut(row, `the format has no match condition, and the row is never applied by itself (${refusal})`);
  if (isShare(row)) return lost.leaveOut(row, 'one flow that becomes several has no place in the format');
  if (row.reversed) return lost.leaveOut(row, 'the format cannot say that the direction is reversed');
  if (conditionOf(row) !== '=') lost.field(`condition ${conditionOf(row)}`);
  return true;
}

/** Writes all 23 columns. Rows without an identifier on either side are left out. */
export function writeOpenLcaCsv(map: FlowMap): MapFileWritten {
  const lost = new LossCount('openLCA CSV');
  const rows = map.rows.filter((row) => fitsWithoutCondition(row, lost) && ((row.from.id !== undefined && row.to.id !== undefined) || lost.leaveOut(row, 'openLCA needs an identifier of both flows')));
  lost.file(map, ['name', 'description', 'source', 'target', 'header']);
  lost.row(rows, ['mapType', 'mapper', 'verifier', 'updated', 'remark'], () => true);
  lost.row(rows, ['verb'], (row) => row.verb !== 'replace');
  for (const row of rows) {
    lost.ends(row, ['list', 'attributes']);
    if (row.from.provider !== undefined) lost.field('from.provider');
    for (const name of Object.keys(row.notes ?? {})) if (name !== sourceStatus && name !== targetStatus) lost.field(name);
  }
  const text = printCsv(rows.map(({ from, to, factor, notes }) => [
    from.id, to.id, factor ?? undefined, from.name, from.context?.join('/'), from.location, to.name, to.context?.join('/'), to.location,
    from.property?.id, from.property?.name, to.property?.id, to.property?.name, from.unitId, from.unit, to.unitId, to.unit,
    to.provider?.id, to.provider?.name, to.provider?.context?.join('/'), to.provider?.location, notes?.[sourceStatus], notes?.[targetStatus],
  ].map((cell) => cell ?? '')), ';');
  return { text, issues: lost.issues() };
}
