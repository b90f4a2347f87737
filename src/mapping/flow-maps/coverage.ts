// Coverage of flow mapping: how many exchanges and distinct flows were mapped by what, and which flows were not, with how often they occur.
import type { ListedFlow } from './flow-list.ts';

/** How a flow was found: in a user's mapping file, by identifier (the hub's own maps and the target list), by CAS number, by name; or not at all. */
export const mappingMethods = ['userFile', 'id', 'cas', 'name', 'unmapped'] as const;
export type MappingMethod = (typeof mappingMethods)[number];

export interface MappedFlow {
  id?: string;
  name?: string;
  context?: string;
  unit?: string;
  method: MappingMethod;
  /** Why it was not mapped, and what it may be. */
  reason?: string;
  candidates?: Pick<ListedFlow, 'id' | 'name'>[];
  /** Number of exchanges. */
  exchanges: number;
}

export interface Coverage {
  /** By flow and method: the same flow may be mapped in one exchange and not in another, where its unit differs. */
  flows: Map<string, MappedFlow>;
  /** Exchanges of products and wastes that no map names: nothing to map. */
  untouched: number;
}

export const emptyCoverage = (): Coverage => ({ flows: new Map(), untouched: 0 });

export function countFlow(coverage: Coverage, flow: Omit<MappedFlow, 'exchanges'>, exchanges = 1): void {
  const key = [flow.id ?? `${flow.name ?? ''}\n${flow.context ?? ''}`, flow.method, flow.reason ?? ''].join('\n');
  const found = coverage.flows.get(key);
  if (found === undefined) coverage.flows.set(key, { ...flow, exchanges });
  else found.exchanges += exchanges;
}

/** Adds the second coverage to the first: one report for many processes. */
export function addCoverage(total: Coverage, more: Coverage): void {
  for (const { exchanges, ...flow } of more.flows.values()) countFlow(total, flow, exchanges);
  total.untouched += more.untouched;
}

export type CoverageCounts = Record<MappingMethod, number> & { total: number };
export interface CoverageStatistics { exchanges: CoverageCounts; flows: CoverageCounts; unmapped: MappedFlow[]; untouched: number }

/** Counts per method, of exchanges and of distinct flows, and the unmapped flows, most frequent first. */
export function coverageStatistics(coverage: Coverage): CoverageStatistics {
  const none = (): CoverageCounts => ({ userFile: 0, id: 0, cas: 0, name: 0, unmapped: 0, total: 0 });
  const [exchanges, flows] = [none(), none()];
  for (const flow of coverage.flows.values()) {
    for (const [counts, by] of [[exchanges, flow.exchanges], [flows, 1]] as const) {
      counts[flow.method] += by;
      counts.total += by;
    }
  }
  const unmapped = [...coverage.flows.values()].filter((flow) => flow.method === 'unmapped').sort((a, b) => b.exchanges - a.exchanges || (a.name ?? '').localeCompare(b.name ?? ''));
  return { exchanges, flows, unmapped, untouched: coverage.untouched };
}
