// Allocation of EcoSpold 1: shares in percent of a co-product, each for a list of exchanges (ecospold.md §1.5, E46, E47). The model keeps them with the exchanges.
import type { ReadContext } from '../../mapping/transform.ts';
import type { Exchange, Process } from '../../model/process.ts';
import type { LocalizedText } from '../../model/value.ts';

/** One element: a share of a co-product for some exchanges, all by their numbers. */
export interface StatedAllocation { exchanges?: string[]; coProduct?: string; method?: string; fraction?: string; explanations?: LocalizedText }

const path = 'flowData/allocation';
const coProducts: ReadonlySet<Exchange['group']> = new Set(['REFERENCE_PRODUCT', 'BY_PRODUCT']);

function checkOne({ coProduct, fraction }: StatedAllocation, byNumber: ReadonlyMap<string, Exchange>, context: ReadContext, at: string): void {
  const target = coProduct === undefined ? undefined : byNumber.get(coProduct);
  const say = (reason: string) => context.issue('allocation-implausible', { id: coProduct ?? '–', reason }, at);
  if (fraction === undefined) say('it states no share');
  else if (Number(fraction) < 0) say('the share is negative');
  if (target !== undefined && !coProducts.has(target.group)) say('the exchange is no product output');
}

/** Gives each exchange its shares, in the order stated. What names exchanges that do not exist stays beside the process, as do elements that the shares do not give back. */
export function readAllocations(stated: readonly StatedAllocation[] | undefined, exchanges: readonly Exchange[], context: ReadContext): void {
  if (stated === undefined) return;
  const byNumber = new Map<string, Exchange>();
  for (const exchange of exchanges) if (!byNumber.has(exchange.internalId)) byNumber.set(exchange.internalId, exchange);
  stated.forEach((one, i) => {
    const at = `${path}[${i + 1}]`;
    checkOne(one, byNumber, context, at);
    const { coProduct, fraction, method, explanations } = one;
    if (coProduct !== undefined && !byNumber.has(coProduct)) context.issue('allocation-dangling', { exchange: (one.exchanges ?? []).join(', '), id: coProduct }, `${at}/@referenceToCoProduct`);
    for (const number of new Set(one.exchanges)) { // an exchange that is named twice has its share once
      const exchange = byNumber.get(number);
      if (exchange === undefined) context.issue('allocation-dangling', { exchange: number, id: coProduct ?? '–' }, `${at}/referenceToInputOutput`);
      else if (coProduct !== undefined && fraction !== undefined) {
        (exchange.allocations ??= []).push({ coProduct, percent: fraction, ...(method === undefined ? {} : { method }), ...(explanations === undefined ? {} : { comment: explanations }) });
      }
    }
  });
  checkSums(exchanges, context);
  if (JSON.stringify(writeAllocations(exchanges)?.map(ordered)) === JSON.stringify(stated.map(ordered))) return;
  stated.forEach((one, i) => context.keep(i === 0 ? path : `${path}[${i + 1}]`, JSON.stringify(one)));
}

const ordered = ({ coProduct, method, fraction, explanations, exchanges }: StatedAllocation) => [coProduct, method, fraction, explanations, exchanges];

/** The shares of an exchange must sum to 100 within a tenth of a percent, which is what their digits allow. */
function checkSums(exchanges: readonly Exchange[], context: ReadContext): void {
  exchanges.forEach(({ allocations, internalId }, i) => {
    if (allocations === undefined) return;
    const sum = allocations.reduce((total, { percent }) => total + Number(percent), 0);
    const at = `flowData/exchange[${i + 1}]`;
    if (Math.abs(sum - 100) <= 0.1) return;
    if (Math.abs(sum - 1) <= 0.001) context.issue('allocation-scale', { exchange: internalId }, at);
    else context.issue('allocation-sum', { exchange: internalId, sum: Number(sum.toPrecision(12)) }, at);
  });
}

/** One element per co-product, method, share and explanation, in the order in which the exchanges name them first; nothing where the elements come back as they stood. A share that an exchange states twice stands in two elements. */
export function writeAllocations(exchanges: readonly Exchange[], beside: Process['extensions'] = undefined): StatedAllocation[] | undefined {
  if (beside?.['ecospold1']?.some(([at]) => at.startsWith(path)) === true) return undefined;
  const found = new Map<string, StatedAllocation & { exchanges: string[] }>();
  for (const { internalId, allocations } of exchanges) {
    const times = new Map<string, number>();
    for (const { coProduct, percent, method, comment } of allocations ?? []) {
      const share = JSON.stringify([coProduct, method, percent, comment]);
      times.set(share, (times.get(share) ?? 0) + 1);
      const key = `${times.get(share)} ${share}`;
      const one = found.get(key);
      if (one === undefined) found.set(key, { coProduct, ...(method === undefined ? {} : { method }), fraction: percent, ...(comment === undefined ? {} : { explanations: comment }), exchanges: [internalId] });
      else one.exchanges.push(internalId);
    }
  }
  return found.size === 0 ? undefined : [...found.values()];
}
