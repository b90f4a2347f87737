// The command line as a person has it: a child process with its own embedded database. Exit codes, what goes where, interruption.
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbedded, type EmbeddedServer } from '../../src/database/embedded/embedded-postgres.ts';
import type { ImportReport } from '../../src/transfer/import/report.ts';
import { basics, flow, packageOf, process as processOf } from './support/ilcd-package.ts';

const node = resolve('node_modules/.bin/node');
const main = resolve('src/main.ts');
const folder = mkdtempSync(join(tmpdir(), 'tanlu-cli-'));
// Where tests run as root, PostgreSQL runs as another account, which must be able to enter.
chmodSync(folder, 0o755);
const dataFolder = join(folder, 'data');
let server: EmbeddedServer;

interface Ended { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }

interface Running { child: ChildProcess; ended: Promise<Ended>; said: (pattern: RegExp) => Promise<void> }

/** Starts the command line, by default in the folder of the project. */
function start(args: string[], env: Record<string, string> = {}, cwd = process.cwd()): Running {
  const { DATABASE_URL: _none, ...inherited } = process.env;
  const child = spawn(node, [main, ...args], { cwd, env: { ...inherited, TANLU_DATA: dataFolder, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  const listeners = new Set<() => void>();
  child.stdout.setEncoding('utf8').on('data', (text: string) => { stdout += text; });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
    for (const listener of listeners) listener();
  });
  const ended = new Promise<Ended>((done) => { child.on('close', (code, signal) => done({ code, signal, stdout, stderr })); });
  return {
    child, ended,
    said: (pattern) => new Promise((done, failed) => {
      const look = () => { if (pattern.test(stderr)) done(); };
      listeners.add(look);
      look();
      void ended.then((e) => failed(new Error(`ended with ${e.code ?? e.signal} before it said ${pattern}:\n${e.stdout}\n${e.stderr}`)));
    }),
  };
}

const run = (...args: string[]): Promise<Ended> => start(args).ended;

function write(name: string, files: Record<string, string>): string {
  const path = join(folder, name);
  writeFileSync(path, packageOf(files));
  return path;
}

/** The end of a run with the code that was expected; throws with all that was said where it was another. */
function endedWith(code: number, ended: Ended): Ended {
  if (ended.code !== code) throw new Error(`ended with ${ended.code ?? ended.signal} instead of ${code}:\n${ended.stdout}\n${ended.stderr}`);
  return ended;
}

/** What a message for people lacks: the words expected; a stack is none. */
function wrongIn({ stderr }: Ended, ...words: RegExp[]): string[] {
  const wrong = words.filter((word) => !word.test(stderr)).map((word) => `${word} is not in: ${stderr}`);
  return /^\s+at .*:\d+:\d+\)?$/m.test(stderr) ? [...wrong, `a stack: ${stderr}`] : wrong;
}

const clean = () => ({ ...basics(), 'f1.xml': flow(1, 'Latex', { zh: '胶乳' }), 'f2.xml': flow(2, 'Block rubber', { zh: '标准胶' }), 'p2.xml': processOf(2, 'Block rubber production', { zh: '标准胶生产', inputs: [1] }) });

