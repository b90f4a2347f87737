// Import of PACT footprints into a real database: footprint, product and company are stored, nothing that is there is replaced, and a changed state is a new row.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { migrate } from '../../src/database/migrate.ts';
import { importPackages } from '../../src/transfer/import/import.ts';
import type { ImportReport } from '../../src/transfer/import/report.ts';
import { fixture, small3, type Json } from '../formats/pact/support/documents.ts';
import { freshDatabase, type FreshDatabase } from '../support/database.ts';

let database: FreshDatabase;
let client: pg.Client;
const folder = mkdtempSync(join(tmpdir(), 'tanlu-pact-'));

beforeAll(async () => {
  database = await freshDatabase();
  await migrate(database.url);
  client = new pg.Client({ connectionString: database.url });
  await client.connect();
});
afterAll(async () => {
  await client.end();
  await database.drop();
  rmSync(folder, { recursive: true });
});
beforeEach(async () => { await client.query('TRUNCATE footprint, product, organization, source_document, dataset_reference, import_run, import_issue'); });

async function importOf(document: Json): Promise<ImportReport> {
  const path = join(folder, 'footprints.json');
  writeFileSync(path, JSON.stringify(document));
  return importPackages({ databaseUrl: database.url, paths: [path], adapterVersion: 'test', workers: 1 });
}

const rows = async (sql: string) => (await client.query(sql)).rows;

describe('an import of PACT', () => {
  it('stores a list of footprints with their products and companies', async () => {
    const report = await importOf({ data: [fixture('panel-v3'), small3()] });
    expect(report.byNoun).toMatchObject({ footprint: { new: 2 }, product: { derived: 2 }, organization: { derived: 2 } });
    expect(report.issueCounts).toEqual({});
    expect(await rows(`SELECT f.declared_unit, f.declared_amount::text, f.total::text, f.geography, f.period_end::text, p.name AS product, o.name AS owner FROM footprint f
      JOIN product p ON p.id = f.product_id JOIN organization o ON o.id = f.owner_id ORDER BY f.total`)).toEqual([
      { declared_unit: 'Item(s)', declared_amount: '3', total: '-5.4', geography: '030', period_end: '2025-12-31', product: { en: 'Wood panels, pack of 3' }, owner: { en: 'Example Panels' } },
      { declared_unit: 'kg', declared_amount: '1', total: '1.5', geography: 'GLO', period_end: '2024-12-31', product: { en: 'Coconut oil' }, owner: { en: 'Example Oil' } },
    ]);
  });

  it('stores a footprint of version 2 for its declared amount, with where it came from', async () => {
    await importOf(fixture('bottle-v2.3'));
    expect(await rows('SELECT f.version, f.total::text, f.fossil::text, s.format, s.format_version FROM footprint f JOIN source_document s ON s.key = f.source_document')).toEqual([
      { version: '3', total: '8.400', fossil: '8.4', format: 'pact', format_version: '2.3.0' },
    ]);
  });

  it('of the same file changes nothing', async () => {
    await importOf(fixture('panel-v3'));
    const before = await rows('SELECT key, id, revision FROM footprint UNION ALL SELECT key, id, revision FROM product ORDER BY id');
    expect((await importOf(fixture('panel-v3'))).byNoun['footprint']?.new ?? 0).toBe(0);
    expect(await rows('SELECT key, id, revision FROM footprint UNION ALL SELECT key, id, revision FROM product ORDER BY id')).toEqual(before);
  });

  it('of a footprint that was deprecated since supersedes the active one', async () => {
    await importOf(small3());
    await importOf(small3({ status: 'Deprecated' }));
    expect(await rows('SELECT status, recorded_to IS NULL AS current FROM footprint ORDER BY revision')).toEqual([{ status: 'PUBLISHED', current: false }, { status: 'DEPRECATED', current: true }]);
  });

  it('refuses what cannot be used, and stores the rest', async () => {
    const report = await importOf({ data: [small3({ id: 'x' }), fixture('panel-v3')] });
    expect(report.byNoun).toMatchObject({ footprint: { new: 1, refused: 1 } });
    expect(report.issueCounts).toMatchObject({ 'pact-id-invalid': 1, 'field-absent': 1 });
  });
});
