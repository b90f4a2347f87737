// What the link step finds: issues with exact counts, of each code the first as examples.
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { IssueCode } from '../../model/issue-codes.ts';
import { EXAMPLES_PER_CODE } from './report.ts';

export class Findings {
  readonly issues: Issue[] = [];
  readonly counts: Partial<Record<IssueCode, number>> = {};

  add(code: IssueCode, where: { dataset?: string; path?: string }, params: Record<string, unknown>, times = 1): void {
    this.put(makeIssue(code, where, params), times);
  }

  put(issue: Issue, times = 1): void {
    const before = this.counts[issue.code] ?? 0;
    this.counts[issue.code] = before + times;
    if (before < EXAMPLES_PER_CODE) this.issues.push(issue);
  }
}
