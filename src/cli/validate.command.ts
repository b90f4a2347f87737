// tanlu validate: checks packages before they are handed on, beyond what reading does; needs no database.
import type { Command } from 'commander';
import { findingsOf, validationCsv, validationText } from '../transfer/validate/report.ts';
import { validatePackages } from '../transfer/validate/validate.ts';
import { print } from './output.ts';
import { showProgress } from './progress.ts';
import { issuesAsked, reportFile, saveReport } from './report-file.ts';

interface Options { schemas?: string; json?: boolean; report?: string; strict?: boolean }

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
        const report = await validatePackages({ paths, ...(options.schemas === undefined ? {} : { schemas: options.schemas }), ...issuesAsked(options), onProgress: (p) => progress.update(p) });
        progress.stop();
        if (options.report !== undefined) await saveReport(options.report, report, validationCsv, 'The check is done');
        print(options.json ? JSON.stringify(report, undefined, 2) : validationText(report));
        if (findingsOf(report, 'error') > 0 || (options.strict === true && findingsOf(report, 'warning') > 0)) process.exitCode = 1;
      } finally {
        progress.stop();
      }
    });
}
