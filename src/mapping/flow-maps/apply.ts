// Maps the exchanges of a process to the flows of another list: mapping files of users, the hub's own maps, then the cascade of identifier, CAS number and name.
import { makeIssue, type Issue } from '../../model/issue.ts';
import type { Flow } from '../../model/flow.ts';
import type { Exchange, Process } from '../../model/process.ts';
import type { Reference } from '../../model/value.ts';
import { gasOfFlow, type GasSystem } from '../tables/gases.ts';
import { contextIn, resolveContext } from './context.ts';
import { countFlow, emptyCoverage, type Coverage, type MappingMethod } from './coverage.ts';
import { resolveFlow, type FlowList, type ListedFlow } from './flow-list.ts';
import { conditionOf, type FlowMapRow } from './flow-map.ts';
import { flowLabel, mapExchange, rowLabel, type Where } from './map-exchange.ts';
import { chooseRows, contextKey, rowsFor, type MapIndex, type StatedFlow } from './map-index.ts';
import { restoreOrigin } from './origin-note.ts';
import { ownMapIndex } from './own-maps.ts';
import { rowScale } from './row-scale.ts';

export interface ApplyOptions {
  /** List to map to; without it, only the given maps are used. */
  target?: FlowList;
  /** The flow of a reference, where the exchange itself does not tell kind, CAS number, names and compartment (ILCD). */
  flowOf?: (reference: Reference) => Pick<Flow, 'kind' | 'name' | 'synonyms' | 'cas' | 'compartment' | 'unit'> | undefined;
}

export interface Decision { method: MappingMethod; rows?: FlowMapRow[]; list?: string; reason?: string; candidates?: Pick<ListedFlow, 'id' | 'name'>[]; issue?: Issue }
/** An exchange with everything known about its flow. */
export interface Known { exchange: Exchange; stated: StatedFlow; cas?: string; code?: string; codeExact?: boolean; elementary?: boolean; where: Where }

/**
 * A process with its exchanges mapped; the one given stays as it is. `=` is applied silently, `<` and `~` with a warning each, `>` and N/A never; the origin
 * of carbon is never changed. Direction and sign stay, except where a row says that the flow goes the other way in the target list. An exchange that was mapped
 * from a flow of the target list becomes that flow again. `changed` has the positions of what was mapped, and whether another flow was approximated.
 */
export function applyFlowMap(process: Process, maps: readonly MapIndex[], options: ApplyOptions = {}): { value: Process; issues: Issue[]; coverage: Coverage; changed: Map<number, { approximated: boolean }> } {
  const issues: Issue[] = [];
  const coverage = emptyCoverage();
  const changed = new Map<number, { approximated: boolean }>();
  const taken = new Set(process.exchanges?.map((exchange) => exchange.internalId));
  let declared = process.declaredQuantity;
  const exchanges = process.exchanges?.flatMap((exchange): Exchange[] => {
    const before = options.target === undefined ? undefined : restoreOrigin(exchange, options.target);
    if (before !== undefined) {
      countFlow(coverage, { ...(before.flow.id === undefined ? {} : { id: before.flow.id }), method: 'id' });
      changed.set(exchange.position, { approximated: false });
      return [before];
    }
    const known = know(exchange, process, options);
    const decision = decide(known, maps, options.target);
    if (decision === undefined) {
      coverage.untouched++;
      return [exchange];
    }
    const result = decision.rows === undefined ? undefined : rewrite(known, decision.rows, decision.list, issues, taken);
    const refused = result !== undefined && 'issue' in result ? result : undefined;
    const issue = refused?.issue ?? decision.issue;
    if (issue !== undefined) issues.push(issue);
    const { id, names, context, unit } = known.stated;
    const { method, reason, candidates } = refused === undefined ? decision : { method: 'unmapped' as const, reason: 'unit', candidates: decision.rows!.map(({ to }) => ({ id: to.id ?? '', name: to.name ?? '' })) };
    countFlow(coverage, { ...(id === undefined ? {} : { id }), ...(names[0] === undefined ? {} : { name: names[0] }), ...(context === undefined ? {} : { context }), ...(unit === undefined ? {} : { unit }), method,
      ...(reason === undefined ? {} : { reason }), ...(candidates === undefined || candidates.length === 0 ? {} : { candidates: candidates.map(({ id, name }) => ({ id, name })) }) });
    if (result === undefined || 'issue' in result) return [exchange];
    changed.set(exchange.position, { approximated: decision.rows!.some((row) => conditionOf(row) !== '=') });
    const [first] = result.exchanges;
    if (exchange.isReference && declared !== undefined && process.referenceFlows?.length === 1 && first?.amount !== undefined) declared = { value: first.amount, unit: first.unit ?? declared.unit };
    return result.exchanges;
  });
  if (exchanges === undefined) return { value: process, issues, coverage, changed };
  const value: Process = { ...process, exchanges: exchanges.length === process.exchanges?.length ? exchanges : exchanges.map((exchange, position) => ({ ...exchange, position })) };
  if (declared !== undefined) value.declaredQuantity = declared;
  return { value, issues, coverage, changed };
}

