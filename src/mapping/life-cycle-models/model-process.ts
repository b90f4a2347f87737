// What a life cycle model needs to know of its processes: amounts of flows by direction, in one unit.
import { convert, findUnit } from '../tables/units.ts';
import { TanluError } from '../../errors.ts';
import type { Exchange, Process } from '../../model/process.ts';

export type ModelExchange = Pick<Exchange, 'internalId' | 'direction' | 'amount' | 'unit' | 'unitId' | 'isReference' | 'flow' | 'function' | 'isAvoided' | 'flowKind' | 'position'>;

/** The exchanges of a process without all that is said of them. */
export interface ModelProcess { id: string; exchanges: ModelExchange[] }

export type FindProcess = (id: string) => ModelProcess | undefined;

export function modelProcess({ id, exchanges = [] }: Process): ModelProcess {
  return {
    id,
    exchanges: exchanges.map(({ internalId, position, direction, amount, unit, unitId, isReference, flow, function: reminder, isAvoided, flowKind }) => ({
      internalId, position, flow: { type: 'flow', ...(flow.id === undefined ? {} : { id: flow.id }) }, isReference, ...(direction === undefined ? {} : { direction }), ...(amount === undefined ? {} : { amount }),
      ...(unit === undefined ? {} : { unit }), ...(unitId === undefined ? {} : { unitId }), ...(reminder === undefined ? {} : { function: reminder }), ...(isAvoided === undefined ? {} : { isAvoided }), ...(flowKind === undefined ? {} : { flowKind }),
    })),
  };
}

/** Exchanges of a process with a flow in a direction, as far as they count. */
export const exchangesWith = (process: ModelProcess, flow: string | undefined, direction: 'INPUT' | 'OUTPUT'): ModelExchange[] =>
  process.exchanges.filter((e) => e.flow.id !== undefined && e.flow.id === flow && e.direction === direction && e.function === undefined && e.isAvoided !== true);

/** The sum of amounts in the unit of the first; undefined where one has no amount, or units do not convert. */
export function totalOf(exchanges: readonly ModelExchange[], unit: string | undefined = exchanges[0]?.unit): number | undefined {
  let total = 0;
  for (const { amount, unit: own } of exchanges) {
    const value = amount === undefined ? undefined : amountIn(amount, own, unit);
    if (value === undefined) return undefined;
    total += value;
  }
  return exchanges.length === 0 ? undefined : total;
}

export function amountIn(amount: string, from: string | undefined, to: string | undefined): number | undefined {
  if (from === to) return Number(amount);
  const [source, target] = [from === undefined ? undefined : findUnit(from), to === undefined ? undefined : findUnit(to)];
  if (source === undefined || target === undefined) return undefined;
  try {
    return Number(convert(amount, source, target));
  } catch (error) {
    if (error instanceof TanluError) return undefined;
    throw error;
  }
}
