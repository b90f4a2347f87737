// The flows of one list, and the cascade that finds a stated flow among them: identifier, then CAS number and compartment, then name or synonym and compartment.
import type { CompartmentSystem } from '../tables/compartments.ts';
import { compartmentOf } from '../tables/compartments.ts';
import { findUnit } from '../tables/units.ts';
import { foldName, originOf, originOfName, sameOrigin, type FlowOrigin } from './flow-origin.ts';
import { unitFactor } from './row-values.ts';

export interface ListedFlow {
  id: string;
  name: string;
  synonyms?: string[];
  /** CAS number in canonical form. */
  cas?: string;
  /** Compartment of the hub's own list. */
  context?: string;
  /** Symbol of the unit in which the list gives its amounts. */
  unit?: string;
  origin?: FlowOrigin;
  /** False for a duplicate in its list, which is recognized but never chosen. */
  preferred?: boolean;
}

export interface FlowList {
  name: string;
  system?: CompartmentSystem;
  byId: ReadonlyMap<string, ListedFlow>;
  /** By CAS number, and by name without the words for the origin of carbon; each with its compartment. */
  byCas: ReadonlyMap<string, ListedFlow[]>;
  byName: ReadonlyMap<string, ListedFlow[]>;
}

const key = (what: string, context: string): string => `${what}\n${context}`;

export function makeFlowList(name: string, system: CompartmentSystem | undefined, flows: readonly ListedFlow[]): FlowList {
  const byId = new Map<string, ListedFlow>();
  const byCas = new Map<string, ListedFlow[]>();
  const byName = new Map<string, ListedFlow[]>();
  const add = (index: Map<string, ListedFlow[]>, at: string, flow: ListedFlow): void => {
    const there = index.get(at);
    if (there === undefined) index.set(at, [flow]);
    else if (!there.includes(flow)) there.push(flow);
  };
  for (const stated of flows) {
    const flow = { ...stated, origin: stated.origin ?? originOf(stated) };
    byId.set(flow.id, flow);
    if (flow.preferred === false || flow.context === undefined) continue;
    if (flow.cas !== undefined) add(byCas, key(flow.cas, flow.context), flow);
    for (const text of [flow.name, ...(flow.synonyms ?? [])]) add(byName, key(originOfName(text).flowable, flow.context), flow);
  }
  return { name, ...(system === undefined ? {} : { system }), byId, byCas, byName };
}

export interface SoughtFlow {
  id?: string;
  names?: string[];
  cas?: string;
  /** Compartment of the hub's own list, and whether the stated one is exactly that. */
  context?: string;
  contextExact?: boolean;
  unit?: string;
}

export type Resolution =
  | { method: 'id' | 'cas' | 'name'; flow: ListedFlow; condition: '=' | '<' | '~'; candidates?: undefined }
  | { method: 'none'; reason: 'unknown' | 'ambiguous' | 'origin' | 'unit'; candidates: ListedFlow[] };

/** One number for river, rain, turbine and cooling water: they are different flows, and green is never mixed with blue. */
const water = '7732-18-5';

/**
 * The flow of a list that a stated flow is. Never by name or number alone, without a compartment; never across the origin of carbon; never where the unit does
 * not convert. Where the list has no such compartment, the next wider one is taken (`<`); long-term compartments are thereby left, never entered. Several that
 * fit are none, and all are named.
 */
export function resolveFlow(sought: SoughtFlow, list: FlowList): Resolution {
  const own = sought.id === undefined ? undefined : list.byId.get(sought.id.toLowerCase());
  if (own !== undefined) return { method: 'id', flow: own, condition: '=' };
  if (sought.context === undefined) return { method: 'none', reason: 'unknown', candidates: [] };
  const origin = originOf({ id: sought.id, name: sought.names?.[0], cas: sought.cas });
  let refused: Resolution | undefined;
  for (const method of ['cas', 'name'] as const) {
    const keys = method === 'cas' ? (sought.cas === undefined || sought.cas === water ? [] : [sought.cas]) : (sought.names ?? []).map((text) => originOfName(text).flowable);
    const index = method === 'cas' ? list.byCas : list.byName;
    for (const { contexts, wider } of places(sought.context)) {
      const all = [...new Set(contexts.flatMap((context) => keys.flatMap((what) => index.get(key(what, context)) ?? [])))];
      const other = all.filter((flow) => method === 'cas' || flow.cas === undefined || sought.cas === undefined || flow.cas === sought.cas);
      const alike = other.filter((flow) => sameOrigin(origin, flow.origin));
      const fitting = alike.filter((flow) => unitsFit(sought.unit, flow.unit));
      const named = fitting.length > 1 ? fitting.filter((flow) => sought.names?.some((text) => foldName(text) === foldName(flow.name))) : fitting;
      const [only] = named;
      if (named.length === 1 && only !== undefined) return { method, flow: only, condition: wider ? '<' : sought.contextExact === false ? '~' : '=' };
      if (fitting.length > 1) return { method: 'none', reason: 'ambiguous', candidates: fitting };
      if (other.length > 0) refused ??= { method: 'none', reason: alike.length > 0 ? 'unit' : 'origin', candidates: alike.length > 0 ? alike : other };
    }
  }
  return refused ?? { method: 'none', reason: 'unknown', candidates: [] };
}

/** The compartment itself (with the kinds into which ILCD splits resources), then the wider ones. */
function* places(context: string): Generator<{ contexts: string[]; wider: boolean }> {
  yield { contexts: [context, ...resourceKinds(context)], wider: false };
  for (let wider = compartmentOf(context)?.parent; wider !== undefined; wider = compartmentOf(wider)?.parent) {
    // The kind of resource is no place: from it to the medium nothing is lost.
    yield { contexts: [wider], wider: !(context.startsWith('resource/') && context.startsWith(`${wider}/`)) };
  }
}

const kinds = ['renewable', 'non-renewable'].flatMap((kind) => [kind, ...['material', 'element', 'energy'].map((what) => `${kind}-${what}`)]);
const resourceKinds = (context: string): string[] => (/^resource\/[a-z]+$/.test(context) ? kinds.map((kind) => `${context}/${kind}`).filter((code) => compartmentOf(code) !== undefined) : []);

const unitsFit = (stated: string | undefined, wanted: string | undefined): boolean =>
  stated === undefined || wanted === undefined || stated === wanted || unitFactor(findUnit(stated), findUnit(wanted)) !== undefined;
