// The hub's own flow maps: greenhouse gases and other climate-relevant flows between ILCD/EF 3.1, ecoinvent and the Federal Elementary Flow List.
import { z } from 'zod';
import { uuidPattern } from '../../model/scalar.ts';
import { allGasFlows, flowOfGas, substanceOf, type GasSystem } from '../tables/gases.ts';
import { fractionPattern } from '../tables/fraction.ts';
import { readCsvTable, tableError } from '../tables/table.ts';
import { findUnit } from '../tables/units.ts';
import { resolveCompartment } from '../tables/compartments.ts';
import { makeFlowList, type FlowList, type ListedFlow } from './flow-list.ts';
import type { FlowMap, FlowMapRow } from './flow-map.ts';
import { mayLead, originOf } from './flow-origin.ts';
import { indexFlowMap, type MapIndex } from './map-index.ts';

export const ownLists: Record<GasSystem, string> = { ilcd: 'ILCD-EF 3.1', ecoinvent: 'ecoinvent 3.12', fedefl: 'FEDEFL 1.3' };
const systems = Object.keys(ownLists) as GasSystem[];

const id = z.string().regex(uuidPattern);
const row = z.object({
  from_id: id, from_name: z.string().min(1), from_context: z.string().min(1), from_unit: z.string().min(1),
  to_id: id, to_name: z.string().min(1), to_context: z.string().min(1), to_unit: z.string().min(1),
  condition: z.enum(['=', '<', '~', '>']), factor: z.string().regex(fractionPattern), direction: z.enum(['', 'reversed']), source: z.string().min(1),
});

export interface OwnMap { name: string; from: GasSystem; to: GasSystem }
export const ownMaps: readonly OwnMap[] = systems.flatMap((from) => systems.filter((to) => to !== from).map((to) => ({ name: `${from}-${to}`, from, to })));

const loaded = new Map<string, FlowMap>();

/** One of the hub's own maps, checked: known units and compartments, no flow mapped twice, no `=` that changes the origin of carbon. @throws TanluError MAPPING_INVALID */
export function loadOwnMap({ name, from, to }: OwnMap): FlowMap {
  const found = loaded.get(name);
  if (found !== undefined) return found;
  const file = `flow-maps/${name}.csv`;
  const rows = readCsvTable(file, row, (r) => r.from_id).map((r, index): FlowMapRow => {
    const wrong = (reason: string): Error => tableError(`${file}:${index + 2}`, reason);
    for (const unit of [r.from_unit, r.to_unit]) if (findUnit(unit) === undefined) throw wrong(`names the unknown unit "${unit}".`);
    for (const [system, context] of [[from, r.from_context], [to, r.to_context]] as const) if (resolveCompartment(system, context.split('/')) === undefined) throw wrong(`names the unknown context "${context}".`);
    if (r.condition !== '>' && !mayLead(originOf({ id: r.from_id }), originOf({ id: r.to_id }), r.condition)) throw wrong('changes the origin of carbon.');
    return {
      from: { list: ownLists[from], id: r.from_id, name: r.from_name, context: r.from_context.split('/'), unit: r.from_unit },
      to: { list: ownLists[to], id: r.to_id, name: r.to_name, context: r.to_context.split('/'), unit: r.to_unit },
      condition: r.condition, factor: r.factor, ...(r.direction === 'reversed' ? { reversed: true } : {}), remark: r.source, row: index + 2,
    };
  });
  const map: FlowMap = { name, source: ownLists[from], target: ownLists[to], rows };
  loaded.set(name, map);
  return map;
}

export const findOwnMap = (name: string): OwnMap | undefined => ownMaps.find((map) => map.name === name);

const indexes = new Map<string, MapIndex>();

/** The own map between two lists, ready for use. */
export function ownMapIndex(from: GasSystem, to: GasSystem): MapIndex | undefined {
  const own = findOwnMap(`${from}-${to}`);
  if (own === undefined) return undefined;
  const index = indexes.get(own.name) ?? indexFlowMap(loadOwnMap(own));
  indexes.set(own.name, index);
  return index;
}

const lists = new Map<GasSystem, FlowList>();

/** The climate-relevant flows of a list, as the gas table and the own maps know them: the target of the resolution cascade. */
export function ownFlowList(system: GasSystem): FlowList {
  const found = lists.get(system);
  if (found !== undefined) return found;
  const names = new Map<string, string>();
  for (const map of ownMaps) for (const { from, to } of loadOwnMap(map).rows) for (const end of [from, to]) names.set(end.id!, end.name!);
  const flows = allGasFlows().filter((flow) => flow.system === system).map((flow): ListedFlow => {
    const substance = substanceOf(flow.gas)!;
    const name = names.get(flow.id) ?? substance.names.en;
    return {
      id: flow.id, name, synonyms: [substance.names.en, substance.names.zh, flow.gas].filter((text) => text !== undefined && text !== name) as string[],
      cas: substance.cas, context: flow.compartment, unit: 'kg', origin: originOf({ id: flow.id }),
      preferred: flowOfGas(system, flow.gas, flow.origin, flow.movement, flow.compartment)?.id === flow.id,
    };
  });
  const list = makeFlowList(ownLists[system], system, flows);
  lists.set(system, list);
  return list;
}
