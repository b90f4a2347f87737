// The ILCD process as a whole: quantitative reference, amounts, allocation, period, and what is wrong with them (§1.8; §4.3, cases 9–27).
import type { CodeLists } from '../../mapping/load-tables.ts';
import { ABSENT } from '../../mapping/beside.ts';
import { evaluateFormulas } from '../../mapping/formulas/evaluate-process.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { Exchange, Process } from '../../model/process.ts';
import { finishAmounts } from './amounts.ts';
import { finishDataset, numbered, statedDataset, unnumbered } from './dataset.ts';
import { checkEpd, fromOlderNamespace, toOlderNamespace } from './epd.ts';

const candidatesNamed = 10;
const referencePath = 'processInformation/quantitativeReference/referenceToReferenceFlow';
const pathOf = (exchange: Exchange): string => `exchanges/exchange[${exchange.position + 1}]`;

/** Exchanges by internal id. An exchange without one gets the lowest free number; an id used twice means its first exchange. */
function exchangesById(exchanges: Exchange[], context: ReadContext): Map<string, Exchange> {
  const byId = new Map<string, Exchange>();
  const counts = new Map<string, number>();
  for (const exchange of exchanges) {
    if (exchange.internalId === '') continue;
    if (!byId.has(exchange.internalId)) byId.set(exchange.internalId, exchange);
    counts.set(exchange.internalId, (counts.get(exchange.internalId) ?? 0) + 1);
  }
  for (const [id, count] of counts) if (count > 1) context.issue('internal-id-duplicate', { id, count });
  let free = 0;
  for (const exchange of exchanges) {
    if (exchange.internalId !== '') continue;
    while (byId.has(String(free))) free += 1;
    exchange.internalId = String(free);
    byId.set(exchange.internalId, exchange);
    context.issue('internal-id-missing', { used: exchange.internalId }, pathOf(exchange));
  }
  return byId;
}

/** Marks the reference exchanges. Nothing is guessed where none is stated. */
function markReferences(process: Process, exchanges: readonly Exchange[], byId: ReadonlyMap<string, Exchange>, context: ReadContext): void {
  const ids = process.referenceFlows ?? [];
  if (ids.length === 0) {
    const candidates = exchanges.filter((e) => e.direction === 'OUTPUT' && e.function === undefined).slice(0, candidatesNamed).map((e) => e.internalId);
    if (process.metaDataOnly !== true) context.issue('reference-flow-missing', { candidates: candidates.join(', ') || '–' }, referencePath);
    return;
  }
  for (const id of new Set(ids)) {
    const exchange = byId.get(id);
    if (exchange === undefined) {
      context.issue('reference-flow-dangling', { id }, referencePath);
      continue;
    }
    exchange.isReference = true;
    if (exchange.direction === undefined) {
      exchange.direction = 'OUTPUT';
      context.keep(`${pathOf(exchange)}/exchangeDirection/${ABSENT}`, 'Output');
      context.issue('direction-missing', { used: 'OUTPUT' }, pathOf(exchange));
    }
  }
  const count = exchanges.filter((e) => e.isReference).length;
  if (count > 1) context.issue('reference-flow-multiple', { count }, referencePath);
}

/** Shares in percent must sum to 100 within a tenth of a percent, which is what their digits allow. */
function checkAllocations(exchanges: readonly Exchange[], byId: ReadonlyMap<string, Exchange>, context: ReadContext): void {
  for (const exchange of exchanges) {
    const { allocations } = exchange;
    if (allocations === undefined) continue;
    for (const { coProduct } of allocations) if (!byId.has(coProduct)) context.issue('allocation-dangling', { exchange: exchange.internalId, id: coProduct }, pathOf(exchange));
    const sum = allocations.reduce((total, { percent }) => total + Number(percent), 0);
    if (Math.abs(sum - 100) <= 0.1) continue;
    if (Math.abs(sum - 1) <= 0.001) context.issue('allocation-scale', { exchange: exchange.internalId }, pathOf(exchange));
    else context.issue('allocation-sum', { exchange: exchange.internalId, sum: Number(sum.toPrecision(12)) }, pathOf(exchange));
  }
}

function checkInventory(process: Process, exchanges: readonly Exchange[], context: ReadContext): void {
  if (process.metaDataOnly === true) context.issue('metadata-only', {}, '@metaDataOnly');
  else if (exchanges.length === 0) context.issue('inventory-empty');
  for (const exchange of exchanges) {
    if (exchange.direction === undefined) context.issue('direction-missing', { used: '–' }, pathOf(exchange));
    if (exchange.isReference && exchange.amount !== undefined && Number(exchange.amount) === 0) context.issue('reference-amount-zero', {}, pathOf(exchange));
  }
}

export const process = (lists: CodeLists): StructuralTransform<Process> => ({
  name: 'process', about: 'Marks reference exchanges by internal id, computes amounts that only mean and variable state, checks allocation. Changes no stated value.',
  read(raw, context) {
    const year = raw['referenceYear'] as number | undefined;
    // Order of keys: start before end.
    if (year !== undefined) raw['period'] = { start: `${String(year).padStart(4, '0')}-01-01`, ...(raw['period'] as object | undefined) };
    fromOlderNamespace(raw, context);
    const record = finishDataset(raw, context) as Process | undefined;
    if (record === undefined) return undefined;
    const exchanges = numbered(record.exchanges) ?? [];
    numbered(record.parameters);
    const byId = exchangesById(exchanges, context);
    markReferences(record, exchanges, byId, context);
    evaluateFormulas(record, 'ilcd', context);
    finishAmounts(record, context);
    checkAllocations(exchanges, byId, context);
    checkInventory(record, exchanges, context);
    checkEpd(record, exchanges, lists, context);
    return record;
  },
  write(value) {
    const record: RawRecord = statedDataset(value);
    toOlderNamespace(record);
    const { period, exchanges } = value;
    if (period !== undefined) {
      if (period.start !== undefined) record['referenceYear'] ??= Number(period.start.slice(0, 4));
      if (period.end === undefined) delete record['period'];
      else record['period'] = { end: period.end };
    }
    if (exchanges !== undefined) {
      record['exchanges'] = [...exchanges].sort((a, b) => a.position - b.position);
      const references = exchanges.filter((e) => e.isReference).map((e) => e.internalId);
      if (references.length > 0) record['referenceFlows'] ??= references;
    }
    if (value.parameters !== undefined) record['parameters'] = unnumbered(value.parameters);
    return record;
  },
});
