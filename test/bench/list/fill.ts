// Fills a database for the list bench: products with ten footprints each, stored by the hub's own loader, so that rows and indexes are the real ones.
import { connect } from '../../../src/database/connect.ts';
import { datasetSchemas, type Dataset, type RecordOf } from '../../../src/model/noun.ts';
import { loadDatasets } from '../../../src/transfer/load-datasets.ts';
import { Random } from '../ecospold2/random.ts';
import { productName } from '../ecospold2/prose.ts';

const BATCH = 5_000;
const FOOTPRINTS_EACH = 10;
const standardId = new Random(71).uuid();
const productId = (n: number) => new Random(72, n).uuid();

function productOf(n: number): Dataset {
  const random = new Random(73, n);
  const record: RecordOf<'product'> = {
    id: productId(n), version: '01.00.000', name: { en: productName(random), zh: `产品 ${n}` }, code: `P${String(n).padStart(6, '0')}`,
    identifiers: [{ scheme: 'GTIN', value: String(random.between(1e12, 9e12)) }],
    origin: { code: 'CN-HI', system: 'iso', stated: 'CN-HI' },
    description: { en: 'Made for measuring.', zh: '用于测量。' },
  };
  return { noun: 'product', record };
}

function footprintOf(n: number, products: number): Dataset {
  const random = new Random(74, n);
  const fossil = random.between(1, 900_000);
  const record: RecordOf<'footprint'> = {
    id: random.uuid(), version: '01.00.000', name: { en: `Footprint ${n}` }, status: 'PUBLISHED', product: { type: 'product', id: productId(n % products) },
    declaredUnit: 'kg', declaredAmount: '1', referencePeriod: { start: '2025-01-01', end: '2025-12-31' }, validity: { start: '2026-01-01', end: '2028-12-31' },
    geography: { code: 'CN-HI', system: 'iso', stated: 'CN-HI' },
    scope: { boundary: 'CRADLE_TO_GATE', includesPackaging: true, includesTransport: true },
    result: { total: (fossil / 1000).toFixed(3), gross: (fossil / 1000).toFixed(3), fossil: (fossil / 1000).toFixed(3), biogenicUptake: '0', landUseChange: '0', removals: '0' },
    method: { standard: { type: 'standard', id: standardId }, gwpSet: 'IPCC-AR6-GWP100-7.SM.7', allocation: 'Mass.', electricity: 'LOCATION' },
    quality: { primaryDataSharePercent: String(random.below(100)), rating: '2.4' }, assurance: { state: 'SELF_DECLARED' }, visibility: 'PUBLIC',
  };
  return { noun: 'footprint', record };
}

/** Ten footprints for each product; those of one product lie apart, as they would after years of use. Ends with VACUUM ANALYZE. */
export async function fillProducts(databaseUrl: string, products: number): Promise<{ products: number; footprints: number }> {
  const footprints = products * FOOTPRINTS_EACH;
  const client = await connect(databaseUrl, 'tanlu bench fill');
  try {
    for (const [count, make] of [[products, productOf], [footprints, (n: number) => footprintOf(n, products)]] as const) {
      for (let from = 0; from < count; from += BATCH) {
        const datasets = Array.from({ length: Math.min(BATCH, count - from) }, (_, i) => make(from + i));
        if (from === 0) datasetSchemas[datasets[0]!.noun].parse(datasets[0]!.record);
        await loadDatasets(client, datasets, { origin: `bench ${datasets[0]!.noun} ${from}`, adapterVersion: 'bench' });
      }
    }
    await client.query('VACUUM ANALYZE');
    return { products, footprints };
  } finally {
    await client.end();
  }
}
