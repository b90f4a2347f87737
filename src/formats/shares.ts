// Shares of exchanges in the words of other formats: openLCA states a set for each method, EcoSpold and ILCD one set in all (ecospold.md §1.5; olca-schema AllocationFactor).
import type { WriteContext } from '../mapping/transform.ts';
import type { Exchange, Process } from '../model/process.ts';

export type Shares = NonNullable<Exchange['allocations']>;

/** What a share rests on, in the words of EcoSpold 1. */
const bases: Readonly<Record<string, string>> = { PHYSICAL_ALLOCATION: 'physical causality', CAUSAL_ALLOCATION: 'physical causality', ECONOMIC_ALLOCATION: 'economic' };
export const basisOf = (method: string | undefined): string | undefined => (method === undefined ? undefined : bases[method] ?? method);

/** Causal factors are made for the exchange that has them; of the others, the market decides more often than matter. */
const preferred: readonly string[] = ['CAUSAL_ALLOCATION', 'ECONOMIC_ALLOCATION', 'PHYSICAL_ALLOCATION'];

/** The process with one set of shares for each exchange; that others are left out is told once. */
export function withOneMethod<T extends Pick<Process, 'exchanges'>>(process: T, context: WriteContext): T {
  const left = new Set<string>();
  let kept: string | undefined;
  const exchanges = process.exchanges?.map((exchange) => {
    const methods = new Set((exchange.allocations ?? []).map(({ method }) => method));
    const used = preferred.find((method) => methods.has(method));
    if (methods.size < 2 || used === undefined || ![...methods].every((method) => method !== undefined && bases[method] !== undefined)) return exchange;
    for (const method of methods) if (method !== used) left.add(method!);
    kept = used;
    return { ...exchange, allocations: exchange.allocations!.filter(({ method }) => method === used) };
  });
  if (kept === undefined) return process;
  context.issue('value-approximated', { field: 'allocation method', value: [kept, ...left].join(', '), used: kept });
  return { ...process, exchanges };
}
