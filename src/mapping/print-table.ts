// Prints a field table for people: as aligned text for a terminal, as Markdown for documentation. The table is the only source.
import { TanluError } from '../errors.ts';
import type { FieldRow, FieldTable } from './field-table.ts';
import { transformOf } from './field-table.ts';
import type { FormatTables } from './load-tables.ts';

/** One printed row: path in the format, how often, where it goes, how it is read, remark. */
export interface PrintedRow { path: string; occurs: string; model: string; as: string; remark: string }

function occurs(row: FieldRow): string {
  const many = row.each !== undefined || row.many === true || (row.as === 'text');
  return `${row.required ? '1' : '0'}..${many ? '*' : '1'}`;
}

function how(row: FieldRow): string {
  if (row.lost !== undefined) return '–';
  if (row.table !== undefined) return `table ${row.table}`;
  if (row.each !== undefined) return `each ${row.each}${row.emit ? ' (a dataset)' : ''}`;
  const { name, parameter } = transformOf(row.as);
  return parameter === undefined ? name : `${name} ${parameter}`;
}

/** The rows of a table, in the order of the format. */
export function printedRows(table: FieldTable): PrintedRow[] {
  return table.fields.map((row) => ({
    path: row.path,
    occurs: occurs(row),
    model: row.lost !== undefined ? 'beside the record' : row.model ?? '',
    as: how(row),
    remark: [row.lost === undefined ? undefined : `lost: ${row.lost}`, row.default === undefined ? undefined : `absent means ${row.default}`, row.write === undefined ? undefined : `written as ${row.write} where nothing else is known`, row.join ? 'several texts of one language are joined' : undefined, row.alias ? 'another spelling: read, never written' : undefined, row.emit === 'derived' ? 'derived: gives way to a dataset of its own' : undefined, row.note].filter(Boolean).join('; '),
  }));
}

const headings: PrintedRow = { path: 'path in the format', occurs: 'occurs', model: 'field of the hub', as: 'read as', remark: 'remark' };
const keys = Object.keys(headings) as (keyof PrintedRow)[];

export function findTable(format: FormatTables, name: string): FieldTable {
  const found = format.tables.get(name);
  if (found !== undefined) return found;
  throw new TanluError('MAPPING_UNKNOWN', `Format ${format.definition.format} has no table "${name}". It has: ${[...format.tables.keys()].join(', ')}.`, { kind: 'usage' });
}

function heading(format: FormatTables, table: FieldTable): string[] {
  const fills = table.noun === undefined ? (table.model === 'raw' ? (table.then === undefined ? 'fills no record' : `made by ${table.then}`) : `fills ${table.model}`) : `fills the noun ${table.noun}`;
  return [`${format.definition.title}: ${table.title}`, [table.source, fills, table.then === undefined || table.model === 'raw' ? undefined : `finished by ${table.then}`].filter(Boolean).join(' · '), ...(table.about === undefined ? [] : [table.about.trim()])];
}

/** A table for a terminal. */
export function tableText(format: FormatTables, table: FieldTable): string {
  const rows = [headings, ...printedRows(table)];
  const widths = Object.fromEntries(keys.map((k) => [k, Math.min(70, Math.max(...rows.map((r) => r[k].length)))]));
  const line = (row: PrintedRow) => keys.map((k) => (k === 'remark' ? row[k] : row[k].padEnd(widths[k]!))).join('  ').trimEnd();
  return [...heading(format, table), '', line(headings), keys.map((k) => '─'.repeat(k === 'remark' ? 6 : widths[k]!)).join('  '), ...printedRows(table).map(line)].join('\n');
}

/** A table as Markdown. */
export function tableMarkdown(format: FormatTables, table: FieldTable): string {
  const cells = (row: PrintedRow) => `| ${keys.map((k) => row[k].replaceAll('|', '\\|') || ' ').join(' | ')} |`;
  const [title, ...about] = heading(format, table);
  return [`## ${title}`, '', ...about, '', cells(headings), `|${keys.map(() => '---').join('|')}|`, ...printedRows(table).map(cells)].join('\n');
}
