// Whether the multiplication factors of a life cycle model solve it: what is given of a flow is what is taken (ilcd.md §1.12; §4.3, cases 64 and 65).
import type { LifeCycleModel, ProcessInstance } from '../../model/life-cycle-model.ts';
import type { ReadContext } from '../transform.ts';
import { exchangesWith, totalOf, type FindProcess, type ModelProcess } from './model-process.ts';

/** Factors are solved by programs, but amounts are rounded by hand. */
export const balanceTolerance = 1e-3;

interface End { instance: ProcessInstance; flow: string; direction: 'INPUT' | 'OUTPUT' }
const keyOf = ({ instance, flow, direction }: End): string => `${instance.internalId} ${direction} ${flow}`;

/** Ends that are joined by links, directly or by others: what one takes may come from several, by their shares, which no link tells. */
function* joined(model: LifeCycleModel): Iterable<End[]> {
  const byId = new Map((model.processes ?? []).map((instance) => [instance.internalId, instance]));
  const groups = new Map<string, End[]>();
  for (const instance of model.processes ?? []) {
    for (const { flow, links = [] } of instance.connections ?? []) {
      for (const link of links) {
        const taker = byId.get(link.instance);
        if (flow.id === undefined || link.flow.id === undefined || taker === undefined) continue;
        const ends: End[] = [{ instance, flow: flow.id, direction: 'OUTPUT' }, { instance: taker, flow: link.flow.id, direction: 'INPUT' }];
        const [a, b] = ends.map((end) => groups.get(keyOf(end)) ?? [end]);
        const all = a === b ? a! : [...a!, ...b!];
        for (const end of all) groups.set(keyOf(end), all);
      }
    }
  }
  yield* new Set(groups.values());
}

/** Tells where a link is for a flow that its process does not have, and where factors do not fit each other. Whatever cannot be known is passed over. */
export function checkBalance(model: LifeCycleModel, find: FindProcess, issue: ReadContext['issue']): void {
  for (const ends of joined(model)) {
    const known = ends.map((end) => ({ end, process: end.instance.process?.id === undefined ? undefined : find(end.instance.process.id) }));
    let complete = true;
    for (const { end: { instance, flow, direction }, process } of known) {
      if (process !== undefined && process.exchanges.length > 0 && exchangesWith(process, flow, direction).length === 0) issue('model-link-flow-absent', { instance: instance.internalId, flow, direction: direction.toLowerCase() });
      complete &&= process !== undefined && exchangesWith(process, flow, direction).length > 0 && instance.multiplicationFactor !== undefined;
    }
    // Flows that differ may be measured in different ways.
    if (complete && new Set(ends.map((end) => end.flow)).size === 1) compare(model, known as { end: End; process: ModelProcess }[], issue);
  }
}

function compare(model: LifeCycleModel, known: readonly { end: End; process: ModelProcess }[], issue: ReadContext['issue']): void {
  const exchangesOf = ({ end: { flow, direction }, process }: (typeof known)[number]) => exchangesWith(process, flow, direction);
  const unit = exchangesOf(known[0]!)[0]!.unit;
  const sums = { INPUT: 0, OUTPUT: 0 };
  for (const each of known) {
    const total = totalOf(exchangesOf(each), unit);
    if (total === undefined) return;
    sums[each.end.direction] += total * Number(each.end.instance.multiplicationFactor);
  }
  const givers = known.filter(({ end }) => end.direction === 'OUTPUT');
  // What the model is for leaves it; co-products and wastes need not be used up.
  const isFinal = givers.some(({ end }) => end.instance.internalId === model.referenceInstance);
  const isDetermined = !isFinal && givers.every((each) => exchangesOf(each).some((e) => e.isReference));
  const difference = sums.INPUT - sums.OUTPUT;
  const limit = balanceTolerance * Math.max(Math.abs(sums.INPUT), Math.abs(sums.OUTPUT));
  if (isDetermined ? Math.abs(difference) <= limit : difference <= limit) return;
  const names = (direction: End['direction']): string => known.filter(({ end }) => end.direction === direction).map(({ end }) => end.instance.internalId).join(', ');
  issue('model-factor-unbalanced', { flow: known[0]!.end.flow, supply: Number(sums.OUTPUT.toPrecision(12)), demand: Number(sums.INPUT.toPrecision(12)), givers: names('OUTPUT'), takers: names('INPUT') });
}
