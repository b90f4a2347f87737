// Footprints as partners see them: made anew when footprint, product or owner change, each change another dataset, deprecation in place.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type pg from 'pg';
import { migrate } from '../../../src/database/migrate.ts';
import { makePool } from '../../../src/database/pool.ts';
import type { Footprint } from '../../../src/model/footprint.ts';
import { projectFootprints, refreshProjections, renewProjections } from '../../../src/transfer/pact/projections/refresh.ts';
import { freshDatabase, type FreshDatabase } from '../../support/database.ts';
import { aFootprint, anOrganization, aProduct, uuidOf } from '../../hub/support/records.ts';
import { insertDataset } from '../../hub/support/rows.ts';

let database: FreshDatabase;
let pool: pg.Pool;
const maker = { issuer: 'hub.example.org', adapterVersion: '0.1.0', source: 'https://hub.example.org' };
const owner = { type: 'organization' as const, id: uuidOf(5, 1) };

/** 12 liters with 18 kg CO2e: 1.5 kg a liter (ADR-36). */
const bottle = (n: number, more: Partial<Footprint> = {}): Footprint => aFootprint(n, 1, '18', {
  owner, declaredUnit: 'l', declaredAmount: '12', massPerUnit: '9.468', createdAt: '2026-02-01T00:00:00Z',
  result: { total: '18', totalExcludingUptake: '18', fossil: '18', fossilCarbonContent: '0', storedCarbon: '0' }, scope: { boundary: 'CRADLE_TO_GATE', cutOffPercent: '0', includesPackaging: true },
  method: { ...aFootprint(1, 1, '1').method, ipccReports: ['AR6'], crossSectoralStandards: ['ISO14067'] }, geography: { code: 'CN', system: 'iso', stated: 'CN' }, ...more,
});

interface Row { version: string; pact_id: string; status: string; document: { status: string; id: string; precedingPfIds?: string[]; created: string; pcf: Record<string, string> } | null; visibility: string; issues: { code: string; severity: string }[]; key: string }
const rowsOf = async (n: number): Promise<Row[]> => (await pool.query<Row>('select key::text, version, pact_id, status, document::jsonb as document, visibility, issues from pact_footprint where footprint_id = $1 order by version, created_at, key', [uuidOf(2, n)])).rows;

/** Stores another version, which supersedes the current one. */
async function supersede(n: number, record: Footprint): Promise<void> {
  const now = new Date().toISOString();
  await pool.query('update footprint set recorded_to = $2 where id = $1 and recorded_to is null', [uuidOf(2, n), now]);
  await insertDataset(pool, 'footprint', record, { recordedFrom: now });
}

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url);
  pool = makePool(database.url, { size: 3 });
  await insertDataset(pool, 'organization', anOrganization(1));
  await insertDataset(pool, 'product', aProduct(1, { classifications: [{ scheme: 'CPC', code: '24310' }] }));
});
afterAll(async () => {
  await pool.end();
  await database.drop();
});

