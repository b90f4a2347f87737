// tanlu diff: compares two packages of one format by meaning and tells every difference.
import { InvalidArgumentError, type Command } from 'commander';
import { comparePackages, isSame } from '../transfer/diff/compare-packages.ts';
import { jsonWriter, openReportFile, type DifferenceWriter } from '../transfer/diff/report-file.ts';
import { reportText } from '../transfer/diff/report.ts';
import { Tally } from '../transfer/diff/tally.ts';
import { print } from './output.ts';
import { showProgress } from './progress.ts';
import { reportFile } from './report-file.ts';

interface Options { units?: boolean; json?: boolean; report?: string; examples: number }

function exampleCount(value: string): number {
  const count = Number(value);
  if (/^\d+$/.test(value) && count <= 100_000) return count;
  throw new InvalidArgumentError('Give a whole number from 0 to 100000.');
}

export function diffCommand(program: Command): void {
  program.command('diff').description('Compare two packages of one format (ILCD, EcoSpold 1 and 2, openLCA JSON-LD) by meaning: zip files, folders or single files. Exit codes: 0 the same, 1 different, 2 wrong usage.')
    .argument('<a>', 'package').argument('<b>', 'package to compare with it')
    .option('--units', 'take an amount in another unit of the same quantity for the same')
    .option('--examples <count>', 'differences shown per path; all are counted', exampleCount, 3)
    .option('--report <file>', 'write every difference to a file, JSON or CSV by its ending', reportFile)
    .option('--json', 'print every difference as JSON on standard output')
    .action(async (a: string, b: string, options: Options) => {
      const tally = new Tally(options.examples);
      const report = options.report === undefined ? undefined : openReportFile(options.report, a, b);
      const progress = showProgress('compare');
      let shown: DifferenceWriter | undefined;
      try {
        const onDifference = (difference: Parameters<DifferenceWriter['add']>[0]) => {
          tally.add(difference);
          report?.add(difference);
          if (options.json) (shown ??= jsonWriter(a, b, write)).add(difference);
        };
        const comparison = await comparePackages(a, b, { onDifference, onProgress: (p) => progress.update(p), units: options.units === true });
        progress.stop();
        report?.end(comparison, tally);
        if (options.json) (shown ?? jsonWriter(a, b, write)).end(comparison, tally);
        else print(reportText(a, b, comparison, tally, options.examples));
        if (!isSame(comparison)) process.exitCode = 1;
      } catch (error) {
        report?.discard();
        throw error;
      } finally {
        progress.stop();
      }
    });
}

const write = (text: string): void => void process.stdout.write(text);
