// GLAD flow mapping (CSV, three generations of columns: with memos, with map types and confidences, with geographies and without a target list).
import { TanluError } from '../../errors.ts';
import { makeIssue, type Issue } from '../../model/issue.ts';
import { parseCsv, printCsv } from '../tables/csv.ts';
import type { FlowMap, FlowMapEnd, FlowMapRow } from './flow-map.ts';
import { compact, present, readCondition, readContext, readFactor, readId, rowPlace } from './row-values.ts';
import { LossCount, type MapFileWritten } from './written.ts';

/** Columns with a field of their own, in the order in which they are written; the first list stands in every file. */
const columns = ['SourceListName', 'SourceFlowName', 'SourceFlowUUID', 'SourceFlowContext', 'SourceUnit', 'MatchCondition', 'ConversionFactor', 'TargetListName', 'TargetFlowName',
  'TargetFlowUUID', 'TargetFlowContext', 'TargetUnit', 'Mapper', 'Verifier', 'LastUpdated'] as const;
const optional = ['SourceGeography', 'TargetGeography', 'MapType', 'MemoMapper'] as const;
const known = [...columns, ...optional];
type Column = (typeof known)[number];

const fold = (header: string): string => header.toLowerCase().replace(/[^a-z0-9]/g, '');
const byFold = new Map(known.map((column): [string, Column] => [fold(column), column]));

/** Whether a first line is the header of a GLAD mapping. */
export const isGladHeader = (line: string): boolean => /source\s*flow\s*name/i.test(line) && /target\s*flow\s*name/i.test(line);

function separatorOf(header: string): string {
  return [',', ';', '\t'].reduce((best, candidate) => (header.split(candidate).length > header.split(best).length ? candidate : best));
}

/**
 * Reads a mapping. Columns are found by their header, whatever their order and generation; columns of no generation are kept as notes.
 * @throws TanluError FLOW_MAP_UNREADABLE if a column that every generation has is absent or stands there twice
 */
export function readGlad(text: string, file?: string): { value: FlowMap; issues: Issue[] } {
  const firstLine = text.slice(0, text.indexOf('\n') < 0 ? undefined : text.indexOf('\n'));
  const [header, ...records] = parseCsv(text, separatorOf(firstLine));
  const headers = (header?.cells ?? []).map((cell) => cell.trim());
  const place = new Map<Column, number>();
  const others: [name: string, index: number][] = [];
  for (const [index, name] of headers.entries()) {
    const column = byFold.get(fold(name));
    if (column === undefined) {
      if (name !== '') others.push([name, index]);
    } else if (place.has(column)) throw new TanluError('FLOW_MAP_UNREADABLE', `The mapping file has the column ${column} twice.`, { params: { file, column } });
    else place.set(column, index);
  }
  const missing = (['SourceFlowName', 'TargetFlowName'] as const).filter((column) => !place.has(column));
  if (missing.length > 0) throw new TanluError('FLOW_MAP_UNREADABLE', `The mapping file has no column ${missing.join(', ')}; the first line must name the columns of a GLAD flow mapping.`, { params: { file, missing } });

  const issues: Issue[] = [];
  const rows: FlowMapRow[] = [];
  for (const { cells, line } of records) {
    const where = rowPlace(file, line);
    const cell = (column: Column): string | undefined => present(cells[place.get(column) ?? -1]);
    if (cells.every((value) => value.trim() === '')) continue;
    if (cells.length > headers.length && cells.slice(headers.length).some((value) => value.trim() !== '')) {
      issues.push(makeIssue('flow-map-row-invalid', where, { reason: `it has ${cells.length} cells under ${headers.length} columns` }));
      continue;
    }
    const from = end(cell('SourceListName'), cell('SourceFlowUUID'), cell('SourceFlowName'), cell('SourceFlowContext'), cell('SourceUnit'), cell('SourceGeography'));
    const to = end(cell('TargetListName'), cell('TargetFlowUUID'), cell('TargetFlowName'), cell('TargetFlowContext'), cell('TargetUnit'), cell('TargetGeography'));
    if (from.id === undefined && from.name === undefined) {
      issues.push(makeIssue('flow-map-row-invalid', where, { reason: 'it names no source flow' }));
      continue;
    }
    const notes = compact(Object.fromEntries(others.map(([name, index]) => [name, present(cells[index])]))) as Record<string, string> | undefined;
    const mapType = cell('MapType');
    const isUnmapped = to.id === undefined && to.name === undefined;
    if (isUnmapped && !/^NO_/i.test(mapType ?? '')) {
      issues.push(makeIssue('flow-map-row-left-out', where, { name: from.name ?? from.id, reason: 'the file maps it to nothing' }));
      continue;
    }
    // A row that says there is no match has no factor to judge.
    const factor = isUnmapped ? null : readFactor(cell('ConversionFactor'), { from: from.unit, to: to.unit }, where, issues);
    rows.push(compact<FlowMapRow>({ from, to, condition: readCondition(cell('MatchCondition'), where, issues), factor, mapType, mapper: cell('Mapper'), verifier: cell('Verifier'),
      updated: cell('LastUpdated'), remark: cell('MemoMapper'), notes, row: line })!);
  }
  return { value: { rows }, issues };
}

