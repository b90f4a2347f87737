// Runs one of PostgreSQL's programs, as another user when given one, and collects what it says.
import { spawn } from 'node:child_process';
import { parse } from 'node:path';
import type { Account } from './account.ts';

/** `code` is null when the program could not be started at all; `output` then says why. */
export interface Outcome {
  code: number | null;
  output: string;
}

const keptOutput = 64 * 1024;

// PG* variables of the shell (PGDATA, PGPORT, PGOPTIONS) would redirect our server.
function cleanEnvironment(): NodeJS.ProcessEnv {
  return { ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('PG'))), LC_ALL: 'C', LANG: 'C' };
}

/** Runs in `folder`; without one in the root folder, as the caller's own may be closed to the account. */
export function run(program: string, args: string[], account?: Account, folder?: string): Promise<Outcome> {
  return new Promise((resolve) => {
    let output = '';
    const done = (code: number | null) => resolve({ code, output: output.trim() });
    const child = spawn(program, args, {
      env: cleanEnvironment(),
      stdio: ['ignore', 'pipe', 'pipe'],
      windowsHide: true,
      cwd: folder ?? parse(process.cwd()).root,
      ...(account ? { uid: account.uid, gid: account.gid } : {}),
    });
    const collect = (chunk: Buffer) => { output = (output + chunk.toString('utf8')).slice(-keptOutput); };
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', (error) => { output += error.message; done(null); });
    child.on('close', (code) => done(code ?? 1));
    // A server started on Windows inherits the pipes, which then never close.
    child.on('exit', (code) => setTimeout(() => { child.stdout.destroy(); child.stderr.destroy(); done(code ?? 1); }, 300).unref());
  });
}
