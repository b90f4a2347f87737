// A mapping file made ready for use: its rows by source identifier and by name with compartment.
import { createHash } from 'node:crypto';
import { findUnit } from '../tables/units.ts';
import { resolveContext, systemOfList } from './context.ts';
import { conditionOf, isShare, refusalOf, type FlowMap, type FlowMapRow } from './flow-map.ts';
import { foldName, mayLead, originOf, originText } from './flow-origin.ts';
import { unitFactor } from './row-values.ts';

export interface MapIndex { map: FlowMap; byId: ReadonlyMap<string, FlowMapRow[]>; byName: ReadonlyMap<string, FlowMapRow[]> }

/** What an exchange says of its flow. */
export interface StatedFlow {
  id?: string;
  names: string[];
  /** Compartment code of the hub, or the folded path where it has none. */
  context?: string;
  unit?: string;
  location?: string;
  providerId?: string;
}

/**
 * Identifier that openLCA gives a flow without one: UUID version 3 of its parts, lower-cased, trimmed and joined by `/`, in no namespace
 * (KeyGen; for rows of mapping files: name, context, unit).
 */
export function keyGen(...parts: string[]): string {
  const hash = createHash('md5').update(parts.map((part) => part.trim().toLowerCase()).join('/'), 'utf8').digest();
  hash[6] = (hash[6]! & 0x0f) | 0x30;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** The key of a compartment path: its code, or the path itself where no table knows it. */
export const contextKey = (path: readonly string[] | undefined, system?: string): string | undefined =>
  path === undefined || path.length === 0 ? undefined : resolveContext(path, system)?.code ?? path.map(foldName).join('/');

const nameKey = (name: string, context: string): string => `${foldName(name)}\n${context}`;

export function indexFlowMap(map: FlowMap): MapIndex {
  const byId = new Map<string, FlowMapRow[]>();
  const byName = new Map<string, FlowMapRow[]>();
  const add = (index: Map<string, FlowMapRow[]>, key: string, row: FlowMapRow): void => {
    const there = index.get(key);
    if (there === undefined) index.set(key, [row]);
    else there.push(row);
  };
  for (const row of map.rows) {
    const { id, name, context, unit, list } = row.from;
    if (id !== undefined) add(byId, id.toLowerCase(), row);
    else if (name !== undefined && context !== undefined && unit !== undefined) add(byId, keyGen(name, context.join('/'), unit), row);
    const where = contextKey(context, systemOfList(list ?? map.source));
    if (name !== undefined && where !== undefined) add(byName, nameKey(name, where), row);
  }
  return { map, byId, byName };
}

/** The rows for a flow: by identifier, else by name and compartment, never by name alone. Units must convert, places and suppliers that a row names must agree. */
export function rowsFor(index: MapIndex, flow: StatedFlow): FlowMapRow[] {
  const byId = flow.id === undefined ? undefined : index.byId.get(flow.id.toLowerCase());
  if (byId !== undefined) return narrow(byId, flow);
  if (flow.context === undefined) return [];
  const found = flow.names.map((name) => index.byName.get(nameKey(name, flow.context!))).find((rows) => rows !== undefined) ?? [];
  return narrow(found, flow).filter((row) => row.from.unit === undefined || flow.unit === undefined || sameQuantity(row.from.unit, flow.unit));
}

function narrow(rows: readonly FlowMapRow[], flow: StatedFlow): FlowMapRow[] {
  const fitting = rows.filter(({ from }) => (from.location === undefined || flow.location === undefined || foldName(from.location) === foldName(flow.location)) && (from.provider?.id === undefined || from.provider.id.toLowerCase() === flow.providerId));
  // A file may have a row for each unit of a flow.
  const exact = fitting.filter(({ from }) => from.unit === flow.unit);
  return exact.length > 0 ? exact : fitting;
}

const sameQuantity = (a: string, b: string): boolean => a === b || unitFactor(findUnit(a), findUnit(b)) !== undefined;

export type Choice =
  | { kind: 'rows'; rows: FlowMapRow[] }
  | { kind: 'refused'; row: FlowMapRow; reason: string }
  | { kind: 'ambiguous'; rows: FlowMapRow[] };

const reasons = {
  broader: 'the source is broader than the target (>)', overlapping: 'the flows only overlap (<>)', 'condition-unknown': 'the match condition is not known',
  'not-convertible': 'the units are not convertible (N/A)', 'not-to-be-mapped': 'the file says that it is not to be mapped',
} as const;

/** Why a row is not applied, in words; undefined where it is. */
export function refusalText(row: FlowMapRow): string | undefined {
  const refusal = refusalOf(row);
  if (refusal !== undefined) return reasons[refusal];
  const [from, to] = [originOf({ id: row.from.id, name: row.from.name }), originOf({ id: row.to.id, name: row.to.name })];
  return mayLead(from, to, conditionOf(row)) ? undefined : `the origin of carbon would change from ${originText(from)} to ${originText(to)}`;
}

const rank = (row: FlowMapRow): number => ['=', '<', '~'].indexOf(conditionOf(row));
const targetKey = ({ to, factor }: FlowMapRow): string => [to.id ?? '', to.name ?? '', to.context?.join('/') ?? '', to.unit ?? '', factor].join('\n');

/** Which of the rows for a flow apply: the best condition; several different targets of the same condition are ambiguous, unless they are shares. Undefined where there is no row. */
export function chooseRows(rows: readonly FlowMapRow[]): Choice | undefined {
  const [first] = rows;
  if (first === undefined) return undefined;
  const usable = rows.filter((row) => refusalText(row) === undefined);
  if (usable.length === 0) return { kind: 'refused', row: first, reason: refusalText(first)! };
  const shares = usable.filter(isShare);
  if (shares.length > 0) {
    // Part of the shares would lose amount.
    const broken = rows.find((row) => isShare(row) && !shares.includes(row));
    if (broken !== undefined) return { kind: 'refused', row: broken, reason: refusalText(broken)! };
    return shares.length === usable.length ? { kind: 'rows', rows: shares } : { kind: 'ambiguous', rows: usable };
  }
  const best = Math.min(...usable.map(rank));
  const distinct = [...new Map(usable.filter((row) => rank(row) === best).map((row) => [targetKey(row), row])).values()];
  return distinct.length === 1 ? { kind: 'rows', rows: distinct } : { kind: 'ambiguous', rows: distinct };
}
