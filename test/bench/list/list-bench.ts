// A list with a nested list (50 products with 5 footprints each) over HTTP: Tanlu's GraphQL beside PostGraphile 5 and a bare prepared statement, same tables, same box, alternating.
import { rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { median } from '../measure/answer.ts';
import type { Bench } from '../measure/bench.ts';
import { runChild } from '../measure/child.ts';
import { freshDatabase } from '../measure/database.ts';
import { amount, compared, count, type Line } from '../measure/table.ts';
import { CHILDREN, PARENTS, startBare, startPostGraphile, startTanlu, type Contestant } from './contestants.ts';
import { fillProducts } from './fill.ts';
import type { LoadInput, LoadOutcome } from './load-client.ts';
import { installPeer, peerInstalled } from './peer-install.ts';
import { makePeerViews } from './peer-views.ts';

const CONNECTIONS = 16;

interface Entry { contestant: Contestant; expectedBytes: number; rounds: LoadOutcome[] }

async function ask({ name, url, body }: Contestant): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body });
  const text = await response.text();
  if (response.status !== 200 || text.includes('"errors"')) throw new Error(`${name} answers ${response.status}: ${text.slice(0, 500)}`);
  return text;
}

/** Asks every server once; throws unless all give the same products with the same footprints. */
async function checkEqual(contestants: readonly Contestant[]): Promise<Entry[]> {
  const entries: Entry[] = [];
  let expected: unknown;
  for (const contestant of contestants) {
    const text = await ask(contestant);
    const listed = contestant.normalize(JSON.parse(text));
    expected ??= listed;
    if (listed.length !== PARENTS || listed.some((product) => product.footprints.length !== CHILDREN)) throw new Error(`${contestant.name} does not answer ${PARENTS} × ${CHILDREN}.`);
    if (!isDeepStrictEqual(listed, expected)) throw new Error(`${contestant.name} answers otherwise than ${contestants[0]!.name}: ${JSON.stringify(listed[0])} and ${JSON.stringify((expected as unknown[])[0])}`);
    entries.push({ contestant, expectedBytes: Buffer.byteLength(text), rounds: [] });
  }
  return entries;
}

async function round({ contestant, expectedBytes }: Entry, seconds: number): Promise<LoadOutcome> {
  const { url, body, name } = contestant;
  const { value } = await runChild<LoadOutcome>(new URL('./load-client.ts', import.meta.url), { url, body, connections: CONNECTIONS, seconds, expectedBytes } satisfies LoadInput, seconds + 20);
  if (value.wrong > 0) throw new Error(`${name} gave ${value.wrong} wrong answers under load.`);
  return value;
}

async function measure(entries: readonly Entry[], smoke: boolean): Promise<void> {
  if (!smoke) for (const entry of entries) await round(entry, 3); // warm-up, not counted
  for (let n = 0; n < (smoke ? 1 : 5); n += 1) {
    // Each goes first in turn, so that none always follows the same neighbour.
    for (let i = 0; i < entries.length; i += 1) {
      const entry = entries[(n + i) % entries.length]!;
      entry.rounds.push(await round(entry, smoke ? 1 : 5));
    }
  }
}

/** The ratio is the median of the rounds' own ratios: what disturbs the machine disturbs neighbours in time alike. */
function against(ours: Entry, other: Entry, target: number): Line {
  const rate = ({ rounds }: Entry) => median(rounds.map((r) => r.rate));
  const ratio = median(ours.rounds.map((r, i) => r.rate / other.rounds[i]!.rate));
  return { ...compared(`list ${PARENTS} × ${CHILDREN}, GraphQL over HTTP`, rate(ours), 'requests/s', rate(other), other.contestant.name), ratio: ratio.toFixed(2), target: `>= ${target}`, met: ratio >= target };
}

function linesOf(entries: readonly Entry[]): Line[] {
  const [ours, bare, peer] = entries as [Entry, Entry, Entry?];
  const lines = [...(peer === undefined ? [] : [against(ours, peer, 1.25)]), against(ours, bare, 0.5)];
  for (const { contestant, rounds } of entries) {
    lines.push({ figure: `  latency, ${contestant.name}`, measured: `p50 ${median(rounds.map((r) => r.p50)).toFixed(1)} ms`, yardstick: `p99 ${median(rounds.map((r) => r.p99)).toFixed(1)} ms`, ratio: '', target: '', met: undefined });
  }
  return lines;
}

export const listBench: Bench = {
  name: 'list',
  async run({ smoke, say }) {
    const withPeer = peerInstalled() || (!smoke && installPeer(say));
    if (!withPeer) say(smoke ? 'PostGraphile is skipped: it needs an install, which the smoke mode does not do.' : 'PostGraphile is skipped: it could not be installed.');
    const database = await freshDatabase();
    const dataFolder = await mkdtemp(join(tmpdir(), 'tanlu-bench-server-'));
    const contestants: Contestant[] = [];
    try {
      const filled = await fillProducts(database.url, smoke ? 200 : 10_000);
      say(`${count(filled.products)} products, ${count(filled.footprints)} footprints, ${CONNECTIONS} connections`);
      contestants.push(await startTanlu(database.url, dataFolder), await startBare(database.url));
      if (withPeer) {
        await makePeerViews(database.url);
        contestants.push(await startPostGraphile(database.url));
      }
      const entries = await checkEqual(contestants);
      say(`the answers of ${contestants.map((c) => c.name).join(', ')} are equal (${entries.map((e) => `${count(e.expectedBytes)} bytes`).join(', ')})`);
      await measure(entries, smoke);
      for (const { contestant, rounds } of entries) say(`${contestant.name}: ${rounds.map((r) => amount(r.rate)).join(', ')} requests/s`);
      return linesOf(entries);
    } finally {
      for (const contestant of contestants) await contestant.stop();
      await database.close();
      await rm(dataFolder, { recursive: true, force: true });
    }
  },
};
