// Reads the EcoSpold 2 fixtures of this folder's tests and finds things in what was read.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { DocumentReading } from '../../../src/formats/adapter.ts';
import { ecospold2 } from '../../../src/formats/ecospold2/adapter.ts';
import type { IssueCode } from '../../../src/model/issue-codes.ts';
import type { DatasetNoun, RecordOf } from '../../../src/model/noun.ts';
import type { Exchange, Process } from '../../../src/model/process.ts';

export const fixture = (path: string): Buffer => readFileSync(fileURLToPath(new URL(`../../fixtures/ecospold2/${path}`, import.meta.url)));
export const readFixture = (path: string, file = path): DocumentReading => ecospold2.read(fixture(path), file);
export const readText = (text: string, file = 'text.spold'): DocumentReading => ecospold2.read(Buffer.from(text), file);

/** Identifier number n of the fixtures. */
export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export const recordsOf = <N extends DatasetNoun>(reading: DocumentReading, noun: N): RecordOf<N>[] => reading.datasets.filter((d) => d.noun === noun).map((d) => d.record as RecordOf<N>);
export const processOf = (reading: DocumentReading, index = 0): Process => recordsOf(reading, 'process')[index]!;
export const exchangeOf = (reading: DocumentReading, internalId: string): Exchange => processOf(reading).exchanges!.find((e) => e.internalId === internalId)!;
export const flowOf = (reading: DocumentReading, flowId: string) => recordsOf(reading, 'flow').find((f) => f.id === flowId);

/** Issues of a code, wherever they stand. */
export const issuesOf = (reading: DocumentReading, code: IssueCode) => [...reading.issues, ...reading.datasets.flatMap((d) => d.issues)].filter((i) => i.code === code);
export const codesOf = (reading: DocumentReading): string[] => [...new Set([...reading.issues, ...reading.datasets.flatMap((d) => d.issues)].map((i) => i.code))].sort();
