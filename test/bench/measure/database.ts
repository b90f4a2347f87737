// A fresh embedded database for one measurement, with its settings as they are in use, and the memory of its processes.
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../../src/database/connect.ts';
import { startEmbedded } from '../../../src/database/embedded/embedded-postgres.ts';
import { migrate } from '../../../src/database/migrate.ts';
import { loadGeographies } from '../../../src/transfer/geographies.ts';

export interface BenchDatabase {
  url: string;
  folder: string;
  close(): Promise<void>;
}

/** Those that are there or are being started. */
const open = new Set<Promise<BenchDatabase>>();

/** Removes every database that is still there: for a bench that is interrupted. */
export async function closeDatabases(): Promise<void> {
  await Promise.allSettled([...open].map(async (database) => (await database).close()));
}

/** Migrated, with its reference tables, otherwise empty. `close` removes it. */
export async function freshDatabase(): Promise<BenchDatabase> {
  const starting = start();
  open.add(starting);
  const database = await starting;
  try {
    await migrate(database.url);
    const client = await connect(database.url, 'tanlu bench');
    await loadGeographies(client);
    await client.end();
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function start(): Promise<BenchDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'tanlu-bench-'));
  const server = await startEmbedded({ dataDir: folder });
  return {
    url: server.url, folder: server.dataDir,
    async close() {
      await server.stop();
      await rm(server.dataDir, { recursive: true, force: true });
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Watches the memory of the server's processes; `stop` gives the peak in bytes, or undefined where the system does not tell (other than Linux). */
export function watchMemory(database: BenchDatabase): { stop(): number | undefined } {
  let peak: number | undefined;
  const timer = setInterval(() => {
    const now = memoryNow(database.folder);
    if (now !== undefined) peak = Math.max(peak ?? 0, now);
  }, 200);
  return { stop() { clearInterval(timer); return peak; } };
}

/** Private memory of all processes, and the memory they share once. */
function memoryNow(folder: string): number | undefined {
  try {
    const postmaster = readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0]!.trim();
    let own = 0;
    let shared = 0;
    for (const pid of readdirSync('/proc')) {
      if (!/^\d+$/.test(pid)) continue;
      const status = statusOf(pid);
      if (pid !== postmaster && status['PPid'] !== postmaster) continue;
      own += kibibytes(status['RssAnon']);
      shared = Math.max(shared, kibibytes(status['RssShmem']) + kibibytes(status['RssFile']));
    }
    return (own + shared) * 1024;
  } catch {
    return undefined;
  }
}

const kibibytes = (text: string | undefined): number => Number.parseInt(text ?? '0', 10);

function statusOf(pid: string): Record<string, string> {
  try {
    return Object.fromEntries(readFileSync(`/proc/${pid}/status`, 'utf8').split('\n').map((line) => line.split(/:\s*/, 2) as [string, string]));
  } catch {
    return {}; // it has ended meanwhile
  }
}
