// Shares by properties of the products, as EcoSpold 2 allocates (ecospold.md §2.4): share = property · amount of a product / the sum of that over all products. For formats that state shares, properties become shares; for EcoSpold 2, shares become properties.
import { Decimal } from 'decimal.js';
import type { WriteContext } from '../mapping/transform.ts';
import { decimalPattern } from '../model/scalar.ts';
import type { Exchange, Process } from '../model/process.ts';
import { firstText, named } from './label.ts';
import { basisOf, type Shares } from './shares.ts';

const Exact = Decimal.clone({ precision: 40 });
/** Twelve digits: what remains of a share when it was divided by an amount and multiplied with it again. */
const digits = 12;
const rounded = (value: Decimal): string => value.toSignificantDigits(digits).toString();

const DIMENSIONLESS = '577e242a-461f-44a7-922c-d8e1c3d2bf45';
/** Price, and the relation of true values: allocation by them is economic. */
const economic: ReadonlySet<string> = new Set(['38f94dd1-d5aa-41b8-b182-c0c42985d9dc', '7a3978ea-3e26-4329-bc8b-0915d58a7e6f']);
const prefix = 'allocation share: ';
const undefinedBasis = 'undefined';

/** Products that share: reference products and by-products that are no waste, and nothing that is avoided. */
const isProduct = ({ direction, flowKind, isAvoided, group }: Exchange): boolean =>
  direction === 'OUTPUT' && flowKind === 'PRODUCT' && isAvoided !== true && (group === 'REFERENCE_PRODUCT' || group === 'BY_PRODUCT');

const numberOf = (text: string | undefined): Decimal | undefined => (text !== undefined && decimalPattern.test(text) ? new Exact(text) : undefined);

/** Shares by a property; undefined where a product does not have it, or none is worth anything. */
function sharesBy(property: string, products: readonly Exchange[]): Shares | undefined {
  const found = products.map(({ properties }) => properties?.find(({ id }) => id?.toLowerCase() === property.toLowerCase()));
  const values = products.map((product, i) => {
    const [amount, value] = [numberOf(product.amount), numberOf(found[i]?.amount)];
    return amount === undefined || value === undefined ? undefined : amount.times(value);
  });
  if (values.some((value) => value === undefined)) return undefined;
  const sum = Exact.sum(...(values as Decimal[]));
  if (sum.isZero()) return undefined;
  const name = firstText(found[0]?.name) ?? '';
  const stated = name.startsWith(prefix) ? name.slice(prefix.length) : undefined;
  const method = stated ?? (economic.has(property.toLowerCase()) || /\bprice\b/i.test(name) ? 'economic' : 'physical causality');
  return products.map((product, i) => ({ coProduct: product.internalId, percent: rounded(values[i]!.times(100).div(sum)), ...(method === undefinedBasis ? {} : { method }) }));
}

/** A process of EcoSpold 2 with the shares that its properties state, for formats that have shares. */
export function withShares(process: Process): Process {
  const exchanges = process.exchanges ?? [];
  const products = exchanges.filter(isProduct);
  if (products.length < 2 || exchanges.some((e) => e.allocations !== undefined)) return process;
  const known = new Map<string, Shares | undefined>();
  const sharesOf = (property: string | undefined): Shares | undefined => {
    if (property === undefined) return undefined;
    if (!known.has(property)) known.set(property, sharesBy(property, products));
    return known.get(property);
  };
  return {
    ...process,
    exchanges: exchanges.map((exchange) => {
      const shares = isProduct(exchange) ? undefined : sharesOf(exchange.allocationPropertyId ?? process.allocationPropertyId);
      return shares === undefined ? exchange : { ...exchange, allocations: shares };
    }),
  };
}

const keyOf = (shares: Shares): string => JSON.stringify(shares.map(({ coProduct, percent, method }) => [coProduct, Number(percent), method ?? '']).toSorted(([a], [b]) => (a! < b! ? -1 : 1)));

/**
 * A process with properties in place of the shares of another format: one property for each set of shares. The set that most exchanges have is
 * that of the process; the others name theirs. A set that cannot be stated so (a co-product that is no product, or has no amount) is told.
 */
export function withAllocationProperties(process: Process, idOf: (key: string) => string, context: WriteContext): Process {
  const exchanges = process.exchanges ?? [];
  const sets = new Map<string, { shares: Shares; count: number; id: string }>();
  const products = new Map(exchanges.filter(isProduct).map((product) => [product.internalId, product]));
  for (const { allocations } of exchanges) {
    if (allocations === undefined || allocations.length === 0) continue;
    const key = keyOf(allocations);
    const set = sets.get(key);
    if (set !== undefined) set.count += 1;
    else if (canBeStated(allocations, products, context)) sets.set(key, { shares: allocations, count: 1, id: idOf(key) });
  }
  if (sets.size === 0) return process;
  const main = [...sets.values()].reduce((most, set) => (set.count > most.count ? set : most));
  return {
    ...process, allocationPropertyId: main.id,
    exchanges: exchanges.map((exchange) => {
      const set = exchange.allocations === undefined ? undefined : sets.get(keyOf(exchange.allocations));
      const own = isProduct(exchange) ? [...sets.values()].map((each) => propertyOf(each, exchange)) : [];
      return { ...exchange, ...(set === undefined || set === main ? {} : { allocationPropertyId: set.id }), ...(own.length === 0 ? {} : { properties: [...(exchange.properties ?? []), ...own] }) };
    }),
  };
}

function canBeStated(shares: Shares, products: ReadonlyMap<string, Exchange>, context: WriteContext): boolean {
  for (const { coProduct, percent } of shares) {
    const amount = numberOf(products.get(coProduct)?.amount);
    if (numberOf(percent) !== undefined && amount !== undefined && !amount.isZero()) continue;
    context.issue('allocation-implausible', { id: coProduct, reason: products.has(coProduct) ? 'the co-product has no amount, or the share is no number' : 'the co-product is no product output' });
    return false;
  }
  return true;
}

function propertyOf({ shares, id }: { shares: Shares; id: string }, { internalId, amount }: Exchange): NonNullable<Exchange['properties']>[number] {
  const percent = shares.find(({ coProduct }) => coProduct === internalId)?.percent ?? '0';
  return { id, name: named(prefix + (basisOf(shares[0]?.method) ?? undefinedBasis)), amount: rounded(new Exact(percent).div(amount ?? 1)), unit: 'dimensionless', unitId: DIMENSIONLESS };
}
