// The embedded PostgreSQL as a user meets it: cold, killed, shared, broken, as root and as an ordinary user.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, cp, lstat, mkdir, mkdtemp, readdir, readFile, rm, rmdir, unlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { canEnter, serverAccount } from '../../src/database/embedded/account.ts';
import { packagedNative, usableBinaries } from '../../src/database/embedded/binaries.ts';
import { startEmbedded, type EmbeddedOptions, type EmbeddedServer } from '../../src/database/embedded/embedded-postgres.ts';
import { isRunning } from '../../src/database/embedded/processes.ts';
import { TanluError } from '../../src/errors.ts';
import { freshDatabase } from '../support/database.ts';

const modulePath = join(import.meta.dirname, '../../src/database/embedded/embedded-postgres.ts');
const isRoot = process.getuid?.() === 0;
const nobody = await serverAccount([]);
const checkoutIsOpen = isRoot && (await canEnter(import.meta.dirname, nobody));

const cleanups: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function folder(prefix = 'tanlu-embedded-'): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), prefix));
  cleanups.push(() => rm(made, { recursive: true, force: true }));
  return made;
}

/** A folder that the server's account can pass through, as below /srv or /home/<user>. */
async function openFolder(): Promise<string> {
  const made = await folder();
  await chmod(made, 0o755);
  return made;
}

async function start(dataDir: string, options: Partial<EmbeddedOptions> = {}): Promise<EmbeddedServer> {
  const server = await startEmbedded({ dataDir, ...options });
  cleanups.push(() => server.stop());
  return server;
}

async function query(url: string, sql: string): Promise<Record<string, unknown>> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows[0] as Record<string, unknown>;
  } finally {
    await client.end();
  }
}

const postmasterPid = async (dataDir: string) => Number((await readFile(join(dataDir, 'cluster/postmaster.pid'), 'utf8')).split('\n')[0]);
/** The postmaster removes its pid file some milliseconds before it ends. */
async function endsSoon(pid: number): Promise<boolean> {
  for (let i = 0; i < 50 && (await isRunning(pid)); i += 1) await sleep(20);
  return !(await isRunning(pid));
}

const errorOf = (work: Promise<unknown>) => work.then(() => { throw new Error('no error'); }, (error: TanluError) => error);

/** Another process that starts the server, says so on a line, and keeps it until it is killed or told to stop (standard input closed). */
function otherProcess(dataDir: string, as: { uid?: number; gid?: number } = {}): { child: ChildProcess; started: Promise<{ url: string; reused: boolean }>; ended: Promise<void> } {
  const script = `import { startEmbedded } from ${JSON.stringify(modulePath)};
    const server = await startEmbedded({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(JSON.stringify(server));
    process.stdin.on('end', () => server.stop().then(() => process.exit(0))).resume();`;
  const child = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], { stdio: ['pipe', 'pipe', 'pipe'], detached: true, ...as });
  let output = '';
  const ended = new Promise<void>((resolve) => { child.on('exit', () => resolve()); });
  const started = new Promise<{ url: string; reused: boolean }>((resolve, reject) => {
    child.stdout!.on('data', (chunk: Buffer) => { output += String(chunk); if (output.includes('\n')) resolve(JSON.parse(output)); });
    child.stderr!.on('data', (chunk: Buffer) => { output += String(chunk); });
    child.on('exit', (code) => reject(new Error(`ended with ${code}: ${output}`)));
  });
  started.catch(() => undefined);
  cleanups.push(async () => { if (child.exitCode === null && child.signalCode === null) { child.kill('SIGKILL'); await ended; } });
  return { child, started, ended };
}

