// Export of a whole database, in its own format and in another one: datasets (processes) a second, from PostgreSQL to a zip with all that they refer to, account included.
import { availableParallelism } from 'node:os';
import { ecospold2Package, packageText } from '../generate-ecospold2.ts';
import type { ImportInput, ImportOutcome } from '../import/import-child.ts';
import type { Bench } from '../measure/bench.ts';
import { runChild } from '../measure/child.ts';
import { freshDatabase } from '../measure/database.ts';
import { compared, count, megabytes, type Line } from '../measure/table.ts';
import type { ExportInput, ExportOutcome } from './export-child.ts';

const wanted = 500;
const mostBytes = 1.5e9;

export const exportBench: Bench = {
  name: 'export',
  async run({ datasets, smoke, full, say }) {
    const facts = ecospold2Package(datasets);
    const most = full ? 600 : 240;
    say(`package: ${packageText(facts)}`);
    const database = await freshDatabase();
    try {
      const { value: imported } = await runChild<ImportOutcome>(new URL('../import/import-child.ts', import.meta.url), { databaseUrl: database.url, path: facts.path, workers: Math.min(2, availableParallelism()) } satisfies ImportInput, most);
      if (imported.processes !== facts.datasets) throw new Error(`The import is not complete: ${JSON.stringify(imported)}.`);
      const lines: Line[] = [];
      for (const to of smoke ? ['ecospold2'] : ['ecospold2', 'ilcd']) {
        const { value, peakBytes, cpuSeconds } = await runChild<ExportOutcome>(new URL('./export-child.ts', import.meta.url), { databaseUrl: database.url, to } satisfies ExportInput, most);
        if (value.processes !== facts.datasets || value.refused > 0) throw new Error(`The export is not complete: ${JSON.stringify(value)} of ${facts.datasets} datasets.`);
        say(`${count(value.processes)} datasets to ${to}: ${value.seconds.toFixed(1)} s (processor ${cpuSeconds.toFixed(1)} s without PostgreSQL)`);
        lines.push(
          compared(`export to ${to}`, value.processes / value.seconds, 'datasets/s', wanted, 'wanted', 1),
          { figure: `peak memory, export to ${to}`, measured: megabytes(peakBytes), yardstick: megabytes(mostBytes), ratio: (peakBytes / mostBytes).toFixed(2), target: '<= 1', met: peakBytes <= mostBytes },
        );
      }
      return lines;
    } finally {
      await database.close();
    }
  },
};
