// Product systems of openLCA: links name a provider; here they run from who gives to who takes, so that those of waste are turned (olca-schema ProductSystem, ProcessLink).
import { checkModel } from '../../mapping/life-cycle-models/check-model.ts';
import type { ReadContext, StructuralTransform } from '../../mapping/transform.ts';
import type { LifeCycleModel, ModelConnection, ModelLink, ProcessInstance } from '../../model/life-cycle-model.ts';
import { uuidPattern } from '../../model/scalar.ts';
import type { LocalizedText, Reference } from '../../model/value.ts';
import { finishDataset, statedDataset, type RawRoot } from './dataset.ts';
import { byPosition } from './unit-group.ts';

type Redefinition = NonNullable<NonNullable<LifeCycleModel['parameterSets']>[number]['parameters']>[number];

interface RawLink {
  exchange?: string; exchangeId?: string; flowType?: string; flow?: string; flowName?: LocalizedText; flowKind?: NonNullable<ModelConnection['flowKind']>;
  processType?: string; process?: string; providerType?: string; provider?: string;
}
interface RawSystem extends RawRoot { processes?: Reference[]; links?: RawLink[]; redefinitions?: Redefinition[]; referenceExchange?: string; referenceExchangeId?: string }

const plain = (id: string | undefined): string => (id ?? '').trim().toLowerCase();

/** Links of instances; those that name what the system does not have stay beside it. */
function readLinks(links: readonly RawLink[], instances: readonly ProcessInstance[], context: ReadContext): void {
  const byId = new Map(instances.map((instance) => [instance.process?.id ?? instance.process?.externalKey ?? '', instance]));
  links.forEach((link, position) => {
    const [provider, process, flow] = [byId.get(plain(link.provider)), byId.get(plain(link.process)), plain(link.flow)];
    if (provider === undefined || process === undefined || !uuidPattern.test(flow)) {
      context.issue('model-link-dangling', { from: link.provider ?? '–', to: link.process ?? '–' }, `processLinks[${position + 1}]`);
      // At its place: what stands beside other links counts them. Of a link that says nothing the reader has noted the place.
      if (Object.keys(link).length > 0) context.setAside(position === 0 ? 'processLinks' : `processLinks[${position + 1}]`, link);
      return;
    }
    const isWaste = link.flowKind === 'WASTE';
    const [giver, taker] = isWaste ? [process, provider] : [provider, process];
    const reference: Reference = { type: 'flow', id: flow, ...(link.flowName === undefined ? {} : { name: link.flowName }) };
    const exchange = link.exchangeId ?? link.exchange;
    const made: ModelLink = { instance: taker.internalId, position, flow: { type: 'flow', id: flow }, ...(exchange === undefined ? {} : { exchange }) };
    giver.connections ??= [];
    // Links that say more or less of the flow stand apart, so that each can be written as it was.
    const connection = giver.connections.find((c) => c.flow.id === flow && c.flowKind === link.flowKind && c.flow.name?.['en'] === link.flowName?.['en']);
    if (connection === undefined) giver.connections.push({ flow: reference, ...(link.flowKind === undefined ? {} : { flowKind: link.flowKind }), links: [made] });
    else connection.links!.push(made);
  });
}

const kindOf = (reference: Reference | undefined): string => (reference?.type === 'lifeCycleModel' ? 'ProductSystem' : 'Process');
const keyOf = (reference: Reference | undefined): string | undefined => reference?.id ?? reference?.externalKey;
const exchangeField = (id: string): { exchange: string } | { exchangeId: string } => (/^\d+$/.test(id) ? { exchange: id } : { exchangeId: id });

function writeLinks(instances: readonly ProcessInstance[]): RawLink[] {
  const byId = new Map(instances.map((instance) => [instance.internalId, instance.process]));
  const found: { position: number; raw: RawLink }[] = [];
  for (const instance of instances) {
    for (const { flow, flowKind, links = [] } of instance.connections ?? []) {
      for (const { instance: taker, position, exchange } of links) {
        const [provider, process] = flowKind === 'WASTE' ? [byId.get(taker), instance.process] : [instance.process, byId.get(taker)];
        const [providerId, processId, flowId] = [keyOf(provider), keyOf(process), keyOf(flow)];
        found.push({
          position: position ?? found.length,
          raw: {
            ...(exchange === undefined ? {} : exchangeField(exchange)),
            ...(flowId === undefined ? {} : { flowType: 'Flow', flow: flowId }), ...(flow.name === undefined ? {} : { flowName: flow.name }), ...(flowKind === undefined ? {} : { flowKind }),
            ...(processId === undefined ? {} : { processType: kindOf(process), process: processId }), ...(providerId === undefined ? {} : { providerType: kindOf(provider), provider: providerId }),
          },
        });
      }
    }
  }
  return byPosition(found).map(({ raw }) => raw);
}

export const productSystem: StructuralTransform<LifeCycleModel> = {
  name: 'product-system', about: 'Makes instances of the processes and connections of the links; links of waste are turned where they tell that it is waste.',
  read(record, context) {
    const found = finishDataset<RawSystem>(record, context);
    if (found === undefined) return undefined;
    const made = found.record as LifeCycleModel;
    const { processes = [], links = [], redefinitions, referenceExchange, referenceExchangeId } = found.raw;
    const instances: ProcessInstance[] = processes.map((process, position) => ({ internalId: String(position + 1), position, process }));
    readLinks(links, instances, context);
    if (instances.length > 0) made.processes = instances;
    const reference = keyOf(made.referenceProcess);
    const instance = reference === undefined ? undefined : instances.find((each) => keyOf(each.process) === reference);
    if (instance !== undefined) made.referenceInstance = instance.internalId;
    const exchange = referenceExchangeId ?? referenceExchange;
    if (exchange !== undefined) made.referenceExchange = exchange;
    if (referenceExchangeId !== undefined && referenceExchange !== undefined) context.keep('refExchange/internalId', referenceExchange);
    if (redefinitions !== undefined) made.parameterSets = [...(made.parameterSets ?? []), { isBaseline: true, parameters: redefinitions }];
    if (reference !== undefined && instance === undefined) context.issue('model-reference-dangling', { id: reference }, 'refProcess');
    else checkModel(made, context, { reference: 'refProcess', instance: (n) => `processes[${n}]` });
    return made;
  },
  write({ processes, referenceInstance: _process, referenceExchange, resultingProcesses: _none, ...value }) {
    const { groups: _groups, ...stated } = value;
    const instances = processes === undefined ? undefined : byPosition(processes);
    const links = instances === undefined ? [] : writeLinks(instances);
    return statedDataset(stated, 'ProductSystem', {
      ...(instances === undefined ? {} : { processes: instances.flatMap(({ process }) => (process === undefined ? [] : [process])) }),
      ...(links.length === 0 ? {} : { links }), ...(stated.targetUnitId === undefined && stated.targetUnit === undefined ? {} : { unitKind: 'Unit' }),
      ...(referenceExchange === undefined ? {} : /^\d+$/.test(referenceExchange) ? { referenceExchange } : { referenceExchangeId: referenceExchange }),
    });
  },
};
