// The PACT host: pages of 100 footprints out of 100,000 with filters, beside a bare prepared statement on the same table, alternating; and the way through all pages.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { LoadInput, LoadOutcome } from '../list/load-client.ts';
import { freePort, untilReady } from '../list/contestants.ts';
import { median } from '../measure/answer.ts';
import type { Bench } from '../measure/bench.ts';
import { runChild, startChild } from '../measure/child.ts';
import { freshDatabase } from '../measure/database.ts';
import { amount, compared, count, type Line } from '../measure/table.ts';
import { fillFootprints, issuer, type Filled } from './fill.ts';

const connections = 16;
const filters = 'limit=100&status=Active&geography=CN&validOn=2026-06-01T00:00:00Z';
const here = (file: string): string => fileURLToPath(new URL(file, import.meta.url));

interface Entry { name: string; url: string; headers: Record<string, string>; expectedBytes: number; rounds: LoadOutcome[] }

async function tokenOf(url: string, { clientId, clientSecret }: Filled): Promise<string> {
  const response = await fetch(`${url}/auth/token`, { method: 'POST', body: new URLSearchParams({ grant_type: 'client_credentials' }), headers: { authorization: `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString('base64')}` } });
  return ((await response.json()) as { access_token: string }).access_token;
}

interface Document { id: string; status: string; pcf: { geographyCountry: string } }

/** Asks both once; throws unless they give the same hundred documents, all of which match. */
async function checkEqual(entries: readonly Entry[]): Promise<void> {
  let expected: string | undefined;
  for (const entry of entries) {
    const response = await fetch(entry.url, { headers: entry.headers });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${entry.name} answers ${response.status}: ${text.slice(0, 300)}`);
    const { data } = JSON.parse(text) as { data: Document[] };
    if (data.length === 0 || data.some(({ status, pcf }) => status !== 'Active' && pcf.geographyCountry !== 'CN')) throw new Error(`${entry.name} gives what was not asked for.`);
    expected ??= text;
    if (text !== expected) throw new Error(`${entry.name} answers otherwise than ${entries[0]!.name}.`);
    entry.expectedBytes = Buffer.byteLength(text);
  }
}

async function round({ name, url, headers, expectedBytes }: Entry, seconds: number): Promise<LoadOutcome> {
  const { value } = await runChild<LoadOutcome>(new URL('../list/load-client.ts', import.meta.url), { url, headers, connections, seconds, expectedBytes } satisfies LoadInput, seconds + 20);
  if (value.wrong > 0) throw new Error(`${name} gave ${value.wrong} wrong answers under load.`);
  return value;
}

/** Goes through all pages by their links. Throws unless every footprint comes once. Gives the median times of the first and the last tenth of the pages, in milliseconds. */
async function walk(url: string, headers: Record<string, string>, footprints: number, limit: number): Promise<{ first: number; last: number; pages: number }> {
  const times: number[] = [];
  const ids = new Set<string>();
  for (let next: string | undefined = `${url}/3/footprints?limit=${limit}`; next !== undefined;) {
    const began = performance.now();
    const response: Response = await fetch(next, { headers });
    const { data } = (await response.json()) as { data: Document[] };
    times.push(performance.now() - began);
    for (const { id } of data) ids.add(id);
    next = /^<([^>]+)>; rel="next"$/.exec(response.headers.get('link') ?? '')?.[1];
  }
  if (ids.size !== footprints) throw new Error(`The pages hold ${ids.size} footprints, not ${footprints}.`);
  const tenth = Math.max(1, Math.floor(times.length / 10));
  return { first: median(times.slice(0, tenth)), last: median(times.slice(-tenth)), pages: times.length };
}

function linesOf([ours, bare]: readonly [Entry, Entry], { first, last, pages }: { first: number; last: number; pages: number }): Line[] {
  const rate = ({ rounds }: Entry): number => median(rounds.map((each) => each.rate));
  const p99 = median(ours.rounds.map((each) => each.p99));
  const ratio = median(ours.rounds.map((each, i) => each.rate / bare.rounds[i]!.rate));
  return [
    { ...compared('PACT list, 100 of 100,000 with filters', rate(ours), 'requests/s', rate(bare), bare.name), ratio: ratio.toFixed(2), target: '>= 0.5', met: ratio >= 0.5 },
    { figure: '  requests/s', measured: amount(rate(ours)), yardstick: '500', ratio: (rate(ours) / 500).toFixed(2), target: '>= 1', met: rate(ours) >= 500 },
    { figure: '  latency', measured: `p50 ${median(ours.rounds.map((each) => each.p50)).toFixed(1)} ms`, yardstick: `p99 ${p99.toFixed(1)} ms`, ratio: '', target: 'p99 < 60 ms', met: p99 < 60 },
    { figure: `  through all ${pages} pages`, measured: `last tenth ${last.toFixed(1)} ms a page`, yardstick: `first tenth ${first.toFixed(1)} ms`, ratio: (last / first).toFixed(2), target: '<= 1.5', met: last / first <= 1.5 },
  ];
}

export const pactBench: Bench = {
  name: 'pact',
  async run({ smoke, say }) {
    const database = await freshDatabase();
    const folder = await mkdtemp(join(tmpdir(), 'tanlu-bench-pact-'));
    const stops: (() => Promise<void>)[] = [];
    try {
      const footprints = smoke ? 2_000 : 100_000;
      const filled = await fillFootprints(database.url, footprints);
      const port = await freePort();
      const url = `http://127.0.0.1:${port}`;
      const tanlu = startChild(here('../list/tanlu-server.ts'), 'start', { DATABASE_URL: database.url, TANLU_DATA: folder, HOST: '127.0.0.1', PORT: String(port), TANLU_DEMO: 'false', TANLU_LOG: 'error', TANLU_PACT_ISSUER: issuer });
      stops.push(tanlu.stop);
      await untilReady(`${url}/readyz`, tanlu);
      const bareServer = startChild(here('./bare-server.ts'), { databaseUrl: database.url });
      stops.push(bareServer.stop);
      const headers = { authorization: `Bearer ${await tokenOf(url, filled)}` };
      const entries: [Entry, Entry] = [
        { name: 'Tanlu', url: `${url}/3/footprints?${filters}`, headers, expectedBytes: 0, rounds: [] },
        { name: 'bare prepared statement', url: `${(await bareServer.next<string>(30)).value}?${filters}`, headers: {}, expectedBytes: 0, rounds: [] },
      ];
      await checkEqual(entries);
      say(`${count(footprints)} footprints, ${connections} connections; both answer the same ${count(entries[0].expectedBytes)} bytes`);
      if (!smoke) for (const entry of entries) await round(entry, 3);
      for (let n = 0; n < (smoke ? 1 : 5); n += 1) {
        for (let i = 0; i < entries.length; i += 1) {
          const entry = entries[(n + i) % entries.length]!;
          entry.rounds.push(await round(entry, smoke ? 1 : 5));
        }
      }
      for (const { name, rounds } of entries) say(`${name}: ${rounds.map((each) => amount(each.rate)).join(', ')} requests/s`);
      return linesOf(entries, await walk(url, headers, footprints, smoke ? 100 : 500));
    } finally {
      for (const stop of stops) await stop();
      await database.close();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
