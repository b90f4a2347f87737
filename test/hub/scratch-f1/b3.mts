import pg from 'pg';
import { readFileSync } from 'node:fs';
import { parse } from 'graphql';
import { compileQuery } from 'graphql-jit';
import { buildSchemaSync } from 'type-graphql';
import { migrate } from '../../../src/database/migrate.ts';
import { makePool } from '../../../src/database/pool.ts';
import { ReadDatabase } from '../../../src/database/read/read-database.ts';
import { makeContext } from '../../../src/hub/graphql/context.ts';
import { buildHubResolvers } from '../../../src/hub/schema.ts';
const base = readFileSync('/tmp/f1pg/url','utf8');
const u = new URL(base); u.pathname='/f1bench';
const fresh = process.argv[2] === 'load';
if (fresh) {
  const c = new pg.Client({connectionString: base}); await c.connect(); await c.query('drop database if exists f1bench with (force)'); await c.query('create database f1bench'); await c.end();
  await migrate(u.toString());
  const p = makePool(u.toString(), {statementTimeout: 0});
  await p.query(`insert into product (id, version, name, code, record) select gen_random_uuid(), '01.00.000', jsonb_build_object('en','Product '||i,'zh','产品'||i), 'P'||i, jsonb_build_object('id','x') from generate_series(1,10000) i`);
  await p.query(`insert into footprint (id, version, name, status, product_id, declared_unit, declared_amount, total, gross, fossil, boundary, valid_from, valid_to, record)
   select gen_random_uuid(), '01.00.000', jsonb_build_object('en','Footprint '||i), 'PUBLISHED', (select id from product where key = 1 + (i % 10000)), 'kg', 1, (i%1000)/100.0, (i%1000)/100.0, (i%1000)/100.0, 'CRADLE_TO_GATE','2026-01-01','2028-12-31', jsonb_build_object('result', jsonb_build_object('total', '1')) from generate_series(0,99999) i`);
  await p.query('vacuum analyze'); await p.end();
}
const pool = makePool(u.toString(), { size: 8 });
const db = new ReadDatabase(pool);
const schema = buildSchemaSync({ resolvers: buildHubResolvers() as any, validate: false });
const q = parse('{ products(first: 50) { nodes { id name { en } footprints(first: 5) { nodes { id result { total } } } } } }');
const compiled: any = compileQuery(schema, q, undefined, {});
const bareSql = `select p.id, p.name->>'en', f.id, f.total from (select id, key, name from product where recorded_to is null and visibility='PUBLIC' order by key limit 50) p left join lateral (select id, total from footprint where product_id=p.id and recorded_to is null and visibility='PUBLIC' order by key limit 5) f on true order by p.key`;
async function bare() {
  const r = await pool.query({ name: 'bare', text: bareSql, rowMode: 'array', values: [] });
  const nodes: any[] = []; let last: any;
  for (const row of r.rows as any[]) { if (!last || last.id !== row[0]) { last = { id: row[0], name: { en: row[1] }, footprints: { nodes: [] } }; nodes.push(last); } if (row[2] !== null) last.footprints.nodes.push({ id: row[2], result: { total: row[3] } }); }
  return JSON.stringify({ data: { products: { nodes } } });
}
async function ours() { const r = await compiled.query({}, makeContext(db, { role: 'anonymous' }), {}); return JSON.stringify(r); }
let kept: any; const orig = db.rows.bind(db);
(db as any).rows = async (s: any) => kept ??= await orig(s);
const N = 3000;
async function t(name: string, f: () => any) { for (let i=0;i<500;i++) await f(); const c = process.cpuUsage(), p = performance.now(); for (let i=0;i<N;i++) await f(); const d = process.cpuUsage(c); console.log(name, ((performance.now()-p)/N*1000).toFixed(0)+'us', 'cpu', ((d.user+d.system)/N).toFixed(0)); }
import { compilePage } from '../../../src/database/read/compile-page.ts';
for (let k=0;k<3;k++) {
await t('jit no db', () => compiled.query({}, makeContext(db, { role: 'anonymous' }), {}));
await t('jit no db + stringify', async () => JSON.stringify(await compiled.query({}, makeContext(db, { role: 'anonymous' }), {})));
}
const rows = kept; const res = await compiled.query({}, makeContext(db, { role: 'anonymous' }), {});
await t('stringify', () => JSON.stringify(res));
const cpu = await t('bare shape', () => { const nodes: any[] = []; let last: any;
  for (const row of rows as any[]) { if (!last || last.id !== row[0]) { last = { id: row[0], name: { en: row[1] }, footprints: { nodes: [] } }; nodes.push(last); } if (row[2] !== null) last.footprints.nodes.push({ id: row[2], result: { total: row[3] } }); } return nodes; });
await pool.end();
