// The least a server can do: node:http and one prepared statement for the same page. No token, no access, no audit.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makePool } from '../../../src/database/pool.ts';
import { answer, input } from '../measure/answer.ts';

const pool = makePool(input<{ databaseUrl: string }>().databaseUrl);
const text = `SELECT key, document FROM pact_footprint WHERE version = '3.0' AND document IS NOT NULL AND key > $1 AND place = ANY($2::text[]) AND valid_from <= $3 AND valid_to >= $3 AND status = ANY($4::text[]) ORDER BY key LIMIT $5`;

const server = createServer((request, response) => {
  const query = new URL(request.url!, 'http://localhost').searchParams;
  const limit = Number(query.get('limit'));
  const values = [Number(query.get('after') ?? 0), [query.get('geography')!.toLowerCase()], query.get('validOn'), [query.get('status')!.toUpperCase()], limit + 1];
  pool.query<[number, string]>({ name: 'page', rowMode: 'array', text, values }).then(({ rows }) => {
    const page = rows.slice(0, limit);
    const body = Buffer.from(`{"data":[${page.map(([, document]) => document).join(',')}]}`);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length, ...(rows.length > limit && { link: `<http://${request.headers.host}/?after=${page.at(-1)![0]}>; rel="next"` }) });
    response.end(body);
  }, (error: unknown) => { response.writeHead(500).end(String(error)); });
});
server.listen(0, '127.0.0.1', () => { answer(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`); });
