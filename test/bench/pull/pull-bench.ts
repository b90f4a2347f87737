// Pulling a partner's list from a host on loopback: footprints a second into linked records with their documents, and again when all are known.
import { fileURLToPath } from 'node:url';
import type { Bench } from '../measure/bench.ts';
import { runChild, startChild } from '../measure/child.ts';
import { freshDatabase } from '../measure/database.ts';
import { compared, count, megabytes, type Line } from '../measure/table.ts';
import type { HostInput } from './pull-host.ts';
import type { PullInput, PullOutcome } from './pull-child.ts';

/** 10,000 footprints in 20 s. */
const wanted = 500;
const mostBytes = 1.5e9;

export const pullBench: Bench = {
  name: 'pull',
  async run({ smoke, full, say }) {
    const footprints = smoke ? 1_200 : full ? 50_000 : 10_000;
    const database = await freshDatabase();
    const host = startChild(fileURLToPath(new URL('./pull-host.ts', import.meta.url)), { footprints } satisfies HostInput);
    try {
      const { value: address } = await host.next<string>(60);
      const { value, peakBytes, cpuSeconds } = await runChild<PullOutcome>(new URL('./pull-child.ts', import.meta.url), { databaseUrl: database.url, host: address } satisfies PullInput, 600);
      const { first, second, stored, products, deprecated } = value;
      const right = first.added === footprints && first.refused === 0 && second.unchanged === footprints && second.added + second.changed + second.refused === 0 && stored === footprints && products === Math.min(footprints, 2000) && deprecated === Math.ceil(footprints / 10);
      if (!right) throw new Error(`The pull is not right: ${JSON.stringify(value)} of ${footprints} footprints.`);
      say(`${count(footprints)} footprints: ${first.seconds.toFixed(1)} s new, ${second.seconds.toFixed(1)} s known (processor ${cpuSeconds.toFixed(1)} s without PostgreSQL and host)`);
      return [
        compared('pull of new footprints', footprints / first.seconds, 'footprints/s', wanted, 'wanted', 1),
        compared('pull of known footprints', footprints / second.seconds, 'footprints/s', footprints / first.seconds, 'new ones'),
        { figure: 'peak memory, pull', measured: megabytes(peakBytes), yardstick: megabytes(mostBytes), ratio: (peakBytes / mostBytes).toFixed(2), target: '<= 1', met: peakBytes <= mostBytes },
      ] satisfies Line[];
    } finally {
      await host.stop();
      await database.close();
    }
  },
};
