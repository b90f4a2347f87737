// The ILCD life cycle model: instances, their outputs and takers, and what is wrong with the graph (ilcd.md §1.12; §4.3, cases 63 and 64).
import { checkModel } from '../../mapping/life-cycle-models/check-model.ts';
import type { RawRecord, ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { LifeCycleModel, ModelConnection, ModelLink, ProcessInstance } from '../../model/life-cycle-model.ts';
import { uuidPattern } from '../../model/scalar.ts';
import type { Reference } from '../../model/value.ts';
import { finishDataset, numbered, statedDataset, unnumbered } from './dataset.ts';

interface RawFlow { flowId?: string; flowVersion?: string }

function readFlow({ flowId = '', flowVersion }: RawFlow, context: ReadContext): Reference {
  const stated = flowId.trim();
  const id = stated.toLowerCase();
  const flow: Reference = { type: 'flow' };
  if (uuidPattern.test(id)) {
    flow.id = id;
    if (id !== flowId) context.keep('@flowUUID', flowId);
  } else if (stated === '') context.issue('reference-empty', {}, '@flowUUID');
  else {
    context.issue('reference-not-uuid', { stated }, '@flowUUID');
    flow.externalKey = flowId;
  }
  if (flowVersion !== undefined) flow.version = flowVersion;
  return flow;
}

const writeFlow = ({ id, externalKey, version }: Reference): RawFlow => ({ ...((id ?? externalKey) === undefined ? {} : { flowId: (id ?? externalKey)! }), ...(version === undefined ? {} : { flowVersion: version }) });

export const downstreamProcess: StructuralTransform<ModelLink> = {
  name: 'downstream-process', about: 'Taker of an output, with the flow as it calls it.',
  read(record, context) {
    const { flowId, flowVersion, instance, ...rest } = record as RawFlow & { instance?: string };
    return { instance: instance ?? '', flow: readFlow({ ...(flowId === undefined ? {} : { flowId }), ...(flowVersion === undefined ? {} : { flowVersion }) }, context), ...rest };
  },
  write: ({ flow, position: _order, exchange: _openlca, ...rest }) => ({ ...rest, ...writeFlow(flow) }),
};

export const outputExchange: StructuralTransform<ModelConnection> = {
  name: 'output-exchange', about: 'Output of a process instance, with its takers.',
  read(record, context) {
    const { flowId, flowVersion, ...rest } = record as RawFlow;
    return { flow: readFlow({ ...(flowId === undefined ? {} : { flowId }), ...(flowVersion === undefined ? {} : { flowVersion }) }, context), ...rest };
  },
  write: ({ flow, flowKind: _flow, ...rest }) => ({ ...rest, ...writeFlow(flow) }),
};

export const processInstance: StructuralTransform<ProcessInstance> = {
  name: 'process-instance', about: 'Process instance as stated; its position comes with the model.',
  read: (record) => ({ internalId: '', position: 0, ...record } as ProcessInstance),
  write({ internalId, ...stated }) {
    return { ...stated, ...(internalId === '' ? {} : { internalId }) };
  },
};

export const lifeCycleModel: StructuralTransform<LifeCycleModel> = {
  name: 'life-cycle-model', about: 'Finds the reference process and checks the graph. What leads to nothing is told; the rest of the graph stays.',
  read(raw, context) {
    const record = finishDataset(raw, context) as LifeCycleModel | undefined;
    if (record === undefined) return undefined;
    numbered(record.processes);
    const reference = record.processes?.find((p) => p.internalId === record.referenceInstance)?.process;
    if (reference !== undefined) record.referenceProcess = reference;
    checkModel(record, context, { reference: 'lifeCycleModelInformation/quantitativeReference', instance: (n) => `lifeCycleModelInformation/technology/processes/processInstance[${n}]` });
    return record;
  },
  write({ referenceProcess: _instance, processes, ...stated }) {
    const record: RawRecord = statedDataset(stated);
    const list = unnumbered(processes);
    if (list !== undefined) record['processes'] = list;
    return record;
  },
};
