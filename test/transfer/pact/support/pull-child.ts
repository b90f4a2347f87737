// Pulls from a partner in a process of its own, which a test may kill. Arguments: URL of the database, identifier of the partner.
import { makePool } from '../../../../src/database/pool.ts';
import { makeLog } from '../../../../src/log.ts';
import { pullPartner } from '../../../../src/transfer/pact/sync/pull.ts';

const [databaseUrl, partnerId] = process.argv.slice(2) as [string, string];
const pool = makePool(databaseUrl, { size: 1 });
const report = await pullPartner({
  databaseUrl, pool, issuer: 'hub.example.org', source: 'https://hub.example.org', secret: Buffer.alloc(32, 7), network: { allowPrivate: true, allowHttp: 'private' }, log: makeLog('silent'), adapterVersion: '0.1.0', requestDays: 30,
}, partnerId, 'SCHEDULE', { pageSize: 20 });
process.stdout.write(report.state);
await pool.end();
