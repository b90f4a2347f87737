// Children of the bench: each measurement has a process of its own, so that peak memory and warm code are its own.
import { spawn, type ChildProcess } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Answer } from './answer.ts';

const running = new Set<ChildProcess>();

/** Ends all children at once. */
export function killChildren(): void {
  for (const child of running) child.kill('SIGKILL');
}

process.on('exit', killChildren);

export interface Started {
  child: ChildProcess;
  /** The next message the child sends; rejects when it ends before or does not answer in time. */
  next<T>(seconds: number): Promise<Answer<T>>;
  /** Ends the child: SIGTERM, then SIGKILL. */
  stop(): Promise<void>;
}

/** Starts a TypeScript file with its arguments as one JSON text. Its standard error is shown, its output is not. */
export function startChild(file: string, input: unknown, environment: Record<string, string> = {}): Started {
  const child = spawn(process.execPath, ['--import', 'tsx', file, JSON.stringify(input)], {
    cwd: fileURLToPath(new URL('../../..', import.meta.url)),
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { ...process.env, NODE_ENV: 'production', ...environment },
  });
  running.add(child);
  const ended = new Promise<void>((resolve) => { child.once('exit', () => { running.delete(child); resolve(); }); });
  return {
    child,
    next<T>(seconds: number) {
      return new Promise<Answer<T>>((resolve, reject) => {
        const timer = setTimeout(() => { child.kill('SIGKILL'); reject(new Error(`${file} did not answer within ${seconds} s`)); }, seconds * 1000);
        const early = (code: number | null) => { clearTimeout(timer); reject(new Error(`${file} ended without an answer (code ${code})`)); };
        child.once('exit', early);
        child.once('error', reject);
        child.once('message', (message) => {
          clearTimeout(timer);
          child.off('exit', early);
          resolve(message as Answer<T>);
        });
      });
    },
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const timer = setTimeout(() => child.kill('SIGKILL'), 5_000);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(timer);
    },
  };
}

/** Runs a file to its one answer. */
export async function runChild<T>(file: URL, input: unknown, seconds: number): Promise<Answer<T>> {
  const started = startChild(fileURLToPath(file), input);
  try {
    return await started.next<T>(seconds);
  } finally {
    await started.stop();
  }
}
