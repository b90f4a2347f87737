// Flow maps in a conversion: exchanges and characterization factors are led to the flows of a target list, and the datasets of these flows take the place of those they were.
import { applyFlowMapToFactors } from '../../mapping/flow-maps/apply-factors.ts';
import { applyFlowMap, type ApplyOptions } from '../../mapping/flow-maps/apply.ts';
import { addCoverage, coverageStatistics, countFlow, emptyCoverage, type CoverageStatistics } from '../../mapping/flow-maps/coverage.ts';
import type { FlowList } from '../../mapping/flow-maps/flow-list.ts';
import type { MapIndex } from '../../mapping/flow-maps/map-index.ts';
import { carbonOriginOf } from '../../mapping/carbon-origin.ts';
import type { Find } from '../../formats/adapter.ts';
import type { Issue } from '../../model/issue.ts';
import type { Flow } from '../../model/flow.ts';
import type { ImpactCategory } from '../../model/impact.ts';
import type { Exchange, Process } from '../../model/process.ts';

/** What is mapped by: maps in the order in which they count, and the list to map to. */
export interface FlowMappingOptions {
  maps: readonly { name: string; index: MapIndex }[];
  target?: FlowList | undefined;
  /** Issues of the mapping files themselves. */
  issues?: readonly Issue[];
}

/** What a report tells of it. */
export interface FlowMappingReport extends Omit<CoverageStatistics, 'untouched'> {
  maps: string[];
  list?: string;
  /** Datasets of flows in whose place one of the target list stands. */
  replaced: number;
}

/** A record after mapping; `seen` is what the account shall take for the record as completed, so that what was approximated counts as that. */
export interface MappedRecord<T> {
  value: T;
  issues: Issue[];
  changed: ReadonlyMap<number, { approximated: boolean }>;
  /** The record as read, in the order of the mapped one. */
  stated: T;
  seen(completed: T): T;
  /** Exchanges whose flows are to stand in the package. */
  flows: readonly Exchange[];
}

export interface MappedFlow { target: Flow; approximated: boolean }

export class FlowMapping {
  readonly issues: readonly Issue[];
  readonly #maps: readonly MapIndex[];
  readonly #options: FlowMappingOptions;
  readonly #coverage = emptyCoverage();
  replaced = 0;

  constructor(options: FlowMappingOptions) {
    this.#options = options;
    this.#maps = options.maps.map(({ index }) => index);
    this.issues = options.issues ?? [];
  }

