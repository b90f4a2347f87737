// What footprints are asked for: the query parameters of v3 ListFootprints, the $filter of v2 (a subset of OData v4).

/** Criteria of v3. Values of one criterion are alternatives, criteria are joined by "and". Dates: RFC 3339. */
export interface Filters3 {
  productId?: readonly string[];
  companyId?: readonly string[];
  geography?: readonly string[];
  classification?: readonly string[];
  validOn?: string;
  validAfter?: string;
  validBefore?: string;
  status?: 'Active' | 'Deprecated';
}

/** Criteria of v2. A host may ignore them wholly or partly: what comes back must be looked at again. */
export interface Filters2 {
  productId?: readonly string[];
  companyId?: readonly string[];
  productCategoryCpc?: string;
  geographyCountry?: string;
  /** Bounds of times, each an operator and an RFC 3339 time. */
  created?: Bound;
  updated?: Bound;
  referencePeriodStart?: Bound;
  referencePeriodEnd?: Bound;
}

export type Bound = readonly ['eq' | 'lt' | 'le' | 'gt' | 'ge', string];

export type Filters = { version: '3'; criteria: Filters3 } | { version: '2'; criteria: Filters2 };

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The text of $filter; undefined where nothing is asked for. */
export function odataOf(criteria: Filters2): string | undefined {
  const anyOf = (list: string, name: string, values: readonly string[] | undefined): string[] =>
    values === undefined || values.length === 0 ? [] : [values.map((value) => `${list}/any(${name}:(${name} eq ${quoted(value)}))`).join(' or ')].map((text) => (values.length > 1 ? `(${text})` : text));
  const equals = (path: string, value: string | undefined): string[] => (value === undefined ? [] : [`${path} eq ${quoted(value)}`]);
  const bound = (path: string, value: Bound | undefined): string[] => (value === undefined ? [] : [`${path} ${value[0]} ${quoted(value[1])}`]);
  const all = [
    ...anyOf('productIds', 'productId', criteria.productId), ...anyOf('companyIds', 'companyId', criteria.companyId),
    ...equals('productCategoryCpc', criteria.productCategoryCpc), ...equals('pcf/geographyCountry', criteria.geographyCountry),
    ...bound('created', criteria.created), ...bound('updated', criteria.updated),
    ...bound('pcf/referencePeriodStart', criteria.referencePeriodStart), ...bound('pcf/referencePeriodEnd', criteria.referencePeriodEnd),
  ];
  return all.length === 0 ? undefined : all.join(' and ');
}

/** The query of ListFootprints, every value percent-encoded; array criteria repeat their key. */
export function queryOf(filters: Filters, limit?: number): URLSearchParams {
  const query = new URLSearchParams();
  if (filters.version === '2') {
    const filter = odataOf(filters.criteria);
    if (filter !== undefined) query.set('$filter', filter);
  } else {
    for (const [key, value] of Object.entries(filters.criteria)) for (const one of [value ?? []].flat()) query.append(key, one);
  }
  if (limit !== undefined) query.set('limit', String(limit));
  return query;
}

/** A query as it stands in a URL: blanks as %20, because hosts that parse OData by hand do not know the plus sign of forms. */
export const queryText = (query: URLSearchParams): string => (query.size === 0 ? '' : `?${query.toString().replaceAll('+', '%20')}`);
