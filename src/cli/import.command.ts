// tanlu import: brings packages into the hub and tells what was kept, repaired, refused.
import { availableParallelism } from 'node:os';
import { InvalidArgumentError, type Command } from 'commander';
import { readConfig, VERSION } from '../config.ts';
import { importPackages } from '../transfer/import/import.ts';
import { countOf, reportCsv, reportText } from '../transfer/import/report.ts';
import { openDatabase } from './database.ts';
import { print, tell } from './output.ts';
import { showProgress } from './progress.ts';
import { reportFile, saveReport } from './report-file.ts';

interface Options { report?: string; json?: boolean; workers?: number }

function workerCount(value: string): number {
  const count = Number(value);
  if (Number.isInteger(count) && count >= 1 && count <= 64) return count;
  throw new InvalidArgumentError('Give a whole number from 1 to 64.');
}

/** Ctrl-C ends the import after the batches under way; a second one ends the process at once. */
function onInterrupt(controller: AbortController): () => void {
  const handler = () => {
    if (controller.signal.aborted) process.exit(130);
    tell('Stopping. Whole batches stay stored; run the same command again to complete the import.');
    controller.abort();
  };
  process.on('SIGINT', handler);
  process.on('SIGTERM', handler);
  return () => {
    process.off('SIGINT', handler);
    process.off('SIGTERM', handler);
  };
}

export function importCommand(program: Command): void {
  program.command('import').description('Import packages: zip files, folders or single files. The format is found by content.')
    .argument('<path...>', 'packages')
    .option('--report <file>', 'write the full report to a file, JSON or CSV by its ending', reportFile)
    .option('--json', 'print the full report as JSON on standard output')
    .option('--workers <count>', 'import workers; default: the number of processor cores', workerCount)
    .action(async (paths: string[], options: Options) => {
      const config = readConfig();
      const database = await openDatabase(config);
      const controller = new AbortController();
      const release = onInterrupt(controller);
      const progress = showProgress('import');
      try {
        const report = await importPackages({
          databaseUrl: database.url, paths, adapterVersion: VERSION, workers: options.workers ?? config.TANLU_WORKERS ?? availableParallelism(),
          signal: controller.signal, onProgress: (p) => progress.update(p), onWait: () => tell('Another import is running; waiting for it to end.'),
        });
        progress.stop();
        if (options.report !== undefined) await saveReport(options.report, report, reportCsv, 'The import is done');
        print(options.json ? JSON.stringify(report, undefined, 2) : reportText(report));
        if (countOf(report, 'error') > 0 || report.datasets.refused > 0) process.exitCode = 1;
      } finally {
        progress.stop();
        release();
        await database.close();
      }
    });
}
