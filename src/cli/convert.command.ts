// tanlu convert: a package in, a package of another format out, and an account of what was kept, derived, approximated and lost. Needs no database.
import { Option, type Command } from 'commander';
import { adapters } from '../formats/registry.ts';
import { convertPackage } from '../transfer/convert/convert-package.ts';
import { reportCsv, reportText } from '../transfer/convert/report.ts';
import { openFlowMaps } from '../transfer/flow-maps/open-flow-maps.ts';
import { flowListOption, flowMapOption } from './flow-map-options.ts';
import { showProgress } from './progress.ts';
import { endWithReport, issuesAsked, reportFile } from './report-file.ts';

interface Options { to: string; output: string; flowMap: string[]; flowList?: string; report?: string; json?: boolean }

export function convertCommand(program: Command): void {
  const targets = adapters.filter((a) => a.packaging !== undefined).map((a) => a.name);
  program.command('convert').description('Convert a package into another format, without a database, with an account of what was kept and lost.')
    .argument('<path>', 'package: zip, folder or file')
    .addOption(new Option('--to <format>', 'format to write').choices(targets).makeOptionMandatory())
    .requiredOption('-o, --output <path>', 'package to write: a zip where it ends in .zip, else a folder')
    .addOption(flowMapOption())
    .addOption(flowListOption())
    .option('--report <file>', 'write the full account to a file, JSON or CSV by its ending', reportFile)
    .option('--json', 'print the full account as JSON on standard output')
    .action(async (path: string, options: Options) => {
      const flows = await openFlowMaps({ maps: options.flowMap, list: options.flowList });
      const progress = showProgress('convert');
      const controller = new AbortController();
      const stop = () => controller.abort();
      process.once('SIGINT', stop).once('SIGTERM', stop);
      try {
        const to = adapters.find((a) => a.name === options.to)!;
        const report = await convertPackage({
          path, to, out: options.output, ...(flows === undefined ? {} : { flows }), ...issuesAsked(options), needsData: true, signal: controller.signal, onProgress: (p) => progress.update(p),
        });
        progress.stop();
        await endWithReport(report, options, reportCsv, reportText);
      } finally {
        progress.stop();
        process.off('SIGINT', stop).off('SIGTERM', stop);
      }
    });
}
