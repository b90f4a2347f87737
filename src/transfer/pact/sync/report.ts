// The report of a pull for a terminal.
import { issueLines, number } from '../../report-text.ts';
import type { PullReport } from './pull.ts';

const states: Readonly<Record<PullReport['state'], string>> = { RUNNING: 'going on', COMPLETED: 'complete', FAILED: 'failed', INTERRUPTED: 'interrupted' };

export function pullText(partner: string, report: PullReport): string {
  const { state, version, notModified, pages, seen, added, changed, unchanged, refused, issues, issueCounts, error } = report;
  return [
    `${partner}, PACT ${version}: ${states[state]}${notModified ? '; nothing has changed since the last pull' : ''}`,
    `  footprints ${number(seen)} on ${number(pages)} pages: ${number(added)} new, ${number(changed)} changed, ${number(unchanged)} unchanged, ${number(refused)} refused`,
    ...issueLines(issues, issueCounts),
    ...(error === undefined ? [] : [`  ${error.message} What was stored before stays; the next pull goes on.`]),
  ].join('\n');
}
