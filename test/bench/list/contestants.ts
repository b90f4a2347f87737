// The three servers of the list bench: how each is started, what it is asked, and how its answer is brought to one shape.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { startChild, type Started } from '../measure/child.ts';

/** The common shape: what every server must answer, down to the digit. */
export interface ListedProduct { id: string; name: string; footprints: { id: string; value: string }[] }

export interface Contestant {
  name: string;
  url: string;
  /** Body of the POST request. */
  body: string;
  normalize(answer: unknown): ListedProduct[];
  stop(): Promise<void>;
}

export const PARENTS = 50;
export const CHILDREN = 5;
const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

const tanluQuery = `query List { products(first: ${PARENTS}) { nodes { id name { en } footprints(first: ${CHILDREN}) { nodes { id result { total } } } } } }`;
const postgraphileQuery = `query List { products: allProductsList(first: ${PARENTS}) { id: rowId name footprints(first: ${CHILDREN}) { id: rowId value: total } } }`;

export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

export async function untilReady(url: string, started: Started): Promise<void> {
  for (let tries = 0; tries < 300; tries += 1) {
    if (started.child.exitCode !== null) throw new Error('The server ended while it was starting.');
    const ready = await fetch(url).then((response) => response.ok, () => false);
    if (ready) return;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`${url} did not become ready within 30 s.`);
}

/** Tanlu as `npm start` runs it, on the given database. */
export async function startTanlu(databaseUrl: string, dataFolder: string): Promise<Contestant> {
  const port = await freePort();
  const started = startChild(here('tanlu-server.ts'), 'start', { DATABASE_URL: databaseUrl, TANLU_DATA: dataFolder, HOST: '127.0.0.1', PORT: String(port), TANLU_DEMO: 'false', TANLU_LOG: 'error' });
  await untilReady(`http://127.0.0.1:${port}/readyz`, started).catch(async (error: unknown) => { await started.stop(); throw error; });
  type Data = { data: { products: { nodes: { id: string; name: { en: string }; footprints: { nodes: { id: string; result: { total: string } }[] } }[] } } };
  return {
    name: 'Tanlu', url: `http://127.0.0.1:${port}/graphql`, body: JSON.stringify({ query: tanluQuery }), stop: started.stop,
    normalize: (answer) => (answer as Data).data.products.nodes.map(({ id, name, footprints }) => ({ id, name: name.en, footprints: footprints.nodes.map((f) => ({ id: f.id, value: f.result.total })) })),
  };
}

async function startOwn(name: string, file: string, databaseUrl: string, body: string, normalize: Contestant['normalize']): Promise<Contestant> {
  const started = startChild(here(file), { databaseUrl }, { GRAPHILE_ENV: 'production' });
  try {
    return { name, url: (await started.next<string>(30)).value, body, normalize, stop: started.stop };
  } catch (error) {
    await started.stop();
    throw error;
  }
}

/** node:http with one prepared statement. */
export const startBare = (databaseUrl: string): Promise<Contestant> =>
  startOwn('bare prepared statement', './bare-server.ts', databaseUrl, JSON.stringify({ query: tanluQuery }), (answer) => (answer as { data: { products: ListedProduct[] } }).data.products);

/** PostGraphile 5 with list fields, which are faster than its connections. */
export const startPostGraphile = (databaseUrl: string): Promise<Contestant> =>
  startOwn('PostGraphile 5', './postgraphile-server.ts', databaseUrl, JSON.stringify({ query: postgraphileQuery }), (answer) => (answer as { data: { products: ListedProduct[] } }).data.products);
