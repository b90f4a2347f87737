// Conversion of EcoSpold 2 packages, one generated and one real, to ILCD without a database, account included: megabytes of XML a second beside bare inflating and parsing of the same files.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { ecospold2Package, packageText } from '../generate-ecospold2.ts';
import type { BareInput, BareOutcome } from '../import/bare-child.ts';
import type { Bench } from '../measure/bench.ts';
import { runChild } from '../measure/child.ts';
import { amount, compared, count, megabytes, type Line } from '../measure/table.ts';
import type { ConvertInput, ConvertOutcome } from './convert-child.ts';

const wanted = 40;
/** Peak memory at four times the size may differ by the garbage that is not yet collected, not more. */
const mostGrowth = 1.5;

/** A real package of 767 datasets, where the folder of samples is at hand: small datasets, each with documents of its own for the flows it names. */
function sample(): string | undefined {
  const path = join(process.env['TANLU_SAMPLES'] || '../shared/samples', 'ecospold2-uslci-767.zip');
  return existsSync(path) ? path : undefined;
}

async function convert(path: string, datasets: number | undefined, more = 0) {
  const found = await runChild<ConvertOutcome>(new URL('./convert-child.ts', import.meta.url), { path, to: 'ilcd', more } satisfies ConvertInput, 300);
  const { value } = found;
  if (value.refused > 0 || value.processes !== (datasets ?? value.processes)) throw new Error(`The conversion is not complete: ${JSON.stringify(value)} of ${datasets ?? '?'} datasets.`);
  if (value.values !== value.pathValues) throw new Error(`The account does not add up: ${JSON.stringify(value)}.`);
  return found;
}

/** Converts one package beside bare inflating and parsing of the same bytes, and beside that with packing of what comes out: what no conversion can do without. `more` conversions follow in the process. */
async function measure(path: string, title: string, datasets: number | undefined, say: (text: string) => void, more = 0): Promise<{ lines: Line[]; peakBytes: number }> {
  const { value, cpuSeconds, peakBytes } = await convert(path, datasets, more);
  const { value: bare } = await runChild<BareOutcome>(new URL('../import/bare-child.ts', import.meta.url), { path, parse: true, workers: 1 } satisfies BareInput, 300);
  const rateOf = (seconds: number): number => bare.bytes / 1e6 / seconds;
  const rate = rateOf(value.seconds);
  say(`${title}: ${count(value.processes)} datasets, ${count(value.values)} values accounted for: ${value.seconds.toFixed(1)} s (processor ${cpuSeconds.toFixed(1)} s, start${more > 0 ? ` and ${more} further conversions` : ''} included)`);
  return {
    peakBytes,
    lines: [
      compared(`convert, XML read (${title})`, rate, 'MB/s', wanted, 'wanted', 1),
      compared(`convert, XML read (${title})`, rate, 'MB/s', rateOf(bare.seconds), 'bare inflate + saxes, 1 thread'),
      compared(`convert, XML read (${title})`, rate, 'MB/s', rateOf(bare.seconds + value.packSeconds), 'bare inflate + saxes + deflate of what is written, 1 thread'),
      ...(more > 0 ? [compared(`convert, XML read (${title}, warm)`, rateOf(value.warmSeconds), 'MB/s', wanted, 'wanted')] : []),
    ],
  };
}

export const convertBench: Bench = {
  name: 'convert',
  async run({ datasets, smoke, full, say }) {
    // Ten times the datasets of the sample with --full.
    const large = ecospold2Package(smoke ? datasets : full ? 7_670 : Math.ceil(datasets / 2));
    say(`package: ${packageText(large)}`);
    const real = smoke ? undefined : sample();
    const lines: Line[] = real === undefined ? [] : (await measure(real, 'sample', undefined, say, 3)).lines;
    const measured = await measure(large.path, 'generated', large.datasets, say);
    lines.push(...measured.lines);
    if (smoke) return lines;
    const small = ecospold2Package(Math.ceil(large.datasets / 4));
    const { peakBytes } = await convert(small.path, small.datasets);
    const ratio = measured.peakBytes / peakBytes;
    lines.push({ figure: 'peak memory at 4 x the size', measured: megabytes(measured.peakBytes), yardstick: `${amount(small.datasets)} datasets ${megabytes(peakBytes)}`, ratio: ratio.toFixed(2), target: `<= ${mostGrowth}`, met: ratio <= mostGrowth });
    return lines;
  },
};
