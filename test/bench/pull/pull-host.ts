// The host that is pulled from: footprints made before, pages by offset, as plain as a host can be. Tells its address, then serves until it is ended.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, input } from '../measure/answer.ts';
import { benchFootprint } from './footprints.ts';

export interface HostInput { footprints: number }

const { footprints } = input<HostInput>();
const texts = Array.from({ length: footprints }, (_, n) => JSON.stringify(benchFootprint(n)));
const server = createServer((request, response) => {
  const url = new URL(request.url!, 'http://localhost');
  const send = (status: number, body: string, headers: Record<string, string> = {}): void => { response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(body); };
  request.resume();
  if (url.pathname === '/auth/token') return send(200, JSON.stringify({ access_token: 'bench' }));
  if (url.pathname !== '/3/footprints') return send(404, JSON.stringify({ code: 'NotFound', message: 'not there' }));
  const offset = Number(url.searchParams.get('offset') ?? 0);
  const limit = Number(url.searchParams.get('limit') ?? 100);
  const more: Record<string, string> = offset + limit < texts.length ? { link: `<http://${request.headers.host}/3/footprints?limit=${limit}&offset=${offset + limit}>; rel="next"` } : {};
  send(200, `{"data":[${texts.slice(offset, offset + limit).join(',')}]}`, more);
});
server.listen(0, '127.0.0.1', () => answer<string>(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
process.on('SIGTERM', () => process.exit(0));
