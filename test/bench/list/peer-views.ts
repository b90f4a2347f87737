// The views that PostGraphile serves: the same tables, the same condition, keys and relation told by smart tags since views have none.
import { connect } from '../../../src/database/connect.ts';

const statements = [
  'CREATE SCHEMA bench_peer',
  `CREATE VIEW bench_peer.product AS SELECT key, id, name ->> 'en' AS name FROM product WHERE recorded_to IS NULL AND visibility = 'PUBLIC'`,
  `CREATE VIEW bench_peer.footprint AS SELECT key, id, product_id, total FROM footprint WHERE recorded_to IS NULL AND visibility = 'PUBLIC'`,
  `COMMENT ON VIEW bench_peer.product IS E'@primaryKey key\\n@unique id\\n@name product'`,
  `COMMENT ON VIEW bench_peer.footprint IS E'@primaryKey key\\n@name footprint\\n@foreignKey (product_id) references bench_peer.product (id)|@fieldName product|@foreignFieldName footprints|@foreignSimpleFieldName footprints'`,
];

export async function makePeerViews(databaseUrl: string): Promise<void> {
  const client = await connect(databaseUrl, 'tanlu bench');
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
