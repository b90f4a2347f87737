// The report of a conformance check for people and for spreadsheets.
import { csvText } from '../../report-text.ts';
import type { CaseResult, Status } from './case.ts';
import type { CheckReport } from './check.ts';

const marks: Readonly<Record<Status, string>> = { passed: 'passed ', failed: 'FAILED ', warning: 'warning', 'not run': 'not run' };

function linesOf({ id, status, does, expected, got, clause, level }: CaseResult): string[] {
  const head = `  ${marks[status]}  ${id.padEnd(4)} ${does}`;
  if (status === 'passed') return [head];
  if (status === 'not run') return [head, `${' '.repeat(16)}reason    ${got}`];
  return [head, `${' '.repeat(16)}expected  ${expected} (${level}: ${clause})`, `${' '.repeat(16)}got       ${got}`];
}

/** A table for a terminal: every case in its order; what did not pass with what was expected and what came. */
export function checkText(report: CheckReport): string {
  const lines = [`${report.host}, ${report.startedAt}`];
  for (const version of new Set(report.results.map((one) => one.version))) {
    lines.push('', `PACT ${version}`, ...report.results.filter((one) => one.version === version).flatMap(linesOf));
  }
  const { passed, failed, warning, 'not run': left } = report.counts;
  lines.push('', `${passed} passed, ${failed} failed, ${warning} warnings, ${left} not run`);
  lines.push(report.conformant ? `No rule is broken${left > 0 ? ' in what was run' : ''}.` : 'The host does not conform: see what FAILED.');
  return lines.join('\n');
}

/** One row a case. */
export const checkCsv = (report: CheckReport): string =>
  csvText([['version', 'case', 'status', 'level', 'clause', 'does', 'expected', 'got'], ...report.results.map((one) => [one.version, one.id, one.status, one.level, one.clause, one.does, one.expected, one.got])]);