  /** The flow of the target list that a dataset of a flow stands for; undefined where it stays what it is. */
  flow(flow: Flow): MappedFlow | undefined {
    const { id, name, kind, unit, compartment, cas, synonyms } = flow;
    const exchange: Exchange = {
      internalId: '0', position: 0, flow: { type: 'flow', id, name }, isReference: false, amount: '1', ...(kind === undefined ? {} : { flowKind: kind }), ...(unit === undefined ? {} : { unit }),
      ...(compartment === undefined ? {} : { compartment }), ...(cas === undefined ? {} : { cas }), ...(synonyms === undefined ? {} : { synonyms }),
    };
    const { value, changed, coverage } = applyFlowMap({ id, version: '', name: {}, exchanges: [exchange] }, this.#maps, this.#applyOptions(() => undefined));
    // A package may have flows that nothing of it refers to: they are flows of the statistics, without exchanges.
    for (const { exchanges: _one, ...mapped } of coverage.flows.values()) countFlow(this.#coverage, mapped, 0);
    const [done, more] = value.exchanges!;
    const change = changed.get(0);
    if (change === undefined || done?.flow.id === undefined || more !== undefined || done.flow.id === id) return undefined;
    return { target: this.#targetOf(done, change.approximated ? undefined : flow), approximated: change.approximated };
  }

  process(process: Process, find: Find): MappedRecord<Process> {
    const { value, issues, changed, coverage } = applyFlowMap(process, this.#maps, this.#applyOptions(find));
    addCoverage(this.#coverage, coverage);
    const stated = new Set(process.exchanges?.map((e) => e.internalId));
    const all = value.exchanges ?? [];
    // What a flow became besides the first goes to the end, so that all others keep their places.
    const ordered = all.length === process.exchanges?.length ? all : [...all.filter((e) => stated.has(e.internalId)), ...renumbered(all.filter((e) => !stated.has(e.internalId)), process.exchanges ?? [])].map((e, position) => ({ ...e, position }));
    const before = new Map(process.exchanges?.map((e) => [e.position, e]));
    return {
      value: changed.size === 0 ? process : { ...value, exchanges: ordered }, issues, changed, stated: process, flows: ordered,
      seen: (completed) => (completed.exchanges === undefined ? completed : { ...completed, exchanges: completed.exchanges.map((e) => (changed.get(e.position)?.approximated ? asStated(e, before.get(e.position)) : e)) }),
    };
  }

  impactCategory(category: ImpactCategory, find: Find): MappedRecord<ImpactCategory> {
    const { value, issues, changed, dropped, coverage, targets } = applyFlowMapToFactors(category, this.#maps, this.#applyOptions(find));
    addCoverage(this.#coverage, coverage);
    const factors = category.factors ?? [];
    const order = [...factors.filter((f) => !dropped.has(f.position)), ...factors.filter((f) => dropped.has(f.position))];
    const before = new Map(factors.map((f) => [f.position, f]));
    return {
      value, issues, changed, flows: [...targets, ...(value.factors ?? []).map(({ flow, direction, position }): Exchange => ({ internalId: '', position, direction, flow, isReference: false }))],
      stated: dropped.size === 0 ? category : { ...category, factors: order },
      seen: (completed) => (completed.factors === undefined ? completed : { ...completed, factors: completed.factors.map((f) => (changed.get(f.position)?.approximated ? asStated(f, before.get(f.position)) : f)) }),
    };
  }

  /** The dataset of a flow that an exchange was led to and no dataset of the package became. */
  targetOf(exchange: Exchange): Flow {
    return this.#targetOf(exchange, undefined);
  }

  report(): FlowMappingReport {
    const { maps, target } = this.#options;
    const { untouched: _products, ...statistics } = coverageStatistics(this.#coverage);
    return { maps: maps.map(({ name }) => name), ...(target === undefined ? {} : { list: target.name }), ...statistics, replaced: this.replaced };
  }

  /** The same flow of another list keeps what is said of the flow itself; what is said of its dataset does not hold for the other. */
  #targetOf({ flow, compartment, unit, cas, flowKind }: Exchange, same: Flow | undefined): Flow {
    const id = flow.id!;
    const listed = this.#options.target?.byId.get(id);
    const number = same?.cas ?? cas ?? listed?.cas;
    const origin = carbonOriginOf(id);
    const measures = same?.unit === unit && same?.flowProperties !== undefined ? { flowProperties: same.flowProperties, ...(same.referenceProperty === undefined ? {} : { referenceProperty: same.referenceProperty }) } : {};
    return {
      id, version: '00.00.000', name: { ...same?.name, ...flow.name }, kind: flowKind ?? 'ELEMENTARY', ...(compartment === undefined ? {} : { compartment }), ...(number === undefined ? {} : { cas: number }),
      ...(same?.chemicalFormula === undefined ? {} : { chemicalFormula: same.chemicalFormula }), ...(same?.synonyms === undefined ? {} : { synonyms: same.synonyms }), ...(origin === undefined ? {} : { carbonOrigin: origin }),
      ...(unit === undefined ? {} : { unit }), ...measures,
    };
  }

  #applyOptions(find: Find): ApplyOptions {
    const { target } = this.#options;
    return { ...(target === undefined ? {} : { target }), flowOf: ({ id }) => (id === undefined ? undefined : find('flow', id) as Flow | undefined) };
  }
}

/** A record of the same format with what was mapped as the format wants it, and all else as it stands. */
export function inPlace<T extends object>({ value, changed, stated }: MappedRecord<T>, completed: T | undefined): T {
  const { exchanges } = value as Process;
  if (completed === undefined || exchanges === undefined) return value;
  const done = new Map((completed as Process).exchanges?.map((e) => [e.position, e]));
  const known = new Set((stated as Process).exchanges?.map((e) => e.internalId));
  return {
    ...value,
    exchanges: exchanges.map((e) => {
      const formed = done.get(e.position);
      if (formed === undefined || (known.has(e.internalId) && !changed.has(e.position))) return e;
      return { ...formed, internalId: known.has(e.internalId) || /^\d+$/.test(e.internalId) ? e.internalId : formed.internalId, position: e.position };
    }),
  };
}

/** Which flow it is was approximated; its amount was not. */
const asStated = <T extends Partial<Pick<Exchange, 'flow' | 'compartment'>>>(completed: T, stated: T | undefined): T =>
  (stated === undefined ? completed : { ...completed, ...(stated.flow === undefined ? {} : { flow: stated.flow }), ...(stated.compartment === undefined ? {} : { compartment: stated.compartment }) });

/** Where all exchanges of a process are numbered, new ones are as well: formats of numbers take nothing else. */
function renumbered(extra: readonly Exchange[], stated: readonly Exchange[]): Exchange[] {
  if (!stated.every(({ internalId }) => /^\d{1,9}$/.test(internalId))) return [...extra];
  const last = stated.reduce((most, { internalId }) => Math.max(most, Number(internalId)), 0);
  return extra.map((exchange, n) => ({ ...exchange, internalId: String(last + 1 + n) }));
}
