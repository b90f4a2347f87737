// Issue: its message in words, and the list of issues of an import run.
import { Int } from 'type-graphql';
import { column, type Expression } from '../../database/read/plan.ts';
import type { Predicate } from '../../database/read/predicate.ts';
import { importIssueTable } from '../../database/tables/provenance.ts';
import { issueText, severity, type Issue as IssueRecord } from '../../model/issue.ts';
import { argumentsOf } from './arguments.ts';
import { connectionOf } from './connections.ts';
import { declareArguments, declareField, declareObject } from './declare.ts';
import { declareFieldResolvers } from './declare-resolver.ts';
import { Issue } from './interfaces.ts';
import { enumOf } from './model-types.ts';
import { attached, pageArguments, type ExtraField } from './noun-resolver.ts';
import { addRowSource } from './row-sources.ts';

declareField(Issue, 'message', () => String, { description: 'The issue in words, in English or Chinese.' });
declareArguments(Issue, 'message', { lang: { type: () => String, description: 'Language: en or zh.', defaultValue: 'en' } });

export const IssueFields = declareFieldResolvers(Issue, {
  message: (issue: Pick<IssueRecord, 'code' | 'params'>, _, info) =>
    issueText({ code: issue.code, params: issue.params ?? {} }, argumentsOf<{ lang?: string | null }>(info).lang?.toLowerCase().startsWith('zh') ? 'zh' : 'en'),
});

const columns = ['code', 'kind', 'severity', 'file', 'dataset', 'path', 'params'];
const params: { property: string; sql: Expression } = { property: 'params', sql: column('params') };

addRowSource('issue', {
  type: 'Issue', types: new Set(['Issue']), table: importIssueTable,
  sources: { ...Object.fromEntries(columns.map((name) => [name, { kind: 'value' as const, sql: column(name) }])), message: { kind: 'computed', needs: [{ property: 'code', sql: column('code') }, params] } },
  where: ({ code, severity: level }) => {
    const of: Predicate[] = [];
    if (code != null) of.push({ op: 'eq', sql: column('code'), type: 'text', value: code });
    if (level != null) of.push({ op: 'eq', sql: column('severity'), type: 'text', value: level });
    return of.length > 0 ? { op: 'and', of } : undefined;
  },
  order: () => [],
});

const IssueCount = declareObject('IssueCount', 'How often an issue occurred.');
declareField(IssueCount, 'code', () => String, { description: 'Stable code from the closed list.' });
declareField(IssueCount, 'count', () => Int, { description: 'Exact number.' });

export const importRunIssues: Record<string, ExtraField> = {
  issues: {
    type: () => connectionOf(Issue), description: 'Issues found; of each code only the first ones are kept, see issueCounts.',
    args: {
      code: { type: () => String, description: 'Only issues with this code.' },
      severity: { type: () => enumOf(severity, 'Severity'), description: 'Only issues this bad.' },
      ...pageArguments,
    },
    source: { kind: 'many', relation: { table: importIssueTable, local: 'key', foreign: 'import_run' }, to: 'issue' },
    resolve: attached,
  },
  issueCounts: {
    type: () => [IssueCount], description: 'Exact numbers of issues by code.',
    source: { kind: 'computed', needs: [{ property: '$counts', sql: column('issue_counts') }] },
    resolve: (run) => Object.entries(run['$counts'] as Record<string, number>).map(([code, count]) => ({ code, count })),
  },
};
