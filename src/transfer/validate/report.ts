// The report of a check: exact counts per code, the first examples with file and line. One shape for terminal, JSON and CSV.
import { issueCodes, type IssueCode } from '../../model/issue-codes.ts';
import { issueText, type Issue } from '../../model/issue.ts';
import { csvText } from '../report-text.ts';

export interface ValidationReport {
  origin: string;
  seconds: number;
  /** `left` files are no datasets. */
  files: { total: number; read: number; left: number; refused: number };
  bytes: number;
  formats: Record<string, number>;
  datasets: Record<string, number>;
  exchanges: number;
  /** Present where a folder of schemas was given. `messages` counts what libxml2 said, as other programs that use it count. */
  schema?: { folder: string; valid: number; invalid: number; unchecked: number; messages: number };
  issueCounts: Record<string, number>;
  /** The first of each code. */
  issues: Issue[];
}

/** Findings of a severity. */
export function findingsOf(report: ValidationReport, severity: Issue['severity']): number {
  return Object.entries(report.issueCounts).reduce((sum, [code, n]) => sum + (issueCodes[code as IssueCode]?.severity === severity ? n : 0), 0);
}

const number = (n: number): string => n.toLocaleString('en-US');
const ranks = ['error', 'warning', 'info'];
const severityOf = (code: string): string => issueCodes[code as IssueCode]?.severity ?? 'info';
const cut = (text: string, length: number): string => (text.length <= length ? text : `${text.slice(0, length - 1)}…`);

/** Where a finding is, as editors and terminals know it: file:line. */
export const placeOf = ({ file, params }: Issue): string => (file === undefined ? '' : params['line'] === undefined ? file : `${file}:${String(params['line'])}`);

const examplesShown = 3;
const lineLength = 400;

/** The report for a terminal: short, most serious first. */
export function validationText(report: ValidationReport): string {
  const { files } = report;
  const lines = [
    `${report.origin}: ${number(files.total)} files, ${(report.bytes / 1e6).toFixed(1)} MB, ${report.seconds.toFixed(1)} s`,
    `  formats    ${Object.entries(report.formats).map(([f, n]) => `${f} ${number(n)}`).join(', ') || 'none recognized'}${files.left > 0 ? `; ${number(files.left)} files are no datasets` : ''}${files.refused > 0 ? `; ${number(files.refused)} cannot be read` : ''}`,
    `  datasets   ${Object.entries(report.datasets).map(([noun, n]) => `${noun} ${number(n)}`).join(', ') || 'none'}${report.exchanges > 0 ? `; ${number(report.exchanges)} exchanges` : ''}`,
  ];
  const { schema } = report;
  if (schema !== undefined) lines.push(`  schema     ${number(schema.valid)} files valid, ${number(schema.invalid)} not, ${number(schema.unchecked)} not checked (${schema.folder})`);
  lines.push(`  findings   ${ranks.map((s) => `${number(findingsOf(report, s as Issue['severity']))} ${s === 'info' ? 'hints' : `${s}s`}`).join(', ')}`);
  const codes = Object.entries(report.issueCounts).sort(([a, m], [b, n]) => ranks.indexOf(severityOf(a)) - ranks.indexOf(severityOf(b)) || n - m);
  for (const [code, count] of codes) {
    lines.push('', `  ${severityOf(code).padEnd(7)} ${number(count).padStart(7)}  ${code}`);
    for (const found of report.issues.filter((i) => i.code === code).slice(0, examplesShown)) {
      // The messages of schemas name the field themselves.
      const path = code.startsWith('schema-') ? undefined : found.path;
      lines.push(cut(`      ${[placeOf(found), found.dataset, path].filter(Boolean).join(' · ')}: ${issueText(found)}`, lineLength));
    }
  }
  return lines.join('\n');
}

/** The report as CSV: one line per count and per example. */
export function validationCsv(report: ValidationReport): string {
  const rows: unknown[][] = [['kind', 'code', 'severity', 'count', 'file', 'line', 'dataset', 'path', 'message']];
  for (const [noun, n] of Object.entries(report.datasets)) rows.push(['datasets', noun, '', n, '', '', '', '', '']);
  if (report.schema !== undefined) for (const state of ['valid', 'invalid', 'unchecked'] as const) rows.push(['schema', state, '', report.schema[state], '', '', '', '', '']);
  for (const [code, n] of Object.entries(report.issueCounts)) rows.push(['finding-count', code, severityOf(code), n, '', '', '', '', '']);
  for (const i of report.issues) rows.push(['finding', i.code, i.severity, 1, i.file, i.params['line'], i.dataset, i.path, issueText(i)]);
  return csvText(rows);
}