function end(list?: string, id?: string, name?: string, context?: string, unit?: string, location?: string): FlowMapEnd {
  return compact<FlowMapEnd>({ list, id: readId(id), name, context: readContext(context), unit, location }) ?? {};
}

/**
 * Writes a mapping with the columns its rows need. `forOpenLca` leaves out the rows that are not convertible, because openLCA refuses the whole file
 * for one factor N/A.
 */
export function writeGlad(map: FlowMap, options: { forOpenLca?: boolean } = {}): MapFileWritten {
  const lost = new LossCount('GLAD');
  const rows = map.rows.filter((row) => {
    if (row.allocation !== undefined) return lost.leaveOut(row, 'a share of a flow that becomes several has no place in GLAD');
    return !(options.forOpenLca && row.factor === null) || lost.leaveOut(row, 'openLCA refuses a file with a factor N/A');
  });
  const values: Record<Column, (row: FlowMapRow) => string | undefined> = {
    SourceListName: (row) => row.from.list ?? map.source, SourceFlowName: (row) => row.from.name, SourceFlowUUID: (row) => row.from.id, SourceFlowContext: (row) => row.from.context?.join('/'),
    SourceUnit: (row) => row.from.unit, SourceGeography: (row) => row.from.location, MatchCondition: (row) => row.condition, ConversionFactor: (row) => row.factor ?? 'N/A', MapType: (row) => row.mapType,
    TargetListName: (row) => row.to.list ?? map.target, TargetFlowName: (row) => row.to.name, TargetFlowUUID: (row) => row.to.id, TargetFlowContext: (row) => row.to.context?.join('/'),
    TargetUnit: (row) => row.to.unit, TargetGeography: (row) => row.to.location, Mapper: (row) => row.mapper, Verifier: (row) => row.verifier, LastUpdated: (row) => row.updated, MemoMapper: (row) => row.remark,
  };
  const used: Column[] = [...columns, ...optional.filter((column) => rows.some((row) => values[column](row) !== undefined))];
  const notes = [...new Set(rows.flatMap((row) => Object.keys(row.notes ?? {})))];
  lost.file(map, ['name', 'description', 'header']);
  for (const row of rows) lost.ends(row, ['property', 'provider', 'unitId', 'attributes']);
  lost.row(rows, ['verb', 'reversed'], (row, key) => !(key === 'verb' && row.verb === 'replace'));
  const cells = [[...used, ...notes], ...rows.map((row) => [...used.map((column) => values[column](row) ?? ''), ...notes.map((name) => row.notes?.[name] ?? '')])];
  return { text: printCsv(cells), issues: lost.issues() };
}
