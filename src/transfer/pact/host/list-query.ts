// The query of ListFootprints as conditions: v3 by its parameters (§ListFootprints), v2 by $filter. Lenient where real partners are careless: what says nothing filters nothing, what nobody has matches nothing.
import { TanluError } from '../../../errors.ts';
import type { Comparison, ListField, MomentField, PactCondition } from '../../../hub/pact-footprint/pact-condition.ts';
import { readFilter } from './filter.ts';
import { momentOf } from './moment.ts';

export interface ListQuery {
  conditions: PactCondition[];
  /** Footprints a page, at most, where the caller says. */
  limit: number | undefined;
  /** Where the page begins, as a link of an earlier page says. */
  cursor: string | undefined;
}

/** Values that one criterion may have. */
export const mostValues = 500;

const invalid = (message: string, params: Record<string, unknown> = {}): TanluError => new TanluError('PACT_QUERY_INVALID', message, { kind: 'usage', params });

const shown = (text: string): string => JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text);

/** Parameters by their names in lower case, empty values left out. */
function valuesByName(query: URLSearchParams): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const [name, value] of query) {
    const key = name.toLowerCase();
    if (value.trim() !== '') found.set(key, [...found.get(key) ?? [], value.trim()]);
  }
  return found;
}

class QueryReader {
  readonly #values: Map<string, string[]>;

  constructor(query: URLSearchParams) {
    this.#values = valuesByName(query);
  }

  /** Different values of a criterion, in lower case. */
  all(name: string): string[] {
    const values = [...new Set((this.#values.get(name.toLowerCase()) ?? []).map((value) => value.toLowerCase()))];
    if (values.length > mostValues) throw invalid(`${name} has ${values.length} values; ${mostValues} are possible at once. Ask in several requests, or list everything page by page.`, { name, values: values.length, limit: mostValues });
    return values;
  }

  /** @throws TanluError where it has several different values. */
  one(name: string): string | undefined {
    const values = new Set(this.#values.get(name.toLowerCase()));
    if (values.size > 1) throw invalid(`${name} stands in the query ${values.size} times with different values. Give it once.`, { name });
    return [...values][0];
  }

  moment(name: string): string | undefined {
    const text = this.one(name);
    const found = text === undefined ? undefined : momentOf(text);
    if (text !== undefined && found === undefined) throw invalid(`${name} is ${shown(text)}, which is no point in time. Write it as 2026-01-31T00:00:00Z.`, { name, value: text });
    return found;
  }

  limit(least: number): number | undefined {
    const text = this.one('limit');
    if (text !== undefined && (!/^\d{1,15}$/.test(text) || Number(text) < least)) throw invalid(`limit is ${shown(text)}; it must be a whole number, ${least} or more.`, { value: text });
    return text === undefined ? undefined : Number(text);
  }
}

const lists: readonly (readonly [name: string, field: ListField | 'place'])[] = [['productId', 'productUrns'], ['companyId', 'companyUrns'], ['classification', 'classUrns'], ['geography', 'place']];
/** Both ends of a period are included; "after" and "before" are strict (v3 §ListFootprints). */
const moments: readonly (readonly [name: string, field: MomentField, comparison: Comparison])[] = [
  ['validOn', 'validFrom', '<='], ['validOn', 'validTo', '>='], ['validAfter', 'validFrom', '>'], ['validBefore', 'validTo', '<'],
];

/** The query of version 3. Parameters that are not known, such as those of other vendors, are not obeyed. Throws PACT_QUERY_INVALID. */
export function listQuery3(query: URLSearchParams): ListQuery {
  const reader = new QueryReader(query);
  const conditions: PactCondition[] = [];
  for (const [name, field] of lists) {
    const anyOf = reader.all(name);
    if (anyOf.length > 0) conditions.push({ field, anyOf });
  }
  for (const [name, field, comparison] of moments) {
    const moment = reader.moment(name);
    if (moment !== undefined) conditions.push({ field, comparison, moment });
  }
  const statuses = reader.all('status');
  if (statuses.length > 0) conditions.push({ field: 'status', anyOf: statuses.map((status) => status.toUpperCase()) });
  return { conditions, limit: reader.limit(0), cursor: reader.one('cursor') };
}

/** The query of version 2: `limit` and `$filter`. Throws PACT_QUERY_INVALID, PACT_FILTER_INVALID, PACT_FILTER_UNSUPPORTED. */
export function listQuery2(query: URLSearchParams): ListQuery {
  const reader = new QueryReader(query);
  const filter = reader.one('$filter');
  return { conditions: filter === undefined ? [] : readFilter(filter), limit: reader.limit(1), cursor: reader.one('cursor') };
}