describe('projections', () => {
  it('states a footprint per declared amount in version 3 and per unit in version 2', async () => {
    await insertDataset(pool, 'footprint', bottle(1));
    expect(await refreshProjections(pool, maker)).toBe(1);
    expect(await refreshProjections(pool, maker)).toBe(0);
    const [v2, v3] = await rowsOf(1);
    expect([v2!.issues, v3!.issues].flat().filter((issue) => issue.severity === 'error')).toEqual([]);
    expect([v2!.version, v2!.status, v2!.document!.pcf['fossilGhgEmissions'], v2!.document!.pcf['declaredUnit']]).toEqual(['2.3', 'ACTIVE', '1.5', 'liter']);
    expect([v3!.version, v3!.status, v3!.document!.pcf['fossilGhgEmissions'], v3!.document!.pcf['declaredUnitAmount'], v3!.document!.id, v3!.document!.created]).toEqual(['3.0', 'ACTIVE', '18', '12', uuidOf(2, 1), '2026-02-01T00:00:00Z']);
    const { rows } = await pool.query('select product_urns, company_urns, class_urns, place, valid_from, valid_to from pact_footprint where version = $1', ['3.0']);
    expect(rows).toEqual([{ product_urns: [`urn:pact:hub.example.org:product-id:${uuidOf(1, 1)}`], company_urns: [`urn:pact:hub.example.org:company-id:${uuidOf(5, 1)}`], class_urns: ['urn:cpc:24310'], place: 'cn', valid_from: '2026-01-01T00:00:00Z', valid_to: '2029-01-01T00:00:00Z' }]);
  });

  it('a change is another dataset that names the one before, which is deprecated and keeps its row', async () => {
    const before = (await rowsOf(1)).find((row) => row.version === '3.0')!;
    await supersede(1, bottle(1, { version: '02.00.000', result: { ...bottle(1).result, total: '12', totalExcludingUptake: '12', fossil: '12' } }));
    await refreshProjections(pool, maker);
    const [old, fresh] = (await rowsOf(1)).filter((row) => row.version === '3.0');
    expect([old!.key, old!.pact_id, old!.status, old!.document!.status, old!.document!.pcf['fossilGhgEmissions']]).toEqual([before.key, uuidOf(2, 1), 'DEPRECATED', 'Deprecated', '18']);
    expect([fresh!.status, fresh!.document!.status, fresh!.document!.precedingPfIds, fresh!.document!.pcf['fossilGhgEmissions'], fresh!.pact_id === old!.pact_id]).toEqual(['ACTIVE', 'Active', [uuidOf(2, 1)], '12', false]);
    // Made anew, it has the same identifier.
    await pool.query('delete from pact_footprint');
    await projectFootprints(pool as never, [uuidOf(2, 1)], maker);
    expect((await rowsOf(1)).map((row) => row.pact_id)).toEqual(expect.arrayContaining([fresh!.pact_id, old!.pact_id]));
  });

  it('deprecation happens in place, under the same identifier', async () => {
    await insertDataset(pool, 'footprint', bottle(2));
    await refreshProjections(pool, maker);
    await supersede(2, bottle(2, { version: '01.00.001', status: 'DEPRECATED' }));
    await refreshProjections(pool, maker);
    const rows = await rowsOf(2);
    expect(rows.map((row) => [row.version, row.pact_id, row.status, row.document!.status])).toEqual([['2.3', uuidOf(2, 2), 'DEPRECATED', 'Deprecated'], ['3.0', uuidOf(2, 2), 'DEPRECATED', 'Deprecated']]);
    expect((rows[0]!.document as unknown as { version: number }).version).toBeGreaterThan(1);
  });

  it('a draft is not there, nor a footprint whose owner is unknown; what cannot be stated tells why', async () => {
    await insertDataset(pool, 'footprint', bottle(3, { status: 'DRAFT' }));
    await insertDataset(pool, 'footprint', bottle(4, { owner: { type: 'organization', id: uuidOf(5, 99) } }));
    await insertDataset(pool, 'footprint', bottle(5, { declaredUnit: 'h', declaredAmount: '3' }));
    await refreshProjections(pool, maker);
    expect([await rowsOf(3), await rowsOf(4)]).toEqual([[], []]);
    const [v2, v3] = await rowsOf(5);
    expect([v2!.document, v2!.issues.filter((issue) => issue.severity === 'error').map((issue) => issue.code)]).toEqual([null, ['pact-unit-unwritable']]);
    expect([v3!.document!.pcf['declaredUnitOfMeasurement'], v3!.document!.pcf['fossilGhgEmissions']]).toEqual(['hour', '18']);
  });

  it('follows its product and its owner, and who may see it', async () => {
    const now = new Date().toISOString();
    await pool.query('update organization set recorded_to = $1 where recorded_to is null', [now]);
    await insertDataset(pool, 'organization', anOrganization(1, { version: '02.00.000', identifiers: [{ scheme: 'URN', value: 'urn:epc:id:sgln:4063973' }] }), { recordedFrom: now });
    await pool.query(`update footprint set visibility = 'BUYER' where id = $1 and recorded_to is null`, [uuidOf(2, 1)]);
    await refreshProjections(pool, maker);
    const { rows } = await pool.query(`select distinct company_urns from pact_footprint where document is not null`);
    expect(rows).toEqual([{ company_urns: ['urn:epc:id:sgln:4063973'] }]);
    expect(new Set((await rowsOf(1)).map((row) => row.visibility))).toEqual(new Set(['BUYER']));
  });

  it('is made anew for another issuer, and by two at once only once', async () => {
    await renewProjections(pool, { ...maker, issuer: 'other.example.org' });
    const done = await Promise.all([refreshProjections(pool, { ...maker, issuer: 'other.example.org' }), refreshProjections(pool, { ...maker, issuer: 'other.example.org' })]);
    expect(done[0]! + done[1]!).toBe(3);
    const { rows } = await pool.query('select distinct made_by from pact_footprint');
    expect(rows).toEqual([{ made_by: '0.1.0 other.example.org' }]);
  });
});
