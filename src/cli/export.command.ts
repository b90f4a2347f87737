// tanlu export: a selection of the hub's datasets with all that they refer to, as a package of a format.
import { Option, type Command } from 'commander';
import { readConfig } from '../config.ts';
import { anyone, everything } from '../database/read/access.ts';
import { makePool } from '../database/pool.ts';
import { createPackage } from '../formats/archive/write-package.ts';
import { AccessEventService } from '../hub/access-event/access-event.service.ts';
import { administrator } from '../hub/access/principal.ts';
import { datasetNouns } from '../model/noun.ts';
import { exportDatasets, exportFormats } from '../transfer/export/export.ts';
import { parseSelection, type SelectionWords } from '../transfer/export/parse-selection.ts';
import { reportCsv, reportText } from '../transfer/export/report.ts';
import { openFlowMaps } from '../transfer/flow-maps/open-flow-maps.ts';
import { openDatabase } from './database.ts';
import { flowListOption, flowMapOption } from './flow-map-options.ts';
import { showDatasets } from './progress.ts';
import { endWithReport, issuesAsked, reportFile } from './report-file.ts';

interface Options extends SelectionWords { format: string; output: string; flowMap: string[]; flowList?: string; public?: boolean; report?: string; json?: boolean }

export function exportCommand(program: Command): void {
  program.command('export').description('Export datasets of the hub with all that they refer to. What its license forbids to pass on is left out and told.')
    .addOption(new Option('--format <format>', 'format to write').choices(exportFormats().map((a) => a.name)).makeOptionMandatory())
    .addOption(new Option('--noun <noun>', 'what to select').choices(datasetNouns).default('process'))
    .option('--ids <ids>', 'only these: UUIDs separated by commas')
    .option('--search <text>', 'only those with all these words, Chinese or English')
    .option('--classification <scheme:code>', 'only those of this class and the classes below it: HS:4001')
    .option('--geography <code>', 'only those of this place and the places inside it: CN-HI')
    .addOption(flowMapOption())
    .addOption(flowListOption())
    .option('--public', 'leave out what is not public')
    .requiredOption('-o, --output <path>', 'package to write: a zip where it ends in .zip, else a folder')
    .option('--report <file>', 'write the full account to a file, JSON or CSV by its ending', reportFile)
    .option('--json', 'print the full account as JSON on standard output')
    .action(async (options: Options) => {
      const selection = parseSelection(options);
      const flows = await openFlowMaps({ maps: options.flowMap, list: options.flowList });
      const to = exportFormats().find((a) => a.name === options.format)!;
      const progress = showDatasets('export');
      const controller = new AbortController();
      const stop = () => controller.abort();
      process.once('SIGINT', stop).once('SIGTERM', stop);
      const database = await openDatabase(readConfig());
      const pool = makePool(database.url, { size: 1 });
      try {
        const accessEvents = new AccessEventService(pool);
        const report = await exportDatasets({
          databaseUrl: database.url, selection, to, reader: options.public === true ? anyone : everything, ...(flows === undefined ? {} : { flows }), output: () => createPackage(options.output), onGiven: (given) => accessEvents.record(administrator, 'export', given),
          ...issuesAsked(options), signal: controller.signal, onProgress: (p) => progress.update(p),
        });
        progress.stop();
        await endWithReport(report, options, reportCsv, reportText);
      } finally {
        progress.stop();
        process.off('SIGINT', stop).off('SIGTERM', stop);
        await pool.end();
        await database.close();
      }
    });
}