describe('start and stop', () => {
  it('starts cold, keeps data over a restart, and stops its server', async () => {
    const dataDir = await folder();
    const first = await start(dataDir);
    expect(first).toMatchObject({ reused: false, dataDir, warnings: [] });
    await query(first.url, "create table t as select '橡胶' as name");
    const pid = await postmasterPid(dataDir);
    await first.stop();
    await first.stop();
    expect(await endsSoon(pid)).toBe(true);
    const second = await start(dataDir);
    expect(second.reused).toBe(false);
    expect(await query(second.url, 'select name, current_database() as db, current_user as "user" from t')).toEqual({ name: '橡胶', db: 'tanlu', user: 'tanlu' });
  });

  it('treats Chinese letters as letters, syncs to disk, and keeps strangers out', async () => {
    const server = await start(await folder());
    await query(server.url, 'create extension pg_trgm');
    expect(await query(server.url, String.raw`select 'é橡' ~ '^\w+$' as word, lower('ÉÀ') as lower, cardinality(show_trgm('橡胶')) as trigrams,
      to_tsvector('simple', '天然橡胶') @@ '天然橡胶'::tsquery as found, current_setting('fsync') as fsync, current_setting('server_encoding') as encoding`))
      .toEqual({ word: true, lower: 'éà', trigrams: 3, found: true, fsync: 'on', encoding: 'UTF8' });
    await expect(query(server.url.replace(/tanlu:[^@]+@/, 'tanlu:guess@'), 'select 1')).rejects.toThrow(/password/);
    expect((await lstat(join(server.dataDir, 'cluster'))).mode & 0o077).toBe(0);
    expect((await lstat(join(server.dataDir, 'cluster/tanlu.json'))).mode & 0o077).toBe(0);
    expect(await query(server.url, "select current_setting('listen_addresses') as listen, (select rolsuper from pg_roles where rolname = current_user) as super")).toEqual({ listen: '', super: false });
  });

  it('listens on the loopback address with a password where there are no sockets', async () => {
    const server = await start(await folder(), { transport: 'tcp', settings: { work_mem: '5MB' } });
    expect(server.url).toContain('@127.0.0.1:');
    expect(await query(server.url, "select current_setting('unix_socket_directories') as sockets, current_setting('work_mem') as mem")).toEqual({ sockets: '', mem: '5MB' });
  });

  it('uses a short socket folder when the path is long or odd', async () => {
    const dataDir = join(await openFolder(), `with 'space, "quote" 橡胶 ${'x'.repeat(100)}`);
    const server = await start(dataDir);
    expect(await query(server.url, 'select 1 as one')).toEqual({ one: 1 });
    const host = decodeURIComponent(new URL(server.url).hostname);
    expect(server.dataDir).toBe(dataDir);
    expect(host.startsWith(dataDir)).toBe(false);
    await server.stop();
    expect(existsSync(host)).toBe(false);
    const odd = await start(join(await openFolder(), `a 'b, "c" $d\` 胶`));
    expect(odd.url).toContain('socket');
    expect(await query(odd.url, 'select 1 as one')).toEqual({ one: 1 });
  });

  it('gives tests databases of their own', async () => {
    const [one, two] = await Promise.all([freshDatabase(), freshDatabase()]);
    await query(one.url, 'create table only_here (a int)');
    expect(await query(two.url, "select to_regclass('only_here') as t, datcollate, datctype, datlocale from pg_database where datname = current_database()")).toMatchObject({ t: null });
    await one.drop();
    await two.drop();
    await expect(query(one.url, 'select 1')).rejects.toThrow(/does not exist/);
  });
});

