// Conversion of a generated EcoSpold 2 package to ILCD without a database, account included: megabytes of XML a second beside bare inflating and parsing of the same files.
import { ecospold2Package, packageText } from '../generate-ecospold2.ts';
import type { BareInput, BareOutcome } from '../import/bare-child.ts';
import type { Bench } from '../measure/bench.ts';
import { runChild } from '../measure/child.ts';
import { amount, compared, count, megabytes, type Line } from '../measure/table.ts';
import type { ConvertInput, ConvertOutcome } from './convert-child.ts';

const wanted = 40;
/** Peak memory at four times the size may differ by the garbage that is not yet collected, not more. */
const mostGrowth = 1.5;

export const convertBench: Bench = {
  name: 'convert',
  async run({ datasets, smoke, say }) {
    const large = ecospold2Package(smoke ? datasets : Math.ceil(datasets / 2));
    const small = smoke ? large : ecospold2Package(Math.ceil(datasets / 8));
    say(`package: ${packageText(large)}`);
    const convert = async (facts: typeof large) => {
      const found = await runChild<ConvertOutcome>(new URL('./convert-child.ts', import.meta.url), { path: facts.path, to: 'ilcd' } satisfies ConvertInput, 300);
      if (found.value.processes !== facts.datasets || found.value.refused > 0) throw new Error(`The conversion is not complete: ${JSON.stringify(found.value)} of ${facts.datasets} datasets.`);
      if (found.value.values !== found.value.pathValues) throw new Error(`The account does not add up: ${JSON.stringify(found.value)}.`);
      return found;
    };
    const first = smoke ? undefined : await convert(small);
    const second = await convert(large);
    const rate = large.xmlBytes / 1e6 / second.value.seconds;
    say(`${count(large.datasets)} datasets, ${count(second.value.values)} values accounted for: ${second.value.seconds.toFixed(1)} s (processor ${second.cpuSeconds.toFixed(1)} s)`);
    const { value: bare } = await runChild<BareOutcome>(new URL('../import/bare-child.ts', import.meta.url), { path: large.path, parse: true, workers: 1 } satisfies BareInput, 300);
    const lines: Line[] = [
      compared('convert, XML read', rate, 'MB/s', wanted, 'wanted', 1),
      compared('convert, XML read', rate, 'MB/s', bare.bytes / 1e6 / bare.seconds, 'bare inflate + saxes, 1 thread'),
    ];
    if (first !== undefined) {
      const ratio = second.peakBytes / first.peakBytes;
      lines.push({ figure: 'peak memory at 4 x the size', measured: megabytes(second.peakBytes), yardstick: `${amount(small.datasets)} datasets ${megabytes(first.peakBytes)}`, ratio: ratio.toFixed(2), target: `<= ${mostGrowth}`, met: ratio <= mostGrowth });
    }
    return lines;
  },
};
