// Parts that all reports have: numbers and issues as lines for people, rows as CSV (RFC 4180).
import { issueCodes, type IssueCode } from '../model/issue-codes.ts';
import { issueText, type Issue } from '../model/issue.ts';

export const number = (value: number): string => value.toLocaleString('en');

const severityOf = (code: string): string => issueCodes[code as IssueCode]?.severity ?? 'info';
const rank = (code: string): number => ['error', 'warning', 'info'].indexOf(severityOf(code));

/** Issues by code, the gravest first, each with its exact count and an example. */
export function issueLines(issues: readonly Issue[], counts: Readonly<Record<string, number>>): string[] {
  const codes = Object.entries(counts).sort(([a, m], [b, n]) => rank(a) - rank(b) || n - m);
  const lines = codes.length > 0 ? ['  issues'] : [];
  for (const [code, count] of codes) {
    const example = issues.find((i) => i.code === code);
    lines.push(`    ${severityOf(code).padEnd(7)} ${number(count).padStart(7)}  ${code}`);
    if (example !== undefined) lines.push(`                      e.g. ${[example.file, example.dataset, example.path].filter(Boolean).join(' · ')}: ${issueText(example)}`);
  }
  return lines;
}

/** The same issues as rows: kind, code, severity, count, file, dataset, path, message. */
export function issueRows(issues: readonly Issue[], counts: Readonly<Record<string, number>>): unknown[][] {
  return [
    ...Object.entries(counts).map(([code, n]) => ['issue-count', code, issueCodes[code as IssueCode]?.severity, n, '', '', '', '']),
    ...issues.map((i) => ['issue', i.code, i.severity, 1, i.file, i.dataset, i.path, issueText(i)]),
  ];
}

/** A cell that a spreadsheet takes for a text: what begins like a formula gets an apostrophe. */
function cell(value: unknown): string {
  const text = value === undefined || value === null ? '' : String(value);
  const safe = /^[=+\-@\t\r]/.test(text) && typeof value !== 'number' ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Rows as CSV with a byte order mark, so that spreadsheets read Chinese. */
export const csvText = (rows: readonly unknown[][]): string => `\uFEFF${rows.map((r) => r.map(cell).join(',')).join('\r\n')}\r\n`;
