// What an export did: what was selected, what came along, what was withheld and why, and the account of every value.
import { formatCounts, outcomeLines, reportCsv as convertReportCsv, type ConvertReport } from '../convert/report.ts';
import { number } from '../report-text.ts';
import type { ChoiceCounts } from './choose.ts';

export interface ExportReport extends ConvertReport { selection: ChoiceCounts }

/** The report for people: short; the file has all of it. */
export function reportText(report: ExportReport): string {
  const { selection: s } = report;
  return [
    `${report.origin} → ${report.to}: ${number(s.selected + s.referred)} datasets, ${(report.bytesWritten / 1e6).toFixed(1)} MB written, ${report.seconds.toFixed(1)} s`,
    `  read from  ${formatCounts(report)}`,
    `  selection  ${number(s.selected)} selected, ${number(s.referred)} that they refer to; left out: ${number(s.forbidden)} whose license forbids it, ${number(s.notPublic)} not public, ${number(s.placeholders)} placeholders`,
    ...outcomeLines(report),
  ].join('\n');
}

/** The report as CSV: a line per count, path and issue. */
export const reportCsv = (report: ExportReport): string => convertReportCsv(report, { selection: { ...report.selection } });
