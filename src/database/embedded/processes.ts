// Which process is meant: a pid with its start time, because pids come back (in containers nearly always).
import { readFile } from 'node:fs/promises';

/** Fields of /proc/<pid>/stat from the state on; empty without /proc (macOS, Windows) or when hidden: then the pid alone has to do. */
async function statFields(pid: number): Promise<string[]> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return stat === '' ? [] : stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

async function startedAt(pid: number): Promise<string> {
  const ticks = (await statFields(pid))[19];
  if (ticks === undefined) return '';
  return `${ticks}@${(await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '')).trim()}`;
}

/** A line that identifies this process now and for ever, as far as the platform tells. */
export async function processToken(pid: number = process.pid): Promise<string> {
  return `${pid} ${await startedAt(pid)}`.trim();
}

export function pidExists(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** A dead process stays as a zombie where process 1 does not collect it, as in most containers. */
export async function isRunning(pid: number): Promise<boolean> {
  return pidExists(pid) && !['Z', 'X'].includes((await statFields(pid))[0] ?? '');
}

/** Whether the process that wrote this token still runs. Text that is no token counts as dead. */
export async function tokenIsAlive(token: string): Promise<boolean> {
  const [pid, start] = token.trim().split(' ');
  if (!(await isRunning(Number(pid)))) return false;
  const now = await startedAt(Number(pid));
  return start === undefined || now === '' || start === now;
}

/** Whether this pid can be a PostgreSQL server; true when the platform does not say. */
export async function mayBePostgres(pid: number): Promise<boolean> {
  if (!(await isRunning(pid))) return false;
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
  return command === '' || command.includes('postgres');
}
