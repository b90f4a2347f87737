// How to reach the embedded server: a Unix socket, or TCP on the loopback address where there are none (Windows).
import { chmod, mkdir, mkdtemp } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { giveTo, type Account } from './account.ts';

export interface Endpoint {
  /** Folder of the socket, or an address. */
  host: string;
  port: number;
}

export type Transport = 'socket' | 'tcp';

/** Longest socket path: sockaddr_un holds 108 bytes on Linux, 104 on macOS, with the closing zero. */
const longestSocketPath = 103;

/**
 * A connection URL. The socket folder stands percent-encoded in the place of the host, as libpq allows: node-postgres and
 * MikroORM both understand this form, while MikroORM ignores `?host=`.
 */
export function databaseUrl(endpoint: Endpoint, user: string, password: string, database: string): string {
  return `postgresql://${user}:${password}@${encodeURIComponent(endpoint.host)}:${endpoint.port}/${encodeURIComponent(database)}`;
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve, reject) => { server.once('error', reject).listen(0, '127.0.0.1', resolve); });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => { server.close(resolve); });
  return port;
}

/** A fresh endpoint for a server of this folder. A folder with a long path gets a short socket folder in the temporary folder. */
export async function newEndpoint(folder: string, transport: Transport, account: Account | undefined): Promise<Endpoint> {
  if (transport === 'tcp') return { host: '127.0.0.1', port: await freePort() };
  const port = 5432;
  const fits = (host: string) => Buffer.byteLength(join(host, `.s.PGSQL.${port}`)) <= longestSocketPath;
  let host = join(folder, 'socket');
  if (fits(host)) await mkdir(host, { recursive: true, mode: 0o700 });
  else host = await mkdtemp(join(fits(join(tmpdir(), 'tanlu-XXXXXX')) ? tmpdir() : '/tmp', 'tanlu-'));
  await chmod(host, 0o700);
  await giveTo(account, host);
  return { host, port };
}

/** The server settings that make it listen there and nowhere else. */
export function endpointSettings(endpoint: Endpoint): Record<string, string> {
  const socket = endpoint.host.startsWith('/');
  return {
    port: String(endpoint.port),
    listen_addresses: socket ? '' : endpoint.host,
    unix_socket_directories: socket ? `"${endpoint.host.replaceAll('"', '""')}"` : '',
  };
}
