// A server over the shop schema on a free port, with its log kept in memory.
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pino } from 'pino';
import { readConfig } from '../../../src/config.ts';
import { startServer, type RunningServer, type ServerOptions } from '../../../src/server/http.ts';
import { webPages } from '../../../src/web/pages.ts';
import { shopSchema } from './shop-schema.ts';

export const token = 'test-token-of-the-administrator';

export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: { data?: Record<string, unknown> | null; errors?: { message: string; path?: unknown; extensions: Record<string, unknown> }[] };
}

export interface TestServer extends RunningServer {
  logged: Record<string, unknown>[];
  folder: string;
  uploads(): Promise<string[]>;
  /** POSTs a body, JSON unless it is text, and reads the answer. */
  post(body: unknown, headers?: Record<string, string>): Promise<Answer>;
  query(query: string, variables?: Record<string, unknown>, headers?: Record<string, string>): Promise<Answer>;
}

const schema = shopSchema();

export async function testServer(options: Partial<ServerOptions> = {}, environment: Record<string, string> = {}): Promise<TestServer> {
  const folder = await mkdtemp(join(tmpdir(), 'tanlu-server-'));
  const logged: Record<string, unknown>[] = [];
  const log = pino({ level: 'info' }, { write: (line: string) => { logged.push(JSON.parse(line) as Record<string, unknown>); } });
  const server = await startServer({
    config: readConfig({ PORT: '0', TANLU_DATA: folder, ...environment }), log, schema, adminToken: token, hubContext: () => ({}), pages: webPages(), ...options,
  });
  const post = async (body: unknown, headers: Record<string, string> = {}): Promise<Answer> => {
    const response = await fetch(`${server.url}/graphql`, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body), headers: { 'content-type': 'application/json', ...headers } });
    return answerOf(response);
  };
  return {
    url: server.url, logged, folder, post,
    query: (query, variables, headers) => post({ query, variables }, headers),
    uploads: () => readdir(join(folder, 'uploads')).catch(() => []),
    close: async (withinMs) => {
      await server.close(withinMs);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export async function answerOf(response: Response): Promise<Answer> {
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json') ? (JSON.parse(text) as Answer['json']) : {};
  return { status: response.status, headers: response.headers, text, json };
}
