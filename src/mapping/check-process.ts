// What a process says about its products, which only the kinds of its flows tell (ILCD §4.3, cases 12–15 and 41). Pure: the caller knows the flows.
import type { z } from 'zod';
import { makeIssue, type Issue } from '../model/issue.ts';
import type { Exchange, flowKind, Process } from '../model/process.ts';
import type { Reference } from '../model/value.ts';

type FlowKind = z.infer<typeof flowKind>;

/** Kind of the flow that a reference points to; undefined where the flow is not known. */
export type FlowKindLookup = (flow: Reference) => FlowKind | undefined;

/**
 * What a reference exchange makes of its process: PRODUCTION of a product, TREATMENT of a waste that enters, USE of a product that enters
 * (or a sign error), WASTE as output, ACCOUNTING for elementary and other flows. Undefined where kind or direction is not known.
 */
export type ReferenceRole = 'PRODUCTION' | 'TREATMENT' | 'USE' | 'WASTE' | 'ACCOUNTING';

export function referenceRole(exchange: Pick<Exchange, 'direction'>, kind: FlowKind | undefined): ReferenceRole | undefined {
  if (kind === undefined || exchange.direction === undefined) return undefined;
  if (kind === 'PRODUCT') return exchange.direction === 'OUTPUT' ? 'PRODUCTION' : 'USE';
  if (kind === 'WASTE') return exchange.direction === 'INPUT' ? 'TREATMENT' : 'WASTE';
  return 'ACCOUNTING';
}

/** Whether an exchange counts: reminder flows document something and are never part of the inventory. */
export const isInventory = (exchange: Pick<Exchange, 'function'>): boolean => exchange.function === undefined;

/**
 * Issues of a process that need the kinds of its flows. Amounts and directions are never changed: a waste input as reference is a treatment
 * service, and its sign is a matter of the calculation. Unknown flows raise nothing.
 */
export function checkProcessAgainstFlows(process: Process, lookup: FlowKindLookup): Issue[] {
  const issues: Issue[] = [];
  const dataset = `process ${process.id}`;
  const exchanges = process.exchanges ?? [];
  const kindOf = (exchange: Exchange): FlowKind | undefined => exchange.flowKind ?? lookup(exchange.flow);

  for (const exchange of exchanges.filter((e) => e.isReference)) {
    const kind = kindOf(exchange);
    const role = referenceRole(exchange, kind);
    const where = { dataset, path: `exchanges/exchange[${exchange.position + 1}]` };
    if (role === 'USE') issues.push(makeIssue('reference-flow-is-input', where));
    // An EPD declares its unit by any kind of flow.
    if (role === 'WASTE' || (role === 'ACCOUNTING' && process.type !== 'EPD')) issues.push(makeIssue('reference-flow-elementary', where, { kind: `${kind!.toLowerCase()} ${exchange.direction!.toLowerCase()}` }));
  }

  const products = exchanges.filter((e) => isInventory(e) && e.direction === 'OUTPUT' && e.isAvoided !== true && kindOf(e) === 'PRODUCT');
  const approaches = (process.methodApproaches ?? []).filter((a) => a !== 'Not applicable');
  const allocated = exchanges.some((e) => e.allocations !== undefined && e.allocations.length > 0);
  if (products.length > 1 && !allocated && approaches.length === 0) issues.push(makeIssue('multi-output-unallocated', { dataset }, { count: products.length }));
  return issues;
}
