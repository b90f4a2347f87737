// Makes the rows of pact_footprint anew for footprints that changed, or whose product or owner did. Several processes may do it at once: each takes others.
import type { ClientBase, Pool } from 'pg';
import { inTransaction } from '../../../database/transaction.ts';
import type { FootprintSet } from '../../../formats/pact/pact.ts';
import type { Footprint } from '../../../model/footprint.ts';
import type { Organization } from '../../../model/organization.ts';
import type { Product } from '../../../model/product.ts';
import type { Standard } from '../../../model/standard.ts';
import type { Reference } from '../../../model/value.ts';
import { publishChanges } from '../outbox/publish.ts';
import { pactDatasets, type StoredVersion } from './datasets.ts';
import { keptVersions, makerText, rowOf, type Access, type Maker, type PactRow } from './row.ts';

const footprintsAtOnce = 500;

/** Columns of pact_footprint with their types, in the order of `valuesOf`. */
const columns: readonly (readonly [name: string, type: string, value: (row: PactRow) => unknown])[] = [
  ['footprint_id', 'uuid', (r) => r.footprintId], ['footprint_version', 'text', (r) => r.footprintVersion], ['footprint_key', 'bigint', (r) => r.footprintKey], ['version', 'text', (r) => r.version],
  ['pact_id', 'uuid', (r) => r.pactId], ['status', 'text', (r) => r.status], ['expressible', 'boolean', (r) => r.document !== null], ['owner_id', 'uuid', (r) => r.ownerId], ['product_id', 'uuid', (r) => r.productId],
  ['visibility', 'text', (r) => r.visibility], ['restricted', 'text[]', (r) => r.restricted], ['document', 'text', (r) => r.document], ['closed_paths', 'jsonb', (r) => r.closedPaths], ['issues', 'jsonb', (r) => r.issues], ['made_by', 'text', (r) => r.madeBy],
  ['product_urns', 'text[]', (r) => r.productUrns], ['company_urns', 'text[]', (r) => r.companyUrns], ['class_urns', 'text[]', (r) => r.classUrns], ['place', 'text', (r) => r.place], ['cpc', 'text', (r) => r.cpc],
  ['created_at', 'timestamptz', (r) => r.createdAt], ['updated_at', 'timestamptz', (r) => r.updatedAt], ['valid_from', 'timestamptz', (r) => r.validFrom], ['valid_to', 'timestamptz', (r) => r.validTo],
  ['reference_start', 'timestamptz', (r) => r.referenceStart], ['reference_end', 'timestamptz', (r) => r.referenceEnd],
];

const names = columns.map(([name]) => name).join(', ');
// A row that stays keeps its key: pages that are being read do not shift.
const upsert = `insert into pact_footprint (${names}) select ${names} from jsonb_to_recordset($1::jsonb) as r(${columns.map(([name, type]) => `${name} ${type}`).join(', ')})
  on conflict (version, pact_id) do update set ${columns.filter(([name]) => name !== 'version' && name !== 'pact_id').map(([name]) => `${name} = excluded.${name}`).join(', ')}`;

export interface VersionRow { key: string; id: string; record: Footprint; revision: number; recorded_from: string; recorded_to: string | null; visibility: string; restricted: string[] | null; owner_id: string | null; product_id: string | null }

async function currentRecords<T>(client: ClientBase, table: 'product' | 'organization' | 'standard', ids: ReadonlySet<string>): Promise<Map<string, T>> {
  const { rows } = await client.query<{ id: string; record: T }>(`select id, record from ${table} where id = any($1::uuid[]) and recorded_to is null and not placeholder`, [[...ids]]);
  return new Map(rows.map(({ id, record }) => [id, record]));
}

const idsOf = (...references: (Reference | undefined)[]): string[] => references.flatMap((reference) => reference?.id ?? []);

/** Records that the footprints are stated with. */
export class Surroundings {
  private constructor(private readonly products: Map<string, Product>, private readonly organizations: Map<string, Organization>, private readonly standards: Map<string, Standard>) {}

  static async load(client: ClientBase, footprints: readonly Footprint[]): Promise<Surroundings> {
    const products = await currentRecords<Product>(client, 'product', new Set(footprints.flatMap((f) => idsOf(f.product))));
    const organizations = await currentRecords<Organization>(client, 'organization', new Set([...footprints.flatMap((f) => idsOf(f.owner, f.assurance.body)), ...[...products.values()].flatMap((p) => idsOf(p.producer))]));
    const standards = await currentRecords<Standard>(client, 'standard', new Set(footprints.flatMap((f) => idsOf(f.method.standard, f.method.productCategoryRule))));
    return new Surroundings(products, organizations, standards);
  }

  knows(product: Reference): boolean {
    return this.products.has(product.id ?? '');
  }

