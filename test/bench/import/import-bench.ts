// Import of a generated EcoSpold 2 package into PostgreSQL: datasets a second beside the rate published for Brightway, megabytes a second beside bare work, peak memory at two sizes.
import { availableParallelism } from 'node:os';
import { ecospold2Package, packageText, type PackageFacts } from '../generate-ecospold2.ts';
import { runChild } from '../measure/child.ts';
import { freshDatabase, watchMemory } from '../measure/database.ts';
import { compared, count, megabytes, type Line } from '../measure/table.ts';
import type { Bench } from '../measure/bench.ts';
import { bareCopy, type CopyOutcome } from './bare-copy.ts';
import type { BareInput, BareOutcome } from './bare-child.ts';
import type { ImportInput, ImportOutcome } from './import-child.ts';

/** bw2io README: ecoinvent 3.8 cut-off, 19,565 datasets, 172 s from files to a stored database. */
const BRIGHTWAY = 19_565 / 172;
const MOST_BYTES = 1.5e9;
/** Peak memory at twice the size (ten times with --full) may differ by the garbage that is not yet collected, not more. */
const MOST_GROWTH = 1.25;

interface Imported { outcome: ImportOutcome; peakBytes: number; cpuSeconds: number; serverBytes: number | undefined; copy: CopyOutcome | undefined }

async function importOnce(facts: PackageFacts, workers: number, seconds: number, withCopy: boolean): Promise<Imported> {
  const database = await freshDatabase();
  const memory = watchMemory(database);
  try {
    const { value, peakBytes, cpuSeconds } = await runChild<ImportOutcome>(new URL('./import-child.ts', import.meta.url), { databaseUrl: database.url, path: facts.path, workers } satisfies ImportInput, seconds);
    const serverBytes = memory.stop();
    if (value.processes !== facts.datasets || value.exchanges !== facts.exchanges || value.refused > 0) {
      throw new Error(`The import is not complete: ${JSON.stringify(value)} of ${facts.datasets} datasets and ${facts.exchanges} exchanges.`);
    }
    return { outcome: value, peakBytes, cpuSeconds, serverBytes, copy: withCopy ? await bareCopy(database.url) : undefined };
  } finally {
    memory.stop();
    await database.close();
  }
}

async function bare(path: string, parse: boolean, workers: number): Promise<BareOutcome> {
  return (await runChild<BareOutcome>(new URL('./bare-child.ts', import.meta.url), { path, parse, workers } satisfies BareInput, 300)).value;
}

export const importBench: Bench = {
  name: 'import',
  async run({ datasets, smoke, full, say }) {
    const large = ecospold2Package(datasets);
    const small = smoke ? large : ecospold2Package(Math.ceil(datasets / (full ? 10 : 2)));
    const workers = Math.min(2, availableParallelism());
    const most = full ? 600 : 240;
    say(`package: ${packageText(large)}; ${workers} workers`);

    // The smaller one only tells how memory grows, which tiny sizes do not.
    const first = smoke ? undefined : await importOnce(small, workers, most, false);
    if (first !== undefined) say(`import of ${count(small.datasets)} datasets: ${first.outcome.seconds.toFixed(1)} s (processor ${first.cpuSeconds.toFixed(1)} s without PostgreSQL), peak ${megabytes(first.peakBytes)}`);
    const second = await importOnce(large, workers, most, true);
    say(`import of ${count(large.datasets)} datasets: ${second.outcome.seconds.toFixed(1)} s (processor ${second.cpuSeconds.toFixed(1)} s without PostgreSQL), peak ${megabytes(second.peakBytes)}; ${count(second.outcome.errors)} issues of severity error`);
    const inflate = await bare(large.path, false, 1);
    const parse = await bare(large.path, true, workers);

    const rate = large.xmlBytes / 1e6 / second.outcome.seconds;
    const copy = second.copy!;
    const lines: Line[] = [
      // The whole command's time is compared: listing the package, reading, storing, linking.
      compared('import, datasets', large.datasets / second.outcome.seconds, 'datasets/s', BRIGHTWAY, 'Brightway, published', 3),
      compared('import, XML', rate, 'MB/s', inflate.bytes / 1e6 / inflate.seconds, 'bare inflate, 1 thread'),
      compared('import, XML', rate, 'MB/s', parse.bytes / 1e6 / parse.seconds, `bare inflate + saxes, ${workers} threads`),
      compared('import, exchanges', large.exchanges / second.outcome.seconds, 'rows/s', copy.rows / copy.seconds, 'bare COPY, same table'),
      memoryLine(`peak memory, ${count(large.datasets)} datasets`, second.peakBytes),
    ];
    if (first !== undefined) lines.push(growthLine(first, second, small, large));
    if (second.serverBytes !== undefined) lines.push({ figure: 'peak memory of PostgreSQL', measured: megabytes(second.serverBytes), yardstick: first?.serverBytes === undefined ? '' : `${count(small.datasets)} datasets ${megabytes(first.serverBytes)}`, ratio: '', target: '', met: undefined });
    return lines;
  },
};

function memoryLine(figure: string, bytes: number): Line {
  return { figure, measured: megabytes(bytes), yardstick: megabytes(MOST_BYTES), ratio: (bytes / MOST_BYTES).toFixed(2), target: '<= 1', met: bytes <= MOST_BYTES };
}

function growthLine(first: Imported, second: Imported, small: PackageFacts, large: PackageFacts): Line {
  const ratio = second.peakBytes / first.peakBytes;
  return {
    figure: `peak memory at ${(large.datasets / small.datasets).toFixed(0)} x the size`, measured: megabytes(second.peakBytes), yardstick: `${count(small.datasets)} datasets ${megabytes(first.peakBytes)}`,
    ratio: ratio.toFixed(2), target: `<= ${MOST_GROWTH}`, met: ratio <= MOST_GROWTH,
  };
}
