// pactPreview over GraphQL: whole for the operator and the owner, for others what the host would give them.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { aProduct, anOrganization, uuidOf } from '../../hub/support/records.ts';
import { insertDataset } from '../../hub/support/rows.ts';
import { adminToken, bottle, pactHub, type PactHub } from './support/pact-hub.ts';

let hub: PactHub;
let owner: string;
let buyer: string;
const pf = (n: number): string => uuidOf(2, n);

beforeAll(async () => {
  hub = await pactHub();
  const { pool } = hub;
  await insertDataset(pool, 'organization', anOrganization(1));
  await insertDataset(pool, 'product', aProduct(1, { classifications: [{ scheme: 'CPC', code: '24310' }] }));
  await insertDataset(pool, 'footprint', bottle(1, { quality: { primaryDataSharePercent: '61.50' }, restrictions: [{ group: 'QUALITY', visibility: 'BUYER' }] }));
  await insertDataset(pool, 'footprint', bottle(2, { visibility: 'BUYER' }));
  await insertDataset(pool, 'footprint', bottle(3, { status: 'DRAFT' }));
  await insertDataset(pool, 'footprint', bottle(4, { declaredUnit: 'h', declaredAmount: '3' }));
  await insertDataset(pool, 'footprint', bottle(5, { product: { type: 'product', id: uuidOf(1, 99) } }));
  await hub.refresh();
  owner = (await hub.partner(1, { organization_id: uuidOf(5, 1) })).token;
  buyer = (await hub.partner(2)).token;
});
afterAll(() => hub.close());

interface Preview { version: string; document: string | null; issues: { code: string; severity: string }[] }
async function preview(footprint: string, version: string, token: string | null): Promise<Preview | null> {
  const { json } = await hub.query('query ($id: ID!, $version: PactVersion!) { pactPreview(footprint: $id, version: $version) { version document issues { code severity } } }', { id: footprint, version }, token === null ? {} : { authorization: `Bearer ${token}` });
  expect(json.errors).toBeUndefined();
  return json.data!['pactPreview'] as Preview | null;
}
const documentOf = (found: Preview | null): Record<string, unknown> & { pcf: Record<string, unknown> } => JSON.parse(found!.document!) as Record<string, unknown> & { pcf: Record<string, unknown> };

describe('pactPreview', () => {
  it('states every version, exactly: 18 kg for 12 liters are 1.5 a liter', async () => {
    for (const [version, spec, fossil] of [['V2_0', '2.0.0', '1.5'], ['V2_1', '2.1.0', '1.5'], ['V2_2', '2.2.0', '1.5'], ['V2_3', '2.3.0', '1.5'], ['V3_0', '3.0.3', '18']] as const) {
      const found = await preview(pf(1), version, adminToken);
      const document = documentOf(found);
      expect([found!.version, document['specVersion'], document.pcf['fossilGhgEmissions'], 'productMassPerDeclaredUnit' in document.pcf]).toEqual([version, spec, fossil, version === 'V2_3' || version === 'V3_0']);
    }
  });

  it('is the very document that the host gives, also to those who see less', async () => {
    for (const [token, sees] of [[owner, true], [buyer, false]] as const) {
      const document = documentOf(await preview(pf(1), 'V3_0', token));
      expect(document).toEqual((await hub.get(`/3/footprints/${pf(1)}`, token)).one);
      expect('primaryDataShare' in document.pcf).toBe(sees);
    }
  });

  it('tells owner and operator why there is no document, others nothing', async () => {
    for (const token of [adminToken, owner]) {
      expect(await preview(pf(4), 'V2_3', token)).toMatchObject({ document: null, issues: expect.arrayContaining([expect.objectContaining({ code: 'pact-unit-unwritable', severity: 'ERROR' })]) });
      expect(await preview(pf(3), 'V3_0', token)).toMatchObject({ document: null, issues: expect.arrayContaining([expect.objectContaining({ code: 'pact-status-unwritable', severity: 'ERROR' })]) });
    }
    expect(await preview(pf(5), 'V3_0', adminToken)).toMatchObject({ document: null, issues: [{ code: 'pact-value-unknown', severity: 'ERROR' }] });
    expect([await preview(pf(4), 'V2_3', buyer), await preview(pf(3), 'V3_0', buyer)]).toEqual([null, null]);
  });

  it('is nothing for those who may not see the footprint, and for what is not there', async () => {
    expect([await preview(pf(2), 'V3_0', buyer), await preview(pf(2), 'V3_0', null), await preview(uuidOf(2, 77), 'V3_0', adminToken), await preview('no-uuid', 'V3_0', adminToken)]).toEqual([null, null, null, null]);
    expect((await preview(pf(2), 'V3_0', owner))!.document).not.toBeNull();
  });

  it('is written down where something restricted is given', async () => {
    await hub.pool.query('delete from access_event');
    for (const token of [buyer, adminToken]) await preview(pf(1), 'V2_3', token);
    const { rows } = await hub.pool.query('select actor, path, field_groups from access_event');
    expect(rows).toEqual([{ actor: 'administrator', path: 'pact preview 2.3', field_groups: ['QUALITY'] }]);
  });
});