describe('several processes', () => {
  it('reuses the server that a killed process left, then stops it', async () => {
    const dataDir = await folder();
    const owner = otherProcess(dataDir);
    const { url } = await owner.started;
    await query(url, 'create table kept as select 42 as answer');
    const pid = await postmasterPid(dataDir);
    owner.child.kill('SIGKILL');
    await owner.ended;
    const server = await start(dataDir);
    expect(server.reused).toBe(true);
    expect(await postmasterPid(dataDir)).toBe(pid);
    expect(await query(server.url, 'select answer from kept')).toEqual({ answer: 42 });
    await server.stop();
    expect(await endsSoon(pid)).toBe(true);
  });

  it('shares one server between processes that start at the same time; the last one stops it', async () => {
    const dataDir = await folder();
    const other = otherProcess(dataDir);
    const [mine, mineToo, theirs] = await Promise.all([start(dataDir), start(dataDir), other.started]);
    expect([mine, mineToo, theirs].filter((s) => !s.reused)).toHaveLength(1);
    await mine.stop();
    await mineToo.stop();
    expect(await query(theirs.url, 'select 1 as one')).toEqual({ one: 1 });
    const pid = await postmasterPid(dataDir);
    other.child.stdin!.end();
    await other.ended;
    expect(await endsSoon(pid)).toBe(true);
  });

  it('recovers after PostgreSQL itself was killed, also when its pid belongs to another program now', async () => {
    const dataDir = await folder();
    const first = await start(dataDir);
    await query(first.url, 'create table t as select 1 as a');
    await query(first.url, 'checkpoint');
    process.kill(await postmasterPid(dataDir), 'SIGKILL');
    const second = await start(dataDir);
    expect(second.reused).toBe(false);
    expect(await query(second.url, 'select a from t')).toEqual({ a: 1 });
    const pidFile = join(dataDir, 'cluster/postmaster.pid');
    const text = await readFile(pidFile, 'utf8');
    process.kill(await postmasterPid(dataDir), 'SIGKILL');
    const stranger = spawn('sleep', ['120'], nobody ? { uid: nobody.uid, gid: nobody.gid } : {});
    cleanups.push(async () => stranger.kill());
    await sleep(100);
    await writeFile(pidFile, text.replace(/^\d+/, String(stranger.pid)));
    const third = await start(dataDir);
    expect(third.reused).toBe(false);
    expect(await query(third.url, 'select a from t')).toEqual({ a: 1 });
  });

  it('takes over the lock and ignores the registration of dead processes', async () => {
    const dataDir = await folder();
    await writeFile(join(dataDir, 'start.lock'), '4194303 1@x');
    // Our own pid, but of another life: in containers every start has the same pid.
    await mkdir(join(dataDir, 'users'));
    await writeFile(join(dataDir, 'users', `${process.pid}-old`), process.platform === 'linux' ? `${process.pid} 1@x` : '4194303');
    const server = await start(dataDir);
    const pid = await postmasterPid(dataDir);
    await server.stop();
    expect(await endsSoon(pid)).toBe(true);
  });
});

describe('folders that are not as they should be', () => {
  it('makes the database again when a process was killed while making it', async () => {
    const dataDir = await folder();
    const killed = otherProcess(dataDir);
    const unfinished = async () => (await readdir(dataDir)).filter((name) => name.startsWith('cluster'));
    for (let i = 0; i < 2000; i += 1) {
      const [name] = await unfinished();
      if (name !== undefined && existsSync(join(dataDir, name, 'base'))) break;
      await sleep(5);
    }
    process.kill(-killed.child.pid!, 'SIGKILL');
    await killed.ended;
    expect(await unfinished()).toEqual([expect.stringMatching(/^cluster\.unfinished-/)]);
    const server = await start(dataDir);
    expect(await query(server.url, 'select 1 as one')).toEqual({ one: 1 });
    expect(await unfinished()).toEqual(['cluster']);
  });

  it('leaves database folders of somebody else untouched', async () => {
    const dataDir = await folder();
    await mkdir(join(dataDir, 'cluster'));
    await writeFile(join(dataDir, 'cluster/PG_VERSION'), '18\n');
    expect(await errorOf(startEmbedded({ dataDir }))).toMatchObject({ code: 'DATABASE_FOLDER_FOREIGN', kind: 'unavailable' });
    expect(await readdir(join(dataDir, 'cluster'))).toEqual(['PG_VERSION']);
    const inside = await folder();
    await writeFile(join(inside, 'PG_VERSION'), '18\n');
    expect(await errorOf(startEmbedded({ dataDir: inside }))).toMatchObject({ code: 'DATABASE_FOLDER_FOREIGN' });
    expect(await readdir(inside)).toEqual(['PG_VERSION']);
  });

  it('says so when another PostgreSQL made the folder, when a setting is wrong, or when the folder cannot be made', async () => {
    const dataDir = await folder();
    const wrong = await errorOf(startEmbedded({ dataDir, settings: { shared_buffers: 'much' } }));
    expect(wrong).toMatchObject({ code: 'DATABASE_START_FAILED', kind: 'unavailable' });
    expect(wrong.message).toContain('invalid value for parameter "shared_buffers"');
    await writeFile(join(dataDir, 'cluster/PG_VERSION'), '17\n');
    const old = await errorOf(startEmbedded({ dataDir }));
    expect(old).toMatchObject({ code: 'DATABASE_VERSION', params: { found: '17' } });
    const file = join(await folder(), 'file');
    await writeFile(file, '');
    expect(await errorOf(startEmbedded({ dataDir: join(file, 'data') }))).toMatchObject({ code: 'DATABASE_FOLDER_NOT_WRITABLE' });
    expect(() => packagedNative('plan9', 'mips')).toThrow(expect.objectContaining({ code: 'DATABASE_PLATFORM' }));
  });
});

