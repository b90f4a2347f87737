// The least a server can do: node:http and one prepared statement with a lateral join; JSON is made from rows. No GraphQL.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makePool } from '../../../src/database/pool.ts';
import { answer, input } from '../measure/answer.ts';
import { CHILDREN, PARENTS, type ListedProduct } from './contestants.ts';

const pool = makePool(input<{ databaseUrl: string }>().databaseUrl);
const visible = (alias: string) => `${alias}.recorded_to IS NULL AND ${alias}.visibility = 'PUBLIC'`;
const statement = {
  name: 'list', rowMode: 'array' as const, values: [PARENTS, CHILDREN],
  text: `SELECT p.id, p.name ->> 'en', f.id, f.total FROM (SELECT key, id, name FROM product p WHERE ${visible('p')} ORDER BY key LIMIT $1) p
    LEFT JOIN LATERAL (SELECT key, id, total FROM footprint f WHERE f.product_id = p.id AND ${visible('f')} ORDER BY f.key LIMIT $2) f ON true ORDER BY p.key, f.key`,
};

async function list(): Promise<string> {
  const { rows } = await pool.query<[string, string, string | null, string]>(statement);
  const products: ListedProduct[] = [];
  let last: ListedProduct | undefined;
  for (const [id, name, footprint, value] of rows) {
    if (last?.id !== id) products.push(last = { id, name, footprints: [] });
    if (footprint !== null) last.footprints.push({ id: footprint, value });
  }
  return JSON.stringify({ data: { products } });
}

const server = createServer((request, response) => {
  request.resume().on('end', () => {
    list().then((body) => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) });
      response.end(body);
    }, (error: unknown) => { response.writeHead(500).end(String(error)); });
  });
});
server.listen(0, '127.0.0.1', () => { answer(`http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`); });
