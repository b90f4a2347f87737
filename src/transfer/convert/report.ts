// What a conversion did: files, datasets, values by their fate, issues; as text for people, JSON and CSV.
import { issueCodes, type IssueCode } from '../../model/issue-codes.ts';
import type { Issue } from '../../model/issue.ts';
import { csvText, issueLines, issueRows, number } from '../report-text.ts';
import { fates, noCounts, type Counts } from './account.ts';
import type { FlowMappingReport } from './flow-mapping.ts';

export interface ConvertReport {
  origin: string;
  to: string;
  seconds: number;
  bytesWritten: number;
  /** left: no LCA format. carried: no LCA format, but part of a package that stays one of its format. copied: of those read, lists of the same format, passed on as they are. */
  files: { total: number; read: number; copied: number; carried: number; left: number; refused: number };
  formats: Record<string, number>;
  /**
   * Elements with text and attributes of the input: inFields, in fields of records; beside, without a place in the model, kept beside them;
   * inFile, in lists and around datasets, in no record. One leaf may make several values: a flow that an exchange describes is a dataset too.
   */
  leaves: { inFields: number; beside: number; inFile: number };
  /** left: nouns that the target has no document for. added: reference data that the target needs. */
  datasets: { written: number; added: number; left: number; refused: number };
  byNoun: Record<string, number>;
  /** Every value of every dataset, by what became of it. */
  values: Counts;
  paths: ({ path: string } & Counts)[];
  /** Where flows were mapped: by what, how many, and which were not. */
  flowMapping?: FlowMappingReport;
  issues: Issue[];
  issueCounts: Record<string, number>;
}

export function emptyReport(origin: string, to: string): ConvertReport {
  return {
    origin, to, seconds: 0, bytesWritten: 0, files: { total: 0, read: 0, copied: 0, carried: 0, left: 0, refused: 0 }, formats: {}, leaves: { inFields: 0, beside: 0, inFile: 0 },
    datasets: { written: 0, added: 0, left: 0, refused: 0 }, byNoun: {}, values: noCounts(), paths: [], issues: [], issueCounts: {},
  };
}

/** Whether something could not be converted: the exit code follows it. */
export function hasErrors(report: ConvertReport): boolean {
  return report.files.refused > 0 || report.datasets.refused > 0 || Object.keys(report.issueCounts).some((code) => issueCodes[code as IssueCode]?.severity === 'error');
}

const sum = (counts: Counts): number => fates.reduce((total, fate) => total + counts[fate], 0);
const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(2)} %`);
const pathsShown = 12;

/** The report for people: short; the file has all of it. */
export function reportText(report: ConvertReport): string {
  const { files, leaves } = report;
  return [
    `${report.origin} → ${report.to}: ${number(files.total)} files, ${(report.bytesWritten / 1e6).toFixed(1)} MB written, ${report.seconds.toFixed(1)} s`,
    `  formats    ${formatCounts(report)}`,
    `  files      ${number(files.read)} read, ${number(files.copied + files.carried)} passed on as they are, ${number(files.left)} left out, ${number(files.refused)} refused`,
    `  leaves     ${number(leaves.inFields + leaves.beside + leaves.inFile)} read: ${number(leaves.inFields)} in fields of records, ${number(leaves.beside)} beside them, ${number(leaves.inFile)} in the files alone`,
    ...outcomeLines(report),
  ].join('\n');
}

export const formatCounts = (report: ConvertReport): string => Object.entries(report.formats).map(([format, n]) => `${format} ${number(n)}`).join(', ') || 'none';

/** What became of datasets and values, and the issues. */
export function outcomeLines(report: ConvertReport): string[] {
  const { datasets, values } = report;
  const all = sum(values);
  const lines = [
    `  datasets   ${number(datasets.written)} written, ${number(datasets.added)} of reference data added, ${number(datasets.left)} without a place, ${number(datasets.refused)} refused`,
    ...Object.entries(report.byNoun).map(([noun, n]) => `    ${noun.padEnd(16)} ${number(n)}`),
    `  values     ${number(all)}: ${fates.map((fate) => `${number(values[fate])} ${fate} (${share(values[fate], all)})`).join(', ')}`,
  ];
  if (report.flowMapping !== undefined) lines.push(...flowMappingLines(report.flowMapping));
  const worst = report.paths.filter((p) => p.lost + p.approximated > 0);
  if (worst.length > 0) lines.push('  not kept, by path');
  for (const p of worst.slice(0, pathsShown)) lines.push(`    ${number(p.lost).padStart(9)} lost ${number(p.approximated).padStart(9)} approximated  ${p.path}`);
  if (worst.length > pathsShown) lines.push(`    … and ${number(worst.length - pathsShown)} more paths: see --report`);
  return [...lines, ...issueLines(report.issues, report.issueCounts)];
}

const unmappedShown = 5;

/** Coverage for people: exchanges and factors by what their flow was found by, and the most frequent flows that were not. */
function flowMappingLines({ maps, list, exchanges, flows, unmapped, replaced }: FlowMappingReport): string[] {
  const by = (counts: FlowMappingReport['flows']): string => `${number(counts.userFile)} by mapping file, ${number(counts.id)} by id, ${number(counts.cas)} by CAS number, ${number(counts.name)} by name, ${number(counts.unmapped)} unmapped`;
  const most = unmapped.slice(0, unmappedShown).map(({ id, name, exchanges: times }) => `${name ?? id ?? '?'} ${number(times)}×`);
  return [
    `  flow maps  ${[...maps, ...(list === undefined ? [] : [`→ ${list}`])].join(', ')}; ${number(replaced)} datasets of flows replaced`,
    `    exchanges        ${number(exchanges.total)}: ${by(exchanges)}`,
    `    flows            ${number(flows.total)}: ${by(flows)}`,
    ...(most.length > 0 ? [`    unmapped         ${most.join('; ')}${unmapped.length > unmappedShown ? '; …' : ''}`] : []),
  ];
}

/** The report as CSV: a line per count, path and issue. `more` are counts that only one kind of report has. */
export function reportCsv(report: ConvertReport, more: Record<string, Record<string, number>> = {}): string {
  const counts = (kind: string, of: Record<string, number>) => Object.entries(of).map(([state, n]) => [kind, state, '', n, '', '', '', '']);
  return csvText([
    ['kind', 'code', 'severity', 'count', 'file', 'dataset', 'path', 'message'],
    ...Object.entries(more).flatMap(([kind, of]) => counts(kind, of)), ...counts('files', report.files), ...counts('leaves', report.leaves), ...counts('datasets', report.datasets), ...counts('values', report.values),
    ...(report.flowMapping === undefined ? [] : [...counts('flow-mapping-exchanges', report.flowMapping.exchanges), ...counts('flow-mapping-flows', report.flowMapping.flows),
      ...report.flowMapping.unmapped.map((flow) => ['unmapped-flow', flow.reason ?? '', '', flow.exchanges, '', flow.id ?? '', flow.context ?? '', flow.name ?? ''])]),
    ...report.paths.flatMap((p) => fates.filter((fate) => p[fate] > 0).map((fate) => ['path', fate, '', p[fate], '', '', p.path, ''])),
    ...issueRows(report.issues, report.issueCounts),
  ]);
}
