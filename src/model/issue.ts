// Issue: the one shape in which everything that is not plainly right is told (reports, GraphQL, REST). Texts are made at the edge from issue-codes.ts.
import { z } from 'zod';
import { messageOf, TanluError } from '../errors.ts';
import { text } from './scalar.ts';
import { issueCodes, type IssueCode } from './issue-codes.ts';

export const issueKind = z.enum(['dropped', 'defaulted', 'approximated', 'unmapped', 'repaired', 'invalid'])
  .meta({ id: 'IssueKind', description: 'What happened to the data concerned.' });
export const severity = z.enum(['info', 'warning', 'error']).meta({ id: 'Severity', description: 'How bad an issue is.' });

export const issue = z.object({
  code: text.describe('Stable code from the closed list.'),
  kind: issueKind.describe('What happened to the data.'),
  severity: severity.describe('How bad it is.'),
  file: text.optional().describe('File inside the package.'),
  dataset: text.optional().describe('Dataset: noun and identifier.'),
  path: text.optional().describe('Field in the format.'),
  params: z.record(z.string(), z.unknown()).meta({ scalar: 'JSON' }).describe('The facts the message is made of.'),
}).meta({ id: 'Issue', description: 'Something about a record that its user should know.' });

export interface Issue {
  code: IssueCode;
  kind: z.infer<typeof issueKind>;
  severity: z.infer<typeof severity>;
  file?: string;
  dataset?: string;
  path?: string;
  params: Record<string, unknown>;
}

/** Makes an issue; kind and severity come from the list of codes. */
export function makeIssue(code: IssueCode, where: { file?: string; dataset?: string; path?: string } = {}, params: Record<string, unknown> = {}): Issue {
  const { kind, severity } = issueCodes[code];
  return { code, kind, severity, ...where, params };
}

/** What a failure to read a file is told as: by its own code where the list has it. */
export function issueOfFailure(error: unknown, file: string): Issue {
  if (error instanceof TanluError && error.code in issueCodes) return makeIssue(error.code as IssueCode, { file }, error.params);
  return makeIssue('file-unreadable', { file }, { reason: messageOf(error).replace(/\.$/, '') });
}

/** The message of an issue for people, in English or Chinese. Unknown placeholders stay visible. */
export function issueText(found: Pick<Issue, 'code' | 'params'>, language: 'en' | 'zh' = 'en'): string {
  const template = issueCodes[found.code]?.[language] ?? found.code;
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (found.params[name] === undefined ? whole : String(found.params[name])));
}
