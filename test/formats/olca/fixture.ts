// Reads an openLCA fixture, with texts replaced for the deviation that a test is about.
import { readFileSync } from 'node:fs';
import type { DocumentReading } from '../../../src/formats/adapter.ts';
import { olca } from '../../../src/formats/olca/adapter.ts';
import type { Issue } from '../../../src/model/issue.ts';
import type { IssueCode } from '../../../src/model/issue-codes.ts';
import type { DatasetNoun, RecordOf } from '../../../src/model/noun.ts';

export type Edit = readonly [from: string | RegExp, to: string];

/** Text of a fixture; every edit must meet something. */
export function fixtureText(name: string, ...edits: Edit[]): string {
  let text = readFileSync(new URL(`../../fixtures/olca/${name}`, import.meta.url), 'utf8');
  for (const [from, to] of edits) {
    if (typeof from === 'string' ? !text.includes(from) : text.search(from) < 0) throw new Error(`${name} has no ${String(from)}`);
    text = text.replace(from, to);
  }
  return text;
}

export const readText = (text: string, file = 'document.json'): DocumentReading => olca.read(Buffer.from(text, 'utf8'), file);
export const readFixture = (name: string, ...edits: Edit[]): DocumentReading => readText(fixtureText(name, ...edits), name);

/** The record of a noun with the issues of its dataset. */
export function only<N extends DatasetNoun>(reading: DocumentReading, noun: N): { record: RecordOf<N>; issues: Issue[]; codes: IssueCode[] } {
  const found = reading.datasets.find((d) => d.noun === noun);
  if (found === undefined) throw new Error(`the document holds no ${noun}: ${JSON.stringify(reading.issues)}`);
  return { record: found.record as RecordOf<N>, issues: found.issues, codes: found.issues.map((i) => i.code) };
}

export const readProcess = (...edits: Edit[]) => only(readFixture('steel-v2/process.json', ...edits), 'process');
export const readOldProcess = (...edits: Edit[]) => only(readFixture('steel-v1/process.json', ...edits), 'process');

/** Text kept beside a record. */
export const keptAt = (record: { extensions?: Record<string, [string, string][]> | undefined }, path: string): string | undefined =>
  (record.extensions?.['olca'] ?? []).find(([at]) => at === path)?.[1];
