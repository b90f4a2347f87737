// What an import, a conversion or a check finds: issues with exact counts, of each code the first as examples. The one place that decides which are kept.
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { IssueCode } from '../../model/issue-codes.ts';
import { EXAMPLES_PER_CODE } from './report.ts';

export class Findings {
  readonly issues: Issue[];
  readonly counts: Record<string, number>;
  readonly #shown = new Map<string, number>();
  readonly #perCode: number;

  /** Collects into the lists given, so that a report can be filled in place. `perCode`: how many of each code are kept. */
  constructor(issues: Issue[] = [], counts: Record<string, number> = {}, perCode: number = EXAMPLES_PER_CODE) {
    this.#perCode = perCode;
    this.issues = issues;
    this.counts = counts;
    for (const { code } of issues) this.#shown.set(code, (this.#shown.get(code) ?? 0) + 1);
  }

  add(code: IssueCode, where: { dataset?: string; path?: string }, params: Record<string, unknown>, times = 1): void {
    this.put(makeIssue(code, where, params), times);
  }

  put(issue: Issue, times = 1): void {
    this.counts[issue.code] = (this.counts[issue.code] ?? 0) + times;
    this.#keep(issue);
  }

  /** Takes over what another one that went on from here has found. */
  replace(other: Findings): void {
    this.issues.splice(0, this.issues.length, ...other.issues);
    Object.assign(this.counts, other.counts);
    this.#shown.clear();
    for (const [code, n] of other.#shown) this.#shown.set(code, n);
  }

  /** Issues of which only examples are at hand, with the exact counts of all. */
  absorb(examples: readonly Issue[], counts: Readonly<Record<string, number>>): void {
    for (const issue of examples) this.#keep(issue);
    for (const [code, n] of Object.entries(counts)) this.counts[code] = (this.counts[code] ?? 0) + n;
  }

  #keep(issue: Issue): void {
    const shown = this.#shown.get(issue.code) ?? 0;
    if (shown >= this.#perCode) return;
    this.issues.push(issue);
    this.#shown.set(issue.code, shown + 1);
  }
}
