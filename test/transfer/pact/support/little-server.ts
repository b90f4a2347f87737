// A real HTTP or HTTPS server on loopback for one test; what it answers is the test's own function.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Identity } from './certificates.ts';

export interface Seen { method: string; url: string; headers: IncomingMessage['headers']; body: string }
export type Handler = (request: Seen, response: ServerResponse) => void | Promise<void>;

export interface LittleServer extends AsyncDisposable { url: string; port: number; seen: Seen[]; close(): Promise<void> }

export async function littleServer(handler: Handler, identity?: Identity): Promise<LittleServer> {
  const seen: Seen[] = [];
  const listener: RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const one = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() };
      seen.push(one);
      void (async () => handler(one, response))().catch((error: unknown) => (response.headersSent ? response.destroy() : response.writeHead(599).end(String(error))));
    });
  };
  const server = identity === undefined ? createServer(listener) : createSecureServer(identity, listener);
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  const close = (): Promise<void> => new Promise((resolve) => {
    server.closeAllConnections();
    server.close(() => resolve());
  });
  return { url: `${identity === undefined ? 'http' : 'https'}://localhost:${port}`, port, seen, close, [Symbol.asyncDispose]: close };
}

export const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(typeof body === 'string' ? body : JSON.stringify(body));
};
