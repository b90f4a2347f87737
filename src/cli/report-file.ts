// The file that --report names: JSON or CSV by its ending.
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { TanluError } from '../errors.ts';

/** The value of --report as given. Throws InvalidArgumentError for another ending than .json or .csv. */
export function reportFile(value: string): string {
  if (['.json', '.csv'].includes(extname(value).toLowerCase())) return value;
  throw new InvalidArgumentError('The report must end in .json or .csv.');
}

/** Writes a report. `done` says what is finished all the same where it cannot be written (REPORT_NOT_WRITTEN): 'The import is done'. */
export async function saveReport<T>(file: string, report: T, csvOf: (report: T) => string, done: string): Promise<void> {
  const content = extname(file).toLowerCase() === '.csv' ? csvOf(report) : `${JSON.stringify(report, undefined, 2)}\n`;
  await writeFile(file, content).catch((error: unknown) => {
    throw new TanluError('REPORT_NOT_WRITTEN', `${done}, but its report cannot be written to ${file}: ${(error as Error).message}`, { kind: 'usage' });
  });
}
