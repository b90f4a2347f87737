// Life cycle models of other formats as openLCA wants them: a reference process and exchange, each process once, links with the exchange whose demand they meet (olca-schema ProductSystem).
import { exchangesWith, type ModelExchange, type ModelProcess } from '../../mapping/life-cycle-models/model-process.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import type { Flow } from '../../model/flow.ts';
import type { LifeCycleModel, ModelConnection, ProcessInstance } from '../../model/life-cycle-model.ts';
import type { Exchange } from '../../model/process.ts';
import type { Find } from '../adapter.ts';
import { measureOfExchange } from './exchange-measure.ts';

/** What an exchange must have to be written; those that have it are numbered from 1. */
export const isWritten = ({ function: reminder, amount, flow }: Pick<Exchange, 'function' | 'amount' | 'flow'>): boolean => reminder === undefined && amount !== undefined && flow.id !== undefined;

const numberIn = (process: ModelProcess, exchange: ModelExchange): string => String(process.exchanges.filter(isWritten).indexOf(exchange) + 1);

/** Each process stands once: instances of one process become the first of them. */
function single(instances: readonly ProcessInstance[], context: WriteContext): { kept: ProcessInstance[]; idOf: ReadonlyMap<string, string> } {
  const byProcess = new Map<string, ProcessInstance>();
  const idOf = new Map<string, string>();
  const kept: ProcessInstance[] = [];
  for (const instance of instances) {
    const key = instance.process?.id;
    const first = key === undefined ? undefined : byProcess.get(key);
    if (key === undefined) context.issue('value-approximated', { field: 'processes', value: `instance ${instance.internalId} without process`, used: 'none' });
    else if (first === undefined) {
      const made = { ...instance, internalId: String(kept.length + 1), position: kept.length, ...(instance.connections === undefined ? {} : { connections: [...instance.connections] }) };
      byProcess.set(key, made);
      kept.push(made);
      idOf.set(instance.internalId, made.internalId);
    } else {
      context.issue('value-approximated', { field: 'processes', value: `instances ${instance.internalId} and others of process ${key}`, used: 'one' });
      first.connections = [...(first.connections ?? []), ...(instance.connections ?? [])];
      idOf.set(instance.internalId, first.internalId);
    }
  }
  return { kept, idOf };
}

/** The model as it can be written; undefined, and told, where nothing tells what it is for. */
export function completeModel(model: LifeCycleModel, context: WriteContext, find: Find): LifeCycleModel | undefined {
  const { kept, idOf } = single(model.processes ?? [], context);
  const reference = kept.find((each) => each.internalId === idOf.get(model.referenceInstance ?? ''));
  if (reference === undefined) {
    context.issue('required-missing', { format: 'openLCA', field: 'refProcess' });
    return undefined;
  }
  const processOf = (instance: ProcessInstance): ModelProcess | undefined => find('process', instance.process!.id!) as ModelProcess | undefined;
  let position = 0;
  const connect = (giver: ProcessInstance, { flow, flowKind, links = [], ...rest }: ModelConnection): ModelConnection => {
    const kind = flowKind ?? (flow.id === undefined ? undefined : (find('flow', flow.id) as Flow | undefined)?.kind);
    return {
      ...rest, flow: { ...flow, ...(flow.id === undefined ? {} : nameOf(find('flow', flow.id) as Flow | undefined)) }, ...(kind === undefined ? {} : { flowKind: kind }),
      links: links.flatMap((link) => {
        const taker = kept.find((each) => each.internalId === idOf.get(link.instance));
        if (taker === undefined) return [];
        const [driver, wanted, direction] = kind === 'WASTE' ? [giver, flow.id, 'OUTPUT'] as const : [taker, link.flow.id, 'INPUT'] as const;
        const process = processOf(driver);
        const exchange = process === undefined ? undefined : exchangesWith(process, wanted, direction)[0];
        if (exchange === undefined) context.issue('model-link-flow-absent', { instance: driver.internalId, flow: wanted, direction: direction.toLowerCase() });
        return [{ ...link, instance: taker.internalId, position: position++, flow: { type: 'flow' as const, ...(flow.id === undefined ? {} : { id: flow.id }) }, ...(exchange === undefined ? {} : { exchange: numberIn(process!, exchange) }) }];
      }),
    };
  };
  const processes = kept.map(({ connections, ...each }) => ({ ...each, ...(connections === undefined ? {} : { connections: connections.map((connection) => connect(each, connection)) }) }));
  const parameters = processes.flatMap(({ process, parameters: own = [] }) => own.map(({ name, value }) => ({ name, ...(value === undefined ? {} : { value }), context: process! })));
  return {
    ...model, processes, referenceInstance: reference.internalId, referenceProcess: reference.process!, ...targetOf(model, reference, processOf(reference), find),
    ...(parameters.length === 0 ? {} : { parameterSets: [...(model.parameterSets ?? []), { name: { en: 'Baseline' }, isBaseline: true, parameters }] }),
  };
}

const nameOf = (flow: Flow | undefined): { name?: Flow['name'] } => (flow === undefined ? {} : { name: flow.name });

/** The reference exchange, and its amount as often as the reference process runs. */
function targetOf(model: LifeCycleModel, { multiplicationFactor }: ProcessInstance, process: ModelProcess | undefined, find: Find): Partial<LifeCycleModel> {
  const exchange = process?.exchanges.find((e) => e.isReference && isWritten(e));
  if (process === undefined || exchange === undefined) return {};
  const { unit, unitId, property } = measureOfExchange(exchange as Exchange, find);
  const amount = Number(exchange.amount) * Number(multiplicationFactor ?? '1');
  return {
    referenceExchange: numberIn(process, exchange), targetUnit: unit, targetUnitId: unitId,
    ...(property.id === undefined ? {} : { targetProperty: { type: 'flowProperty', id: property.id, ...(property.name === undefined ? {} : { name: { en: property.name } }) } }),
    ...(Number.isFinite(amount) ? { targetAmount: model.targetAmount ?? String(Number(amount.toPrecision(15))) } : {}),
  };
}
