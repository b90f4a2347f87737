// Fills a database for the bench of the PACT host: rows as partners read them, of one real document with numbers of its own; and a partner with a credential.
import type { Pool } from 'pg';
import { VERSION } from '../../../src/config.ts';
import { makePool } from '../../../src/database/pool.ts';
import { projectFootprint } from '../../../src/formats/pact/pact.ts';
import { CredentialService } from '../../../src/hub/partner/credential.service.ts';
import type { Footprint } from '../../../src/model/footprint.ts';

export const issuer = 'bench.example.org';
const ids = { footprint: '00000002-0000-4000-8000-000000000001', product: '00000001-0000-4000-8000-000000000001', owner: '00000005-0000-4000-8000-000000000001' };

/** What a document of the hub looks like, from a footprint with the usual fields. */
function template(): string {
  const base = (id: string, en: string) => ({ id, version: '01.00.000', name: { en } });
  const footprint: Footprint = {
    ...base(ids.footprint, 'Footprint'), status: 'PUBLISHED', product: { type: 'product', id: ids.product }, owner: { type: 'organization', id: ids.owner }, declaredUnit: 'kg', declaredAmount: '1', createdAt: '2026-02-01T00:00:00Z',
    referencePeriod: { start: '2025-01-01', end: '2025-12-31' }, validity: { start: '2026-01-01', end: '2028-12-31' }, geography: { code: 'CN', system: 'iso', stated: 'CN' },
    scope: { boundary: 'CRADLE_TO_GATE', cutOffPercent: '0.5', includesPackaging: true, boundaryDescription: { en: 'Growing, transport, drying, packing; what is bought is counted with its own supply chain.' } },
    result: { total: '1.234', totalExcludingUptake: '1.5', fossil: '1.4', fossilCarbonContent: '0', storedCarbon: '0.3', landUseChange: '0.1', biogenicUptake: '-0.266' },
    method: { standard: { type: 'standard', id: ids.product }, gwpSet: 'IPCC AR6 GWP100', allocation: 'By mass.', electricity: 'LOCATION', ipccReports: ['AR6'], crossSectoralStandards: ['ISO14067', 'GHGP-Product'] },
    quality: { primaryDataSharePercent: '61.5' }, assurance: { state: 'NONE' },
  };
  const { text, issues } = projectFootprint('3.0', {
    footprint, product: { ...base(ids.product, 'Dried pepper'), description: { en: 'Black pepper, dried, in bags of 25 kg' }, identifiers: [{ scheme: 'URN', value: 'urn:example:product:@n@' }], classifications: [{ scheme: 'CPC', code: '01651' }] },
    owner: { ...base(ids.owner, 'Example Growers'), kinds: ['COMPANY'], identifiers: [{ scheme: 'URN', value: 'urn:example:company:@m@' }] },
  }, { issuer });
  if (text === undefined) throw new Error(`The footprint of the bench cannot be stated: ${JSON.stringify(issues)}`);
  return text;
}

const rows = `insert into pact_footprint (footprint_id, footprint_version, footprint_key, version, pact_id, status, expressible, visibility, document, issues, made_by, product_urns, company_urns, class_urns, place, created_at, valid_from, valid_to, reference_start, reference_end)
  select id, '01.00.000', i, '3.0', id, case when i % 10 = 0 then 'DEPRECATED' else 'ACTIVE' end, true, case when i % 3 = 0 then 'PARTNER' else 'PUBLIC' end,
    replace(replace(replace(replace($1, $2, id::text), '@n@', i::text), '@m@', (i % 100)::text), '"geographyCountry":"CN"', '"geographyCountry":"' || upper(place) || '"'), '[]', $3,
    array['urn:example:product:' || i], array['urn:example:company:' || i % 100], array['urn:cpc:01651'], place, '2026-02-01', '2026-01-01', '2029-01-01', '2025-01-01', '2026-01-01'
  from (select i, overlay(overlay(md5(i::text) placing '4' from 13 for 1) placing '8' from 17 for 1)::uuid as id, case when i % 2 = 0 then 'cn' else 'de' end as place from generate_series(1, $4::int) as s(i)) r`;

export interface Filled { clientId: string; clientSecret: string }

export async function fillFootprints(databaseUrl: string, count: number): Promise<Filled> {
  const pool: Pool = makePool(databaseUrl, { statementTimeout: 0 });
  try {
    await pool.query(rows, [template(), ids.footprint, `${VERSION} ${issuer}`, count]);
    await pool.query('vacuum analyze pact_footprint');
    const { rows: [partner] } = await pool.query<{ id: string }>(`insert into partner (name, kind) values ('Bench', 'BUYER') returning id`);
    const { secret } = await new CredentialService(pool).issue({ partnerId: partner!.id, clientId: 'bench' });
    return { clientId: 'bench', clientSecret: secret };
  } finally {
    await pool.end();
  }
}