beforeAll(async () => {
  server = await startEmbedded({ dataDir: dataFolder, settings: { fsync: 'off' } });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('tanlu import', () => {
  it('ends with 0, the report on standard output, in which Chinese is readable', async () => {
    const ended = endedWith(0, await run('import', write('clean.zip', clean())));
    expect(ended.stdout).toMatch(/clean\.zip: 5 files/);
    expect(ended.stdout).toMatch(/datasets +5 new/);
    expect(ended.stdout).toMatch(/exchanges +2: 2 stored/);
  });

  it('ends with 0 when nothing is new', async () => {
    const ended = endedWith(0, await run('import', write('clean.zip', clean())));
    expect(ended.stdout).toMatch(/0 new, 0 updated, 5 unchanged/);
  });

  it('takes a folder and a single file as well', async () => {
    const unpacked = join(folder, 'unpacked');
    mkdirSync(unpacked);
    for (const [name, xml] of Object.entries(clean())) writeFileSync(join(unpacked, name.replaceAll('/', '-')), xml);
    for (const [path, files] of [[unpacked, 5], [join(unpacked, 'f1.xml'), 1]] as const) {
      const ended = endedWith(0, await run('import', path));
      expect(ended.stdout).toContain(`${files} unchanged`);
    }
  });

  it('ends with 1 where the data has errors, and still stores the rest', async () => {
    const ended = endedWith(1, await run('import', write('broken.zip', { 'f3.xml': flow(3, 'Third'), 'broken.xml': '<flowDataSet xmlns="http://lca.jrc.it/ILCD/Flow"><a></flowDataSet>' })));
    expect(ended.stdout).toMatch(/error +1 +xml-not-well-formed/);
    expect(ended.stdout).toMatch(/broken\.xml/);
    expect(ended.stdout).toMatch(/1 new/);
  });

  it('ends with 1 for a package that cannot be opened, naming it', async () => {
    const path = join(folder, 'cut.zip');
    writeFileSync(path, packageOf(clean()).subarray(0, 500));
    expect(wrongIn(endedWith(1, await run('import', path)), /cut\.zip/)).toEqual([]);
  });

  it('prints nothing but JSON on standard output with --json', async () => {
    const ended = endedWith(0, await run('import', '--json', write('clean.zip', clean())));
    const report = JSON.parse(ended.stdout) as ImportReport;
    expect(report).toMatchObject({ origin: 'clean.zip', datasets: { unchanged: 5 }, exchanges: { total: 2, unchanged: 2 } });
    expect(report.run).toMatch(/./);
  });

  it('writes the full report to a JSON file', async () => {
    const file = join(folder, 'report.json');
    const ended = endedWith(0, await run('import', '--report', file, write('clean.zip', { ...clean(), 'note.txt': 'hello' })));
    expect(ended.stdout).toMatch(/clean\.zip/);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ datasets: { unchanged: 5 }, issueCounts: { 'file-not-recognized': 1 } });
  });

  it('writes the full report to a CSV file', async () => {
    const file = join(folder, 'report.csv');
    endedWith(0, await run('import', '--report', file, write('clean.zip', { ...clean(), 'note.txt': 'hello' })));
    const text = readFileSync(file, 'utf8');
    expect(text).toMatch(/^\uFEFFkind,code,severity,count,file,dataset,path,message\r\n/);
    expect(text).toMatch(/\r\ndatasets,unchanged,,5,/);
    expect(text).toMatch(/\r\nissue-count,file-not-recognized,warning,1,/);
    expect(text).toMatch(/\r\nissue,file-not-recognized,warning,1,note\.txt,/);
  });

  it('ends with 2 for a report of another kind, before anything is read', async () => {
    const file = join(folder, 'report.txt');
    expect(wrongIn(endedWith(2, await run('import', '--report', file, join(folder, 'clean.zip'))), /\.json or \.csv/)).toEqual([]);
    expect(existsSync(file)).toBe(false);
  });

  it('ends with 2 for a path that is not there, naming it', async () => {
    expect(wrongIn(endedWith(2, await run('import', join(folder, 'nowhere.zip'))), /nowhere\.zip/)).toEqual([]);
  });

  it.each([['no path', ['import']], ['a number of workers that is none', ['import', '--workers', 'many', 'x.zip']], ['an unknown option', ['import', '--colour', 'x.zip']]])('ends with 2 for %s', async (_what, args) => {
    expect(wrongIn(endedWith(2, await run(...args)), /error:/)).toEqual([]);
  });

  it('ends with 2 for a configuration that is not usable, naming the option', async () => {
    expect(wrongIn(endedWith(2, await start(['import', join(folder, 'clean.zip')], { PORT: 'four thousand' }).ended), /PORT/)).toEqual([]);
  });

  it('ends with 3 where the database cannot be reached', async () => {
    const ended = await start(['import', write('clean.zip', clean())], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' }).ended;
    expect(wrongIn(endedWith(3, ended), /database|ECONNREFUSED/i)).toEqual([]);
  });
});

describe('an import that is interrupted', () => {
  const count = 3_000;
  const many = () => write('many.zip', { ...basics(), 'f1.xml': flow(1, 'Latex'), 'f2.xml': flow(2, 'Block rubber'), ...Object.fromEntries(Array.from({ length: count }, (_, i) => [`p/${i}.xml`, processOf(i, `Process ${i}`, { output: 2, inputs: [1], comment: 'x'.repeat(3_000) })])) });

  async function inspect(data: string): Promise<Record<string, unknown>> {
    const own = await startEmbedded({ dataDir: data });
    const client = new Client({ connectionString: own.url });
    await client.connect();
    try {
      const { rows: [row] } = await client.query(`SELECT
        (SELECT count(*)::int FROM process WHERE recorded_to IS NULL AND NOT placeholder) AS processes, (SELECT count(*)::int FROM exchange) AS exchanges,
        (SELECT count(*)::int FROM exchange x WHERE NOT EXISTS (SELECT 1 FROM process p WHERE p.key = x.process_key)) AS orphans,
        (SELECT count(*)::int FROM (SELECT p.key FROM process p LEFT JOIN exchange x ON x.process_key = p.key WHERE NOT p.placeholder GROUP BY p.key HAVING count(x.key) <> 2) t) AS halves,
        (SELECT count(*)::int FROM process p WHERE NOT p.placeholder AND NOT EXISTS (SELECT 1 FROM source_document d WHERE d.key = p.source_document)) AS without_document,
        (SELECT array_agg(state ORDER BY key) FROM import_run) AS runs`);
      return row as Record<string, unknown>;
    } finally {
      await client.end();
      await own.stop();
    }
  }

  async function complete(data: string, path: string, first: Record<string, unknown>): Promise<void> {
    const stored = first['processes'] as number;
    expect(stored).toBeLessThan(count);
    expect(first).toMatchObject({ orphans: 0, halves: 0, without_document: 0 });
    const ended = endedWith(0, await start(['import', '--json', path], { TANLU_DATA: data }).ended);
    const report = JSON.parse(ended.stdout) as ImportReport;
    expect(report.byNoun['process']).toEqual({ new: count - stored, updated: 0, unchanged: stored, refused: 0, derived: 0 });
    expect(report.exchanges).toMatchObject({ total: 2 * count, stored: 2 * (count - stored), unchanged: 2 * stored, refused: 0 });
    expect(await inspect(data)).toMatchObject({ processes: count, exchanges: 2 * count, orphans: 0, halves: 0, without_document: 0 });
  }

  it('by kill -9: nothing is half-written, a second run completes', async () => {
    const [data, path] = [join(folder, 'killed'), many()];
    const running = start(['import', path], { TANLU_DATA: data });
    await running.said(/"event":"progress"/);
    running.child.kill('SIGKILL');
    expect(await running.ended).toMatchObject({ code: null, signal: 'SIGKILL' });
    const first = await inspect(data);
    expect(first['runs']).toEqual([expect.stringMatching(/RUNNING|INTERRUPTED/)]);
    await complete(data, path, first);
    expect((await inspect(data))['runs']).toEqual(['INTERRUPTED', 'COMPLETED']);
  });

  it('by Ctrl-C: says so in clear words, ends with another code than 0, a second run completes', async () => {
    const [data, path] = [join(folder, 'cancelled'), many()];
    const running = start(['import', path], { TANLU_DATA: data });
    await running.said(/"event":"progress"/);
    running.child.kill('SIGINT');
    const ended = await running.ended;
    expect(ended.signal).toBeNull();
    expect(ended.code).not.toBe(0);
    expect(ended.stdout).toBe('');
    expect(ended.stderr).toMatch(/Stopping\. Whole batches stay stored; run the same command again/);
    expect(ended.stderr).not.toMatch(/^\s+at .*:\d+:\d+\)?$/m);
    const first = await inspect(data);
    expect(first['runs']).toEqual(['CANCELED']);
    await complete(data, path, first);
  });
});

