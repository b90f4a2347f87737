// The measured pull: the real pullPartner, in a process of its own; then once more, when everything is known.
import { pino } from 'pino';
import { makePool } from '../../../src/database/pool.ts';
import { seal } from '../../../src/hub/access/seal.ts';
import type { PactContext } from '../../../src/transfer/pact/context.ts';
import { secretPlace } from '../../../src/hub/partner/host-secret.ts';
import { pullPartner } from '../../../src/transfer/pact/sync/pull.ts';
import { answer, input } from '../measure/answer.ts';

export interface PullInput { databaseUrl: string; host: string }
interface Pulled { seconds: number; added: number; changed: number; unchanged: number; refused: number }
export interface PullOutcome { first: Pulled; second: Pulled; stored: number; products: number; deprecated: number }

const { databaseUrl, host } = input<PullInput>();
const pool = makePool(databaseUrl, { size: 2, statementTimeout: 0 });
const secret = Buffer.alloc(32, 1);
const { rows: [row] } = await pool.query<{ id: string }>(`insert into partner (name, kind, base_url, pact_version, client_id) values ('Bench', 'SUPPLIER', $1, '3.0', 'bench') returning id::text`, [host]);
await pool.query('update partner set client_secret = $2 where id = $1', [row!.id, Buffer.from(seal(secret, 'bench', secretPlace(row!.id)))]);
const context: PactContext = { databaseUrl, pool, secret, issuer: 'hub.example.org', source: 'https://hub.example.org', network: { allowPrivate: true, allowHttp: 'private' }, log: pino({ level: 'silent' }), adapterVersion: 'bench', requestDays: 30 };

async function pull(): Promise<Pulled> {
  const started = performance.now();
  const { state, added, changed, unchanged, refused, error } = await pullPartner(context, row!.id, 'SCHEDULE');
  if (state !== 'COMPLETED') throw error ?? new Error(`The pull is ${state}.`);
  return { seconds: (performance.now() - started) / 1000, added, changed, unchanged, refused };
}

const [first, second] = [await pull(), await pull()];
const { rows: [counted] } = await pool.query<Omit<PullOutcome, 'first' | 'second'>>(
  `select count(*)::int as stored, count(distinct product_id)::int as products, (count(*) filter (where status = 'DEPRECATED'))::int as deprecated from footprint where recorded_to is null`);
answer<PullOutcome>({ first, second, ...counted! });
await pool.end();
