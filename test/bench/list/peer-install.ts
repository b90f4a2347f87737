// Installs what the list bench measures beside Tanlu, into test/bench/node_modules by its own lockfile.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('..', import.meta.url));

export const peerInstalled = (): boolean => existsSync(`${folder}node_modules/postgraphile/package.json`);

/** `npm ci` in test/bench. Gives false where it does not succeed, with npm's words on standard error. */
export function installPeer(say: (text: string) => void): boolean {
  say('installing PostGraphile into test/bench/node_modules (npm ci) …');
  const { status } = spawnSync('npm', ['ci', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error'], { stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000, shell: process.platform === 'win32' });
  return status === 0 && peerInstalled();
}