  /** Undefined where product or owner are not in the hub: such a footprint cannot be stated. */
  of({ product, owner, method, assurance }: Footprint): Omit<FootprintSet, 'footprint' | 'pact'> | undefined {
    const found = this.products.get(product.id ?? '');
    const organization = this.organizations.get(owner?.id ?? found?.producer?.id ?? '');
    if (found === undefined || organization === undefined) return undefined;
    const body = this.organizations.get(assurance.body?.id ?? '');
    return { product: found, owner: organization, standards: idsOf(method.standard, method.productCategoryRule).flatMap((id) => this.standards.get(id) ?? []), ...(body === undefined ? {} : { verificationBody: body }) };
  }
}

/** All versions of footprints, each footprint's oldest first. */
export async function versionRows(client: ClientBase, ids: readonly string[]): Promise<VersionRow[]> {
  const { rows } = await client.query<VersionRow>(
    `select key::text, id, record, revision, to_char(recorded_from at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as recorded_from, to_char(recorded_to at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as recorded_to,
       visibility, restricted, owner_id, product_id from footprint where id = any($1::uuid[]) and not placeholder order by id, recorded_from, key`, [ids]);
  return rows;
}

export const storedVersion = (row: VersionRow): StoredVersion => ({ key: row.key, record: row.record, revision: row.revision, recordedFrom: row.recorded_from, recordedTo: row.recorded_to ?? undefined });

async function rowsOf(client: ClientBase, ids: readonly string[], maker: Maker): Promise<PactRow[]> {
  const rows = await versionRows(client, ids);
  const surroundings = await Surroundings.load(client, rows.map((row) => row.record));
  return [...Map.groupBy(rows, (row) => row.id).values()].flatMap((versions) => {
    const current = versions.find((row) => row.recorded_to === null);
    if (current === undefined) return [];
    const access: Access = { ownerId: current.owner_id, productId: current.product_id, visibility: current.visibility, restricted: current.restricted };
    return pactDatasets(versions.map(storedVersion)).flatMap((dataset) => {
      const set = surroundings.of(dataset.footprint);
      return set === undefined ? [] : keptVersions.map((version) => rowOf(version, dataset, set, access, maker));
    });
  });
}

/** Datasets that are new to partners, and those that have been deprecated. */
async function changed(client: ClientBase, ids: readonly string[], rows: readonly PactRow[]): Promise<string[]> {
  const before = await client.query<{ id: string; status: string }>(`select distinct pact_id as id, status from pact_footprint where footprint_id = any($1::uuid[]) and document is not null`, [ids]);
  const known = new Map(before.rows.map((row) => [row.id, row.status]));
  return [...new Set(rows.filter((row) => row.document !== null && known.get(row.pactId) !== row.status && (known.has(row.pactId) || row.status === 'ACTIVE')).map((row) => row.pactId))];
}

/** Makes the rows of these footprints equal to what they say now, and has partners told who want it. */
export async function projectFootprints(client: ClientBase, ids: readonly string[], maker: Maker): Promise<void> {
  const rows = await rowsOf(client, ids, maker);
  const news = await changed(client, ids, rows);
  const kept = rows.map((row) => `${row.version} ${row.pactId}`);
  await client.query(`delete from pact_footprint where footprint_id = any($1::uuid[]) and not (version || ' ' || pact_id) = any($2::text[])`, [ids, kept]);
  if (rows.length > 0) await client.query(upsert, [JSON.stringify(rows.map((row) => Object.fromEntries(columns.map(([name, , value]) => [name, value(row)]))))]);
  await publishChanges(client, news, maker.source);
}

/** Has rows made anew that another version of Tanlu made, or that have the URNs of another issuer. */
export async function renewProjections(pool: Pool, maker: Maker): Promise<void> {
  await pool.query('insert into pact_pending (footprint_id) select distinct footprint_id from pact_footprint where made_by <> $1', [makerText(maker)]);
}

/** Projects all footprints that are pending. Returns how many there were. */
export async function refreshProjections(pool: Pool, maker: Maker): Promise<number> {
  let done = 0;
  for (;;) {
    const some = await inTransaction(pool, async (client) => {
      const { rows } = await client.query<{ key: string; id: string }>(`select key::text, footprint_id as id from pact_pending order by key limit ${footprintsAtOnce} for update skip locked`);
      const ids = [...new Set(rows.map((row) => row.id))];
      // Two changes of one footprint, taken by two processes: one after the other.
      await client.query(`select pg_advisory_xact_lock(hashtextextended('pact_footprint ' || id, 310)) from (select id from unnest($1::text[]) as u(id) order by id) ordered`, [ids]);
      if (ids.length > 0) await projectFootprints(client, ids, maker);
      await client.query('delete from pact_pending where key = any($1::bigint[])', [rows.map((row) => row.key)]);
      return ids.length;
    });
    if (some === 0) return done;
    done += some;
  }
}
