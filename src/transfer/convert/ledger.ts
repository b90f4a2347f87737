// What is noted of a conversion while it runs: the account of values, the issues, the counts of its report.
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { IssueCode } from '../../model/issue-codes.ts';
import type { DatasetNoun } from '../../model/noun.ts';
import { Findings } from '../import/findings.ts';
import { LossAccount } from './account.ts';
import type { ConvertReport } from './report.ts';

export class Ledger {
  account = new LossAccount();
  findings: Findings;
  readonly report: ConvertReport;
  readonly #issuesPerCode: number | undefined;

  /** `issuesPerCode`: how many issues of each code the report keeps; the counts are exact all the same. */
  constructor(report: ConvertReport, issuesPerCode?: number) {
    this.report = report;
    this.#issuesPerCode = issuesPerCode;
    this.findings = new Findings(report.issues, report.issueCounts, issuesPerCode);
  }

  /** Begins account and findings anew: what was written so far stands there to be referred to. */
  restart(): void {
    this.account = new LossAccount();
    this.report.issues = [];
    this.report.issueCounts = {};
    this.findings = new Findings(this.report.issues, this.report.issueCounts, this.#issuesPerCode);
  }

  issues(issues: readonly Issue[]): void {
    for (const issue of issues) this.findings.put(issue);
  }

  /** An issue of a dataset. */
  tell(code: IssueCode, noun: DatasetNoun, record: object, file: string, params: Record<string, unknown> = {}): void {
    this.findings.put(makeIssue(code, { file, dataset: labelOf(noun, record) }, params));
  }

  /** Counts a dataset that was written. */
  written(noun: DatasetNoun): void {
    this.report.datasets.written += 1;
    this.report.byNoun[noun] = (this.report.byNoun[noun] ?? 0) + 1;
  }

  /** Brings the account into the report. */
  close(): void {
    this.report.values = { ...this.account.total };
    this.report.paths = [...this.account.paths].map(([path, counts]) => ({ path, ...counts })).sort((a, b) => b.lost - a.lost || b.approximated - a.approximated || (a.path < b.path ? -1 : 1));
  }
}

/** The dataset, for people. */
export const labelOf = (noun: DatasetNoun, record: object): string => `${noun} ${(record as { id?: string }).id ?? '?'}`;
