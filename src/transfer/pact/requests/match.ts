// Which footprints of the hub a request means: the criteria of ListFootprints on what is stated in the version of the request, whoever may see it (PACT v3 §1.4: same criteria and logic as events).
import type { ClientBase } from 'pg';
import { Parameters } from '../../../database/read/parameters.ts';
import { indexedIdentifier } from '../../../database/tables/datasets.ts';
import type { RequestCriteria } from '../../../formats/pact/pact.ts';

export interface MatchedFootprint {
  pactId: string;
  footprintId: string;
  productId: string | null;
  ownerId: string | null;
  status: 'ACTIVE' | 'DEPRECATED';
  /** False for what others sent and did not allow to be passed on: no approval and no rule opens it. */
  mayBePassedOn: boolean;
}

/** The columns of a match, of pact_footprint with the alias p. */
export const matchColumns = `p.pact_id as "pactId", p.footprint_id as "footprintId", p.product_id as "productId", p.owner_id as "ownerId", p.status,
  not exists (select 1 from footprint f where f.id = p.footprint_id and f.recorded_to is null and f.redistribution = 'FORBIDDEN') as "mayBePassedOn"`;

/** Products that a request names, with or without footprints. */
export interface MatchedProduct { id: string; ownerId: string | null }

const folded = (texts: readonly string[] | undefined): string[] => (texts ?? []).map((text) => text.trim().toLowerCase());

/** Conditions on a row of pact_footprint with the alias p. */
function conditionsOf(criteria: RequestCriteria, parameters: Parameters): string[] {
  const list = (column: string, values: readonly string[]): string[] => (values.length === 0 ? [] : [`p.${column} && ${parameters.add(values, 'text[]')}`]);
  const moment = (sql: (at: string) => string, value: string | undefined): string[] => (value === undefined ? [] : [sql(parameters.add(value, 'timestamptz'))]);
  const places = folded(criteria.geographies);
  return [
    ...list('product_urns', folded(criteria.productIds)), ...list('company_urns', folded(criteria.companyIds)), ...list('class_urns', folded(criteria.classifications)),
    ...(places.length === 0 ? [] : [`p.place = any(${parameters.add(places, 'text[]')})`]),
    ...moment((at) => `p.valid_from <= ${at} and p.valid_to >= ${at}`, criteria.validOn), ...moment((at) => `p.valid_from > ${at}`, criteria.validAfter), ...moment((at) => `p.valid_to < ${at}`, criteria.validBefore),
    ...moment((at) => `p.reference_start >= ${at}`, criteria.referencePeriod?.start), ...moment((at) => `p.reference_end <= ${at}`, criteria.referencePeriod?.end),
    ...(criteria.status === undefined ? [] : [`p.status = ${parameters.add(criteria.status === 'PUBLISHED' ? 'ACTIVE' : 'DEPRECATED', 'text')}`]),
  ];
}

/** Whether the criteria name anything at all: a request for everything is none. */
export const namesAnything = (criteria: RequestCriteria): boolean =>
  [criteria.productIds, criteria.companyIds, criteria.geographies, criteria.classifications].some((list) => (list ?? []).length > 0) || [criteria.validOn, criteria.validAfter, criteria.validBefore].some((each) => each !== undefined);

/** Footprints that fulfill the criteria. Where no status is asked for, those that are active; the others only where none is. */
export async function matchFootprints(client: ClientBase, criteria: RequestCriteria, kept: '2.3' | '3.0'): Promise<MatchedFootprint[]> {
  const parameters = new Parameters();
  const where = [`p.version = ${parameters.add(kept, 'text')}`, 'p.document is not null', ...conditionsOf(criteria, parameters)];
  const { rows } = await client.query<MatchedFootprint>(
    `select ${matchColumns} from pact_footprint p where ${where.join(' and ')} order by p.key limit 1000`, parameters.values);
  const active = rows.filter((row) => row.status === 'ACTIVE');
  return criteria.status === undefined && active.length > 0 ? active : rows;
}

/** Products that have one of these identifiers. `ids`: those that URNs of this hub name. */
export async function matchProducts(client: ClientBase, ids: readonly string[], values: readonly string[]): Promise<MatchedProduct[]> {
  if (ids.length + values.length === 0) return [];
  const { rows } = await client.query<MatchedProduct>(
    `select p.id, p.producer_id as "ownerId" from product p where p.recorded_to is null and not p.placeholder
       and (p.id = any($1::uuid[]) or identifier_values(p.record) && $3::text[] and exists (select 1 from jsonb_array_elements(case when jsonb_typeof(p.record -> 'identifiers') = 'array' then p.record -> 'identifiers' else '[]' end) i where lower(i ->> 'value') = any($2::text[])))
     order by p.key limit 1000`, [ids, folded(values), folded(values).map(indexedIdentifier)]);
  return rows;
}