describe('programs', () => {
  it('repairs library links, and copies programs that cannot be reached', async () => {
    const bare = await folder('tanlu-native-');
    await chmod(bare, 0o755);
    await cp(packagedNative(), join(bare, 'native'), { recursive: true, verbatimSymlinks: true });
    const library = join(bare, 'native/lib');
    const links = (await readdir(library, { withFileTypes: true })).filter((e) => e.isSymbolicLink()).map((e) => e.name);
    expect(links).not.toHaveLength(0);
    for (const name of links) await unlink(join(library, name));
    const repaired = await usableBinaries(bare, nobody, join(bare, 'native'));
    expect(repaired.native).toBe(join(bare, 'native'));
    expect((await readdir(library, { withFileTypes: true })).filter((e) => e.isSymbolicLink()).map((e) => e.name).sort()).toEqual(links.sort());
    if (!isRoot) return;
    await chmod(join(bare, 'native'), 0o700);
    const copied = await usableBinaries(bare, nobody, join(bare, 'native'));
    expect(copied.native).toBe(join(bare, 'binaries-unknown/native'));
    expect(copied.major).toBe('18');
  });
});

describe.runIf(isRoot)('as root', () => {
  it('moves to a folder PostgreSQL can enter, says so, and comes back to it', async () => {
    const closed = await folder(); // mode 0700
    const dataDir = join(closed, 'data');
    const umask = process.umask(0o077);
    cleanups.push(async () => process.umask(umask));
    const first = await start(dataDir);
    cleanups.splice(-1, 0, async () => {
      await rm(first.dataDir, { recursive: true, force: true });
      await rmdir(dirname(first.dataDir)).catch(() => undefined); // unless others use it
    });
    expect(first.dataDir).not.toContain(closed);
    expect(first.warnings).toEqual([expect.stringMatching(new RegExp(`lives in ${first.dataDir}.*cannot enter ${closed}.*TANLU_DATA`))]);
    expect((await readFile(join(dataDir, 'LOCATION'), 'utf8')).split('\n')[0]).toBe(first.dataDir);
    expect((await lstat(closed)).mode & 0o777).toBe(0o700);
    await query(first.url, 'create table t as select 1 as a');
    await first.stop();
    const second = await start(dataDir);
    expect(second.dataDir).toBe(first.dataDir);
    expect(await query(second.url, 'select a from t')).toEqual({ a: 1 });
    await second.stop();
    // Opened later: the data stay where they are.
    await chmod(closed, 0o711);
    const third = await start(dataDir);
    expect(await query(third.url, 'select a from t')).toEqual({ a: 1 });
    await third.stop();
    await rm(first.dataDir, { recursive: true });
    expect(await errorOf(startEmbedded({ dataDir }))).toMatchObject({ code: 'DATABASE_FOLDER_GONE' });
  });

  it.runIf(checkoutIsOpen)('is the same for an ordinary user, whose folder root can use afterwards', async () => {
    const dataDir = await folder();
    await chown(dataDir, nobody!.uid, nobody!.gid);
    const user = otherProcess(dataDir, { uid: nobody!.uid, gid: nobody!.gid });
    const { url } = await user.started;
    expect(await query(url, 'select 1 as one')).toEqual({ one: 1 });
    const server = await start(dataDir);
    expect(server.reused).toBe(true);
    await server.stop();
    user.child.stdin!.end();
    await user.ended;
    expect((await lstat(join(dataDir, 'cluster'))).uid).toBe(nobody!.uid);
    await chown(dataDir, 0, 0);
    await chmod(dataDir, 0o755);
    const stranger = otherProcess(dataDir, { uid: nobody!.uid, gid: nobody!.gid });
    await expect(stranger.started).rejects.toThrow(/is not writable for this user/);
  });
});
