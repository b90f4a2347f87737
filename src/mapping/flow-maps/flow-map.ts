// Flow map: rows that say which flow of one list is which flow of another, how well they match and by what factor amounts change
// (superset of the GLAD flow mapping format, openLCA FlowMap and randonneur data packages).

/**
 * How the source flow relates to the target: `=` the same, `<` a subset of it, `>` a superset of it, `~` a proxy, `<>` overlapping,
 * `?` not known.
 */
export const matchConditions = ['=', '<', '~', '>', '<>', '?'] as const;
export type MatchCondition = (typeof matchConditions)[number];

/** One side of a row. Everything is as stated; identifiers that are UUIDs are in lower case. */
export interface FlowMapEnd {
  /** Name of the flow list with its version. */
  list?: string;
  /** Identifier; in some maps a path instead of a UUID. */
  id?: string;
  name?: string;
  /** Compartment path from the top down. */
  context?: string[];
  /** Symbol of the unit that the factor refers to; absent where it refers to the reference unit of the flow. */
  unit?: string;
  unitId?: string;
  property?: { id?: string; name?: string };
  location?: string;
  provider?: { id?: string; name?: string; context?: string[]; location?: string };
  /** Further attributes of a format that states them (randonneur), by name. */
  attributes?: Record<string, unknown>;
}

export interface FlowMapRow {
  from: FlowMapEnd;
  to: FlowMapEnd;
  condition: MatchCondition;
  /** Amount in the target unit per amount in the source unit: exact decimal text above zero; null where the row is not convertible. */
  factor: string | null;
  /** Share of the amount that goes to this target, where one flow becomes several: exact decimal text. */
  allocation?: string;
  /** What randonneur does with the source; `update` changes only the stated fields. */
  verb?: 'replace' | 'update' | 'disaggregate';
  /** The flow enters in one list and leaves in the other; the amount keeps its sign. */
  reversed?: boolean;
  /** Token of the mapping tool (GLAD MapType). */
  mapType?: string;
  mapper?: string;
  verifier?: string;
  updated?: string;
  remark?: string;
  /** Further columns, by their header. */
  notes?: Record<string, string>;
  /** Line of a text file, or number of the row in a JSON file, from 1. */
  row?: number;
}

export interface FlowMap {
  name?: string;
  description?: string;
  /** Lists that the whole file is about, where it says so. */
  source?: string;
  target?: string;
  rows: FlowMapRow[];
  /** Fields of the file itself, as stated, so that the same format can be written back. */
  header?: Record<string, unknown>;
}

/** Why a row is never applied without a decision of its user; undefined where it is. */
export function refusalOf(row: FlowMapRow): 'broader' | 'overlapping' | 'condition-unknown' | 'not-convertible' | 'not-to-be-mapped' | undefined {
  if (/^NO_(FLOW_MATCH|MAPPING)/i.test(row.mapType ?? '')) return 'not-to-be-mapped';
  if (row.factor === null) return 'not-convertible';
  const condition = conditionOf(row);
  return condition === '>' ? 'broader' : condition === '<>' ? 'overlapping' : condition === '?' ? 'condition-unknown' : undefined;
}

/** The condition of a row; a map type that says proxy makes `=` a proxy. */
export function conditionOf(row: FlowMapRow): MatchCondition {
  return row.condition === '=' && /PROXY/i.test(row.mapType ?? '') ? '~' : row.condition;
}

/** Whether the row is one of several that together replace one flow. */
export const isShare = (row: FlowMapRow): boolean => row.allocation !== undefined || /^ONE2MANY/i.test(row.mapType ?? '');

/** The condition of two maps one after the other: `=` changes nothing, alike stays alike; all else, and a proxy of a proxy, is not known. */
export function composeConditions(first: MatchCondition, second: MatchCondition): MatchCondition {
  if (first === '=') return second;
  if (second === '=') return first;
  return first === second && (first === '<' || first === '>') ? first : '?';
}

const swapped: Record<MatchCondition, MatchCondition> = { '=': '=', '<': '>', '>': '<', '~': '~', '<>': '<>', '?': '?' };

/** The condition of a row read backward. Only `=` can be applied both ways; several rows to one target have no way back. */
export const invertCondition = (condition: MatchCondition): MatchCondition => swapped[condition];
