// Allocation of openLCA: fractions by product for the whole process, or for one exchange (causal); shares of exchanges in percent in the model.
import { Decimal } from 'decimal.js';
import { decimalPattern } from '../../model/scalar.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Exchange } from '../../model/process.ts';
import type { FlowReference } from './reference.ts';
import type { PendingExchange } from './exchange.ts';

/** A factor of a process as stated. */
export interface AllocationFactor {
  kind?: string; method?: string; value?: string; formula?: string; product?: FlowReference;
  exchangeKind?: string; exchangeId?: string; exchangeInternalId?: string; exchangeFlow?: FlowReference;
}

type Share = NonNullable<Exchange['allocations']>[number];

const causal = 'CAUSAL_ALLOCATION';
/** Methods whose factors belong to the process as a whole. */
const forAll: ReadonlySet<string> = new Set(['PHYSICAL_ALLOCATION', 'ECONOMIC_ALLOCATION']);

// Wide enough for any double in full.
const Exact = Decimal.clone({ precision: 1_000, toExpNeg: -30, toExpPos: 40 });
const percentOf = (fraction: string): string => new Exact(fraction).times(100).toString();
const fractionOf = (percent: string): string => new Exact(percent).div(100).toString();

export const allocationFactor: StructuralTransform<AllocationFactor> = {
  name: 'allocation-factor', about: 'Factor as stated; it becomes shares of exchanges with its process.',
  read: (record) => record as AllocationFactor,
  write: (value) => ({ kind: 'AllocationFactor', ...value }),
};

interface Known { byId: ReadonlyMap<string, PendingExchange>; products: ReadonlyMap<string, PendingExchange | undefined> }

function lookUp(exchanges: readonly PendingExchange[]): Known {
  const byId = new Map<string, PendingExchange>();
  const products = new Map<string, PendingExchange | undefined>();
  for (const exchange of exchanges) {
    for (const id of [exchange.internalId, exchange.pending?.numericId]) if (id !== undefined && !byId.has(id)) byId.set(id, exchange);
    const flow = exchange.flow.id;
    const isProduct = exchange.isAvoided !== true && (exchange.flowKind === 'WASTE' ? exchange.direction === 'INPUT' : exchange.flowKind !== 'ELEMENTARY' && exchange.direction === 'OUTPUT');
    // Two exchanges of one product: which is meant is not said.
    if (flow !== undefined && isProduct) products.set(flow, products.has(flow) ? undefined : exchange);
  }
  return { byId, products };
}

/** The exchanges that a factor shares out and the product that gets the share; undefined where it does not say. */
function targetsOf(factor: AllocationFactor, exchanges: readonly PendingExchange[], { byId, products }: Known): { product: PendingExchange; shared: readonly PendingExchange[] } | undefined {
  const product = products.get(factor.product?.reference.id ?? '');
  if (product === undefined || factor.value === undefined || factor.formula !== undefined) return undefined;
  const id = factor.exchangeInternalId ?? factor.exchangeId;
  if (factor.method === causal) {
    const exchange = id === undefined ? undefined : byId.get(id);
    return exchange === undefined ? undefined : { product, shared: [exchange] };
  }
  if (!forAll.has(factor.method ?? '') || id !== undefined || factor.exchangeFlow !== undefined) return undefined;
  const coProducts = new Set(products.values());
  const shared = exchanges.filter((e) => !coProducts.has(e));
  return shared.length === 0 ? undefined : { product, shared };
}

/** Tells what is wrong with the shares of each method, which must be 1 in all (a tenth of a percent is what their digits allow). */
function checkSums(exchanges: readonly PendingExchange[], context: ReadContext): void {
  const told = new Set<string>();
  for (const { internalId, allocations, position } of exchanges) {
    const sums = new Map<string, number>();
    for (const { method = '', percent } of allocations ?? []) sums.set(method, (sums.get(method) ?? 0) + Number(percent));
    for (const [method, sum] of sums) {
      if (Math.abs(sum - 100) <= 0.1 || told.has(method)) continue;
      // Factors of the whole process are wrong in the same way for all exchanges.
      if (forAll.has(method)) told.add(method);
      context.issue('allocation-sum', { exchange: internalId, sum: Number(sum.toPrecision(12)) }, `exchanges[${position + 1}]`);
    }
  }
}

/**
 * Gives the exchanges their shares. The factors stay beside the process as well: which of them were stated for all exchanges cannot be told from
 * the shares alone, and those that name no product, an unknown exchange or a formula become no share at all.
 */
export function readAllocation(factors: readonly AllocationFactor[], exchanges: readonly PendingExchange[], context: ReadContext): void {
  const known = lookUp(exchanges);
  factors.forEach((factor, n) => {
    const path = `allocationFactors[${n + 1}]`;
    const targets = targetsOf(factor, exchanges, known);
    if (targets === undefined) {
      context.setAside(path, factor);
      return;
    }
    context.keep(path, JSON.stringify(factor));
    for (const exchange of targets.shared) {
      const share: Share = { coProduct: targets.product.internalId, percent: percentOf(factor.value!), ...(factor.method === undefined ? {} : { method: factor.method }) };
      (exchange.allocations ??= []).push(share);
    }
  });
  checkSums(exchanges, context);
}

/** Factors of a process of another format: causal ones, exchange by exchange. Undefined where factors of openLCA stand beside the record. */
export function writeAllocation(exchanges: readonly Exchange[], extensions: Record<string, [string, string][]> | undefined): RawRecord[] | undefined {
  if (extensions?.['olca']?.some(([path]) => path.startsWith('allocationFactors')) === true) return undefined;
  const byId = new Map(exchanges.map((e) => [e.internalId, e]));
  const factors: RawRecord[] = [];
  for (const { internalId, allocations } of exchanges) {
    for (const { coProduct, percent } of allocations ?? []) {
      const product = byId.get(coProduct);
      // A share that is not stated is none.
      if (product === undefined || percent === '' || !decimalPattern.test(percent)) continue;
      factors.push({ method: causal, exchangeKind: 'ExchangeRef', exchangeInternalId: internalId, product: { reference: product.flow }, value: fractionOf(percent) });
    }
  }
  return factors.length === 0 ? undefined : factors;
}
