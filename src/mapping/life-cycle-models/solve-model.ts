// Multiplication factors of a model that states none: how often each process runs to meet the demand of the others (product systems of openLCA; ilcd.md §1.12).
import type { LifeCycleModel, ProcessInstance } from '../../model/life-cycle-model.ts';
import { amountIn, exchangesWith, totalOf, type FindProcess, type ModelExchange, type ModelProcess } from './model-process.ts';

const rounds = 10_000;
const closeEnough = 1e-13;

/** Why a model cannot be solved, in words. */
export class Unsolvable extends Error {}

interface Demand { from: string; by: string; share: number }

const processOf = (instance: ProcessInstance, find: FindProcess): ModelProcess => {
  const found = instance.process?.id === undefined ? undefined : find(instance.process.id);
  if (found === undefined) throw new Unsolvable(`process ${instance.process?.id ?? '–'} is not in the package`);
  return found;
};

/** How often the reference process runs: the target amount over the amount of its reference exchange. */
function referenceFactor(model: LifeCycleModel, process: ModelProcess): number {
  const exchange = process.exchanges.find((e) => e.internalId === model.referenceExchange) ?? process.exchanges.find((e) => e.isReference);
  const amount = exchange?.amount === undefined ? undefined : Number(exchange.amount);
  const target = model.targetAmount === undefined ? amount : amountIn(model.targetAmount, model.targetUnit ?? exchange?.unit, exchange?.unit);
  if (amount === undefined || amount === 0 || target === undefined) throw new Unsolvable('its target amount does not relate to its reference exchange');
  return target / amount;
}

/** For each link, how often the driven instance runs for one run of the driving one: goods are driven by who takes them, waste by who gives it. */
function* demands(model: LifeCycleModel, find: FindProcess): Iterable<Demand> {
  const instances = model.processes ?? [];
  const byId = new Map(instances.map((instance) => [instance.internalId, instance]));
  const providers = new Map<string, string>();
  for (const giver of instances) {
    for (const { flow, flowKind, links = [] } of giver.connections ?? []) {
      for (const { instance, exchange, flow: taken } of links) {
        const taker = byId.get(instance);
        if (taker === undefined) continue;
        const isWaste = flowKind === 'WASTE';
        const [driver, driven] = isWaste ? [giver, taker] : [taker, giver];
        const [wanted, offered] = isWaste ? [flow.id, taken.id] as const : [taken.id, flow.id] as const;
        const needs = exchangesWith(processOf(driver, find), wanted, isWaste ? 'OUTPUT' : 'INPUT');
        const need: ModelExchange[] = exchange === undefined ? needs : needs.filter((e) => e.internalId === exchange);
        const offers = exchangesWith(processOf(driven, find), offered, isWaste ? 'INPUT' : 'OUTPUT');
        const [demand, supply] = [totalOf(need, offers[0]?.unit), totalOf(offers)];
        if (demand === undefined || supply === undefined || supply === 0) throw new Unsolvable(`the amounts of flow ${flow.id ?? '–'} between ${giver.internalId} and ${instance} are not known`);
        const key = `${driver.internalId} ${exchange ?? wanted ?? ''}`;
        const other = providers.get(key);
        if (other !== undefined && other !== driven.internalId) throw new Unsolvable(`${other} and ${driven.internalId} share a demand of ${driver.internalId} in parts that nobody states`);
        providers.set(key, driven.internalId);
        yield { from: driven.internalId, by: driver.internalId, share: demand / supply };
      }
    }
  }
}

/** Factors by internal id; processes may depend on each other in circles. @throws Unsolvable */
export function solveModel(model: LifeCycleModel, find: FindProcess): Map<string, number> {
  const instances = model.processes ?? [];
  const reference = instances.find((each) => each.internalId === model.referenceInstance);
  if (reference === undefined) throw new Unsolvable('it has no reference process');
  const start = referenceFactor(model, processOf(reference, find));
  const list = [...demands(model, find)];
  let factors = new Map(instances.map(({ internalId }) => [internalId, internalId === reference.internalId ? start : 0]));
  for (let round = 0; round < rounds; round++) {
    const next = new Map(instances.map(({ internalId }) => [internalId, internalId === reference.internalId ? start : 0]));
    for (const { from, by, share } of list) next.set(from, next.get(from)! + share * factors.get(by)!);
    const isSettled = instances.every(({ internalId }) => Math.abs(next.get(internalId)! - factors.get(internalId)!) <= closeEnough * Math.abs(next.get(internalId)!));
    factors = next;
    if ([...factors.values()].some((factor) => !Number.isFinite(factor))) break;
    if (isSettled) return factors;
  }
  throw new Unsolvable('its processes need more of each other than they give');
}