/** Everything that an exchange and its flow tell. */
export function know(exchange: Exchange, process: Pick<Process, 'id'>, { flowOf }: ApplyOptions, path = `exchanges/exchange[${exchange.position + 1}]`, noun = 'process'): Known {
  const flow = flowOf?.(exchange.flow);
  const compartment = exchange.compartment ?? flow?.compartment;
  const resolved = resolveContext(compartment?.path, compartment?.system);
  const code = compartment?.code ?? resolved?.code;
  const synonyms = [exchange.synonyms, flow?.synonyms].flatMap((texts) => Object.values(texts ?? {})).flatMap((text) => text.split(';'));
  const names = [...Object.values(exchange.flow.name ?? {}), ...Object.values(flow?.name ?? {}), ...synonyms].map((name) => name.trim()).filter((name) => name !== '');
  const kind = exchange.flowKind ?? flow?.kind;
  const { id = exchange.flow.externalKey } = exchange.flow;
  const elementary = kind === undefined ? (compartment !== undefined || (id !== undefined && gasOfFlow(id) !== undefined) ? true : undefined) : kind === 'ELEMENTARY';
  return {
    exchange, cas: exchange.cas ?? flow?.cas, code, codeExact: resolved?.exact, elementary,
    stated: { id, names: [...new Set(names)], context: code ?? contextKey(compartment?.path), unit: exchange.unit ?? flow?.unit, location: exchange.location?.code ?? exchange.location?.stated, providerId: exchange.provider?.id },
    where: { dataset: `${noun} ${process.id}`, path },
  };
}

/** Undefined where there is nothing to map: a product or waste that no map names. */
export function decide(known: Known, maps: readonly MapIndex[], target: FlowList | undefined): Decision | undefined {
  const { stated, elementary } = known;
  for (const index of maps) {
    const found = byRows(known, index, 'userFile');
    if (found !== undefined) return found;
  }
  if (elementary === false) return undefined;
  if (target === undefined) return { method: 'unmapped', reason: 'unknown' };
  if (stated.id !== undefined && target.byId.has(stated.id.toLowerCase())) return { method: 'id' };
  const gas = stated.id === undefined ? undefined : gasOfFlow(stated.id.toLowerCase());
  const own = gas === undefined || target.system === undefined ? undefined : ownMapIndex(gas.system, target.system as GasSystem);
  if (own !== undefined) {
    const found = byRows(known, own, 'id');
    if (found !== undefined) return found;
  }
  return byCascade(known, target);
}

function byRows(known: Known, index: MapIndex, method: MappingMethod): Decision | undefined {
  const rows = rowsFor(index, known.stated);
  const choice = chooseRows(rows);
  if (choice === undefined) return undefined;
  const { exchange, where } = known;
  const from = flowLabel(exchange);
  if (choice.kind === 'rows' && !(choice.rows.length > 1 && exchange.isReference)) return { method, rows: choice.rows, list: index.map.target };
  const listed = (choice.kind === 'refused' ? [choice.row] : choice.rows).map(({ to }) => ({ id: to.id ?? '', name: to.name ?? '' }));
  if (choice.kind === 'ambiguous') return { method: 'unmapped', reason: 'ambiguous', candidates: listed, issue: makeIssue('flow-mapping-ambiguous', where, { from, candidates: choice.rows.map(rowLabel).join(', ') }) };
  const [row, reason] = choice.kind === 'refused' ? [choice.row, choice.reason] : [choice.rows[0]!, 'a reference flow cannot become several flows'];
  return { method: 'unmapped', reason, candidates: listed, issue: makeIssue('flow-mapping-refused', where, { from, to: rowLabel(row), reason }) };
}

function byCascade(known: Known, target: FlowList): Decision {
  const { exchange, stated, cas, code, codeExact, where } = known;
  const found = resolveFlow({ id: stated.id, names: stated.names, cas, context: code, contextExact: codeExact, unit: stated.unit }, target);
  const from = flowLabel(exchange);
  if (found.method === 'none') {
    const issue = found.reason === 'ambiguous' ? makeIssue('flow-mapping-ambiguous', where, { from, candidates: found.candidates.map((flow) => `${flow.name} ${flow.id}`).join(', ') })
      : makeIssue('flow-unmapped', where, { id: stated.id ?? '?', name: stated.names[0] ?? '?' });
    // A flow that is in no package may be a product.
    return { method: 'unmapped', reason: found.reason === 'unknown' && known.elementary === undefined ? 'kind-unknown' : found.reason, candidates: found.candidates, issue };
  }
  const { flow, condition, method } = found;
  const context = flow.context === undefined || target.system === undefined ? undefined : contextIn(target.system, flow.context);
  const row: FlowMapRow = { from: {}, to: { list: target.name, id: flow.id, name: flow.name, ...(context === undefined ? {} : { context }), ...(flow.unit === undefined ? {} : { unit: flow.unit }) }, condition, factor: '1' };
  return { method, rows: [row], list: target.name };
}

/** The exchanges that replace one, or why its unit does not allow it. */
function rewrite({ exchange, stated, where }: Known, rows: readonly FlowMapRow[], list: string | undefined, issues: Issue[], taken: Set<string>): { exchanges: Exchange[] } | { issue: Issue } {
  const scales = rows.map((row) => rowScale(row, stated.unit));
  const mapped: Exchange[] = [];
  const found: Issue[] = [];
  for (const [index, row] of rows.entries()) {
    const scaled = scales[index]!;
    if ('wanted' in scaled) return { issue: makeIssue('flow-mapping-unit', where, { from: flowLabel(exchange), to: rowLabel(row), unit: stated.unit ?? '', wanted: scaled.wanted }) };
    mapped.push({ ...mapExchange(exchange, row, scaled.scale, scaled.unit, list, where, found), internalId: index === 0 ? exchange.internalId : freeId(exchange.internalId, taken) });
  }
  issues.push(...found);
  return { exchanges: mapped };
}

/** An internal id that no exchange of the process has. */
function freeId(stated: string, taken: Set<string>): string {
  let number = 2;
  while (taken.has(`${stated}-${number}`)) number++;
  const id = `${stated}-${number}`;
  taken.add(id);
  return id;
}
