// Reading EcoSpold 2 without a database, one core: the adapter beside bare saxes on the same files, in alternating rounds.
import { ecospold2Package } from '../generate-ecospold2.ts';
import { median } from '../measure/answer.ts';
import { runChild } from '../measure/child.ts';
import { amount, compared, count, megabytes } from '../measure/table.ts';
import type { Bench } from '../measure/bench.ts';
import type { FormatInput, FormatOutcome } from './format-child.ts';

/** Design: converting without a database, megabytes of XML a second on one core. */
const TARGET = 40;

export const formatBench: Bench = {
  name: 'format',
  async run({ datasets, smoke, say }) {
    const facts = ecospold2Package(datasets);
    const files = Math.min(facts.datasets, 1_000);
    const rates = { adapter: [] as number[], bare: [] as number[] };
    let peak = 0;
    for (let round = 0; round < (smoke ? 1 : 3); round += 1) {
      for (const kind of ['adapter', 'bare'] as const) {
        const { value, peakBytes } = await runChild<FormatOutcome>(new URL('./format-child.ts', import.meta.url), { path: facts.path, adapter: kind === 'adapter', files } satisfies FormatInput, 120);
        rates[kind].push(value.bytes / 1e6 / value.seconds);
        if (kind === 'adapter') peak = Math.max(peak, peakBytes);
        if (kind === 'adapter' && files === facts.datasets && value.exchanges !== facts.exchanges) throw new Error(`${value.exchanges} exchanges were read of ${facts.exchanges}.`);
      }
    }
    say(`${count(files)} files a round; MB/s of the adapter ${rates.adapter.map(amount).join(', ')}, of saxes ${rates.bare.map(amount).join(', ')}; peak ${megabytes(peak)}`);
    const ours = median(rates.adapter);
    return [
      compared('reading EcoSpold 2, one core', ours, 'MB/s', median(rates.bare), 'bare saxes'),
      { figure: 'reading EcoSpold 2, one core', measured: `${amount(ours)} MB/s`, yardstick: `${TARGET} MB/s`, ratio: (ours / TARGET).toFixed(2), target: '>= 1', met: ours >= TARGET },
    ];
  },
};