describe('tanlu', () => {
  it('exports what was imported, tells what it did, and refuses what it cannot do', async () => {
    endedWith(0, await run('import', write('to-export.zip', { ...basics(), 'ILCD/flows/f71.xml': flow(71, 'Export flow'), 'ILCD/processes/p71.xml': processOf(71, 'Exported process') })));
    const [out, account] = [join(folder, 'exported.zip'), join(folder, 'account.json')];
    const id = '00000002-0000-4000-8000-000000000071';
    const ended = endedWith(0, await run('export', '--format', 'ilcd', '--ids', id, '-o', out, '--report', account));
    expect(ended.stdout).toMatch(/hub → ilcd: 4 datasets/);
    expect(JSON.parse(readFileSync(account, 'utf8'))).toMatchObject({ selection: { selected: 1, referred: 3 }, values: { lost: 0 } });
    expect(existsSync(out)).toBe(true);
    expect(endedWith(2, await run('export', '--format', 'ilcd', '--ids', id, '-o', out)).stderr).toContain('exists already');
    expect(endedWith(2, await run('export', '--format', 'csv', '-o', out)).stderr).toContain('ilcd');
    expect(endedWith(2, await run('export', '--format', 'ilcd', '--ids', 'x', '-o', out)).stderr).toContain('UUID');
  });

  it('prints a field table for people', async () => {
    const ended = endedWith(0, await run('mapping', 'show', 'ilcd', 'process'));
    const line = ended.stdout.split('\n').find((l) => l.includes('processInformation/dataSetInformation/name/baseName'));
    expect(line).toMatch(/\bname\b/);
    expect(ended.stdout).toMatch(/Process dataset/);
    expect(ended.stdout).toMatch(/exchanges\/exchange/);
  });

  it.each([
    ['an unknown command', ['improt', 'x.zip'], [/improt/, /import|--help/]],
    ['an unknown format', ['mapping', 'show', 'ecospold3'], [/ecospold3/, /ilcd/, /ecospold2/]],
    ['an unknown table', ['mapping', 'show', 'ilcd', 'proces'], [/proces/, /process/, /flow-property/]],
  ] as const)('ends with 2 for %s and says what there is', async (_what, args, words) => {
    expect(wrongIn(endedWith(2, await run(...args)), ...words)).toEqual([]);
  });

  it('works in any folder', async () => {
    const ended = endedWith(0, await start(['mapping', 'list'], {}, folder).ended);
    expect(ended.stdout).toMatch(/^ilcd/m);
  });

  it('prints its version and its commands', async () => {
    expect((await run('--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    const help = await run('--help');
    expect(help).toMatchObject({ code: 0 });
    for (const command of ['start', 'import', 'mapping', 'migrate', 'schema', 'config']) expect(help.stdout).toContain(command);
  });
});
