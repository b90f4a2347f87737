// The report of an import: exact counts, the first examples of every issue, what was not mapped and how often. One shape for terminal, JSON, CSV and GraphQL.
import type { Issue } from '../../model/issue.ts';
import { issueCodes, type IssueCode } from '../../model/issue-codes.ts';
import { emptyCounts, type MappingCounts } from '../flow-maps/stored-mappings.ts';
import { csvText, issueLines, issueRows, number } from '../report-text.ts';

/** How many examples of each issue code a report keeps. Counts are always exact. */
export const EXAMPLES_PER_CODE = 200;

export interface NounCount { new: number; updated: number; unchanged: number; refused: number; derived: number }

export interface ImportReport {
  origin: string;
  run: string | undefined;
  adapterVersion: string;
  seconds: number;
  /** `known` files were there already, byte for byte, and are not read again; `left` ones are no datasets. */
  files: { total: number; read: number; known: number; left: number; refused: number };
  bytes: number;
  formats: Record<string, number>;
  datasets: NounCount;
  byNoun: Record<string, NounCount>;
  /** Every exchange of the package ends in one of the three. */
  exchanges: { total: number; stored: number; unchanged: number; refused: number; dangling: number };
  /** Fields of the files: in the records, beside them, or only in files that hold lists and no dataset. */
  leaves: { kept: number; beside: number; inFile: number };
  unmappedLeaves: { path: string; count: number }[];
  unmappedFlows: { id: string; name: string; count: number }[];
  unmappedUnits: { unit: string; count: number }[];
  placeholders: number;
  /** Elementary flows of the package by what they were found by in the list of the hub. */
  flowMapping: MappingCounts;
  issueCounts: Record<string, number>;
  issues: Issue[];
}

export const emptyCount = (): NounCount => ({ new: 0, updated: 0, unchanged: 0, refused: 0, derived: 0 });

export function emptyReport(origin: string, adapterVersion: string): ImportReport {
  return {
    origin, run: undefined, adapterVersion, seconds: 0,
    files: { total: 0, read: 0, known: 0, left: 0, refused: 0 }, bytes: 0, formats: {},
    datasets: emptyCount(), byNoun: {},
    exchanges: { total: 0, stored: 0, unchanged: 0, refused: 0, dangling: 0 },
    leaves: { kept: 0, beside: 0, inFile: 0 }, unmappedLeaves: [], unmappedFlows: [], unmappedUnits: [],
    placeholders: 0, flowMapping: emptyCounts(), issueCounts: {}, issues: [],
  };
}

/** Number of issues of a severity. */
export function countOf(report: ImportReport, severity: Issue['severity']): number {
  return Object.entries(report.issueCounts).reduce((sum, [code, n]) => sum + (issueCodes[code as IssueCode]?.severity === severity ? n : 0), 0);
}

/** The report for a terminal. */
export function reportText(report: ImportReport): string {
  const { datasets: d, exchanges: x } = report;
  const lines = [
    `${report.origin}: ${number(report.files.total)} files, ${(report.bytes / 1e6).toFixed(1)} MB, ${report.seconds.toFixed(1)} s`,
    `  formats    ${Object.entries(report.formats).map(([f, n]) => `${f} ${number(n)}`).join(', ') || 'none recognized'}${report.files.left > 0 ? `; ${number(report.files.left)} files are no datasets` : ''}`,
    `  datasets   ${number(d.new)} new, ${number(d.updated)} updated, ${number(d.unchanged)} unchanged, ${number(d.refused)} refused${d.derived > 0 ? `; ${number(d.derived)} derived records` : ''}`,
  ];
  for (const [noun, c] of Object.entries(report.byNoun)) lines.push(`    ${noun.padEnd(16)} ${number(c.new)} new, ${number(c.updated)} updated, ${number(c.unchanged)} unchanged, ${number(c.refused)} refused${c.derived > 0 ? `; ${number(c.derived)} derived` : ''}`);
  lines.push(`  exchanges  ${number(x.total)}: ${number(x.stored)} stored, ${number(x.unchanged)} unchanged, ${number(x.refused)} refused; ${number(x.dangling)} refer to a flow that is not there`);
  if (report.files.known > 0) lines.push(`  known      ${number(report.files.known)} files are stored already, byte for byte, and were not read again; their issues stand below as found then`);
  if (report.files.read > 0) lines.push(`  fields     ${number(report.leaves.kept)} mapped, ${number(report.leaves.beside)} kept beside the record${report.leaves.inFile > 0 ? `, ${number(report.leaves.inFile)} in lists kept as files` : ''}`);
  if (report.placeholders > 0) lines.push(`  placeholders ${number(report.placeholders)} made for records that are referred to but absent`);
  const m = report.flowMapping;
  if (m.total > 0) lines.push(`  flow list  ${number(m.total)} elementary flows: ${number(m.DECISION + m.FILE)} by decision, ${number(m.ID)} by id, ${number(m.CAS)} by CAS number, ${number(m.NAME)} by name, ${number(m.NONE)} unmapped`);
  lines.push(...issueLines(report.issues, report.issueCounts));
  for (const [title, rows] of [['flows', report.unmappedFlows.map((f) => `${f.name} (${f.id}) ${number(f.count)}×`)], ['units', report.unmappedUnits.map((u) => `${u.unit} ${number(u.count)}×`)]] as const) {
    if (rows.length > 0) lines.push(`  unmapped ${title} (${number(rows.length)}): ${rows.slice(0, 5).join('; ')}${rows.length > 5 ? '; …' : ''}`);
  }
  return lines.join('\n');
}

/** The report as CSV: one line per count and per issue example. */
export function reportCsv(report: ImportReport): string {
  const rows: unknown[][] = [['kind', 'code', 'severity', 'count', 'file', 'dataset', 'path', 'message']];
  for (const [state, n] of Object.entries(report.datasets)) rows.push(['datasets', state, '', n, '', '', '', '']);
  for (const [state, n] of Object.entries(report.exchanges)) rows.push(['exchanges', state, '', n, '', '', '', '']);
  for (const [method, n] of Object.entries(report.flowMapping)) rows.push(['flow-mapping', method, '', n, '', '', '', '']);
  rows.push(...issueRows(report.issues, report.issueCounts));
  for (const l of report.unmappedLeaves) rows.push(['field-beside', '', '', l.count, '', '', l.path, '']);
  for (const f of report.unmappedFlows) rows.push(['unmapped-flow', '', '', f.count, '', f.id, '', f.name]);
  for (const u of report.unmappedUnits) rows.push(['unmapped-unit', '', '', u.count, '', '', u.unit, '']);
  return csvText(rows);
}
