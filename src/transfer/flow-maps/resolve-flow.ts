// Which flow of the hub's list an elementary flow is: by mapping files of the operator, then identifier, CAS number with compartment, name with compartment (flows.md, recommended rules).
import { decide, know } from '../../mapping/flow-maps/apply.ts';
import { carbonOriginOf } from '../../mapping/carbon-origin.ts';
import { contextIn } from '../../mapping/flow-maps/context.ts';
import { conditionOf } from '../../mapping/flow-maps/flow-map.ts';
import type { MapIndex } from '../../mapping/flow-maps/map-index.ts';
import { ownFlowList, ownLists } from '../../mapping/flow-maps/own-maps.ts';
import { rowScale } from '../../mapping/flow-maps/row-scale.ts';
import type { Flow } from '../../model/flow.ts';
import type { FlowMapping } from '../../model/mapping.ts';
import type { Exchange } from '../../model/process.ts';
import { conditionName } from './condition-names.ts';

/** The list that flows of the hub are resolved to: of all, it tells most origins of carbon apart. */
export const hubList = 'ilcd' as const;
export const hubListName = ownLists[hubList];

export type FlowFacts = Pick<Flow, 'id' | 'name' | 'kind' | 'unit' | 'compartment' | 'cas' | 'synonyms'>;
export type ResolvedMapping = Omit<FlowMapping, 'exchanges' | 'decidedAt' | 'updatedAt'>;

/** A mapping file with its name, for the note of where a decision comes from. */
export interface NamedMap { name: string; index: MapIndex }

/** What a flow says of itself, beside any mapping. */
export function describeFlow({ id, name, compartment, unit }: FlowFacts): Pick<FlowMapping, 'flowId' | 'flowName' | 'flowCompartment' | 'flowUnit'> {
  const label = name['en'] ?? Object.values(name)[0];
  return { flowId: id, ...(label === undefined ? {} : { flowName: label }), ...(compartment === undefined ? {} : { flowCompartment: compartment.path.join('/') }), ...(unit === undefined ? {} : { flowUnit: unit }) };
}

/** Undefined for what is no elementary flow, and for what nobody knows to be one. */
export function resolveFlow(flow: FlowFacts, files: readonly NamedMap[] = []): ResolvedMapping | undefined {
  const { id, name, kind, unit, compartment, cas, synonyms } = flow;
  const exchange: Exchange = {
    internalId: '0', position: 0, flow: { type: 'flow', id, name }, isReference: false, ...(kind === undefined ? {} : { flowKind: kind }), ...(unit === undefined ? {} : { unit }),
    ...(compartment === undefined ? {} : { compartment }), ...(cas === undefined ? {} : { cas }), ...(synonyms === undefined ? {} : { synonyms }),
  };
  const known = know(exchange, { id }, {});
  const list = ownFlowList(hubList);
  const decision = decide(known, files.map((file) => file.index), list);
  const about = describeFlow(flow);
  if (decision === undefined) return undefined;
  const [row, more] = decision.rows ?? [];
  const candidates = decision.candidates === undefined || decision.candidates.length === 0 ? {} : { candidates: decision.candidates.map((each) => ({ id: each.id, name: each.name })) };
  const unmapped = (reason: string): ResolvedMapping => ({ ...about, state: 'UNMAPPED', method: 'NONE', reason, ...candidates });
  if (decision.method === 'unmapped') return kind === undefined && decision.reason === 'kind-unknown' ? undefined : unmapped(decision.reason ?? 'unknown');
  if (row === undefined) {
    const own = list.byId.get(id)!;
    const path = own.context === undefined ? undefined : contextIn(hubList, own.context);
    return mapped(about, 'ID', { list: list.name, targetId: own.id, targetName: own.name, ...(path === undefined ? {} : { compartment: path.join('/') }), ...(own.unit === undefined ? {} : { unit: own.unit }), condition: 'SAME', factor: '1' });
  }
  if (more !== undefined) return unmapped('shares');
  const scaled = rowScale(row, known.stated.unit);
  if ('wanted' in scaled) return unmapped('unit');
  const { to } = row;
  const file = decision.method !== 'userFile' ? undefined : files.find(({ index }) => index.map.rows.includes(row));
  const method = decision.method === 'userFile' ? 'FILE' : decision.method === 'cas' ? 'CAS' : decision.method === 'name' ? 'NAME' : 'ID';
  const targetList = to.list ?? decision.list;
  return mapped(about, method, {
    ...(targetList === undefined ? {} : { list: targetList }), ...(to.id === undefined ? {} : { targetId: to.id }), ...(to.name === undefined ? {} : { targetName: to.name }), ...(to.context === undefined ? {} : { compartment: to.context.join('/') }),
    ...(scaled.unit === undefined ? {} : { unit: scaled.unit }), condition: conditionName(conditionOf(row)), factor: scaled.scale.factor, ...(row.reversed === true ? { reversed: true } : {}),
    ...(file === undefined ? {} : { origin: `${file.name}${row.row === undefined ? '' : `, row ${row.row}`}` }), ...(file === undefined || row.remark === undefined ? {} : { reason: row.remark }),
  });
}

/** The origin of carbon is that of the target: the flow itself may leave it open. */
function mapped(about: ReturnType<typeof describeFlow>, method: FlowMapping['method'], to: Partial<ResolvedMapping>): ResolvedMapping {
  const origin = to.targetId === undefined ? undefined : carbonOriginOf(to.targetId);
  return { ...about, state: 'MAPPED', method, ...to, ...(origin === undefined ? {} : { carbonOrigin: origin }) };
}
