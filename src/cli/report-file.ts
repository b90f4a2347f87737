// What a command leaves of its report: the file that --report names, JSON or CSV by its ending, and what is printed.
import { accessSync, constants } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, extname } from 'node:path';
import { InvalidArgumentError } from 'commander';
import { systemReason, TanluError } from '../errors.ts';
import { hasErrors, type ConvertReport } from '../transfer/convert/report.ts';
import { print } from './output.ts';

/** The value of --report as given. Throws InvalidArgumentError for another ending than .json or .csv, and, before the work is done, where its folder cannot be written to. */
export function reportFile(value: string): string {
  if (!['.json', '.csv'].includes(extname(value).toLowerCase())) throw new InvalidArgumentError('The report must end in .json or .csv.');
  try {
    accessSync(dirname(value), constants.W_OK);
  } catch (error) {
    throw new InvalidArgumentError(`The folder ${dirname(value)} cannot be written to: ${systemReason(error)}.`);
  }
  return value;
}

/** Issues of each code that a report keeps when it is written out: all, in practice, and never more than fits a text. Their counts are always exact. */
const issuesInFile = 100_000;

/** What a conversion or a check is asked to keep for the report: all issues where they are written out, few where only the terminal shows them. */
export const issuesAsked = (options: { report?: string; json?: boolean }): { issuesPerCode?: number } => (options.report !== undefined || options.json === true ? { issuesPerCode: issuesInFile } : {});

/** Writes a report. `done` says what is finished all the same where it cannot be written (REPORT_NOT_WRITTEN): 'The import is done'. */
export async function saveReport<T>(file: string, report: T, csvOf: (report: T) => string, done: string): Promise<void> {
  const content = extname(file).toLowerCase() === '.csv' ? csvOf(report) : `${JSON.stringify(report, undefined, 2)}\n`;
  await writeFile(file, content).catch((error: unknown) => {
    throw new TanluError('REPORT_NOT_WRITTEN', `${done}, but its report cannot be written to ${file}: ${systemReason(error)}.`, { kind: 'usage' });
  });
}

/** Ends a command that wrote a package: saves and prints its report; the exit code is 1 where something could not be converted. */
export async function endWithReport<T extends ConvertReport>(report: T, options: { report?: string; json?: boolean }, csvOf: (report: T) => string, textOf: (report: T) => string): Promise<void> {
  if (options.report !== undefined) await saveReport(options.report, report, csvOf, 'The package is written');
  print(options.json ? JSON.stringify(report, undefined, 2) : textOf(report));
  if (hasErrors(report)) process.exitCode = 1;
}
