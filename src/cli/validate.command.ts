// tanlu validate: checks packages before they are handed on, beyond what reading does; needs no database.
import { writeFile } from 'node:fs/promises';
import { extname } from 'node:path';
import { InvalidArgumentError, type Command } from 'commander';
import { TanluError } from '../errors.ts';
import { findingsOf, validationCsv, validationText, type ValidationReport } from '../transfer/validate/report.ts';
import { validatePackages } from '../transfer/validate/validate.ts';
import { print } from './output.ts';
import { showProgress } from './progress.ts';

interface Options { schemas?: string; json?: boolean; report?: string; strict?: boolean }

function reportFile(value: string): string {
  if (['.json', '.csv'].includes(extname(value).toLowerCase())) return value;
  throw new InvalidArgumentError('The report must end in .json or .csv.');
}

async function saveReport(report: ValidationReport, file: string): Promise<void> {
  const content = extname(file).toLowerCase() === '.csv' ? validationCsv(report) : `${JSON.stringify(report, undefined, 2)}\n`;
  await writeFile(file, content).catch((error: unknown) => {
    throw new TanluError('REPORT_NOT_WRITTEN', `The check is done, but its report cannot be written to ${file}: ${(error as Error).message}`, { kind: 'usage' });
  });
}

export function validateCommand(program: Command): void {
  program.command('validate').description('Check packages: references, reference flows, units, dates, versions, duplicates, official schemas. Exit codes: 0 no errors, 1 errors found, 2 usage.')
    .argument('<path...>', 'zip files, folders or single files; several are checked together, as one package')
    .option('--schemas <folder>', 'folder of official XML schemas to check every file against; nothing is fetched from the network')
    .option('--strict', 'exit with 1 on warnings as well')
    .option('--report <file>', 'write the full report to a file, JSON or CSV by its ending', reportFile)
    .option('--json', 'print the full report as JSON on standard output')
    .action(async (paths: string[], options: Options) => {
      const progress = showProgress('validate');
      try {
        const report = await validatePackages({ paths, ...(options.schemas === undefined ? {} : { schemas: options.schemas }), onProgress: (p) => progress.update(p) });
        progress.stop();
        if (options.report !== undefined) await saveReport(report, options.report);
        print(options.json ? JSON.stringify(report, undefined, 2) : validationText(report));
        if (findingsOf(report, 'error') > 0 || (options.strict === true && findingsOf(report, 'warning') > 0)) process.exitCode = 1;
      } finally {
        progress.stop();
      }
    });
}
