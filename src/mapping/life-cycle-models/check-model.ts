// What is wrong with the graph of a life cycle model by itself, whatever its processes say (ilcd.md §4.3, cases 63 and 64).
import type { LifeCycleModel } from '../../model/life-cycle-model.ts';
import type { ReadContext } from '../transform.ts';

/** Paths of the format. */
export interface ModelPaths { reference: string; instance(n: number): string }

/** Tells what leads to nothing. Nothing is removed: the rest of the graph can be used. */
export function checkModel(model: LifeCycleModel, context: Pick<ReadContext, 'issue'>, paths: ModelPaths): void {
  const processes = model.processes ?? [];
  const counts = new Map<string, number>();
  for (const { internalId } of processes) counts.set(internalId, (counts.get(internalId) ?? 0) + 1);
  for (const [id, count] of counts) if (count > 1) context.issue('internal-id-duplicate', { id, count }, paths.instance(processes.findIndex((p) => p.internalId === id) + 1));
  if (model.referenceInstance === undefined) context.issue('model-reference-missing', {}, paths.reference);
  else if (!counts.has(model.referenceInstance)) context.issue('model-reference-dangling', { id: model.referenceInstance }, paths.reference);
  const groups = new Set(model.groups?.map((group) => group.internalId));
  for (const instance of processes) {
    const path = paths.instance(instance.position + 1);
    const from = instance.internalId;
    if (instance.process === undefined) context.issue('model-process-missing', { instance: from }, path);
    for (const group of instance.groups ?? []) if (!groups.has(group)) context.issue('model-group-dangling', { instance: from, group }, path);
    for (const { flow, links = [] } of instance.connections ?? []) {
      for (const link of links) {
        if (!counts.has(link.instance)) context.issue('model-link-dangling', { from, to: link.instance }, path);
        if (flow.id !== link.flow.id) context.issue('model-link-flows-differ', { from, to: link.instance, output: flow.id ?? flow.externalKey, input: link.flow.id ?? link.flow.externalKey }, path);
      }
    }
  }
}
