// What a list of PACT footprints can be narrowed by, as data, and as SQL (PACT 3.0 §ListFootprints, filters; 2.3 §ListFootprints, $filter).
import type { Parameters } from '../../database/read/parameters.ts';

export type MomentField = 'createdAt' | 'updatedAt' | 'validFrom' | 'validTo' | 'referenceStart' | 'referenceEnd';
export type ListField = 'productUrns' | 'companyUrns' | 'classUrns';
export type Comparison = '=' | '<' | '<=' | '>' | '>=';

/** All conditions of a list must hold. Texts are in lower case, as they are stored; moments are ISO 8601 in UTC. */
export type PactCondition =
  | { field: ListField | 'place' | 'status'; anyOf: readonly string[] }
  | { field: MomentField; comparison: Comparison; moment: string }
  | { field: 'cpc' | 'country'; comparison: Comparison; text: string };

/** Among `place`: the whole world, which is no place in the rows. */
export const wholeWorld = 'global';

const columns = {
  productUrns: 'product_urns', companyUrns: 'company_urns', classUrns: 'class_urns', place: 'place', status: 'status', cpc: 'cpc', country: 'place',
  createdAt: 'created_at', updatedAt: 'updated_at', validFrom: 'valid_from', validTo: 'valid_to', referenceStart: 'reference_start', referenceEnd: 'reference_end',
} as const satisfies Record<PactCondition['field'], string>;

/** The condition on rows of pact_footprint. Its text depends on the kind of condition alone: statements stay prepared whatever is asked for. */
export function conditionSql(condition: PactCondition, alias: string, parameters: Parameters): string {
  const column = `${alias}.${columns[condition.field]}`;
  if ('moment' in condition) return `${column} ${condition.comparison} ${parameters.add(condition.moment, 'timestamptz')}`;
  if ('text' in condition) {
    const compared = `${column} collate "C" ${condition.comparison} ${parameters.add(condition.text, 'text')}`;
    return condition.field === 'country' ? `(length(${column}) = 2 and ${compared})` : compared;
  }
  const { field, anyOf } = condition;
  if (field === 'status') return `${column} = any(${parameters.add(anyOf, 'text[]')})`;
  if (field !== 'place') return `${column} && ${parameters.add(anyOf, 'text[]')}`;
  const places = `${column} = any(${parameters.add(anyOf.filter((place) => place !== wholeWorld), 'text[]')})`;
  return anyOf.includes(wholeWorld) ? `(${places} or ${column} is null)` : places;
}
