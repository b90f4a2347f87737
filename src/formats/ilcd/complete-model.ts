// Life cycle models of other formats as ILCD wants them: solved factors, whole numbers for instances, links from who gives to who takes (ilcd.md §1.12; §4.3, case 65).
import { solveModel, Unsolvable } from '../../mapping/life-cycle-models/solve-model.ts';
import type { ModelProcess } from '../../mapping/life-cycle-models/model-process.ts';
import type { WriteContext } from '../../mapping/transform.ts';
import type { Flow } from '../../model/flow.ts';
import type { LifeCycleModel, ModelConnection, ProcessInstance } from '../../model/life-cycle-model.ts';
import type { Find } from '../adapter.ts';

/** The model with a reference by kind: a flow that is waste goes the other way than its link was read, where the link did not tell. */
function turned(instances: readonly ProcessInstance[], find: Find): ProcessInstance[] {
  const connections = new Map<string, ModelConnection[]>(instances.map((each) => [each.internalId, []]));
  for (const { internalId, connections: stated = [] } of instances) {
    for (const connection of stated) {
      const { flow, flowKind, links = [] } = connection;
      const kind = flowKind ?? (flow.id === undefined ? undefined : (find('flow', flow.id) as Flow | undefined)?.kind);
      if (flowKind !== undefined || kind !== 'WASTE') {
        connections.get(internalId)!.push(connection);
        continue;
      }
      for (const link of links) connections.get(link.instance)?.push({ ...connection, flowKind: kind, links: [{ ...link, instance: internalId }] });
    }
  }
  return instances.map(({ connections: _stated, ...each }) => {
    const own = connections.get(each.internalId)!;
    return own.length === 0 ? each : { ...each, connections: own };
  });
}

/** Values of the scenario that counts stand with the processes they are for. */
function withParameters(instances: readonly ProcessInstance[], model: LifeCycleModel): ProcessInstance[] {
  const baseline = model.parameterSets?.find((set) => set.isBaseline === true) ?? model.parameterSets?.[0];
  return instances.map((instance) => {
    const own = baseline?.parameters?.filter((p) => p.context?.id !== undefined && p.context.id === instance.process?.id && p.value !== undefined).map(({ name, value }) => ({ name, value: value! })) ?? [];
    return own.length === 0 ? instance : { ...instance, parameters: [...(instance.parameters ?? []), ...own] };
  });
}

/** Instances of ILCD stand for processes: a system inside a system has no place. */
function withoutSystems(instances: readonly ProcessInstance[], context: WriteContext): ProcessInstance[] {
  return instances.map(({ process, ...rest }) => {
    if (process?.type !== 'lifeCycleModel') return process === undefined ? rest : { ...rest, process };
    context.issue('value-approximated', { field: 'referenceToProcess', value: `product system ${process.id ?? process.externalKey ?? '–'}`, used: 'none' });
    return rest;
  });
}

/** The model as it can be written; undefined, and told, where its solved amounts are neither stated nor follow from its processes. */
export function completeModel(model: LifeCycleModel, context: WriteContext, find: Find): LifeCycleModel | undefined {
  let instances = withParameters(turned(model.processes ?? [], find), model);
  if (instances.some((each) => each.multiplicationFactor === undefined)) {
    try {
      const factors = solveModel({ ...model, processes: instances }, (id) => find('process', id) as ModelProcess | undefined);
      context.issue('model-factor-computed', { count: instances.filter((each) => each.multiplicationFactor === undefined).length });
      instances = instances.map((each) => ({ ...each, multiplicationFactor: each.multiplicationFactor ?? String(factors.get(each.internalId)!) }));
    } catch (error) {
      if (!(error instanceof Unsolvable)) throw error;
      context.issue('required-missing', { format: 'ILCD', field: `multiplicationFactor (${error.message})` });
      return undefined;
    }
  }
  const numbers = new Map(instances.map((each, n) => [each.internalId, /^\d+$/.test(each.internalId) ? each.internalId : String(n)]));
  const numberOf = (id: string): string => numbers.get(id) ?? id;
  return {
    ...model,
    ...(model.referenceInstance === undefined ? {} : { referenceInstance: numberOf(model.referenceInstance) }),
    ...(instances.length === 0 ? {} : {
      processes: withoutSystems(instances, context).map(({ connections, ...each }) => ({
        ...each, internalId: numberOf(each.internalId),
        ...(connections === undefined ? {} : { connections: connections.map(({ links, ...output }) => ({ ...output, ...(links === undefined ? {} : { links: links.map((link) => ({ ...link, instance: numberOf(link.instance) })) }) })) }),
      })),
    }),
    // The schema wants the block, and has nothing that it must say.
    extensions: { ...model.extensions, ilcd: [['modellingAndValidation', '']] },
  };
}
